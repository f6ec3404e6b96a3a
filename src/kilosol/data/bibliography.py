"""Reading of references.bib: small, plain BibTeX, one field a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from kilosol.data.cited import Seen
from kilosol.errors import DataError

_BIB = Path(__file__).parent / "references.bib"
_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),\s*\n(.*?)\n\}", re.DOTALL)
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", re.MULTILINE)


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
        What was read of it, and what a reader must know.
    seen : {"primary", "secondary", "recalled", "computed"}
        How it was read; a value that does not say otherwise was seen so.
    """

    key: str
    kind: str
    author: str
    title: str
    year: str
    where: str
    note: str
    seen: Seen

    def __str__(self) -> str:
        # What has no title, a post or a remark, is described in our words: those get no quotation marks.
        is_described = self.kind == "misc" and self.note.startswith("secondary")
        title = self.title if is_described else f"“{self.title}”"
        parts = [self.author, title, self.where, self.year]
        return ", ".join(p for p in parts if p)


@lru_cache(maxsize=1)
def references() -> dict[str, Reference]:
    """All sources by citation key.

    Raises
    ------
    DataError
        If an entry does not say how its source was read.

    Examples
    --------
    >>> "park2021" in references()
    True
    """
    found: dict[str, Reference] = {}
    for kind, key, body in _ENTRY.findall(_BIB.read_text(encoding="utf-8")):
        field = dict(_FIELD.findall(body))
        places = ("journal", "booktitle", "institution", "number", "howpublished", "doi")
        where = ", ".join(field[p] for p in places if field.get(p))
        seen = field.get("seen", "")
        if seen not in get_args(Seen):
            raise DataError(
                f"references.bib: {key}: seen must be one of {', '.join(get_args(Seen))}, got {seen!r}"
            )
        found[key] = Reference(
            key=key,
            kind=kind.lower(),
            author=field.get("author", ""),
            title=field.get("title", ""),
            year=field.get("year", ""),
            where=where,
            note=field.get("note", ""),
            seen=cast(Seen, seen),
        )
    return found
