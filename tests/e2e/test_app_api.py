"""The API fuzzed from its own description: no answer is a server error, none shows what is inside."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings

from kilosol.web.app import create_app
from kilosol.web.settings import Settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

#: Calls of each kind: enough to reach every branch of the checks, a few seconds in all.
EXAMPLES = 30

OWN = {"host": "127.0.0.1"}


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory):
    # No worker, and a queue that soon is full: this is about answers, not about plans.
    folder = tmp_path_factory.mktemp("runs")
    app = create_app(Settings(folder=folder, n_workers=0, most_waiting=3))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=OWN)


def check_calls(operation, strategy):
    """Statuses of calls drawn from a strategy, each no server error and each described."""
    statuses = set()
    # What no route takes never reaches one: such answers are the guard's and the framework's.
    described = {*operation.definition.raw["responses"], "400", "403", "404", "405", "413"}

    @given(case=strategy)
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def call(case):
        answer = case.call(headers=OWN)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, answer.text
        assert str(answer.status_code) in described
        assert not re.search('Traceback|File "', answer.text)

    call()
    return statuses


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_call_is_a_server_error(api_schema, mode):
    statuses = set()
    for found in api_schema.get_all_operations():
        operation = found.ok()
        if mode == "negative" and not (operation.body or operation.path_parameters):
            continue  # nothing can be wrong with a call that has no input
        strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        statuses |= check_calls(operation, strategy)
    assert statuses & ({200, 201} if mode == "positive" else {422})


def test_the_description_is_whole(api_schema):
    paths = {found.ok().path for found in api_schema.get_all_operations()}
    assert paths >= {"/api/runs", "/api/check", "/api/presets", "/api/runs/{name}/files/{file}"}
    json.dumps(api_schema.raw_schema)
