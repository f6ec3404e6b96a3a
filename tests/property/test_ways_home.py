"""What holds for every way home, whatever the numbers: conservation, and what one route owes another."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilosol.home import (
    Basis,
    Burns,
    Tanks,
    element_balance_kg,
    load_route,
    made_for,
    route_names,
    synods_to_fill,
    tanks_of,
    way_needs,
)

SIMPLE = [name for name in route_names() if not load_route(name).parts]

bases = st.builds(
    Basis,
    burns=st.builds(
        Burns,
        ascent_km_s=st.floats(4.0, 4.8),
        one_sol_km_s=st.floats(5.4, 5.8),
        injection_km_s=st.floats(1.8, 3.5),
        landing_km_s=st.floats(0.0, 0.7),
        isp_s=st.floats(340.0, 385.0),
        landing_isp_s=st.floats(320.0, 340.0),
    ),
    dry_mass_t=st.floats(20.0, 250.0),
    return_payload_t=st.floats(0.0, 30.0),
    people=st.integers(1, 20),
    production_days=st.floats(100.0, 1500.0),
    availability_frac=st.floats(0.3, 1.0),
    stage=st.sampled_from(["first", "mature"]),
    case=st.sampled_from(["low", "mid", "high"]),
)


@given(st.sampled_from(SIMPLE), bases)
def test_no_atom_is_won_or_lost(name, basis):
    route = load_route(name)
    tanks = tanks_of(route, basis)
    made = made_for(route, tanks, basis)
    handled_kg = 1000.0 * max(sum(made.takes_t.values()), 1e-9)
    for element, kg in element_balance_kg(made).items():
        assert abs(kg) <= 1e-9 * handled_kg, element
    assert sum(made.gives_t.values()) == pytest.approx(sum(made.takes_t.values()), rel=1e-9)
    assert made.oxygen_t + made.methane_t + sum(
        tanks.oxygen_t if one == "oxygen" else tanks.methane_t
        for one in route.carries
        if one in ("oxygen", "methane")
    ) == pytest.approx(tanks.surface_t, rel=1e-12)


@given(st.floats(0.1, 1000.0), bases)
def test_six_tonnes_of_hydrogen_make_108(hydrogen_t, basis):
    made = _at_ratio("hydrogen-brought", 18.0 * hydrogen_t, basis)
    assert made.feed_t == pytest.approx(hydrogen_t, rel=6e-3)


@given(st.floats(0.1, 1000.0), bases)
def test_150_tonnes_of_water_make_300(water_t, basis):
    made = _at_ratio("water-brought", 2.0 * water_t, basis)
    assert made.feed_t == pytest.approx(water_t, rel=6e-3)


def _at_ratio(name, propellant_t, basis, ratio=3.5):
    methane_t = propellant_t / (1.0 + ratio)
    return made_for(load_route(name), Tanks(propellant_t - methane_t, methane_t, 0.0, 0.0, 0), basis)


@given(bases)
def test_oxygen_is_the_same_whoever_brings_the_methane(basis):
    full, oxygen = (way_needs(load_route(name), basis) for name in ("full-propellant", "oxygen-only"))
    assert oxygen.oxygen_t == full.oxygen_t
    assert oxygen.made_t == pytest.approx(full.oxygen_t, rel=1e-12)


@given(st.sampled_from(SIMPLE), bases, st.floats(1.1, 5.0))
def test_power_falls_as_the_days_grow(name, basis, longer):
    route = load_route(name)
    soon = way_needs(route, basis)
    late = way_needs(route, dataclasses.replace(basis, production_days=longer * basis.production_days))
    assert late.making_kw == pytest.approx(soon.making_kw / longer, rel=1e-12)
    assert late.energy_mwh == soon.energy_mwh


@given(bases, st.integers(1, 6))
def test_crews_that_share_a_ship_share_its_power(basis, n_crews):
    route = load_route("several-crews")
    shared = way_needs(dataclasses.replace(route, n_crews=n_crews), basis)
    alone = way_needs(load_route("full-propellant"), basis)
    assert shared.making_kw == pytest.approx(alone.making_kw / n_crews, rel=1e-12)
    assert shared.made_t == alone.made_t
    if n_crews == 1:
        assert dataclasses.replace(shared, route=alone.route) == alone


@given(st.sampled_from(SIMPLE), bases)
def test_what_is_brought_whole_makes_nothing(name, basis):
    route, needs = load_route(name), way_needs(load_route(name), basis)
    assert (needs.making_kw == 0.0) == route.is_brought_whole
    if route.is_brought_whole:
        assert needs.made_t == 0.0
        assert needs.energy_mwh == 0.0


@given(st.sampled_from(SIMPLE), bases)
def test_ships_hold_what_must_land(name, basis):
    needs = way_needs(load_route(name), basis)
    aboard_t = needs.landed_t + needs.vehicle_t
    assert (needs.ships - 1) * basis.cargo_t < aboard_t <= needs.ships * basis.cargo_t * (1.0 + 1e-9) or (
        aboard_t == 0.0 and needs.ships == 0
    )
    assert needs.shipped_t >= needs.brought_t * (1.0 - 1e-12)
    if load_route(name).hardware == "own":
        assert sum(kwe * n for kwe, n in needs.units) >= needs.power_kw * (1.0 - 1e-9)


@given(bases)
def test_chains_beside_each_other_add_up(basis):
    both = way_needs(load_route("two-chains"), basis)
    parts = [way_needs(load_route(name), basis) for name in ("full-propellant", "ascent-oxygen")]
    for name in ("making_kw", "landed_t", "made_t", "energy_mwh"):
        assert getattr(both, name) == pytest.approx(sum(getattr(part, name) for part in parts), rel=1e-12)


@given(bases, st.floats(10.0, 2000.0))
def test_spare_power_fills_in_its_time(basis, kw):
    needs = way_needs(load_route("when-the-base-can"), basis)
    synods = synods_to_fill(needs, kw, basis.availability_frac)
    assert synods_to_fill(needs, 2.0 * kw, basis.availability_frac) == pytest.approx(synods / 2.0, rel=1e-12)
