"""The folder of a run: written whole or not at all."""

from __future__ import annotations

import glob
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kilosol.errors import DataError
from kilosol.results.stages import STAGES, Results

VERDICT, DATASETS, SCENARIO, PROVENANCE, REPORT = (
    "verdict.json",
    "results.nc",
    "scenario.toml",
    "provenance.json",
    "report.html",
)

# Folders being written by this process, removed when it is interrupted.
_UNDER_WAY: set[Path] = set()


def save(
    folder: Path,
    results: Results,
    verdict: Mapping[str, Any],
    scenario_toml: str,
    provenance: Mapping[str, Any],
    report_html: str,
) -> Path:
    """Write a run's folder; an interrupted write leaves nothing under its name.

    Everything goes into a temporary folder beside it, which then takes the name in one step. A folder of
    that name from an earlier run is replaced; one that holds anything else is refused.

    Parameters
    ----------
    folder : Path
        Where to.
    results : Results
        Datasets, written as one netCDF file with a group for each stage.
    verdict, provenance : mapping
        Written as JSON.
    scenario_toml : str
        The scenario as run.
    report_html : str
        The report.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DataError
        If the folder exists and is not a run's.
    """
    folder = folder.resolve()
    if folder.exists() and not _is_run(folder) and not _is_empty(folder):
        raise DataError(f"{folder} exists and is not a results folder; choose another with --out")
    folder.parent.mkdir(parents=True, exist_ok=True)
    _recover(folder)
    temporary = folder.parent / f".{folder.name}.{os.getpid()}.part"
    _UNDER_WAY.add(temporary)
    try:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        (temporary / VERDICT).write_text(as_json(verdict), encoding="utf-8")
        (temporary / SCENARIO).write_text(scenario_toml, encoding="utf-8")
        (temporary / PROVENANCE).write_text(as_json(provenance), encoding="utf-8")
        (temporary / REPORT).write_text(report_html, encoding="utf-8")
        _write_datasets(temporary / DATASETS, results)
        old = folder.parent / f".{folder.name}.{os.getpid()}.old"
        if folder.exists():
            folder.rename(old)
        try:
            temporary.rename(folder)
        except OSError:
            # The new run cannot take the name: the old one gets it back.
            if old.exists():
                old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        _UNDER_WAY.discard(temporary)
    return folder


def load(folder: Path) -> tuple[Results, dict[str, Any], dict[str, Any]]:
    """Read a run's folder.

    Parameters
    ----------
    folder : Path
        Written by :func:`save`.

    Returns
    -------
    results, verdict, provenance

    Raises
    ------
    DataError
        If the folder is not a run's, is damaged, or was written by a version with other stages.
    """
    import xarray as xr

    _recover(folder)
    if not _is_run(folder):
        raise DataError(
            f"{folder} is not a results folder: it holds no {VERDICT} and {DATASETS}; "
            "`kilosol plan --out DIR` writes one"
        )
    _refuse_other_versions(folder)
    datasets = {stage: xr.load_dataset(folder / DATASETS, group=stage, engine="h5netcdf") for stage in STAGES}
    return Results(**datasets), _read_json(folder / VERDICT), _read_json(folder / PROVENANCE)


def cleanup_temporaries() -> None:
    """Remove what an interrupted :func:`save` of this process left behind."""
    for temporary in tuple(_UNDER_WAY):
        shutil.rmtree(temporary, ignore_errors=True)


def as_json(value: Mapping[str, Any]) -> str:
    """JSON text, the same bytes for the same content."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}); plan it again") from error
    return found


def _is_run(folder: Path) -> bool:
    return (folder / VERDICT).is_file() and (folder / DATASETS).is_file()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _recover(folder: Path) -> None:
    """Undo what a killed process left: give an earlier run its name back, remove half-written folders.

    Folders of processes that still run are left alone.
    """
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.*"):
        pid, _, kind = left.name.removeprefix(f".{folder.name}.").partition(".")
        if kind not in ("part", "old") or not pid.isdecimal() or _is_alive(int(pid)):
            continue
        if kind == "old" and not folder.exists():
            with suppress(OSError):
                left.rename(folder)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refuse_other_versions(folder: Path) -> None:
    """Refuse datasets that lack a stage, with the command that makes them anew."""
    import h5py

    try:
        with h5py.File(folder / DATASETS, "r") as file:
            missing = [stage for stage in STAGES if stage not in file]
    except OSError as error:
        raise DataError(f"{folder / DATASETS} cannot be read as netCDF ({error}); plan it again") from error
    if missing:
        raise DataError(
            f"{folder} was written by another version: its {DATASETS} lacks {', '.join(missing)}; make it "
            f"anew with `kilosol plan {folder / SCENARIO}`"
        )


def _write_datasets(path: Path, results: Results) -> None:
    import xarray as xr

    # One tree, opened once: stage by stage the file is read again for every group.
    xr.DataTree.from_dict(results.stages()).to_netcdf(path, engine="h5netcdf")
