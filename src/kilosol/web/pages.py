"""What a browser asks for: start, form, run, plan, comparison, claims, sources."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse

from kilosol.errors import DataError
from kilosol.scenario import load_scenario, preset_names, read_scenario, to_toml
from kilosol.web.comparison import compare_verdicts, inputs_that_differ
from kilosol.web.events import stream
from kilosol.web.fields import Form, as_command, as_python, build_form, toml_of_form
from kilosol.web.guards import BROWSER_COOKIE, TOKEN_COOKIE
from kilosol.web.pool import Pool
from kilosol.web.runs import RunRecord, RunStore
from kilosol.web.settings import Settings
from kilosol.web.templating import page

router = APIRouter(include_in_schema=False)

#: Files of a finished run that may be fetched, and what they are.
DOWNLOADS = {
    "scenario.toml": "text/plain; charset=utf-8",
    "verdict.json": "application/json",
    "provenance.json": "application/json",
    "results.nc": "application/x-netcdf",
    "report.html": "text/html; charset=utf-8",
}

PARTNER_KEY = "partners.station.offered"


def store_of(request: Request) -> RunStore:
    """The runs on disk."""
    store: RunStore = request.app.state.store
    return store


def pool_of(request: Request) -> Pool:
    """The queue."""
    pool: Pool = request.app.state.pool
    return pool


def browser_of(request: Request) -> str:
    """Name of the browser that asks, new if it has none."""
    known = request.cookies.get(BROWSER_COOKIE, "")
    return known if len(known) == 32 and known.isalnum() else secrets.token_hex(16)


def remember(request: Request, response: Response) -> Response:
    """Give the browser its name, and keep the token it came with."""
    settings: Settings = request.app.state.settings
    if BROWSER_COOKIE not in request.cookies:
        response.set_cookie(BROWSER_COOKIE, browser_of(request), httponly=True, samesite="strict")
    if settings.token and "token" in request.query_params:
        response.set_cookie(TOKEN_COOKIE, settings.token, httponly=True, samesite="strict")
    return response


def base_toml(store: RunStore, base: str) -> str:
    """Scenario of a preset or of an earlier run."""
    if base in preset_names():
        return to_toml(load_scenario(base))
    return store.scenario(base)


def error_page(request: Request, message: str, status: int) -> HTMLResponse:
    """One sentence, and the way back."""
    return page(request, "error.html.j2", status, message=message, title="That did not work")


@router.get("/")
async def start(request: Request) -> Response:
    """Presets, and the runs of this browser."""
    presets = [load_scenario(name) for name in preset_names()]
    runs = store_of(request).of_owner(browser_of(request))
    return remember(request, page(request, "start.html.j2", presets=presets, runs=runs))


@router.get("/edit/{base}")
async def edit(request: Request, base: str) -> Response:
    """The form of a scenario."""
    form = build_form(base_toml(store_of(request), base))
    return remember(request, page(request, "edit.html.j2", **_form_values(base, form)))


@router.post("/edit/{base}/check")
async def check(request: Request, base: str) -> Response:
    """What the form says now: problems beside their fields, changes, and the same as commands."""
    form = build_form(base_toml(store_of(request), base), await _typed(request))
    return page(request, "checked.html.j2", **_form_values(base, form))


@router.post("/edit/{base}")
async def run(request: Request, base: str) -> Response:
    """Run what the form says."""
    store, pool = store_of(request), pool_of(request)
    form = build_form(base_toml(store, base), await _typed(request))
    if form.scenario is None:
        return page(request, "edit.html.j2", 422, **_form_values(base, form))
    pool.refuse_when_full()
    record = store.create(browser_of(request), form.scenario.title, base, toml_of_form(form))
    pool.submit(record)
    return remember(request, RedirectResponse(f"/runs/{record.name}", 303))


@router.get("/runs/{name}")
async def show(request: Request, name: str) -> Response:
    """A run: how far it is, or its plan."""
    store, pool = store_of(request), pool_of(request)
    record = store.get(name)
    if record.state != "done":
        values: dict[str, Any] = {"run": record, "position": pool.position(name)}
        return remember(request, page(request, "status.html.j2", **values))
    body = (store.path(name) / "body.html").read_text(encoding="utf-8")
    form = build_form(base_toml(store, record.base), _texts(store.scenario(name)))
    others = [r for r in store.of_owner(browser_of(request)) if r.state == "done" and r.name != name]
    scenario = read_scenario(store.scenario(name), "the run's scenario")
    return remember(
        request,
        page(
            request, "plan.html.j2", run=record, body=body, others=others, downloads=DOWNLOADS,
            command=_command(record, form), python=_python(record, form),
            is_offered=scenario.partners.station.offered, changed=form.changed,
        ),
    )  # fmt: skip


@router.get("/runs/{name}/events")
async def events(request: Request, name: str) -> Response:
    """Progress, as it comes."""
    store_of(request).get(name)
    return StreamingResponse(
        stream(pool_of(request), name),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


@router.post("/runs/{name}/cancel")
async def cancel(request: Request, name: str) -> Response:
    """End a run."""
    _own(request, name)
    pool_of(request).cancel(name)
    return RedirectResponse(f"/runs/{name}", 303)


@router.post("/runs/{name}/again")
async def again(request: Request, name: str) -> Response:
    """Run the same scenario once more."""
    store, pool = store_of(request), pool_of(request)
    old = store.get(name)
    pool.refuse_when_full()
    record = store.create(browser_of(request), old.title, old.base, store.scenario(name))
    pool.submit(record)
    return remember(request, RedirectResponse(f"/runs/{record.name}", 303))


@router.post("/runs/{name}/partner")
async def partner(request: Request, name: str) -> Response:
    """Withdraw or offer the partner's station, and see old against new."""
    store, pool = store_of(request), pool_of(request)
    text = store.scenario(name)
    old = read_scenario(text, "the run's scenario")
    offered = not old.partners.station.offered
    new = read_scenario(text, "the run's scenario", {PARTNER_KEY: offered})
    pool.refuse_when_full()
    record = store.create(browser_of(request), new.title, name, to_toml(new))
    pool.submit(record)
    return remember(request, RedirectResponse(f"/compare?a={name}&b={record.name}", 303))


@router.get("/runs/{name}/files/{file}")
async def download(request: Request, name: str, file: str) -> Response:
    """A file of a finished run."""
    store = store_of(request)
    record = store.get(name)
    if file not in DOWNLOADS or record.state != "done":
        raise DataError(f"the run has no file {file}; it has {', '.join(DOWNLOADS)} once it is done")
    path = store.plan_folder(name) / file
    return FileResponse(path, media_type=DOWNLOADS[file], filename=f"kilosol-{name[:8]}-{file}")


@router.get("/compare")
async def compare(request: Request, a: str, b: str) -> Response:
    """Two runs: what differs in the inputs, and in the answers."""
    store, pool = store_of(request), pool_of(request)
    runs = [store.get(a), store.get(b)]
    waiting = [r for r in runs if r.state != "done"]
    values: dict[str, Any] = {
        "runs": runs, "waiting": waiting, "positions": {r.name: pool.position(r.name) for r in waiting},
        "inputs": inputs_that_differ(store.scenario(a), store.scenario(b)), "rows": [], "curves": {},
    }  # fmt: skip
    if not waiting:
        values["rows"], values["curves"] = compare_verdicts(verdict_of(store, a), verdict_of(store, b))
    return remember(request, page(request, "compare.html.j2", **values))


@router.get("/claims")
async def claims(request: Request, run: str = "") -> Response:
    """Public claims against the newest plan, or the one named."""
    store = store_of(request)
    runs = [r for r in store.of_owner(browser_of(request)) if r.state == "done"]
    record = store.get(run) if run else (runs[0] if runs else None)
    judged = verdict_of(store, record.name)["claims"] if record else []
    return remember(request, page(request, "claims.html.j2", run=record, runs=runs, claims=judged))


@router.get("/sources")
async def sources(request: Request, find: str = "") -> Response:
    """Cited values."""
    from kilosol.web.sources import find_values

    values, total = find_values(find)
    return remember(request, page(request, "sources.html.j2", values=values, total=total, find=find))


def verdict_of(store: RunStore, name: str) -> dict[str, Any]:
    """Verdict of a finished run."""
    verdict: dict[str, Any] = json.loads(
        (store.plan_folder(name) / "verdict.json").read_text(encoding="utf-8")
    )
    return verdict


def _own(request: Request, name: str) -> RunRecord:
    record = store_of(request).get(name)
    if record.owner != browser_of(request):
        raise DataError("only the browser that began a run can end it")
    return record


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {key: value for key, value in form.items() if isinstance(value, str)}


def _texts(toml: str) -> dict[str, str]:
    return {row.key: row.value for row in build_form(toml).rows}


def _form_values(base: str, form: Form) -> Mapping[str, Any]:
    return {"base": base, "form": form, "command": as_command(base, form), "python": as_python(base, form)}


def _command(record: RunRecord, form: Form) -> str:
    return as_command(record.base if record.base in preset_names() else "scenario.toml", form)


def _python(record: RunRecord, form: Form) -> str:
    return as_python(record.base if record.base in preset_names() else "scenario.toml", form)
