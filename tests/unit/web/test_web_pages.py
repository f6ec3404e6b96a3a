"""Pages without a browser: what they show, what they refuse, and that no text of a user becomes code."""

import re

import pytest

from kilosol.web.runs import RunStore

PRESET = "as-of-2026-11"
NOBODY = "0" * 32


def begin(client, **typed):
    answer = client.post(f"/edit/{PRESET}", data=typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["location"].rsplit("/", 1)[1]


@pytest.mark.parametrize("place", ["/", f"/edit/{PRESET}", "/claims", "/sources?find=robots", "/api/docs"])
def test_pages_stand_by_themselves(client, place):
    text = client.get(place).text
    addresses = re.findall(r'(?:src|href|action)="([^"]+)"', text)
    assert [a for a in addresses if a.startswith(("http", "//"))] == []
    assert " on" + "click=" not in text
    assert re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)", text) == []


def test_borrowed_files_are_there_and_no_others(client):
    for name in ("plotly.min.js", "report.js", "report.css"):
        assert client.get(f"/static/borrowed/{name}").status_code == 200
    for name in ("report.html.j2", "..%2freport.js", "%2e%2e/app.py", "app.py"):
        assert client.get(f"/static/borrowed/{name}").status_code == 404
    assert client.get("/static/..%2fapp.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", NOBODY, "x", "a%00b", "A" * 32]
)
def test_no_name_of_a_run_leads_elsewhere(client, name):
    places = [f"/runs/{name}", f"/runs/{name}/events", f"/runs/{name}/files/verdict.json", f"/edit/{name}"]
    places += [f"/compare?a={name}&b={name}", f"/claims?run={name}", f"/arc?run={name}&depart=x&arrive=y"]
    places += [f"/api/runs/{name}", f"/api/runs/{name}/verdict", f"/api/presets/{name}"]
    for place in places:
        if name == ".." and "?" not in place and "=" not in place:
            continue  # a client resolves these before they are sent
        answer = client.get(place, follow_redirects=False)
        # An empty run means the newest: only that is no refusal.
        assert answer.status_code in (404, 422, 307), place
        assert "root:" not in answer.text


def test_only_listed_files_of_a_run_are_handed_out(client, store):
    name = begin(client, draws="200")
    store.update(name, state="done")
    plan = store.plan_folder(name)
    plan.mkdir()
    (plan / "verdict.json").write_text("{}")
    assert client.get(f"/runs/{name}/files/verdict.json").status_code == 200
    for file in (
        "run.json",
        "..%2frun.json",
        "../run.json",
        "%2e%2e%2fscenario.toml",
        ".verdict.json",
        "report.html.bak",
    ):
        assert client.get(f"/runs/{name}/files/{file}").status_code == 404, file


def test_script_in_a_scenario_stays_text(client):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    name = begin(client, title=evil)
    for place in ("/", f"/runs/{name}", f"/edit/{name}", f"/compare?a={name}&b={name}"):
        text = client.get(place).text
        assert "<script>alert" not in text
        assert "<img" not in text
    checked = client.post(
        f"/edit/{PRESET}/check", data={"title": evil, "site.name": evil, "draws": evil}
    ).text
    assert "<script>alert" not in checked
    assert "<img" not in checked
    assert "<script>alert" not in client.get("/sources", params={"find": evil}).text
    assert "<script>alert" not in client.get("/runs/" + evil).text


def test_two_browsers_have_each_their_own_runs(client, app):
    name = begin(client, title="Mine alone")
    mine = client.cookies["kilosol_browser"]
    assert "Mine alone" in client.get("/").text
    client.cookies.clear()
    assert "Mine alone" not in client.get("/").text
    assert client.cookies["kilosol_browser"] != mine
    # The address may be shared; to end a run it takes who began it.
    assert client.get(f"/runs/{name}").status_code == 200
    assert "Cancel the run" not in client.get(f"/runs/{name}").text
    assert client.post(f"/runs/{name}/cancel").status_code == 404
    assert client.delete(f"/api/runs/{name}").status_code == 404
    assert client.get("/api/runs").json() == []
    assert app.state.pool.position(name) == 1


@pytest.mark.parametrize("cookie", ["", "x", "../" + "a" * 29, "a" * 5000, "<script>" * 4])
def test_a_forged_cookie_is_replaced(client, cookie):
    answer = client.get("/", headers={"cookie": f"kilosol_browser={cookie}"})
    assert re.search(r"kilosol_browser=[0-9a-f]{32};.*HttpOnly", answer.headers["set-cookie"])


def test_a_new_browser_owns_the_run_it_begins(client):
    name = begin(client)
    assert client.get(f"/runs/{name}").text.count("Cancel the run") == 1


def test_the_queue_tells_places_and_closes_when_full(client):
    first, second = begin(client), begin(client)
    assert "2 in the queue" in client.get(f"/runs/{second}").text
    full = client.post(f"/edit/{PRESET}", follow_redirects=False)
    assert full.status_code == 429
    assert "runs wait already" in full.text
    assert client.post("/api/runs", json={}).status_code == 429
    assert client.post(f"/runs/{first}/cancel", follow_redirects=False).status_code == 303
    assert "1 in the queue" in client.get(f"/runs/{second}").text
    assert "Cancelled" in client.get(f"/runs/{first}").text


def test_a_cancelled_run_stays_so_after_a_restart(client, store):
    name = begin(client)
    client.post(f"/runs/{name}/cancel")
    assert RunStore(store.folder).recover() == []


def test_editing_from_a_run_keeps_the_preset_to_compare_with(client):
    name = begin(client, draws="321")
    text = client.get(f"/edit/{name}").text
    assert f'action="/edit/{PRESET}"' in text
    assert "1 changed from" in text
    assert "kilosol plan as-of-2026-11 --set draws=321" in text


def test_a_scenario_of_ones_own_is_its_own_beginning(client, store, preset_toml):
    lines = preset_toml.replace('name = "as-of-2026-11"', 'name = "mine"')
    made = client.post("/api/runs", json={"scenario_toml": lines}).json()
    text = client.get(f"/edit/{made['name']}").text
    assert f'action="/edit/{made["name"]}"' in text
    assert "kilosol plan scenario.toml" in text
    assert store.get(made["name"]).base == ""


def test_the_partner_switch_goes_to_old_against_new(client, store):
    name = begin(client, draws="200")
    answer = client.post(f"/runs/{name}/partner", follow_redirects=False)
    place = answer.headers["location"]
    assert place.startswith(f"/compare?a={name}&b=")
    text = client.get(place).text
    assert "station withdrawn: old against new" in text
    assert "partners.station.offered" in text
    assert "offered = false" in store.scenario(place.rsplit("=", 1)[1])


def test_failures_are_told_on_their_page(client, store):
    name = begin(client)
    store.update(name, state="failed", message="no design holds <b>")
    text = client.get(f"/runs/{name}").text
    assert "no design holds &lt;b&gt;" in text
    assert "Run again" in text


def test_unknown_pages_and_presets_are_told_in_one_sentence(client):
    answer = client.get("/edit/as-of-2026-1l")
    assert answer.status_code == 404
    assert "Back to the plans" in answer.text


def test_api_tells_every_problem_by_its_key(client, store):
    answer = client.post("/api/runs", json={"set": {"draws": 0, "ship.payload_t": -1}})
    assert answer.status_code == 422
    assert {p["what"] for p in answer.json()["problems"]} == {"draws", "ship.payload_t"}
    assert store.all() == []


def test_api_lists_cancels_and_describes(client):
    made = client.post("/api/runs", json={"base": PRESET, "set": {"draws": 200}}).json()
    assert [r["name"] for r in client.get("/api/runs").json()] == [made["name"]]
    assert made["position"] == 1
    again = client.post("/api/runs", json={"base": made["name"]}).json()
    assert again["title"] == made["title"]
    assert client.delete(f"/api/runs/{made['name']}").json()["state"] == "cancelled"
    assert client.get(f"/api/runs/{made['name']}/verdict").status_code == 404
    assert client.get("/api/presets").json() == ["announced-2025", PRESET, "reference"]
    assert "draws = 10000" in client.get(f"/api/presets/{PRESET}").text
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/runs", "/api/check", "/api/runs/{name}"} <= set(paths)
    docs = client.get("/api/docs").text
    assert all(path in docs for path in paths)
