"""``kilosol arc``: one ballistic transfer between two dates."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import OutOfRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kilosol.ships import Ship
    from kilosol.transfer.arcs import Arc

#: Planets that arcs join, and the points that stand for the Earth.
Planet = Literal["venus", "earth", "mars"]
Center = Literal["emb", "earth"]
#: Inclination of the depot's orbit and latitude of the launch site [deg]; None where nobody says.
Depot = tuple[float | None, float | None]


def show_arc(
    *,
    depart: str,
    arrive: str,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
    ship: str = "v3",
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    inclination: float | None = None,
    launch_latitude: float | None = None,
    site_latitude: float | None = None,
    site_elevation: float | None = None,
    orbit: str | None = None,
    aerocapture: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> None:
    """One transfer: launch energy, speeds and directions at both ends, burns, and what a ship lands by it.

    Parameters
    ----------
    depart
        Day of departure, for example 2031-01-28, 0 h TDB; or with a time, 2031-01-28T06:00, or a Julian date.
    arrive
        Day of arrival, likewise.
    origin
        Planet to leave.
    target
        Planet to reach.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre (default, as handbooks take it), or
        earth, its centre (default for arcs that end there).
    ship
        Version of Starship: v1, v2, v3 or v3-heavy.
    max_c3
        Departure energy that ships may use [km2/s2], as for windows.
    max_entry
        Inertial entry speed that the ship bears [km/s].
    max_tof
        Flight time of a crew [d].
    inclination
        Of the orbit about the Earth in which ships are filled [deg]: 28.5.
    launch_latitude
        Of the launch site [deg]; no orbit lies lower than it.
    site_latitude
        Of the landing site on Mars [deg]: is it reached, and at what time of day.
    site_elevation
        Of the landing site on Mars above the datum [km], for the landing burn: -3.94.
    orbit
        Ellipse about Mars to brake into, or to leave from: heights of its lowest and highest point,
        250x33793 (km), or its lowest point and its period, 250x1sol or 250x35h.
    aerocapture
        Brake into that ellipse by one pass through the air: its corridor and the burn after it.
    """
    from kilosol.ships import ship as version
    from kilosol.transfer import arc_flags, cited_limits
    from kilosol.transfer.arcs import arc

    flown = version(ship)
    limits = cited_limits(max_c3, max_entry, max_tof, target=target)
    found = arc(depart, arrive, origin, target, center)
    depot = (inclination, launch_latitude)
    values = arc_values(found) | ship_values(found, flown.name, limits.max_entry_km_s, depot, site_elevation)
    values |= geometry_values(found, values.get("refuelling_days"), depot, site_latitude)
    values |= ellipse_values(found, orbit)
    if aerocapture:
        values |= pass_values(found, flown, values)
    values["flags"] = flags = with_reason(arc_flags(found, limits), values)
    if json:
        say_json(values)
        return
    say(f"{origin} {found.departure} to {target} {found.arrival}, type {found.kind}")
    for label, key, digits, unit in _LINES:
        if key in values:
            text = f"{values[key]:9.{digits}f}" + ranged(values, key, digits)
            say(f"  {label:<33} {text} {unit}".rstrip())
    for flag in [*flags, *([values["site_note"]] if "site_note" in values else [])]:
        say(f"  note: {flag}")


#: What is said of an arc: label, key, decimals, unit.
_LINES = (
    ("flight time", "tof_days", 1, "d"),
    ("launch energy C3", "c3_km2_s2", 2, "km2/s2"),
    ("departure speed at infinity", "departure_vinf_km_s", 3, "km/s"),
    ("declination of the asymptote", "declination_deg", 1, "deg"),
    ("arrival speed at infinity", "arrival_vinf_km_s", 3, "km/s"),
    ("declination on arrival", "arrival_declination_deg", 1, "deg"),
    ("entry speed, inertial, 125 km up", "entry_speed_km_s", 2, "km/s"),
    ("burn out of the parking orbit", "injection_delta_v_km_s", 2, "km/s"),
    ("entry corridor, landing", "entry_corridor_deg", 2, "deg"),
    ("greatest load on the way down", "entry_load_g", 1, "g"),
    ("landing burn with its reserve", "landing_delta_v_km_s", 2, "km/s"),
    ("price of the declination", "plane_delta_v_km_s", 2, "km/s"),
    ("burns at departure", "departure_burns", 0, ""),
    ("node moves", "node_rate_deg_day", 2, "deg/d"),
    ("price of leaving a day late", "slip_extra_km_s", 2, "km/s"),
    ("burn into orbit at the target", "capture_delta_v_km_s", 2, "km/s"),
    ("burn between arc and ellipse", "ellipse_delta_v_km_s", 2, "km/s"),
    ("period of the ellipse", "ellipse_period_hour", 2, "h"),
    ("corridor of the pass to it", "aerocapture_corridor_deg", 2, "deg"),
    ("load at its steep edge", "aerocapture_load_g", 1, "g"),
    ("burn after the pass", "aerocapture_raise_km_s", 3, "km/s"),
    ("southernmost latitude reached", "reach_south_deg", 1, "deg"),
    ("northernmost latitude reached", "reach_north_deg", 1, "deg"),
    ("all burns, orbit to orbit", "orbit_to_orbit_delta_v_km_s", 2, "km/s"),
    ("all burns, orbit to surface", "orbit_to_surface_delta_v_km_s", 2, "km/s"),
    ("landed by one ship", "payload_t", 0, "t"),
    ("propellant at departure", "propellant_t", 0, "t"),
    ("tanker flights", "tanker_flights", 0, ""),
    ("from the surface to the way home", "surface_to_home_delta_v_km_s", 2, "km/s"),
    ("propellant to make on Mars", "return_propellant_t", 0, "t"),
)
#: Value -> its low and high ends.
_RANGES = {
    "payload_t": ("payload_low_t", "payload_high_t"),
    "tanker_flights": ("tanker_flights_low", "tanker_flights_high"),
}


def ranged(values: dict[str, Any], key: str, digits: int = 0) -> str:
    """Range of a value in words, where it has one: `` (3 to 10)``."""
    ends = [values[end] for end in _RANGES.get(key, ())]
    if not ends or ends[0] == ends[1]:
        return ""
    return f" ({ends[0]:.{digits}f} to {ends[1]:.{digits}f})"


def geometry_values(
    found: Arc, refuelling_days: float | None, depot: Depot, site_latitude_deg: float | None
) -> dict[str, Any]:
    """Plane of the depot's orbit at the Earth, and what is reached on Mars."""
    from kilosol.transfer import arrival, departure, depot_plane

    values: dict[str, Any] = {}
    if (found.origin, found.target) == ("earth", "mars"):
        departure(found, *depot)
        values |= dataclasses.asdict(depot_plane(found, refuelling_days or 0.0, depot[0]))
    if site_latitude_deg is not None:
        there = arrival(found, site_latitude_deg)
        values |= {
            "reach_south_deg": there.south_deg,
            "reach_north_deg": there.north_deg,
            "reaches_site": there.reaches,
            "local_hours": list(there.local_hours),
        }
        hours = " or ".join(f"{int(h):02d}:{int(h % 1 * 60):02d}" for h in there.local_hours)
        told = f"reached at {hours} local true solar time" if there.reaches else "not reached from this arc"
        values["site_note"] = f"site at {site_latitude_deg:g} degrees: {told}"
    return values


def ellipse_values(found: Arc, orbit: str | None) -> dict[str, Any]:
    """Burn between the arc and an ellipse about Mars, where one is asked for."""
    if orbit is None:
        return {}
    import math

    from kilosol.data import table
    from kilosol.transfer import apoapsis_of_period_km, ellipse_delta_v_km_s

    if "mars" not in (found.origin, found.target):
        raise OutOfRange(
            "--orbit", f"an arc from {found.origin} to {found.target}", "asked of an arc to or from Mars"
        )
    low, high = _heights(orbit)
    constants = table("constants")
    if high is None:
        apoapsis = apoapsis_of_period_km(_period_hour(orbit, constants.number("sol_s") / 3600.0), low)
    else:
        apoapsis = high
    vinf = found.arrival_vinf_km_s if found.target == "mars" else found.departure_vinf_km_s
    half = constants.number("mars_radius_km") + (low + apoapsis) / 2
    period_s = 2 * math.pi * math.sqrt(half**3 / constants.number("mu_mars_km3_s2"))
    return {
        "ellipse_periapsis_km": low,
        "ellipse_apoapsis_km": apoapsis,
        "ellipse_period_hour": period_s / 3600,
        "ellipse_delta_v_km_s": float(ellipse_delta_v_km_s(vinf, low, apoapsis)),
    }


def pass_values(found: Arc, flown: Ship, values: dict[str, Any]) -> dict[str, Any]:
    """A pass through the air to the ellipse that was asked for."""
    from kilosol.errors import OutOfRange
    from kilosol.ships import aerocapture, entry_flyer

    if "ellipse_apoapsis_km" not in values or found.target != "mars":
        got = f"an arc from {found.origin} to {found.target}" + (
            "" if "ellipse_apoapsis_km" in values else " without --orbit"
        )
        raise OutOfRange("--aerocapture", got, "asked of an arc to Mars with its ellipse, --orbit 250x1sol")
    way = aerocapture(
        found.entry_speed_km_s,
        entry_flyer(flown.dry_mass_t + flown.payload_t),
        values["ellipse_periapsis_km"],
        values["ellipse_apoapsis_km"],
    )
    return {
        "aerocapture_corridor_deg": way.corridor_deg,
        "aerocapture_shallow_deg": way.shallow_deg,
        "aerocapture_steep_deg": way.steep_deg,
        "aerocapture_load_g": way.max_load_g,
        "aerocapture_raise_km_s": way.raise_km_s,
    }


#: Period of an ellipse at the end of ``--orbit``: hours, or sols.
_PERIOD = re.compile(r"([0-9.]+)\s*(h|sol)")


def _heights(orbit: str) -> tuple[float, float | None]:
    """Lowest and highest point of an ellipse [km]; no highest where its period is given."""
    low, cross, high = orbit.lower().removesuffix("km").replace(",", "").strip().partition("x")
    try:
        return float(low), None if cross and _PERIOD.fullmatch(high.strip()) else float(high)
    except ValueError:
        raise OutOfRange(
            "--orbit", repr(orbit), "heights 250x33793, or a height and a period 250x1sol"
        ) from None


def _period_hour(orbit: str, sol_hour: float) -> float:
    found = _PERIOD.fullmatch(orbit.lower().partition("x")[2].strip())
    if found is None:
        raise OutOfRange("--orbit", repr(orbit), "a height and a period, 250x1sol or 250x35h")
    return float(found[1]) * (sol_hour if found[2] == "sol" else 1.0)


def with_reason(flags: Sequence[str], load: Mapping[str, Any]) -> list[str]:
    """Flags of an arc, with what it takes beside and why no ship flies it."""
    return [*flags, *load.get("notes", ()), *([load["why_not"]] if load.get("why_not") else [])]


def arc_values(found: Arc) -> dict[str, Any]:
    """All values of an arc, with its dates as text and its burns."""
    return {
        "departure": found.departure,
        "arrival": found.arrival,
        "type": found.kind,
        **dataclasses.asdict(found),
        "injection_delta_v_km_s": found.injection_delta_v_km_s,
        "capture_delta_v_km_s": found.capture_delta_v_km_s,
        "orbit_to_orbit_delta_v_km_s": found.injection_delta_v_km_s + found.capture_delta_v_km_s,
    }


def ship_values(
    found: Arc,
    name: str,
    max_entry_km_s: float | None = None,
    depot: Depot = (None, None),
    site_elevation_km: float | None = None,
) -> dict[str, Any]:
    """What a version of Starship lands by an arc to Mars, or takes to fly home by one; nothing by others."""
    from kilosol.ships import flight_rules, landed_load, return_load
    from kilosol.ships import ship as version

    if (found.origin, found.target) == ("mars", "earth"):
        home = return_load(found, version(name))
        return {
            "ship": name,
            "surface_to_home_delta_v_km_s": home.departure_delta_v_km_s,
            "earth_landing_delta_v_km_s": home.landing_delta_v_km_s,
            "return_propellant_t": home.propellant_t,
            "why_not": home.why_not,
        }
    if (found.origin, found.target) != ("earth", "mars"):
        return {}
    if site_elevation_km is not None and not -9 <= site_elevation_km <= 22:
        raise OutOfRange("--site-elevation", site_elevation_km, "-9 to 22 km")
    rules = flight_rules(
        max_entry_km_s, parking_inclination_deg=depot[0], landing_elevation_km=site_elevation_km
    )
    load = landed_load(found, version(name), rules)
    way = {
        "landing_delta_v_km_s": load.way_down.delta_v_km_s,
        "entry_corridor_deg": load.way_down.corridor_deg,
        "entry_shallow_deg": load.way_down.shallow_deg,
        "entry_steep_deg": load.way_down.steep_deg,
        "entry_load_g": load.way_down.load_g,
        "orbit_to_surface_delta_v_km_s": load.surface_delta_v_km_s,
    }
    return {
        # Where nothing lands there is no burn to tell of.
        **{key: value for key, value in way.items() if load.way_down.is_open},
        "ship": name,
        "payload_t": load.payload_t,
        "payload_low_t": load.low_payload_t,
        "payload_high_t": load.high_payload_t,
        "payload_bound_by": load.bound,
        "why_not": load.why_not,
        "notes": list(load.notes),
        "plane_delta_v_km_s": load.plane_delta_v_km_s,
        "departure_burns": load.departure_burns,
        "propellant_t": load.propellant_t,
        "tanker_flights": load.tanker_flights,
        "tanker_flights_low": load.low_tanker_flights,
        "tanker_flights_high": load.high_tanker_flights,
        "refuelling_days": load.refuelling_days,
    }
