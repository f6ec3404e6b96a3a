"""Texts and bytes made wrong on purpose: what an editor, a spreadsheet, a disk or a stranger may leave."""

from __future__ import annotations

import re

from hypothesis import strategies as st

#: Words that readers of TOML, CSV and numbers trip over.
WORDS: tuple[bytes, ...] = (
    *(
        # One string of words, so that one sees them all.
        b"nan -nan inf -inf 0 -0.0 -1 1 2 1e308 1e999 -1e308 1e-320 0.1 1_000 0x1F 9223372036854775808 true "
        b"false '' [] {} [[]] [{}] [1,2] ['x'] {a=1} 1979-05-27 1979-05-27T07:32:00Z 07:32:00 'x' 'kg' null "
        b"None ; , = # [ ] { } ' \\ \\u0000 \\n [[x]] [x] x.y=1 a.b.c=1 0..1 1,5 %s {0} <b> ../../etc/passwd "
        b"/ . ~ $HOME"
    ).split(),
    b'"',
    b'"x"',
    b'"9e99 kg"',
    b'"1 furlong"',
    "\u2603".encode(),
    "\u2028".encode(),
    "\u0661".encode(),
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\t",
    b"\x1a",
    b"\x1b[31m",
    b"9" * 400,
    b"1" + b"0" * 400 + b".0",
    b"x" * 3000,
    b"[" * 300,
)

_NUMBER = re.compile(rb"-?\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?")
_VALUE = re.compile(rb"(?<=[=,])[^,#\n]*")
_KEY = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*")


@st.composite
def mutated(draw: st.DrawFn, texts: tuple[bytes, ...]) -> bytes:
    """One of the texts with one to four things done to it."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        edit = draw(st.sampled_from(_EDITS))
        # One whole number decides where: shrinking moves it to the front of the file.
        text = edit(text, draw(st.integers(0, 2**32)), draw(st.sampled_from(WORDS)))
    return text


def _flip(text: bytes, at: int, word: bytes) -> bytes:
    if not text:
        return word
    place = at % len(text)
    return text[:place] + bytes([text[place] ^ (1 << (at // len(text)) % 8)]) + text[place + 1 :]


def _insert(text: bytes, at: int, word: bytes) -> bytes:
    place = at % (len(text) + 1)
    return text[:place] + word + text[place:]


def _cut(text: bytes, at: int, word: bytes) -> bytes:
    place = at % (len(text) + 1)
    return text[:place] + text[place + 1 + (at // 7) % 40 :]


def _truncate(text: bytes, at: int, word: bytes) -> bytes:
    return text[: at % (len(text) + 1)]


def _number(text: bytes, at: int, word: bytes) -> bytes:
    return _put(_NUMBER, text, at, word)


def _value(text: bytes, at: int, word: bytes) -> bytes:
    return _put(_VALUE, text, at, b" " + word)


def _key(text: bytes, at: int, word: bytes) -> bytes:
    return _put(_KEY, text, at, word)


def _put(pattern: re.Pattern[bytes], text: bytes, at: int, word: bytes) -> bytes:
    found = list(pattern.finditer(text))
    if not found:
        return _insert(text, at, word)
    chosen = found[at % len(found)]
    return text[: chosen.start()] + word + text[chosen.end() :]


def _drop_line(text: bytes, at: int, word: bytes) -> bytes:
    lines = text.split(b"\n")
    del lines[at % len(lines)]
    return b"\n".join(lines)


def _repeat_line(text: bytes, at: int, word: bytes) -> bytes:
    lines = text.split(b"\n")
    lines.insert((at // 11) % len(lines), lines[at % len(lines)])
    return b"\n".join(lines)


def _other_line(text: bytes, at: int, word: bytes) -> bytes:
    lines = text.split(b"\n")
    lines[at % len(lines)] = word
    return b"\n".join(lines)


def _other_coding(text: bytes, at: int, word: bytes) -> bytes:
    coding = ("utf-16", "utf-8-sig", "cp1252", "utf-32")[at % 4]
    return text.decode("utf-8", "replace").encode(coding, "replace")


#: The gentle ones come twice: a file that is wrong in one place only gets further in.
_EDITS = (
    _value, _value, _value, _number, _number, _number, _key, _drop_line, _repeat_line, _other_line, _insert,
    _cut, _flip, _truncate, _other_coding,
)  # fmt: skip
