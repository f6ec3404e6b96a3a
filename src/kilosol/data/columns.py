"""Loading of long tables: a CSV beside a TOML that states its source and units.

``mars/appelbaum_f.csv`` is described by the entry ``[columns]`` of ``mars/appelbaum_f.toml``::

    title = "Normalised net flux"
    source = "appelbaum1991"
    where = "table III"
    tier = "B"
    [columns]
    tau = "1"
    z_deg = "deg"
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data.cited import Cited
from kilosol.data.ledger import note_use
from kilosol.data.tables import ROOT
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
        about = self.about
        return Cited(
            table=self.name,
            key=column,
            value=tuple(self._arrays[column].tolist()),
            unit=about["columns"][column],
            source=about["source"],
            where=about["where"],
            tier=about["tier"],
            note=about.get("note", ""),
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
    about = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    header, body = rows[0], rows[1:]
    if header != list(about["columns"]):
        raise DataError(f"{name}: the header {header} is not the described {list(about['columns'])}")
    for column, unit in about["columns"].items():
        if (unit_of(column) or "1") != unit:
            raise DataError(f"{name}.{column}: its name promises {unit_of(column)!r}, described as {unit!r}")
    values = np.array([[float(cell) for cell in row] for row in body], dtype=np.float64)
    return Columns(name, about, {c: values[:, i] for i, c in enumerate(header)})
