"""``kilosol arc``: one ballistic transfer between two dates."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from kilosol.cli.output import Json, say, say_json

if TYPE_CHECKING:
    from kilosol.transfer.arcs import Arc


def show_arc(
    *,
    depart: str,
    arrive: str,
    origin: Literal["venus", "earth", "mars"] = "earth",
    target: Literal["venus", "earth", "mars"] = "mars",
    center: Literal["emb", "earth"] = "emb",
    json: Json = False,
) -> None:
    """One transfer: launch energy, speeds at both ends, entry speed.

    Parameters
    ----------
    depart
        Day of departure, for example 2031-01-28.
    arrive
        Day of arrival.
    origin
        Planet to leave.
    target
        Planet to reach.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre as handbooks take it, or earth.
    """
    from kilosol.transfer.arcs import arc

    found = arc(depart, arrive, origin, target, center)
    if json:
        say_json(arc_values(found))
        return
    say(f"{origin} {found.departure} to {target} {found.arrival}, type {found.kind}")
    say(f"  flight time                 {found.tof_days:8.1f} d")
    say(f"  launch energy C3            {found.c3_km2_s2:8.2f} km2/s2")
    say(f"  departure speed at infinity {found.departure_vinf_km_s:8.3f} km/s")
    say(f"  departure declination       {found.declination_deg:8.1f} deg")
    say(f"  arrival speed at infinity   {found.arrival_vinf_km_s:8.3f} km/s")
    say(f"  entry speed at {target:<12} {found.entry_speed_km_s:8.2f} km/s")


def arc_values(found: Arc) -> dict[str, Any]:
    """All values of an arc, with its dates as text."""
    return {"departure": found.departure, "arrival": found.arrival, **dataclasses.asdict(found)}
