"""``kilosol export``: series and networks for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import COMMAND_LINE


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
    from kilosol.api.files import check_export, run_of, write_export
    from kilosol.scenario import parse_override

    check_export(out, stage, pypsa=pypsa, door=COMMAND_LINE)
    found = run_of(run, dict(parse_override(text) for text in set_values))
    write_export(found, out, stage, pypsa=pypsa, span=(first_sol, sols), is_sizing=sizing)
    if json:
        say_json({"written": str(out)})
    else:
        say(str(out))
