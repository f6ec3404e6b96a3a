"""The stay by sols: the trace plays the same; the chances are those of the windows where no step matters."""

import dataclasses

import numpy as np
import pytest
from tests.unit.campaign.test_kernel import FULL, SOL_DAY, WITH_RETURNS, announced

from kilosol.campaign import run_campaigns, trace_campaign
from kilosol.campaign.draws import stream_numbers
from kilosol.campaign.kernel import CAUSES, FATES
from kilosol.philox import fill_draws, philox_words
from kilosol.streams import stream_key

#: Every Mars year the storms begin within 230 days.
SEASONS = 2461345.5 + 100.0 + 687.0 * np.arange(7)[:, None] + np.array([0.0, 230.0])
BY_SEASON = dataclasses.replace(WITH_RETURNS, storm_season_jd=SEASONS)
STORMY = dataclasses.replace(
    FULL,
    plant=None,
    station=dataclasses.replace(FULL.station, storm_sols=100.0),
    crew=dataclasses.replace(FULL.crew, return_t=120.0),
)

#: The same survival in calm and in storm, and stores for everybody: nothing hangs on the length of a step.
EVEN = dataclasses.replace(
    FULL,
    crew=dataclasses.replace(FULL.crew, storm_surface_frac=None, own_stores_sols=9999.0, return_t=9999.0),
)


def by_sols(how, calendar=BY_SEASON, n=1000, **ask):
    return run_campaigns(calendar, announced(), how, n_draws=n, seed=11, step="sol", **ask)


def test_philox_gives_the_known_answers():
    """The three vectors that Random123 ships for ten rounds of Philox4x32 (Salmon et al. 2011)."""
    full = 2**32 - 1
    for asked, known in (
        ((0,) * 6, "6627e8d5e169c58dbc57ac4c9b00dbd8"),
        ((full,) * 6, "408f276d41c83b0ea20bc7c66d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
            "d16cfe0994fdcceb5001e42024126ea1",
        ),
    ):
        assert "".join(f"{word:08x}" for word in philox_words(*asked)) == known


@pytest.mark.parametrize("n", [200, pytest.param(1000, marks=pytest.mark.slow)])
def test_kernel_and_trace_are_the_same(n):
    fast = by_sols(STORMY, n=n)
    for c in range(n):
        one = trace_campaign(BY_SEASON, announced(), STORMY, seed=11, campaign=c, step="sol")
        assert one.first_landing_year == fast.first_landing_year[c]
        assert (one.lost_by, one.crew_fate) == (fast.lost_by[c], fast.crew_fate[c])
        assert (one.lost_jd, one.home_jd) == (fast.lost_jd[c], fast.home_jd[c])
        assert one.propellant_t == fast.propellant_t[:, c].tolist()
        assert one.landed_ships == fast.landed_ships[:, c].tolist()
    # Campaigns of all fates were among them.
    assert {FATES[k] for k in fast.crew_fate} >= {"home", "lost", "stays"}
    assert {CAUSES[k] for k in fast.lost_by if k >= 0} >= {"landing", "power", "life support"}


def test_workers_and_more_draws_change_nothing():
    few, many = by_sols(STORMY, n=400), by_sols(STORMY, n=20_000, n_workers=2)
    np.testing.assert_array_equal(few.lost_jd, many.lost_jd[:400])


def test_where_no_step_matters_the_chances_are_those_of_the_windows():
    """Same flights; loss by power and by life support within four standard errors of 40,000 campaigns.

    A loss is counted on whole sols, and the rest of one is lived in the next stay: half a sol of hundreds.
    """
    n = 40_000
    coarse = run_campaigns(BY_SEASON, announced(), EVEN, n_draws=n, seed=11)
    fine = by_sols(EVEN, n=n)
    np.testing.assert_array_equal(coarse.first_landing_year, fine.first_landing_year)
    for cause in ("power", "life support"):
        a, b = (np.mean(found.lost_by == CAUSES.index(cause)) for found in (coarse, fine))
        assert abs(a - b) < 4.0 * np.sqrt((a + b) / n)
        assert a > 0.002


def test_a_crew_starves_on_the_sol_on_which_its_stores_end():
    poor = dataclasses.replace(
        EVEN, crew=dataclasses.replace(
            EVEN.crew, own_stores_sols=120.0, stores_cap_sols=0.0, surface_frac=1.0, surface_bare_frac=1.0,
            surface_fallback_frac=1.0, life_support_frac=1.0,
        ),
    )  # fmt: skip
    found = by_sols(poor)
    died = found.lost_by == CAUSES.index("life support")
    assert died.any()
    window = np.searchsorted(BY_SEASON.year, found.first_flight_window[died])
    sols = (found.lost_jd[died] - BY_SEASON.crew_arrival_jd[window]) / SOL_DAY
    np.testing.assert_allclose(sols, 121.0, atol=1e-6)


def test_a_storm_that_nobody_survives_kills_on_its_first_sol_in_season():
    hard = dataclasses.replace(
        STORMY,
        crew=dataclasses.replace(
            STORMY.crew, surface_frac=1.0, surface_bare_frac=1.0, surface_fallback_frac=1.0,
            storm_surface_frac=(0.0, 0.0, 0.0), life_support_frac=1.0, own_stores_sols=9999.0,
        ),
    )  # fmt: skip
    found = by_sols(hard)
    died = found.lost_by == CAUSES.index("power")
    assert died.any()
    days = (found.lost_jd[died] - SEASONS[0, 0]) % 687.0
    window = np.searchsorted(BY_SEASON.year, found.first_flight_window[died])
    at_once = found.lost_jd[died] - BY_SEASON.crew_arrival_jd[window] < 1.5 * SOL_DAY
    # Who lands into a storm dies on his first sol; the others on the first sol of one.
    assert ((days < 230.0 + 2.0 * SOL_DAY) | at_once).all()
    with pytest.raises(TypeError):
        run_campaigns(BY_SEASON, announced(), hard, n_draws=1)


@pytest.mark.parametrize("first", [0, 4, 4_000_000_000])
def test_draws_in_the_kernel_are_those_of_numpys_streams(first):
    """Philox4x64 as NumPy has it: the kernel draws by itself what the trace takes from the generator."""
    places = np.array([[2, 1], [0, 0]])
    keys = np.stack([stream_key(5, "campaign/fleet", 2031), stream_key(5, "campaign/storm", 2026)])
    drawn = np.zeros((12, 2, 3))
    fill_draws(drawn, first, places, keys)
    assert drawn[:, 1, 2].tolist() == stream_numbers(5, "fleet", 2031, first, 12).tolist()
    assert drawn[:, 0, 0].tolist() == stream_numbers(5, "storm", 2026, first, 12).tolist()
    assert not drawn[:, :, 1].any()
