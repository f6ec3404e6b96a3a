"""L. H. Crow's power law on Starship's first twelve flights, and the record as it ships.

Flights 1 to 12 to a controlled splashdown: 0,0,0,1,1,1,0,0,0,1,1,1 give beta 0.870 and a failure chance of
0.435 at their end (arithmetic of the law, to the digits given).
"""

import numpy as np
import pytest

from kilosol.campaign import crow_amsaa
from kilosol.errors import OutOfRange
from kilosol.ships import starship_successes


def test_twelve_flights():
    record = starship_successes("entry")[:12]
    assert record.astype(int).tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    beta, failure = crow_amsaa(~record)
    assert beta == pytest.approx(0.870, abs=5e-4)
    assert failure == pytest.approx(0.435, abs=5e-4)


def test_steady_failures_do_not_grow_and_late_ones_are_decay():
    steady = np.arange(1, 4001) % 4 == 0
    assert crow_amsaa(steady)[0] == pytest.approx(1.0, abs=0.02)
    assert crow_amsaa(np.arange(100) >= 80)[0] > 1.0


def test_a_series_without_failures_has_no_law():
    with pytest.raises(OutOfRange, match="failed"):
        crow_amsaa(np.zeros(5, dtype=bool))
