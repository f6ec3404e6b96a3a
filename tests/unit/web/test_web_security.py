"""Every place that takes a path, every text that a user gives, every header that goes out."""

from __future__ import annotations

import itertools
import json
import os
import re

import pytest

from kilosol.scenario import field_rows, load_scenario, to_toml
from kilosol.web import api_routes, pages, runs
from kilosol.web.own_files import FILE_KEYS

PRESET = "as-of-2026-11"

#: Ways out of a folder, as they may be written: plain, encoded once and twice, for other systems, absolute.
WAYS_OUT = [
    "../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%252e%252e%252f%252e%252e%252fetc%252fpasswd", "..%5c..%5cetc%5cpasswd", "....//....//etc/passwd",
    "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "file:///etc/passwd", "a%00b", "run.json%00.html",
    "..%c0%af..%c0%afetc/passwd", ".%2e/.%2e/etc/passwd", "C:%5cwindows%5cwin.ini", "~root",
    "%0d%0aX-Evil:%201",
]  # fmt: skip


def routes(app):
    """Every address of the app with its methods; names in braces stand for what a caller chooses."""
    found = []
    for router, prefix in ((pages.router, ""), (api_routes.router, "/api")):
        found += [(prefix + route.path, route.methods) for route in router.routes]
    found += [(r.path, r.methods) for r in app.routes if getattr(r, "methods", None)]
    found += [(f"{r.path}/{{path}}", {"GET"}) for r in app.routes if type(r).__name__ == "Mount"]
    return found


def test_no_router_is_forgotten(app):
    """The routers above are all that the app includes, so that a new one is walked as well."""
    included = [r for r in app.routes if not getattr(r, "methods", None) and type(r).__name__ != "Mount"]
    assert len(included) in (0, 2)
    assert len([p for p, _ in routes(app) if "{" in p]) >= 15


@pytest.fixture
def done(client, store):
    """A run that is done, with one file."""
    answer = client.post(f"/edit/{PRESET}", data={"draws": "200"}, follow_redirects=False)
    name = answer.headers["location"].rsplit("/", 1)[1]
    store.update(name, state="done")
    store.plan_folder(name).mkdir()
    (store.plan_folder(name) / "verdict.json").write_text("{}")
    (store.folder / "secret.txt").write_text("root:secret")
    return name


def test_no_path_leads_out_wherever_it_is_put(app, client, done):
    # Said to be done, so that a way out of its folder would be walked.
    for place, methods in routes(app):
        for chosen, way in itertools.product(re.findall(r"{\w+(?::path)?}", place), WAYS_OUT):
            path = place.replace(chosen, way).replace("{name}", done).replace("{base}", PRESET)
            path = re.sub(r"{\w+(?::path)?}", "verdict.json", path)
            for method in methods - {"HEAD"}:
                answer = client.request(method, path, follow_redirects=False)
                assert answer.status_code in (307, 400, 404, 405, 422), (method, path, answer.status_code)
                assert "root:" not in answer.text
                assert "x-evil" not in answer.headers
    for way, place in itertools.product(WAYS_OUT, ("/arc?run=", "/claims?run=", f"/compare?b={done}&a=")):
        answer = client.get(place + way)
        assert answer.status_code in (404, 422), (place, way)
        assert "root:" not in answer.text


def test_a_link_in_the_folder_of_runs_is_no_run(client, store, tmp_path):
    """Names are checked by their form; a link that someone else put there has none."""
    (store.folder / "passwd").symlink_to("/etc/passwd")
    for place in ("/runs/passwd", "/api/runs/passwd", "/runs/passwd/files/verdict.json"):
        assert client.get(place).status_code in (404, 422)


def test_no_file_beside_the_server_is_read_wherever_its_name_is_put(app, client, done, tmp_path, monkeypatch):
    """The reader of scenarios takes names of files: a name from outside must be told apart first."""
    monkeypatch.chdir(tmp_path)
    toml = to_toml(load_scenario(PRESET, {"title": "root:secret of another"}))
    names = ["secret.toml", "secret", ".env", PRESET + ".toml"]
    for name in names:
        (tmp_path / name).write_text(toml, encoding="utf-8")
    for place, methods in routes(app):
        for chosen, name in itertools.product(re.findall(r"{\w+(?::path)?}", place), names):
            path = place.replace(chosen, name).replace("{name}", done).replace("{base}", PRESET)
            path = re.sub(r"{\w+(?::path)?}", "verdict.json", path)
            for method in methods - {"HEAD"}:
                answer = client.request(method, path, follow_redirects=False)
                assert answer.status_code in (400, 404, 405, 422), (method, path, answer.status_code)
                assert "root:" not in answer.text
                # Nor is told whether a file is there.
                absent = client.request(method, path.replace(name, "absent"), follow_redirects=False)
                assert answer.status_code == absent.status_code, (method, path)
    for name in names:
        for place in ("/api/check", "/api/runs"):
            answer = client.post(place, json={"base": name})
            assert answer.status_code in (404, 422)
            assert "root:" not in answer.text


EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\r\nX-Evil: 1\u2028{{7*7}}"


def test_texts_of_a_scenario_are_text_in_every_page_script_and_header(client, app, store):
    """Title and names in HTML, in JSON inside HTML, in JSON, in headers and in names of files."""
    there = {"site.latitude_deg": 40.0, "site.east_longitude_deg": 0.0, "site.elevation_km": -3.0}
    rows = {"title": EVIL, "site.name": EVIL, **there}
    answer = client.post("/api/runs", json={"set": rows})
    if answer.status_code == 422:
        # A control character is no text: it is told so, and the rest is tried without.
        assert "x-evil" not in answer.headers
        tame = " ".join(EVIL.split())
        rows = {"title": tame, "site.name": tame, **there}
        answer = client.post("/api/runs", json={"set": rows})
    assert answer.status_code == 201, answer.text
    assert answer.headers["content-type"] == "application/json"
    name = answer.json()["name"]
    # Over, so that the stream of its events ends.
    app.state.pool.cancel(name)
    store.update(name, state="failed", message=EVIL)
    asked = ["/", f"/runs/{name}", f"/edit/{name}", f"/compare?a={name}&b={name}", "/claims", "/api/runs"]
    asked += [f"/api/runs/{name}", f"/runs/{name}/events"]
    for place in asked:
        got = client.get(place)
        assert "x-evil" not in got.headers
        if "html" in got.headers["content-type"]:
            assert not re.search(r"<script>|<img|onerror=alert\(2\)>(?!&)", got.text.replace("&lt;", "")), (
                place
            )
            assert "49" not in re.findall(r"<h1>(.*?)</h1>", got.text, re.DOTALL)
        else:
            assert not got.headers["content-type"].startswith("text/html")
            assert got.headers["x-content-type-options"] == "nosniff"
    # In a stream of events a line break would be an event of its own.
    said = client.get(f"/runs/{name}/events").text
    assert [line[:6] for line in said.splitlines() if line] == ["data: "]
    assert json.loads(said.removeprefix("data: "))["message"] == EVIL


def test_names_of_downloads_are_our_own(client, store, done):
    store.update(done, title='a"\r\nX-Evil: 1')
    got = client.get(f"/runs/{done}/files/verdict.json")
    assert got.headers["content-disposition"] == f'attachment; filename="kilosol-{done[:8]}-verdict.json"'
    assert "x-evil" not in got.headers


def test_a_report_that_is_downloaded_is_not_opened_here(client, store, done):
    (store.plan_folder(done) / "report.html").write_text("<script>alert(1)</script>")
    got = client.get(f"/runs/{done}/files/report.html")
    assert got.headers["content-disposition"].startswith("attachment")
    assert "script-src 'self'" in got.headers["content-security-policy"]


@pytest.mark.parametrize("key", FILE_KEYS)
@pytest.mark.parametrize("file", ["/etc/passwd", "/dev/zero", "no-such-file.csv"])
def test_a_scenario_reads_no_file_of_the_server(client, store, key, file):
    """Neither what is in it nor whether it is there; not even whether it may be read."""
    toml = to_toml(load_scenario(PRESET, {key: file}))
    said = []
    for place in ("/api/check", "/api/runs"):
        for body in ({"set": {key: file}}, {"scenario_toml": toml}):
            answer = client.post(place, json=body)
            assert answer.status_code == 422
            said.append(answer.json()["problems"][0])
    assert {p["message"] for p in said} == {"the app reads no files; plan this one with `kilosol plan`"}
    typed = client.post(f"/edit/{PRESET}", data={key: file})
    assert typed.status_code == 422
    assert "the app reads no files" in typed.text
    assert store.all() == []


def test_no_key_that_names_a_file_is_forgotten():
    told = {row.key for row in field_rows() if re.search(r"\b(CSV|file|folder|path)\b", row.description)}
    assert told - {"schema_version"} == set(FILE_KEYS)


BODIES = {
    "lists without end": "[" * 20_000,
    "objects without end": '{"set":' * 5_000,
    "a number without end": '{"set": {"draws": ' + "9" * 10_000 + "}}",
    "a number too large": '{"set": {"draws": 1e999}}',
    "TOML of lists without end": json.dumps({"scenario_toml": "a = " + "[" * 40_000}),
    "a TOML key without end": json.dumps({"scenario_toml": "a." * 90_000 + "b=1"}),
    "a key without end": json.dumps({"set": {"a." * 5_000: 1}}),
    "a key of the language": json.dumps({"set": {"__class__.__init__": 1}}),
    "thousands of keys": json.dumps({"set": {f"k{i}": i for i in range(3000)}}),
    "thousands of TOML keys": json.dumps({"scenario_toml": "".join(f"k{i}=1\n" for i in range(9_000))}),
    "half a letter": '{"set": {"title": "\\ud800"}}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_made_to_hurt_are_refused(client, body):
    headers = {"content-type": "application/json"}
    for place in ("/api/check", "/api/runs"):
        answer = client.post(place, content=body, headers=headers)
        assert answer.status_code in (400, 413, 422), answer.text[:200]
        assert len(answer.text) < 100_000
        assert "Traceback" not in answer.text


def test_a_full_disk_is_told_and_nothing_is_left(client, app, store, monkeypatch):
    before = sorted(p.name for p in store.folder.iterdir())

    def full(*_args, **_more):
        raise OSError(28, os.strerror(28))

    for broken in ("write_text", "rename", "mkdir"):
        with monkeypatch.context() as patch:
            patch.setattr(runs.Path, broken, full)
            answer = client.post("/api/runs", json={})
            page = client.post(f"/edit/{PRESET}", follow_redirects=False)
        assert (answer.status_code, page.status_code) == (507, 507)
        assert answer.json()["error"] == (
            "the run cannot be kept: No space left on device; nothing that was there before has changed"
        )
        assert "No space left on device" in page.text
        assert sorted(p.name for p in store.folder.iterdir()) == before
    assert client.post("/api/runs", json={}).status_code == 201


def test_the_end_of_a_run_that_the_disk_does_not_take_is_known_and_kept_later(client, store, monkeypatch):
    name = client.post("/api/runs", json={}).json()["name"]

    def full(*_args, **_more):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(runs, "write_whole", full)
        with pytest.raises(runs.NoRoom):
            store.update(name, state="done", wall_s=3.0)
        assert client.get(f"/api/runs/{name}").json()["state"] == "done"
    store.update(name, message="")
    assert runs.RunStore(store.folder).get(name).wall_s == 3.0
