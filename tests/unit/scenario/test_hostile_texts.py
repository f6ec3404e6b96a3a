"""Texts that would make the TOML parser itself give up are told as problems of the scenario."""

import pytest

from kilosol.errors import ScenarioError
from kilosol.scenario import load_scenario, parse_override, read_scenario

DEEP = 20_000


@pytest.mark.parametrize("text", ["draws = " + "9" * 5000, "x = " + "[" * DEEP, "x = " + "{a = " * DEEP])
def test_a_file(text):
    with pytest.raises(ScenarioError, match="TOML"):
        read_scenario(text, "test.toml")


@pytest.mark.parametrize("value", ["9" * 5000, "[" * DEEP, "{b = " * DEEP])
def test_a_value_from_outside(value):
    with pytest.raises(ScenarioError):
        load_scenario("as-of-2026-11", dict([parse_override(f"draws={value}")]))
    with pytest.raises(ScenarioError):
        load_scenario("as-of-2026-11", {"draws": value})
