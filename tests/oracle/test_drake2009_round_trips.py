"""B. G. Drake (ed.), "Design Reference Architecture 5.0", NASA/SP-2009-566, 2009; read in a secondary source.

Conjunction class: 174 days out, 539 at Mars, 201 home, 914 in all, for the crew of 2037. Opposition class:
217 + 30 + 403 = 650 days. Tolerances are wide: the study trades burns against days otherwise than the search,
and what must agree is the kind of trip.
"""

import pytest

from kilosol.transfer import find_round_trips


def test_conjunction_trip_of_the_2037_crew():
    (trip,) = find_round_trips(2037, 2037)
    assert trip.outbound[0].tof_days == pytest.approx(174, abs=40)
    assert trip.stay_days == pytest.approx(539, abs=90)
    assert trip.total_days == pytest.approx(914, abs=120)


def test_opposition_trips_of_650_days_with_30_at_mars():
    trips = find_round_trips(2030, 2036, "opposition")
    assert trips
    for trip in trips:
        assert trip.stay_days == 30
        assert trip.total_days <= 650.01
    assert any(t.total_days == pytest.approx(650, abs=1) for t in trips)
