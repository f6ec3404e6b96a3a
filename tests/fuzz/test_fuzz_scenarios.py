"""Scenarios of every kind: each is read, and planned, or refused with the place and the cure.

The examples are drawn in the same order on every machine. ``make slow`` runs twenty times as many and plans
what it can; the normal suite plans a handful.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kilosol.errors import OutOfRange, ScenarioError
from kilosol.planning import run_plan
from kilosol.scenario import (
    Scenario,
    load_scenario,
    parse_override,
    preset_names,
    preset_text,
    read_scenario,
    to_toml,
)
from kilosol.units import SUFFIX_UNITS, parse
from tests.fuzz.conftest import CHEAP, Planner
from tests.fuzz.mutations import mutated
from tests.fuzz.strategies import Changes, as_toml, bad_changes, good_changes, presets

PRESETS = tuple(preset_text(name).encode() for name in preset_names())

#: Cases of the normal suite and of the slow campaign, by test.
FEW = {"overrides": 140, "valid": 140, "lines": 140, "bytes": 140, "words": 120, "units": 120}
MANY = {"overrides": 3500, "valid": 3500, "lines": 3500, "bytes": 3500, "words": 2000, "units": 1000}

#: Valid scenarios that are planned.
FEW_PLANS, MANY_PLANS = 16, 600


def cases(n: int) -> settings:
    """So many examples, the same on every machine, however long each takes."""
    every_check = list(HealthCheck)
    return settings(
        max_examples=n, derandomize=True, database=None, deadline=None, suppress_health_check=every_check
    )


def outcome(scenario: Scenario | None, error: ScenarioError | None, title: str) -> Scenario | None:
    """A scenario that is written and read back as itself, or problems of which each names its place."""
    if error is None:
        assert scenario is not None
        assert read_scenario(to_toml(scenario), "again") == scenario
        return scenario
    assert error.problems
    for problem in error.problems:
        assert problem.where in ("override", "") or problem.where.startswith(f"{title}:"), error
        assert problem.what, error
        assert problem.message, error
        # The name of the file, or the key, leads back to what was written.
        assert problem.where or title in problem.what, error
    assert len(str(error)) < 100_000
    return None


def load(preset: str, changes: Changes) -> Scenario | None:
    try:
        return outcome(load_scenario(preset, changes), None, "")
    except ScenarioError as error:
        return outcome(None, error, f"{preset}.toml")


def check_overrides(n: int) -> None:
    @cases(n)
    @given(presets, bad_changes())
    def check(preset: str, changes: Changes) -> None:
        load(preset, changes)

    check()


def check_valid(n: int) -> None:
    n_valid = 0

    @cases(n)
    @given(presets, good_changes())
    def check(preset: str, changes: Changes) -> None:
        nonlocal n_valid
        n_valid += load(preset, changes) is not None

    check()
    # Values in range must mostly make scenarios, or the campaign tests nothing but refusals.
    assert n_valid > n / 3


def check_lines(n: int) -> None:
    @cases(n)
    @given(presets, bad_changes())
    def check(preset: str, changes: Changes) -> None:
        text = as_toml(changes, preset_text(preset))
        try:
            outcome(read_scenario(text, "a.toml"), None, "")
        except ScenarioError as error:
            outcome(None, error, "a.toml")

    check()


def check_bytes(n: int, folder: Path) -> None:
    file = folder / "mine.toml"

    @cases(n)
    @given(mutated(PRESETS))
    def check(raw: bytes) -> None:
        file.write_bytes(raw)
        try:
            outcome(load_scenario(file), None, "")
        except ScenarioError as error:
            outcome(None, error, str(file))

    check()


def check_words(n: int) -> None:
    keys = st.sampled_from(["crew.people", "name", "flights.2031.robots", "gates.preset", "ship.payload_t"])

    @cases(n)
    @given(st.one_of(keys, st.text(max_size=20)), st.text(max_size=30))
    def check(key: str, value: str) -> None:
        try:
            outcome(load_scenario("as-of-2026-11", dict([parse_override(f"{key}={value}")])), None, "")
        except ScenarioError as error:
            outcome(None, error, "as-of-2026-11.toml")

    check()


def check_units(n: int) -> None:
    text = st.text("0123456789.eE+-*/^ ()_%°kgtmsWhJPaKdegNinf²", max_size=12)

    @cases(n)
    @given(st.one_of(text, st.text(max_size=8)), st.sampled_from(sorted(set(SUFFIX_UNITS.values()))))
    def check(typed: str, unit: str) -> None:
        with contextlib.suppress(OutOfRange):
            assert isinstance(parse(typed, unit), float)

    check()


CHECKS = {
    "overrides": check_overrides,
    "valid": check_valid,
    "lines": check_lines,
    "words": check_words,
    "units": check_units,
}


@pytest.mark.parametrize("name", CHECKS)
def test_a_scenario_is_read_or_refused_with_its_place(name: str) -> None:
    CHECKS[name](FEW[name])


def test_a_damaged_file_is_read_or_refused_with_its_line(tmp_path: Path) -> None:
    check_bytes(FEW["bytes"], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_many_scenarios(name: str) -> None:
    CHECKS[name](MANY[name])


@pytest.mark.slow
def test_many_damaged_files(tmp_path: Path) -> None:
    check_bytes(MANY["bytes"], tmp_path)


def check_plans(n: int, planned: Planner) -> None:
    n_plans = 0

    @cases(n)
    @given(
        presets,
        good_changes(),
        st.sampled_from([["fission"], ["fission"], ["fission"], ["solar"], ["hybrid"]]),
    )
    def check(preset: str, changes: Changes, architectures: list[str]) -> None:
        nonlocal n_plans
        asked = {**CHEAP, "power.architectures": architectures, **changes}
        # Every campaign is alike for the code: millions of them only take time.
        asked["draws"] = min(int(str(asked["draws"])), 400)
        try:
            scenario = load_scenario(preset, asked)
        except ScenarioError:
            return
        n_plans += not isinstance(planned(scenario), ScenarioError)

    check()
    # Five changes at once often contradict each other: a fifth that is planned is enough to test something.
    assert n_plans > n / 5


def test_valid_scenarios_are_planned_to_finite_numbers(planned: Planner) -> None:
    check_plans(FEW_PLANS, planned)


@pytest.mark.slow
def test_many_valid_scenarios_are_planned_to_finite_numbers(planned: Planner) -> None:
    check_plans(MANY_PLANS, planned)


#: Found by the campaigns: each once ended in a traceback, or in an error that did not name a key.
FOUND: dict[str, Changes] = {
    "ship.dry_mass_t": {"ship.dry_mass_t": 2000.0},
    "propellant.availability_frac": {"propellant.availability_frac": 5e-324},
    "city.imported_kg_per_kwe": {"city.imported_kg_per_kwe": 1e-300},
    "power.array_cleaning_sols": {"power.array_cleaning_sols": 700},
    "power.dose_limit_msv_year": {"power.dose_limit_msv_year": "1 t/0"},
    "'crew.'": {"crew.": 3},
    "gates.preset": {"gates.preset": ["cautious"]},
    "weather.storm_peak_tau": {"weather.storm_peak_tau": 0.3},
}


@pytest.mark.parametrize("key", FOUND)
def test_what_the_campaigns_found_stays_mended(key: str) -> None:
    with pytest.raises(ScenarioError, match=key.replace(".", r"\.")):
        run_plan(load_scenario("as-of-2026-11", {**CHEAP, **FOUND[key]}))
