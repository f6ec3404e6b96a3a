"""The templates and what they may call."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kilosol._version import __version__
from kilosol.report.palette import PALETTE, STATUS_SIGNS, STATUS_WORDS


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of the app."""
    made = Environment(
        loader=PackageLoader("kilosol.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        palette=PALETTE, status_words=STATUS_WORDS, status_signs=STATUS_SIGNS, version=__version__
    )
    made.filters["as_json"] = lambda value: json.dumps(value, indent=2)
    return made


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template."""
    text = environment().get_template(name).render(path=request.url.path, **values)
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})
