"""The eight answers in sentences, made from a verdict and nothing else.

Whoever reads the verdict from a file gets the same sentences as whoever ran the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kilosol.planning.wording import NEVER, REASON_WORDS, day, month, percent, power, thousands

Status = Literal["good", "warn", "bad", "neutral"]

#: Chances from which an answer is good, and below which it is bad.
GOOD_FRAC, BAD_FRAC = 0.8, 0.2

#: Chance of a crew's loss that no programme has accepted for a first flight.
HIGH_RISK_FRAC = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the eight answers.

    Parameters
    ----------
    question : str
        As on the first page of the design.
    headline : str
        The answer in a few words.
    sentence : str
        The answer in one or two sentences with numbers.
    status : {"good", "warn", "bad", "neutral"}
        How it stands.
    """

    question: str
    headline: str
    sentence: str
    status: Status


def answers(verdict: Mapping[str, Any]) -> tuple[Answer, ...]:
    """The eight answers of a verdict, in order.

    Parameters
    ----------
    verdict : mapping
        As in verdict.json.

    Returns
    -------
    tuple of Answer
    """
    makers: tuple[Callable[[Mapping[str, Any]], Answer], ...] = (
        _when_ships,
        _what_powered,
        _which_station,
        _does_it_hold,
        _is_it_safe,
        _when_people,
        _when_city,
        _are_claims_true,
    )
    return tuple(make(verdict) for make in makers)


def _when_ships(verdict: Mapping[str, Any]) -> Answer:
    first_year = verdict["scenario"]["first_window"]
    crew_year = verdict["scenario"]["first_crew_window"]
    first = _best_of(verdict["windows"], first_year)
    crew = next((w for w in verdict["windows"] if w["window"] >= crew_year and w["role"] == "crew"), None)
    sentence = (
        f"The first fleet leaves in the {first_year} window: {day(first['departure'])}, C3 "
        f"{first['c3_km2_s2']:.1f} km²/s², and lands on {day(first['arrival'])} at "
        f"{first['entry_speed_km_s']:.1f} km/s, with {first['tanker_flights']} tanker flights "
        f"for each ship of {first['payload_t']:.0f} t."
    )
    if crew is not None:
        sentence += (
            f" A first crew could leave on {day(crew['departure'])} and land on {day(crew['arrival'])}, "
            f"{crew['tof_days']:.0f} days later."
        )
    else:
        sentence += " No crew arc is within the limits on launch energy, entry speed and flight time."
    return Answer("When can ships leave, land and return?", month(first["departure"]), sentence, "neutral")


def _what_powered(verdict: Mapping[str, Any]) -> Answer:
    base = verdict["loads"]["crew"]
    home = verdict["station"]["propellant"]
    total = sum(base.values())
    people = verdict["scenario"]["people"]
    sentence = (
        f"A base of {people} people takes {total:.0f} kW on average, {base['vital_kw']:.0f} of it vital. "
        f"The way home takes more: {home['needed_t']:.0f} t of propellant in "
        f"{home['production_days']:.0f} days is {home['power_kw']:.0f} kW ({home['power_low_kw']:.0f} to "
        f"{thousands(home['power_high_kw'])}), and 40 kWe makes only "
        f"{home['made_by_40_kwe_t_per_synod']:.0f} t between two windows."
    )
    return Answer(
        "What must be powered?",
        f"{total:.0f} kW, and {power(home['power_kw'])} for the way home",
        sentence,
        "neutral",
    )


def _which_station(verdict: Mapping[str, Any]) -> Answer:
    best = verdict["station"]
    if not best["is_feasible"]:
        return Answer(
            "Which station?",
            "None holds",
            f"No design carries the base through its design year; nearest comes {best['title']} "
            f"({best['mass_kg'] / 1000.0:.1f} t).",
            "bad",
        )
    others = [a for a in best["alternatives"] if a["is_feasible"] and a["on_offer"] and not a["is_claimed"]]
    sentence = (
        f"{best['title']}: {best['mass_kg'] / 1000.0:.1f} t landed in {_flights(best['flights'])}. "
        f"It hangs on {best['binding_constraint']}."
    )
    if others:
        second = others[0]
        sentence += f" Next is {second['title']} with {second['mass_kg'] / 1000.0:.1f} t."
    partner = best["partner"]
    if partner["saves_kg"] is not None:
        saved = partner["saves_kg"] / 1000.0
        sentence += (
            f" The partner's unit saves {saved:.1f} t."
            if saved > 0.05
            else " The partner's unit saves no mass here."
        )
    return Answer(
        "Which station?", f"{best['mass_kg'] / 1000.0:.1f} t: {_short_title(best)}", sentence, "good"
    )


def _does_it_hold(verdict: Mapping[str, Any]) -> Answer:
    found = verdict["adequacy"]
    p = found["p_crew_survives"]
    sentence = (
        f"Over {found['n_years']} drawn Mars years with storms and outages, vital loads are short for "
        f"{found['lolh_hour_per_mars_year']:.1f} h a year, and no outage outlasts the "
        f"{found['ride_through_hour']:.0f} h a crew can bear in {percent(p)} of them. With all generation "
        f"lost at the worst hour, the stores carry vital loads for {found['margin_hour']['vital']:.0f} h."
    )
    status: Status = "good" if p >= 0.99 else ("warn" if p >= 0.9 else "bad")
    return Answer("Does it hold?", f"{percent(p)} a year", sentence, status)


def _is_it_safe(verdict: Mapping[str, Any]) -> Answer:
    safety = verdict["safety"]
    trip, limit = safety["trip_dose_msv"], safety["career_limit_msv"]
    if safety["thermal_kwt"] > 0.0:
        reactor = (
            f"Outside the shield's cone people keep {safety['exclusion_distance_m'] / 1000.0:.1f} km "
            f"from the reactor; at the habitat, {safety['standoff_m'] / 1000.0:.1f} km away inside it, "
            f"it adds {safety['dose_at_habitat_msv_year']:.0f} mSv a year{_round_the_shield(safety)}. "
        )
    else:
        reactor = "No reactor stands on the surface. "
    over = "above" if trip > limit else "within"
    sentence = (
        f"{reactor}The round trip of {thousands(safety['trip_days'])} days gives {thousands(trip)} ± "
        f"{safety['trip_sigma_msv']:.0f} mSv, {over} the career limit of {limit:.0f}."
    )
    return Answer(
        "Is it safe?",
        f"{thousands(trip)} mSv, {over} the limit",
        sentence,
        "warn" if trip > limit else "good",
    )


def _round_the_shield(safety: Mapping[str, Any]) -> str:
    """What the air brings past the shield, where that breaks the limit; older verdicts do not know it."""
    if safety.get("dose_is_within_limit", True):
        return ""
    return (
        f", of which {safety['dose_scattered_msv_year']:.0f} come through the air round the shield: above "
        f"the limit of {safety['dose_limit_msv_year']:.0f} until its sides are covered"
    )


def _when_people(verdict: Mapping[str, Any]) -> Answer:
    landing = verdict["landing"]
    chances = {int(y): p for y, p in landing["p_by_year"].items()}
    horizon = max(chances)
    loss = landing["p_loss_of_crew"]
    shown = [y for y in (2029, 2031, 2033, 2035) if y in chances]
    said = ", ".join(f"{percent(chances[y])} by {y}" for y in shown)
    gates = sorted(landing["binding_gates"].items(), key=lambda item: -item[1])
    main = [f"{REASON_WORDS[name]} ({percent(share)})" for name, share in gates[:2] if share > 0.0]
    sentence = (
        f"People have landed in {said} and {percent(chances[horizon])} by {horizon}. The first crew that "
        f"flies is lost with a chance of {percent(loss)}."
    )
    never = [n["what"] for n in verdict.get("notices", ()) if n["value"] == NEVER]
    if never:
        told = "; ".join(never)
        sentence = f"No crew ever flies, whatever the luck: {told}."
        return Answer("When do people land?", f"never before {horizon}", sentence, "bad")
    if main:
        sentence += f" Crews are kept at home most by {' and '.join(main)}."
    median = landing["median_year"]
    headline = f"{median} as likely as not" if median else f"{percent(chances[horizon])} by {horizon}"
    status: Status = "bad" if loss > HIGH_RISK_FRAC * 2 else ("warn" if loss > HIGH_RISK_FRAC else "good")
    return Answer("When do people land?", headline, sentence, status)


def _when_city(verdict: Mapping[str, Any]) -> Answer:
    city = verdict["city"]
    chances = {int(y): p for y, p in city["p_by_year"].items()}
    horizon = max(chances)
    p = chances[horizon]
    sentence = (
        f"A city that lives {city['import_stop_years']} years without imports stands by {horizon} in "
        f"{percent(p)} of campaigns. By then the median city has {thousands(city['people_p50'])} people "
        f"and makes {percent(city['closure_p50_frac'])} of what it needs; a million tonnes have landed in "
        f"{percent(city['p_million_t_by_year'][str(horizon)])}."
    )
    status: Status = "good" if p >= GOOD_FRAC else ("warn" if p >= BAD_FRAC else "bad")
    return Answer("When does the city stand alone?", f"{percent(p)} by {horizon}", sentence, status)


def _are_claims_true(verdict: Mapping[str, Any]) -> Answer:
    claims = verdict["claims"]
    count: dict[str, int] = {}
    for claim in claims:
        count[claim["verdict"]] = count.get(claim["verdict"], 0) + 1
    order = ("supported", "possible", "unlikely", "contradicted", "stale")
    said = ", ".join(f"{count[word]} {word}" for word in order if word in count)
    lead = next((c for c in claims if c["verdict"] != "stale"), claims[0] if claims else None)
    sentence = f"Of {len(claims)} dated public claims: {said}."
    if lead is not None:
        sentence += f" “{lead['text']}” ({lead['by']}, {day(lead['date'])}) is {lead['verdict']}."
    best = count.get("supported", 0)
    return Answer("Is the claim true?", f"{best} of {len(claims)} supported", sentence, "neutral")


def _best_of(entries: list[dict[str, Any]], window: int) -> dict[str, Any]:
    return next(e for e in entries if e["window"] == window and e["role"] == "minimum energy")


def _short_title(best: Mapping[str, Any]) -> str:
    words = {"fission": "fission", "solar": "solar", "hybrid": "fission and solar"}
    return words[best["architecture"]] + (" with the partner's unit" if best["uses_partner"] else "")


def _flights(n: int) -> str:
    return "one flight" if n == 1 else f"{n} flights"
