import numpy as np
import pytest

from kilosol.errors import NotConverged, OutOfRange, UnknownName
from kilosol.transfer import (
    edelbaum_delta_v_km_s,
    fastest_leg_days,
    fly,
    spiral,
    thrust_leg,
    tug,
    tug_flight,
    tug_names,
)
from kilosol.transfer.sims_flanagan import _Problem


def test_derivatives_of_the_leg_are_difference_quotients():
    first, last = np.array([1, 0.1, 0, 0.05, 1, 0.01]), np.array([-1.2, 0.5, 0.02, -0.3, -0.8, 0])
    problem = _Problem(first, last, 4.0, 1.1, 7)
    x = np.append(np.random.default_rng(0).normal(size=21) * 0.3, 0.8)
    _, slope = problem.meet(x, 0.05)
    h = 1e-6
    for k in range(x.size):
        d = np.zeros(x.size)
        d[k] = h
        quotient = (problem.meet(x + d, 0.05)[0] - problem.meet(x - d, 0.05)[0]) / (2 * h)
        np.testing.assert_allclose(slope[:, k], quotient, atol=1e-7)


def test_a_coast_needs_no_propellant():
    r, v = np.array([1.5e8, 0, 0]), np.array([0, 31.0, 0.5])
    end = fly(r, v, 200 * 86400.0, 132712440041.27942)
    leg = thrust_leg(
        r, v, end.r_km, end.v_km_s, 200.0, mass_kg=1000.0, thrust_n=0.3, isp_s=3000.0, n_segments=10
    )
    assert leg.propellant_kg < 0.5


def test_less_time_costs_more_until_there_is_no_way():
    flights = [tug_flight(tug("zeus-1000"), "2030-10-01", d, escape_mass_t=60.0) for d in (380.0, 520.0)]
    assert flights[0].leg.propellant_kg > flights[1].leg.propellant_kg + 300
    for one in flights:
        assert (np.linalg.norm(one.leg.throttles, axis=1) <= 1 + 1e-4).all()
        assert one.leg.mismatch_km < 20
        mass = one.payload_t + tug("zeus-1000").dry_mass_t + one.propellant_t
        assert mass == pytest.approx(one.start_mass_t)
        assert one.power_on_days < one.total_days
        assert one.end_jd - one.start_jd == pytest.approx(one.out.days + one.leg.tof_days + one.down.days)
    with pytest.raises(NotConverged, match="more time"):
        tug_flight(tug("sr-1"), "2030-10-01", 200.0, escape_mass_t=60.0)


def test_fastest_leg_is_feasible_and_no_longer_than_asked():
    days = fastest_leg_days(
        tug("zeus-1000"), "2030-11-15", escape_mass_t=45.0, longest_days=420.0, step_days=60.0
    )
    assert days <= 420
    tug_flight(tug("zeus-1000"), "2030-11-15", days, escape_mass_t=45.0)


def test_spirals_share_out_mass_and_time():
    half, whole = tug("zeus-500"), tug("zeus-1000")
    slow, fast = spiral(half, 60.0, 1000.0, "earth"), spiral(whole, 60.0, 1000.0, "earth")
    assert slow.propellant_t == pytest.approx(fast.propellant_t)
    assert slow.days == pytest.approx(2 * fast.days)
    down = spiral(half, 60.0, 1000.0, "mars", inward=True)
    assert down.delta_v_km_s == pytest.approx(3.12, abs=0.01)


def test_a_plane_change_at_one_height_is_what_edelbaum_says():
    assert edelbaum_delta_v_km_s(7.0, 7.0, 0.0) == pytest.approx(0)
    # 2 v sin(pi/4 di) for equal speeds.
    turn = np.radians(20.0)
    assert edelbaum_delta_v_km_s(7.0, 7.0, 20.0) == pytest.approx(14.0 * np.sin(np.pi / 4 * turn))


@pytest.mark.parametrize(
    "call",
    [
        lambda: edelbaum_delta_v_km_s(-1.0, 3.0),
        lambda: edelbaum_delta_v_km_s(7.0, 3.0, 170.0),
        lambda: spiral(tug("sr-1"), 0.0, 1000.0, "earth"),
        lambda: spiral(tug("sr-1"), 1.0, -5.0, "earth"),
        lambda: tug_flight(tug("sr-1"), "2030-10-01", -5.0, escape_mass_t=10.0),
        lambda: thrust_leg([1, 0], [0, 1], [0, 1], [1, 0], 1.0, mass_kg=1.0, thrust_n=1.0, isp_s=1.0),
        lambda: thrust_leg(*[[1, 0, 0]] * 4, 1.0, mass_kg=1.0, thrust_n=0.0, isp_s=1.0),
        lambda: thrust_leg(*[[1, 0, 0]] * 4, 1.0, mass_kg=1.0, thrust_n=1.0, isp_s=1.0, n_segments=2),
    ],
)
def test_bad_input_is_refused_in_one_sentence(call):
    with pytest.raises(OutOfRange, match="must be"):
        call()


def test_unknown_tug_names_the_known():
    with pytest.raises(UnknownName, match="zeus-500"):
        tug("zeus-50")
    assert len(tug_names()) == 3
