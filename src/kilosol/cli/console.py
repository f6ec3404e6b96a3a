"""Streams that take any text: whatever their code page, and where there is none.

Python opens standard output with the code page of the machine and stops at the first letter that it lacks; on
Windows that holds for every output that is redirected. A stream that was closed (``>&-``, services) is not
there at all. Both are settled here, once, before a command begins.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

#: Name under which Python finds what stands for a letter that a code page lacks.
HANDLER = "kilosol-console"

# Of what Python sets by itself. A user who asked for another way, such as `xmlcharrefreplace`, gets it.
_OF_PYTHON = frozenset({"strict", "surrogateescape", "backslashreplace"})

_PLAIN = {
    "×": "x", "✕": "x", "·": "*", "⋅": "*", "÷": "/", "⁄": "/", "−": "-", "±": "+/-", "≈": "~", "≤": "<=",
    "≥": ">=", "≠": "!=", "→": "->", "←": "<-", "↔": "<->", "∞": "inf", "√": "sqrt", "°": " deg", "µ": "u",
    "μ": "u", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "‘": "'", "’": "'", "‚": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "′": "'", "″": '"', "•": "*", "✓": "ok", "●": "*",
    "◆": "*", "△": "^", "─": "-", "━": "-", "│": "|", "├": "+", "└": "+", "┌": "+", "┐": "+", "┘": "+",
    "┤": "+", "┬": "+", "┴": "+", "┼": "+", "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": "",
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "€": "EUR",
}  # fmt: skip

# Heights of a bar, lowest first, and what shows them in plain letters.
_PLAIN.update(zip("▁▂▃▄▅▆▇█", "_.-=+*%#", strict=True))

_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def take_any_text() -> None:
    """Let standard output and error of this process take any text, and be there.

    Letters that a stream's code page lacks are written plainly, as :func:`plain` does; a stream that was
    closed is replaced by one that nobody reads, under its own number as well: else the next file that is
    opened would get that number, and what a library prints.
    """
    codecs.register_error(HANDLER, _substitute)
    for name, handle, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False):
            setattr(sys, name, _null(handle, mode))
        elif mode == "w" and getattr(stream, "errors", None) in _OF_PYTHON:
            # Streams of notebooks and of tests need not have it.
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(errors=HANDLER)


def let_go(stream: TextIO) -> None:
    """Let what waits for a stream that takes no more go nowhere, so that it does not fail at exit."""
    # A stand-in of a notebook or a test has no number, and nothing at exit.
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream takes every letter as it is."""
    encoding = getattr(stream, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name == "utf-8"


def fitted(text: str, stream: TextIO) -> str:
    """A text as a stream will show it, so that columns can be laid out by its length."""
    encoding = getattr(stream, "encoding", None)
    if encoding is None or getattr(stream, "errors", None) != HANDLER:
        return text
    return text.encode(encoding, HANDLER).decode(encoding, "replace")


def plain(text: str) -> str:
    r"""A text in the letters that every console has.

    Examples
    --------
    >>> plain("1\u202f250 × 3 km²/s², 10⁻⁵ ± 2, “so”, naïve, 3 ≤ ½, 火")
    '1 250 x 3 km2/s2, 10^-5 +/- 2, "so", naive, 3 <= 1/2, \\u706b'
    """
    return "".join(
        letter if letter.isascii() else _plain_letter(letter, text[i - 1 : i])
        for i, letter in enumerate(text)
    )


def _plain_letter(letter: str, before: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    parts = "".join(
        _PLAIN.get(part, part)
        for part in unicodedata.normalize("NFKD", letter)
        if not unicodedata.combining(part)
    )
    if not parts.isascii() or not (parts or unicodedata.combining(letter)):
        return letter.encode("ascii", "backslashreplace").decode()
    # "10⁵" must not be read as 105; "km²" is read as it is meant.
    is_power = letter in _RAISED and before not in _RAISED and not before.isalpha()
    return f"^{parts}" if is_power else parts


def _substitute(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that a code page lacks, as Python asks for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start = error.object, error.start
    before = text[max(start - 1, 0) : start]
    return plain(before + text[start : error.end])[len(plain(before)) :], error.end


def _null(handle: int, mode: str) -> Any:
    with suppress(OSError):
        try:
            os.fstat(handle)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            # What this process starts gets it too.
            if null == handle:
                os.set_inheritable(handle, True)
            else:
                os.dup2(null, handle)
                os.close(null)
    return Path(os.devnull).open(mode, encoding="utf-8")
