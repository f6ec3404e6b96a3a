"""Conservation and inversion in the loads package, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilosol.errors import OutOfRange
from kilosol.loads import (
    LOAD_CLASSES,
    Process,
    class_totals_kw,
    crew_flows,
    floor_kwh_kg,
    hourly_series_kw,
    load_tree,
    propellant_power_kw,
    propellant_t,
    water_electrolysis,
)

cases = st.sampled_from(["low", "mid", "high"])


@given(st.floats(0.0, 5000.0), st.floats(10.0, 2000.0), cases, st.floats(0.1, 1.0))
def test_power_and_mass_invert(tonnes, days, case, availability):
    power = propellant_power_kw(tonnes, days, case, availability)
    assert propellant_t(power, days, case, availability) == pytest.approx(tonnes, rel=1e-12, abs=1e-12)


@given(st.floats(0.0, 1e6))
def test_people_close(n_people):
    flows = crew_flows(n_people)
    assert flows.out_kg_day == pytest.approx(flows.in_kg_day, rel=1e-9)


@given(st.floats(0.1, 4.1))
def test_no_oxygen_below_the_floor(kwh):
    with pytest.raises(OutOfRange, match="oxygen_by_electrolysis_gibbs"):
        water_electrolysis(kwh)


@given(st.floats(1e-8, 0.5))
def test_no_process_makes_matter(extra):
    with pytest.raises(OutOfRange, match="outputs"):
        Process("leak", {"soil": 1.0}, {"soil": 1.0 + extra}, "soil", 1.0)


@given(
    st.sampled_from(["precursor", "crew", "propellant"]),
    st.floats(0.0, 50.0),
    st.floats(0.0, 500.0),
    st.floats(0.0, 0.5),
    st.floats(-80.0, 80.0),
)
def test_series_keep_their_means(phase, people, robots, robot_kw, latitude):
    items = load_tree(phase, n_people=people, n_robots=robots, robot_kw=robot_kw)
    ls = (np.arange(30) * 12.0) % 360
    series = hourly_series_kw(items, ls, latitude_deg=latitude)
    totals = class_totals_kw(items)
    assert series.min() >= 0
    assert series.mean(axis=1) == pytest.approx([totals[c] for c in LOAD_CLASSES], rel=1e-9, abs=1e-12)


@given(st.floats(0.0, 100.0), st.floats(0.0, 500.0), st.floats(0.0, 0.6), st.floats(0.0, 1.0))
def test_margin_multiplies_all_but_the_plant(people, robots, robot_kw, growth):
    arguments = {"n_people": people, "n_robots": robots, "robot_kw": robot_kw, "propellant_kw": 100.0}
    bare = sum(i.mean_kw for i in load_tree("crew", **arguments, growth_frac=0.0)) - 100.0
    grown = sum(i.mean_kw for i in load_tree("crew", **arguments, growth_frac=growth)) - 100.0
    assert grown == pytest.approx(bare * (1 + growth))


@given(st.floats(3.0, 3.9))
def test_richer_mixture_costs_more(mixture):
    from kilosol import data

    with data.overriding({"loads/isru.mixture_kg_kg": mixture}):
        assert floor_kwh_kg("propellant_reverse_combustion") * (1 + mixture) == pytest.approx(
            floor_kwh_kg("methane_reverse_combustion")
        )
