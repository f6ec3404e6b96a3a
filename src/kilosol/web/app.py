"""The application: its state, its guard, its pages and its API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from inspect import signature
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from kilosol._version import __version__
from kilosol.errors import KilosolError
from kilosol.web import api_routes, pages
from kilosol.web.answers import status_of
from kilosol.web.assets import borrowed_file, own_file
from kilosol.web.guards import Guard
from kilosol.web.pool import Pool, QueueFull
from kilosol.web.quick_pool import QuickFailed, QuickPool
from kilosol.web.reader import Reader, ReaderFailed
from kilosol.web.runs import NoRoom, RunStore
from kilosol.web.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The app of one folder of runs.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    FastAPI
    """
    store = RunStore(settings.folder)
    pool, quick, reader = Pool(store, settings), QuickPool(settings.idle_s), Reader(settings.idle_s)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.stop()
        await quick.stop()
        await reader.stop()

    app = FastAPI(
        title="Kilosol",
        version=__version__,
        description="Plans of a Mars campaign: start one, watch it, read its verdict.",
        lifespan=life,
        # The stock pages load scripts from elsewhere; /api/docs is our own.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        **_silent(),
    )
    app.state.settings, app.state.store = settings, store
    app.state.pool, app.state.quick, app.state.reader = pool, quick, reader
    app.state.comparisons = {}
    app.include_router(pages.router)
    app.include_router(api_routes.router, prefix="/api")
    for place, answer in (("/static/borrowed", borrowed_file), ("/static", own_file)):
        app.add_api_route(place + "/{name}", answer, methods=["GET", "HEAD"], include_in_schema=False)
    described = app.openapi
    app.openapi = lambda: api_routes.with_bodies(described())  # type: ignore[method-assign]
    app.add_exception_handler(KilosolError, _told)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_middleware(Guard, settings=settings)
    return app


def _silent() -> dict[str, Any]:
    """Options that keep newer versions of the framework from offering traces to whoever is configured."""
    if "telemetry" not in signature(FastAPI).parameters:
        return {}
    return {"telemetry": {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}}


async def _left(_request: Request, _error: Exception) -> Response:
    """Who hung up in the midst of a request is told nothing, and is no fault of the server."""
    return Response(status_code=400)


async def _told(request: Request, error: Exception) -> Response:
    """A sentence for what was asked wrongly, as a page or as JSON."""
    status = status_of(error)
    if isinstance(error, QueueFull | QuickFailed | ReaderFailed):
        status = 429
    elif isinstance(error, NoRoom):
        status = 507
    if request.url.path.startswith("/api"):
        problems = [asdict(p) for p in getattr(error, "problems", ())]
        return JSONResponse({"error": str(error), "problems": problems}, status)
    return pages.error_page(request, str(error), status)
