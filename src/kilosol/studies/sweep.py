"""Sweeps: many plans with inputs varied, one row each, in a folder that outlives an interruption."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kilosol._version import __version__
from kilosol.data import table, table_names
from kilosol.errors import DataError, NotKept, OutOfRange
from kilosol.planning.memory.digests import code_digest, digest_of
from kilosol.results.netcdf import as_netcdf
from kilosol.results.whole import write_whole, written_whole
from kilosol.scenario import Scenario, field_rows, to_toml
from kilosol.studies.axes import Axis, Sampling, make_cases
from kilosol.studies.kpis import KPIS
from kilosol.studies.log import Journal
from kilosol.studies.workers import (
    Row,
    dask_client,
    default_workers,
    rows_here,
    rows_of_dask,
    rows_of_processes,
)
from kilosol.units import unit_of

if TYPE_CHECKING:
    import xarray as xr

DATASET, TABLE = "sweep.nc", "sweep.csv"

_WORDS = {
    "design": "chosen design",
    "binding_constraint": "what the design's mass hangs on",
    "binding_gate": "gate that most often keeps crews at home",
    "error": "why the case has no numbers; empty where it has",
}


def run_sweep(
    scenario: Scenario,
    axes: Sequence[Axis],
    folder: Path,
    *,
    sampling: Sampling = "grid",
    n_cases: int | None = None,
    scheduler: str | None = None,
    n_workers: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Plan every case and keep a row of numbers for each.

    Parameters
    ----------
    scenario : Scenario
        What is varied.
    axes : sequence of Axis
        How.
    folder : Path
        Of the sweep. One that holds the same sweep, unfinished, is gone on with.
    sampling, n_cases
        As in :func:`kilosol.studies.axes.make_cases`.
    scheduler : str, optional
        Address of a Dask scheduler whose workers run the cases.
    n_workers : int, optional
        Processes of this machine; by default one a core. With 1, this process runs the cases itself.
    told : callable, optional
        Told how many cases are done, of how many.

    Returns
    -------
    xarray.Dataset
        Inputs and numbers by case. The same cases give the same bytes, wherever they ran.

    Raises
    ------
    ScenarioError
        If the axes make no sense or no scheduler answers.
    DataError
        If the folder holds something else, the disk is full, or workers run other code.
    """
    cases = make_cases(axes, sampling, n_cases, seed=scenario.seed)
    design = [[a.key, *(str(v) for v in a.values), str(a.low), str(a.high)] for a in axes]
    design.append([sampling, str(len(cases))])
    rows = run_cases(
        scenario, cases, folder, design=design, scheduler=scheduler, n_workers=n_workers, told=told
    )
    dataset = as_dataset(cases, rows, scenario)
    try:
        _write(folder, dataset)
    except DataError as error:
        raise NotKept(str(error), dataset) from error
    return dataset


def run_cases(
    scenario: Scenario,
    cases: Sequence[dict[str, Any]],
    folder: Path,
    *,
    design: Any,
    scheduler: str | None = None,
    n_workers: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """Rows of any list of cases, kept in a folder as they are done.

    Parameters
    ----------
    scenario : Scenario
    cases : sequence of dict
        Inputs of each case.
    folder : Path
    design : nest of lists and texts
        What the cases were made from: a folder of another design is refused.
    scheduler, n_workers, told
        As in :func:`run_sweep`.

    Returns
    -------
    list of dict
        In the order of the cases.
    """
    if n_workers is not None and n_workers < 1:
        raise OutOfRange("--workers", n_workers, "at least 1")
    # The scheduler first: where none answers, no folder is begun.
    with nullcontext() if scheduler is None else dask_client(scheduler) as client:
        return _kept_rows(scenario, cases, folder, design, client, n_workers or default_workers(), told)


def _kept_rows(
    scenario: Scenario,
    cases: Sequence[dict[str, Any]],
    folder: Path,
    design: Any,
    client: Any,
    n_workers: int,
    told: Callable[[int, int], None] | None,
) -> list[Row]:
    toml = to_toml(scenario)
    identity = {"kilosol": __version__, "code": code_digest(), "scenario": toml, "design": design}
    name = digest_of(identity)[:12]
    journal = Journal(folder, identity)
    orders = [
        {"case": i, "toml": toml, "values": values, "code": code_digest(), "sweep": name}
        for i, values in enumerate(cases)
        if i not in journal.rows
    ]
    tell = told or _nobody
    try:
        tell(len(journal.rows), len(cases))
        for row in _rows(orders, client, n_workers):
            if row["code"] != code_digest():
                raise DataError("a worker runs another version of Kilosol; install this one there too")
            journal.add(row)
            tell(len(journal.rows), len(cases))
    finally:
        journal.close()
    return [journal.rows[i] for i in range(len(cases))]


def _nobody(n_done: int, n_all: int) -> None:
    """Take notice of nothing."""


def _rows(orders: list[dict[str, Any]], client: Any, n_workers: int) -> Iterator[Row]:
    if client is not None:
        return rows_of_dask(orders, client)
    if n_workers == 1 or len(orders) <= 1:
        return rows_here(orders)
    return rows_of_processes(orders, n_workers)


def variable_name(key: str) -> str:
    """Name of an input in the dataset: netCDF allows no dots and slashes.

    Examples
    --------
    >>> variable_name("fission/hp-stirling-40.mass_kg")
    'fission_hp_stirling_40_mass_kg'
    """
    return "".join(letter if letter.isalnum() else "_" for letter in key)


def as_dataset(cases: Sequence[dict[str, Any]], rows: Sequence[Row], scenario: Scenario) -> xr.Dataset:
    """Inputs and numbers of all cases, with units and words.

    Parameters
    ----------
    cases : sequence of dict
        Inputs.
    rows : sequence of dict
        Rows in the same order.
    scenario : Scenario

    Returns
    -------
    xarray.Dataset
    """
    import xarray as xr

    variables: dict[str, Any] = {}
    for key in cases[0]:
        values = [case[key] for case in cases]
        are_numbers = all(isinstance(v, int | float) for v in values)
        array = np.array(
            values if are_numbers else [str(v) for v in values], dtype=None if are_numbers else object
        )
        attrs = {"key": key, "long_name": f"input {key}", "units": _input_unit(key)}
        if array.dtype == np.bool_:
            array = array.astype(np.int8)
        variables[variable_name(key)] = ("case", array, attrs)
    for kpi in KPIS:
        numbers = [row["kpis"].get(kpi.name) for row in rows]
        array = np.array([np.nan if v is None else v for v in numbers], dtype=np.float64)
        variables[kpi.name] = ("case", array, {"long_name": kpi.words, "units": unit_of(kpi.name) or "1"})
    for word, long_name in _WORDS.items():
        texts = [row["error"] if word == "error" else row["words"].get(word, "") for row in rows]
        variables[word] = ("case", np.array(texts, dtype=object), {"long_name": long_name})
    attrs = {
        "title": f"Sweep of {scenario.name}",
        "kilosol_version": __version__,
        "scenario": to_toml(scenario),
    }
    return xr.Dataset(variables, coords={"case": np.arange(len(cases))}, attrs=attrs)


def _input_unit(key: str) -> str:
    import re

    name, _, last = key.rpartition(".")
    if name in table_names() and last in table(name):
        return unit_of(last) or "1"
    generic = re.sub(r"\.\d+(?=\.|$)", "[]", key)
    return next((row.unit for row in field_rows() if row.key == generic), "") or "1"


def _write(folder: Path, dataset: xr.Dataset) -> None:
    """Write the dataset and its table, each whole or not at all."""
    try:
        with written_whole(folder / DATASET) as part:
            part.write_bytes(as_netcdf({"": dataset}))
        write_whole(folder / TABLE, as_csv(dataset))
    except OSError as error:
        raise DataError(
            f"{folder} cannot be written: {error}; all cases are kept in it: make room and run the same "
            "command again"
        ) from None


def as_csv(dataset: xr.Dataset) -> str:
    """A dataset by case as comma-separated text, one column a variable."""
    names = ["case", *(str(name) for name in dataset.data_vars)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*(dataset[name].values.tolist() for name in names), strict=True))
    return out.getvalue()
