"""Planning: the stages of a run, its verdict, its answers and the claims it judges."""

from kilosol.planning.answers import Answer, answers
from kilosol.planning.claims import Claim, judge_claims, shipped_claims
from kilosol.planning.run import Progress, Run, run_plan

__all__ = [
    "Answer",
    "Claim",
    "Progress",
    "Run",
    "answers",
    "judge_claims",
    "run_plan",
    "shipped_claims",
]
