"""``kilosol export``: series and networks for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, refuse_unwritable, say, say_json
from kilosol.errors import DataError, OutOfRange, UnknownName

if TYPE_CHECKING:
    import xarray as xr


def export_run(
    run: str = "as-of-2026-11",
    *,
    stage: str = "dispatch",
    pypsa: Annotated[bool, Parameter(negative="")] = False,
    first_sol: int = 0,
    sols: int = 10,
    sizing: Annotated[bool, Parameter(negative="")] = False,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path,
    json: Json = False,
) -> None:
    """Write a stage's series as CSV or netCDF, or the grid as a PyPSA network.

    Parameters
    ----------
    run
        Preset, scenario file or folder of an earlier run.
    stage
        windows, porkchop, loads, station, dispatch, adequacy, safety, landing or city.
    pypsa
        Write the grid as a PyPSA network (netCDF) instead.
    first_sol
        First sol of the design year in the network.
    sols
        Sols in the network.
    sizing
        Leave the network's sizes open, with landed mass as the objective.
    set_values
        key=value set over the scenario; repeatable.
    out
        File to write: .csv or .nc.
    """
    from kilosol.results.stages import STAGES

    if stage not in STAGES:
        raise UnknownName("stage", stage, STAGES)
    if out.suffix not in (".nc", ".csv") or (pypsa and out.suffix != ".nc"):
        raise OutOfRange("--out", out.name, "a .nc file" if pypsa else "a .csv or .nc file")
    refuse_unwritable(out)

    from kilosol.scenario import parse_override
    from kilosol.studies.subjects import subject_of

    found = subject_of(run, dict(parse_override(text) for text in set_values)).run
    if found is None:
        raise DataError(f"{run} was made by another version, which this one does not repeat; plan it again")
    if pypsa:
        from kilosol.planning.pypsa_export import write_pypsa

        write_pypsa(found.answers.power, out, first_sol=first_sol, n_sols=sols, is_sizing=sizing)
    else:
        _write(found.results.stages()[stage], out)
    if json:
        say_json({"written": str(out)})
    else:
        say(str(out))


def _write(dataset: xr.Dataset, out: Path) -> None:
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


def csv_of(dataset: xr.Dataset) -> str:
    """A dataset as comma-separated text: one row for each place of its longest set of dimensions.

    Variables of fewer dimensions repeat; those that do not fit are left out.
    """
    import csv
    import io

    import xarray as xr

    if not dataset.data_vars:
        return ""
    widest = max(dataset.data_vars.values(), key=lambda v: v.size)
    names = [str(n) for n, v in dataset.data_vars.items() if set(v.dims) <= set(widest.dims)]
    fitting = xr.broadcast(*(dataset[n] for n in names), exclude=set(dataset.dims) - set(widest.dims))
    coords = [str(d) for d in widest.dims]
    places = xr.broadcast(*(dataset[d] for d in coords))
    columns = [p.transpose(*coords).values.ravel().tolist() for p in places]
    columns += [f.transpose(*coords).values.ravel().tolist() for f in fitting]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*coords, *names])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()
