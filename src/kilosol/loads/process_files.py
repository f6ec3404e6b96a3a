"""Processes as files: the shipped library, and files that a user writes.

A file names its feeds and products, by mass or by moles, and its values with their sources::

    title = "Water electrolysis of the space station"
    product = "O2"
    basis = "mol"                      # or "kg", the default
    floors = ["oxygen_by_electrolysis_gibbs"]
    [inputs]
    H2O = 2
    [outputs]
    H2 = 2
    O2 = 1
    [values]
    electricity_kwh_kg = { value = 7.75, unit = "kWh/kg", source = "do2014", where = "...", tier = "B" }

In a user's file a value may be a bare number; it then counts as an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from kilosol.data import Table, table, table_names
from kilosol.data.inputs import own_table
from kilosol.data.own_files import own_text, own_toml
from kilosol.data.tables import ROOT
from kilosol.errors import DataError, OutOfRange, UnknownName, did_you_mean
from kilosol.loads.chemistry import molar_mass_g_mol
from kilosol.loads.floors import FloorName
from kilosol.loads.process import Process
from kilosol.units import unit_of

#: Key in a file -> field of a process.
_FIELDS = {
    "electricity_kwh_kg": "kwh_per_kg",
    "heat_kwh_kg": "heat_kwh_per_kg",
    "sunlight_kwh_kg": "sunlight_kwh_per_kg",
    "temperature_k": "temperature_k",
    "unit_kg": "unit_kg",
    "unit_kg_day": "unit_kg_day",
    "min_load_frac": "min_load_frac",
    "start_hour": "start_hour",
    "start_kwh": "start_kwh",
    "standby_kw": "standby_kw",
    "starts_per_sol": "starts_per_sol",
}
_TEXT = {"title", "notes", "product", "basis", "floors", "inputs", "outputs"}
_FOLDER = "loads/processes/"


def process_names() -> tuple[str, ...]:
    """Names of the processes that ship.

    Examples
    --------
    >>> "sabatier" in process_names()
    True
    """
    return tuple(name.removeprefix(_FOLDER) for name in table_names(_FOLDER))


def load_process(source: str | Path) -> Process:
    """Process of the library by name, or of a file; checked whenever it is loaded.

    Parameters
    ----------
    source : str or Path
        A name (:func:`process_names`), or the path of a TOML file.

    Returns
    -------
    Process

    Raises
    ------
    UnknownName
        If there is neither such a name nor such a file.
    DataError
        If the file is not TOML, lacks something or holds something unknown; all at once.
    OutOfRange
        If masses or elements do not close, a mass is negative, or the energy is below a floor; with the
        numbers and the name of the floor.

    Examples
    --------
    >>> load_process("moxie").kwh_per_kg
    25.0
    """
    name = str(source)
    if (ROOT / f"{_FOLDER}{name}.toml").is_file():
        # Values are read through the shipped table, so that replaced ones and the ledger work.
        return _build(name, table(_FOLDER + name))
    path = Path(source)
    if not path.is_file():
        raise UnknownName("process or file", name, process_names())
    try:
        raw = own_toml(own_text(path))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: not a TOML file: {error}") from error
    return _build(path.name, own_table(path.name, _with_sources(raw, path.name)))


def _with_sources(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The file with bare numbers made into assumptions."""
    values = raw.get("values", {})
    if not isinstance(values, Mapping):
        raise DataError(f"{name}: values must be a table [values]")
    not_numbers = [
        f"{name}: {key} must be a number, got {entry['value']!r}"
        for key, entry in values.items()
        if isinstance(entry, Mapping) and not isinstance(entry.get("value", 0), int | float | list)
    ]
    if not_numbers:
        raise DataError("\n".join(not_numbers))
    full = {
        key: {
            "value": entry,
            "unit": unit_of(key) or "1",
            "source": "assumption",
            "where": name,
            "tier": "D",
        }
        if isinstance(entry, int | float) and not isinstance(entry, bool)
        else entry
        for key, entry in values.items()
    }
    return {**raw, "values": full}


def _build(name: str, file: Table) -> Process:
    problems = _problems(name, file)
    if problems:
        raise DataError("\n".join(problems))
    text = file.text
    sides = [_masses(text[side], text.get("basis", "kg"), name) for side in ("inputs", "outputs")]
    try:
        return Process(
            name=str(text.get("title", name)),
            inputs=sides[0],
            outputs=sides[1],
            product=text["product"],
            floors=tuple(text.get("floors", ())),
            **{field: file.number(key) for key, field in _FIELDS.items() if key in file},
        )
    except OutOfRange as error:
        # A title alone would not say which file to mend.
        if name not in str(error):
            error.args = (f"{name}: {error}",)
        raise


def _problems(name: str, file: Table) -> list[str]:
    text = file.text
    problems = [f"{name}: lacks {key!r}" for key in ("product", "inputs", "outputs") if key not in text]
    problems += [f"{name}: unknown key {key!r}{did_you_mean(key, _TEXT)}" for key in text if key not in _TEXT]
    if "electricity_kwh_kg" not in file:
        problems.append(f"{name}: [values] lacks 'electricity_kwh_kg'")
    problems += [
        f"{name}: unknown value {key!r}{did_you_mean(key, _FIELDS)}" for key in file if key not in _FIELDS
    ]
    problems += [
        f"{name}: {c.key} must be one finite number, got {c.value!r}"
        for c in file.peek()
        if not isinstance(c.value, float)
    ]
    if text.get("basis", "kg") not in ("kg", "mol"):
        problems.append(f"{name}: basis must be 'kg' or 'mol', got {text['basis']!r}")
    if not isinstance(text.get("product", ""), str):
        problems.append(f"{name}: product must be a species in quotes, got {text['product']!r}")
    known, floors = get_args(FloorName), text.get("floors", ())
    if not isinstance(floors, list | tuple):
        problems.append(f"{name}: floors must be a list of names, got {floors!r}")
        floors = ()
    problems += [
        f"{name}: unknown floor {floor!r}{did_you_mean(str(floor), known)}"
        for floor in floors
        if floor not in known
    ]
    for side in ("inputs", "outputs"):
        batch = text.get(side, {})
        if not isinstance(batch, Mapping):
            problems.append(f"{name}: {side} must be a table of species and amounts")
            continue
        problems += [
            f"{name}: amount of {species} in {side} must be a number, got {amount!r}"
            for species, amount in batch.items()
            if isinstance(amount, bool) or not isinstance(amount, int | float)
        ]
    return problems


def _masses(batch: Mapping[str, float], basis: str, name: str) -> dict[str, float]:
    if basis == "kg":
        return {species: float(amount) for species, amount in batch.items()}
    try:
        return {species: amount * molar_mass_g_mol(species) / 1000 for species, amount in batch.items()}
    except UnknownName as error:
        raise DataError(f"{name}: with basis 'mol' every species must be a formula; {error}") from error
