"""Campaigns over many draws, against closed forms and in the directions that no single campaign promises.

Bounds are four standard errors; the seeds are fixed.
"""

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
    p_at_least,
    run_campaigns,
)
from kilosol.campaign.kernel import CAUSES

N = 60_000
CALENDAR = Calendar(
    year=np.array([2026, 2028, 2031, 2033]),
    cargo_departure_jd=2461345.5 + np.array([0.0, 765.0, 1578.0, 2373.0]),
    cargo_arrival_jd=2461345.5 + np.array([297.0, 1083.0, 1899.0, 2580.0]),
    crew_departure_jd=2461345.5 + np.array([21.0, 786.0, 1554.0, 2352.0]),
    crew_arrival_jd=2461345.5 + np.array([201.0, 966.0, 1734.0, 2532.0]),
    crew_arrival_year=np.array([2027, 2029, 2031, 2033]),
)
FLEETS = tuple(
    Manifest(year, n, int(year > 2026), brings_station=year == 2028)
    for year, n in ((2026, 5), (2028, 20), (2031, 100), (2033, 200))
)
RULES = CampaignRules(
    ready_frac=1.0,
    ready_again_frac=1.0,
    prior_success=1.0,
    prior_failure=1.0,
    failure_discount_frac=0.5,
    success_frac=None,
    crew_first_window=2028,
    gates=GateLimits(3, 0.0, 0.0, 0.0, 0.0),
    partner=PartnerRules(True, 2028, 0.7, 0.0, 1),
    station=StationRules(0.7, 60.0, 0.1, 0.1, 1.02749125),
    crew=CrewRisk(1.0, 1.0, 1.0, 1.0, 1.0, 0.3),
)


def run(fleets=FLEETS, seed=5, n=N, **changed):
    return run_campaigns(CALENDAR, fleets, dataclasses.replace(RULES, **changed), n_draws=n, seed=seed)


def p_landed(found, year):
    landed = found.first_landing_year
    return float(((landed > 0) & (landed <= year)).mean())


def error_of(p, n=N):
    return 4.0 * np.sqrt(p * (1.0 - p) / n)


def test_first_chance_in_closed_form():
    """Three of five must land, each count being equally likely; then the crew with its learned chance.

    The sum is 0.4175, the 0.42 that an independent simulation of 400,000 campaigns gave for this case.
    """
    expected = 0.0
    for landed in (3, 4, 5):
        mean = (1 + landed) / (2 + landed + 0.5 * (5 - landed))
        expected += (mean + 0.3 * (1.0 - mean)) / 6.0
    assert expected == pytest.approx(0.4175, abs=5e-5)
    assert p_landed(run(), 2029) == pytest.approx(expected, abs=error_of(expected))


def test_gate_of_landings_opens_as_often_as_its_tail():
    found = run()
    for k in (1, 3, 5):
        p = p_at_least(k, 5, 1.0, 1.0)
        assert (found.landed_ships[0] >= k).mean() == pytest.approx(p, abs=error_of(p))


def test_ships_of_one_window_share_their_luck():
    """Counts of a fleet are uniform under a uniform belief, far wider than a binomial at one half."""
    landed = run().landed_ships[0]
    for k in range(6):
        assert (landed == k).mean() == pytest.approx(1 / 6, abs=error_of(1 / 6))


def test_a_crew_ship_avoids_its_part_of_the_landing_failures():
    found = run(gates=GateLimits(0, 0.0, 0.0, 0.0, 0.0), failure_discount_frac=0.0)
    # Without discount the sequence is exchangeable: before any landing is seen, each has the chance 1/2.
    lost = 0.5 * 0.7
    assert (found.lost_by == CAUSES.index("landing")).mean() == pytest.approx(lost, abs=error_of(lost))


def test_readiness_is_a_chance_for_each_window():
    found = run(ready_frac=0.6, ready_again_frac=0.9)
    assert found.flown[0].mean() == pytest.approx(0.6, abs=error_of(0.6))
    second = 0.6 * 0.9 + 0.4 * 0.6
    assert found.flown[1].mean() == pytest.approx(second, abs=error_of(second))


def test_partner_leaves_by_its_hazard():
    rules = {"success_frac": 1.0, "gates": GateLimits(0, 0, 0, 0, 0)}
    stays = dataclasses.replace(RULES.partner, works_frac=1.0, withdrawn_per_window=0.3)
    found = run(partner=stays, **rules)
    # Two windows pass before the station lands with the fleet of 2028.
    kept = 0.7**2
    assert (found.station_running[2] == 1).mean() == pytest.approx(kept, abs=error_of(kept))


def test_more_ships_land_people_no_later():
    more = tuple(dataclasses.replace(m, n_cargo=2 * m.n_cargo) for m in FLEETS)
    few, many = run(), run(more)
    for year in (2029, 2031, 2033):
        assert p_landed(many, year) >= p_landed(few, year) - error_of(p_landed(few, year))
    assert p_landed(many, 2029) > p_landed(few, 2029)


def test_a_fleet_that_is_readier_lands_people_sooner():
    chances = [p_landed(run(ready_frac=p, ready_again_frac=p, n=20_000), 2033) for p in (0.2, 0.5, 0.8, 1.0)]
    assert (np.diff(chances) > 0.0).all()


def test_a_looser_gate_buys_dates_with_risk():
    loose, strict = run(gates=GateLimits(1, 0, 0, 0, 0)), run(gates=GateLimits(5, 0, 0, 0, 0))
    assert p_landed(loose, 2029) > p_landed(strict, 2029)
    for found in (loose, strict):
        assert (found.lost_by >= -1).any()

    def lost(found):
        flew = found.lost_by > -2
        return (found.lost_by[flew] >= 0).mean()

    assert lost(loose) > lost(strict)
