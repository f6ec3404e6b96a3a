"""An app on a folder of its own, asked in process; nothing is planned here."""

import warnings

import pytest

from kilosol.scenario import load_scenario, to_toml
from kilosol.web.app import create_app
from kilosol.web.settings import Settings

PRESET = "as-of-2026-11"


@pytest.fixture(scope="session")
def preset_toml():
    return to_toml(load_scenario(PRESET))


@pytest.fixture
def settings(tmp_path):
    # No worker: what is queued stays queued.
    return Settings(folder=tmp_path / "runs", n_workers=0, most_waiting=2, body_limit_bytes=50_000)


@pytest.fixture
def app(settings):
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
