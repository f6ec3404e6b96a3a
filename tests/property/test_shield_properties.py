"""What must rise or fall in shield, dose and transport, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol.fission import (
    DoseSource,
    Layer,
    Medium,
    attenuation_frac,
    dose_at,
    earthwork,
    multiplication,
    shadow_shield,
    shield_mass_kg,
    shield_parts_frac,
    shutdown_dose_msv_hour,
    source_flux,
    thickness_for_m,
)

heats = st.floats(10.0, 1000.0)


@given(heats, st.floats(50.0, 4000.0), st.floats(1.05, 1.2))
@settings(max_examples=40)
def test_shield_falls_with_distance(heat, distance, factor):
    assert shield_mass_kg(heat, distance * factor) < shield_mass_kg(heat, distance)


@given(heats, st.floats(100.0, 3000.0), st.floats(1.0, 300.0))
@settings(max_examples=40)
def test_what_comes_through_the_shield_is_the_limit_that_it_was_sized_for(heat, distance, limit):
    # The map of doses and the sizing of the shield count one thing: else a plan breaks its own limit.
    neutron, gamma = shield_parts_frac(shadow_shield(heat, distance, limit))
    unit = DoseSource(heat, cone_deg=30.0, cone_neutron_frac=neutron, cone_gamma_frac=gamma)
    there = dose_at([unit], 0.0, distance)
    assert there.neutron_msv_year + there.gamma_msv_year == pytest.approx(limit, rel=1e-4)


@given(heats, st.floats(20.0, 4500.0), st.floats(1.01, 1.1), st.floats(0.0, 360.0), st.floats(10.0, 180.0))
def test_dose_falls_along_every_ray(heat, distance, factor, towards, cone):
    unit = DoseSource(
        heat,
        cone_deg=cone,
        cone_neutron_frac=1e-4,
        cone_gamma_frac=1e-3,
        side_neutron_frac=0.01,
        side_gamma_frac=0.01,
    )
    ray = np.array([distance, distance * factor])
    dose = dose_at([unit], ray * np.sin(np.radians(towards)), ray * np.cos(np.radians(towards)))
    assert dose.total_msv_year[1] < dose.total_msv_year[0]


@given(st.lists(st.tuples(heats, st.floats(-500, 500), st.floats(-500, 500)), max_size=4))
def test_units_add_up(places):
    units = [DoseSource(heat, x, y) for heat, x, y in places]
    together = dose_at(units, 1500.0, 700.0).total_msv_year
    apart = sum(float(dose_at([unit], 1500.0, 700.0).total_msv_year) for unit in units)
    assert together == pytest.approx(apart)


@given(st.sampled_from(["lih", "b4c", "regolith"]), st.floats(1e-8, 0.09), st.floats(0.0, 0.1))
def test_thickness_inverts_attenuation(material, frac, water):
    water = water if material == "regolith" else 0.0
    assert attenuation_frac(material, thickness_for_m(material, frac, water), water) == pytest.approx(frac)


@given(st.sampled_from(["cover", "plugged_pit"]), heats, st.floats(100.0, 900.0), st.floats(0.0, 0.09))
def test_earth_moved_falls_with_water_and_distance(way, heat, distance, water):
    here = earthwork(way, heat, distance, water)
    assert here.holds
    assert earthwork(way, heat, distance, water + 0.01).moved_m3 <= here.moved_m3 * (1 + 1e-9)
    assert earthwork("cover", heat, distance * 1.1, water).moved_m3 <= earthwork(
        "cover", heat, distance, water
    ).moved_m3 * (1 + 1e-9)


@given(st.floats(10.0, 1e9), st.floats(1.1, 10.0), st.floats(1.0, 1000.0))
def test_shutdown_dose_falls_with_time_and_distance(after, factor, distance):
    now = shutdown_dose_msv_hour(175.0, distance, after)
    assert shutdown_dose_msv_hour(175.0, distance, after * factor) < now
    assert shutdown_dose_msv_hour(175.0, distance * 1.5, after) == pytest.approx(now / 2.25)


@given(st.floats(0.1, 2.0), st.floats(0.0, 0.99), st.floats(0.5, 10.0), st.sampled_from(["sphere", "slab"]))
@settings(max_examples=25, deadline=None)
def test_neutrons_are_conserved(total, kept, size, shape):
    # What is born is absorbed or leaks; leakage falls with size.
    medium = Medium(total, kept * total)
    one, two = (
        source_flux([Layer(medium, t, 30)], [1.0], shape, n_directions=8).leakage_frac
        for t in (size, 2 * size)
    )
    assert 0 < two < one < 1


@given(st.floats(2.0, 9.0), st.floats(1.05, 1.5))
@settings(max_examples=25, deadline=None)
def test_k_rises_with_size_and_with_a_reflector(radius, factor):
    uranium, water = Medium(0.3264, 0.248064, 0.176256), Medium(0.3264, 0.29376)
    bare = multiplication([Layer(uranium, radius, 30)], n_directions=8).k
    assert multiplication([Layer(uranium, radius * factor, 30)], n_directions=8).k > bare
    assert multiplication([Layer(uranium, radius, 30), Layer(water, 10.0, 30)], n_directions=8).k > bare
