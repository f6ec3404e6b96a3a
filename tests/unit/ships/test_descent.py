"""The way down: what the landing burn hangs on, and where no ship lands."""

from __future__ import annotations

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.mars.air import air_density_kg_m3
from kilosol.ships import Flyer, aerocapture, descent, flight_rules, landed_load, ship, way_down
from kilosol.transfer import arc

ARC = arc("2031-01-28", "2031-08-06")


def test_the_air_thins_by_its_weight() -> None:
    low, high = air_density_kg_m3(700.0, -3.0), air_density_kg_m3(610.0, 0.0)
    assert (np.diff(np.log(low)) < 0).all()
    # Gas law at the ground; a scale height of 8 to 12 km above it.
    assert high[0] == pytest.approx(610.0 / (188.9 * 214.0))
    assert 8.0 < -1.0 / np.log(high[1] / high[0]) < 12.0
    # The pressures of two places differ as the air between them weighs, to a tenth of the density.
    assert low[3] == pytest.approx(high[0], rel=0.15)


def test_height_and_mass_make_the_burn_dearer() -> None:
    by_height = [descent(7.0, 225.0, 375.0, float(km)).delta_v_km_s for km in (-6, -3, 0, 3, 6)]
    by_mass = [descent(7.0, mass, 375.0).delta_v_km_s for mass in (50.0, 100.0, 200.0, 400.0)]
    assert np.all(np.diff(by_height) > 0)
    assert np.all(np.diff(by_mass) > 0)


def test_the_air_forgets_the_speed_but_the_corridor_narrows() -> None:
    ways = [descent(v, 225.0, 375.0) for v in (5.0, 6.0, 7.0, 8.0)]
    burns = np.array([way.delta_v_km_s for way in ways])
    assert np.ptp(burns) < 0.05
    assert np.all(np.diff([way.corridor_deg for way in ways]) < 0)
    assert np.all(np.diff([way.load_g for way in ways]) > 0)


def test_the_burn_moves_smoothly() -> None:
    masses = np.linspace(150.0, 350.0, 81)
    burns = np.array([descent(7.0, float(mass), 375.0).delta_v_km_s for mass in masses])
    assert np.abs(np.diff(burns, 2)).max() < 0.002


def test_more_lift_widens_the_corridor() -> None:
    widths = [way_down(7.0, Flyer(400.0, lift, 5.0), -2.0).corridor_deg for lift in (0.2, 0.35, 0.5)]
    assert np.all(np.diff(widths) > 0)


def test_the_lander_of_a_study_comes_near_its_published_burn() -> None:
    # DRA 5.0: 471 kg/m2 from a one-sol orbit, 0.595 km/s by a guidance of its own; ours flies half-way
    # between the edges, keeps a tenth in reserve and leaves out the drag of the burn.
    ours = way_down(4.7, Flyer(471.0, 0.5, 5.0), 0.0).delta_v_km_s / 1.1
    assert 0.595 < ours < 1.35 * 0.595


def test_no_ship_lands_on_the_highest_ground_and_says_so() -> None:
    load = landed_load(ARC, ship("v3"), flight_rules(landing_elevation_km=20.0))
    assert not load.flies
    assert load.payload_t == 0.0
    assert load.tanker_flights == 0
    assert "no way down to 20 km" in load.why_not


def test_height_costs_propellant_and_tankers() -> None:
    low, high = (landed_load(ARC, ship("v3"), flight_rules(landing_elevation_km=km)) for km in (-5.0, 4.0))
    assert low.propellant_t < high.propellant_t
    assert low.tanker_flights <= high.tanker_flights
    assert low.equation_payload_t > high.equation_payload_t


@pytest.mark.parametrize(
    "wrong",
    [
        {"entry_speed_km_s": 20.0},
        {"elevation_km": 30.0},
        {"landed_mass_t": 0.0},
        {"landed_mass_t": float("nan")},
        {"isp_s": -1.0},
    ],
)
def test_wrong_numbers_are_refused_by_name(wrong: dict[str, float]) -> None:
    usual = {"entry_speed_km_s": 7.0, "landed_mass_t": 225.0, "isp_s": 375.0}
    with pytest.raises(OutOfRange, match=next(iter(wrong))):
        descent(**(usual | wrong))


def test_a_pass_to_a_lower_ellipse_dives_deeper() -> None:
    flyer = Flyer(150.0, 0.24, 15.0)
    far, near = (aerocapture(6.0, flyer, 250.0, top) for top in (33793.0, 2000.0))
    assert near.shallow_deg > far.shallow_deg
    assert near.raise_km_s > far.raise_km_s
    assert far.corridor_deg > 0


def test_lift_alone_opens_the_corridor_of_a_pass() -> None:
    widths = [
        aerocapture(6.5, Flyer(150.0, lift, 15.0), 250.0, 33793.0).corridor_deg for lift in (0.0, 0.2, 0.4)
    ]
    assert widths[0] == pytest.approx(0.0, abs=1e-5)
    assert np.all(np.diff(widths) > 0)


def test_a_pass_is_refused_where_there_is_nothing_to_capture() -> None:
    with pytest.raises(OutOfRange, match="entry_speed_km_s"):
        aerocapture(4.0, Flyer(150.0, 0.24, 15.0), 250.0, 33793.0)
    with pytest.raises(OutOfRange, match="periapsis_km"):
        aerocapture(6.0, Flyer(150.0, 0.24, 15.0), 50.0, 33793.0)
