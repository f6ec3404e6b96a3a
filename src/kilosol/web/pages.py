"""What a browser asks for: start, form, run, plan, comparison, claims, sources."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.requests import ClientDisconnect

from kilosol.data import references
from kilosol.errors import DataError
from kilosol.scenario import load_scenario, preset_names, read_scenario, to_toml
from kilosol.web.answers import Refused
from kilosol.web.claims import claims_of, unjudged
from kilosol.web.commands import as_command, as_python
from kilosol.web.comparison import answers_of, inputs_that_differ
from kilosol.web.events import stream
from kilosol.web.fields import build_form, typed_of
from kilosol.web.form_words import OWN_FILE, form_values
from kilosol.web.guards import BROWSER_COOKIE, TOKEN_COOKIE
from kilosol.web.overlays import overlays
from kilosol.web.pool import Pool
from kilosol.web.quick_pool import QuickPool
from kilosol.web.reader import Reader
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

#: Comparisons kept in memory, some kilobytes each.
MOST_COMPARISONS = 200

_BROWSER = re.compile(r"[0-9a-f]{32}")

PARTNER_KEY = "partners.station.offered"


def store_of(request: Request) -> RunStore:
    """The runs on disk."""
    store: RunStore = request.app.state.store
    return store


def pool_of(request: Request) -> Pool:
    """The queue."""
    pool: Pool = request.app.state.pool
    return pool


def quick_of(request: Request) -> QuickPool:
    """The process for quick questions."""
    quick: QuickPool = request.app.state.quick
    return quick


def reader_of(request: Request) -> Reader:
    """The process that reads what callers send."""
    reader: Reader = request.app.state.reader
    return reader


def browser_of(request: Request) -> str:
    """Name of the browser that asks; one that has none gets one, and keeps it through this request."""
    known = request.cookies.get(BROWSER_COOKIE, "")
    if _BROWSER.fullmatch(known):
        return known
    if not hasattr(request.state, "browser"):
        request.state.browser = secrets.token_hex(16)
    name: str = request.state.browser
    return name


def remember(request: Request, response: Response) -> Response:
    """Give the browser its name, if it came without one."""
    name = browser_of(request)
    if request.cookies.get(BROWSER_COOKIE) != name:
        # A year: runs are found again by who made them.
        response.set_cookie(BROWSER_COOKIE, name, httponly=True, samesite="strict", max_age=31_536_000)
    return response


def origin_of(store: RunStore, base: str) -> tuple[str, str, dict[str, str]]:
    """Where the form of a preset or of a run begins: its name, its TOML, and what the run changed.

    The changes of a run are told against the preset that it came from.
    """
    if base in preset_names():
        return base, to_toml(load_scenario(base)), {}
    text, root = store.scenario(base), store.get(base).base
    if root in preset_names():
        preset = to_toml(load_scenario(root))
        return root, preset, typed_of(preset, text)
    return base, text, {}


def error_page(request: Request, message: str, status: int) -> HTMLResponse:
    """One sentence, and the way back."""
    return page(request, "error.html.j2", status, message=message, title="That did not work")


@router.get("/")
async def start(request: Request) -> Response:
    """Presets, and the runs of this browser."""
    settings: Settings = request.app.state.settings
    if settings.token and "token" in request.query_params:
        # Out of the address, where it would stay in the history.
        response = RedirectResponse("/", 303)
        response.set_cookie(TOKEN_COOKIE, settings.token, httponly=True, samesite="strict")
        return remember(request, response)
    presets = [load_scenario(name) for name in preset_names()]
    runs = store_of(request).of_owner(browser_of(request))
    return remember(request, page(request, "start.html.j2", presets=presets, runs=runs))


@router.get("/edit/{base}")
async def edit(request: Request, base: str) -> Response:
    """The form of a scenario."""
    origin, toml, own = origin_of(store_of(request), base)
    # Whoever edits soon has something read.
    reader_of(request).warm()
    form = build_form(toml, own)
    return remember(request, page(request, "edit.html.j2", **form_values(origin, form)))


@router.post("/edit/{base}/check")
async def check(request: Request, base: str) -> Response:
    """What the form says now: problems beside their fields, changes, and the same as commands."""
    return _page_of(await _read_form(request, "check", base))


@router.post("/edit/{base}/rows")
async def change_rows(request: Request, base: str) -> Response:
    """The form with a row added to one of its lists, taken out or put back; nothing else of it is lost."""
    return _page_of(await _read_form(request, "rows", base))


@router.get("/edit/{base}/rows")
async def rows_alone(request: Request, base: str) -> Response:
    """Whoever comes back to the address of a pressed button begins anew."""
    origin_of(store_of(request), base)
    return RedirectResponse(f"/edit/{quote(base, safe='')}", 303)


@router.post("/edit/{base}")
async def run(request: Request, base: str) -> Response:
    """Run what the form says."""
    said = await _read_form(request, "run", base)
    if "html" in said:
        return _page_of(said)
    return begin(request, said["title"], origin_of(store_of(request), base)[0], said["toml"])


async def body_of(request: Request) -> bytes:
    """What was sent, whole."""
    try:
        return await request.body()
    except ClientDisconnect as error:
        # Nobody is there any more to be told.
        raise Refused(400, "the request was cut off") from error


async def _read_form(request: Request, kind: str, base: str) -> dict[str, Any]:
    """What a form says, read in a process of its own."""
    origin, toml, _ = origin_of(store_of(request), base)
    content_type = request.headers.get("content-type", "")
    return await reader_of(request).read(
        "form", await body_of(request), kind=kind, base=origin, toml=toml, content_type=content_type,
        path=request.url.path,
    )  # fmt: skip


def _page_of(said: Mapping[str, Any]) -> HTMLResponse:
    return HTMLResponse(said["html"], said["status"], headers={"cache-control": "no-store"})


def begin(request: Request, title: str, base: str, toml: str, old: str = "") -> Response:
    """Queue a run, and go where it can be watched: its own page, or the comparison with an old one."""
    store, pool = store_of(request), pool_of(request)
    pool.refuse_when_full()
    record = store.create(browser_of(request), title, base if base in preset_names() else "", toml)
    pool.submit(record)
    place = f"/compare?a={old}&b={record.name}" if old else f"/runs/{record.name}"
    return remember(request, RedirectResponse(place, 303))


@router.get("/runs/{name}")
async def show(request: Request, name: str) -> Response:
    """A run: how far it is, or its plan."""
    store, pool = store_of(request), pool_of(request)
    record = store.get(name)
    if record.state != "done":
        values: dict[str, Any] = {"run": record, "now": pool.now(name), "is_mine": _is_mine(request, record)}
        return remember(request, page(request, "status.html.j2", **values))
    # Asked for here: the engine takes half a second to import, and most pages need none of it.
    from kilosol.planning.stand_in import partner_unit, stand_in_sentence

    origin, toml, own = origin_of(store, name)
    form, base = build_form(toml, own), origin if origin in preset_names() else OWN_FILE
    scenario = read_scenario(store.scenario(name), "the run's scenario")
    others = [r for r in store.of_owner(browser_of(request)) if r.state == "done" and r.name != name]
    values = {
        "run": record, "body": _read(store.path(name) / "body.html"), "others": others, "form": form,
        "downloads": DOWNLOADS, "command": as_command(base, form), "python": as_python(base, form),
        "stand_in": stand_in_sentence({**partner_unit(scenario), "offered": True}),
        "scenario": scenario, "chosen": _chosen_flight(verdict_of(store, name)), "origin": origin,
    }  # fmt: skip
    return remember(request, page(request, "plan.html.j2", **values))


def _chosen_flight(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Dates of the first cargo flight that ships use: where flying by hand begins."""
    first = verdict["scenario"].get("first_window")
    rows = [w for w in verdict["windows"] if w["role"] == "cargo"]
    chosen = next((w for w in rows if w["window"] == first), rows[0] if rows else {})
    return {"depart": chosen.get("departure") or "", "arrive": chosen.get("arrival") or ""}


@router.get("/arc")
async def fly(request: Request, run: str, depart: str = "", arrive: str = "") -> Response:
    """A ship of a run's scenario flown between two days."""
    store, quick = store_of(request), quick_of(request)
    path = store.path(store.get(run).name) / "scenario.toml"
    answer = await quick.ask(
        about="flight", scenario=str(path.resolve()), depart=depart[:40], arrive=arrive[:40]
    )
    values = {"run": run, "flight": answer.get("flight"), "problem": answer.get("problem", "")}
    part = "flight.html.j2" if request.headers.get("hx-request") else "flight_page.html.j2"
    # A fragment with a sentence about wrong dates is still an answer: htmx shows only those.
    return page(request, part, depart=depart, arrive=arrive, **values)


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
    only_own(request, name)
    pool_of(request).cancel(name)
    return RedirectResponse(f"/runs/{name}", 303)


@router.post("/runs/{name}/again")
async def again(request: Request, name: str) -> Response:
    """Run the same scenario once more."""
    store = store_of(request)
    old = store.get(name)
    return begin(request, old.title, old.base, store.scenario(name))


@router.post("/runs/{name}/partner")
async def partner(request: Request, name: str) -> Response:
    """Withdraw or offer the partner's station, and see old against new."""
    store = store_of(request)
    text, base = store.scenario(name), store.get(name).base
    offered = read_scenario(text, "the run's scenario").partners.station.offered
    new = read_scenario(text, "the run's scenario", {PARTNER_KEY: not offered})
    return begin(request, new.title, base, to_toml(new), old=name)


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
    values: dict[str, Any] = {
        "runs": runs, "now": {r.name: pool.now(r.name) for r in runs},
        "inputs": inputs_that_differ(store.scenario(a), store.scenario(b)),
        "differing": [], "others": [], "figures": [], "theme": "",
    }  # fmt: skip
    if all(r.state == "done" for r in runs):
        verdicts = verdict_of(store, a), verdict_of(store, b)
        values["differing"], values["others"] = answers_of(await _compared(request, a, b), *verdicts)
        values["figures"] = overlays(*verdicts)
        values["theme"] = _read(store.path(b) / "theme.json")
    return remember(request, page(request, "compare.html.j2", **values))


async def _compared(request: Request, a: str, b: str) -> dict[str, Any]:
    """Comparison of two finished runs, worked out once: neither changes any more."""
    known: dict[tuple[str, str], dict[str, Any]] = request.app.state.comparisons
    if (a, b) not in known:
        folders = [str(store_of(request).path(name).resolve()) for name in (a, b)]
        answer = await quick_of(request).ask(about="comparison", first=folders[0], second=folders[1])
        if "problem" in answer:
            raise DataError(answer["problem"])
        while len(known) >= MOST_COMPARISONS:
            del known[next(iter(known))]
        known[a, b] = answer["comparison"]
    return known[a, b]


@router.get("/claims")
async def claims(request: Request, run: str = "") -> Response:
    """Public claims against the newest plan, or the one named."""
    store = store_of(request)
    runs = [r for r in store.of_owner(browser_of(request)) if r.state == "done"]
    record = store.get(run) if run else (runs[0] if runs else None)
    if record is not None and record.state != "done":
        raise DataError("the run has no verdict: only one that is done judges claims")
    judged = claims_of(verdict_of(store, record.name)) if record else unjudged()
    return remember(request, page(request, "claims.html.j2", run=record, runs=runs, claims=judged))


@router.get("/sources")
async def sources(request: Request, find: str = "") -> Response:
    """Cited values."""
    from kilosol.web.sources import find_values

    values, total = find_values(find[:200])
    # Typing in the search field replaces the table alone.
    part = "found.html.j2" if request.headers.get("hx-request") else "sources.html.j2"
    found: dict[str, Any] = {"values": values, "total": total, "find": find, "references": references()}
    return remember(request, page(request, part, **found))


def verdict_of(store: RunStore, name: str) -> dict[str, Any]:
    """Verdict of a finished run."""
    verdict: dict[str, Any] = json.loads(
        (store.plan_folder(name) / "verdict.json").read_text(encoding="utf-8")
    )
    return verdict


def only_own(request: Request, name: str) -> None:
    """Refuse to touch a run that someone else began."""
    if not _is_mine(request, store_of(request).get(name)):
        raise DataError("only the browser that began a run can end it")


def _is_mine(request: Request, record: RunRecord) -> bool:
    return record.owner == browser_of(request)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
