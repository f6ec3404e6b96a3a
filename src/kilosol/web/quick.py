"""A process for answers that take a second, not a plan: a clicked point flown, two plans compared.

It reads questions from standard input and writes answers to standard output, one line of JSON each, so that
the server itself loads neither arrays nor compiled kernels.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.errors import DataError, KilosolError
from kilosol.lifeline import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable

    from kilosol.scenario import Scenario
    from kilosol.studies.comparison import Difference, Subject

# Points of the drawn path: smooth at the size of a postcard.
PATH_POINTS = 61


#: What holds a load down, in words.
_BOUNDS = {"hull": "all it can carry", "tanks": "what its tanks can send", "entry": ""}


def main() -> None:
    """Answer one question a line until standard input ends."""
    out = sys.stdout
    # Anything that a library prints must not be taken for an answer.
    sys.stdout = sys.stderr
    end_with_parent()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer: dict[str, Any] = _ANSWERS[asked.pop("about")](**asked)
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
    from kilosol.planning.stages.ship_load import load_of
    from kilosol.scenario import read_scenario
    from kilosol.transfer import arc

    said = read_scenario(Path(scenario).read_text(encoding="utf-8"), "the run's scenario")
    found = arc(depart, arrive)
    limits = said.transfer
    fast, hot = found.c3_km2_s2 > limits.max_c3_km2_s2, found.entry_speed_km_s > limits.max_entry_km_s
    # The same load and tankers as in the plan's own table of windows.
    load = load_of(found, said)
    c3_remark = _limit(fast, limits.max_c3_km2_s2, "km²/s²")
    entry_remark = _limit(hot, limits.max_entry_km_s, "km/s")
    lines = [
        ("Flight time", f"{found.tof_days:.0f}", "d", _crew_remark(said, found.tof_days)),
        ("Launch energy C3", f"{found.c3_km2_s2:.2f}", "km²/s²", c3_remark),
        ("Arrival speed at infinity", f"{found.arrival_vinf_km_s:.2f}", "km/s", ""),
        ("Entry speed, inertial", f"{found.entry_speed_km_s:.2f}", "km/s", entry_remark),
        ("Landed by one ship", f"{load.payload_t:.0f}", "t", load.why_not or _BOUNDS[load.bound]),
    ]
    if load.flies:
        few, many = load.low_tanker_flights, load.high_tanker_flights
        lines.append(
            ("Tanker flights for it", str(load.tanker_flights), "", f"{few} to {many} by what is known")
        )
    return {
        "departure": found.departure, "arrival": found.arrival, "kind": found.kind, "lines": lines,
        "holds": not fast and not hot and load.flies, "path": path_points(found),
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


def compared(first: str, second: str) -> dict[str, Any]:
    """Two finished plans compared, campaign by campaign where they share their luck.

    Parameters
    ----------
    first, second : str
        Paths of the runs' folders.

    Returns
    -------
    dict
        ``words``, decided in words, and ``numbers`` with what lies between them and its 95 % interval.
    """
    from kilosol.studies.comparison import compare_subjects

    subjects = [_subject(name, Path(path)) for name, path in (("A", first), ("B", second))]
    try:
        comparison = compare_subjects(subjects)
    except KeyError as error:
        cure = "one of the two was planned by another version of Kilosol; run it again to compare it"
        raise DataError(cure) from error
    return {"words": list(comparison.words), "numbers": [told(d) for d in comparison.differences[0]]}


def told(difference: Difference) -> dict[str, Any]:
    """One number of both plans in words with its unit."""
    from kilosol.report.changes import change_text, value_text
    from kilosol.units import unit_of

    name = difference.name
    unit = "" if name.endswith("_frac") else (unit_of(name) or "").replace("m2", "m²")
    unit = "" if unit == "1" else unit
    first, second = (f"{value_text(name, v)} {unit}".strip() for v in (difference.base, difference.other))
    change = change_text(difference)
    if not difference.is_drawn and name.endswith("_frac"):
        change = change.partition(" (")[0]
    elif not difference.is_drawn:
        # A whole number in digits, not in powers of ten.
        sign = "+" if difference.change > 0 else ""
        change = f"{sign}{value_text(name, difference.change)} {unit}".strip()
    return {
        "what": difference.words[:1].upper() + difference.words[1:],
        "first": first, "second": second, "change": change,
        "is_real": difference.is_real, "is_drawn": difference.is_drawn, "is_paired": difference.is_paired,
    }  # fmt: skip


def _subject(label: str, folder: Path) -> Subject:
    from kilosol.scenario import read_scenario
    from kilosol.studies.comparison import Subject
    from kilosol.studies.draws_of_runs import FILE_NAME, read_luck

    scenario = read_scenario((folder / "scenario.toml").read_text(encoding="utf-8"), "the run's scenario")
    verdict = json.loads((folder / "plan" / "verdict.json").read_text(encoding="utf-8"))
    return Subject(label, scenario, verdict, kept=read_luck(folder / FILE_NAME))


#: What may be asked, by name.
_ANSWERS: dict[str, Callable[..., dict[str, Any]]] = {
    "flight": lambda **asked: {"flight": fly(**asked)},
    "comparison": lambda **asked: {"comparison": compared(**asked)},
}

if __name__ == "__main__":
    main()
