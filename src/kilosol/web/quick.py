"""A process for answers that take a second, not a plan: the flight of a clicked point of a porkchop.

It reads questions from standard input and writes answers to standard output, one line of JSON each, so that
the server itself loads neither arrays nor compiled kernels.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.errors import KilosolError
from kilosol.web.worker import end_with_parent

if TYPE_CHECKING:
    from kilosol.scenario import Scenario

# Points of the drawn path: smooth at the size of a postcard.
PATH_POINTS = 61


def main() -> None:
    """Answer one question a line until standard input ends."""
    out = sys.stdout
    # Anything that a library prints must not be taken for an answer.
    sys.stdout = sys.stderr
    end_with_parent()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer: dict[str, Any] = {"flight": fly(**asked)}
        except KilosolError as error:
            answer = {"problem": str(error)}
        out.write(json.dumps(answer) + "\n")
        out.flush()


def fly(scenario: str, depart: str, arrive: str) -> dict[str, Any]:
    """A ship of a scenario flown from Earth to Mars between two days.

    Parameters
    ----------
    scenario : str
        Path of the run's scenario.toml.
    depart, arrive : str
        Days, 0 h TDB.

    Returns
    -------
    dict
        Dates, lines of (what, value, unit, remark), whether every limit holds, and the path in au.
    """
    from kilosol.scenario import read_scenario
    from kilosol.ships import Ship, landed_load
    from kilosol.transfer import arc

    said = read_scenario(Path(scenario).read_text(encoding="utf-8"), "the run's scenario")
    found = arc(depart, arrive)
    limits, own = said.transfer, said.ship
    ship = Ship("scenario", said.title, own.dry_mass_t, own.propellant_t, own.isp_s, own.payload_t)
    load = landed_load(found, ship, limits.max_entry_km_s)
    fast, hot = found.c3_km2_s2 > limits.max_c3_km2_s2, found.entry_speed_km_s > limits.max_entry_km_s
    lands = load.payload_t > 0
    lines = [
        ("Flight time", f"{found.tof_days:.0f}", "d", _crew_remark(said, found.tof_days)),
        ("Launch energy C3", f"{found.c3_km2_s2:.2f}", "km²/s²",
         _limit(fast, limits.max_c3_km2_s2, "km²/s²")),
        ("Arrival speed at infinity", f"{found.arrival_vinf_km_s:.2f}", "km/s", ""),
        ("Entry speed, inertial", f"{found.entry_speed_km_s:.2f}", "km/s",
         _limit(hot, limits.max_entry_km_s, "km/s")),
        ("Landed by one ship", f"{load.payload_t:.0f}", "t", f"range {load.low_payload_t:.0f} to "
         f"{load.high_payload_t:.0f} t, set by {load.bound}" if lands else f"nothing: {load.bound}"),
        ("Propellant at departure", f"{load.propellant_t:.0f}", "t", ""),
        ("Tanker flights for it", f"{load.tanker_flights}", "", ""),
    ]  # fmt: skip
    return {
        "departure": found.departure, "arrival": found.arrival, "kind": found.kind, "lines": lines,
        "holds": not fast and not hot and lands, "path": path_points(found),
    }  # fmt: skip


def _limit(is_over: bool, limit: float, unit: str) -> str:
    return f"{'over' if is_over else 'within'} the scenario's {limit:g} {unit}"


def _crew_remark(scenario: Scenario, tof_days: float) -> str:
    most = scenario.transfer.max_crew_tof_days
    return f"{'too long for a crew' if tof_days > most else 'short enough for a crew'}: limit {most:g} d"


def path_points(found: Any) -> dict[str, list[tuple[float, float]]]:
    """Ship, Earth and Mars in the plane of the ecliptic [au], north up towards the reader."""
    from kilosol.data import table
    from kilosol.transfer import flight_path

    path, au_km = flight_path(found, PATH_POINTS), table("constants").number("au_km")
    bodies = {"ship": path.ship_km, "earth": path.origin_km, "mars": path.target_km}
    return {
        n: [(round(x, 4), round(y, 4)) for x, y in (km[:, :2] / au_km).tolist()] for n, km in bodies.items()
    }


if __name__ == "__main__":
    main()
