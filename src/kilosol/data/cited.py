"""A number that carries its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: A measured, B study, C claim (prints as "claimed"), D assumption.
Tier = Literal["A", "B", "C", "D"]

TIER_WORDS: dict[Tier, str] = {"A": "measured", "B": "study", "C": "claimed", "D": "assumption"}


@dataclass(frozen=True, slots=True)
class Cited:
    """A value with its unit, source and range.

    Parameters
    ----------
    table : str
        Name of the table that holds it.
    key : str
        Name in the table; its suffix is its unit.
    value : float or tuple of float
        The value, or an ordered list of values of one kind.
    unit : str
        Unit, a value of :data:`kilosol.units.SUFFIX_UNITS`.
    source : str
        Key in references.bib, or ``"assumption"``.
    where : str
        Table, page or equation in the source.
    tier : {"A", "B", "C", "D"}
        Measured, study, claim or assumption.
    low, high : float or None
        Range for uncertainty studies; None where none is stated.
    dist : str
        Distribution over [low, high]: ``uniform``, ``triangular`` or ``loguniform``.
    note : str
        What a reader must know to use the number well.
    """

    table: str
    key: str
    value: float | tuple[float, ...]
    unit: str
    source: str
    where: str
    tier: Tier
    low: float | None = None
    high: float | None = None
    dist: str = "triangular"
    note: str = ""

    def __float__(self) -> float:
        if isinstance(self.value, tuple):
            raise TypeError(f"{self.path} is a list of {len(self.value)} values; use Table.array")
        return self.value

    @property
    def path(self) -> str:
        """Table and key, the address of the value: ``fission/kilopower-10.mass_kg``."""
        return f"{self.table}.{self.key}"

    @property
    def is_assumption(self) -> bool:
        """Whether the value has no published source."""
        return self.source == "assumption"
