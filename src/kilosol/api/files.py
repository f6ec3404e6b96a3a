"""Files of a run for other programs, and its report drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kilosol.api.scenarios import DEFAULT_SCENARIO
from kilosol.errors import PYTHON, DataError, Door, OutOfRange, Problem, ScenarioError, UnknownName
from kilosol.results.stages import STAGES
from kilosol.results.targets import refuse_unwritable_file

if TYPE_CHECKING:
    import xarray as xr

    from kilosol.api.plans import Plan
    from kilosol.planning import Run


def export(
    run: str | Path | Plan = DEFAULT_SCENARIO,
    *,
    stage: str = "dispatch",
    pypsa: bool = False,
    first_sol: int = 0,
    sols: int = 10,
    sizing: bool = False,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path,
) -> Path:
    """Write a stage's series as CSV or netCDF, or the grid as a PyPSA network.

    Parameters
    ----------
    run : str, Path or Plan
        A preset, a scenario file, the folder of an earlier run, or a plan.
    stage : str
        Of the results, for example ``"dispatch"``.
    pypsa : bool
        Write the grid as a PyPSA network (netCDF) instead.
    first_sol, sols : int [sol]
        First sol of the design year in the network, and how many.
    sizing : bool
        Leave the network's sizes open, with landed mass as the objective.
    set : mapping, optional
        Dotted keys to change; not for a plan, which is made already.
    out : str or Path
        File to write: ``.csv`` or ``.nc``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownName
        If there is no such stage.
    OutOfRange, ScenarioError
        If the file's name or place is wrong, or a plan is to be changed.
    DataError
        If the folder's run cannot be repeated, or the file not be written.
    """
    from kilosol.api.plans import Plan

    target = Path(out)
    check_export(target, stage, pypsa=pypsa, door=PYTHON)
    if isinstance(run, Plan):
        if set:
            cure = "changes no plan that is made; give its scenario instead"
            raise ScenarioError(PYTHON.title, [Problem("", "set", cure)])
        if not pypsa:
            write_dataset(run.results.stages()[stage], target)
            return target
        found = run.run
    else:
        found = run_of(run, set)
    write_export(found, target, stage, pypsa=pypsa, span=(first_sol, sols), is_sizing=sizing)
    return target


def check_export(out: Path, stage: str, *, pypsa: bool, door: Door) -> None:
    """Refuse a stage that there is not, or a file that cannot be."""
    if stage not in STAGES:
        raise UnknownName("stage", stage, STAGES)
    if out.suffix not in (".nc", ".csv") or (pypsa and out.suffix != ".nc"):
        raise OutOfRange(door.option("out"), out.name, "a .nc file" if pypsa else "a .csv or .nc file")
    refuse_unwritable_file(out, door.option("out"), door)


def run_of(run: str | Path, changes: Mapping[str, object] | None = None) -> Run:
    """The run of a preset, a file or a folder, with all its draws."""
    from kilosol.studies.subjects import subject_of

    found = subject_of(run, dict(changes or {})).run
    if found is None:
        raise DataError(f"{run} was made by another version, which this one does not repeat; plan it again")
    return found


def write_export(
    run: Run, out: Path, stage: str, *, pypsa: bool, span: tuple[int, int], is_sizing: bool
) -> None:
    """Write a stage of a run, or its grid over a span of sols (first, number)."""
    if pypsa:
        from kilosol.planning.pypsa_export import write_pypsa

        write_pypsa(run.answers.power, out, first_sol=span[0], n_sols=span[1], is_sizing=is_sizing)
    else:
        write_dataset(run.results.stages()[stage], out)


def write_dataset(dataset: xr.Dataset, out: Path) -> None:
    """Write a dataset as ``.nc`` or ``.csv``, whole or not at all."""
    from kilosol.results.csv_text import csv_of
    from kilosol.results.netcdf import as_netcdf
    from kilosol.results.whole import written_whole

    try:
        with written_whole(out) as part:
            if out.suffix == ".nc":
                part.write_bytes(as_netcdf({"": dataset}))
            else:
                part.write_text(csv_of(dataset), encoding="utf-8")
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error}") from None


def report(folder: str | Path, *, sensitivity: str | Path | None = None) -> Path:
    """Write report.html again from a results folder.

    Parameters
    ----------
    folder : str or Path
        Written by :func:`kilosol.plan` or ``kilosol plan``.
    sensitivity : str or Path, optional
        Folder of a study of the same scenario, or its sensitivity.json: the report then ranks the
        assumptions by what they move.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    ScenarioError
        If there is no such folder, or the report cannot be written there.
    DataError
        If the folder is not a run's or is damaged, or the study is of another scenario.
    """
    return rendered_again(Path(folder), None if sensitivity is None else Path(sensitivity), PYTHON)


def rendered_again(folder: Path, sensitivity: Path | None, door: Door) -> Path:
    """The report of a folder, drawn anew."""
    if not folder.is_dir():
        cure = "no such folder; `kilosol plan --out DIR` writes one"
        raise ScenarioError(door.title, [Problem("", str(folder), cure)])
    refuse_unwritable_file(folder / "report.html", str(folder), door)
    from kilosol.report.page import write

    return write(folder, sensitivity)
