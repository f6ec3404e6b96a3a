"""Line numbers of the keys of a TOML text, which the standard parser does not keep.

The text must be valid TOML (parse it first). Keys inside an inline table have the line of their parent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Location = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)(.*?)\]\]?\s*(#.*)?$")
_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_KEY_PART}(?:\s*\.\s*{_KEY_PART})*)\s*=")
_PART = re.compile(_KEY_PART)
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
    for line, content in enumerate(text.splitlines(), start=1):
        if inside.value:
            inside.read(content)
            continue
        header, key = _HEADER.match(content), _KEY.match(content)
        if header is not None:
            table = _resolved(_parts(header[2]), arrays, is_array=header[1] == "[[")
            lines.setdefault(table, line)
        elif key is not None:
            lines.setdefault((*table, *_parts(key[1])), line)
            inside.read(content[key.end() :])
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


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


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
