"""The sum of components: what it adds up to, what moves it which way, and what it refuses."""

import pytest

from kilosol import data
from kilosol.errors import OutOfRange
from kilosol.fission import cable_mass_kg, design_station, fission_unit, growth_frac, level_band, station_of


def test_energy_closes_from_core_to_base():
    unit = design_station(40.0)
    into = unit.thermal_kwt - unit.heat_loss_kw
    assert unit.gross_kwe + unit.reject_kw == pytest.approx(into, rel=1e-12)
    assert unit.gross_kwe * unit.pmad_frac * unit.cable_frac == pytest.approx(40.0, rel=1e-12)
    powers = [power for _, power, _ in unit.ladder()]
    assert powers == sorted(powers, reverse=True)
    assert powers[0] == unit.thermal_kwt
    assert powers[-1] == unit.net_kwe


def test_mass_is_the_sum_with_growth():
    unit = design_station(40.0)
    assert set(unit.mass_kg) == {
        "reactor", "shield", "converters", "cold_side", "radiator", "control", "structure", "cable",
    }  # fmt: skip
    assert unit.total_kg == pytest.approx(sum(unit.mass_kg.values()) * 1.2)


def test_firmer_masses_grow_less():
    allowances = [growth_frac(word) for word in ("flown", "tested", "layout", "estimated")]
    assert allowances == sorted(allowances)


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        ({"distance_m": 500.0}, {"distance_m": 1500.0}),
        ({"limit_msv_year": 5.0}, {"limit_msv_year": 50.0}),
        ({"voltage_v": 300.0}, {"voltage_v": 2800.0}),
        ({"cold_k": 380.0}, {"cold_k": 430.0}),
        ({"fuel": "HALEU"}, {"fuel": "HEU"}),
        ({"n_spare": 2}, {"n_spare": 0}),
        ({"emissivity_frac": 0.7}, {"emissivity_frac": 0.9}),
        ({"maturity": "estimated"}, {"maturity": "tested"}),
    ],
)
def test_what_makes_it_heavier(heavier, lighter):
    assert design_station(40.0, **heavier).total_kg > design_station(40.0, **lighter).total_kg


def test_published_heat_gives_the_share_of_carnot():
    free = design_station(40.0)
    bound = design_station(40.0, thermal_kwt=free.thermal_kwt)
    assert bound.carnot_share_frac == pytest.approx(free.carnot_share_frac)
    assert data.table("fission/conversion").number("stirling_carnot_frac") == pytest.approx(
        free.carnot_share_frac
    )


def test_four_small_units_weigh_more_than_a_large_one():
    assert 4 * design_station(10.0).total_kg > 1.3 * design_station(40.0).total_kg


def test_published_cables():
    # COMPASS 2022: 45 kg for 1 km, 240 for 3 km at 2800 V, 3300 for 3 km at 500 V; 43.5 kWe, 5 percent.
    assert cable_mass_kg(43.5, 1000.0, 2800.0, 0.05) == pytest.approx(45.0, rel=0.28)
    assert cable_mass_kg(43.5, 3000.0, 2800.0, 0.05) == pytest.approx(240.0, rel=0.10)
    assert cable_mass_kg(43.5, 3000.0, 500.0, 0.05) == pytest.approx(3300.0, rel=0.10)


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("quantity", ["mass", "radiator"])
def test_bands_rest_on_three_cases_or_more(level, quantity):
    band = level_band(level, quantity)
    assert len(band.cases) >= 3
    low, high = band.around(100.0)
    for case in band.cases:
        assert low - 1e-9 <= 100.0 * case.published / case.computed <= high + 1e-9


def test_the_sum_is_closer_to_others_designs_than_the_law():
    law, parts = level_band(0), level_band(1)
    assert parts.high_frac - parts.low_frac < 0.7 * (law.high_frac - law.low_frac)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: design_station(-1.0), "net_kwe must be positive"),
        (lambda: design_station(40.0, hot_k=400.0, cold_k=420.0), "hot_k must be above cold_k"),
        (lambda: design_station(40.0, thermal_kwt=60.0), "thermal_kwt must be above"),
        (lambda: design_station(40.0, "thermionic"), "conversion must be 'stirling' or 'brayton'"),
        (lambda: design_station(40.0, n_spare=8), "n_spare must be 0 to 7"),
        (lambda: design_station(40.0, distance_m=6000.0), "distance_m"),
        (lambda: design_station(40.0, pmad_frac=1.2), "pmad_frac must be from 0 to 1"),
        (lambda: design_station(40.0, sink_k=410.0), "outlet_k must be above the sink"),
        (lambda: cable_mass_kg(40.0, 1000.0, 0.0), "voltage_v must be positive"),
        (lambda: cable_mass_kg(40.0, 1000.0, 500.0, 0.0), "loss_frac must be above 0"),
        (lambda: level_band(2), "level must be 0 or 1"),
        (lambda: level_band(0, "cost"), "quantity must be"),
        (lambda: growth_frac("sketch"), "maturity must be one of"),
        (lambda: station_of(fission_unit("topaz-1")), "conversion must be"),
    ],
)
def test_bad_input_is_one_sentence(call, said):
    with pytest.raises(OutOfRange) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
