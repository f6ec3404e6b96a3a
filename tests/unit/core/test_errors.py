import pytest

from kilosol import errors
from kilosol.errors import (
    KilosolError,
    OutOfRange,
    Problem,
    ScenarioError,
    UnknownName,
    WrongCall,
    did_you_mean,
)

CODES = {
    "ScenarioError": 2,
    "DataError": 2,
    "UnknownName": 2,
    "NotKept": 2,
    "OutOfRange": 2,
    "WrongCall": 2,
    "Infeasible": 3,
    "NotConverged": 4,
    "NotFinite": 4,
    "Cancelled": 130,
}


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_exit_codes(name, code):
    error = getattr(errors, name)
    assert issubclass(error, KilosolError)
    assert error.exit_code == code


def test_every_deliberate_error_has_a_code():
    named = {n for n, e in vars(errors).items() if isinstance(e, type) and issubclass(e, KilosolError)} - {
        "KilosolError"
    }
    assert named == set(CODES)


def test_all_problems_of_a_scenario_are_told_at_once():
    problems = [Problem("a.toml:6", "power.units", "too few"), Problem("", "--seed", "not a number")]
    error = ScenarioError("a.toml", problems)
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == [
        "2 problem(s) in a.toml",
        "  a.toml:6  power.units: too few",
        "  --seed: not a number",
    ]


def test_out_of_range_says_name_range_and_value():
    assert str(OutOfRange("tau", -1, "between 0 and 10")) == "tau must be between 0 and 10, got -1"
    with pytest.raises(ValueError, match="tau"):
        raise OutOfRange("tau", -1, "between 0 and 10")


def test_near_names_are_suggested_and_short_lists_shown():
    assert did_you_mean("kilopwer", ["kilopower", "topaz"]) == "; did you mean 'kilopower'?"
    assert did_you_mean("zzz", []) == ""
    many = did_you_mean("zzz", [f"name{i:02d}" for i in range(20)])
    assert many.endswith("name11, ...")
    assert UnknownName("site", "x", ["b", "a"]).known == ("a", "b")


def test_several_values_out_of_range_are_told_at_once():
    error = WrongCall("the call", [OutOfRange("tau", -1, "above 0"), OutOfRange("n", 0.5, "a whole number")])
    assert isinstance(error, OutOfRange)
    assert str(error).splitlines() == [
        "2 problem(s) in the call",
        "  tau must be above 0, got -1",
        "  n must be a whole number, got 0.5",
    ]
