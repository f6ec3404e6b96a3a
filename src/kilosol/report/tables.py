"""What a table of the report holds; the template only prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

#: Most bars: a reader compares no more.
MOST_BARS = 16


@dataclass(frozen=True, slots=True)
class Badge:
    """A cell that carries a status: never by colour alone, its text says it too.

    Parameters
    ----------
    text : str
        The word.
    status : str
        ``good``, ``warn``, ``bad`` or ``neutral``.
    """

    text: str
    status: str


Cell = str | Badge


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    label : str
        Heading, with its unit where the cells carry none.
    is_number : bool
        Set right-aligned, in digits of one width.
    """

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row heads the row.

    Parameters
    ----------
    caption : str
        What it lists.
    columns : sequence of Column
        Headings.
    rows : sequence of sequences of str or Badge
        Cells, as many as columns.
    is_long : bool
        Folded until asked for.
    stacks : bool
        On a phone every row becomes a block of labelled lines: for tables that hold sentences.
    strong_rows : frozenset of int
        Rows to set off, for example the chosen design.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    is_long: bool = False
    stacks: bool = False
    strong_rows: frozenset[int] = field(default_factory=frozenset)


def columns(words: str, numbers: str) -> tuple[Column, ...]:
    """Columns from two lists of headings parted by ``|``: words first, then numbers.

    Examples
    --------
    >>> [c.label for c in columns("Design", "Mass|Flights")]
    ['Design', 'Mass', 'Flights']
    """
    return tuple(
        [Column(label) for label in words.split("|") if label]
        + [Column(label, is_number=True) for label in numbers.split("|") if label]
    )


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page.

    Parameters
    ----------
    name : str
        Anchor.
    label : str
        One or two words for the navigation.
    title : str
        Heading; for an answer, its question.
    headline, sentence, status : str
        The answer; empty for the closing parts.
    figures : sequence of str
        Names in ``FIGURES``.
    tables : sequence of Table
        Printed below the figures.
    text : str
        A paragraph above them.
    """

    name: str
    label: str
    title: str
    headline: str = ""
    sentence: str = ""
    status: str = ""
    figures: Sequence[str] = ()
    tables: Sequence[Table] = ()
    text: str = ""
