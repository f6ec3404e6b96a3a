"""``kilosol arc``: one ballistic transfer between two dates."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from kilosol.cli.output import Json, say, say_json

if TYPE_CHECKING:
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
    center: Center = "emb",
    ship: str = "v3",
    json: Json = False,
) -> None:
    """One transfer: launch energy, speeds at both ends, entry speed, burns, and what a ship lands by it.

    Parameters
    ----------
    depart
        Day of departure, for example 2031-01-28; 0 h TDB.
    arrive
        Day of arrival.
    origin
        Planet to leave.
    target
        Planet to reach.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre as handbooks take it, or earth.
    ship
        Version of Starship that flies to Mars: v1, v2, v3 or v3-heavy.
    """
    from kilosol.ships import ship as version
    from kilosol.transfer.arcs import arc

    flown = version(ship)
    found = arc(depart, arrive, origin, target, center)
    values = arc_values(found) | ship_values(found, flown.name)
    if json:
        say_json(values)
        return
    say(f"{origin} {found.departure} to {target} {found.arrival}, type {found.kind}")
    for label, key, digits, unit in _LINES:
        if key in values:
            say(f"  {label:<33} {values[key]:9.{digits}f} {unit}".rstrip())


#: What is said of an arc: label, key, decimals, unit.
_LINES = (
    ("flight time", "tof_days", 1, "d"),
    ("launch energy C3", "c3_km2_s2", 2, "km2/s2"),
    ("departure speed at infinity", "departure_vinf_km_s", 3, "km/s"),
    ("declination of the asymptote", "declination_deg", 1, "deg"),
    ("arrival speed at infinity", "arrival_vinf_km_s", 3, "km/s"),
    ("entry speed, inertial, 125 km up", "entry_speed_km_s", 2, "km/s"),
    ("burn out of the parking orbit", "injection_delta_v_km_s", 2, "km/s"),
    ("burn into orbit at the target", "capture_delta_v_km_s", 2, "km/s"),
    ("all burns, orbit to orbit", "orbit_to_orbit_delta_v_km_s", 2, "km/s"),
    ("all burns, orbit to surface", "orbit_to_surface_delta_v_km_s", 2, "km/s"),
    ("landed by one ship", "payload_t", 0, "t"),
    ("propellant at departure", "propellant_t", 0, "t"),
    ("tanker flights", "tanker_flights", 0, ""),
)


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
    """What a version of Starship lands by an arc; nothing unless it leads from the Earth to Mars."""
    from kilosol.ships import landed_load
    from kilosol.ships import ship as version

    if (found.origin, found.target) != ("earth", "mars"):
        return {}
    load = landed_load(found, version(name), max_entry_km_s)
    return {
        "ship": name,
        "orbit_to_surface_delta_v_km_s": load.surface_delta_v_km_s,
        "payload_t": load.payload_t,
        "payload_low_t": load.low_payload_t,
        "payload_high_t": load.high_payload_t,
        "payload_bound_by": load.bound,
        "propellant_t": load.propellant_t,
        "tanker_flights": load.tanker_flights,
    }
