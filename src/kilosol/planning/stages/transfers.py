"""Stage 1: windows, flights and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import xarray as xr

from kilosol.campaign import Calendar
from kilosol.errors import Infeasible, Problem, ScenarioError
from kilosol.planning.stages.flight import flight_dataset
from kilosol.planning.stages.ship_load import home_load_of, limits_home, limits_out, load_of
from kilosol.results import describe
from kilosol.scenario import Scenario
from kilosol.transfer import (
    Arc,
    Arrival,
    Limits,
    ReturnWindow,
    Window,
    arc_flags,
    arrival,
    cheapest,
    iso_from_jd,
    jd_from_iso,
    launch_windows,
    next_return,
    porkchop,
    return_windows,
)

#: Points of the porkchop along each axis: a smooth figure that stays under half a megabyte.
PORKCHOP_POINTS = 121

#: Years after the first crew window in which its flight is looked for before all others: one window at least.
NEAR_YEARS = 4

#: Days that the porkchop shows around the window's best arcs.
PORKCHOP_MARGIN_DAYS = 90.0

#: Flag of an arc that breaks nothing.
ARRIVES_LATER = "arrives the year after"

ARCS = ("I", "II", "crew")


@dataclass(frozen=True)
class Transfers:
    """What the stage hands on.

    Parameters
    ----------
    windows : tuple of Window
    calendar : Calendar
    stay_days, out_days, back_days : float [d]
        Of the first crew window's round trip.
    dataset, porkchop, flight : xarray.Dataset
    verdict_windows, verdict_returns : list of dict
    """

    windows: tuple[Window, ...]
    calendar: Calendar
    out_days: float
    stay_days: float
    back_days: float
    dataset: xr.Dataset
    porkchop: xr.Dataset
    flight: xr.Dataset
    verdict_windows: list[dict[str, Any]]
    verdict_returns: list[dict[str, Any]]


def find_transfers(scenario: Scenario) -> Transfers:
    """Windows from the year of the scenario to its horizon, the flights in them, and the ways home."""
    limits = scenario.transfer
    first_year = min(scenario.as_of.year, scenario.flights[0].window)
    windows = windows_between(scenario, first_year, scenario.horizon_year)
    _refuse_flights_without_window(scenario, windows)
    _refuse_ships_too_heavy_to_fly(scenario, windows)
    returns = _ways_home(scenario, first_year)
    out, back = first_round_trip(scenario, windows)
    flown = next(w for w in windows if w.year == scenario.flights[0].window)
    return Transfers(
        windows=windows,
        calendar=_calendar(windows, returns, scenario),
        out_days=out.tof_days,
        stay_days=back.departure_jd - out.arrival_jd,
        back_days=back.tof_days,
        dataset=_dataset(windows, scenario),
        porkchop=_porkchop(flown, scenario),
        flight=flight_dataset(flown, cargo_arc(flown, limits.max_entry_km_s)),
        verdict_windows=[entry for w in windows for entry in _window_entries(w, scenario)],
        verdict_returns=[entry for r in returns for entry in _return_entries(r, scenario)],
    )


def cargo_arc(window: Window, max_entry_km_s: float) -> Arc:
    """The cargo ships' flight: the cheaper type within the entry limit, or the slower entry if none is."""
    arcs = sorted((window.type1, window.type2), key=lambda a: a.c3_km2_s2)
    within = [a for a in arcs if a.entry_speed_km_s <= max_entry_km_s]
    return within[0] if within else min(arcs, key=lambda a: a.entry_speed_km_s)


def year_of(jd: float) -> float:
    """Decimal calendar year of a Julian date."""
    day = date.fromisoformat(iso_from_jd(jd))
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def windows_between(scenario: Scenario, first_year: int, last_year: int) -> tuple[Window, ...]:
    """Windows to Mars, by the years that name them."""
    found = launch_windows(
        first_year,
        last_year,
        limits=limits_out(scenario),
        crew_objective=scenario.transfer.crew_objective,
    )
    return tuple(w for w in found if first_year <= w.year <= last_year)


def _ways_home(scenario: Scenario, first_year: int) -> tuple[ReturnWindow, ...]:
    """Windows home in which a crew can leave within its limits, by the years that name them."""
    last_year, limits = scenario.horizon_year, limits_home(scenario)
    found = return_windows(
        first_year, last_year, limits=limits, crew_objective=scenario.transfer.crew_objective
    )
    named = [w for w in found if first_year <= w.year <= last_year]
    open_ones = tuple(w for w in named if w.crew is not None)
    if not open_ones:
        raise Infeasible(
            f"no way home from {first_year} to {last_year} keeps C3 {limits.max_c3_km2_s2:g} km2/s2, "
            f"{limits.max_entry_km_s:g} km/s at the Earth and {limits.max_tof_days:g} days on "
            f"{limits.launch_period_days} days in a row; raise transfer.max_return_c3_km2_s2, "
            "transfer.max_earth_entry_km_s or transfer.max_return_tof_days"
        )
    return open_ones


def _refuse_flights_without_window(scenario: Scenario, windows: tuple[Window, ...]) -> None:
    years = [w.year for w in windows]
    problems = []
    for i, flight in enumerate(scenario.flights):
        if flight.window not in years:
            near = sorted(sorted(years, key=lambda y: abs(y - flight.window))[:2])
            problems.append(
                Problem(
                    "",
                    f"flights.{i}.window",
                    f"no launch window is named {flight.window}; the nearest are {near[0]} and {near[-1]}",
                )
            )
    if scenario.crew.first_window > max(years):
        problems.append(
            Problem("", "crew.first_window", f"lies after the last window before the horizon, {max(years)}")
        )
    if problems:
        raise ScenarioError(f"scenario {scenario.name}", problems)


def _refuse_ships_too_heavy_to_fly(scenario: Scenario, windows: tuple[Window, ...]) -> None:
    """Full tanks must carry more than the empty ship in every window in which ships are listed."""
    listed = {f.window for f in scenario.flights}
    arcs = [(w.year, cargo_arc(w, scenario.transfer.max_entry_km_s)) for w in windows if w.year in listed]
    carried = [(load_of(arc, scenario).equation_payload_t, year, arc) for year, arc in arcs]
    least, year, arc = min(carried, key=lambda entry: entry[0])
    if least > 0.0:
        return
    ship = scenario.ship
    cure = (
        f"the ship cannot fly: in {year} the cargo arc takes C3 {arc.c3_km2_s2:.3g} km2/s2, for which "
        f"{ship.propellant_t:g} t of propellant at {ship.isp_s:g} s carry {ship.dry_mass_t + least:.4g} t to "
        f"Mars and the empty ship weighs {ship.dry_mass_t:g} t; more propellant_t or isp_s, or a lighter ship"
    )
    raise ScenarioError(f"scenario {scenario.name}", [Problem("", "ship.dry_mass_t", cure)])


def first_round_trip(scenario: Scenario, windows: tuple[Window, ...]) -> tuple[Arc, Arc]:
    """Ways out and home of the first crew window with a flight."""
    crewed = [w for w in windows if w.year >= scenario.crew.first_window]
    out = next((w.crew for w in crewed if w.crew is not None), None) or cheapest(crewed[0])
    ask = scenario.transfer
    back = next_return(
        out.arrival_jd,
        ask.min_stay_days,
        limits=limits_home(scenario),
        crew_objective=ask.crew_objective,
    )
    return out, back


def way_home_of_first_crew(scenario: Scenario) -> Arc:
    """The arc by which the first crew comes home: what the propellant plant works for."""
    first, horizon = scenario.crew.first_window, max(scenario.crew.first_window, scenario.horizon_year)
    windows = windows_between(scenario, first, min(first + NEAR_YEARS, horizon))
    if not any(w.crew for w in windows):
        windows = windows_between(scenario, first, horizon)
    return first_round_trip(scenario, windows)[1]


def _calendar(windows: tuple[Window, ...], returns: tuple[ReturnWindow, ...], scenario: Scenario) -> Calendar:
    cargo = [cargo_arc(w, scenario.transfer.max_entry_km_s) for w in windows]
    home = sorted((r.crew for r in returns if r.crew is not None), key=lambda a: a.departure_jd)
    crew = [w.crew for w in windows]
    nan = float("nan")
    return Calendar(
        year=np.array([w.year for w in windows], dtype=np.int64),
        cargo_departure_jd=np.array([a.departure_jd for a in cargo]),
        cargo_arrival_jd=np.array([a.arrival_jd for a in cargo]),
        crew_departure_jd=np.array([a.departure_jd if a else nan for a in crew]),
        crew_arrival_jd=np.array([a.arrival_jd if a else nan for a in crew]),
        crew_arrival_year=np.array([int(a.arrival[:4]) if a else 0 for a in crew], dtype=np.int64),
        return_departure_jd=np.array([a.departure_jd for a in home]),
        return_arrival_jd=np.array([a.arrival_jd for a in home]),
        winter_jd=_winters_jd(scenario, cargo[0].departure_jd, scenario.horizon_year),
        storm_season_jd=_storm_seasons_jd(cargo[0].departure_jd, scenario.horizon_year),
    )


def _winters_jd(scenario: Scenario, first_jd: float, last_year: int) -> np.ndarray:
    """Winter solstices of the site's hemisphere, from a date to the end of a year."""
    from kilosol.planning.stages.weather import place_of

    winter_deg = 270.0 if place_of(scenario).latitude_deg >= 0.0 else 90.0
    return _days_of_ls(winter_deg, first_jd, jd_from_iso(date(last_year + 1, 1, 1)))


def _storm_seasons_jd(first_jd: float, last_year: int) -> np.ndarray:
    """Days from the earliest to the latest onset on record in each Mars year, shape (k, 2)."""
    from kilosol.data import columns, table

    onsets = columns("mars/global_storms")["onset_ls_deg"]
    low, high = float(np.nanmin(onsets)), float(np.nanmax(onsets))
    # A season that began before the first window counts too.
    start = first_jd - table("transfer/orbits").number("mars_year_day")
    end = jd_from_iso(date(last_year + 1, 1, 1))
    first = _days_of_ls(low, start, end)
    return np.array([[day, _days_of_ls(high, day, day + end - start)[0]] for day in first]).reshape(-1, 2)


def _days_of_ls(wanted_deg: float, first_jd: float, last_jd: float) -> np.ndarray:
    """Days, to two, on which the sun of Mars passes a solar longitude."""
    from kilosol.mars import ls_deg

    jd = np.arange(first_jd, last_jd, 2.0)
    ahead = (np.asarray(ls_deg(jd)) - wanted_deg) % 360.0
    return np.asarray(jd[1:][np.diff(ahead) < -180.0])


def _arcs(window: Window) -> dict[str, Arc | None]:
    return {"I": window.type1, "II": window.type2, "crew": window.crew}


def _dataset(windows: tuple[Window, ...], scenario: Scenario) -> xr.Dataset:
    def numbers(field: str) -> tuple[tuple[str, str], np.ndarray]:
        rows = [[getattr(a, field) if (a := _arcs(w)[name]) else np.nan for name in ARCS] for w in windows]
        return ("window", "arc"), np.array(rows, dtype=np.float64)

    def words(field: str) -> tuple[tuple[str, str], np.ndarray]:
        rows = [[getattr(a, field) if (a := _arcs(w)[name]) else "" for name in ARCS] for w in windows]
        return ("window", "arc"), np.array(rows, dtype=object)

    names = (
        "departure_jd",
        "arrival_jd",
        "c3_km2_s2",
        "arrival_vinf_km_s",
        "entry_speed_km_s",
        "tof_days",
        "declination_deg",
    )
    data: dict[str, Any] = {name: numbers(name) for name in names}
    data |= {name: words(name) for name in ("departure", "arrival")}
    loads = [[load_of(a, scenario) if (a := _arcs(w)[name]) else None for name in ARCS] for w in windows]
    for key in ("tanker_flights", "payload_t"):
        values = [[np.nan if one is None else getattr(one, key) for one in row] for row in loads]
        data[key] = (("window", "arc"), np.array(values, dtype=np.float64))
    coords = {"window": [w.year for w in windows], "arc": list(ARCS)}
    return describe(xr.Dataset(data, coords=coords))


def _porkchop(window: Window, scenario: Scenario) -> xr.Dataset:
    arcs = [a for a in _arcs(window).values() if a is not None]
    depart = _whole_days([a.departure_jd for a in arcs])
    arrive = _whole_days([a.arrival_jd for a in arcs])
    chart = porkchop(depart, arrive)
    chosen = cargo_arc(window, scenario.transfer.max_entry_km_s)
    fields = ("c3_km2_s2", "arrival_vinf_km_s", "entry_speed_km_s", "tof_days")
    dataset = xr.Dataset(
        {name: (("departure", "arrival"), getattr(chart, name)) for name in fields},
        coords={
            "departure": [iso_from_jd(float(jd)) for jd in depart],
            "arrival": [iso_from_jd(float(jd)) for jd in arrive],
        },
        attrs={
            "window": window.year,
            "chosen_departure": chosen.departure,
            "chosen_arrival": chosen.arrival,
            "chosen_kind": chosen.kind,
            "chosen_c3_km2_s2": chosen.c3_km2_s2,
            "crew_departure": window.crew.departure if window.crew else "",
            "crew_arrival": window.crew.arrival if window.crew else "",
            "max_c3_km2_s2": scenario.transfer.max_c3_km2_s2,
            "max_entry_km_s": scenario.transfer.max_entry_km_s,
        },
    )
    return describe(dataset)


def _whole_days(jd: list[float]) -> np.ndarray:
    """Days of the porkchop about some dates, at 0 h: a day that is clicked is the point that is drawn."""
    begin, end = min(jd) - PORKCHOP_MARGIN_DAYS, max(jd) + PORKCHOP_MARGIN_DAYS
    return np.asarray(np.floor(np.linspace(begin, end, PORKCHOP_POINTS)) + 0.5)


def _entry(arc: Arc, window: int, role: str) -> dict[str, Any]:
    return {
        "window": window,
        "role": role,
        "departure": arc.departure,
        "arrival": arc.arrival,
        "type": arc.kind,
        "c3_km2_s2": arc.c3_km2_s2,
        "arrival_vinf_km_s": arc.arrival_vinf_km_s,
        "entry_speed_km_s": arc.entry_speed_km_s,
        "tof_days": arc.tof_days,
        "declination_deg": arc.declination_deg,
    }


def _window_entries(window: Window, scenario: Scenario) -> list[dict[str, Any]]:
    from kilosol.planning.stages.weather import place_of

    entries = []
    latitude_deg = place_of(scenario).latitude_deg
    best = cheapest(window)
    for arc, role in ((window.type1, "cargo"), (window.type2, "cargo"), (window.crew, "crew")):
        if arc is None:
            continue
        entry = _entry(arc, window.year, "minimum energy" if arc == best else role)
        load = load_of(arc, scenario)
        entry["tanker_flights"] = load.tanker_flights
        entry["tanker_flights_low"] = load.low_tanker_flights
        entry["tanker_flights_high"] = load.high_tanker_flights
        entry["plane_delta_v_km_s"] = load.plane_delta_v_km_s
        entry["payload_t"] = load.payload_t
        entry["payload_low_t"] = load.low_payload_t
        entry["payload_high_t"] = load.high_payload_t
        of_window = window.flags if arc == best else ()
        reach = arrival(arc, latitude_deg)
        entry["reaches_site"] = reach.reaches
        entry["local_hours"] = list(reach.local_hours)
        entry["flags"] = [
            *of_window,
            *_flags(arc, limits_out(scenario), load.why_not),
            *load.notes,
            *_reach_flag(reach),
        ]
        entries.append(entry)
    return entries


def _flags(arc: Arc, limits: Limits, why_not: str) -> list[str]:
    """What an arc breaks, and why no ship flies it; that it takes more than a year's end is no fault."""
    broken = [flag for flag in arc_flags(arc, limits) if flag != ARRIVES_LATER]
    return [*broken, *([why_not] if why_not else [])]


def _reach_flag(reach: Arrival) -> list[str]:
    if reach.reaches:
        return []
    band = f"only {reach.south_deg:.0f} to {reach.north_deg:.0f}"
    return [f"reaches no site at {reach.latitude_deg:.1f} degrees: {band}"]


def _return_entries(home: ReturnWindow, scenario: Scenario) -> list[dict[str, Any]]:
    """Ways home; the ship is filled on Mars, so no tanker flies for it."""
    entries = []
    for arc, role in ((home.type1, "return"), (home.type2, "return"), (home.crew, "crew")):
        if arc is not None:
            load = home_load_of(arc, scenario)
            entry = _entry(arc, home.year, "minimum energy" if arc == home.cheapest else role)
            entry |= {"tanker_flights": 0, "payload_t": scenario.ship.return_payload_t}
            entry |= {
                "propellant_t": load.propellant_t,
                "flags": _flags(arc, limits_home(scenario), load.why_not),
            }
            entries.append(entry)
    return entries
