"""Dated public claims, judged by kind against a plan in plain words.

A claim names its kind and its test; each test is a small function that finds the probability which decides,
and says why. What its author has since replaced is superseded, what hangs on a condition that has failed
says so, and an offer whose unit is unknown cannot be judged as offered: none of these is called wrong. A
claim whose test is ``statement`` was said and is on record, but no plan could decide it.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from kilosol import data
from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import DataError, did_you_mean
from kilosol.planning.base_rates import programme_frac, programme_record
from kilosol.planning.evidence import Evidence
from kilosol.planning.wording import chance, percent, rough, thousands
from kilosol.transfer import fast_trip

Judgement = Literal[
    "supported",
    "possible",
    "unlikely",
    "contradicted",
    "superseded",
    "condition not met",
    "cannot be judged as offered",
]
#: All of them, from the best down; the last three are no judgement of a number.
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)

#: What a claim is: a date by itself, a date with a condition, one thing against another, a statement about a
#: kind of thing, something offered, a programme of others, words on record.
KINDS = ("absolute", "conditional", "comparative", "general", "offer", "programme", "record")

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
NEED_YEAR = ("departs_by", "people_landed_by", "cargo_landed_by", "city_by", "no_city_before", "programme_by")

#: Whole numbers that tests need, and their range.
_WHOLE = {
    "year": (1900, 2200),
    "earlier_year": (1900, 2200),
    "n_ships": (0, 1_000_000),
    "thrust_n": (1, 1_000_000),
    "power_kw": (1, 1_000_000_000),
    "exhaust_km_s": (1, 300_000),
    "days": (1, 10_000),
}

#: What other tests need.
_NEEDS = {"fleet_by": ("n_ships",), "engine_trip": ("thrust_n", "power_kw", "exhaust_km_s", "days")}

_TEXTS = (
    *("id", "by", "text", "source", "test", "withdrawn_text", "quote", "country", "kind", "superseded_by"),
    *("condition_text", "offered_text"),
)

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
    country : str
        Whose programmes decide, for the test ``programme_by``; empty: those of all.
    kind : str
        One of ``KINDS``.
    superseded_by : str
        Identifier of the claim of the same log by which its author replaced it, from that one's day on.
    condition_failed_on : datetime.date or None
        When the condition of a conditional claim failed.
    condition_text : str
        What the condition was, and how it failed.
    offered_text : str
        Of an offer: what was not said, so that it cannot be judged as offered.
    seen_at : tuple of str
        Addresses at which the words were read; empty where none was: no archive of it is known to us.
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
    country: str = ""
    kind: str = "absolute"
    superseded_by: str = ""
    condition_failed_on: datetime.date | None = None
    condition_text: str = ""
    offered_text: str = ""
    seen_at: tuple[str, ...] = ()


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
        claims = tuple(parse_claim(entry) for entry in entries)
        return tuple(_resolved(claim, claims) for claim in claims)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def _resolved(claim: Claim, claims: tuple[Claim, ...]) -> Claim:
    """The claim with the day on which a later one replaced it."""
    if not claim.superseded_by:
        return claim
    later = next((c for c in claims if c.id == claim.superseded_by), None)
    if later is None:
        near = did_you_mean(claim.superseded_by, [c.id for c in claims])
        raise DataError(f"claim {claim.id}: superseded_by {claim.superseded_by!r} is no claim here{near}")
    if later.date < claim.date:
        raise DataError(f"claim {claim.id}: superseded_by {later.id}, which is older")
    if claim.withdrawn_on is not None and claim.withdrawn_on <= later.date:
        return claim
    said = f"{later.by} gave new words: {later.text.rstrip('.')}"
    return dataclasses.replace(claim, withdrawn_on=later.date, withdrawn_text=said)


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
    needs = ("year",) if entry["test"] in NEED_YEAR else _NEEDS.get(entry["test"], ())
    lacking = [key for key in needs if key not in entry]
    if lacking:
        raise DataError(f"claim {entry['id']}: the test {entry['test']} needs {', '.join(lacking)}")
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
        country=entry.get("country", ""),
        kind=entry.get("kind", "absolute"),
        superseded_by=entry.get("superseded_by", ""),
        condition_failed_on=entry.get("condition_failed_on"),
        condition_text=entry.get("condition_text", ""),
        offered_text=entry.get("offered_text", ""),
        seen_at=tuple(entry.get("seen_at", ())),
    )


def _check_kinds(entry: Mapping[str, Any]) -> None:
    """Refuse words that are no text, days that are no dates, and years and counts that are none."""
    for key in _TEXTS:
        if key in entry and not isinstance(entry[key], str):
            raise DataError(f"claim {entry['id']}: {key} must be text in quotes, got {entry[key]!r}")
    if entry.get("kind", KINDS[0]) not in KINDS:
        near = did_you_mean(entry["kind"], KINDS)
        raise DataError(f"claim {entry['id']}: unknown kind {entry['kind']!r}{near}; {', '.join(KINDS)}")
    seen = entry.get("seen_at", [])
    if not isinstance(seen, list) or not all(isinstance(one, str) for one in seen):
        raise DataError(f"claim {entry['id']}: seen_at must be a list of addresses in quotes, got {seen!r}")
    for key in ("date", "withdrawn_on", "condition_failed_on"):
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
    """One claim by its number, or by what has become of it: that needs no plan to reach so far."""
    overtaken = any(d is not None and d <= as_of for d in (claim.withdrawn_on, claim.condition_failed_on))
    probability: float | None
    try:
        probability, why = TESTS[claim.test](evidence, claim)
    except NotJudged as missing:
        if not overtaken:
            raise
        probability, why = None, f"This plan cannot judge it: {missing}."
    verdict: Judgement = "superseded" if probability is None else judgement_of(probability)
    entry: dict[str, Any] = {
        "id": claim.id,
        "text": claim.text,
        "quote": claim.quote,
        "by": claim.by,
        "date": claim.date.isoformat(),
        "source": claim.source,
        "year": claim.parameters.get("year"),
        "probability": probability,
        "kind": claim.kind,
        "verdict": verdict,
        "why": why,
    }
    if claim.offered_text:
        entry["verdict"] = "cannot be judged as offered"
        entry["why"] = f"{why} As offered it cannot be judged: {_lower(claim.offered_text).rstrip('.')}."
    if claim.withdrawn_on is not None and claim.withdrawn_on <= as_of:
        entry["verdict"] = "superseded"
        entry["withdrawn_on"] = claim.withdrawn_on.isoformat()
        entry["why"] = f"Replaced on {claim.withdrawn_on.isoformat()}: {claim.withdrawn_text}. {why}"
    if claim.condition_failed_on is not None and claim.condition_failed_on <= as_of:
        entry["verdict"] = "condition not met"
        entry["why"] = f"{claim.condition_text.rstrip('.')}. {why}"
    return entry


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _departs_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    p = evidence.p_departs(year, 1)
    first = evidence.first_flight_window
    if p == 0.0:
        return p, (
            f"This plan sends no such fleet by {year}; its first ships leave in the window of {first}. "
            f"{_could_fill(evidence, year)}"
            "Nothing can leave for Mars between windows, so the date cannot slip by less than 26 months."
        )
    return p, (
        f"The fleet is ready for its window with a chance of {percent(evidence.ready_frac)} "
        f"{evidence.ready_basis}. "
        f"A departure by {year} follows with {percent(p)}; a miss costs 26 months."
    )


def _could_fill(evidence: Evidence, year: int) -> str:
    """What pads, tankers and works would allow, whatever the plan lists."""
    window, most = _most_filled(evidence, year)
    return f"Launches, tankers and ships built would fill {most} at most, in {window}. " if window else ""


def _most_filled(evidence: Evidence, year: int) -> tuple[int | None, int]:
    """Window by a year that could fill most ships, whatever the plan lists, and how many."""
    by_then = {window: n for window, n in evidence.could_fill.items() if window <= year}
    if not by_then:
        return None, 0
    window = max(by_then, key=lambda w: by_then[w])
    return window, by_then[window]


def _fleet_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters.get("year", evidence.horizon_year)
    n_ships = claim.parameters["n_ships"]
    window, most = _most_filled(evidence, year)
    if window is None:
        return 0.0, (
            f"No fleet can be filled by {year}: this plan's first window is that of "
            f"{evidence.first_flight_window}."
        )
    ceiling = (
        f"Pads, tankers and ships built, not this plan's own list, would fill {most} ships at most in one "
        f"window by {year}, that of {window}"
    )
    if most < n_ships:
        return 0.0, f"{ceiling}: fewer than {thousands(n_ships)}, whoever meant to send them."
    p = evidence.ready_frac
    return p, (
        f"{ceiling}: enough for {thousands(n_ships)}. That a fleet is ready for its window has a chance of "
        f"{percent(p)} {evidence.ready_basis}."
    )


def _cargo_landed_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    p = evidence.p_cargo_by(year)
    return p, (
        f"A beginning is a ship of cargo on the ground: one has landed by the end of {year} in {chance(p)} "
        f"of {thousands(evidence.draws)} simulated campaigns. People have landed by then in "
        f"{chance(evidence.p_landed_by(year))}."
    )


def _no_city_before(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    _within(evidence, year)
    p = 1.0 - evidence.p_city_by(year - 1)
    return p, (
        f"By the end of {year - 1} a city that survives {evidence.import_stop_years} years without imports "
        f"stands in {chance(1.0 - p)} of campaigns."
    )


def _within(evidence: Evidence, year: int) -> None:
    if year > evidence.horizon_year:
        raise NotJudged(f"the plan ends in {evidence.horizon_year}, and the claim is of {year}")


def _engine_trip(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    del evidence
    asked = claim.parameters
    thrust, power, exhaust = asked["thrust_n"], asked["power_kw"], asked["exhaust_km_s"]
    trip = fast_trip(thrust, power, exhaust, asked["days"])
    return float(trip.mass_t >= trip.power_plant_t), (
        f"A jet of {thrust} N at {exhaust} km/s carries {trip.jet_kw:.0f} kW, "
        f"{_part_of_all(trip.jet_kw / power)} the {power} kW named, before any loss. On a straight line at "
        f"the least distance of the planets, kinder than any orbit, {asked['days']} days allow a ship of "
        f"{trip.mass_t:.1f} t; a power plant of {power} kW and its tug alone weigh some "
        f"{trip.power_plant_t:.0f} t by the published figures of such a tug."
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
    for kind in ("with fission", "without fission"):
        if kind not in evidence.sized:
            raise NotJudged(f"this plan sizes no published design {kind}")
    if fission is None and solar is None:
        raise NotJudged("no design with fission and none without holds for this base")
    if solar is None:
        return p, f"No station without fission holds for this base; the best with it weighs {fission:.1f} t."
    if fission is None:
        return p, f"No station with fission holds for this base; the best without weighs {solar:.1f} t."
    return p, (
        f"For this base at {evidence.latitude_deg:.0f} degrees, with its storm, the best published station "
        f"with fission weighs {fission:.1f} t and the best without {solar:.1f} t, whoever offers them; over "
        f"the published ranges of both masses fission is the lighter in {percent(p)} of draws. Near the "
        "equator and without a storm published studies say the reverse (Abel 2022)."
    )


def _part_of_all(frac: float) -> str:
    return "all of" if frac == 1.0 else f"{percent(frac)} of" if frac < 1.0 else "more than"


def _city_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    _within(evidence, year)
    p = evidence.p_city_by(year)
    return p, (
        f"By the end of {year} a city that survives {evidence.import_stop_years} years without imports "
        f"stands in {percent(p)} of campaigns, and a million tonnes have landed in "
        f"{percent(evidence.p_million_t_by(year))}. "
        f"By {evidence.horizon_year} the median city has some {rough(evidence.people_p50)} people and makes "
        f"some {rough(100.0 * evidence.closure_p50_frac)} % of what it needs."
    )


def _programme_by(evidence: Evidence, claim: Claim) -> tuple[float, str]:
    year = claim.parameters["year"]
    p = programme_frac(claim.country, year, evidence.as_of)
    return p, (
        f"{programme_record(claim.country, evidence.as_of)} At the rate of those ends and flights one "
        f"under way has flown by the end of {year} with {percent(p)} (Jeffreys; flights and ends compete). "
        "No plan of the mission decides this; the record of such programmes does."
    )


#: Test name -> function that finds the deciding probability and says why.
TESTS: dict[str, Callable[[Evidence, Claim], tuple[float, str]]] = {
    "departs_by": _departs_by,
    "people_landed_by": _people_landed_by,
    "partner_station_carries_base": _partner_station_carries_base,
    "fission_lighter_than_solar": _fission_lighter_than_solar,
    "cargo_landed_by": _cargo_landed_by,
    "city_by": _city_by,
    "engine_trip": _engine_trip,
    "fleet_by": _fleet_by,
    "no_city_before": _no_city_before,
    "programme_by": _programme_by,
}
