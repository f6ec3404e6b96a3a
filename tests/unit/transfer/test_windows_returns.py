import itertools

import numpy as np
import pytest

from kilosol.errors import Infeasible, OutOfRange
from kilosol.transfer import (
    arc,
    cheapest,
    energies,
    jd_from_iso,
    launch_windows,
    next_return,
    return_windows,
)
from kilosol.transfer.optima import below_zero, refine


@pytest.fixture(scope="module")
def found():
    return launch_windows(2026, 2050)


def test_one_window_a_synodic_period(found):
    assert [w.year for w in found] == [2026, 2028, 2031, 2033, 2035, 2037, 2039, 2041, 2043, 2046, 2048, 2050]
    gaps = np.diff([cheapest(w).departure_jd for w in found])
    assert gaps.min() > 700
    assert gaps.max() < 860


def test_a_split_span_gives_the_same_windows(found):
    parts = [w for span in ((2026, 2030), (2031, 2040), (2041, 2050)) for w in launch_windows(*span)]
    assert [w.year for w in parts] == [w.year for w in found]
    assert [w.type1.c3_km2_s2 for w in parts] == pytest.approx([w.type1.c3_km2_s2 for w in found], abs=1e-4)


def test_years_without_a_window_give_none():
    assert launch_windows(2027, 2027) == ()


def test_minima_are_minima(found):
    # Nothing cheaper of the same type within five days of a refined optimum, on a quarter-day grid.
    near = np.arange(-5, 5.01, 0.25)
    # 1e-4 covers a minimum on the 3-degree edge, where the stencil moves in steps.
    for w in found:
        for one, low, high in ((w.type1, 0, 177), (w.type2, 183, 360)):
            cost = energies(one.departure_jd + near[:, None], one.arrival_jd + near)
            same = (cost.transfer_angle_deg >= low) & (cost.transfer_angle_deg <= high)
            assert one.c3_km2_s2 <= np.nanmin(cost.c3_km2_s2[same]) + 1e-4


def test_crew_arcs_keep_every_limit_and_land_first(found):
    for w in found:
        crew = w.crew
        assert crew is not None
        assert crew.c3_km2_s2 <= 25 + 1e-6
        assert crew.entry_speed_km_s <= 7.5 + 1e-6
        assert crew.tof_days <= 210 + 1e-6
        depart = crew.departure_jd + np.arange(-120, 60, 1.0)[:, None]
        arrive = crew.arrival_jd - np.array([0.2, 0.5, 1, 2, 5, 10, 20, 40])
        cost = energies(depart, arrive)
        earlier = (cost.c3_km2_s2 <= 25) & (cost.entry_speed_km_s <= 7.5) & (cost.tof_days <= 210)
        assert not earlier.any(), (w.year, crew)
        assert w.earliest_arrival_jd <= crew.arrival_jd < w.latest_arrival_jd


def test_2031_lands_in_2031_only_by_the_fast_arc(found):
    window = found[2]
    assert cheapest(window).arrival.startswith("2032-01")
    assert window.type1.arrival.startswith("2031-08")
    assert "the minimum-energy ship arrives the year after it leaves" in window.flags


def test_tighter_limits_shorten_the_launch_period(found):
    tight = launch_windows(2033, 2033, max_c3_km2_s2=12.0)[0]
    slow = launch_windows(2033, 2033, max_entry_km_s=6.5)[0]
    assert 0 < tight.launch_period_days < found[3].launch_period_days
    assert 0 < slow.launch_period_days < found[3].launch_period_days


def test_an_entry_limit_nobody_can_keep_is_said_plainly():
    (window,) = launch_windows(2031, 2031, max_entry_km_s=5.1)
    assert window.crew is None
    assert window.launch_period_days == 0
    assert np.isnan(window.earliest_arrival_jd)
    assert "no arc within the entry limit" in window.flags


def test_energy_too_low_for_any_arc():
    (window,) = launch_windows(2037, 2037, max_c3_km2_s2=10.0)
    assert window.crew is None
    assert "no arc within the limits on launch energy and entry speed" in window.flags


@pytest.mark.parametrize("years", [(2031, 2030), (1960, 1970), (2031, 2150)])
def test_bad_years(years):
    with pytest.raises(OutOfRange, match="year"):
        launch_windows(*years)


def test_bad_limit():
    with pytest.raises(OutOfRange, match="max_c3_km2_s2 must be positive"):
        launch_windows(2031, 2031, max_c3_km2_s2=0.0)


def test_the_first_and_last_year_of_the_table_work():
    assert launch_windows(1972, 1973)
    assert launch_windows(2095, 2097)


def test_next_return_works_up_to_the_last_years():
    assert next_return("2094-01-01", 0).departure > "2094"


def test_next_return_waits_for_the_stay_and_takes_what_is_left_of_a_window():
    best = return_windows(2033, 2033)[0].cheapest
    landing = arc("2031-01-28", "2031-08-06").arrival_jd
    late = best.departure_jd - landing + 10
    home = next_return(landing, late)
    assert home.departure_jd >= landing + late - 1e-6
    assert home.departure_jd < landing + late + 30
    assert best.c3_km2_s2 < home.c3_km2_s2 < 16


def test_next_return_skips_a_window_that_has_closed():
    best = return_windows(2033, 2033)[0].cheapest
    assert next_return(best.departure_jd, 150).departure.startswith("2035")


def test_no_way_home_at_so_little_energy():
    with pytest.raises(Infeasible, match="no way home below C3 2"):
        next_return("2031-08-06", 500, max_c3_km2_s2=2.0)


def test_refine_finds_the_minima_of_tilted_valleys_side_by_side():
    centres = np.array([1.25, -7.75])

    def cost(d, a):
        x, y = d - centres[:, None, None], a - 100 - d
        return x**2 + 25 * y**2

    depart, arrive, best = refine(
        cost, centres + np.array([3.0, -3.0]), centres + np.array([98.0, 103.0]), 2.0
    )
    np.testing.assert_allclose(depart, centres, atol=0.05)
    np.testing.assert_allclose(arrive, centres + 100, atol=0.05)
    assert best.max() < 1e-2


def test_below_zero_over_two_spans_and_infinite_gaps():
    date = np.arange(6.0)
    length, first, last = below_zero(date, np.array([-1.0, 1, np.inf, -1, -1, np.inf]))
    assert (length, first, last) == (1.5, 0.0, 4.0)
    assert below_zero(date, np.full(6, np.inf))[0] == 0
    for a, b in itertools.pairwise([1.0, 3.0, 9.0]):
        wider = below_zero(date, np.array([b, -1, -1, -1, -1, b]))[0]
        assert below_zero(date, np.array([a, -1, -1, -1, -1, a]))[0] > wider


def test_cheapest_is_the_lower_of_two(found):
    for w in found:
        assert cheapest(w).c3_km2_s2 == min(w.type1.c3_km2_s2, w.type2.c3_km2_s2)
    assert jd_from_iso(cheapest(found[0]).departure) <= cheapest(found[0]).departure_jd
