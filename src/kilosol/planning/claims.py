"""Dated public claims, judged against a plan in plain words.

A claim names its test; each test is a small function that finds the probability which decides, and says
why in two sentences. A claim that its author withdrew is stale from that date on: it is not judged. One
whose test is ``statement`` was said and is on record, but no plan could decide it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kilosol import data
from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import DataError, did_you_mean
from kilosol.planning.evidence import Evidence
from kilosol.planning.wording import chance, percent, rough, thousands

Judgement = Literal["supported", "possible", "unlikely", "contradicted", "stale"]

#: Lowest probability of each judgement, from the best down.
THRESHOLDS: tuple[tuple[float, Judgement], ...] = (
    (0.8, "supported"),
    (0.2, "possible"),
    (0.02, "unlikely"),
    (0.0, "contradicted"),
)


#: Test of what was said but can be decided by no plan.
STATEMENT = "statement"

#: Tests of a date.
NEED_YEAR = ("departs_by", "people_landed_by", "city_by", "programme_by")

#: Whole numbers that tests need, and their range.
_WHOLE = {"year": (1900, 2200), "earlier_year": (1900, 2200), "n_ships": (0, 1_000_000)}

#: A user's own claims may name a link or a text as their source.
_LINKS = ("http:", "https:", "doi:", "text:")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that was said.

    Parameters
    ----------
    id : str
        Short name.
    by : str
        Who said it.
    date : datetime.date
        When.
    text : str
        What, in our words.
    source : str
        Key in references.bib.
    test : str
        Name of the test that decides.
    parameters : mapping
        What the test needs: ``year``, ``n_ships``, ``earlier_year``.
    withdrawn_on : datetime.date or None
        When its author took it back.
    withdrawn_text : str
        What was said then.
    quote : str
        Word for word, as the source gives it; empty where only a report of it is at hand. Nothing else
        goes between quotation marks.
    """

    id: str
    by: str
    date: datetime.date
    text: str
    source: str
    test: str
    parameters: Mapping[str, int]
    withdrawn_on: datetime.date | None
    withdrawn_text: str
    quote: str = ""


@cache
def shipped_claims() -> tuple[Claim, ...]:
    """The claims log that ships, in the order of its file.

    Examples
    --------
    >>> shipped_claims()[0].id
    'mars-2026-uncrewed'
    """
    return read_claims(Path(data.__file__).parent / "claims.toml")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Claims of a TOML file.

    Parameters
    ----------
    path : Path
        With tables ``[[claims]]``: ``id, by, date, text, source, test`` and what the test needs.

    Raises
    ------
    DataError
        If the file cannot be read, is no TOML, or a claim lacks something.
    """
    try:
        raw = own_toml(own_text(path))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    entries = raw.get("claims")
    if not isinstance(entries, list) or not entries:
        raise DataError(f"{path} holds no claims; each stands under [[claims]]")
    try:
        return tuple(parse_claim(entry) for entry in entries)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def parse_claim(entry: Mapping[str, Any]) -> Claim:
    """Claim from its TOML table; an unknown test or source is refused."""
    if not isinstance(entry, Mapping):
        raise DataError(f"a claim must be a table under [[claims]], got {entry!r}")
    missing = [k for k in ("id", "by", "date", "text", "source", "test") if k not in entry]
    if missing:
        raise DataError(f"claim {entry.get('id', entry)}: lacks {', '.join(missing)}")
    _check_kinds(entry)
    if entry["test"] not in (*TESTS, STATEMENT):
        near = did_you_mean(entry["test"], (*TESTS, STATEMENT))
        raise DataError(f"claim {entry['id']}: unknown test {entry['test']!r}{near}")
    if (
        not any(entry["source"].startswith(sign) for sign in _LINKS)
        and entry["source"] not in data.references()
    ):
        raise DataError(f"claim {entry['id']}: source {entry['source']!r} is not in references.bib")
    if entry["test"] in NEED_YEAR and "year" not in entry:
        raise DataError(f"claim {entry['id']}: the test {entry['test']} needs a year")
    return Claim(
        id=entry["id"],
        by=entry["by"],
        date=entry["date"],
        text=entry["text"],
        source=entry["source"],
        test=entry["test"],
        parameters={k: entry[k] for k in _WHOLE if k in entry},
        withdrawn_on=entry.get("withdrawn_on"),
        withdrawn_text=entry.get("withdrawn_text", ""),
        quote=entry.get("quote", ""),
    )


def _check_kinds(entry: Mapping[str, Any]) -> None:
    """Refuse words that are no text, days that are no dates, and years and counts that are none."""
    for key in ("id", "by", "text", "source", "test", "withdrawn_text", "quote"):
        if key in entry and not isinstance(entry[key], str):
            raise DataError(f"claim {entry['id']}: {key} must be text in quotes, got {entry[key]!r}")
    for key in ("date", "withdrawn_on"):
        # A date with a time of day is a date for Python; it does not compare with one.
        if key in entry and type(entry[key]) is not datetime.date:
            raise DataError(
                f"claim {entry['id']}: {key} must be a date without quotes, such as 2026-11-20, "
                f"got {entry[key]!r}"
            )
    for key, (low, high) in _WHOLE.items():
        value = entry.get(key, low)
        if type(value) is not int or not low <= value <= high:
            raise DataError(
                f"claim {entry['id']}: {key} must be a whole number from {low} to {high}, got {value!r}"
            )


def judgement_of(probability: float) -> Judgement:
    """Word for a probability.

    Examples
    --------
    >>> [judgement_of(p) for p in (0.8, 0.2, 0.02, 0.0199)]
    ['supported', 'possible', 'unlikely', 'contradicted']
    """
    return next(word for least, word in THRESHOLDS if probability >= least)


class NotJudged(Exception):
    """A plan has nothing to judge a claim by; the text says what is missing."""


def judge_claims(
    evidence: Evidence, claims: tuple[Claim, ...], as_of: datetime.date
) -> tuple[list[dict[str, Any]], list[str]]:
    """Judge every claim that had been made by a date.

    Parameters
    ----------
    evidence : Evidence
        What the plan found.
    claims : tuple of Claim
    as_of : datetime.date
        Day of the judgement; later claims are left out, later withdrawals not yet known.

    Returns
    -------
    judged : list of dict
        ``id, text, quote, by, date, source, probability, verdict, why``, as in verdict.json.
    left_out : list of str
        Claims that this plan cannot judge, and why.
    """
    judged: list[dict[str, Any]] = []
    left_out: list[str] = []
    for claim in claims:
        if claim.date > as_of or claim.test == STATEMENT:
            continue
        try:
            judged.append(_judge(evidence, claim, as_of))
        except NotJudged as missing:
            left_out.append(f"{claim.id} is not judged: {missing}")
    return judged, left_out


def _judge(evidence: Evidence, claim: Claim, as_of: datetime.date) -> dict[str, Any]:
    probability, why = TESTS[claim.test](evidence, claim)
    verdict: Judgement = judgement_of(probability)
    entry: dict[str, Any] = {
        "id": claim.id,
        "text": claim.text,
        "quote": claim.quote,
        "by": claim.by,
        "date": claim.date.isoformat(),
        "source": claim.source,
        "year": claim.parameters.get("year"),
        "probability": probability,
        "verdict": verdict,
        "why": why,
    }
    if claim.withdrawn_on is not None and claim.withdrawn_on <= as_of:
        entry["verdict"] = "stale"
        entry["withdrawn_on"] = claim.withdrawn_on.isoformat()
        entry["why"] = f"Withdrawn on {claim.withdrawn_on.isoformat()}: {claim.withdrawn_text}. {why}"
    return entry


def _departs_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    n_ships = claim.parameters.get("n_ships", 1)
    p = evidence.p_departs(year, n_ships)
    first = evidence.first_flight_window
    if p == 0.0:
        return p, (
            f"This plan sends no such fleet by {year}; its first ships leave in the window of {first}. "
            "Nothing can leave for Mars between windows, so the date cannot slip by less than 26 months."
        )
    return p, (
        f"The fleet is ready for its window with a chance of {percent(evidence.ready_frac)} by assumption. "
        f"A departure by {year} follows with {percent(p)}; a miss costs 26 months."
    )


def _people_landed_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    p = evidence.p_landed_by(year)
    risk = (
        "no crew flies in any of them."
        if evidence.p_lost is None or evidence.p_home is None
        else f"of the first crews that fly {chance(evidence.p_lost)} are lost and {chance(evidence.p_home)} "
        "come home."
    )
    gate = evidence.binding_gate
    said = (
        f"People have landed by the end of {year} in {chance(p)} of {thousands(evidence.draws)} simulated "
        f"campaigns; {risk} "
        f"What holds it back most is {gate}."
    )
    if "earlier_year" in claim.parameters:
        earlier = claim.parameters["earlier_year"]
        said += f" By {earlier} it is {chance(evidence.p_landed_by(earlier))}, so {year} is " + (
            "the likelier of the two." if p > evidence.p_landed_by(earlier) else "no likelier."
        )
    if p == 0.0 and evidence.earliest_year is not None:
        said += f" The earliest landing in any campaign is in {evidence.earliest_year}."
    return p, said


def _partner_station_carries_base(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    del claim
    p = evidence.p_partner_alone
    stand_in = f"{evidence.stand_in} " if evidence.stand_in else ""
    return p, (
        f"{stand_in}One {evidence.partner_kw:.0f} kWe unit against {evidence.base_kw:.0f} kW of vital and "
        f"essential load: alone it brings a crew of {evidence.people} through a Mars year without a deadly "
        f"outage with {percent(p)}; with backup around it the base holds. "
        f"It cannot send a ship home: that takes {evidence.way_home_kw:.0f} kW for "
        f"{evidence.way_home_days:.0f} days, and {evidence.partner_kw:.0f} kWe makes "
        f"{evidence.partner_t_per_synod:.0f} t of the {evidence.way_home_t:.0f} t in a synodic period."
    )


def _fission_lighter_than_solar(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    del claim
    p = evidence.p_fission_lighter
    fission, solar = evidence.fission_t, evidence.solar_t
    if fission is None and solar is None:
        raise NotJudged("no design with fission and none without holds for this base")
    if solar is None:
        return p, f"No station without fission holds for this base; the best with it weighs {fission:.1f} t."
    if fission is None:
        return p, f"No station with fission holds for this base; the best without weighs {solar:.1f} t."
    return p, (
        f"For this base the best station with fission weighs {fission:.1f} t and the best without "
        f"{solar:.1f} t; over the published ranges of both masses fission is the lighter in "
        f"{percent(p)} of draws. The gap is winter and storm at {evidence.latitude_deg:.0f} degrees: "
        "sunlight is free, the array and storage for the darkest month are not."
    )


def _city_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    p = evidence.p_city_by(year)
    return p, (
        f"By the end of {year} a city that survives {evidence.import_stop_years} years without imports "
        f"stands in {percent(p)} of campaigns, and a million tonnes have landed in "
        f"{percent(evidence.p_million_t_by(year))}. "
        f"By {evidence.horizon_year} the median city has some {rough(evidence.people_p50)} people and makes "
        f"some {rough(100.0 * evidence.closure_p50_frac)} % of what it needs."
    )


def _programme_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    del evidence
    values = data.table("campaign/forecast")
    flies, on_time = values.number("programme_flies_frac"), values.number("on_time_frac")
    p = programme_frac(claim.parameters["year"], claim.parameters["year"])
    return p, (
        f"Of announced space-reactor programmes {percent(flies)} have flown, and of those we take "
        f"{percent(on_time)} to hold the announced year (an assumption): {percent(p)}. "
        "No plan of the mission decides this; the record of such programmes does."
    )


def programme_frac(year: int, announced_year: int) -> float:
    """Chance that an announced programme has flown by the end of a year, from the record of its kind.

    Parameters
    ----------
    year : int
        By when.
    announced_year : int
        When it was announced to fly.

    Returns
    -------
    float

    Examples
    --------
    >>> programme_frac(2029, 2030)
    0.0
    >>> programme_frac(2040, 2030) < 0.2
    True
    """
    if year < announced_year:
        return 0.0
    values = data.table("campaign/forecast")
    still_late = (1.0 - values.number("late_frac")) ** (year - announced_year)
    return values.number("programme_flies_frac") * (1.0 - (1.0 - values.number("on_time_frac")) * still_late)


#: Test name -> function that finds the deciding probability and says why.
TESTS: dict[str, Callable[[Evidence, Claim], tuple[float, str]]] = {
    "departs_by": _departs_by,
    "people_landed_by": _people_landed_by,
    "partner_station_carries_base": _partner_station_carries_base,
    "fission_lighter_than_solar": _fission_lighter_than_solar,
    "city_by": _city_by,
    "programme_by": _programme_by,
}
