"""Line numbers of the keys of a TOML text, which the standard parser does not keep.

The text must be valid TOML (parse it first). Keys inside an inline table have the line of their parent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Location = tuple[str | int, ...]

# Keys and headers are read part by part, and each part in one pass: lines may be long.
_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')[ \t]*""")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|[][{}#]')


def key_lines(text: str) -> dict[Location, int]:
    r"""Line of every table header and key.

    Parameters
    ----------
    text : str
        Valid TOML.

    Returns
    -------
    dict
        Location -> line, counted from 1. An element of an array of tables is located by its index.

    Examples
    --------
    >>> key_lines("a = 1\n[b]\nc = [1,\n 2]\n[[d]]\ne = 3")
    {('a',): 1, ('b',): 2, ('b', 'c'): 3, ('d', 0): 5, ('d', 0, 'e'): 6}
    """
    lines: dict[Location, int] = {}
    arrays: dict[Location, int] = {}
    table: Location = ()
    inside = _Inside()
    # The parser knows no other end of a line, whatever stands in a text.
    for line, content in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if inside.value:
            inside.read(content)
            continue
        begun = content.lstrip(" \t")
        brackets = len(begun) - len(begun[:2].lstrip("[")) - len(begun[2:])
        parts, rest = _parts(begun[brackets:])
        if brackets and parts:
            table = _resolved(parts, arrays, is_array=brackets == len("[["))
            lines.setdefault(table, line)
        elif parts and rest.startswith("="):
            lines.setdefault((*table, *parts), line)
            inside.read(rest[1:])
    return lines


def line_of(at: Location, lines: Mapping[Location, int]) -> int:
    """Line of a key, or of the nearest table around it that has one; 1 for the file itself.

    Examples
    --------
    >>> line_of(("b", "missing"), {("b",): 2})
    2
    """
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 1)


def _parts(text: str) -> tuple[Location, str]:
    """Parts of the dotted key with which a text begins, and what comes after it."""
    parts: list[str] = []
    position = 0
    while found := _PART.match(text, position):
        parts.append(_bare(found[1]))
        position = found.end()
        if text[position : position + 1] != ".":
            break
        position += 1
    return tuple(parts), text[position:]


def _bare(part: str) -> str:
    """Part of a key without its quotes; signs that are escaped as the parser reads them."""
    if part[0] == '"':
        name: str = next(iter(tomllib.loads(f"{part} = 0")))
        return name
    return part.strip("'")


def _resolved(parts: Location, arrays: dict[Location, int], *, is_array: bool) -> Location:
    """Header as a location: arrays of tables that it passes through get the index of their last element."""
    at: Location = ()
    for part in parts[:-1]:
        at = (*at, part)
        if at in arrays:
            at = (*at, arrays[at])
    at = (*at, parts[-1])
    if is_array:
        arrays[at] = arrays.get(at, -1) + 1
        at = (*at, arrays[at])
    return at


class _Inside:
    """Whether a value still goes on: an open bracket, or a string over several lines."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""

    @property
    def value(self) -> bool:
        return self._depth > 0 or bool(self._quote)

    def read(self, content: str) -> None:
        position = 0
        while position < len(content):
            if self._quote:
                end = content.find(self._quote, position)
                if end < 0:
                    return
                position, self._quote = end + len(self._quote), ""
                continue
            token = _TOKEN.search(content, position)
            if token is None or token[0] == "#":
                return
            position = token.end()
            if token[0] in ('"""', "'''"):
                self._quote = token[0]
            elif token[0] in "[{":
                self._depth += 1
            elif token[0] in "]}":
                self._depth -= 1
