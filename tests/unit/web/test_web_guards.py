"""What must not come in does not, and every answer carries its headers."""

import asyncio
from dataclasses import replace

import pytest

from kilosol.web.app import create_app
from kilosol.web.guards import CONTENT_POLICY
from kilosol.web.settings import Settings

PRESET = "as-of-2026-11"


def test_pages_run_only_our_own_scripts(client):
    for place in ("/", f"/edit/{PRESET}", "/claims", "/sources", "/api/docs", "/static/app.js", "/nowhere"):
        answer = client.get(place)
        assert answer.headers["content-security-policy"] == CONTENT_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
    scripts = CONTENT_POLICY.split("script-src")[1].split(";")[0]
    assert "unsafe" not in scripts
    assert "default-src 'none'" in CONTENT_POLICY


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "169.254.1.1", "[::1", "[::1]]",
        "::1", "evil@127.0.0.1", "127.0.0.1@evil.example",
    ],
)  # fmt: skip
def test_a_foreign_name_for_this_machine_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_its_own_names_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://["},
        {"origin": "http://127.0.0.1:8765@evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8765"},
    ],
)
def test_a_request_from_another_site_changes_nothing(client, store, headers):
    for place in (f"/edit/{PRESET}", f"/edit/{PRESET}/check"):
        assert client.post(place, headers=headers).status_code == 403
    assert client.post("/api/runs", json={}, headers=headers).status_code == 403
    assert store.all() == []


def test_a_request_that_tells_two_lengths_is_refused(client, store):
    """A proxy in front might end it elsewhere than we do, and take the rest for another's request."""
    headers = {"content-length": "2", "transfer-encoding": "chunked", "content-type": "application/json"}
    assert client.post("/api/runs", content=b"{}", headers=headers).status_code == 400
    assert store.all() == []


def test_own_forms_and_programs_are_heard(client):
    own = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert client.post(f"/edit/{PRESET}/check", headers=own).status_code == 200
    assert client.post("/api/check", json={}).status_code == 200


def test_large_bodies_are_refused_whether_they_say_so_or_not(client, settings):
    large = b"x" * (settings.body_limit_bytes + 1)

    def pieces():
        for _ in range(60):
            yield b"x" * 1000

    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain")
    for kind in kinds:
        form = {"content-type": kind}
        assert client.post(f"/edit/{PRESET}", content=large, headers=form).status_code == 413
        if "text" not in kind:
            assert client.post(f"/edit/{PRESET}", content=pieces(), headers=form).status_code == 413
    json = {"content-type": "application/json"}
    assert client.post("/api/runs", content=large, headers=json).status_code == 413
    assert client.post("/api/runs", content=pieces(), headers=json).status_code == 413
    assert client.get("/", headers={"content-length": "many"}).status_code in (400, 413)
    assert client.get("/", headers={"content-length": "-5"}).status_code in (400, 413)


def test_a_body_that_trickles_is_not_waited_for(settings):
    app = create_app(replace(settings, body_patience_s=0.2))
    sent = []

    async def ask():
        given = iter([{"type": "http.request", "body": b"draws=", "more_body": True}])

        async def receive():
            for message in given:
                return message
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http",
            "path": f"/edit/{PRESET}/check", "raw_path": b"", "query_string": b"", "headers": headers,
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765), "root_path": "",
        }  # fmt: skip
        await asyncio.wait_for(app(scope, receive, send), 10)

    asyncio.run(ask())
    assert sent[0]["status"] == 408


@pytest.fixture
def open_client(tmp_path, client_of):
    app = create_app(Settings(folder=tmp_path / "open", host="0.0.0.0", token="s3cret-word", n_workers=0))
    with client_of(app, "http://mars.example:8765") as client:
        yield client


@pytest.mark.parametrize("place", ["/", "/static/app.js", "/api/presets", "/api/docs", "/nowhere"])
def test_an_open_address_asks_everyone_for_the_token(open_client, place):
    assert open_client.get(place).status_code == 401
    assert open_client.get(place + "?token=wrong").status_code == 401
    assert open_client.get(place, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert open_client.get(place, headers={"authorization": "Bearer s3cret-word"}).status_code in (200, 404)


def test_the_token_moves_from_the_address_to_a_cookie(open_client):
    answer = open_client.get("/?token=s3cret-word", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    said = [c for c in answer.headers.get_list("set-cookie") if "kilosol_token" in c]
    assert "HttpOnly" in said[0]
    assert "samesite=strict" in said[0].lower()
    assert open_client.get("/claims").status_code == 200


@pytest.mark.parametrize("other", ["a/b=1", "a,b=1", "expires=1", "=", ";;", "x=\xff"])
def test_cookies_of_others_neither_break_nor_open_the_door(open_client, other):
    def asked(cookie):
        return open_client.get("/claims", headers={"cookie": cookie.encode("latin-1")}).status_code

    assert asked(other) == 401
    assert asked(f"{other}; kilosol_token=wrong") == 401
    if "/" in other or "," in other:
        assert asked(f"{other}; kilosol_token=s3cret-word") == 200


def test_a_token_need_not_be_ascii(open_client):
    assert open_client.get("/", headers={"authorization": "Bearer ümläut".encode()}).status_code == 401
    assert open_client.get("/?token=%00%ff").status_code == 401


def test_cookies_without_end_are_refused(client):
    assert client.get("/", headers={"cookie": "a=" + '"' + "\\" * 8000 + '"'}).status_code == 200
    assert client.get("/", headers={"cookie": "a=" + "\\" * 8200}).status_code == 431
