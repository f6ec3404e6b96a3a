"""The eight answers in sentences, made from a verdict and nothing else.

Whoever reads the verdict from a file gets the same sentences as whoever ran the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kilosol.planning.base_rates import readiness_basis
from kilosol.planning.claims import JUDGEMENTS
from kilosol.planning.fates import fates_sentence, nobody_sets_out_home
from kilosol.planning.fleet_words import crew_fleet_sentence, fleet_sentence, short_of_ships
from kilosol.planning.home_words import home_headline, home_sentences
from kilosol.planning.said import LED_BY, claim_said, counted, stands
from kilosol.planning.stand_in import stand_in_sentence, unit_phrase
from kilosol.planning.standing import (
    and_list,
    breaches,
    is_above_risk,
    lighter_kept_out,
    next_lightest,
    standing_words,
    target_words,
)
from kilosol.planning.wording import (
    NEVER,
    REASON_WORDS,
    chance,
    day,
    month,
    percent,
    power,
    rough,
    thousands,
)

Status = Literal["good", "warn", "bad", "neutral"]

_PEOPLE = "When do people land, and do they come home?"

#: Chances from which an answer is good, and below which it is bad.
GOOD_FRAC, BAD_FRAC = 0.8, 0.2

#: Chance of a crew's loss that no programme has accepted for a first flight.
HIGH_RISK_FRAC = 0.05

#: Chance of a crew's living through a year of outages below which a station is a problem, not a caution.
LOW_SURVIVAL_FRAC = 0.9


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
    cases = verdict["landing"].get("cases")
    basis = readiness_basis(cases["ready_frac"]["stated"] if cases else verdict["scenario"]["ready_frac"])
    sentence = (
        f"The first fleet can leave in the {first_year} window, with a chance of "
        f"{percent(verdict['scenario']['ready_frac'])} {basis}: {day(first['departure'])}, C3 "
        f"{first['c3_km2_s2']:.1f} km²/s², landing on {day(first['arrival'])} at "
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
    sentence = (
        f"{_base_words(verdict, total)}, {base['vital_kw']:.0f} of it vital. "
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


def _base_words(verdict: Mapping[str, Any], total_kw: float) -> str:
    """What the base takes, by whom it serves."""
    scenario, use = verdict["scenario"], verdict["loads"]["crew_by_use"]
    if use is None:
        who = _counted(scenario["people"], "person", "people")
        return f"By your own load series the base of {who} takes {total_kw:.0f} kW on average"
    parts = [
        f"{use['people_kw']:.0f} kW for {_counted(scenario['people'], 'person', 'people')}",
        *(
            [f"{use['robots_kw']:.0f} kW for {_counted(scenario['robots_at_base'], 'robot', 'robots')}"]
            if use["robots_kw"] > 0.0
            else []
        ),
        *([f"{use['propellant_kw']:.0f} kW for propellant"] if use["propellant_kw"] > 0.0 else []),
    ]
    in_all = f"together {total_kw:.0f} kW on average" if len(parts) > 1 else "on average"
    return f"The base takes {and_list(parts)}, {in_all}"


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


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
    partner, broken = best["partner"], breaches(verdict)
    sentence = (
        f"{best['title']}: {_tonnes(best)} landed in {_flights(best['flights'])}. "
        f"It hangs on {best['binding_constraint']}."
    )
    stand_in = stand_in_sentence(partner)
    if stand_in:
        sentence += f" {stand_in}"
    if broken:
        sentence += f" It does not keep every limit: {and_list(broken)}."
    sentence += _rivals(best)
    return Answer(
        "Which station?",
        f"{_tonnes(best)}: {_short_title(best)}",
        sentence,
        "warn" if broken else "good",
    )


def _rivals(best: Mapping[str, Any]) -> str:
    """The next design that holds, lighter ones that may not be chosen, and what the partner's unit saves."""
    said, second, lighter = "", next_lightest(best), lighter_kept_out(best)
    if second is not None:
        said += f" Next is {second['title']} with {_tonnes(second)}{standing_words(second)}."
    kept_out = (
        and_list([f"{d['title']} with {_tonnes(d)}{standing_words(d)}" for d in lighter]) if lighter else ""
    )
    partner = best["partner"]
    if partner["saves_kg"] is None:
        return said + (f" Lighter, and it holds: {kept_out}." if kept_out else "")
    unit, saved = unit_phrase(partner), partner["saves_kg"] / 1000.0
    unit = unit[0].upper() + unit[1:]
    if saved <= 0.05:
        return f"{said} {unit} saves no mass here." + (
            f" Lighter, and it holds: {kept_out}." if kept_out else ""
        )
    able = [d for d in best["alternatives"] if d["is_feasible"] and not d["uses_partner"] and d["on_offer"]]
    rival = min((d for d in able if not d["is_claimed"]), key=lambda d: float(d["mass_kg"]))
    said += (
        f" {unit} saves {saved:.1f} t against {rival['title']} ({_tonnes(rival)}), the lightest on offer "
        "without it"
    )
    return said + (f", and nothing against {kept_out}, which is lighter." if kept_out else ".")


def _tonnes(design: Mapping[str, Any]) -> str:
    return f"{design['mass_kg'] / 1000.0:.1f} t"


def _does_it_hold(verdict: Mapping[str, Any]) -> Answer:
    found = verdict["adequacy"]
    p, target = found["p_crew_survives"], found["vital_risk_frac"]
    over = is_above_risk(p, target)
    sentence = (
        f"Over {found['n_years']} drawn Mars years with storms and outages, vital loads are short for "
        f"{found['lolh_hour_per_mars_year']:.0f} h a year, and no outage outlasts the "
        f"{found['ride_through_hour']:.0f} h a crew can bear in {percent(p)} of them: a chance of "
        f"{percent(1.0 - p)} a year to lose the crew, {'above' if over else 'within'} this scenario's target "
        f"of {target_words(target)}. {stores_sentence(found)}"
    )
    status: Status = "good" if not over else ("warn" if p >= LOW_SURVIVAL_FRAC else "bad")
    return Answer("Does it hold?", f"{percent(p)} a year", sentence, status)


def stores_sentence(adequacy: Mapping[str, Any]) -> str:
    """What the stores carry alone; a reserve that was asked for is an input and no finding.

    Parameters
    ----------
    adequacy : mapping
        Of the verdict.

    Examples
    --------
    >>> stores_sentence({"margin_hour": {"vital": 500.0}, "vital_reserve_hour": 500.0})
    'The stores hold the reserve for vital loads that the scenario asks for, and nothing beyond it.'
    >>> stores_sentence({"margin_hour": {"vital": 530.0}, "vital_reserve_hour": 500.0})[48:]
    'stores carry vital loads for 30 h more than was asked for.'
    """
    beyond = beyond_reserve_hour(adequacy)
    if abs(beyond) < 1.0:
        if adequacy["vital_reserve_hour"] <= 0.0:
            return "With all generation lost at the worst hour, no store carries vital loads."
        return (
            "The stores hold the reserve for vital loads that the scenario asks for, and nothing beyond it."
        )
    return (
        "With all generation lost at the worst hour, the stores carry vital loads for "
        f"{abs(beyond):.0f} h {'more' if beyond > 0.0 else 'less'} than was asked for."
    )


def beyond_reserve_hour(adequacy: Mapping[str, Any]) -> float:
    """Hours that the stores carry vital loads beyond the reserve that the scenario asks for [h]."""
    return float(adequacy["margin_hour"]["vital"]) - float(adequacy.get("vital_reserve_hour", 0.0))


def _is_it_safe(verdict: Mapping[str, Any]) -> Answer:
    safety = verdict["safety"]
    if safety["thermal_kwt"] > 0.0:
        limit = safety["dose_limit_msv_year"]
        reactor = (
            f"Outside the shield's cone people keep {safety['exclusion_distance_m'] / 1000.0:.1f} km "
            f"from the reactor; at the habitat, {safety['standoff_m'] / 1000.0:.1f} km away inside it, "
            f"it adds some {rough(safety['dose_at_habitat_msv_year'], limit)} mSv a year"
            f"{_round_the_shield(safety)}. "
        )
    else:
        reactor = "No reactor stands on the surface. "
    fates = verdict["landing"].get("fates")
    if nobody_sets_out_home(fates):
        return _without_return(safety, reactor, verdict["landing"]["draws"])
    trip, limit = safety["trip_dose_msv"], safety["career_limit_msv"]
    over = "above" if trip > limit else "within"
    said = f"{rough(trip, limit, digits=2)} ± {rough(safety['trip_sigma_msv'], digits=2)} mSv"
    made = "No crew flies; the round trip" if fates and fates["home_frac"] is None else "The round trip"
    sentence = (
        f"{reactor}{made} of {thousands(safety['trip_days'])} days would give {said}, {over} the career "
        f"limit of {limit:.0f}."
    )
    status: Status = "warn" if trip > limit or not safety["dose_is_within_limit"] else "good"
    return Answer("Is it safe?", f"{rough(trip, limit, digits=2)} mSv, {over} the limit", sentence, status)


def _without_return(safety: Mapping[str, Any], reactor: str, draws: int) -> Answer:
    """Dose where no crew sets out for home: the way out, and each year of a stay without end."""
    out, limit = safety["trip_out_msv"], safety["career_limit_msv"]
    yearly = (
        safety["trip_surface_msv"] / safety["trip_stay_days"] * 365.25 if safety["trip_stay_days"] else 0.0
    )
    yearly += safety["dose_at_habitat_msv_year"]
    passed = (
        "is passed on the way"
        if out >= limit
        else f"is passed after some {rough((limit - out) / yearly)} years there"
    )
    reached = (
        "passed on the way out"
        if out >= limit
        else f"passed {rough((limit - out) / yearly)} years into the stay"
    )
    sentence = (
        f"{reactor}In none of {thousands(draws)} campaigns does a first crew set out for home, so no round "
        f"trip is counted: the way out of {safety['trip_out_days']:.0f} days gives some "
        f"{rough(out, digits=2)} mSv, and each year on Mars some {rough(yearly, digits=2)} more, the "
        f"reactor's part included. The career limit of {limit:.0f} {passed}."
    )
    return Answer("Is it safe?", f"Career limit {reached}", sentence, "warn")


def _round_the_shield(safety: Mapping[str, Any]) -> str:
    """What the air brings past the shield, where that breaks the limit; older verdicts do not know it."""
    if safety.get("dose_is_within_limit", True):
        return ""
    return (
        f", of which some {rough(safety['dose_scattered_msv_year'])} come through the air round the shield: "
        f"above the limit of {safety['dose_limit_msv_year']:.0f} until its sides are covered"
    )


def _when_people(verdict: Mapping[str, Any]) -> Answer:
    landing = verdict["landing"]
    chances = {int(y): p for y, p in landing["p_by_year"].items()}
    horizon = max(chances)
    fates = landing["fates"]
    never = [n["what"] for n in verdict.get("notices", ()) if n["value"] == NEVER]
    if never:
        told = "; ".join(never)
        sentence = f"No crew ever flies, whatever the luck: {told}."
        return Answer(_PEOPLE, f"never before {horizon}", sentence, "bad")
    fate = fates_sentence(fates, landing["draws"], horizon)
    gates = sorted(landing["binding_gates"].items(), key=lambda item: -item[1])
    main = [f"{REASON_WORDS[name]} ({chance(share)})" for name, share in gates[:2] if share > 0.0]
    held = f" Crews are kept at home most by {' and '.join(main)}." if main else ""
    if fates["lost_frac"] is None:
        return Answer(_PEOPLE, f"No crew flies by {horizon}", f"{fate}{held}", "bad")
    shown = [y for y in (2029, 2031, 2033, 2035) if y in chances]
    said = ", ".join(f"{chance(chances[y])} by {y}" for y in shown)
    said += f" and {chance(chances[horizon])} of campaigns by {horizon}"
    short = crew_fleet_sentence(landing.get("fleets", ()))
    home = verdict.get("home")
    told = home_sentences(home)
    sentence = (
        f"People have landed in {said}. {fate}{' ' if told else ''}{told}{held}{' ' if short else ''}{short}"
    )
    median = landing["median_year"]
    when = f"Even odds by {median}" if median else f"{chance(chances[horizon])} by {horizon}"
    headline = f"{when}; {chance(fates['lost_frac'])} are lost, {chance(fates['home_frac'])} come home"
    if home is not None:
        headline = f"{when}; {chance(fates['lost_frac'])} are lost; {home_headline(home)}"
    return Answer(_PEOPLE, headline, sentence, _risk_status(fates))


def _risk_status(fates: Mapping[str, Any]) -> Status:
    """A crew that is often lost is a problem, and so is one that does not come home."""
    if fates["lost_frac"] > HIGH_RISK_FRAC * 2 or fates["home_frac"] < BAD_FRAC:
        return "bad"
    return "warn" if fates["lost_frac"] > HIGH_RISK_FRAC or fates["home_frac"] < GOOD_FRAC else "good"


def _when_city(verdict: Mapping[str, Any]) -> Answer:
    city = verdict["city"]
    chances = {int(y): p for y, p in city["p_by_year"].items()}
    horizon = max(chances)
    p = chances[horizon]
    sentence = (
        f"A city that lives {city['import_stop_years']} years without imports stands by {horizon} in "
        f"{chance(p)} of campaigns. By then the median city has some {rough(city['people_p50'])} people "
        f"and makes some {rough(100.0 * city['closure_p50_frac'])} % of what it needs; a million tonnes have "
        f"landed in {chance(city['p_million_t_by_year'][str(horizon)])}."
    )
    last = short_of_ships(verdict["landing"].get("fleets", ()))[-1:]
    sentence += "".join(f" {fleet_sentence(one)}" for one in last)
    status: Status = "good" if p >= GOOD_FRAC else ("warn" if p >= BAD_FRAC else "bad")
    return Answer("When does the city stand alone?", f"{chance(p)} by {horizon}", sentence, status)


def _are_claims_true(verdict: Mapping[str, Any]) -> Answer:
    claims = verdict["claims"]
    count: dict[str, int] = {}
    for claim in claims:
        count[claim["verdict"]] = count.get(claim["verdict"], 0) + 1
    said = ", ".join(f"{count[word]} {counted(word, count[word])}" for word in JUDGEMENTS if word in count)
    # First what was said word for word and a number decides.
    order = sorted(claims, key=lambda c: (c["verdict"] not in LED_BY, not c.get("quote")))
    lead = order[0] if order else None
    sentence = f"Of {len(claims)} dated public claims: {said}."
    if lead is not None:
        sentence += f" {claim_said(lead)} {stands(lead['verdict'])}"
    best = count.get("supported", 0)
    return Answer("Is the claim true?", f"{best} of {len(claims)} supported", sentence, "neutral")


def _best_of(entries: list[dict[str, Any]], window: int) -> dict[str, Any]:
    return next(e for e in entries if e["window"] == window and e["role"] == "minimum energy")


def _short_title(best: Mapping[str, Any]) -> str:
    words = {"fission": "fission", "solar": "solar", "hybrid": "fission and solar"}
    return words[best["architecture"]] + (
        f" with {unit_phrase(best['partner'])}" if best["uses_partner"] else ""
    )


def _flights(n: int) -> str:
    return "one flight" if n == 1 else f"{n} flights"
