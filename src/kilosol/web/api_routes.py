"""The JSON API: the same runs for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from kilosol.errors import DataError
from kilosol.scenario import load_scenario, preset_names, read_scenario, to_toml
from kilosol.web import pages
from kilosol.web.runs import RunRecord, State
from kilosol.web.templating import page

router = APIRouter(tags=["runs"])

RunName = Annotated[str, InPath(description="Address of a run, 32 hex digits", pattern="^[0-9a-f]{32}$")]
Setting = bool | int | float | str | list[str]


class Wanted(BaseModel):
    """A plan to make."""

    model_config = ConfigDict(extra="forbid")

    preset: str = Field("as-of-2026-11", description="Preset to begin from", max_length=200)
    scenario_toml: str | None = Field(None, description="A whole scenario instead", max_length=200_000)
    set: dict[str, Setting] = Field({}, description="Dotted key to value, set over it")


class Status(BaseModel):
    """How far a run is."""

    name: str
    title: str
    state: State
    message: str
    position: int = Field(description="Runs ahead of it; 0 once it is under way")
    wall_s: float


class Refused(BaseModel):
    """Why it did not work."""

    error: str


_ERRORS: dict[int | str, dict[str, Any]] = {
    404: {"model": Refused, "description": "There is none"},
    422: {"description": "Wrong input, every problem at once"},
    503: {"model": Refused, "description": "Too many runs wait"},
}


@router.get("/presets")
async def presets() -> list[str]:
    """Scenarios that ship."""
    return list(preset_names())


@router.get("/presets/{name}", responses=_ERRORS, response_class=Response)
async def preset(name: str) -> Response:
    """TOML of a preset."""
    return Response(to_toml(load_scenario(name)), media_type="text/plain")


@router.post("/runs", status_code=201, responses=_ERRORS)
async def begin(request: Request, wanted: Wanted) -> Status:
    """Begin a run; every problem of the scenario is told at once."""
    pool, store = pages.pool_of(request), pages.store_of(request)
    if wanted.scenario_toml is None:
        scenario = load_scenario(wanted.preset, wanted.set)
    else:
        scenario = read_scenario(wanted.scenario_toml, "scenario_toml", wanted.set)
    pool.refuse_when_full()
    record = store.create("api", scenario.title, wanted.preset, to_toml(scenario))
    pool.submit(record)
    return _status(request, record)


@router.get("/runs/{name}", responses=_ERRORS)
async def status(request: Request, name: RunName) -> Status:
    """How far a run is."""
    return _status(request, pages.store_of(request).get(name))


@router.get("/runs/{name}/verdict", responses=_ERRORS)
async def verdict(request: Request, name: RunName) -> dict[str, Any]:
    """The eight answers in numbers, as in verdict.json."""
    record = pages.store_of(request).get(name)
    if record.state != "done":
        raise DataError(f"the run is {record.state}; a verdict is there once it is done")
    return pages.verdict_of(pages.store_of(request), name)


@router.delete("/runs/{name}", responses=_ERRORS)
async def cancel(request: Request, name: RunName) -> Status:
    """End a run that is not over."""
    pages.store_of(request).get(name)
    return _status(request, pages.pool_of(request).cancel(name))


@router.get("/docs", include_in_schema=False)
async def described(request: Request) -> HTMLResponse:
    """The API in words, without scripts from elsewhere."""
    return page(request, "api.html.j2", schema=request.app.openapi())


def _status(request: Request, record: RunRecord) -> Status:
    return Status(
        name=record.name, title=record.title, state=record.state, message=record.message,
        position=pages.pool_of(request).position(record.name), wall_s=record.wall_s,
    )  # fmt: skip
