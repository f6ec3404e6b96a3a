"""``kilosol windows``: when ships can leave, land and return."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.arc import Center, arc_values, ship_values
from kilosol.cli.output import Json, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.transfer.landings import LandingSpan
    from kilosol.transfer.returns import ReturnWindow
    from kilosol.transfer.search import Limits
    from kilosol.transfer.windows import Window

#: Arcs of a window -> what the table calls them.
_ARCS = {"type1": "type I", "type2": "type II", "crew": "crew"}
Objective = Literal["c3", "vinf", "delta-v", "landed-mass"]


def list_windows(
    *,
    first_year: Annotated[int | None, Parameter(name="--from")] = None,
    last_year: Annotated[int | None, Parameter(name="--to")] = None,
    homeward: Annotated[bool, Parameter(name="--return", negative="")] = False,
    land_in: int | None = None,
    objective: Objective = "c3",
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
    json: Json = False,
) -> None:
    """List launch windows with their best arcs of both types and the fast one for a crew.

    Parameters
    ----------
    first_year
        First year of departure.
    last_year
        Last year of departure.
    homeward
        From Mars to the Earth instead; knows no limits.
    land_in
        Which departures land people in this year within the limits, and the arcs that do.
    objective
        What the best arcs are best in: launch energy, arrival speed at infinity, burns from orbit to orbit,
        or the mass that a ship lands.
    max_c3
        Launch energy that ships may use [km2/s2].
    max_entry
        Inertial entry speed at Mars [km/s].
    max_tof
        Flight time of a crew [d].
    ship
        Version of Starship, for landed mass and tankers: v1, v2, v3 or v3-heavy.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre (outward default, as handbooks take
        it), or earth, its centre (homeward default).
    """
    years = _years(first_year, last_year, land_in)
    if homeward:
        found = _homeward(years, objective, center or "earth")
    else:
        from kilosol.transfer.windows import cited_limits

        found = _outward(years, objective, cited_limits(max_c3, max_entry, max_tof), ship, center or "emb")
    if land_in is not None:
        asked = {"c3_km2_s2": max_c3, "entry_speed_km_s": max_entry, "tof_days": max_tof}
        found = _landing_in(land_in, found, asked)
        if not homeward:
            from kilosol.transfer.landings import landings_in_year

            spans = landings_in_year(
                land_in,
                max_c3_km2_s2=max_c3,
                max_entry_km_s=max_entry,
                max_tof_days=max_tof,
                center=center or "emb",
            )
            by_year = {span.window_year: span for span in spans}
            found = [{**w, "people_land": _span_values(by_year.get(w["year"]))} for w in found]
    if json:
        say_json(found)
    elif found:
        _show(found)
    else:
        say("no window" + ("" if land_in is None else f" lands ships in {land_in} within the limits"))


def _years(first: int | None, last: int | None, land_in: int | None) -> tuple[int, int]:
    if land_in is not None:
        # Who lands in a year left in that year or the one before.
        return (land_in - 1 if first is None else first, land_in if last is None else last)
    if first is None or last is None:
        cure = "are needed, for example --from 2026 --to 2035 (or --land-in 2031)"
        raise ScenarioError("the command line", [Problem("", "--from and --to", cure)])
    return first, last


def _homeward(years: tuple[int, int], objective: Objective, center: Center) -> list[dict[str, Any]]:
    from kilosol.transfer.returns import return_windows

    if objective == "landed-mass":
        cure = "knows no landed-mass with --return; choose c3, vinf or delta-v"
        raise ScenarioError("the command line", [Problem("", "--objective", cure)])
    return [_values(w) for w in return_windows(*years, center=center, objective=objective)]


def _outward(
    years: tuple[int, int], objective: Objective, limits: Limits, ship: str, center: Center
) -> list[dict[str, Any]]:
    from kilosol.ships import landed_mass_price
    from kilosol.ships import ship as version
    from kilosol.transfer.arcs import Arc
    from kilosol.transfer.windows import arc_flags, launch_windows

    flown = version(ship)
    found = launch_windows(
        *years,
        max_c3_km2_s2=limits.max_c3_km2_s2,
        max_entry_km_s=limits.max_entry_km_s,
        max_tof_days=limits.max_tof_days,
        center=center,
        objective=landed_mass_price(flown, limits.max_entry_km_s)
        if objective == "landed-mass"
        else objective,
    )
    windows = []
    for window in found:
        values = _values(window)
        for name in _ARCS:
            arc = getattr(window, name)
            if isinstance(arc, Arc):
                values[name] |= ship_values(arc, ship, limits.max_entry_km_s)
                values[name]["flags"] = arc_flags(arc, limits)
        windows.append(values)
    return windows


def _values(window: Window | ReturnWindow) -> dict[str, Any]:
    """All values of a window; its arcs with their dates as text, and dates beside Julian days."""
    from kilosol.transfer.arcs import Arc

    values = {f.name: getattr(window, f.name) for f in dataclasses.fields(window)}
    return _with_dates({key: arc_values(v) if isinstance(v, Arc) else v for key, v in values.items()})


def _with_dates(values: dict[str, Any]) -> dict[str, Any]:
    from kilosol.transfer.dates import iso_from_jd

    days = {k: v for k, v in values.items() if k.endswith("_jd")}
    texts = {k.removesuffix("_jd"): iso_from_jd(v) if v == v else None for k, v in days.items()}
    return {**values, **texts}


def _span_values(span: LandingSpan | None) -> dict[str, Any] | None:
    if span is None:
        return None
    values = {f.name: getattr(span, f.name) for f in dataclasses.fields(span)}
    return {**_with_dates(values), "cheapest": arc_values(span.cheapest)}


def _landing_in(
    year: int, found: list[dict[str, Any]], limits: dict[str, float | None]
) -> list[dict[str, Any]]:
    """Windows with the arcs that land in a year and keep the limits; other arcs are None."""

    def fits(arc: dict[str, Any]) -> bool:
        kept = all(most is None or arc[key] <= most for key, most in limits.items())
        return kept and arc["arrival"][:4] == str(year)

    chosen = []
    for window in found:
        arcs = {k: v if v is not None and fits(v) else None for k, v in window.items() if k in _ARCS}
        if any(arcs.values()):
            chosen.append({**window, **arcs})
    return chosen


def _show(found: list[dict[str, Any]]) -> None:
    headings = ["window", "arc", "leaves", "lands", "C3 km2/s2", "entry km/s", "days"]
    outward = any("payload_t" in (w.get(key) or {}) for w in found for key in _ARCS)
    if outward:
        headings += ["lands t", "tankers", ""]
    rows = []
    for window in found:
        for key, label in _ARCS.items():
            arc = window.get(key)
            if arc is not None:
                row = [str(window["year"]), label, arc["departure"], arc["arrival"]]
                row += [f"{arc['c3_km2_s2']:.2f}", f"{arc['entry_speed_km_s']:.2f}", f"{arc['tof_days']:.0f}"]
                if outward:
                    row += [f"{arc['payload_t']:.0f}", str(arc["tanker_flights"]), "; ".join(arc["flags"])]
                rows.append(row)
    say_table(headings, rows, right=headings[4:9])
    for window in found:
        if "launch_period_days" in window:
            period = f"{window['launch_period_days']:.0f}"
            arrivals = f", arriving {window['earliest_arrival']} to {window['latest_arrival']}"
            say(
                f"{window['year']}: ships can leave on {period} days within the limits"
                + (arrivals if window["earliest_arrival"] else "")
            )
        span = window.get("people_land")
        if span:
            say(
                f"{window['year']}: people who leave {span['first_departure']} to {span['last_departure']} "
                f"can land {span['first_landing']} to {span['last_landing']}"
            )
        for flag in window.get("flags", ()):
            say(f"{window['year']}: {flag}")
