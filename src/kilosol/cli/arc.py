"""``kilosol arc``: one ballistic transfer between two dates."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from kilosol.cli.output import Json, say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kilosol.transfer.arcs import Arc

#: Planets that arcs join, and the points that stand for the Earth.
Planet = Literal["venus", "earth", "mars"]
Center = Literal["emb", "earth"]


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
    """
    from kilosol.ships import ship as version
    from kilosol.transfer import arc_flags, cited_limits
    from kilosol.transfer.arcs import arc

    flown = version(ship)
    limits = cited_limits(max_c3, max_entry, max_tof, target=target)
    found = arc(depart, arrive, origin, target, center)
    values = arc_values(found) | ship_values(found, flown.name, limits.max_entry_km_s)
    values["flags"] = flags = with_reason(arc_flags(found, limits), values)
    if json:
        say_json(values)
        return
    say(f"{origin} {found.departure} to {target} {found.arrival}, type {found.kind}")
    for label, key, digits, unit in _LINES:
        if key in values:
            text = f"{values[key]:9.{digits}f}" + ranged(values, key, digits)
            say(f"  {label:<33} {text} {unit}".rstrip())
    for flag in flags:
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
    ("burn into orbit at the target", "capture_delta_v_km_s", 2, "km/s"),
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


def with_reason(flags: Sequence[str], load: Mapping[str, Any]) -> list[str]:
    """Flags of an arc, with why no ship flies it."""
    return [*flags, *([load["why_not"]] if load.get("why_not") else [])]


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


def ship_values(found: Arc, name: str, max_entry_km_s: float | None = None) -> dict[str, Any]:
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
    load = landed_load(found, version(name), flight_rules(max_entry_km_s))
    return {
        "ship": name,
        "orbit_to_surface_delta_v_km_s": load.surface_delta_v_km_s,
        "payload_t": load.payload_t,
        "payload_low_t": load.low_payload_t,
        "payload_high_t": load.high_payload_t,
        "payload_bound_by": load.bound,
        "why_not": load.why_not,
        "propellant_t": load.propellant_t,
        "tanker_flights": load.tanker_flights,
        "tanker_flights_low": load.low_tanker_flights,
        "tanker_flights_high": load.high_tanker_flights,
        "refuelling_days": load.refuelling_days,
    }
