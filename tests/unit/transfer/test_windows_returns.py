import itertools

import numpy as np
import pytest

from kilosol.errors import Infeasible, OutOfRange
from kilosol.transfer import (
    arc,
    cheapest,
    cited_limits,
    energies,
    iso_from_jd,
    jd_from_iso,
    launch_windows,
    neighbours,
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
    # Nothing cheaper of the same type within five days of an optimum, by whole days; between them a little.
    near, between = np.arange(-5, 6), np.arange(-5, 5.01, 0.25)
    for w in found:
        for one, low, high in ((w.type1, 0, 177), (w.type2, 183, 360)):
            for days, slack in ((near, 1e-9), (between, 0.05)):
                cost = energies(one.departure_jd + days[:, None], one.arrival_jd + days)
                same = (cost.transfer_angle_deg >= low) & (cost.transfer_angle_deg <= high)
                assert one.c3_km2_s2 <= np.nanmin(cost.c3_km2_s2[same]) + slack


@pytest.mark.parametrize("objective", ["energy", "shortest", "entry", "landing"])
def test_crew_flights_keep_every_limit_on_every_day_of_their_launch_period_and_none_is_better(objective):
    limits = cited_limits(launch_period_days=7, margin_frac=0.01)
    for w in launch_windows(2031, 2041, limits=limits, crew_objective=objective):
        crew = w.crew
        days = np.arange(7.0)
        leave = crew.departure_jd + np.arange(-120, 120, 1.0)
        arrive = crew.arrival_jd + np.arange(-90, 90, 1.0)
        cost = energies(leave[:, None, None] + days, arrive[None, :, None])
        kept = (cost.c3_km2_s2 <= 24.75) & (cost.entry_speed_km_s <= 7.425) & (cost.tof_days <= 207.9)
        allowed = kept.all(axis=-1)
        assert allowed[120, 90]
        value = {
            "energy": cost.c3_km2_s2,
            "shortest": cost.tof_days,
            "entry": cost.entry_speed_km_s,
            "landing": np.broadcast_to(arrive[None, :, None], kept.shape),
        }[objective][..., 0]
        # The compiled kernel is good to a millionth of the energy.
        assert value[120, 90] <= value[allowed].min() + 2e-5, (w.year, crew)
        assert w.crew_period_days >= 7
        assert w.crew_highest_c3_km2_s2 == pytest.approx(cost.c3_km2_s2[120, 90].max())
        assert w.earliest_arrival_jd <= crew.arrival_jd < w.latest_arrival_jd


def test_no_crew_leg_is_over_its_limit_either_way_and_each_is_on_a_whole_day():
    pairs = ((launch_windows, cited_limits()), (return_windows, cited_limits(target="earth")))
    for find, limits in pairs:
        for w in find(2026, 2046):
            leg = w.crew
            assert leg.tof_days <= limits.max_tof_days == 210
            assert leg.c3_km2_s2 <= limits.max_c3_km2_s2
            assert leg.entry_speed_km_s <= limits.max_entry_km_s
            assert (leg.departure_jd % 1, leg.arrival_jd % 1) == (0.5, 0.5)
            assert w.crew_period_days >= 10


def test_ways_home_of_a_crew_within_210_days():
    # Least departure energies by another program: a grid over both dates, type free.
    rows = {
        2030: 7.27,
        2033: 5.78,
        2035: 8.76,
        2037: 14.31,
        2039: 13.98,
        2041: 12.81,
        2043: 11.03,
        2045: 8.35,
    }
    found = {w.year: w.crew for w in return_windows(2030, 2045)}
    assert {year: found[year].c3_km2_s2 for year in rows} == pytest.approx(rows, abs=0.05)
    assert all(11.4 < one.entry_speed_km_s < 13.6 for one in found.values())


def test_the_legs_of_the_reference_architecture_give_its_trip():
    # DRA 5.0: 174 days out, 539 at Mars, 201 home, 914 in all, for the crew of 2037.
    (window,) = launch_windows(2037, 2037, max_tof_days=174)
    home = next_return(window.crew.arrival_jd, 400, limits=cited_limits(target="earth", tof_days=201))
    total = home.arrival_jd - window.crew.departure_jd
    assert (window.crew.tof_days, home.tof_days) == (174, 201)
    assert home.departure_jd - window.crew.arrival_jd == pytest.approx(539, abs=10)
    assert total == pytest.approx(914, abs=10)


def test_a_limit_on_declination_or_on_the_burn_is_kept():
    (free,) = launch_windows(2033, 2033)
    (low,) = launch_windows(2033, 2033, limits=cited_limits(declination_deg=40))
    assert abs(free.crew.declination_deg) > 50
    assert abs(low.crew.declination_deg) <= 40
    assert low.crew.c3_km2_s2 > free.crew.c3_km2_s2
    for day in range(10):
        arc_of_day = arc(low.crew.departure_jd + day, low.crew.arrival_jd)
        assert abs(arc_of_day.declination_deg) <= 40
    (mild,) = launch_windows(2035, 2035, limits=cited_limits(delta_v_km_s=3.75), crew_objective="shortest")
    assert mild.crew.injection_delta_v_km_s <= 3.75
    assert mild.crew_highest_c3_km2_s2 <= cited_limits(delta_v_km_s=3.75).max_c3_km2_s2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"entry_km_s": 3.0}, "falling from rest"),
        ({"delta_v_km_s": 3.0}, "escape takes"),
        ({"declination_deg": -1.0}, "between 0 and 90"),
        ({"launch_period_days": 0}, "launch_period_days"),
        ({"margin_frac": 1.0}, "margin_frac"),
        ({"tof_days": np.nan}, "positive"),
    ],
)
def test_limits_that_nothing_can_keep_are_refused(asked, said):
    with pytest.raises(OutOfRange, match=said):
        cited_limits(**asked)


def test_a_year_is_asked_for_by_the_days_on_which_people_can_leave():
    (window,) = launch_windows(2029, 2029)
    assert window.year == 2028
    assert iso_from_jd(window.last_crew_departure_jd).startswith("2029-01")
    assert [w.year for w in neighbours(launch_windows, 2027, 2027)] == [2026, 2028]


def test_what_a_window_prints_types_back_to_the_same_digits(found):
    for w in (*found, *return_windows(2028, 2040)):
        for one in (w.type1, w.type2, w.crew):
            assert one == arc(one.departure, one.arrival, one.origin, one.target)


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
