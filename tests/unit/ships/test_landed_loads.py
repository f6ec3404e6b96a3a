import numpy as np
import pytest

from kilosol.errors import Infeasible, OutOfRange, UnknownName
from kilosol.ships import (
    MassDistribution,
    compare_cargo,
    cruise_boil_off_frac,
    dry_mass_distribution,
    dry_mass_statements,
    flight_rules,
    landed_load,
    landed_mass_price,
    payload_t,
    ship,
    ship_names,
    tanker_campaign,
    tanker_flights,
)
from kilosol.transfer import arc, launch_windows, tug, tug_flight

FAST = arc("2031-01-28", "2031-08-06")


def test_claims_and_estimates_stand_side_by_side():
    said = dry_mass_statements()
    assert [one.mass_t for one in said] == sorted(one.mass_t for one in said)
    assert any(one.is_claim for one in said)
    assert sum(not one.is_claim for one in said) >= 2
    assert all(one.source and one.where for one in said)
    assert said[0].mass_t < 0.5 * said[-1].mass_t


def test_the_distribution_is_a_triangle():
    spread = MassDistribution(100.0, 125.0, 210.5)
    draws = spread.quantile_t(np.random.default_rng(3).uniform(size=200_000))
    assert draws.mean() == pytest.approx(spread.mean_t, abs=0.3)
    assert draws.min() >= 100
    assert draws.max() <= 210.5
    # At the peak lies the share of the left side.
    assert spread.quantile_t((125 - 100) / (210.5 - 100)) == pytest.approx(125)
    assert MassDistribution(90.0, 90.0, 90.0).quantile_t([0.1, 0.9]).tolist() == [90, 90]
    with pytest.raises(OutOfRange, match="between 0 and 1"):
        spread.quantile_t(1.2)
    with pytest.raises(UnknownName, match="ship 'v9'"):
        dry_mass_distribution("v9")


def test_every_version_has_a_range_round_its_mass():
    for name in ship_names():
        spread = dry_mass_distribution(name)
        assert spread.low_t <= ship(name).dry_mass_t <= spread.high_t


def test_the_hull_binds_until_the_entry_does():
    load = landed_load(FAST, ship("v3"))
    assert (load.payload_t, load.bound) == (100.0, "hull")
    assert load.equation_payload_t > 500
    too_fast = landed_load(FAST, ship("v3"), flight_rules(max_entry_km_s=7.0))
    assert (too_fast.payload_t, too_fast.bound) == (0.0, "entry")
    assert load.low_payload_t <= load.payload_t <= load.high_payload_t
    assert load.surface_delta_v_km_s == pytest.approx(3.60 + load.plane_delta_v_km_s + 0.67, abs=0.03)
    assert load.tanker_flights == tanker_flights(load.propellant_t, 120.0, 0.05)


def test_a_ship_short_of_propellant_is_bound_by_its_tanks():
    import dataclasses

    small = dataclasses.replace(ship("v3"), propellant_t=420.0)
    load = landed_load(FAST, small)
    assert load.bound == "tanks"
    assert 0 < load.payload_t < 100
    assert load.propellant_t == pytest.approx(420.0)
    assert load.low_payload_t < load.payload_t < load.high_payload_t


def test_only_flights_to_mars_land():
    with pytest.raises(OutOfRange, match="target of the arc"):
        landed_load(arc("2033-01-27", "2033-09-02", "mars", "earth"), ship("v3"))


def test_longer_flights_lose_more_on_the_way():
    assert cruise_boil_off_frac(250.0) == pytest.approx(0.05)
    assert (np.diff(cruise_boil_off_frac(np.arange(0, 500, 50.0))) > 0).all()
    with pytest.raises(OutOfRange, match="tof_days"):
        cruise_boil_off_frac(-1.0)


def test_the_search_for_landed_mass_lands_most_and_keeps_the_entry_limit():
    flown = ship("v3")
    (window,) = launch_windows(2031, 2031, objective=landed_mass_price(flown, 6.8))
    (cheap,) = launch_windows(2031, 2031)

    def landed(one):
        lost = cruise_boil_off_frac(one.tof_days)
        return payload_t(one.c3_km2_s2, flown.dry_mass_t, 1600.0, flown.isp_s, cruise_boil_off_frac=lost)

    for ours, least in ((window.type1, cheap.type1), (window.type2, cheap.type2)):
        assert ours.entry_speed_km_s < 6.81
        assert least.entry_speed_km_s > 6.81
        assert landed(ours) < landed(least)
        # Moving the dates lands less, or enters too fast.
        for a, b in ((3, 0), (-3, 0), (0, 3), (0, -3), (3, 3), (-3, -3)):
            moved = arc(ours.departure_jd + a, ours.arrival_jd + b)
            if moved.kind == ours.kind and moved.entry_speed_km_s <= 6.8:
                assert landed(moved) < landed(ours) + 0.2


def test_tankers_that_wait_lose_and_some_never_fill():
    still = tanker_campaign(1200.0, 120.0, cadence_day=6.0, boil_off_per_day=0.0)
    assert (still.n_flights, still.days, still.lost_t) == (10, 54.0, 0.0)
    leaky = tanker_campaign(1200.0, 120.0, cadence_day=6.0, boil_off_per_day=0.01)
    assert leaky.n_flights > 10
    # What came is on board or lost, and one flight fewer would not do.
    assert leaky.n_flights * 120.0 - leaky.lost_t >= 1200.0
    kept = 0.99**6
    before = sum(120.0 * kept**k for k in range(leaky.n_flights - 1))
    assert before < 1200.0
    assert tanker_campaign(0.0).n_flights == 0
    with pytest.raises(Infeasible, match="never holds more"):
        tanker_campaign(1200.0, 120.0, cadence_day=20.0, boil_off_per_day=0.01)
    for bad in ({"cadence_day": -1.0}, {"boil_off_per_day": 1.0}, {"tanker_delivers_t": 0.0}):
        with pytest.raises(OutOfRange, match="must be"):
            tanker_campaign(1200.0, **bad)


def test_tug_and_ship_side_by_side():
    trip = tug_flight(tug("zeus-500"), "2030-10-01", 690.0, escape_mass_t=60.0)
    slow, fast = compare_cargo(trip, FAST, ship("v3"), dose_msv_day=1.8, belt_dose_msv=50.0)
    assert slow.orbit_mass_per_delivered < fast.orbit_mass_per_delivered
    assert slow.days > 1000
    assert slow.dose_msv == pytest.approx(1.8 * slow.days + 50)
    assert fast.dose_msv == pytest.approx(1.8 * 190)
    assert fast.orbit_mass_t == pytest.approx(125 + 100 + fast.propellant_t)
    assert "orbit" in slow.delivered_to
    with pytest.raises(OutOfRange, match="dose_msv_day"):
        compare_cargo(trip, FAST, ship("v3"), dose_msv_day=-1.0)
