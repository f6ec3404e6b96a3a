"""The JSON API: the same runs for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from pydantic import BaseModel, Field

from kilosol.errors import DataError, UnknownName
from kilosol.scenario import load_scenario, preset_names, to_toml
from kilosol.web import pages
from kilosol.web.runs import RunRecord, State
from kilosol.web.templating import page
from kilosol.web.wanted import Wanted

router = APIRouter(tags=["runs"])

RunName = Annotated[str, InPath(description="Address of a run, 32 hex digits", pattern="^[0-9a-f]{32}$")]
PresetName = Annotated[str, InPath(description="Name of a preset", max_length=200)]
FileName = Annotated[str, InPath(description=f"One of {', '.join(pages.DOWNLOADS)}", max_length=200)]


class Checked(BaseModel):
    """What a scenario says once read."""

    title: str
    scenario_toml: str = Field(description="Canonical TOML")


class Place(BaseModel):
    """One thing that is wrong."""

    where: str
    what: str = Field(description="Dotted key")
    message: str


class Status(BaseModel):
    """How far a run is."""

    name: str
    title: str
    state: State
    message: str
    position: int = Field(description="Runs ahead of it; 0 once it is under way")
    wall_s: float


class Refused(BaseModel):
    """Why it did not work, in one text."""

    error: str
    problems: list[Place] = Field([], description="Every problem of a scenario, by key")


_Answers = dict[int | str, dict[str, Any]]
_MISSING: _Answers = {404: {"model": Refused, "description": "There is none"}}
_WRONG: _Answers = {422: {"model": Refused, "description": "No JSON, or wrong input: every problem at once"}}
#: The body is read in a process of its own, not by the framework; what it may hold is described all the same.
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wanted"}}},
    }
}
_FULL: _Answers = {429: {"model": Refused, "description": "Too many runs wait"}}
_TEXT: _Answers = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
_FILE: _Answers = {200: {"content": {kind.split(";")[0]: {} for kind in pages.DOWNLOADS.values()}}}


def with_bodies(description: dict[str, Any]) -> dict[str, Any]:
    """The description of the API with the shape of the bodies that the framework does not read."""
    description["components"]["schemas"]["Wanted"] = Wanted.model_json_schema()
    return description


@router.get("/presets")
async def presets() -> list[str]:
    """Scenarios that ship."""
    return list(preset_names())


@router.get("/presets/{name}", responses=_TEXT | _MISSING, response_class=PlainTextResponse)
async def preset(name: PresetName) -> Response:
    """TOML of a preset."""
    if name not in preset_names():
        # Not left to the reader of scenarios: it takes the name of any file as well.
        raise UnknownName("preset", name, preset_names())
    return Response(to_toml(load_scenario(name)), media_type="text/plain")


@router.post("/check", responses=_WRONG | _MISSING | _FULL, openapi_extra=_BODY)
async def check(request: Request) -> Checked:
    """Read a scenario without running it; every problem is told at once."""
    read = await _wanted(request)
    return Checked(title=read["title"], scenario_toml=read["toml"])


@router.post("/runs", status_code=201, responses=_WRONG | _MISSING | _FULL, openapi_extra=_BODY)
async def begin(request: Request, response: Response) -> Status:
    """Begin a run. The cookie that comes back names the caller: only who sends it can list and cancel it."""
    pool, store = pages.pool_of(request), pages.store_of(request)
    read = await _wanted(request)
    pool.refuse_when_full()
    record = store.create(pages.browser_of(request), read["title"], read["base"], read["toml"])
    pool.submit(record)
    pages.remember(request, response)
    return _status(request, record)


@router.get("/runs")
async def list_runs(request: Request) -> list[Status]:
    """Runs of the caller, newest first."""
    records = pages.store_of(request).of_owner(pages.browser_of(request))
    return [_status(request, record) for record in records]


@router.get("/runs/{name}", responses=_MISSING)
async def status(request: Request, name: RunName) -> Status:
    """How far a run is."""
    return _status(request, pages.store_of(request).get(name))


@router.get("/runs/{name}/verdict", responses=_MISSING)
async def verdict(request: Request, name: RunName) -> dict[str, Any]:
    """The eight answers in numbers, as in verdict.json."""
    record = pages.store_of(request).get(name)
    if record.state != "done":
        raise DataError(f"the run is {record.state}; a verdict is there once it is done")
    return pages.verdict_of(pages.store_of(request), name)


@router.get("/runs/{name}/files/{file}", responses=_FILE | _MISSING, response_class=FileResponse)
async def download(request: Request, name: RunName, file: FileName) -> Response:
    """A file of a run that is done."""
    return await pages.download(request, name, file)


@router.delete("/runs/{name}", responses=_MISSING)
async def cancel(request: Request, name: RunName) -> Status:
    """End a run that is not over."""
    pages.only_own(request, name)
    return _status(request, pages.pool_of(request).cancel(name))


@router.get("/docs", include_in_schema=False)
async def described(request: Request) -> HTMLResponse:
    """The API in words, without scripts from elsewhere."""
    return page(request, "api.html.j2", schema=request.app.openapi())


async def _wanted(request: Request) -> dict[str, Any]:
    folder = str(pages.store_of(request).folder.resolve())
    return await pages.reader_of(request).read("wanted", await pages.body_of(request), folder=folder)


def _status(request: Request, record: RunRecord) -> Status:
    return Status(
        name=record.name, title=record.title, state=record.state, message=record.message,
        position=pages.pool_of(request).position(record.name), wall_s=record.wall_s,
    )  # fmt: skip
