"""Speed of the campaigns and of the city's growth."""

import dataclasses

import numpy as np
import pytest

from kilosol.campaign import (
    Calendar,
    CampaignRules,
    CrewRisk,
    GateLimits,
    Manifest,
    PartnerRules,
    StationRules,
    fleet_plan,
    run_campaigns,
)
from kilosol.city import cited_city_rules, grow_city, stands_alone_from

pytestmark = pytest.mark.bench

N = 10_000
YEARS = np.array([2026, 2028, 2031, 2033, 2035, 2037, 2039, 2041, 2043, 2046, 2048, 2050])
DEPARTURE = 2461345.5 + 780.0 * np.arange(YEARS.size)
CALENDAR = Calendar(YEARS, DEPARTURE, DEPARTURE + 300.0, DEPARTURE + 20.0, DEPARTURE + 200.0, YEARS + 1)
PLAN = fleet_plan(
    [Manifest(2026, 5, 0, False), Manifest(2028, 19, 1, True)],
    YEARS.tolist(),
    growth_factor=1.5,
    max_ships=1000,
    crew_ships_after=2,
)
CAMPAIGN = CampaignRules(
    ready_frac=0.6,
    ready_again_frac=0.8,
    prior_success=1.0,
    prior_failure=1.0,
    failure_discount_frac=0.5,
    success_frac=None,
    crew_first_window=2028,
    gates=GateLimits(3, 0.6, 0.0, 300.0, 0.0),
    partner=PartnerRules(True, 2028, 0.7, 0.1, 1),
    station=StationRules(0.7, 60.0, 0.1, 0.05, 1.02749125),
    crew=CrewRisk(0.98, 0.985, 0.99, 0.98, 0.5, 0.3),
)


def test_ten_thousand_campaigns(benchmark):
    benchmark(run_campaigns, CALENDAR, PLAN, CAMPAIGN, n_draws=N, seed=1)
    benchmark.extra_info["campaigns_per_second"] = N / benchmark.stats["mean"]


def test_a_hundred_thousand_campaigns(benchmark):
    """The bar is a second on one core of an idle machine; nothing is asserted of a time."""
    run_campaigns(CALENDAR, PLAN, CAMPAIGN, n_draws=100, seed=1)
    ask = {"n_draws": 10 * N, "seed": 1}
    benchmark.pedantic(run_campaigns, args=(CALENDAR, PLAN, CAMPAIGN), kwargs=ask, rounds=3)


def test_a_hundred_thousand_campaigns_by_sols(benchmark):
    """The bar is a minute on one core; stays of up to two ways home, storms in 27 % of the windows."""
    home = DEPARTURE[1:] - 100.0
    calendar = dataclasses.replace(CALENDAR, return_departure_jd=home, return_arrival_jd=home + 200.0)
    rules = dataclasses.replace(
        CAMPAIGN,
        crew=dataclasses.replace(CAMPAIGN.crew, return_t=2000.0),
        station=dataclasses.replace(CAMPAIGN.station, storm_per_mars_year=0.27, storm_sols=68.0),
    )
    run_campaigns(calendar, PLAN, rules, n_draws=100, seed=1, step="sol")
    ask = {"n_draws": 10 * N, "seed": 1, "step": "sol"}
    benchmark.pedantic(run_campaigns, args=(calendar, PLAN, rules), kwargs=ask, rounds=1)


@pytest.fixture(scope="module")
def landed():
    campaigns = run_campaigns(CALENDAR, PLAN, CAMPAIGN, n_draws=N, seed=1)
    return campaigns.landed_ships * 100.0, campaigns.landed_ships * 3.0, YEARS + 0.8


def grow(landed):
    return grow_city(*landed, cited_city_rules(), first_year=2026, last_year=2070, seed=1)


def test_growth_of_ten_thousand_cities(benchmark, landed):
    """To 2070 by quarters, with storms and failures."""
    grow(landed)
    benchmark(grow, landed)
    benchmark.extra_info["cities_per_second"] = N / benchmark.stats["mean"]


def test_import_stops_of_ten_thousand_cities(benchmark, landed):
    """Stopped at the end of each year to 2050 and lived on to 2070."""
    city = grow(landed)
    ask = {"stop_years": 20, "n_draws": 20, "pass_frac": 0.9, "seed": 1, "last_year": 2050}
    benchmark.pedantic(
        stands_alone_from, args=(city, cited_city_rules()), kwargs=ask, rounds=1, warmup_rounds=1
    )
