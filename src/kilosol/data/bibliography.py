"""Reading of references.bib: small, plain BibTeX, one field a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_BIB = Path(__file__).parent / "references.bib"
_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source.

    Parameters
    ----------
    key : str
        Citation key, for example ``poston2020``.
    kind : str
        BibTeX entry type.
    author, title, year, where : str
        What a reader needs to find it; `where` joins journal, institution, number and DOI.
    note : str
        How it was read: primary, secondary or recalled.
    """

    key: str
    kind: str
    author: str
    title: str
    year: str
    where: str
    note: str

    def __str__(self) -> str:
        # What has no title, a post or a remark, is described in our words: those get no quotation marks.
        is_described = self.kind == "misc" and self.note.startswith("secondary")
        title = self.title if is_described else f"“{self.title}”"
        parts = [self.author, title, self.where, self.year]
        return ", ".join(p for p in parts if p)


@lru_cache(maxsize=1)
def references() -> dict[str, Reference]:
    """All sources by citation key.

    Examples
    --------
    >>> "park2021" in references()
    True
    """
    found: dict[str, Reference] = {}
    for kind, key, field in _entries(_BIB.read_text(encoding="utf-8")):
        places = ("journal", "booktitle", "institution", "number", "howpublished", "doi")
        where = ", ".join(field[p] for p in places if field.get(p))
        found[key] = Reference(
            key=key,
            kind=kind.lower(),
            author=field.get("author", ""),
            title=field.get("title", ""),
            year=field.get("year", ""),
            where=where,
            note=field.get("note", ""),
        )
    return found


def _entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Kind, key and fields of every entry: one field a line, braces around its text."""
    lines = iter(text.split("\n"))
    for line in lines:
        begun = _ENTRY.fullmatch(line.rstrip())
        if begun is None:
            continue
        field: dict[str, str] = {}
        for inner in lines:
            if inner.startswith("}"):
                break
            name, equals, value = inner.partition("=")
            value = value.strip().removesuffix(",")
            if equals and value.startswith("{") and value.endswith("}"):
                field[name.strip()] = value[1:-1]
        yield begun[1], begun[2], field
