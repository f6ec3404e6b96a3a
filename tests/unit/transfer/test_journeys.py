"""Landings by year, free returns, Venus, round trips and loiter."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer import (
    Limits,
    arc,
    arc_flags,
    early_departure,
    energies,
    find_free_returns,
    find_round_trips,
    flyby,
    injection_delta_v_km_s,
    jd_from_iso,
    landings_in_year,
    launch_windows,
    return_windows,
    venus_swing_bys,
)
from kilosol.transfer.swing_bys import chain_energies

MU_MARS, MARS_KM = 42828.37362069909, 3396.19


def test_people_land_in_2031_by_flights_within_the_limits_only():
    (span,) = landings_in_year(2031)
    assert span.window_year == 2031
    assert "2031-08" in str(span)
    # Nobody outside the span can: all departures of the half year around it, by brute force.
    depart = jd_from_iso("2030-08-01") + np.arange(0, 365, 2.0)
    arrive = np.arange(jd_from_iso("2031-01-01"), jd_from_iso("2032-01-01"), 2.0)
    cost = energies(depart[:, None], arrive[None, :])
    good = (cost.c3_km2_s2 <= 25) & (cost.entry_speed_km_s <= 7.5) & (cost.tof_days <= 210)
    leaves, lands = depart[good.any(1)], arrive[good.any(0)]
    assert abs(leaves[0] - span.first_departure_jd) <= 2.5
    assert abs(leaves[-1] - span.last_departure_jd) <= 2.5
    assert abs(lands[0] - span.first_landing_jd) <= 2.5
    assert abs(lands[-1] - span.last_landing_jd) <= 4
    assert span.cheapest.c3_km2_s2 <= np.nanmin(np.where(good, cost.c3_km2_s2, np.nan)) + 0.01
    assert span.cheapest.arrival.startswith("2031")


def test_nobody_lands_in_a_year_between_windows_or_below_the_entry_limit():
    assert landings_in_year(2030) == ()
    assert landings_in_year(2031, max_entry_km_s=5.5) == ()


@pytest.mark.parametrize("objective", ["vinf", "delta-v"])
def test_objectives_are_minima_of_what_they_name(objective):
    near = np.arange(-6, 6.1, 1.0)
    for window in launch_windows(2031, 2035, objective=objective):
        for one, low, high in ((window.type1, 0, 177), (window.type2, 183, 360)):
            cost = energies(one.departure_jd + near[:, None], one.arrival_jd + near)
            value, ours = cost.arrival_vinf_km_s, one.arrival_vinf_km_s
            if objective == "delta-v":
                capture = injection_delta_v_km_s(value**2, 500, "mars")
                value = injection_delta_v_km_s(cost.c3_km2_s2, 300) + capture
                ours = one.injection_delta_v_km_s + one.capture_delta_v_km_s
            allowed = (cost.transfer_angle_deg >= low) & (cost.transfer_angle_deg <= high)
            allowed &= cost.c3_km2_s2 <= 25
            assert one.c3_km2_s2 <= 25.01
            assert ours <= np.nanmin(value[allowed]) + 2e-3


def test_the_name_of_a_window_does_not_hang_on_the_objective():
    years = [[w.year for w in launch_windows(2026, 2040, objective=o)] for o in ("c3", "vinf", "delta-v")]
    assert years[0] == years[1] == years[2]
    assert [w.year for w in return_windows(2028, 2033, objective="vinf")] == [2028, 2030, 2033]
    with pytest.raises(UnknownName, match="objective 'mass'"):
        launch_windows(2031, 2031, objective="mass")


def test_flags_in_plain_words():
    slow = arc("2031-02-23", "2032-01-09")
    assert arc_flags(slow, Limits(8.0, 7.0, 400.0)) == (
        "arrives the year after",
        "launch energy above limit",
        "entry above limit",
    )
    assert arc_flags(arc("2031-01-28", "2031-08-06"), Limits(25.0, 7.5, 210.0)) == ()


def test_a_flyby_without_burn_turns_by_what_its_height_gives():
    # Built backwards: a hyperbola of 5 km/s with its lowest point at 500 km turns by 2 asin(1/e).
    speed, lowest = 5.0, MARS_KM + 500
    turn = 2 * np.arcsin(1 / (1 + lowest * speed**2 / MU_MARS))
    out = speed * np.array([np.cos(turn), np.sin(turn), 0])
    altitude, burn = flyby(np.array([speed, 0, 0]), out, "mars", 100.0)
    assert altitude == pytest.approx(500, abs=1e-6)
    assert burn == pytest.approx(0, abs=1e-12)
    altitude, burn = flyby(np.array([speed, 0, 0]), out, "mars", 900.0)
    assert altitude == pytest.approx(500, abs=1e-6)
    assert burn > 0.05


def test_a_flyby_to_a_higher_speed_burns_less_than_the_difference():
    _, burn = flyby(np.array([5.0, 0, 0]), np.array([5.4, 0.5, 0]), "venus", 300.0)
    assert 0.05 < burn < 0.45


def test_free_returns_close_and_keep_their_limits():
    for one in find_free_returns(2029, 2033, max_days=560.0, min_altitude_km=200.0):
        assert one.mismatch_km_s < 1e-6
        assert one.altitude_km >= 199
        assert one.total_days <= 560.5
        assert one.outbound.arrival_jd == one.homeward.departure_jd
        assert "home" in str(one)
        dates = np.array([one.outbound.departure_jd, one.outbound.arrival_jd, one.homeward.arrival_jd])
        chain = chain_energies(dates, ("earth", "mars", "earth"), "earth", 0.0)
        assert chain.c3_km2_s2 == pytest.approx(one.c3_km2_s2, abs=1e-9)
    with pytest.raises(OutOfRange, match="in order"):
        find_free_returns(2030, 2029)


def test_venus_helps_in_2033_and_both_ways_are_legal():
    span = jd_from_iso("2034-05-01"), jd_from_iso("2034-12-01")
    (out,) = venus_swing_bys(*span)
    assert out.first.c3_km2_s2 < 20
    assert out.delta_v_km_s < 0.01
    assert out.altitude_km > 299
    assert out.total_days == pytest.approx(out.second.arrival_jd - out.first.departure_jd)
    assert venus_swing_bys(*span, max_total_days=200.0) == ()
    with pytest.raises(OutOfRange, match="after the first"):
        venus_swing_bys(span[1], span[0])


def test_short_stays_cost_more_and_venus_makes_them_cheaper():
    (long, *_) = find_round_trips(2033, 2033)
    (direct,) = find_round_trips(2032, 2033, max_total_days=600.0, kind="opposition")[:1]
    venus = find_round_trips(2032, 2033, kind="venus")
    assert direct.stay_days == 30
    assert direct.total_days <= 600.01
    assert direct.total_days < long.total_days - 300
    assert direct.delta_v_km_s > long.delta_v_km_s + 1
    best = min(venus, key=lambda t: t.delta_v_km_s)
    assert best.delta_v_km_s < direct.delta_v_km_s - 1
    assert len(best.outbound) + len(best.homeward) == 3
    assert best.entry_speed_km_s <= 14.01
    assert "Venus" in str(best)


def test_round_trips_of_a_kind_nobody_knows():
    with pytest.raises(UnknownName, match="round trip"):
        find_round_trips(2031, 2033, "cycler")
    with pytest.raises(OutOfRange, match="stay_days"):
        find_round_trips(2031, 2033, stay_days=-1.0)


def test_waiting_far_out_leaves_little_to_burn():
    window = arc("2026-11-06", "2027-09-08")
    plan = early_departure(window, "2025-11-13")
    assert plan.delta_v_km_s == pytest.approx(plan.direct_delta_v_km_s)
    assert plan.second_delta_v_km_s < 0.6
    assert plan.wait_days == pytest.approx(358)
    low = early_departure(window, "2026-10-13", apogee_km=60000.0)
    assert low.first_delta_v_km_s < plan.first_delta_v_km_s
    assert low.period_days < plan.period_days
    with pytest.raises(OutOfRange, match="not after the departure"):
        early_departure(window, "2026-12-13")
    with pytest.raises(OutOfRange, match="apogee_km"):
        early_departure(window, "2026-10-13", apogee_km=6000.0)
