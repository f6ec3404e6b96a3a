"""The registry: values as printed elsewhere, one TOML a case in ``data/evidence``.

A case names its package, source, place and kind; below it stand groups of rows that one function recomputes::

    title = "Critical spheres and slabs"
    package = "fission"
    source = "sood2003"
    where = "tables 2, 9, 13 and 25"
    kind = "published"
    note = "what the tolerance is, and why"

    [[groups]]
    what = "k of the sphere {name}"
    unit = "1"
    compute = "fission.sphere_k"
    tolerance = 5e-4
    columns = ["name", "published"]
    rows = [["PUb-1-0-SP", 1.0]]

Columns other than ``published`` are arguments of the function, and so is the group's ``inputs`` table; a
group of one row may say ``published`` itself. ``published`` is a number, a fraction ("12/13"), a date, or a
list of two: a range. The tolerance is ``tolerance`` (a distance, or one below and one above),
``tolerance_frac`` (of the value) or ``errors``: standard errors of a drawn answer, with ``published_error``
of the other program beside them and ``and_frac`` of the value on top where the two methods differ by that
much. ``missed`` says why a value is not reproduced: such a row is shown as a miss, and the only claim is
that it is no worse than ``worst_frac`` of the published value.
"""

from __future__ import annotations

import datetime
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from kilosol.data import references
from kilosol.errors import DataError, UnknownName

ROOT = Path(__file__).parents[1] / "data" / "evidence"
#: Packages in the order in which they are listed.
PACKAGES = ("transfer", "ships", "mars", "solar", "fission", "loads", "grid", "campaign", "planning")
#: What the value beside ours is.
KIND_WORDS = {
    "measured": "measured",
    "published": "from published studies or tables",
    "exact": "exact by mathematics",
    "program": "from another program",
    "own": "from separate computations of our own",
}
#: Key of what we worked out ourselves, apart from the code that ships.
OWN_SOURCE = "kilosol_computed2026"
#: Julian date of the day before the proleptic calendar's first, at midnight.
_JD_OF_ORDINAL_ZERO = 1721424.5

_CASE_KEYS = {"title", "package", "source", "where", "kind", "note", "shared", "groups"}
_GROUP_KEYS = {
    "what",
    "unit",
    "compute",
    "inputs",
    "columns",
    "rows",
    "published",
    "tolerance",
    "tolerance_frac",
}
_GROUP_KEYS |= {
    "errors",
    "and_frac",
    "published_error",
    "source",
    "where",
    "kind",
    "note",
    "missed",
    "worst_frac",
    "slow",
    "needs",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One value as printed, and how to recompute it.

    Parameters
    ----------
    case : str
        Name of the case: its test file without ``test_``.
    package : str
        Package of Kilosol that is checked.
    what : str
        The quantity, in words.
    unit : str
        Unit of all numbers of the row; ``date`` for Julian dates.
    published : tuple of float
        One value, or both ends of a range.
    below, above : float
        Distance by which ours may lie below and above; to be multiplied where it is in shares or errors.
    scale : str
        ``distance``, ``share`` of the published value or ``errors`` of a drawn answer.
    published_error, and_frac : float
        For drawn answers: standard error of the published value, and a share of it that is allowed besides.
    kind : str
        A key of :data:`KIND_WORDS`.
    source, where, note : str
        Key in references.bib, place in it, and why the tolerance is what it is.
    compute : str
        ``module.function`` below ``kilosol.evidence.cases``.
    arguments : mapping
        What it is called with.
    missed : str
        Why the value is not reproduced; empty where it is claimed to be.
    worst_frac : float
        A row that is missed may not be missed by more than this share: a gap must not grow unseen.
    is_slow : bool
        Whether only the full check runs it.
    needs : tuple of str
        Packages, beyond Kilosol's own, that the check needs.
    """

    case: str
    package: str
    what: str
    unit: str
    published: tuple[float, ...]
    below: float
    above: float
    scale: str
    published_error: float
    and_frac: float
    kind: str
    source: str
    where: str
    note: str
    compute: str
    arguments: Mapping[str, Any] = field(hash=False)
    missed: str = ""
    worst_frac: float = math.inf
    is_slow: bool = False
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.what

    @property
    def is_own(self) -> bool:
        """Whether the value beside ours was worked out by ourselves too, by whatever program."""
        return self.kind == "own" or self.source == OWN_SOURCE

    @property
    def is_claimed(self) -> bool:
        """Whether we say that the value is reproduced."""
        return not self.missed


@dataclass(frozen=True, slots=True)
class Case:
    """One test file's worth of evidence.

    Parameters
    ----------
    name, title, package : str
        Name of the test file, what is compared, and the package of Kilosol.
    shared : mapping
        Inputs that the functions of the case read.
    rows : tuple of Row
        In the order of the file.
    """

    name: str
    title: str
    package: str
    shared: Mapping[str, Any]
    rows: tuple[Row, ...]


@cache
def case_names() -> tuple[str, ...]:
    """Names of all cases, sorted."""
    return tuple(sorted(path.stem for path in ROOT.glob("*.toml")))


@cache
def case(name: str) -> Case:
    """A case by name.

    Parameters
    ----------
    name : str
        Its test file without ``test_`` and ending.

    Returns
    -------
    Case

    Raises
    ------
    UnknownName
        If there is none of that name.
    DataError
        If its file breaks the rules of this module's docstring.
    """
    if name not in case_names():
        raise UnknownName("case of evidence", name, case_names())
    raw = tomllib.loads((ROOT / f"{name}.toml").read_text(encoding="utf-8"))
    problems = [f"has unknown key {key!r}" for key in sorted(set(raw) - _CASE_KEYS)]
    problems += [
        f"lacks {key!r}" for key in ("title", "package", "source", "where", "groups") if key not in raw
    ]
    if raw.get("package") not in PACKAGES:
        problems.append(f"package must be one of {', '.join(PACKAGES)}, got {raw.get('package')!r}")
    if problems:
        raise DataError("\n".join(f"evidence/{name}: {text}" for text in problems))
    found = tuple(row for group in raw["groups"] for row in _rows_of(name, raw, group))
    return Case(name, raw["title"], raw["package"], raw.get("shared", {}), found)


def rows(name: str) -> tuple[Row, ...]:
    """Rows of a case.

    Examples
    --------
    >>> [row.published for row in rows("mifflin1990_metabolism")][0]
    (1648.75,)
    """
    return case(name).rows


def shared(name: str) -> Mapping[str, Any]:
    """Inputs that a case holds for all its rows."""
    return case(name).shared


def _rows_of(name: str, raw: Mapping[str, Any], group: Mapping[str, Any]) -> Iterator[Row]:
    label = f"evidence/{name}: group {group.get('what', '?')!r}"
    unknown = sorted(set(group) - _GROUP_KEYS)
    missing = [key for key in ("what", "unit", "compute") if key not in group]
    if unknown or missing:
        raise DataError(f"{label} has unknown keys {unknown}, lacks {missing}")
    about = {key: group.get(key, raw.get(key, "")) for key in ("source", "where", "kind", "note")}
    if about["source"] not in references():
        raise DataError(f"{label} names the source {about['source']!r}, which references.bib lacks")
    if about["kind"] not in KIND_WORDS:
        raise DataError(f"{label} must be of a kind among {', '.join(KIND_WORDS)}, got {about['kind']!r}")
    scale, below, above = _tolerance(label, group)
    columns, cells = group.get("columns", []), group.get("rows", [[]])
    for line in cells:
        if len(line) != len(columns):
            raise DataError(f"{label} has {len(line)} cells for {len(columns)} columns: {line}")
        given = dict(zip(columns, line, strict=True))
        published = given.pop("published", group.get("published"))
        error = given.pop("published_error", group.get("published_error", 0.0))
        # A column of that name beats the group: some tables state a tolerance a row.
        own = {key: given.pop(key) for key in ("tolerance", "tolerance_frac") if key in given}
        if own:
            scale, below, above = _tolerance(label, own)
        if published is None:
            raise DataError(f"{label} says no published value")
        arguments = {**group.get("inputs", {}), **given}
        ends = published if isinstance(published, list) else [published]
        yield Row(
            case=name,
            package=raw["package"],
            what=group["what"].format(**arguments),
            unit=group["unit"],
            published=tuple(_number(end) for end in ends),
            below=below,
            above=above,
            scale=scale,
            published_error=float(error),
            and_frac=float(group.get("and_frac", 0.0)),
            compute=group["compute"],
            arguments=arguments,
            missed=group.get("missed", ""),
            worst_frac=float(group.get("worst_frac", math.inf)),
            is_slow=bool(group.get("slow", False)),
            needs=tuple(group.get("needs", ())),
            **about,
        )


def _tolerance(label: str, group: Mapping[str, Any]) -> tuple[str, float, float]:
    """Scale of a tolerance, and how far ours may lie below and above."""
    scales = {"tolerance": "distance", "tolerance_frac": "share", "errors": "errors"}
    given = [key for key in scales if key in group]
    if not given:
        # Rows that state their own come later; a range is its own tolerance.
        return "distance", 0.0, 0.0
    if len(given) > 1:
        raise DataError(f"{label} has several tolerances: {', '.join(given)}")
    value = group[given[0]]
    ends = value if isinstance(value, list) else [value, value]
    below, above = (float(end) for end in ends)
    if below < 0 or above < 0 or math.isnan(below + above):
        raise DataError(f"{label} has a negative tolerance: {value}")
    return scales[given[0]], below, above


def _number(value: object) -> float:
    """A number, a fraction in text, or the Julian date of a day's middle."""
    if isinstance(value, datetime.date):
        return value.toordinal() + _JD_OF_ORDINAL_ZERO + 0.5
    return float(Fraction(value)) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
