"""An app on a folder of its own, asked in process; nothing is planned here."""

import base64
import json
import warnings

import pytest

from kilosol.scenario import load_scenario, to_toml
from kilosol.web import app as app_module
from kilosol.web.answers import raised
from kilosol.web.app import create_app
from kilosol.web.reading import answered
from kilosol.web.settings import Settings

PRESET = "as-of-2026-11"


@pytest.fixture(scope="session")
def preset_toml():
    return to_toml(load_scenario(PRESET))


@pytest.fixture
def settings(tmp_path):
    # No worker: what is queued stays queued.
    return Settings(folder=tmp_path / "runs", n_workers=0, most_waiting=2, body_limit_bytes=50_000)


class ReaderHere:
    """Reads in this process what a server reads in another: the same code without a start for each test."""

    def __init__(self, idle_s):
        self.idle_s = idle_s

    def warm(self):
        pass

    async def read(self, about, body, **more):
        question = {"about": about, "body": base64.b64encode(body).decode(), **more}
        answer = json.loads(json.dumps(answered(json.dumps(question))))
        if "refused" in answer:
            raise raised(answer["refused"])
        return answer

    async def stop(self):
        pass


@pytest.fixture
def app(settings, monkeypatch):
    monkeypatch.setattr(app_module, "Reader", ReaderHere)
    return create_app(settings)


def made_client(app, address):
    with warnings.catch_warnings():
        # Newer versions ask for another HTTP library than older ones know.
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient
    return TestClient(app, base_url=address)


@pytest.fixture
def client_of():
    """Maker of clients: app, address -> client."""
    return made_client


@pytest.fixture
def client(app):
    with made_client(app, "http://127.0.0.1:8765") as client:
        yield client


@pytest.fixture
def store(app):
    return app.state.store
