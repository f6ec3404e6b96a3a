"""A user's own series: the year's dust and the base's load, from CSV files that a scenario names."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kilosol.data.own_files import own_text
from kilosol.errors import Problem, ScenarioError
from kilosol.loads import LOAD_CLASSES
from kilosol.mars import tau_from_csv

#: Steps of a sol.
STEPS_PER_SOL = 24


def tau_of_file(path: str) -> NDArray[np.float64]:
    """Optical depth of every sol, shape (669,), from a CSV with the columns sol (or ls_deg) and tau.

    Raises
    ------
    ScenarioError
        If the file cannot be read or a line of it is wrong.
    """
    return tau_from_csv(_text(path, "weather.tau_series"), path)


def load_of_file(path: str, n_steps: int) -> NDArray[np.float64]:
    """Demand by class and step [kW], shape (4, n_steps).

    Parameters
    ----------
    path : str
        CSV with the columns vital_kw, essential_kw, deferrable_kw and sheddable_kw, and a row for each
        step of a sol (24, every sol alike) or of the year.
    n_steps : int
        Steps of the year.

    Raises
    ------
    ScenarioError
        If the file cannot be read, lacks a column, or a value is no power.
    """
    text = _text(path, "base.load_series")
    wanted = [f"{name}_kw" for name in LOAD_CLASSES]
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    header = [cell.strip() for cell in next(csv.reader(lines[:1]), [])]
    missing = [name for name in wanted if name not in header]
    if missing:
        raise _broken(path, "header", f"lacks {', '.join(missing)}; the columns are {', '.join(wanted)}")
    places = [header.index(name) for name in wanted]
    rows = [
        [_number(row, p, path, n) for p in places] for n, row in enumerate(csv.reader(lines[1:]), start=2)
    ]
    if len(rows) not in (STEPS_PER_SOL, n_steps):
        raise _broken(path, "rows", f"must be {STEPS_PER_SOL} (a sol) or {n_steps} (a year), got {len(rows)}")
    series = np.array(rows, dtype=np.float64).T
    return np.tile(series, n_steps // STEPS_PER_SOL) if len(rows) == STEPS_PER_SOL else series


def _number(row: list[str], place: int, path: str, line: int) -> float:
    try:
        value = float(row[place])
    except (ValueError, IndexError):
        value = math.nan
    if not (math.isfinite(value) and value >= 0.0):
        got = row[place] if place < len(row) else "nothing"
        raise _broken(path, f"row {line}", f"must hold powers of 0 kW or more, got {got!r}")
    return value


def _text(path: str, key: str) -> str:
    try:
        return own_text(Path(path))
    except (OSError, ValueError) as error:
        # ValueError: no UTF-8, or a path with a null byte in it.
        told = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise _broken("the scenario", key, f"the file {path!r} cannot be read: {told}") from None


def _broken(title: str, what: str, message: str) -> ScenarioError:
    return ScenarioError(title, [Problem("", what, message)])
