"""Ways home and fast transits, against an earlier computation for this project (DE440, other Lambert code).

There is no public table of returns that we could read: these rows guard against change and against a fault in
one of the two programs. Dates to 1 day, energies to half of the last digit kept.
"""

from kilosol.transfer import (
    injection_delta_v_km_s,
    return_windows,
)


def test_rows(as_stated):
    as_stated("kilosol2026_returns")


def test_entry_and_departure_of_every_return():
    found = [window.cheapest for window in return_windows(2026, 2048)]
    assert len(found) == 11
    for one in found:
        assert 11.4 < one.entry_speed_km_s < 12.5
        assert 1.9 < injection_delta_v_km_s(one.c3_km2_s2, 500, "mars") < 2.57
