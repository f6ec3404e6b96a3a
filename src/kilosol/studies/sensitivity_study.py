"""A study of sensitivity from a scenario to its numbers: the methods that were asked for, in one folder."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kilosol.scenario import Scenario
from kilosol.studies import sensitivity
from kilosol.studies.axes import Axis
from kilosol.studies.dials import Dial, dials_of
from kilosol.studies.kpis import kpi as kpi_of
from kilosol.studies.sensitivity import Case, Flip, Indices, Row, RunCases, Screened, Swing
from kilosol.studies.sweep import run_cases

Method = Literal["tornado", "morris", "sobol", "all"]


@dataclass(frozen=True)
class Asked:
    """What a study is to do.

    Parameters
    ----------
    kpi : str
        The number.
    method : {"tornado", "morris", "sobol", "all"}
    dials : sequence of str
        Patterns of dials to keep; all if empty.
    axes : sequence of Axis
        Keys of the scenario as more dials.
    trajectories : int
        Of Morris's method.
    samples : int
        Of Sobol's method.
    top : int
        Dials that Sobol's method takes.
    """

    kpi: str = "landed_2040_frac"
    method: Method = "tornado"
    dials: Sequence[str] = ()
    axes: Sequence[Axis] = ()
    trajectories: int = 6
    samples: int = 64
    top: int = 8


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """What a number hangs on.

    Parameters
    ----------
    kpi : str
        The number.
    scenario : Scenario
        The plan whose dials were turned.
    folder : Path
        Where the finished cases are kept.
    tornado, flips : list of Swing, list of Flip, or None
        One dial at a time, widest swing first, and where verdicts flip; None where not asked for.
    morris : list of Screened or None
        All dials over their whole ranges, strongest first.
    sobol : list of Indices or None
        Parts of the variance.
    """

    kpi: str
    scenario: Scenario
    folder: Path
    tornado: list[Swing] | None = None
    flips: list[Flip] | None = None
    morris: list[Screened] | None = None
    sobol: list[Indices] | None = None

    def parts(self) -> dict[str, list[Any]]:
        """What was asked for, by name."""
        named = {"tornado": self.tornado, "flips": self.flips, "morris": self.morris, "sobol": self.sobol}
        return {name: part for name, part in named.items() if part is not None}

    def as_dict(self) -> dict[str, Any]:
        """Everything in plain numbers and words, as in sensitivity.json."""
        about = {"kpi": self.kpi, "scenario": self.scenario.name, "draws": self.scenario.draws}
        return about | {name: [_as_dict(one) for one in part] for name, part in self.parts().items()}

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(part)}" for name, part in self.parts().items())
        return f"Sensitivity of {self.kpi} in {self.scenario.name}: {counts}"


def run_sensitivity(
    scenario: Scenario,
    asked: Asked,
    folder: Path,
    *,
    n_workers: int | None = None,
    scheduler: str | None = None,
    told: Callable[[str], None] | None = None,
) -> Sensitivity:
    """Turn the dials of a scenario; an interrupted study goes on where it stopped.

    Parameters
    ----------
    scenario : Scenario
    asked : Asked
    folder : Path
        Of the study.
    n_workers : int, optional
        Processes on this machine; by default one a core.
    scheduler : str, optional
        Address of a Dask scheduler.
    told : callable, optional
        Told how far the study is, in words.

    Returns
    -------
    Sensitivity

    Raises
    ------
    UnknownName
        If no number is called so.
    OutOfRange
        If a dial or a size is wrong.
    """
    say = told or _nobody
    kpi_of(asked.kpi)

    def run(cases: Sequence[Case], batch: str) -> list[Row]:
        design = json.loads(json.dumps([sorted(case.items()) for case in cases]))
        where = folder / (f"{batch}-{asked.kpi}" if batch.startswith("sobol") else batch)
        return run_cases(
            scenario,
            cases,
            where,
            design=design,
            scheduler=scheduler,
            n_workers=n_workers,
            told=lambda n_done, n_all: say(f"[{n_done}/{n_all}] {batch}"),
        )

    dials = dials_of(scenario, asked.dials, asked.axes)
    say(f"{len(dials)} dials")
    return Sensitivity(asked.kpi, scenario, folder, **_found(asked, dials, run, scenario.seed))


def _nobody(words: str) -> None:
    """Say nothing."""


def _found(asked: Asked, dials: Sequence[Dial], run: RunCases, seed: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if asked.method in ("tornado", "all"):
        found["tornado"], found["flips"] = sensitivity.tornado(dials, asked.kpi, run)
    if asked.method in ("morris", "all") or (asked.method == "sobol" and len(dials) > asked.top):
        found["morris"] = sensitivity.morris(
            dials, asked.kpi, run, n_trajectories=asked.trajectories, seed=seed
        )
    if asked.method in ("sobol", "all"):
        best = [one.dial for one in found["morris"][: asked.top]] if "morris" in found else dials
        found["sobol"] = sensitivity.sobol(best, asked.kpi, run, n=asked.samples, seed=seed)
    return found


def _as_dict(one: Any) -> dict[str, Any]:
    flat: dict[str, Any] = dataclasses.asdict(one)
    dial = flat.pop("dial")
    kept = {key: dial[key] for key in ("value", "low", "high", "unit", "tier", "seen")}
    # A case that ended in an error has no number, and JSON no word for that but null.
    return {"dial": dial["key"], **kept, **{k: None if v != v else v for k, v in flat.items()}}
