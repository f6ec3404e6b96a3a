"""Bad input is named in one sentence with its range; scattering up and down, sharp cones, histories."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.fission import (
    DoseSource,
    Layer,
    Medium,
    attenuation_frac,
    berm_thickness_m,
    best_siting,
    cable_mass_kg,
    dose_at,
    dose_msv_year,
    earthwork,
    equipment_need,
    exclusion_distance_m,
    fission_unit,
    history_heat_frac,
    immersion,
    is_extrapolated,
    multiplication,
    shadow_shield,
    shield_mass_kg,
    shielded_source,
    shutdown_dose_msv_hour,
    source_flux,
    walk_in_day,
)
from kilosol.sheets.shield_sheet import shield_sheet

FUEL = Medium(0.3264, 0.248064, 0.176256)
BAD = [
    (lambda: shield_mass_kg(175.0, 0.0), "distance_m", "10 to 5000"),
    (lambda: shield_mass_kg(175.0, -5.0), "distance_m", "10 to 5000"),
    (lambda: dose_msv_year(175.0, 0.0), "distance_m", "10 to 5000"),
    (lambda: attenuation_frac("lih", -0.1), "thickness_m", "0 or more"),
    (lambda: attenuation_frac("regolith", 1.0, 1.2), "water_frac", "from 0 to 0.1"),
    (lambda: berm_thickness_m(175.0, 1000.0, 1.5), "water_frac", "from 0 to 0.1"),
    (lambda: attenuation_frac("lead", 1.0), "material", "one of"),
    (lambda: earthwork("moat", 175.0, 1000.0, 0.0), "way", "one of"),
    (lambda: earthwork("open_pit", 175.0, 1500.0, 0.0), "distance_m", "100 to 1000"),
    (lambda: shadow_shield(175.0, 1000.0, core_radius_m=0.0), "core_radius_m", "positive"),
    (lambda: multiplication([]), "layers", "at least one"),
    (lambda: multiplication([Layer(FUEL, -1.0)]), "thickness_cm", "positive"),
    (lambda: multiplication([Layer(Medium(1.0, 1.2, 0.1), 1.0)]), "scatter_per_cm", "at most"),
    (lambda: multiplication([Layer(Medium(1.0, 0.5), 1.0)]), "layers", "at least one"),
    (lambda: multiplication([Layer(FUEL, 5.0)], n_directions=5), "n_directions", "even"),
    (lambda: multiplication([Layer(FUEL, 5.0)], "cube"), "shape", "'sphere' or 'slab'"),
    (lambda: source_flux([Layer(FUEL, 20.0)], [1.0]), "layers", "below critical"),
    (lambda: source_flux([Layer(FUEL, 2.0)], [1.0, 2.0]), "source_per_cm3", "of shape"),
    (lambda: dose_at([DoseSource(175.0, side_gamma_frac=2.0)], 0.0, 100.0), "side_gamma_frac", "0 to 1"),
    (lambda: history_heat_frac(10.0, []), "history", "at least one"),
    (lambda: walk_in_day(175.0, 10.0, 0.0), "limit_msv_hour", "positive"),
    (lambda: cable_mass_kg(40.0, -1.0), "length_m", "0 or more"),
    (lambda: equipment_need("robot", 175.0, 1.0), "kind", "one of"),
    (lambda: immersion(10.0, 20.0), "u235_kg", "at most the fuel"),
]


@pytest.mark.parametrize(("call", "word", "allowed"), BAD, ids=[f"{i}-{b[1]}" for i, b in enumerate(BAD)])
def test_bad_input_is_named_with_its_range(call, word, allowed):
    with pytest.raises(OutOfRange, match=f"^{word}.*{allowed}") as caught:
        call()
    assert str(caught.value).count("\n") == 0


def test_scattering_up_and_down_conserves():
    # Two groups that only exchange neutrons between mirrors: all that is born is absorbed, flux by balance.
    scatter = np.array([[0.3, 0.2], [0.1, 0.4]])
    medium = Medium([0.6, 0.7], scatter)
    found = source_flux(
        [Layer(medium, 3.0, 6)], [[1.0], [0.0]], "slab", n_directions=4, left="reflective", right="reflective"
    )
    balance = np.linalg.solve(np.diag([0.6, 0.7]) - scatter.T, [1.0, 0.0])
    assert found.flux == pytest.approx(np.tile(balance[:, None], 6), rel=1e-8)


def test_a_cone_shields_its_own_directions_only():
    unit = DoseSource(175.0, cone_deg=60.0, azimuth_deg=90.0, cone_neutron_frac=0.0, cone_gamma_frac=0.0)
    angle = np.radians([91.0, 119.0, 121.0, 270.0])
    dose = dose_at([unit], 500 * np.sin(angle), 500 * np.cos(angle))
    assert dose.neutron_msv_year[:2] == pytest.approx(0.0)
    assert np.all(dose.neutron_msv_year[2:] > 0)
    # The air fills the shadow.
    assert dose.scattered_msv_year == pytest.approx(dose.scattered_msv_year[0])
    assert dose.scattered_msv_year[0] > 0


def test_a_bare_unit_gives_the_rule_in_every_direction():
    ring = np.radians(np.arange(0, 360, 30))
    dose = dose_at([DoseSource(175.0)], 1000 * np.sin(ring), 1000 * np.cos(ring))
    assert dose.neutron_msv_year + dose.scattered_msv_year == pytest.approx(dose_msv_year(175.0, 1000.0))


def test_shielded_source_holds_its_limit_but_for_the_air():
    there = dose_at([shielded_source(175.0, 1000.0, 50.0, 2e-3)], 0.0, 1000.0)
    assert there.neutron_msv_year + there.gamma_msv_year == pytest.approx(50.0, rel=1e-4)


def test_beyond_the_runs_is_said():
    assert list(is_extrapolated(np.array([2000.0, 2001.0]))) == [False, True]
    assert exclusion_distance_m(175.0, 50.0, 2e-3) == pytest.approx(3130, rel=0.01)
    assert np.isnan(exclusion_distance_m(175.0, 5.0, 2e-3))
    assert list(dose_at([DoseSource(1.0)], 0.0, np.array([1999.0, 2500.0])).is_extrapolated) == [False, True]


def test_a_pause_lets_a_core_cool():
    year = 365.25 * 86400
    straight = history_heat_frac(3600.0, [(1.0, 2 * year)])
    paused = history_heat_frac(3600.0, [(1.0, year), (0.0, year), (1.0, year)])
    half = history_heat_frac(3600.0, [(0.5, 2 * year)])
    assert half == pytest.approx(straight / 2)
    assert history_heat_frac(3600.0, [(1.0, year)]) < paused < history_heat_frac(3600.0, [(1.0, 3 * year)])


def test_walk_in_is_where_the_rate_meets_the_limit():
    days = walk_in_day(175.0, 10.0, 0.5, gamma_frac=2e-3)
    rate = shutdown_dose_msv_hour(175.0, 10.0, days * 86400, gamma_frac=2e-3)
    assert rate == pytest.approx(0.5, rel=0.02)
    assert walk_in_day(0.0, 10.0) == 0.0


def test_siting_balances_shield_and_cable():
    # NETS-2025: optimum 1.8 km, flat from 1 to 2.5; with a cable of 1000 V either side that loses 5 percent.
    found = best_siting(175.0, 40.0, voltage_v=1000.0, cable_loss_frac=0.05)
    assert found.best_m == pytest.approx(1800, abs=400)
    assert found.flat_low_m <= 1300
    assert found.flat_high_m >= 2000
    assert best_siting(175.0, 40.0).best_m > found.best_m


def test_sheet_is_plain_and_whole():
    unit = fission_unit("kilopower-10")
    sheet = shield_sheet(unit, 43.3, standoff_m=500.0)
    assert {"shield", "dose", "regolith", "siting", "equipment", "shutdown", "launch"} <= set(sheet)
    assert [case["surrounding"] for case in sheet["launch"]["cases"]] == ["bare", "water", "sand", "wet_sand"]
    holds = {row["way"]: row["holds"] for row in sheet["regolith"]}
    assert holds == {"cover": True, "wall": False, "open_pit": False, "plugged_pit": True}
    assert sheet["launch"]["generators"] < 1e-3
    from kilosol.report.shield_tables import shield_sheet_tables

    assert len(shield_sheet_tables(sheet)) == 5
