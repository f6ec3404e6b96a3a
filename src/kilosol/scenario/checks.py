"""Contradictions between the values of a scenario: each names the key to change and the cure.

They are looked for once every single value is in range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kilosol.errors import did_you_mean
from kilosol.scenario.stated import Stated

# Launch windows are 26 months apart, named by year: never closer than two calendar years.
SHORTEST_GAP_YEARS = 2

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values that cannot both hold.

    Parameters
    ----------
    at : tuple of str or int
        Path of the key to change, for example ``("gates", "min_landings")``.
    message : str
        What is wrong, and the cure.
    """

    at: Location
    message: str


class Contradictions(ValueError):
    """All contradictions of one scenario, carried by pydantic's own error."""

    def __init__(self, found: list[Contradiction]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(f"{'.'.join(map(str, c.at))}: {c.message}" for c in found))


def contradictions(scenario: Stated) -> list[Contradiction]:
    """Everything in a scenario that cannot hold together.

    Parameters
    ----------
    scenario : Stated
        With every single value in range.

    Returns
    -------
    list of Contradiction
        In the order of the file; empty for a sound scenario.
    """
    looks = (_place, _storm, _depot, _windows, _crew, _station, _home, _gates, _systems)
    return [found for look in looks for found in look(scenario)]


def _place(scenario: Stated) -> Iterator[Contradiction]:
    from kilosol.mars.sites import site_names

    site, known = scenario.site, site_names()
    if site.name in known:
        return
    coordinates = ("latitude_deg", "east_longitude_deg", "elevation_km")
    missing = [key for key in coordinates if getattr(site, key) is None]
    if len(missing) == len(coordinates):
        yield Contradiction(
            ("site", "name"),
            f"no site is named {site.name!r}{did_you_mean(site.name, known)} "
            f"(a new site needs {', '.join(coordinates)})",
        )
    elif missing:
        yield Contradiction(
            ("site", "name"), f"{site.name!r} is a new site and needs {' and '.join(missing)} too"
        )


def _storm(scenario: Stated) -> Iterator[Contradiction]:
    from kilosol.data import table

    least, weather = table("mars/dust").number("storm_floor_tau"), scenario.weather
    if weather.global_storm and weather.storm_peak_tau < least:
        yield Contradiction(
            ("weather", "storm_peak_tau"),
            f"no global storm is as thin as {weather.storm_peak_tau:g}; set {least:g} or more, or "
            "global_storm = false",
        )


def _depot(scenario: Stated) -> Iterator[Contradiction]:
    ask = scenario.transfer
    lowest = abs(ask.launch_site_latitude_deg)
    if ask.parking_inclination_deg < lowest:
        yield Contradiction(
            ("transfer", "parking_inclination_deg"),
            f"a launch site at {ask.launch_site_latitude_deg:g} degrees reaches no orbit of "
            f"{ask.parking_inclination_deg:g}; set {lowest:g} or more, or another launch_site_latitude_deg",
        )


def _windows(scenario: Stated) -> Iterator[Contradiction]:
    previous: int | None = None
    for index, flight in enumerate(scenario.flights):
        if previous is not None and flight.window <= previous:
            how = "is listed twice" if flight.window == previous else f"stands after {previous}"
            yield Contradiction(
                ("flights", index, "window"),
                f"window {flight.window} {how}; list each window once, in ascending order",
            )
        previous = flight.window


def _crew(scenario: Stated) -> Iterator[Contradiction]:
    first_flight = min(flight.window for flight in scenario.flights)
    first, horizon = scenario.crew.first_window, scenario.horizon_year
    at: Location = ("crew", "first_window")
    if first < first_flight:
        yield Contradiction(
            at, f"{first} is before the first flight ({first_flight}); set {first_flight} or later"
        )
    if first > horizon:
        yield Contradiction(
            at, f"no crew flies: {first} is after horizon_year {horizon}; move one of the two"
        )
    crewed = [f.window for f in scenario.flights if f.crew_ships]
    goes_on = scenario.flights[-1].crew_ships > 0 and scenario.fleet.growth_factor > 0
    if not crewed:
        yield Contradiction(
            ("flights", len(scenario.flights) - 1, "crew_ships"),
            f"no crew flies: no flight has crew ships; set crew_ships = 1 in a window from {first} on",
        )
    elif max(crewed) < first and not goes_on:
        yield Contradiction(
            at,
            f"no crew flies: the last crew ships leave in {max(crewed)}, before {first}; "
            "set it earlier or list crew_ships in a later window",
        )


def _systems(scenario: Stated) -> Iterator[Contradiction]:
    for index, system in enumerate(scenario.systems):
        never = system.ready_per_year == 0.0 or system.not_before.year > scenario.horizon_year
        if never and system.needed_for in ("fleet", "crew", "licence"):
            cure = (
                "ready_per_year above 0"
                if system.ready_per_year == 0.0
                else f"not_before to {scenario.horizon_year} or earlier"
            )
            yield Contradiction(
                ("systems", index, "name"),
                f"{system.name!r} is never ready before {scenario.horizon_year + 1} and nobody flies without "
                f"it; set {cure}",
            )


def _station(scenario: Stated) -> Iterator[Contradiction]:
    partner, known = scenario.partners.station, fission_unit_names()
    at: Location = ("partners", "station")
    own = scenario.power.own_technology
    if own not in known:
        yield Contradiction(
            ("power", "own_technology"), f"no fission unit is named {own!r}{did_you_mean(own, known)}"
        )
    if partner.technology not in known:
        yield Contradiction(
            (*at, "technology"),
            f"no fission unit is named {partner.technology!r}{did_you_mean(partner.technology, known)}",
        )
    yield from _weightless(scenario)
    for index, name in enumerate(partner.claimed_alternatives):
        if name not in known:
            yield Contradiction(
                (*at, "claimed_alternatives", index),
                f"no fission unit is named {name!r}{did_you_mean(name, known)}",
            )


def _weightless(scenario: Stated) -> Iterator[Contradiction]:
    """Units to plan with whose mass nobody has published: no ship can be loaded with them."""
    partner, known = scenario.partners.station, fission_unit_names()
    weighed = _weighed_unit_names()
    # Offered or not: what the partner's units alone would carry is always told.
    cure = "name it in claimed_alternatives, or take one that has"
    asked: list[tuple[Location, str, str]] = [
        (("partners", "station", "technology"), partner.technology, cure)
    ]
    if {"fission", "hybrid"} & set(scenario.power.architectures):
        asked.append((("power", "own_technology"), scenario.power.own_technology, "take one that has"))
    for at, name, cure in asked:
        if name in known and name not in weighed:
            yield Contradiction(at, f"{name} has no published mass; {cure}: {', '.join(weighed)}")


def _home(scenario: Stated) -> Iterator[Contradiction]:
    home = scenario.home
    known = {**dict.fromkeys(route_names()), **dict.fromkeys(route_names().values())}
    if home.route_file is None and home.route not in known:
        yield Contradiction(
            ("home", "route"),
            f"no route home is named {home.route!r}{did_you_mean(home.route, known)}; "
            "`kilosol plan --routes` shows them all",
        )
    first, horizon = home.first_window, scenario.horizon_year
    if first is not None and first > horizon:
        yield Contradiction(
            ("home", "first_window"), f"lies after horizon_year {horizon}; set {horizon} or earlier"
        )


def route_names() -> dict[str, str]:
    """Routes home that ship: name -> label.

    Examples
    --------
    >>> route_names()["ascent-oxygen"]
    'W4'
    """
    # Asked of the tables: the models of the routes bring those of loads and ships.
    from kilosol.data import table, table_names

    folder = "routes/"
    return {name.removeprefix(folder): str(table(name).text["id"]) for name in table_names(folder)}


def _gates(scenario: Stated) -> Iterator[Contradiction]:
    gates = scenario.gates
    most = most_cargo_ships(scenario)
    if gates.min_landings > most:
        yield Contradiction(
            ("gates", "min_landings"),
            f"this gate never opens: at most {most} cargo ships fly before {scenario.horizon_year + 1}; "
            f"ask for {most} landings or fewer, or list more flights",
        )
    landing = scenario.landing
    best = (landing.prior_success + most) / (landing.prior_success + landing.prior_failure + most)
    if gates.min_confidence_frac > best:
        yield Contradiction(
            ("gates", "min_confidence_frac"),
            f"this gate never opens: {most} clean landings give a posterior mean of {best:.3f}; "
            f"ask for {int(best * 1000) / 1000:g} or less, or list more flights",
        )
    if gates.stores_sols > scenario.crew.stores_sols:
        yield Contradiction(
            ("gates", "stores_sols"),
            f"this gate never opens: crew.stores_sols sends only {scenario.crew.stores_sols:g} sols ahead; "
            f"set it to {gates.stores_sols:g} or more",
        )
    if any(flight.brings_station for flight in scenario.flights):
        return
    for key in ("station_sols", "propellant_t"):
        if getattr(gates, key) > 0:
            yield Contradiction(
                ("gates", key),
                "this gate never opens: no flight brings a station; "
                f"set brings_station = true in one of the flights, or {key} = 0",
            )


def most_cargo_ships(scenario: Stated) -> int:
    """Most cargo ships that can have left Earth by the horizon.

    Parameters
    ----------
    scenario : Stated
        Its listed flights, fleet growth and horizon.

    Returns
    -------
    int
        An upper bound: later windows are taken two years apart, so that a gate said to stay closed does.
    """
    horizon, fleet = scenario.horizon_year, scenario.fleet
    flown = [f for f in scenario.flights if f.window <= horizon]
    total = float(sum(f.cargo_ships for f in flown))
    last = scenario.flights[-1]
    ships = float(last.cargo_ships)
    for _ in range(max(0, horizon - last.window) // SHORTEST_GAP_YEARS):
        ships = min(ships * fleet.growth_factor, float(fleet.max_ships))
        total += ships
    return int(total)


def fission_unit_names() -> tuple[str, ...]:
    """Names of the fission units that ship, as a scenario writes them.

    Examples
    --------
    >>> "kilopower-10" in fission_unit_names()
    True
    """
    # Asked of the tables: the models of the units take half a second to import.
    from kilosol.data import table, table_names

    folder = "fission/"
    found = (name for name in table_names(folder) if table(name).text.get("kind") == "fission_unit")
    return tuple(name.removeprefix(folder) for name in found)


def _weighed_unit_names() -> tuple[str, ...]:
    from kilosol.data import table

    return tuple(name for name in fission_unit_names() if "mass_kg" in table(f"fission/{name}"))
