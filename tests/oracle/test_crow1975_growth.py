"""L. H. Crow's power law on Starship's first twelve flights, and the record as it ships.

Flights 1 to 12 to a controlled splashdown: 0,0,0,1,1,1,0,0,0,1,1,1 give beta 0.870 and a failure chance of
0.435 at their end (arithmetic of the law, to the digits given).
"""

import numpy as np
import pytest

from kilosol.campaign import crow_amsaa
from kilosol.errors import OutOfRange
from kilosol.ships import starship_successes


def test_record_of_twelve_flights():
    record = starship_successes("entry")[:12]
    assert record.astype(int).tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]


def test_late_failures_are_decay():
    assert crow_amsaa(np.arange(100) >= 80)[0] > 1.0


def test_a_series_without_failures_has_no_law():
    with pytest.raises(OutOfRange, match="failed"):
        crow_amsaa(np.zeros(5, dtype=bool))


def test_rows(as_stated):
    as_stated("crow1975_growth")
