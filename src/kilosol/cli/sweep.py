"""``kilosol sweep``: many plans with inputs varied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

from cyclopts import Parameter

from kilosol.cli.output import Json, complain, refuse_unwritable_folder, say, say_json, say_table

if TYPE_CHECKING:
    import xarray as xr

#: Numbers that the printed table shows beside the inputs.
_SHOWN = ("station_kg", "survives_year_frac", "landed_2040_frac", "loss_of_crew_frac", "city_frac")

#: Rows that are printed; all are in the folder.
_MOST_ROWS = 40


def run_sweep(
    scenario: str = "as-of-2026-11",
    *,
    vary: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    sample: Literal["grid", "lhs"] = "grid",
    cases: int | None = None,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    json: Json = False,
) -> None:
    """Plan a scenario many times with inputs varied; one row of numbers for each case.

    An interrupted sweep goes on where it stopped: run the same command again.

    Parameters
    ----------
    scenario
        Name of a preset or path to a scenario file.
    vary
        key=a,b,c or key=low..high:n (low..high alone with --sample lhs); a cited value by its path, or its
        published range: fission/hp-stirling-40.mass_kg=range. Repeatable.
    sample
        grid: every combination. lhs: a Latin hypercube of --cases.
    cases
        Size of the hypercube.
    set_values
        key=value set over the scenario first; repeatable.
    out
        Folder of the sweep; by default kilosol-out/sweep-SCENARIO-DIGEST.
    workers
        Processes on this machine; by default one a core.
    scheduler
        Address of a Dask scheduler whose workers run the cases, for example tcp://10.0.0.1:8786.
    """
    from kilosol.errors import NotKept
    from kilosol.results import DEFAULT_FOLDER
    from kilosol.scenario import load_scenario, parse_override

    base = load_scenario(scenario, dict(parse_override(text) for text in set_values))
    refuse_unwritable_folder(out or DEFAULT_FOLDER)

    from kilosol.api import default_sweep_folder
    from kilosol.cli.interrupt import interruptible
    from kilosol.studies.axes import make_cases, parse_axis
    from kilosol.studies.sweep import run_sweep as sweep

    axes = [parse_axis(text) for text in vary]
    make_cases(axes, sample, cases, seed=base.seed)
    folder = out or default_sweep_folder(base, (*vary, sample, str(cases)))
    unkept: NotKept | None = None
    try:
        dataset = interruptible(
            lambda: sweep(
                base,
                axes,
                folder,
                sampling=sample,
                n_cases=cases,
                scheduler=scheduler,
                n_workers=workers,
                told=_tell,
            ),
            cancel=lambda: complain(f"the finished cases are kept in {folder}"),
        )
    except NotKept as error:
        unkept, dataset = error, cast("xr.Dataset", error.answer)
    if json:
        say_json({"folder": str(folder), "cases": _rows(dataset)})
    else:
        _show(dataset, [a.key for a in axes])
    if unkept is not None:
        raise unkept
    if not json:
        say(str(folder / "sweep.nc"))


def _tell(n_done: int, n_all: int) -> None:
    complain(f"[{n_done}/{n_all}] cases")


def _rows(dataset: xr.Dataset) -> list[dict[str, object]]:
    names = [str(n) for n in dataset.data_vars]
    columns = [dataset[n].values.tolist() for n in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _show(dataset: xr.Dataset, keys: list[str]) -> None:
    from kilosol.studies.sweep import variable_name

    names = [*(variable_name(k) for k in keys), *_SHOWN]
    rows = [
        [f"{v:.4g}" if isinstance(v, float) else str(v) for v in row]
        for row in zip(*(dataset[n].values.tolist() for n in names), strict=True)
    ]
    say_table([*keys, *_SHOWN], rows[:_MOST_ROWS], right=_SHOWN)
    if len(rows) > _MOST_ROWS:
        say(f"... and {len(rows) - _MOST_ROWS} more")
    n_bad = sum(bool(text) for text in dataset["error"].values.tolist())
    if n_bad:
        say(f"{n_bad} of {dataset.sizes['case']} cases ended in an error; see the column error")
