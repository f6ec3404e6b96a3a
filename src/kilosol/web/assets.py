"""Scripts and styles of the pages: where each lies, and an address that changes with its content.

A browser keeps such a file for good, and with it the compiled form of a script, so that a large library is
read and compiled by the first visit alone.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response

#: Files of our own, beside this module.
OWN = ("app.css", "app.js", "htmx.min.js", "htmx.LICENSE.txt")

#: Files of other packages that pages load: one copy of each, wherever it is installed.
BORROWED = ("plotly.min.js", "report.js", "report.css")

# Of the content's hash: enough to tell versions apart, short enough to read.
_DIGITS = 12
_KEPT = "max-age=31536000, immutable"
_ASKED_AGAIN = "no-cache"


def place_of(name: str) -> Path:
    """Where a listed file lies.

    Parameters
    ----------
    name : str
        One of `OWN` or `BORROWED`.
    """
    if name in OWN:
        return Path(__file__).parent / "static" / name
    if name == "plotly.min.js":
        spec = find_spec("plotly")
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).parent / "package_data" / name
    return Path(__file__).parents[1] / "report" / "templates" / name


@lru_cache(maxsize=len(OWN) + len(BORROWED))
def _mark(name: str) -> str:
    return hashlib.sha256(place_of(name).read_bytes()).hexdigest()[:_DIGITS]


def address_of(name: str) -> str:
    """Address of a file as it is now.

    Examples
    --------
    >>> address_of("app.js").partition("?")[0], address_of("report.js").partition("?")[0]
    ('/static/app.js', '/static/borrowed/report.js')
    """
    folder = "/static" if name in OWN else "/static/borrowed"
    return f"{folder}/{name}?{_mark(name)}"


async def own_file(request: Request, name: str) -> Response:
    """A file of our own."""
    return _answer(request, name, OWN)


async def borrowed_file(request: Request, name: str) -> Response:
    """A file of another package."""
    return _answer(request, name, BORROWED)


def _answer(request: Request, name: str, listed: tuple[str, ...]) -> Response:
    if name not in listed:
        return Response("no such file", 404, media_type="text/plain")
    # An address of another version's page, or without a version, gets the file as it is and keeps nothing.
    kept = _KEPT if request.url.query == _mark(name) else _ASKED_AGAIN
    return FileResponse(place_of(name), headers={"cache-control": kept})
