"""D. A. Tito et al., "Feasibility analysis for a manned Mars free-return mission in 2018", IEEE, 2013.

The legs of the free return found with the program MAnE; read in a secondary source. Tolerance 1 m/s: the
printed dates are rounded to 0.01 days. Entry at home 0.05 km/s: the printed value is of a full-force orbit.
"""

from kilosol.evidence import rows, shared
from kilosol.evidence.cases import transfer as cases
from kilosol.transfer import arc, jd_from_iso

GIVEN = shared("tito2013_free_return")
LEAVE, FLYBY, HOME = (jd_from_iso(GIVEN[n]) + GIVEN[f"{n}_day"] for n in ("leave", "flyby", "home"))


def test_rows(as_stated):
    as_stated("tito2013_free_return")


def test_the_barycentre_in_place_of_the_earth_is_seen_to_be_worse():
    published = rows("tito2013_free_return")[0].published[0]
    assert abs(arc(LEAVE, FLYBY, center="emb").departure_vinf_km_s - published) > 0.005


def test_the_search_finds_the_days_of_the_free_return_of_2018():
    found = cases.found_free_return()
    assert abs(found.outbound.departure_jd - LEAVE) < 4
    assert abs(found.outbound.arrival_jd - FLYBY) < 2
    assert abs(found.homeward.arrival_jd - HOME) < 3
    assert 37.8 < found.c3_km2_s2 < 38.9
