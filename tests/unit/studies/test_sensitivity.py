"""Methods of sensitivity on functions whose answers are known; oracle tests hold the published one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from kilosol.errors import NotConverged, OutOfRange
from kilosol.scenario import load_scenario
from kilosol.studies.dials import Dial, _value_in
from kilosol.studies.sensitivity import morris, morris_walks, sobol, tornado

DIALS = [Dial(name, 0.5, 0.0, 1.0, "uniform") for name in "abc"]


def runner(function: Callable[[dict[str, float]], float]) -> Any:
    """Cases run by a function of the dials."""

    def run(cases: Sequence[dict[str, Any]], batch: str) -> list[dict[str, Any]]:
        rows = []
        for case in cases:
            value = function({d.key: case.get(d.key, d.value) for d in DIALS})
            word = "good" if value < 3.5 else "bad"
            rows.append({"kpis": {"station_kg": value}, "judgements": {"holds": word}, "error": ""})
        return rows

    return run


def linear(x: dict[str, float]) -> float:
    return 1.0 + 3.0 * x["a"] - 2.0 * x["b"]


def test_a_tornado_ranks_by_swing_and_finds_where_a_verdict_flips() -> None:
    swings, flips = tornado(DIALS, "station_kg", runner(lambda x: 2.0 + linear(x)))
    assert [s.dial.key for s in swings] == ["a", "b", "c"]
    assert [s.width for s in swings] == pytest.approx([3.0, 2.0, 0.0])
    # The plan's value is 3.5: it is bad already; a below 1/2 or b above 1/2 make it good.
    assert {(f.dial.key, f.before, f.after) for f in flips} == {("a", "bad", "good"), ("b", "bad", "good")}
    swings, flips = tornado(DIALS, "station_kg", runner(lambda x: 1.4 + linear(x)))
    (up, down) = sorted(flips, key=lambda f: f.dial.key)
    assert up.at == pytest.approx(0.7, abs=up.tolerance)
    assert down.at == pytest.approx(0.2, abs=down.tolerance)
    assert up.tolerance < 0.01


def test_morris_finds_the_slopes_of_a_plane_and_the_spread_of_a_product() -> None:
    plane = {s.dial.key: s for s in morris(DIALS, "station_kg", runner(linear), n_trajectories=4)}
    assert (plane["a"].mu_star, plane["b"].mu, plane["c"].mu_star) == pytest.approx((3.0, -2.0, 0.0))
    assert plane["a"].sigma == pytest.approx(0.0, abs=1e-9)
    product = {
        s.dial.key: s
        for s in morris(DIALS, "station_kg", runner(lambda x: x["a"] * x["b"]), n_trajectories=8)
    }
    assert product["a"].sigma > 0.1
    assert product["a"].mu_star_low <= product["a"].mu_star <= product["a"].mu_star_high


def test_every_walk_moves_each_dial_once_and_stays_inside() -> None:
    walks = morris_walks(5, 7, seed=2)
    moved = np.diff(walks, axis=1) != 0.0
    assert (moved.sum(axis=1) == 1).all()
    assert walks.min() >= 0.0
    assert walks.max() <= 1.0


def test_sobol_shares_out_the_variance_of_a_plane() -> None:
    found = {i.dial.key: i for i in sobol(DIALS, "station_kg", runner(linear), n=512)}
    assert found["a"].first == pytest.approx(9.0 / 13.0, abs=0.03)
    assert found["b"].total == pytest.approx(4.0 / 13.0, abs=0.03)
    assert found["c"].total == pytest.approx(0.0, abs=1e-9)
    assert found["a"].first_low < found["a"].first < found["a"].first_high


def test_what_cannot_be_studied_is_said() -> None:
    with pytest.raises(OutOfRange, match="power of two"):
        sobol(DIALS, "station_kg", runner(linear), n=100)
    with pytest.raises(NotConverged, match="does not vary"):
        sobol(DIALS, "station_kg", runner(lambda _: 1.0), n=8)
    with pytest.raises(OutOfRange, match="at least 2"):
        morris(DIALS, "station_kg", runner(linear), n_trajectories=1)


def test_dials_follow_their_distributions() -> None:
    triangle = Dial("x", 2.0, 1.0, 5.0, "triangular")
    assert triangle.at([0.0, 0.25, 1.0]).tolist() == pytest.approx([1.0, 2.0, 5.0])
    assert Dial("x", 10.0, 1.0, 100.0, "loguniform").at(0.5) == pytest.approx(10.0)
    assert Dial("x", 1.0, 1.0, 2.0, "triangular").at([0.0, 1.0]).tolist() == [1.0, 2.0]
    assert float(Dial("n", 4.0, 2.0, 6.0, "uniform", is_whole=True).at(0.4)) == 4.0


def test_a_key_of_the_scenario_starts_where_the_plan_has_it() -> None:
    scenario = load_scenario("as-of-2026-11")
    assert _value_in(scenario, "fleet.ready_frac") == 0.6
    assert _value_in(scenario, "flights.2033.cargo_ships") == 50.0
    assert _value_in(scenario, "flights.0.robots") == 10.0
    with pytest.raises(OutOfRange, match="a value to start from"):
        _value_in(scenario, "landing.success_frac")
