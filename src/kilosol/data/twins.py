"""Cited values that seem to mean the same: one quantity must have one value.

Two values are twins if their units agree, their numbers lie close, and their names and places use the same
rare words. A pair that looks alike and means two things is listed with the reason in ``different.toml``; one
that means one thing keeps one row, and the other points to it with ``same_as``.
"""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from kilosol.data.cited import Cited
from kilosol.data.tables import table, table_names

#: Likeness of two texts from which a pair is looked at: 1 means the same words; unlike things stay below.
LIKENESS = 0.45

#: The same between a sheet and another table: a copied row.
COPIED = 0.75

#: Part by which two values of one thing may lie apart.
_NEAR = 0.05

#: Units that are one: a ratio of masses is a pure number, a rate a year one a Mars year nearly.
_SAME_UNIT = {"kg/kg": "1", "1/yr": "1"}
_WORD = re.compile(r"[a-z]{3,}")
_ENDING = re.compile(r"(ies|es|s|ed|ing|ly)$")
_DIFFERENT = Path(__file__).parent / "different.toml"
# Folders of sheets: each file describes a thing of its own, so that alike rows of two are no twins.
_SHEETS = ("loads/processes/", "ships/starship-", "transfer/tug-")
# Words of a name weigh as much as two of the place.
_NAME_WEIGHT, _MOST_WEIGHT = 2, 2


def twins(values: Iterable[Cited]) -> list[tuple[Cited, Cited, float]]:
    """Pairs of values that seem to mean the same, the most alike first.

    Parameters
    ----------
    values : iterable of Cited
        Lists and columns of long tables are left out, and so are pairs in one table and pairs of sheets. A
        sheet and another table are a pair only where number, source and words are copied.

    Returns
    -------
    list of (Cited, Cited, float)
        The two, and how alike their words are, from 0 to 1.

    Examples
    --------
    >>> one = Cited("a", "boil_off_per_day", 5e-4, "1/d", "assumption", "insulated tank", "D")
    >>> same = Cited("b", "boil_off_per_day", 5e-4, "1/d", "assumption", "tank, insulated", "D")
    >>> other = Cited("c", "mass_kg", 1.0, "kg", "assumption", "weighed", "D")
    >>> [(a.path, b.path) for a, b, _ in twins([one, same, other])]
    [('a.boil_off_per_day', 'b.boil_off_per_day')]
    """
    single = [value for value in values if not isinstance(value.value, tuple)]
    likeness = _Likeness(single)
    found = [
        (one, other, likeness.of(i, j))
        for (i, one), (j, other) in itertools.combinations(enumerate(single), 2)
        if _may_be_one(one, other)
    ]
    return sorted((pair for pair in found if pair[2] >= _least(*pair[:2])), key=lambda pair: -pair[2])


def twin_problems(values: Iterable[Cited]) -> list[str]:
    """Twins that nobody has looked at, and pairs listed as different that are none any more.

    Parameters
    ----------
    values : iterable of Cited

    Returns
    -------
    list of str
        One line each.
    """
    listed, met = different(), set()
    problems = []
    for one, other, _ in twins(values):
        pairs = {frozenset((one.path, other.path)), frozenset((one.table, other.table))}
        if pairs & listed.keys():
            met |= pairs
            continue
        problems.append(
            f"{one.path} = {float(one):g} and {other.path} = {float(other):g} seem to mean the same: let one "
            "be { same_as = ... } the other, or say in data/different.toml why they are two"
        )
    stale = sorted(" and ".join(sorted(pair)) for pair in listed.keys() - met)
    return problems + [f"data/different.toml: {pair} are no longer alike; take the row out" for pair in stale]


@cache
def different() -> dict[frozenset[str], str]:
    """Pairs of paths, or of tables, that look alike and are two things, with the reason."""
    rows = tomllib.loads(_DIFFERENT.read_text(encoding="utf-8"))["pairs"]
    return {frozenset((row["one"], row["other"])): row["why"] for row in rows}


class _Likeness:
    """Cosine between the words of two values, rare words weighing more."""

    def __init__(self, values: Sequence[Cited]) -> None:
        bags = [_bag(value) for value in values]
        spread = Counter(word for bag in bags for word in bag)
        self.weights = [
            {word: min(n, _MOST_WEIGHT) * math.log1p(len(bags) / spread[word]) for word, n in bag.items()}
            for bag in bags
        ]
        self.lengths = [math.sqrt(sum(x * x for x in row.values())) or 1.0 for row in self.weights]

    def of(self, i: int, j: int) -> float:
        one, other = self.weights[i], self.weights[j]
        shared = sum(weight * other.get(word, 0.0) for word, weight in one.items())
        return shared / self.lengths[i] / self.lengths[j]


def _bag(value: Cited) -> Counter[str]:
    bag: Counter[str] = Counter()
    for word in _words(value.key.replace("_", " ")):
        bag[word] += _NAME_WEIGHT
    bag.update(_words(f"{value.where} {value.note}"))
    return bag


def _words(text: str) -> list[str]:
    return [_ENDING.sub("", word) for word in _WORD.findall(text.lower())]


def _n_sheets(one: Cited, other: Cited) -> int:
    return is_sheet(one.table) + is_sheet(other.table)


def _least(one: Cited, other: Cited) -> float:
    return COPIED if _n_sheets(one, other) else LIKENESS


def _may_be_one(one: Cited, other: Cited) -> bool:
    n_sheets = _n_sheets(one, other)
    if one.table == other.table or n_sheets > 1:
        return False
    if n_sheets == 1 and (one.value, one.source) != (other.value, other.source):
        return False
    if _SAME_UNIT.get(one.unit, one.unit) != _SAME_UNIT.get(other.unit, other.unit):
        return False
    a, b = float(one), float(other)
    return abs(a - b) <= _NEAR * max(abs(a), abs(b)) or (_holds(one, b) and _holds(other, a))


def _holds(cited: Cited, value: float) -> bool:
    return cited.low is not None and cited.high is not None and cited.low <= value <= cited.high


@cache
def is_sheet(name: str) -> bool:
    """Whether a table describes one thing among others of its kind: a unit, a ship, a process.

    Examples
    --------
    >>> is_sheet("fission/topaz-1"), is_sheet("fission/dose")
    (True, False)
    """
    if name.startswith(_SHEETS):
        return True
    return name in table_names() and table(name).text.get("kind") == "fission_unit"
