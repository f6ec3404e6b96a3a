"""Loading of TOML tables of cited values.

A table is one file below ``data/tables``::

    title = "Kilopower, 10 kWe"
    kind = "fission_unit"
    [values]
    mass_kg = { value = 1544.0, unit = "kg", source = "rucker2016", where = "table 3", tier = "B",
                low = 1400.0, high = 1900.0 }

A value that stands elsewhere already is pointed to, so that one quantity has one value::

    mixture_ratio = { same_as = "loads/isru.mixture_kg_kg" }

How a value was come by is told by ``seen``, or else by its source in references.bib; it caps the tier, see
:mod:`kilosol.data.standing`. Text that is not a number (a name, a kind, a list of words) stands at the
top level and is read through :attr:`Table.text`.
"""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data.cited import Cited
from kilosol.data.ledger import note_use, replacement
from kilosol.data.standing import seen_of, standing_problems
from kilosol.errors import DataError, UnknownName
from kilosol.units import unit_of

ROOT = Path(__file__).parent / "tables"

_ALLOWED = {"value", "unit", "source", "where", "tier", "low", "high", "dist", "note", "seen", "inputs"}
_DISTS = {"uniform", "triangular", "loguniform"}


class Table(Mapping[str, Cited]):
    """Cited values of one file, by key.

    Parameters
    ----------
    name : str
        Path below ``data/tables`` without its ending, for example ``"fission/kilopower-10"``.
    text : mapping
        Top-level entries of the file that are not values.
    values : mapping
        Key -> :class:`Cited`.
    pointers : mapping, optional
        Key -> path of the value of another table that it is the same as.
    """

    def __init__(
        self,
        name: str,
        text: Mapping[str, Any],
        values: Mapping[str, Cited],
        pointers: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.text = text
        self._values = values
        self.pointers = dict(pointers or {})

    def cited_at(self, key: str) -> Cited:
        """Value of `key` as it ships, followed to where it stands; its use is not recorded."""
        opened, at, met = self, key, {f"{self.name}.{key}"}
        while at in opened.pointers:
            path = opened.pointers[at]
            if path in met:
                raise DataError(f"{self.name}.{key}: same_as {path!r} points back to itself")
            met.add(path)
            name, _, at = path.rpartition(".")
            opened = table(name)
        try:
            return opened._values[at]
        except KeyError:
            raise UnknownName(f"value in table {opened.name!r}", at, opened) from None

    def __getitem__(self, key: str) -> Cited:
        cited = self.cited_at(key)
        replaced = replacement(cited.path)
        if replaced is not None:
            cited = dataclasses.replace(cited, value=float(replaced))
        note_use(cited)
        return cited

    def __iter__(self) -> Iterator[str]:
        yield from self._values
        yield from self.pointers

    def __len__(self) -> int:
        return len(self._values) + len(self.pointers)

    def __contains__(self, key: object) -> bool:
        # Mapping's own version would read, and so record, the value.
        return key in self._values or key in self.pointers

    def number(self, key: str) -> float:
        """Value of `key` as a float, in the unit its name ends in."""
        return float(self[key])

    def array(self, key: str) -> NDArray[np.float64]:
        """Values of a list-valued `key`, shape (n,)."""
        value = self[key].value
        return np.array(value if isinstance(value, tuple) else (value,), dtype=np.float64)

    def peek(self) -> tuple[Cited, ...]:
        """All values that stand here, without recording their use, for listings."""
        return tuple(self._values.values())


def table_names(prefix: str = "") -> tuple[str, ...]:
    """Names of the shipped tables that begin with `prefix`, sorted."""
    return tuple(n for n in _all_names(ROOT) if n.startswith(prefix))


@cache
def _all_names(root: Path) -> tuple[str, ...]:
    # Tables ship with the package and do not change while it runs: the folders are walked once.
    return tuple(sorted(p.relative_to(root).with_suffix("").as_posix() for p in root.rglob("*.toml")))


@cache
def table(name: str) -> Table:
    """Table of cited values by name.

    Parameters
    ----------
    name : str
        Path below ``data/tables`` without its ending.

    Returns
    -------
    Table
        Parsed once, then shared.

    Raises
    ------
    UnknownName
        If no such table ships; the nearest name is given.
    DataError
        If an entry lacks its unit, source, place or tier, its name promises another unit, or its tier is
        above what was seen of its source.

    Examples
    --------
    >>> table("constants")["au_km"].unit
    'km'
    """
    path = ROOT / f"{name}.toml"
    if name not in table_names():
        raise UnknownName("data table", name, table_names())
    return parse_table(name, toml_of(path))


def toml_of(path: Path) -> dict[str, Any]:
    """Content of a shipped TOML file.

    Raises
    ------
    DataError
        If it is not there or damaged: the installation is then broken.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read ({error}); install Kilosol again") from error


def parse_table(name: str, raw: Mapping[str, Any]) -> Table:
    """Build a table from parsed TOML, refusing anything without its source.

    Parameters
    ----------
    name : str
        Name for messages and paths.
    raw : mapping
        The file's content.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        With every problem of the table, one a line.
    """
    problems: list[str] = []
    values: dict[str, Cited] = {}
    pointers: dict[str, str] = {}
    for key, entry in raw.get("values", {}).items():
        if isinstance(entry, dict) and "same_as" in entry:
            problems += [f"{name}.{key}: {text}" for text in _problems_of_pointer(entry)]
            pointers[key] = str(entry["same_as"])
            continue
        found = _problems_of(key, entry)
        problems += [f"{name}.{key}: {text}" for text in found]
        if found:
            continue
        value = entry["value"]
        fields = {k: v for k, v in entry.items() if k != "value"}
        fields |= {"seen": seen_of(entry), "inputs": tuple(entry.get("inputs", ()))}
        for bound in ("low", "high"):
            if bound in fields:
                fields[bound] = float(fields[bound])
        number = tuple(float(v) for v in value) if isinstance(value, list) else float(value)
        values[key] = Cited(table=name, key=key, value=number, **fields)
    if problems:
        raise DataError("\n".join(problems))
    return Table(name, {k: v for k, v in raw.items() if k != "values"}, values, pointers)


def _problems_of_pointer(entry: Mapping[str, Any]) -> list[str]:
    beside = sorted(set(entry) - {"same_as"})
    if beside:
        return [f"is the same as another value, so it must not have {', '.join(beside)} of its own"]
    name, _, key = str(entry["same_as"]).rpartition(".")
    return [] if name and key else [f"same_as must be a path table.key, got {entry['same_as']!r}"]


def _problems_of(key: str, entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return ["a value must be a table { value, unit, source, where, tier }, got a bare number or text"]
    missing = [k for k in ("value", "unit", "source", "where", "tier") if k not in entry]
    unknown = sorted(set(entry) - _ALLOWED)
    problems = [f"lacks {k!r}" for k in missing] + [f"has unknown field {k!r}" for k in unknown]
    if missing:
        return problems
    numbers = entry["value"] if isinstance(entry["value"], list) else [entry["value"]]
    if not numbers or not all(_is_number(n) for n in numbers):
        return [*problems, f"value must be a finite number or a list of them, got {entry['value']!r}"]
    problems += [f"{k} must not be empty" for k in ("source", "where") if not str(entry[k]).strip()]
    problems += [
        f"{k} must be a finite number, got {entry[k]!r}"
        for k in ("low", "high")
        if k in entry and not _is_number(entry[k])
    ]
    if problems:
        return problems
    promised = unit_of(key)
    if promised is not None and promised != entry["unit"]:
        problems.append(f"its name promises {promised!r} but its unit is {entry['unit']!r}")
    if promised is None and entry["unit"] != "1":
        problems.append(f"its name must end in a suffix for {entry['unit']!r} (see kilosol.units)")
    problems += standing_problems(entry)
    if entry.get("dist", "triangular") not in _DISTS:
        problems.append(f"dist must be one of {sorted(_DISTS)}, got {entry['dist']!r}")
    low, high, value = entry.get("low"), entry.get("high"), entry["value"]
    if (low is None) != (high is None):
        problems.append("needs both low and high, or neither")
    elif low is not None and not isinstance(value, list) and not low <= value <= high:
        problems.append(f"value {value} is outside its own range {low} to {high}")
    return problems


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def binary(name: str) -> Path:
    """Path of a shipped binary table (``.npz``) below ``data``; its sidecar TOML names the source."""
    path = Path(__file__).parent / name
    if not path.is_file():
        raise UnknownName("binary table", name, [p.name for p in path.parent.glob("*.npz")])
    return path
