"""Loading of long tables: a CSV beside a TOML that states its source and units.

``mars/appelbaum_f.csv`` is described by the entry ``[columns]`` of ``mars/appelbaum_f.toml``::

    title = "Normalised net flux"
    source = "appelbaum1991"
    where = "table III"
    tier = "B"
    [columns]
    tau = "1"
    z_deg = "deg"

A column that does not come as the rest does has its own source, place and tier in ``[provenance]``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data.cited import Cited
from kilosol.data.ledger import note_use
from kilosol.data.standing import seen_of, standing_problems
from kilosol.data.tables import ROOT, toml_of
from kilosol.errors import DataError, UnknownName
from kilosol.units import unit_of


class Columns(Mapping[str, NDArray[np.float64]]):
    """Columns of a long table, by name, each of shape (rows,).

    Parameters
    ----------
    name : str
        Path below ``data/tables`` without its ending.
    about : mapping
        ``title``, ``source``, ``where``, ``tier`` and ``columns`` (name -> unit).
    arrays : mapping
        Name -> values.
    """

    def __init__(
        self, name: str, about: Mapping[str, Any], arrays: Mapping[str, NDArray[np.float64]]
    ) -> None:
        self.name = name
        self.about = about
        self._arrays = arrays

    def cited(self, column: str) -> Cited:
        """The column as one cited list of values."""
        about = _standing_of(self.about, column)
        return Cited(
            table=self.name,
            key=column,
            value=tuple(self._arrays[column].tolist()),
            unit=self.about["columns"][column],
            source=about["source"],
            where=about["where"],
            tier=about["tier"],
            note=about.get("note", ""),
            seen=seen_of(about),
            inputs=tuple(about.get("inputs", ())),
        )

    def __getitem__(self, column: str) -> NDArray[np.float64]:
        if column not in self._arrays:
            raise UnknownName(f"column in table {self.name!r}", column, self._arrays)
        note_use(self.cited(column))
        return self._arrays[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


@cache
def columns(name: str) -> Columns:
    """Long table by name.

    Parameters
    ----------
    name : str
        Path below ``data/tables`` without its ending; a ``.csv`` and a ``.toml`` must stand there.

    Returns
    -------
    Columns

    Raises
    ------
    UnknownName
        If no such table ships.
    DataError
        If the CSV's header and the description disagree.
    """
    path = ROOT / f"{name}.csv"
    if not path.is_file():
        known = (p.relative_to(ROOT).with_suffix("").as_posix() for p in ROOT.rglob("*.csv"))
        raise UnknownName("long table", name, known)
    return parse_columns(name, toml_of(path.with_suffix(".toml")), _text_of(path))


def parse_columns(name: str, about: Mapping[str, Any], text: str) -> Columns:
    """Build a long table from its description and the text of its CSV.

    Parameters
    ----------
    name : str
        Name for messages and paths.
    about : mapping
        The description: ``columns`` (name -> unit), ``source``, ``where``, ``tier``.
    text : str
        The CSV with its header.

    Returns
    -------
    Columns

    Raises
    ------
    DataError
        If header and description disagree, or a cell is no number; with the line.
    """
    lacks = [key for key in ("columns", "source", "where", "tier") if key not in about]
    if lacks or not isinstance(about["columns"], Mapping):
        raise DataError(f"{name}: its description lacks {', '.join(lacks) or 'a table of columns'}")
    try:
        rows = list(csv.reader(text.splitlines()))
    except csv.Error as error:
        raise DataError(f"{name}: not a CSV ({error})") from error
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    if header != list(about["columns"]):
        raise DataError(f"{name}: the header {header} is not the described {list(about['columns'])}")
    problems = {
        f"{name}.{column}: {text}"
        for column in about["columns"]
        for text in standing_problems(_standing_of(about, column))
    }
    if problems:
        raise DataError("\n".join(sorted(problems)))
    for column, unit in about["columns"].items():
        if (unit_of(column) or "1") != unit:
            raise DataError(f"{name}.{column}: its name promises {unit_of(column)!r}, described as {unit!r}")
    values = np.empty((len(body), len(header)))
    for i, row in enumerate(body):
        try:
            values[i] = [float(cell) for cell in row]
        except ValueError:
            raise DataError(f"{name}:{i + 2}: needs {len(header)} numbers, got {','.join(row)!r}") from None
    return Columns(name, about, {c: values[:, i] for i, c in enumerate(header)})


def _standing_of(about: Mapping[str, Any], column: str) -> Mapping[str, Any]:
    """Source, place, tier and what else a column is cited with: its own, or else that of the table."""
    own = about.get("provenance", {}).get(column)
    return {"note": about.get("note", ""), **own} if own else about


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}); install Kilosol again") from error
