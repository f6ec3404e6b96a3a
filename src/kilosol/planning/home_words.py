"""Whether they come home, in sentences: the stated route, its chance, and what would do best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kilosol.planning.wording import chance, power

#: Routes that stand for a kind each: one word of what they are, for the sentence on power.
SMALL, LARGE = "ascent-oxygen", "full-propellant"

#: Chances of two routes this far apart are told as one: ignorance of landings is larger.
ALIKE_FRAC = 0.03


def route_of(home: Mapping[str, Any], name: str | None) -> Mapping[str, Any] | None:
    """Row of a route by name."""
    return next((row for row in home["routes"] if row["name"] == name), None)


def home_headline(home: Mapping[str, Any] | None) -> str:
    """What the headline adds: the chance to be home, and that with the way home secured first.

    Examples
    --------
    >>> row = {"name": "a", "label": "W4", "p_home_by": {"2050": 0.6}, "hardware": "own"}
    >>> home = {"horizon_year": 2050, "p_home_by": {"2050": 0.0}, "route": "b", "holds_crew": False,
    ...         "best": "a", "routes": [row]}
    >>> home_headline(home)
    'home by 2050 in under 0.1 % of campaigns, in 60 % with the way home secured first'
    """
    if home is None:
        return ""
    year = str(home["horizon_year"])
    said = f"home by {year} in {chance(home['p_home_by'][year])} of campaigns"
    best = route_of(home, home["best"])
    if best is None or home["holds_crew"]:
        return said
    return f"{said}, in {chance(best['p_home_by'][year])} with the way home secured first"


def home_sentences(home: Mapping[str, Any] | None) -> str:
    """The stated route with its chance, then what would do best with the return vehicle full first.

    Parameters
    ----------
    home : mapping or None
        Of the verdict; None for one of an older version.
    """
    if home is None:
        return ""
    year = str(home["horizon_year"])
    told = [_stated(home, year)]
    own = [row for row in home["routes"] if row["hardware"] != "spare power"]
    best = route_of(home, home["best"])
    if best is None:
        told.append("By no route that this plan knows does a crew come home.")
    elif own:
        told.append(_secured(home, best, own, year))
    told += _power_sentence(home)
    return " ".join(told)


def _stated(home: Mapping[str, Any], year: str) -> str:
    name, p = f"{_lower(home['title'])} ({home['label']})", chance(home["p_home_by"][year])
    if home["announced_by"]:
        begins = f"The way home that {home['announced_by']} announced is: {name}."
    else:
        begins = f"No way home is announced; this plan takes, of its own choice: {name}."
    held = (
        "No crew leaves the Earth before its return vehicle is full"
        if home["holds_crew"]
        else "A crew may leave the Earth before its way home is made"
    )
    return f"{begins} {held}, and in {p} of campaigns the first crew is home by {year}."


def _secured(
    home: Mapping[str, Any], best: Mapping[str, Any], own: Sequence[Mapping[str, Any]], year: str
) -> str:
    """What the routes come to whose vehicle is full before a crew leaves."""
    chances = [row["p_home_by"][year] for row in own]
    top = best["p_home_by"][year]
    if best["name"] == home["route"] and home["holds_crew"]:
        return "No other route does better."
    alike = sum(top - p <= ALIKE_FRAC for p in chances)
    others = (
        f"; {alike - 1} other routes come within {100.0 * ALIKE_FRAC:.0f} points of it" if alike > 1 else ""
    )
    begins = "With the return vehicle landed and full before a crew leaves, it is"
    return (
        f"{begins} {_span(min(chances), max(chances))} by route, most by {best['label']}, "
        f"{_lower(best['title'])}{others}."
    )


def power_bands(verdict: Mapping[str, Any]) -> list[tuple[str, float, float, bool]]:
    """Label, least and most power [kW] of the base and of each route, and whether it is the base; by power.

    Parameters
    ----------
    verdict : mapping
        With ``home`` and ``loads``.

    Returns
    -------
    list of tuple
        A route from a mature plant to a first one; the base from its vital and essential loads to all.
    """
    loads, home = verdict["loads"]["crew"], verdict["home"]
    firm = loads["vital_kw"] + loads["essential_kw"]
    bands = [("Base", firm, sum(loads.values()), True)]
    for row in home["routes"]:
        if row["hardware"] == "spare power":
            continue
        low, high = sorted((row["power_kw"]["mature"], row["power_kw"]["first"]))
        bands.append((str(row["label"]), low, high, False))
    return sorted(bands, key=lambda band: band[2])


def station_sentence(verdict: Mapping[str, Any]) -> str:
    """What stations of some powers are enough for, with a first plant: at once with the base, or before it.

    Examples
    --------
    >>> row = {"label": "W4", "hardware": "own", "making_kw": {"first": 42.0},
    ...        "power_kw": {"first": 42.0, "mature": 30.0}}
    >>> loads = {"crew": {"vital_kw": 10.0, "essential_kw": 16.0, "deferrable_kw": 22.0, "sheddable_kw": 4.0}}
    >>> told = station_sentence({"loads": loads, "home": {"routes": [row]}})
    >>> print(told.replace("; ", ";" + chr(10)))
    Enough with a first plant: 10 kWe, no plant and no base;
    40 kWe, no plant and no base;
    80 kWe, the base, or W4 before people come;
    160 kWe, the base and W4 at once;
    640 kWe, the base and W4 at once
    """
    loads, routes = verdict["loads"]["crew"], verdict["home"]["routes"]
    base_kw = sum(loads.values())
    makers = [
        (str(row["label"]), float(row["power_kw"]["first"]))
        for row in routes
        if row["hardware"] != "spare power" and row["making_kw"]["first"] > 0.0
    ]
    told = [f"{kw} kWe, {_enough_for(makers, base_kw, kw)}" for kw in (10, 40, 80, 160, 640)]
    return f"Enough with a first plant: {'; '.join(told)}"


def _enough_for(makers: Sequence[tuple[str, float]], base_kw: float, kw: float) -> str:
    """What a power carries: base and routes at once, the base, or routes before people come."""
    at_once = [label for label, needs_kw in makers if base_kw + needs_kw <= kw]
    before = [label for label, needs_kw in makers if needs_kw <= kw]
    base = "the base" if base_kw <= kw else ""
    if at_once:
        return f"the base and {_some(at_once, len(makers))} at once"
    if before:
        first = f"{base}, or " if base else ""
        return f"{first}{_some(before, len(makers))} before people come"
    return base or "no plant and no base"


def _some(labels: Sequence[str], n_all: int) -> str:
    """A few labels one by one; many by their number."""
    if len(labels) > 4:
        return f"any of {len(labels)} routes of {n_all}"
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"


def _span(low: float, high: float) -> str:
    """Two chances as a range, with one sign of per cent where both have one."""
    first, second = chance(low), chance(high)
    if first == second:
        return second
    return f"{first.removesuffix(' %') if first[0].isdigit() else first} to {second}"


def _power_sentence(home: Mapping[str, Any]) -> list[str]:
    """What a small station can do and cannot."""
    small, large = route_of(home, SMALL), route_of(home, LARGE)
    if small is None or large is None:
        return []
    low, high = small["power_kw"]["mature"], small["power_kw"]["first"]
    return [
        f"A small station is enough for an ascent vehicle that a return ship meets in orbit "
        f"({low:.0f} to {high:.0f} kW, {small['label']}), and not for refilling a ship on Mars "
        f"({large['power_kw']['mature']:.0f} to {power(large['power_kw']['first'])}, {large['label']})."
    ]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
