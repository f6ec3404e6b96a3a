"""Ways home and fast transits, against an earlier computation for this project (DE440, other Lambert code).

There is no public table of returns that we could read: these rows guard against change and against a fault in
one of the two programs. Dates to 1 day, energies to half of the last digit kept.
"""

import numpy as np
import pytest

from kilosol.transfer import (
    energies,
    injection_delta_v_km_s,
    jd_from_iso,
    next_return,
    return_windows,
    stay_days,
)
from kilosol.transfer.arcs import arc

RETURNS = [
    ("2026-08-02", "2027-06-18", 7.16),
    ("2028-09-05", "2029-08-10", 6.15),
    ("2030-11-09", "2031-09-23", 5.43),
    ("2033-01-27", "2033-09-02", 5.72),
    ("2035-05-08", "2035-11-22", 8.76),
    ("2037-07-12", "2038-04-07", 12.55),
    ("2039-07-23", "2040-05-04", 9.59),
    ("2041-07-28", "2042-05-23", 7.56),
    ("2043-08-20", "2044-07-22", 6.56),
    ("2045-10-11", "2046-09-07", 5.63),
    ("2048-01-03", "2048-10-17", 5.49),
]

# Least energy for a given time of flight, and the speed at infinity at Mars.
FAST = [
    (2026, 120, 44.7, 12.0),
    (2026, 180, 17.9, 7.0),
    (2028, 150, 19.9, 9.1),
    (2031, 150, 13.2, 8.0),
    (2033, 120, 15.4, 7.65),
    (2033, 180, 8.4, 3.9),
    (2035, 90, 33.4, 8.5),
    (2035, 150, 12.5, 3.9),
]


def test_every_return_window_to_2048():
    found = [window.cheapest for window in return_windows(2026, 2048)]
    assert len(found) == len(RETURNS)
    for one, (depart, arrive, c3) in zip(found, RETURNS, strict=True):
        assert abs(one.departure_jd - jd_from_iso(depart)) < 1.01
        assert abs(one.arrival_jd - jd_from_iso(arrive)) < 1.01
        assert one.c3_km2_s2 == pytest.approx(c3, abs=0.006)
        assert 11.4 < one.entry_speed_km_s < 12.5
        assert 1.9 < injection_delta_v_km_s(one.c3_km2_s2, 500, "mars") < 2.57


def test_type_one_return_of_2030():
    window = return_windows(2030, 2030)[0]
    assert window.type1.departure == "2030-11-01"
    assert window.type1.c3_km2_s2 == pytest.approx(5.79, abs=0.006)


@pytest.mark.parametrize(
    ("depart", "arrive", "stay", "total"),
    [("2031-01-28", "2031-08-06", 540, 948), ("2033-04-06", "2033-10-01", 584, 960)],
)
def test_conjunction_round_trips(depart, arrive, stay, total):
    out = arc(depart, arrive)
    home = next_return(out.arrival_jd, 400)
    assert stay_days(out, home) == pytest.approx(stay, abs=2)
    assert home.arrival_jd - out.departure_jd == pytest.approx(total, abs=2)


@pytest.mark.parametrize(("year", "tof", "c3", "vinf"), FAST)
def test_fast_transits(year, tof, c3, vinf):
    depart = jd_from_iso(f"{year}-01-01") + np.arange(0, 460, 0.5)
    cost = energies(depart, depart + tof, center="earth")
    best = np.nanargmin(cost.c3_km2_s2)
    assert cost.c3_km2_s2[best] == pytest.approx(c3, abs=0.06)
    assert cost.arrival_vinf_km_s[best] == pytest.approx(vinf, abs=0.1)
