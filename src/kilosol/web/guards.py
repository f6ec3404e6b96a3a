"""What stands between a request and the pages: host, origin, token, size, and the headers of every answer."""

from __future__ import annotations

import asyncio
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kilosol.web.settings import LOOPBACK, Settings

#: Everything from the server itself; Plotly sets styles on elements, and makes pictures as blobs.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": our own forms would then name no origin.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

#: Ours have some 80 characters; other programs of this machine set theirs under the same name of a host. Some
#: versions of Python take the square of the time over a cookie with many backslashes.
MOST_COOKIES = 8192

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

#: Cookie that tells one browser from another, and the one that holds the token.
BROWSER_COOKIE, TOKEN_COOKIE = "kilosol_browser", "kilosol_token"


class Guard:
    """Refuses what should not come in, and sets the headers of what goes out.

    Parameters
    ----------
    app : ASGIApp
    settings : Settings
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
            await send(message)

        if refused is not None:
            status, text = refused
            await PlainTextResponse(text, status)(scope, receive, answer)
            return
        await self._app(scope, self._bounded(receive), answer)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if self._settings.is_loopback and _host(headers.get("host", "")) not in LOOPBACK:
            # A page elsewhere may have its own name resolve to this machine.
            return 403, "this server answers only to the name of this machine"
        if scope["method"] not in _SAFE_METHODS and not _is_own_origin(headers):
            return 403, "this request came from another site"
        if "content-length" in headers and "transfer-encoding" in headers:
            # Whoever stands between may end the request elsewhere than we do.
            return 400, "a request tells its length in one way"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.body_limit_bytes:
            return 413, f"a request may hold at most {self._settings.body_limit_bytes} bytes"
        if sum(len(c) for c in headers.getlist("cookie")) > MOST_COOKIES:
            return 431, f"cookies may hold at most {MOST_COOKIES} characters"
        if self._settings.token and not self._knows_token(scope, headers):
            return 401, "give the token that the server printed: open its address with ?token=..."
        return None

    def _knows_token(self, scope: Scope, headers: Headers) -> bool:
        given = [headers.get("authorization", "").removeprefix("Bearer ")]
        cookie = _token_in_cookies(headers.get("cookie", ""))
        if cookie is not None:
            given.append(cookie)
        query = scope["query_string"].decode("latin-1").split("&")
        given += [part.removeprefix("token=") for part in query if part.startswith("token=")]
        return any(secrets.compare_digest(g.encode(), self._settings.token.encode()) for g in given)

    def _bounded(self, receive: Receive) -> Receive:
        """Body that refuses to grow past its limit, whatever its header said, or to trickle in for ever."""
        limit, patience_s = self._settings.body_limit_bytes, self._settings.body_patience_s
        seen, is_whole = 0, False
        begun = asyncio.get_running_loop().time()

        async def read() -> Message:
            nonlocal seen, is_whole
            if is_whole:
                # What comes after the body is the end of the connection, which may be long in coming.
                return await receive()
            left_s = begun + patience_s - asyncio.get_running_loop().time()
            try:
                message = await asyncio.wait_for(receive(), max(left_s, 0))
            except TimeoutError as error:
                text = f"the request did not arrive within {patience_s:g} s"
                raise HTTPException(408, text, {"connection": "close"}) from error
            seen += len(message.get("body", b""))
            if seen > limit:
                text = f"a request may hold at most {limit} bytes"
                raise HTTPException(413, text, {"connection": "close"})
            is_whole = not message.get("more_body", False)
            return message

        return read


def _host(text: str) -> str:
    """Name of a machine in a header, without its port; empty where it is no such name."""
    found = _HOST.fullmatch(text)
    return found[1].strip("[]").lower() if found else ""


def _is_own_origin(headers: Headers) -> bool:
    """Whether a form or script of our own pages sent this; others send neither header."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host", "")
    except ValueError:
        return False


def _token_in_cookies(text: str) -> str | None:
    try:
        found = SimpleCookie(text).get(TOKEN_COOKIE)
    except CookieError:
        # Cookies that other programs on this machine have set under names that are none.
        pairs = (part.strip().partition("=") for part in text.split(";"))
        return next((value for name, _, value in pairs if name == TOKEN_COOKIE), None)
    return None if found is None else found.value
