"""The folder of a run: written whole or not at all."""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kilosol.errors import Cancelled, DataError
from kilosol.results.durable import file_to_disk, folder_to_disk, make_folder
from kilosol.results.netcdf import as_netcdf
from kilosol.results.registry import selectable
from kilosol.results.stages import STAGES, Results
from kilosol.results.targets import try_new_folder
from kilosol.results.whole import is_alive, reason, resolved

VERDICT, DATASETS, SCENARIO, PROVENANCE, REPORT = (
    "verdict.json",
    "results.nc",
    "scenario.toml",
    "provenance.json",
    "report.html",
)

# A study belongs to the run that it was made of, and goes with it.
_OWN_FILES = frozenset({VERDICT, DATASETS, SCENARIO, PROVENANCE, REPORT, "sensitivity.json"})
_LEFTOVER = re.compile(r"\..*\.part")

# What the HDF5 library and those above it raise at bytes that are not what they ought to be.
_DAMAGE = (OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError, IndexError)

# Folders being written by this process, removed when it is interrupted.
_UNDER_WAY: set[Path] = set()

# Held while a folder takes its name: an interruption must not remove its files at that moment.
_NAMING = threading.Lock()

# How often a name that others take meanwhile is tried again.
_MOST_TRIES = 5

# Time within which a process that makes a folder also holds it: generous even on a machine that is busy.
_MADE_WITHIN_S = 60.0


def save(
    folder: Path,
    results: Results,
    verdict: Mapping[str, Any],
    scenario_toml: str,
    provenance: Mapping[str, Any],
    report_html: str,
) -> Path:
    """Write a run's folder; an interrupted write leaves nothing under its name.

    Everything goes into a temporary folder beside it and from there to the disk itself; the folder then takes
    the name in one step. A folder of that name from an earlier run is replaced, and goes once the new name is
    on the disk; what a user has put into it stays. One that holds no run is refused.

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
        If the folder exists and is not a run's, or cannot be written.
    """
    try:
        folder = resolved(folder)
    except OSError as error:
        raise DataError(f"{str(folder)!r} cannot be written: {reason(error)}") from error
    temporary = folder.parent / f".{folder.name}.{os.getpid()}.part"
    try:
        _refuse_foreign(folder)
        make_folder(folder.parent)
        _recover(folder)
        _UNDER_WAY.add(temporary)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        with _held(temporary):
            (temporary / VERDICT).write_text(as_json(verdict), encoding="utf-8")
            (temporary / SCENARIO).write_text(scenario_toml, encoding="utf-8")
            (temporary / PROVENANCE).write_text(as_json(provenance), encoding="utf-8")
            (temporary / REPORT).write_text(report_html, encoding="utf-8")
            _write_datasets(temporary / DATASETS, results, provenance)
            for written in sorted(temporary.iterdir()):
                file_to_disk(written)
            folder_to_disk(temporary)
            with _NAMING:
                if temporary not in _UNDER_WAY:
                    raise Cancelled("interrupted")
                _take_name(temporary, folder)
    except OSError as error:
        raise DataError(
            f"{folder} cannot be written: {reason(error)}; what was there before is as it was"
        ) from error
    finally:
        _UNDER_WAY.discard(temporary)
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def refuse_unwritable(folder: Path) -> None:
    """Refuse, before a run, a folder that can be seen to be one that :func:`save` refuses after it.

    Parameters
    ----------
    folder : Path
        Where the run is to go.

    Raises
    ------
    DataError
        If the folder exists and is not a run's, or cannot be written.
    """
    try:
        _refuse_foreign(resolved(folder))
        try_new_folder(folder)
    except OSError as error:
        raise DataError(
            f"{folder} cannot be written: {reason(error)}; nothing was begun: choose another with --out"
        ) from error


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
    try:
        datasets = {
            stage: selectable(xr.load_dataset(folder / DATASETS, group=stage, engine="h5netcdf"))
            for stage in STAGES
        }
    except _DAMAGE as error:
        raise DataError(f"{folder / DATASETS} is damaged ({error}); plan it again") from error
    return Results(**datasets), _object_of(folder / VERDICT), _object_of(folder / PROVENANCE)


def _object_of(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path} is damaged ({error}); plan it again") from error
    if not isinstance(found, dict):
        raise DataError(f"{path} is damaged (it holds no table); plan it again")
    return found


def cleanup_temporaries() -> None:
    """Remove what an interrupted :func:`save` of this process left behind.

    A save in another thread that has not yet given its folder a name gives it none any more.
    """
    with _NAMING:
        for temporary in tuple(_UNDER_WAY):
            _UNDER_WAY.discard(temporary)
            shutil.rmtree(temporary, ignore_errors=True)


def as_json(value: Mapping[str, Any]) -> str:
    """JSON text, the same bytes for the same content."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _is_run(folder: Path) -> bool:
    return (folder / VERDICT).is_file() and (folder / DATASETS).is_file()


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not _is_run(folder) and not _is_empty(folder):
        raise DataError(f"{folder} exists and is not a results folder; choose another with --out")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _take_name(temporary: Path, folder: Path) -> None:
    """Give a whole folder its name; the run that bore it before goes, or gets it back."""
    old = folder.parent / f".{folder.name}.{os.getpid()}.old"
    for is_last in (False,) * _MOST_TRIES + (True,):
        shutil.rmtree(old, ignore_errors=True)
        with _held(folder):
            with suppress(FileNotFoundError):
                folder.rename(old)
            try:
                temporary.rename(folder)
            except OSError:
                if folder.exists() and not is_last:
                    # Another process took the name between the two steps.
                    continue
                with suppress(OSError):
                    old.rename(folder)
                raise
            _confirm(folder)
            _hand_over(old, folder)
            return


def _hand_over(old: Path, folder: Path) -> None:
    """Remove an earlier run; what a user has put beside its files goes to the run that took its place.

    If that cannot be moved nothing is removed: the next run tries again.
    """
    with suppress(OSError):
        theirs = [p for p in old.iterdir() if p.name not in _OWN_FILES and not _LEFTOVER.fullmatch(p.name)]
        for path in theirs:
            path.rename(folder / path.name)
        if theirs:
            folder_to_disk(folder)
        shutil.rmtree(old, ignore_errors=True)


def _confirm(folder: Path) -> None:
    """Bring a name just taken to the disk: only then may the run that bore it before go."""
    try:
        folder_to_disk(folder.parent)
    except OSError as error:
        raise DataError(
            f"{folder} is written, but its disk did not take the folder's name for good: {reason(error)}; "
            "look after the disk, then run the same command again"
        ) from error


def _recover(folder: Path) -> None:
    """Undo what a killed process left: give an earlier run its name back, remove half-written folders.

    Folders of processes that still run are left alone.
    """
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.*"):
        pid, _, kind = left.name.removeprefix(f".{folder.name}.").partition(".")
        if kind not in ("part", "old") or not pid.isdecimal() or _is_held(left, int(pid)):
            continue
        if kind == "old" and not folder.exists():
            with suppress(OSError):
                left.rename(folder)
        elif kind == "old":
            _hand_over(left, folder)
        elif _is_abandoned(left, int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_abandoned(part: Path, pid: int) -> bool:
    """Whether nobody will go on with a folder that nobody holds.

    A living process of its number may only just have made it, or, long after, may have got the number of
    one that was killed: in containers every start has the same.
    """
    if pid == os.getpid():
        return part not in _UNDER_WAY
    with suppress(OSError):
        return not is_alive(pid) or time.time() - part.stat().st_mtime > _MADE_WITHIN_S
    return False


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Show other processes that a folder is in use; the system lets go when this one ends in any way."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _is_held(folder: Path, pid: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return is_alive(pid)
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # A file system without locks.
        return is_alive(pid)
    else:
        return False
    finally:
        os.close(handle)


def _refuse_other_versions(folder: Path) -> None:
    """Refuse datasets that lack a stage, with the command that makes them anew."""
    import h5py

    try:
        with h5py.File(folder / DATASETS, "r") as file:
            missing = [stage for stage in STAGES if stage not in file]
    except _DAMAGE as error:
        raise DataError(f"{folder / DATASETS} cannot be read as netCDF ({error}); plan it again") from error
    if missing:
        raise DataError(
            f"{folder} was written by another version: its {DATASETS} lacks {', '.join(missing)}; make it "
            f"anew with `kilosol plan {folder / SCENARIO}`"
        )


def _write_datasets(path: Path, results: Results, provenance: Mapping[str, Any]) -> None:
    import xarray as xr

    root = xr.Dataset(attrs={"title": "Results of a Kilosol plan by stage"})
    # The time of the run is left to provenance.json: the same plan is the same file.
    root.attrs |= {
        name: provenance[key]
        for name, key in (
            ("kilosol_version", "version"),
            ("scenario", "scenario"),
            ("scenario_hash", "scenario_hash"),
            ("seed", "seed"),
        )
        if key in provenance
    }
    path.write_bytes(as_netcdf({"": root, **results.stages()}))
