"""The templates and what they may call."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kilosol._version import __version__
from kilosol.report.palette import PALETTE, STATUS_SIGNS, STATUS_WORDS
from kilosol.web.assets import address_of
from kilosol.web.form_words import source_of


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
    made.globals["asset"] = address_of
    made.filters["source_of"] = source_of
    made.filters["when"] = lambda seconds: time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))
    made.filters["embedded"] = _embedded
    made.filters["as_json"] = lambda value: json.dumps(value, indent=2)
    return made


def _embedded(value: Any) -> Markup:
    """JSON that may stand inside a script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template."""
    text = environment().get_template(name).render(path=request.url.path, **values)
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})
