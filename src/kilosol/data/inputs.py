"""Tiers of computed values against those of what they were computed from."""

from __future__ import annotations

from collections.abc import Iterable

from kilosol.data.bibliography import references
from kilosol.data.cited import BEST_TIERS, Cited, Tier
from kilosol.data.columns import columns
from kilosol.data.standing import weaker
from kilosol.data.tables import Table, parse_table, table, table_names
from kilosol.errors import DataError, did_you_mean


def input_problems(values: Iterable[Cited]) -> list[str]:
    """Computed values whose tier is above that of their weakest input, or whose inputs are not known.

    Parameters
    ----------
    values : iterable of Cited
        An input is a path among them, that of a shipped value, or a key of references.bib.

    Returns
    -------
    list of str
        One line each, empty if nothing is wrong.

    Examples
    --------
    >>> guess = Cited("mine", "mass_kg", 3.0, "kg", "assumption", "mine", "D")
    >>> sum_of = Cited("mine", "sum_kg", 6.0, "kg", "kilosol_computed2026", "2 x", "B", seen="computed",
    ...                inputs=("mine.mass_kg",))
    >>> input_problems([guess, sum_of])
    ['mine.sum_kg: tier B is above D, that of its weakest input mine.mass_kg']
    """
    known = {value.path: value for value in values}
    problems: list[str] = []
    for value in known.values():
        problems += [f"{value.path}: {text}" for text in _problems_of(value, known)]
    return problems


def _problems_of(value: Cited, known: dict[str, Cited]) -> list[str]:
    worst: tuple[Tier, str] = ("A", "")
    unknown: list[str] = []
    for path in value.inputs:
        tier = _tier_of(path, known)
        if tier is None or path == value.path:
            unknown.append(f"input {path!r} is no other cited value or source{did_you_mean(path, known)}")
        else:
            worst = max(worst, (tier, path))
    tier, path = worst
    if weaker(value.tier, tier) != value.tier:
        unknown.append(f"tier {value.tier} is above {tier}, that of its weakest input {path}")
    return unknown


def _tier_of(path: str, known: dict[str, Cited]) -> Tier | None:
    if path in known:
        return known[path].tier
    reference = references().get(path)
    if reference is not None:
        return BEST_TIERS[reference.seen]
    name, _, key = path.rpartition(".")
    if name not in table_names():
        return None
    opened = table(name)
    if "columns" in opened.text and key in columns(name):
        return columns(name).cited(key).tier
    return opened.cited_at(key).tier if key in opened else None


def own_table(name: str, raw: dict[str, object]) -> Table:
    """Table of a user's own file, its computed values checked against their inputs.

    Parameters
    ----------
    name : str
        For messages and paths.
    raw : dict
        The file's content.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        With every problem of the table, one a line.
    """
    found = parse_table(name, raw)
    problems = input_problems(found.peek())
    if problems:
        raise DataError("\n".join(problems))
    return found
