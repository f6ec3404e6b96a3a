import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange, UnknownName
from kilosol.loads import (
    boil_off_t,
    cell_factory_kw,
    cooler_kw,
    dug_ice_kwh_kg,
    floor_kwh_kg,
    ice_well_kwh_kg,
    liquefaction_floor_kwh_kg,
    material_kwh_kg,
    melt_kwh_kg,
    plant_energy,
    propellant_breakdown,
    propellant_masses,
    propellant_power_kw,
    soil_water_kwh_kg,
    synod_sentence,
    to_make_t,
    works_power_kw,
)


def test_deeper_and_colder_wells_cost_more():
    assert (np.diff(ice_well_kwh_kg(np.array([5.0, 50.0, 500.0]))) > 0).all()
    assert (np.diff(ice_well_kwh_kg(20.0, np.array([150.0, 200.0, 260.0]))) < 0).all()
    low, mid, high = (ice_well_kwh_kg(20.0, 213.0, case) for case in ("low", "mid", "high"))
    assert low < mid < high


def test_no_water_below_the_heat_of_melting():
    for ice_k in (100.0, 213.0, 273.0):
        floor = melt_kwh_kg(ice_k)
        assert ice_well_kwh_kg(0.0, ice_k, "low") > floor
        assert dug_ice_kwh_kg(1.0, 0.0, ice_k) > floor


def test_lean_and_buried_ground_costs_more():
    assert (np.diff(dug_ice_kwh_kg(np.array([0.9, 0.5, 0.1, 0.02]))) > 0).all()
    assert dug_ice_kwh_kg(0.3, 5.0) > dug_ice_kwh_kg(0.3, 0.0)
    assert soil_water_kwh_kg(0.015) > 10 * dug_ice_kwh_kg(0.3)


def test_heat_won_back_from_soil():
    assert soil_water_kwh_kg(0.015, recovered_frac=0.5) == pytest.approx(6.0 / 2 + 0.69, abs=0.01)


def test_tanks():
    assert boil_off_t(1000.0, 0.0) == 0.0
    assert boil_off_t(1000.0, 1.0, 0.001) == pytest.approx(1.0, rel=1e-3)
    assert to_make_t(100.0, 0.0) == 100.0
    assert to_make_t(100.0, 500.0, 0.0) == 100.0
    # Made at a steady rate, the mean kilogram waits half the time.
    assert to_make_t(1000.0, 100.0, 1e-5) == pytest.approx(1000 * (1 + 1e-5 * 50), rel=1e-6)
    assert cooler_kw(100.0, "oxygen", hot_k=320.0) > cooler_kw(100.0, "oxygen", hot_k=250.0)


def test_steps_add_up_in_every_case():
    for case in ("low", "mid", "high"):
        plant = propellant_breakdown(1200.0, 780.0, case, 0.9)
        assert sum(s.kw for s in plant.steps) == pytest.approx(propellant_power_kw(1200.0, 780.0, case, 0.9))
        assert sum(s.share_frac for s in plant.steps) == pytest.approx(1.0)
        assert min(s.kwh_kg for s in plant.steps) > 0
        assert plant.floor_kw < plant.power_kw
        assert plant.low_kw <= plant.power_kw <= plant.high_kw


def test_steps_are_the_processes_of_the_chain():
    names = [s.name for s in propellant_breakdown(100.0, 100.0).steps]
    assert names == ["mining", "capture", "electrolysis", "Sabatier", "liquefaction", "balance of plant"]
    assert plant_energy("mid").sabatier_kwh_kg < plant_energy("mid").water_kwh_kg


def test_masses_close():
    masses = propellant_masses(1200.0)
    assert masses.methane_t + masses.oxygen_t == pytest.approx(1200.0)
    taken = masses.water_t + masses.carbon_dioxide_t
    assert taken == pytest.approx(1200.0 + masses.spare_oxygen_t)
    # 102 t are some 340 person-years of breathing.
    assert masses.spare_person_years == pytest.approx(335, abs=8)


def test_sentence():
    assert synod_sentence(40.0, "mid", 0.9) == "40 kWe makes 81 t per synodic period"
    sentence = propellant_breakdown(1200.0, 780.0).sentence
    assert "530 kWe (436 to 863)" in sentence
    assert sentence.endswith("40 kWe makes 91 t per synodic period")


def test_colder_sinks_make_cheaper_liquids():
    assert liquefaction_floor_kwh_kg("oxygen", 210.0) < liquefaction_floor_kwh_kg("oxygen", 300.0)
    assert floor_kwh_kg("liquefy_oxygen") == pytest.approx(liquefaction_floor_kwh_kg("oxygen"))


def test_works():
    # 1,000 t of steel a year at 3.75 kWh/kg.
    assert works_power_kw({"steel": 1000.0})["steel"] == pytest.approx(3.75e6 / 8766, rel=1e-3)
    assert material_kwh_kg("aluminium") > material_kwh_kg("steel") > material_kwh_kg("bricks")
    assert cell_factory_kw(1000.0) == pytest.approx(3e6 / 8766, rel=1e-3)
    with pytest.raises(UnknownName, match="steel"):
        material_kwh_kg("stel")


def test_cells_below_the_floor_of_silicon_are_refused():
    with (
        data.overriding({"loads/industry.module_kwh_kw": 10.0}),
        pytest.raises(OutOfRange, match=r"22\.5 kWh/kW"),
    ):
        cell_factory_kw(1.0)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: ice_well_kwh_kg(-1.0), "depth_m"),
        (lambda: ice_well_kwh_kg(1.0, 280.0), "ice_k"),
        (lambda: ice_well_kwh_kg(1.0, 213.0, "best"), "case"),
        (lambda: dug_ice_kwh_kg(0.0), "ice_frac"),
        (lambda: soil_water_kwh_kg(0.6), "water_frac"),
        (lambda: boil_off_t(1.0, 1.0, 0.5), "boil_off_per_day"),
        (lambda: cooler_kw(1.0, "hydrogen"), "gas"),
        (lambda: propellant_masses(1.0, 4.2), r"3\.989"),
        (lambda: propellant_breakdown(1.0, -5.0), "days"),
        (lambda: liquefaction_floor_kwh_kg("oxygen", 50.0), "sink_k"),
        (lambda: works_power_kw({"steel": -1.0}), "t_per_year"),
    ],
)
def test_bad_input_is_named(call, word):
    with pytest.raises(OutOfRange, match=word):
        call()
