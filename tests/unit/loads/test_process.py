import pytest

from kilosol.errors import OutOfRange
from kilosol.loads import Process, methane_synthesis, water_electrolysis


def test_published_peer_value_below_the_floor_is_refused_by_name():
    # A public habitat model uses 2.61 kWh/kg of oxygen, another 0.0151.
    for kwh in (2.61, 0.0151):
        with pytest.raises(OutOfRange, match=r"at least 4\.117 .*oxygen_by_electrolysis_gibbs"):
            water_electrolysis(kwh)


def test_iss_generator_passes():
    assert water_electrolysis(7.75).energy_kwh(9.2) / 24 == pytest.approx(2.971, rel=1e-3)


def test_mass_that_balances_but_transmutes_is_refused():
    with pytest.raises(OutOfRange, match="elements last"):
        Process("alchemy", {"H2O": 1.0}, {"CH4": 1.0}, "CH4", 20.0)


def test_mixtures_balance_by_mass_only():
    oven = Process("oven", {"wet soil": 100.0}, {"H2O": 2.0, "dry soil": 98.0}, "H2O", 6.0, ("melt_ice",))
    assert oven.product_kg == 2.0


@pytest.mark.parametrize("kwh", [-1.0, float("nan")])
def test_energy_must_be_a_number(kwh):
    with pytest.raises(OutOfRange):
        Process("x", {"soil": 1.0}, {"soil": 1.0}, "soil", kwh)


def test_product_must_be_made():
    with pytest.raises(OutOfRange, match="an output with mass"):
        Process("x", {"soil": 1.0}, {"soil": 1.0}, "O2", 5.0)


def test_negative_mass_is_refused():
    with pytest.raises(OutOfRange, match="0 or more"):
        Process("x", {"soil": -1.0}, {"soil": -1.0}, "soil", 5.0)


def test_caller_cannot_change_it_afterwards():
    masses = {"soil": 1.0}
    process = Process("x", masses, {"soil": 1.0}, "soil", 1.0)
    masses["soil"] = 5.0
    assert process.inputs["soil"] == 1.0
    with pytest.raises(TypeError):
        process.inputs["soil"] = 2.0


def test_methane_makes_more_oxygen_than_engines_burn():
    assert methane_synthesis(30.0).outputs["O2"] - 3.6 == pytest.approx(0.389, abs=1e-3)
