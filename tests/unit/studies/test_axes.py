"""What a sweep varies, and every way to say it wrongly."""

from __future__ import annotations

import pytest

from kilosol.errors import ScenarioError
from kilosol.studies.axes import make_cases, parse_axis, split_case


def test_a_grid_takes_every_combination_last_axis_fastest() -> None:
    axes = [parse_axis("crew.people=4,6"), parse_axis("weather.global_storm=true,false")]
    assert [tuple(c.values()) for c in make_cases(axes)] == [(4, True), (4, False), (6, True), (6, False)]


def test_lists_keep_their_commas() -> None:
    axis = parse_axis('power.architectures=["solar"],["fission","hybrid"]')
    assert axis.values == (["solar"], ["fission", "hybrid"])


def test_whole_numbers_stay_whole() -> None:
    assert parse_axis("crew.people=4..8:3").values == (4, 6, 8)
    cases = make_cases([parse_axis("crew.people=4..6")], "lhs", 30)
    assert {c["crew.people"] for c in cases} == {4, 5, 6}


def test_a_hypercube_puts_one_case_in_each_slice_and_is_the_same_twice() -> None:
    axes = [parse_axis("fleet.ready_frac=0..1"), parse_axis("ship.payload_t=50..150")]
    cases = make_cases(axes, "lhs", 20, seed=3)
    assert sorted(int(c["fleet.ready_frac"] * 20) for c in cases) == list(range(20))
    assert make_cases(axes, "lhs", 20, seed=3) == cases
    assert make_cases(axes, "lhs", 20, seed=4) != cases


def test_a_cited_value_is_an_axis_with_its_published_range() -> None:
    axis = parse_axis("fission/hp-stirling-40.mass_kg=range")
    assert (axis.low, axis.high) == (5115.0, 8525.0)
    keys, dials = split_case({"crew.people": 4, "fission/hp-stirling-40.mass_kg": 6000.0})
    assert (keys, dials) == ({"crew.people": 4}, {"fission/hp-stirling-40.mass_kg": 6000.0})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("crew.peple=4", "did you mean 'crew.people'"),
        ("fission/hp-stirling-40.mas_kg=4", "did you mean 'fission/hp-stirling-40.mass_kg'"),
        ("crew.people=", "no value"),
        ("crew.people", "must be key="),
        ("crew.people=4,,6", "empty value"),
        ("ship.payload_t=150..50:3", "an empty range"),
        ("ship.payload_t=5..5:3", "an empty range"),
        ("ship.payload_t=50..150:0", "above 0"),
        ("ship.payload_t=50..x:3", "must be a number"),
        ("constants.au_km=range", "no published range"),
        ("fission/hp-stirling-40.mass_kg=heavy", "must be a number"),
    ],
)
def test_a_wrong_axis_is_refused_with_the_cure(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_axis(text)
    assert said in str(refused.value)


def test_a_wrong_design_is_refused() -> None:
    people, open_range = parse_axis("crew.people=4,6"), parse_axis("ship.payload_t=50..150")
    for axes, sampling, n, said in (
        ([], "grid", None, "at least once"),
        ([people, people], "grid", None, "varied twice"),
        ([open_range], "grid", None, "number of steps"),
        ([people], "lhs", None, "--cases"),
        ([people], "lhs", 0, "--cases"),
        ([people], "grid", 5, "goes with"),
    ):
        with pytest.raises(ScenarioError, match=said):
            make_cases(axes, sampling, n)  # type: ignore[arg-type]
