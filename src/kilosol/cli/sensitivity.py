"""``kilosol sensitivity``: what a verdict hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.output import (
    Json,
    asked_scenario,
    complain,
    kept_first,
    refuse_unwritable_folder,
    say,
    say_json,
    say_table,
)
from kilosol.errors import COMMAND_LINE

if TYPE_CHECKING:
    from kilosol.studies.sensitivity import Flip, Indices, Screened, Swing

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
    from kilosol.api.folders import default_sweep_folder
    from kilosol.results import DEFAULT_FOLDER
    from kilosol.results.targets import unwritable

    base = asked_scenario(scenario, (f"draws={draws}", *set_values))
    refuse_unwritable_folder(out or DEFAULT_FOLDER)

    from kilosol.studies.kpis import kpi as named

    named(kpi)
    from kilosol.api.studies import write_sensitivity
    from kilosol.cli.interrupt import interruptible
    from kilosol.studies.axes import parse_axis
    from kilosol.studies.sensitivity_study import Asked, run_sensitivity

    axes = [parse_axis(text) for text in vary]
    folder = out or default_sweep_folder(base, (*dials, *vary, str(trajectories), str(samples), str(top)))
    asked = Asked(kpi, method, dials, axes, trajectories, samples, top)
    found = interruptible(
        lambda: run_sensitivity(base, asked, folder, n_workers=workers, scheduler=scheduler, told=complain),
        cancel=lambda: complain(f"the finished cases are kept in {folder}"),
    )

    def keep() -> None:
        try:
            write_sensitivity(found)
        except OSError as error:
            raise unwritable(str(error), "--out", COMMAND_LINE) from error

    with kept_first(keep):
        say_json({**found.as_dict(), "folder": str(folder)}) if json else _show(kpi, found.parts())
    if not json:
        say(str(folder / "sensitivity.html"))


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
