"""A number that carries its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: A measured, B study, C claim (prints as "claimed", or "recalled"), D assumption.
Tier = Literal["A", "B", "C", "D"]

TIER_WORDS: dict[Tier, str] = {"A": "measured", "B": "study", "C": "claimed", "D": "assumption"}

#: How a value was come by: read in the source itself, read in another text that quotes it, from memory,
#: or computed for Kilosol. An assumption has no source to see.
Seen = Literal["primary", "secondary", "recalled", "computed"]

#: Best tier that a value may bear by how it was seen; a computed one bears that of its weakest input.
BEST_TIERS: dict[Seen, Tier] = {"primary": "A", "secondary": "B", "recalled": "C", "computed": "A"}


def standing(tier: Tier, seen: Seen | None) -> str:
    """Word for how sure a value is.

    Parameters
    ----------
    tier : {"A", "B", "C", "D"}
    seen : str or None
        How it was come by; None for an assumption, or where it is not told.

    Returns
    -------
    str
        Tier C holds claims and what was only recalled: the word tells which.

    Examples
    --------
    >>> standing("C", "secondary"), standing("C", "recalled")
    ('claimed', 'recalled')
    """
    return "recalled" if tier == "C" and seen == "recalled" else TIER_WORDS[tier]


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
    seen : {"primary", "secondary", "recalled", "computed"} or None
        How the value was come by; it caps the tier. None for an assumption.
    inputs : tuple of str
        What a computed value was computed from: paths of cited values, keys of references.bib.
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
    seen: Seen | None = None
    inputs: tuple[str, ...] = ()

    def __float__(self) -> float:
        if isinstance(self.value, tuple):
            raise TypeError(f"{self.path} is a list of {len(self.value)} values; use Table.array")
        return self.value

    @property
    def path(self) -> str:
        """Table and key, the address of the value: ``fission/kilopower-10.mass_kg``."""
        return f"{self.table}.{self.key}"

    @property
    def standing(self) -> str:
        """Word for how sure the value is: measured, study, claimed, recalled or assumption."""
        return standing(self.tier, self.seen)

    @property
    def is_assumption(self) -> bool:
        """Whether the value has no published source."""
        return self.source == "assumption"
