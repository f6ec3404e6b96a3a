import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange
from kilosol.fission import (
    berm_thickness_m,
    decay_heat_frac,
    dose_msv_year,
    efficiency_chain,
    exclusion_distance_m,
    mass_law,
    open_pit_frac,
    panel_flux_w_m2,
    radiator_area_m2,
    shadow_shield,
    station_mass_kg,
    way_wigner_frac,
)

BAD = [
    (lambda: dose_msv_year(175.0, 5001.0), "distance_m"),
    (lambda: dose_msv_year(-1.0, 1000.0), "thermal_kwt"),
    (lambda: dose_msv_year(175.0, 1000.0, 1.5), "attenuation_frac"),
    (lambda: exclusion_distance_m(175.0, 0.0), "limit_msv_year"),
    (lambda: berm_thickness_m(175.0, 1000.0, 0.2), "water_frac"),
    (lambda: decay_heat_frac(0.1, 1e6), "time_after_s"),
    (lambda: decay_heat_frac(10.0, 0.0), "operated_s"),
    (lambda: way_wigner_frac(10.0, -1.0), "operated_s"),
    (lambda: efficiency_chain(175.0, 400.0, 420.0), "hot_k"),
    (lambda: efficiency_chain(175.0, 1050.0, 420.0, "magic"), "converter"),
    (lambda: mass_law("steam"), "cycle"),
    (lambda: station_mass_kg(0.0), "power_kwe"),
    (lambda: open_pit_frac(50.0), "distance_m"),
    (lambda: radiator_area_m2(100.0, 400.0, 410.0, 0.85, 270.0), "inlet_k"),
    (lambda: radiator_area_m2(100.0, 300.0, 260.0, 0.85, 270.0), "outlet_k"),
    (lambda: panel_flux_w_m2(400.0, 270.0, convection_w_m2_k=1.0), "air_k"),
    (lambda: shadow_shield(0.0, 1000.0), "thermal_kwt"),
    (lambda: shadow_shield(175.0, 1000.0, 0.0), "limit_msv_year"),
]


@pytest.mark.parametrize(("call", "word"), BAD, ids=[f"{i}-{word}" for i, (_, word) in enumerate(BAD)])
def test_bad_input_is_named(call, word):
    with pytest.raises(OutOfRange, match=f"^{word}"):
        call()


def test_bare_unit_needs_no_berm_far_from_a_weak_source():
    assert berm_thickness_m(0.01, 2000.0, 0.0, 50.0) == 0.0


def test_berm_never_uses_thin_regolith_that_raises_the_dose():
    # Just above the limit the full first tenth is asked for.
    assert berm_thickness_m(1.0, 1000.0, 0.0, 1399.0) == pytest.approx(1.7)


def test_distance_beyond_the_rule_is_not_a_number():
    assert np.isnan(exclusion_distance_m(175.0, 50.0))
    assert exclusion_distance_m(1e-6, 50.0) == 10.0


def test_shield_reaches_its_own_limits():
    # Without gammas no tungsten is needed; all lithium hydride.
    with data.overriding({"fission/shield.gamma_leakage_frac": 0.0}):
        shield = shadow_shield(175.0, 1000.0)
    assert shield.tungsten_m == 0.0
    # 2e-4 of the bare dose, 8 percent of which comes by air and not through the shield, by lithium hydride:
    # 53 cm for 1e-3 and the rest at 7.7 cm.
    assert shield.lih_m == pytest.approx(0.53 + 0.077 * np.log(4.9 * 0.918), rel=0.003)


def test_published_shield_lies_between_the_ends_of_the_density_assumption():
    masses = []
    for density in (2900.0, 4500.0):
        with data.overriding({"fission/shield.core_density_kg_m3": density}):
            masses.append(shadow_shield(175.0, 1000.0).mass_kg)
    assert masses[1] < 1370.0 < masses[0]


def test_captures_add_heat_for_days_only():
    plain, with_captures = (decay_heat_frac(86400.0, 1e8, c) for c in (0.0, 0.5))
    assert 1.1 < with_captures / plain < 1.6
    late = decay_heat_frac(1e8, 1e8, 0.5) / decay_heat_frac(1e8, 1e8)
    assert late == pytest.approx(1.0, abs=1e-6)


def test_extrapolation_is_flagged():
    estimate = station_mass_kg(np.array([5.0, 10.0, 100.0, 101.0]))
    assert estimate.is_extrapolated.tolist() == [True, False, False, True]
    assert (estimate.low_kg < estimate.mass_kg).all()
    assert (estimate.high_kg > estimate.mass_kg).all()


def test_leave_one_out_is_wider_than_the_residuals():
    law = mass_law("brayton")
    assert max(law.left_out_frac) > max(law.residual_frac)
