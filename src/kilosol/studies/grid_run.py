"""`kilosol grid`: every design sized thoroughly, one after another, and what is done is kept for a resume."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kilosol._version import __version__
from kilosol.errors import Problem, ScenarioError, did_you_mean
from kilosol.grid.sizing.robust import N_FRESH
from kilosol.planning.designs import Design
from kilosol.planning.run import Progress, Silent
from kilosol.planning.stages.demand import find_demand
from kilosol.results.durable import make_folder
from kilosol.results.whole import write_whole
from kilosol.scenario import Scenario
from kilosol.studies.grid_study import find_case, size_design

#: Designs as they are called in the sheet's list of the best.
_KINDS = (("fission", "all fission"), ("solar", "all solar"), ("hybrid", "fission with solar"))


#: Form of what is kept of a design; a file of another form is not taken up again.
_FORM = 5


def run_grid(
    scenario: Scenario,
    progress: Progress | None = None,
    folder: Path | None = None,
    *,
    only: Sequence[str] = (),
    n_fresh: int = N_FRESH,
) -> dict[str, Any]:
    """Size every design of a scenario, or some of them.

    Parameters
    ----------
    scenario : Scenario
    progress : Progress, optional
        Told of each design and what is done with it; may raise to stop the run.
    folder : Path, optional
        Where each finished design is kept; a later run with the same scenario takes it from there.
    only : sequence of str
        Names of the designs to size; none: all.
    n_fresh : int
        Drawn years of each fresh check. With fewer than some four over the vital risk asked for, no plant
        can be shown to keep to it.

    Returns
    -------
    dict
        Designs, the best of each kind with and without the partner, and what was asked.

    Raises
    ------
    ScenarioError
        If a design of that name is not among those of the scenario.
    """
    told = progress or Silent()
    told.stage("loads and weather", 0, 1)
    grid = find_case(scenario, find_demand(scenario).base_kw)
    designs = _chosen(grid.designs, only)
    total = len(designs)
    found = []
    for index, design in enumerate(designs):
        kept = None if folder is None else folder / f"{_key(scenario, n_fresh)}-{design.name}.json"
        earlier = _kept_before(kept)
        if earlier is not None:
            found.append(earlier)
            continue

        def tick(what: str, title: str = design.title, index: int = index) -> None:
            told.stage(f"{title}: {what}", index, total)

        numbers = size_design(grid, design, tick, n_fresh)
        found.append(numbers)
        if kept is not None:
            # A disk that is full meanwhile: the whole sheet is written at the end, and told if that fails.
            with suppress(OSError):
                _keep(kept, numbers)
    told.done()
    return grid_sheet(scenario, found, grid.study.targets, is_asked_for=bool(only))


def _kept_before(kept: Path | None) -> dict[str, Any] | None:
    """Numbers of a design from a stopped run; None where there are none, or the file is damaged."""
    if kept is None or not kept.is_file():
        return None
    try:
        numbers = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    needed = {"is_feasible", "mass_kg", "lower_bound_kg", "on_offer", "is_claimed"}
    return numbers if isinstance(numbers, dict) and needed <= set(numbers) else None


def grid_sheet(
    scenario: Scenario, found: list[dict[str, Any]], targets: Any, *, is_asked_for: bool = False
) -> dict[str, Any]:
    """Designs in order of mass, feasible ones first, with the best of each kind.

    Where designs were asked for by name, one that holds is chosen even if nobody offers it.
    """
    designs = sorted(found, key=lambda d: (not d["is_feasible"], d["mass_kg"] or d["lower_bound_kg"]))
    able = [d for d in designs if d["is_feasible"] and d["on_offer"] and not d["is_claimed"]]
    best = {
        words: {
            who: next((d["design"] for d in able if d["architecture"] == kind and with_partner(d)), None)
            for who, with_partner in _WITH.items()
        }
        for kind, words in _KINDS
    }
    if not able and is_asked_for:
        able = [d for d in designs if d["is_feasible"]]
    return {
        "scenario": scenario.name,
        "version": __version__,
        "targets": {
            "vital_risk": targets.vital_risk,
            "ride_through_hour": targets.ride_through_hour,
            "essential_short_sol": targets.essential_lole_sol,
            "propellant_on_time": targets.propellant_on_time,
        },
        "chosen": able[0]["design"] if able else None,
        "best": best,
        "designs": designs,
    }


_WITH: dict[str, Callable[[dict[str, Any]], bool]] = {
    "with_partner": lambda d: bool(d["uses_partner"]),
    "without_partner": lambda d: not d["uses_partner"],
}


def _chosen(designs: Sequence[Design], only: Sequence[str]) -> list[Design]:
    names = [d.name for d in designs]
    wrong = [name for name in only if name not in names]
    if wrong:
        raise ScenarioError(
            "the command line",
            [
                Problem("", "--design", f"no design {name!r} in this scenario{did_you_mean(name, names)}")
                for name in wrong
            ],
        )
    return [d for d in designs if not only or d.name in only]


def _key(scenario: Scenario, n_fresh: int) -> str:
    text = f"{__version__}\n{_FORM}\n{n_fresh}\n{scenario.model_dump_json()}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _keep(path: Path, numbers: dict[str, Any]) -> None:
    """Write whole or not at all: a run may be stopped at any moment."""
    make_folder(path.parent)
    write_whole(path, json.dumps(numbers, indent=1))
