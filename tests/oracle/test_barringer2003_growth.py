"""Crow's power law in tests by time: two worked examples, with the failure times they print.

P. Barringer's spreadsheet of 2003 simulates ten failures and estimates beta 0.5999 and lambda 0.0037 by
MIL-HDBK-189; ReliaWiki's example of 22 failures in 620 h has 0.6142 and 0.4239.
"""

import numpy as np
import pytest

from kilosol.campaign import crow_amsaa, crow_amsaa_times
from kilosol.errors import OutOfRange


def test_single_shots_are_counts_in_a_test_of_so_many():
    failed = np.array([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0], dtype=bool)
    assert crow_amsaa(failed) == crow_amsaa_times(np.flatnonzero(failed) + 1.0, 12.0)


def test_a_test_that_goes_on_without_a_failure_shows_growth():
    times = np.array([1.0, 2.0, 4.0])
    assert crow_amsaa_times(times, 100.0)[0] < crow_amsaa_times(times, 5.0)[0]


@pytest.mark.parametrize("times", [[], [3.0], [0.0, 2.0], [2.0, 9.0]])
def test_times_outside_the_test_or_without_a_fit_are_refused(times):
    with pytest.raises(OutOfRange, match="failed_at"):
        crow_amsaa_times(np.array(times, dtype=float), 3.0)


def test_rows(as_stated):
    as_stated("barringer2003_growth")
