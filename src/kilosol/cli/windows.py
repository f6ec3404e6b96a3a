"""``kilosol windows``: when ships can leave, land and return."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.arc import Center, Depot, arc_values, geometry_values, ranged, ship_values, with_reason
from kilosol.cli.output import Json, complain, say, say_json, say_table
from kilosol.errors import COMMAND_LINE, Problem, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kilosol.transfer.landings import LandingSpan
    from kilosol.transfer.limits import Limits
    from kilosol.transfer.windows import Window

#: Arcs of a window -> what the table calls them.
_ARCS = {"type1": "type I", "type2": "type II", "crew": "crew"}
Objective = Literal["c3", "vinf", "delta-v", "landed-mass"]
CrewObjective = Literal["energy", "shortest", "entry", "landing"]


def list_windows(
    *,
    first_year: Annotated[int | None, Parameter(name="--from")] = None,
    last_year: Annotated[int | None, Parameter(name="--to")] = None,
    homeward: Annotated[bool, Parameter(name="--return", negative="")] = False,
    land_in: int | None = None,
    objective: Objective = "c3",
    crew_objective: CrewObjective = "energy",
    max_c3: float | None = None,
    max_delta_v: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    max_declination: float | None = None,
    inclination: float | None = None,
    launch_latitude: float | None = None,
    site_latitude: float | None = None,
    site_elevation: float | None = None,
    launch_period: int | None = None,
    margin: float | None = None,
    ship: str = "v3",
    center: Center | None = None,
    json: Json = False,
) -> None:
    """List launch windows: best arcs of both types and the flight of a crew, within one set of limits.

    Parameters
    ----------
    first_year
        First year: windows of minimum energy in it, and those in which people can leave in it.
    last_year
        Last year; the first one, if left out.
    homeward
        From Mars to the Earth instead, within the same kinds of limits.
    land_in
        Which departures land people in this year within the limits, and the arcs that do.
    objective
        What the best arcs are best in: launch energy, arrival speed at infinity, burns from orbit to orbit,
        or the mass that a ship lands.
    crew_objective
        What the crew's flight is best in: energy, the shortest flight, the slowest entry, or the earliest
        landing.
    max_c3
        Departure energy that ships may use [km2/s2]: 25 to Mars, 16 home.
    max_delta_v
        The same as a burn out of the parking orbit [km/s].
    max_entry
        Inertial entry speed [km/s]: 7.5 at Mars, 14 at the Earth.
    max_tof
        Flight time of a crew [d]: 210 either way.
    max_declination
        Declination of a crew's departure asymptote, north or south [deg]: 90.
    inclination
        Of the orbit about the Earth in which ships are filled [deg]: 28.5. A declination beyond it has its
        price.
    launch_latitude
        Of the launch site [deg]; no orbit lies lower than it.
    site_latitude
        Of the landing site on Mars [deg]: which arcs reach it, and at what time of day.
    site_elevation
        Of the landing site on Mars above the datum [km], for the landing burn: -3.94.
    launch_period
        Days in a row on which a crew must be able to leave for one landing with every limit kept [d]: 10.
    margin
        Part of each limit that a crew's flight leaves unused, for example 0.02: 0.
    ship
        Version of Starship, for landed mass and tankers: v1, v2, v3 or v3-heavy.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre (outward default, as handbooks take
        it), or earth, its centre (homeward default).
    """
    from kilosol.api.transfers import window_finder
    from kilosol.transfer.limits import cited_limits

    years = _years(first_year, last_year, land_in)
    limits = cited_limits(
        max_c3,
        max_entry,
        max_tof,
        target="earth" if homeward else "mars",
        delta_v_km_s=max_delta_v,
        declination_deg=max_declination,
        launch_period_days=launch_period,
        margin_frac=margin,
    )
    find = window_finder(homeward, objective, crew_objective, limits, ship, center, COMMAND_LINE)
    depot = (inclination, launch_latitude)
    place = (site_latitude, site_elevation)
    found = [_window_values(window, ship, limits, depot, place) for window in find(*years)]
    if land_in is not None:
        asked = {"c3_km2_s2": max_c3, "entry_speed_km_s": max_entry, "tof_days": max_tof}
        found = _landing_in(land_in, found, asked)
        if not homeward:
            from kilosol.transfer.landings import landings_in_year

            spans = landings_in_year(land_in, limits=limits, center=center or "emb")
            by_year = {span.window_year: span for span in spans}
            found = [{**w, "people_land": _span_values(by_year.get(w["year"]))} for w in found]
    if json:
        say_json(found)
    elif found:
        _show(found)
    if not found:
        why = _why_none(find, years, land_in)
        complain(why) if json else say(why)


def _years(first: int | None, last: int | None, land_in: int | None) -> tuple[int, int]:
    if land_in is not None:
        # Who lands in a year left in that year or the one before.
        return (land_in - 1 if first is None else first, land_in if last is None else last)
    if first is None:
        cure = "is needed, for example --from 2026 --to 2035 (or --land-in 2031)"
        raise ScenarioError("the command line", [Problem("", "--from", cure)])
    return first, first if last is None else last


def _why_none(
    find: Callable[[int, int], tuple[Window, ...]], years: tuple[int, int], land_in: int | None
) -> str:
    """What to say where there is no window: its neighbours."""
    from kilosol.transfer.windows import neighbours

    if land_in is not None:
        return f"no window lands ships in {land_in} within the limits"
    span = f"in {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
    near = " and ".join(str(window) for window in neighbours(find, *years))
    return f"no window {span}; the nearest are {near}"


def _window_values(
    window: Window, ship: str, limits: Limits, depot: Depot, place: tuple[float | None, float | None]
) -> dict[str, Any]:
    from kilosol.transfer.arcs import Arc
    from kilosol.transfer.windows import arc_flags

    values = _values(window)
    for name in _ARCS:
        arc = getattr(window, name)
        if isinstance(arc, Arc):
            load = ship_values(arc, ship, limits.max_entry_km_s, depot, place[1])
            latitude = place[0] if arc.target == "mars" else None
            load |= geometry_values(arc, load.get("refuelling_days"), depot, latitude)
            flags = arc_flags(arc, limits)
            values[name] |= load
            said = [load["site_note"]] if "site_note" in load else []
            values[name]["flags"] = [*with_reason(flags, load), *said]
    return values


def _values(window: Window) -> dict[str, Any]:
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
    headings = ["window", "arc", "leaves", "lands", "C3 km2/s2", "decl. deg", "entry km/s", "days"]
    outward = any("payload_t" in (w.get(key) or {}) for w in found for key in _ARCS)
    headings += ["lands t", "tankers", ""] if outward else ["to make t", ""]
    rows = []
    for window in found:
        for key, label in _ARCS.items():
            arc = window.get(key)
            if arc is not None:
                rows.append([str(window["year"]), label, *_cells(arc, outward)])
    say_table(headings, rows, right=headings[4:-1])
    for window in found:
        for line in _lines(window):
            say(f"{window['year']}: {line}")


def _cells(arc: dict[str, Any], outward: bool) -> list[str]:
    cells = [arc["departure"], arc["arrival"]]
    cells += [f"{arc[key]:.{n}f}" for key, n in (("c3_km2_s2", 2), ("declination_deg", 0))]
    cells += [f"{arc['entry_speed_km_s']:.2f}", f"{arc['tof_days']:.0f}"]
    if outward:
        cells += [f"{arc[key]:.0f}" + ranged(arc, key) for key in ("payload_t", "tanker_flights")]
    else:
        cells.append(f"{arc['return_propellant_t']:.0f}")
    return [*cells, "; ".join(arc["flags"])]


def _lines(window: dict[str, Any]) -> list[str]:
    """What is said of a window below the table."""
    lines = []
    if "launch_period_days" in window:
        arrivals = f", arriving {window['earliest_arrival']} to {window['latest_arrival']}"
        lines.append(
            f"ships can leave on {window['launch_period_days']:.0f} days within the limits"
            + (arrivals if window["earliest_arrival"] else "")
        )
    if window.get("first_crew_departure"):
        lines.append(f"people can leave {window['first_crew_departure']} to {window['last_crew_departure']}")
    crew = window.get("crew")
    if crew:
        lines.append(
            f"the crew can leave on {window['crew_period_days']} days from {crew['departure']} on and land "
            f"on {crew['arrival']}, every limit kept"
        )
    span = window.get("people_land")
    if span:
        lines.append(
            f"people who leave {span['first_departure']} to {span['last_departure']} "
            f"can land {span['first_landing']} to {span['last_landing']}"
        )
    return [*lines, *window.get("flags", ())]
