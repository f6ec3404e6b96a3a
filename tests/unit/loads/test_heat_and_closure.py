import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.loads import (
    CLOSURE_LEVELS,
    closure_at,
    crew_flows,
    crop_power_kw,
    energy_factor_of,
    eva_use,
    heat_balance,
    lamp_power_range_kw,
    metabolic_w,
    outside_year_k,
    piped_heat_kw,
)
from kilosol.mars import ground_year, sink_by_hour_k, site


def test_heat_closes_in_every_hour():
    outside = np.linspace(130.0, 300.0, 50)
    year = heat_balance(outside, 6, 4.0, hull_w_k=60.0, piped_kw=1.0)
    gap = year.inside_kw + year.heater_kw + year.piped_kw - year.loss_kw - year.cooling_kw
    assert gap == pytest.approx(np.zeros(50), abs=1e-12)
    assert (year.heater_kw * year.cooling_kw == 0).all()
    assert year.heater_kw[0] > 0
    assert year.cooling_kw[-1] > 0


def test_loss_by_hand():
    # 30 W/K from 294 to 194 K is 3 kW; six people give 0.82 kW and lamps 1 kW.
    balance = heat_balance(194.0, 6, 1.0)
    assert balance.heater_kw == pytest.approx(3.0 - 0.8202 - 1.0, abs=1e-4)
    assert balance.electric_kw == balance.heater_kw


def test_a_crewed_base_must_be_cooled_and_an_empty_one_heated():
    cold = outside_year_k(40.0, np.array([270.0])).ravel()
    assert (heat_balance(cold, 6, 20.0).cooling_kw > 10).all()
    assert (heat_balance(cold, 0, 1.0, hull_w_k=30.0).heater_kw > 0.5).all()


def test_the_ground_model_gives_the_hours_of_a_site():
    place = site("AP-1")
    outside = sink_by_hour_k(ground_year(place, np.full(669, 0.5)), place.albedo)
    heater = np.asarray(heat_balance(outside, 0, 0.0, hull_w_k=30.0).heater_kw).reshape(669, 24)
    sols = heater.mean(axis=1)
    # 39.8 N: winter solstice stands near sol 514; summer solstice near sol 194.
    assert sols[500:530].mean() > sols[180:210].mean() * 1.2
    assert heater.mean(axis=0).argmax() in (3, 4, 5, 6)


def test_seasons_turn_with_the_hemisphere():
    ls = np.array([90.0, 270.0])
    north, south = (outside_year_k(lat, ls).mean(axis=1) for lat in (40.0, -40.0))
    assert north[0] > north[1]
    assert south == pytest.approx(north[::-1])


def test_waste_heat_needs_a_pipe():
    assert piped_heat_kw(100.0) == (0.0, 0.0)
    near, far, too_far = (piped_heat_kw(100.0, m)[0] for m in (100.0, 1000.0, 5000.0))
    assert 100 > near > far > too_far == 0.0


def test_stores_of_six_people_for_900_days():
    """Published: food 9.9 t, oxygen 4.5 t in the open, water 59 t in the open and 2.9 t at 95 percent."""
    days, loop = 900.0, closure_at("open", 6)
    assert loop.food_kg_day * days / 1000 == pytest.approx(9.9, abs=0.05)
    assert loop.oxygen_kg_day * days / 1000 == pytest.approx(4.5, abs=0.05)
    assert loop.water_kg_day * days / 1000 == pytest.approx(59, abs=0.5)
    assert closure_at("iss", 6).water_kg_day * days / 1000 == pytest.approx(2.9, abs=0.1)


def test_closing_the_loop_trades_stores_for_power():
    levels = [closure_at(level, 6) for level in CLOSURE_LEVELS]
    assert (np.diff([c.stores_kg_day for c in levels]) < 0).all()
    assert (np.diff([c.machines_kw + c.crops_kw for c in levels]) > 0).all()


def test_big_bodies_at_heavy_work_need_more_and_still_close():
    big = metabolic_w(110.0, 1.95, 30.0, is_woman=False, activity="heavy")
    small = metabolic_w(50.0, 1.55, 55.0, is_woman=True, activity="light")
    factor = energy_factor_of(big)
    flows = crew_flows(1, factor)
    assert big > 2 * small
    assert flows.out_kg_day == pytest.approx(flows.in_kg_day, rel=1e-9)
    assert flows.heat_w == pytest.approx(big)


def test_excursions():
    use = eva_use(1)
    assert 0.63 <= use.oxygen_kg <= 0.9
    assert 4 <= use.water_kg <= 5
    assert eva_use(1, 4.0).oxygen_kg == pytest.approx(use.oxygen_kg / 2)


def test_lamps_by_area_agree_with_lamps_by_dry_matter():
    low, high = lamp_power_range_kw()
    assert low < crop_power_kw(1) < high
    assert 1 <= crop_power_kw(1, "sunlit") <= 3


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: heat_balance(50.0, 6, 1.0), "outside_k"),
        (lambda: heat_balance(200.0, 6, -1.0), "inside_electric_kw"),
        (lambda: heat_balance(200.0, 6, 1.0, inside_k=400.0), "inside_k"),
        (lambda: piped_heat_kw(10.0, -5.0), "pipe_m"),
        (lambda: outside_year_k(85.0, np.zeros(3)), "latitude_deg"),
        (lambda: closure_at("perfect", 6), "level"),
        (lambda: metabolic_w(500.0, 1.8, 40.0, is_woman=False), "body_kg"),
        (lambda: crew_flows(1, 9.0), "energy_factor"),
        (lambda: eva_use(-1), "n_excursions"),
        (lambda: crop_power_kw(1, "moonlit"), "light"),
    ],
)
def test_bad_input_is_named(call, word):
    with pytest.raises(OutOfRange, match=word):
        call()
