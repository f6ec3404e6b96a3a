"""A made-up run that follows the contract between planning and report; its numbers are only plausible."""

from dataclasses import replace
from typing import Any

from kilosol.results import Results
from synthetic_run.stages import CLASSES, STEPS, results
from synthetic_run.verdict import Answer, answers, provenance, sensitivity, used, verdict

__all__ = [
    "CLASSES",
    "STEPS",
    "Answer",
    "answers",
    "changed",
    "provenance",
    "results",
    "sensitivity",
    "used",
    "verdict",
]


def changed(run: Results, stage: str, **attrs: Any) -> Results:
    """The run with other attributes on one stage."""
    return replace(run, **{stage: getattr(run, stage).assign_attrs(**attrs)})
