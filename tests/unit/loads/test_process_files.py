"""The shipped library passes its own checks; a user's broken file is refused with the numbers."""

import math

import pytest

from kilosol import data
from kilosol.errors import DataError, OutOfRange, UnknownName
from kilosol.loads import load_process, process_names

GOOD = """
title = "My electrolyser"
product = "O2"
basis = "mol"
[inputs]
H2O = 2
[outputs]
H2 = 2
O2 = 1
[values]
electricity_kwh_kg = 6.5
unit_kg = 120.0
unit_kg_day = 24.0
"""


def write(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", process_names())
def test_shipped_process_closes_and_stands_above_its_floors(name):
    process = load_process(name)
    assert sum(process.inputs.values()) == pytest.approx(sum(process.outputs.values()), rel=1e-9)
    assert process.mass_per_kg_day > 0
    assert process.start_hour > 0
    work, heat = process.gibbs_kwh_per_kg, process.enthalpy_kwh_per_kg
    if work is not None:
        assert process.kwh_per_kg + process.sunlight_kwh_per_kg >= work
        given = process.kwh_per_kg + process.sunlight_kwh_per_kg + process.heat_kwh_per_kg
        assert given == pytest.approx(heat + process.released_kwh_per_kg)
        assert process.released_kwh_per_kg >= 0


def test_library_covers_every_field():
    wanted = {"ice_well", "soil_water", "carbon_dioxide_capture", "water_electrolysis", "moxie", "sabatier"}
    wanted |= {"oxygen_liquefaction", "iss_oxygen", "crops_lamps", "crops_sunlit", "steel", "aluminium"}
    wanted |= {"glass", "polyethylene", "bricks", "solar_cells"}
    assert wanted <= set(process_names())


def test_users_file(tmp_path):
    process = load_process(write(tmp_path, GOOD))
    assert process.name == "My electrolyser"
    assert process.kwh_per_kg == 6.5
    assert process.mass_per_kg_day == 5.0
    assert process.needs_kg(1.0)["H2O"] == pytest.approx(1.126, abs=1e-3)


def test_public_simulators_oxygen_is_refused_with_floor_and_numbers(tmp_path):
    for wrong in ("2.61", "0.0151"):
        path = write(tmp_path, GOOD.replace("6.5", wrong))
        with pytest.raises(OutOfRange, match=rf"4\.117 kWh/kg of O2.*free energy at 298.*got {wrong}"):
            load_process(path)


def test_energy_between_the_floors_needs_heat(tmp_path):
    with pytest.raises(OutOfRange, match=r"4\.963 kWh/kg of O2 \(floor 'enthalpy'\), got 4\.5"):
        load_process(write(tmp_path, GOOD.replace("6.5", "4.5")))
    warm = GOOD.replace("electricity_kwh_kg = 6.5", "electricity_kwh_kg = 4.5\nheat_kwh_kg = 0.5")
    assert load_process(write(tmp_path, warm)).heat_kwh_per_kg == 0.5
    # However hot, heat cannot do the work of electricity below the free energy.
    hot = GOOD.replace("electricity_kwh_kg = 6.5", "electricity_kwh_kg = 4.0\nheat_kwh_kg = 5.0")
    with pytest.raises(OutOfRange, match="free energy"):
        load_process(write(tmp_path, hot))


def test_hot_cells_need_less_electricity(tmp_path):
    text = GOOD.replace("electricity_kwh_kg = 6.5", "electricity_kwh_kg = 3.5\nheat_kwh_kg = 1.6")
    with pytest.raises(OutOfRange, match="free energy at 298"):
        load_process(write(tmp_path, text))
    assert load_process(write(tmp_path, text + "temperature_k = 1073.0\n")).kwh_per_kg == 3.5


def test_broken_balance_names_both_sides(tmp_path):
    text = GOOD.replace('basis = "mol"', "").replace("H2O = 2", "H2O = 1.2")
    text = text.replace("H2 = 2", "H2 = 0.126")
    words = r"outputs of 'My electrolyser' must be the inputs' 1\.2 kg, got 1\.126 kg"
    with pytest.raises(OutOfRange, match=words):
        load_process(write(tmp_path, text))


def test_leak_of_a_billionth_passes_and_of_a_millionth_does_not(tmp_path):
    base = 'product = "b"\n[inputs]\na = 1.0\n[outputs]\nb = {}\n[values]\nelectricity_kwh_kg = 1.0\n'
    assert load_process(write(tmp_path, base.format("1.0000000005"))).kwh_per_kg == 1.0
    with pytest.raises(OutOfRange, match="inputs' 1 kg"):
        load_process(write(tmp_path, base.format("1.000001")))


def test_negative_mass_is_refused_by_number(tmp_path):
    with pytest.raises(OutOfRange, match=r"mass of H2 .* 0 or more .*, got -"):
        load_process(write(tmp_path, GOOD.replace("H2 = 2", "H2 = -2")))
    with pytest.raises(OutOfRange, match=r"unit_kg .* positive \[kg\], got -120"):
        load_process(write(tmp_path, GOOD.replace("120.0", "-120.0")))


def test_all_faults_are_said_at_once(tmp_path):
    text = GOOD.replace("120.0", "-120.0").replace("24.0", "-24.0")
    with pytest.raises(OutOfRange, match=r"unit_kg of .*; unit_kg_day of .* got -24"):
        load_process(write(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('product = "O2"', "", "lacks 'product'"),
        ("electricity_kwh_kg", "electricty_kwh_kg", "did you mean 'electricity_kwh_kg'"),
        ('basis = "mol"', 'basis = "lb"', "'kg' or 'mol'"),
        ('basis = "mol"', 'floors = ["oxygen_by_magic"]', "unknown floor 'oxygen_by_magic'"),
        ("H2O = 2", 'H2O = "two"', "must be a number, got 'two'"),
        ("H2O = 2", "soil = 2", "must be a formula"),
        (
            "6.5",
            '{ value = "many", unit = "kWh/kg", source = "assumption", where = "x", tier = "D" }',
            "many",
        ),
        ("6.5", '"6.5 kWh"', "must be a table"),
        ("[inputs]", "[inputs", "not a TOML file"),
    ],
)
def test_malformed_file_is_named(tmp_path, old, new, word):
    with pytest.raises(DataError, match=word):
        load_process(write(tmp_path, GOOD.replace(old, new)))


def test_unknown_name_gets_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'sabatier'"):
        load_process("sabatiere")


def test_replaced_value_is_checked_again():
    with (
        data.overriding({"loads/processes/moxie.electricity_kwh_kg": 3.0}),
        pytest.raises(OutOfRange, match=r"3\.286.*free energy at 1073 K|oxygen_from_carbon_dioxide_enthalpy"),
    ):
        load_process("moxie")


def test_machines_and_their_power():
    oxygen = load_process("iss_oxygen")
    assert oxygen.n_machines(9.2) == 1
    assert oxygen.n_machines(9.3) == 2
    assert oxygen.mean_power_kw(9.2) == pytest.approx(2.971, rel=1e-3)
    # Below a quarter of its load the machine stands by in turns.
    tenth = oxygen.mean_power_kw(0.92)
    assert tenth == pytest.approx(0.2971 + 0.6 * 0.469, rel=1e-3)
    assert oxygen.mean_power_kw(0.0) == 0.0


def test_starts_cost_energy_and_are_limited():
    moxie = load_process("moxie")
    assert moxie.mean_power_kw(0.1, 1.0) - moxie.mean_power_kw(0.1) == pytest.approx(0.75 / 24.66, rel=1e-3)
    with pytest.raises(OutOfRange, match="starts_per_sol"):
        moxie.mean_power_kw(0.1, 2.0)


def test_exothermic_reaction_gives_its_heat():
    # CO2 + 4 H2 -> CH4 + 2 H2O(l): -252.8 kJ a mole of methane, 4.38 kWh/kg.
    sabatier = load_process("sabatier")
    assert sabatier.released_kwh_per_kg - sabatier.kwh_per_kg == pytest.approx(252.8 / 16.043 / 3.6, rel=1e-3)
    assert math.isclose(sabatier.enthalpy_kwh_per_kg, -4.38, rel_tol=1e-2)
