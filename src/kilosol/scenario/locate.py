"""Line numbers of the keys of a TOML text, which the standard parser does not keep.

The text must be valid TOML (parse it first). Keys inside an inline table have the line of their parent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress

Location = tuple[str | int, ...]

# Keys and headers are read part by part, and each part in one pass: lines may be long.
_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')[ \t]*""")
_SIGN = re.compile(r"[\]\[{}#\"']")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"')


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
    if "\\" in part and part[0] == '"':
        with suppress(tomllib.TOMLDecodeError):
            return str(next(iter(tomllib.loads(f"{part} = 0"))))
    return part.strip(part[0]) if part[0] in "\"'" else part


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
            sign = _SIGN.search(content, position)
            if sign is None or sign[0] == "#":
                return
            position = sign.end()
            if sign[0] in "\"'":
                position = self._after_quote(content, sign.start())
            else:
                self._depth += 1 if sign[0] in "[{" else -1

    def _after_quote(self, content: str, start: int) -> int:
        """Place after a text that ends in its line; after three quotes one may go on for many."""
        quote = content[start]
        if content.startswith(3 * quote, start):
            self._quote = 3 * quote
            return start + 3
        if quote == '"':
            found = _STRING.match(content, start)
            return found.end() if found else len(content)
        end = content.find(quote, start + 1)
        return end + 1 if end >= 0 else len(content)
