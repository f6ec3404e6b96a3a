"""D. A. Tito et al., "Feasibility analysis for a manned Mars free-return mission in 2018", IEEE, 2013.

The legs of the free return found with the program MAnE; read in a secondary source. Tolerance 1 m/s: the
printed dates are rounded to 0.01 days. Entry at home 0.05 km/s: the printed value is of a full-force orbit.
"""

import pytest

from kilosol.transfer import arc, find_free_returns, jd_from_iso

LEAVE = jd_from_iso("2018-01-05") + 0.30
FLYBY = jd_from_iso("2018-08-20") + 0.33
HOME = jd_from_iso("2019-05-21") + 0.87


def outbound():
    return arc(LEAVE, FLYBY, center="earth")


def homeward():
    return arc(FLYBY, HOME, origin="mars", target="earth", center="earth")


def test_outbound_leg():
    assert outbound().departure_vinf_km_s == pytest.approx(6.22697, abs=0.001)
    assert outbound().arrival_vinf_km_s == pytest.approx(5.42540, abs=0.001)


def test_homeward_leg():
    assert homeward().arrival_vinf_km_s == pytest.approx(8.91499, abs=0.001)
    assert homeward().entry_speed_km_s == pytest.approx(14.18, abs=0.05)


def test_speeds_in_and_out_of_mars_match_so_that_the_flyby_needs_no_burn():
    assert homeward().departure_vinf_km_s == pytest.approx(5.42540, abs=0.001)


def test_the_barycentre_in_place_of_the_earth_is_seen_to_be_worse():
    assert abs(arc(LEAVE, FLYBY, center="emb").departure_vinf_km_s - 6.22697) > 0.005


def test_the_search_finds_the_free_return_of_2018():
    # Published: 501 days, C3 38.8 to 38.9, 100 km over Mars, entry at home 14.18 km/s, leaving on 5 January.
    # The least energy of all closed flights lies below the published one and within days of it.
    (found,) = find_free_returns(2017, 2018, max_days=510.0)
    assert abs(found.outbound.departure_jd - LEAVE) < 4
    assert abs(found.outbound.arrival_jd - FLYBY) < 2
    assert abs(found.homeward.arrival_jd - HOME) < 3
    assert found.total_days == pytest.approx(501.3, abs=2)
    assert found.altitude_km == pytest.approx(100, abs=1)
    assert 37.8 < found.c3_km2_s2 < 38.9
    assert found.entry_speed_km_s == pytest.approx(14.18, abs=0.08)
