"""``kilosol sensitivity``: what a verdict hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.output import (
    Json,
    complain,
    kept_first,
    refuse_unwritable_folder,
    say,
    say_json,
    say_table,
    write_page,
)

if TYPE_CHECKING:
    from kilosol.studies.sensitivity import Case, Flip, Indices, Row, Screened, Swing

#: Rows of each printed table.
_MOST_ROWS = 20


def study_sensitivity(
    scenario: str = "as-of-2026-11",
    *,
    kpi: str = "landed_2040_frac",
    method: Literal["tornado", "morris", "sobol", "all"] = "tornado",
    dials: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    vary: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    trajectories: int = 6,
    samples: int = 64,
    top: int = 8,
    draws: int = 2000,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    json: Json = False,
) -> None:
    """What a number hangs on, and which assumption would flip the verdict, and where.

    Every cited value with a range is a dial. An interrupted study goes on where it stopped.

    Parameters
    ----------
    scenario
        Name of a preset or path to a scenario file.
    kpi
        The number: station_kg, landed_2040_frac, loss_of_crew_frac, city_frac and others.
    method
        tornado: one dial at a time, and where verdicts flip. morris: all dials over their whole ranges.
        sobol: parts of the variance of the --top dials that Morris finds. all: the three.
    dials
        Patterns of dials to keep, for example loads/ or campaign/crew_risk; repeatable.
    vary
        key=low..high: a key of the scenario as one more dial; repeatable.
    trajectories
        Of Morris's method; each costs one plan more than there are dials.
    samples
        Of Sobol's method, a power of two; it costs samples times (top + 2) plans.
    top
        Dials that Sobol's method takes.
    draws
        Simulated campaigns of each plan.
    set_values
        key=value set over the scenario first; repeatable.
    out
        Folder of the study, with its page; by default kilosol-out/sensitivity-SCENARIO-DIGEST.
    workers
        Processes on this machine; by default one a core.
    scheduler
        Address of a Dask scheduler.
    """
    from kilosol.results import DEFAULT_FOLDER
    from kilosol.scenario import load_scenario, parse_override

    values = {"draws": draws, **dict(parse_override(text) for text in set_values)}
    base = load_scenario(scenario, values)
    refuse_unwritable_folder(out or DEFAULT_FOLDER)

    from kilosol.studies.kpis import kpi as named

    named(kpi)
    from kilosol.api import default_sweep_folder
    from kilosol.cli.interrupt import interruptible
    from kilosol.studies.axes import parse_axis
    from kilosol.studies.dials import dials_of
    from kilosol.studies.sweep import run_cases

    axes = [parse_axis(text) for text in vary]
    folder = out or default_sweep_folder(base, (*dials, *vary, str(trajectories), str(samples), str(top)))

    def run(cases: Sequence[Case], batch: str) -> list[Row]:
        def told(n_done: int, n_all: int) -> None:
            complain(f"[{n_done}/{n_all}] {batch}")

        design = [sorted(case.items()) for case in cases]
        where = folder / f"{batch}-{kpi}" if batch.startswith("sobol") else folder / batch
        return run_cases(
            base, cases, where, design=_plain(design), scheduler=scheduler, n_workers=workers, told=told
        )

    def study() -> dict[str, Any]:
        turned = dials_of(base, dials, axes)
        complain(f"{len(turned)} dials")
        return _study(method, turned, kpi, run, (trajectories, samples, top, base.seed))

    found = interruptible(study, cancel=lambda: complain(f"the finished cases are kept in {folder}"))
    numbers = {"kpi": kpi, "scenario": base.name, "draws": base.draws} | {
        k: [_as_dict(v) for v in vs] for k, vs in found.items()
    }

    def keep() -> None:
        _write_page(folder, base.name, kpi, found)
        _write_numbers(folder, numbers)

    with kept_first(keep):
        say_json({**numbers, "folder": str(folder)}) if json else _show(kpi, found)
    if not json:
        say(str(folder / "sensitivity.html"))


def _plain(design: list[Any]) -> Any:
    import json

    return json.loads(json.dumps(design))


def _study(method: str, dials: Any, kpi: str, run: Any, sizes: tuple[int, int, int, int]) -> dict[str, Any]:
    from kilosol.studies import sensitivity

    n_trajectories, n_samples, top, seed = sizes
    found: dict[str, Any] = {}
    if method in ("tornado", "all"):
        found["tornado"], found["flips"] = sensitivity.tornado(dials, kpi, run)
    if method in ("morris", "all") or (method == "sobol" and len(dials) > top):
        found["morris"] = sensitivity.morris(dials, kpi, run, n_trajectories=n_trajectories, seed=seed)
    if method in ("sobol", "all"):
        best = [one.dial for one in found["morris"][:top]] if "morris" in found else dials
        found["sobol"] = sensitivity.sobol(best, kpi, run, n=n_samples, seed=seed)
    return found


def _as_dict(one: Any) -> dict[str, Any]:
    import dataclasses

    flat: dict[str, Any] = dataclasses.asdict(one)
    dial = flat.pop("dial")
    kept = {key: dial[key] for key in ("value", "low", "high", "unit", "tier")}
    # A case that ended in an error has no number, and JSON no word for that but null.
    return {"dial": dial["key"], **kept, **{k: None if v != v else v for k, v in flat.items()}}


def _write_page(folder: Path, scenario: str, kpi: str, found: dict[str, Any]) -> None:
    from kilosol.report.sensitivity_page import render_sensitivity

    write_page(folder / "sensitivity.html", render_sensitivity(scenario, kpi, found))


def _write_numbers(folder: Path, numbers: dict[str, Any]) -> None:
    from kilosol.report.influence import FILE_NAME
    from kilosol.results.store import as_json

    write_page(folder / FILE_NAME, as_json(numbers))


def _show(kpi: str, found: dict[str, Any]) -> None:
    if "tornado" in found:
        _show_tornado(kpi, found["tornado"], found["flips"])
    if "morris" in found:
        rows: list[Screened] = found["morris"][:_MOST_ROWS]
        table = [
            [s.dial.key, f"{s.mu_star:.3g}", f"{s.mu_star_low:.3g} to {s.mu_star_high:.3g}", f"{s.sigma:.3g}"]
            for s in rows
        ]
        say_table((f"Morris: {kpi}", "mu*", "95 %", "sigma"), table, right=("mu*", "95 %", "sigma"))
    if "sobol" in found:
        indices: list[Indices] = found["sobol"]
        table = [
            [i.dial.key, f"{i.first:.2f}", f"{i.first_low:.2f} to {i.first_high:.2f}", f"{i.total:.2f}",
             f"{i.total_low:.2f} to {i.total_high:.2f}"]
            for i in indices
        ]  # fmt: skip
        heads = (f"Sobol: {kpi}", "by itself", "95 %", "total", "95 % of total")
        say_table(heads, table, right=heads[1:])


def _show_tornado(kpi: str, swings: list[Swing], flips: list[Flip]) -> None:
    rows = [
        [s.dial.key, f"{s.dial.low:.4g}", f"{s.dial.high:.4g}", f"{s.at_low:.4g}", f"{s.at_high:.4g}"]
        for s in swings[:_MOST_ROWS]
        if s.width > 0
    ]
    heads = ("dial", "low", "high", f"{kpi} at low", "at high")
    say_table(heads, rows, right=heads[1:])
    if swings:
        still = sum(s.width == 0 for s in swings)
        say(f"in the plan: {swings[0].base:.4g}; {still} of {len(swings)} dials do not move it\n")
    if not flips:
        say("no single dial flips a verdict within its range")
    for flip in flips:
        say(
            f"{flip.what}: {flip.before} becomes {flip.after} where {flip.dial.key} passes {flip.at:.4g} "
            f"(in the plan {flip.dial.value:.4g})"
        )
