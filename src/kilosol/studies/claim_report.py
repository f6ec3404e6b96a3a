"""Claims with what would have to be true: two plain sentences each, fit to quote.

Where a claim is not likely, the plan is run again with its doubts taken away one after the other, until the
claim becomes likely or no doubt is left. The memory of stages makes that cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kilosol.campaign.gates import GATE_ROWS
from kilosol.errors import UnknownName
from kilosol.planning.base_rates import programme_record
from kilosol.planning.claims import (
    STATEMENT,
    TESTS,
    Claim,
    NotJudged,
    judge_claims,
    read_claims,
    shipped_claims,
)
from kilosol.planning.evidence import Evidence, gather_evidence
from kilosol.planning.run import Run
from kilosol.planning.said import claim_said, stands
from kilosol.planning.wording import day, percent
from kilosol.scenario import Scenario
from kilosol.studies.subjects import changed, planned

#: A claim is likely from here on.
LIKELY = 0.8

#: Doubts that are taken away in turn, each on top of those before: words, and what is set.
LADDER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("the fleet is ready for every window", {"fleet.ready_frac": 1.0, "fleet.ready_again_frac": 1.0}),
    ("nothing but ships has to be waited for", {"systems": ()}),
    (
        "launches fill every ship that is meant",
        {"fleet.launches_per_year": 100_000.0, "fleet.ships_built_per_year": 100_000.0},
    ),
    ("every ship lands", {"landing.success_frac": 1.0}),
    (
        "the partner stays and its station works at once",
        {"partners.station.works_frac": 1.0, "partners.station.withdrawn_per_window": 0.0},
    ),
    (
        "people fly without proof of site, station, propellant, stores or confidence",
        # Every gate but those on how many ships land, which the fleet's rung decides.
        {
            f"gates.{test.limit}": test.kind(0)
            for row in GATE_ROWS
            for test in row.tests
            if test.evidence and not row.is_of_landings
        },
    ),
)

#: Tests that those doubts bear on.
_CLIMBED = ("departs_by", "people_landed_by", "city_by")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and what the plan makes of it.

    Parameters
    ----------
    claim : Claim
    word : str
        One of ``kilosol.planning.claims.JUDGEMENTS``; ``on record`` for a statement, ``not judged``.
    probability : float or None
        The number that decides.
    why : str
        Where it comes from.
    needed : str
        What would have to be true.
    """

    claim: Claim
    word: str
    probability: float | None
    why: str
    needed: str

    @property
    def sentences(self) -> tuple[str, str]:
        """What was said and how it stands, and what would have to be true; fit to quote."""
        said = claim_said(
            {"text": self.claim.text, "by": self.claim.by, "date": self.claim.date, "quote": self.claim.quote}
        )
        if self.word == "on record":
            return said, "It is on record, but no plan can decide it."
        if self.word == "not judged":
            return said, self.needed
        chance = "" if self.probability is None else f"with a chance of {percent(self.probability)}"
        return f"{said} {stands(self.word, chance)}", self.needed

    def as_dict(self) -> dict[str, Any]:
        """In plain words and numbers, for JSON."""
        claim = self.claim
        return {
            "id": claim.id,
            "text": claim.text,
            "by": claim.by,
            "date": claim.date.isoformat(),
            "source": claim.source,
            "kind": claim.kind,
            "quote": claim.quote,
            "seen_at": list(claim.seen_at),
            "verdict": self.word,
            "probability": self.probability,
            "why": self.why,
            "needed": self.needed,
            "sentences": list(self.sentences),
        }


def chosen_claims(file: Path | None = None, only: str | None = None) -> tuple[Claim, ...]:
    """Claims of a file, or those that ship; one of them, if it is named.

    Examples
    --------
    >>> [claim.id for claim in chosen_claims(only="mars-2031-people")]
    ['mars-2031-people']
    """
    claims = shipped_claims() if file is None else read_claims(file)
    if only is None:
        return claims
    if only not in {c.id for c in claims}:
        raise UnknownName("claim", only, [c.id for c in claims])
    return tuple(c for c in claims if c.id == only)


def report_claims(scenario: Scenario, claims: tuple[Claim, ...]) -> list[Judged]:
    """Judge claims by a scenario's plan, and say what would have to be true.

    Parameters
    ----------
    scenario : Scenario
    claims : tuple of Claim

    Returns
    -------
    list of Judged
        All that had been made by the scenario's day, in the given order.
    """
    evidence = evidence_of(planned(scenario))
    better: dict[int, Evidence] = {}
    found: list[Judged] = []
    for claim in claims:
        if claim.date > scenario.as_of:
            continue
        if claim.test == STATEMENT:
            found.append(Judged(claim, "on record", None, "", ""))
            continue
        entries, left_out = judge_claims(evidence, (claim,), scenario.as_of)
        if not entries:
            why = left_out[0].partition(": ")[2]
            found.append(Judged(claim, "not judged", None, why, f"This plan cannot judge it: {why}."))
            continue
        entry = entries[0]
        needed = _needed(claim, entry, evidence, scenario, better)
        found.append(Judged(claim, entry["verdict"], entry["probability"], entry["why"], needed))
    return found


def evidence_of(run: Run) -> Evidence:
    """What claims are judged by, of a finished run."""
    a = run.answers
    return gather_evidence(run.scenario, a.transfers, a.demand, a.power, a.landing, a.city)


def _needed(
    claim: Claim,
    entry: Mapping[str, Any],
    evidence: Evidence,
    scenario: Scenario,
    better: dict[int, Evidence],
) -> str:
    p: float | None = entry["probability"]
    given = "no number: its horizon is nearer" if p is None else percent(p)
    if entry["verdict"] == "condition not met":
        return f"{claim.condition_text.rstrip('.')}. This plan gives what it says {given}."
    if entry["verdict"] == "superseded":
        return (
            f"It was replaced on {day(entry['withdrawn_on'])}: {claim.withdrawn_text}; this plan gives it "
            f"{given}."
        )
    if claim.offered_text:
        return f"{claim.offered_text.rstrip('.')}; the plan's stand-in: {_stand_in_words(evidence)}"
    if claim.test == "partner_station_carries_base":
        return f"For that, storage or a second unit must stand beside it: {_stand_in_words(evidence)}"
    if claim.test in ("engine_trip", "fleet_by", "cargo_landed_by", "no_city_before"):
        return str(entry["why"])
    if claim.test == "fission_lighter_than_solar":
        return _why_first(entry)
    if claim.test == "programme_by":
        return f"It would have to be the exception. {programme_record(claim.country, evidence.as_of)}"
    if p is not None and p >= LIKELY:
        because = _why_first(entry)
        return f"It takes no more than this plan assumes; {because[0].lower()}{because[1:]}"
    return _climb(claim, evidence, scenario, better)


def _stand_in_words(evidence: Evidence) -> str:
    return (
        f"one unit of {evidence.partner_kw:.0f} kWe meets {evidence.base_kw:.0f} kW of need, alone brings "
        f"the crew through a Mars year with {percent(evidence.p_partner_alone)}, and makes "
        f"{evidence.partner_t_per_synod:.0f} t of the {evidence.way_home_t:.0f} t for the way home between "
        "two windows."
    )


def _why_first(entry: Mapping[str, Any]) -> str:
    return str(entry["why"]).split(". ")[0].rstrip(".") + "."


def _climb(claim: Claim, evidence: Evidence, scenario: Scenario, better: dict[int, Evidence]) -> str:
    """Take doubts away until the claim is likely."""
    words: list[str] = []
    p = 0.0
    # A departure hangs on no landing, station or gate.
    n_rungs = 3 if claim.test == "departs_by" else len(LADDER)
    for rung in range(1, n_rungs + 1):
        words.append(LADDER[rung - 1][0])
        if rung not in better:
            better[rung] = _evidence_at(scenario, rung)
        try:
            p, _ = TESTS[claim.test](better[rung], claim)
        except NotJudged:
            break
        if p >= LIKELY:
            listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
            return f"For it to be likely it would have to be true that {listed}: then it has {percent(p)}."
    return (
        f"Even if {', '.join(words[:-1])} and {words[-1]}, it has {percent(p)}: {_obstacle(claim, evidence)}."
    )


def _evidence_at(scenario: Scenario, rung: int) -> Evidence:
    changes: dict[str, Any] = {}
    for _, values in LADDER[:rung]:
        changes |= values
    return evidence_of(planned(changed(scenario, changes)))


def _obstacle(claim: Claim, evidence: Evidence) -> str:
    if claim.test == "departs_by":
        return "the plan's manifest holds no such fleet by then, so the manifest itself would have to change"
    if claim.test == "people_landed_by":
        return "the plan's manifest sends no crew early enough, so the manifest itself would have to change"
    return (
        f"transport sets the ceiling, with a million tonnes landed by {claim.parameters['year']} in "
        f"{percent(evidence.p_million_t_by(claim.parameters['year']))}"
    )
