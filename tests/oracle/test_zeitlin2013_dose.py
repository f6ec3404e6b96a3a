"""Doses of RAD: C. Zeitlin et al., Science 340, 2013 (cruise) and D. M. Hassler et al., Science 343, 2014.

Two cruises of 180 days 662 +- 108 mSv; with 500 days on the surface between them 982 mSv. Values
to 0.5 mSv. The published error of the cruise treats its parts as independent; one common error of
0.33 mSv a day gives 119, so the tolerance on sigma is 15 %.
"""

from kilosol import mars
from kilosol.evidence import rows


def test_rows(as_stated):
    as_stated("zeitlin2013_dose")


def test_a_round_trip_takes_more_than_a_career() -> None:
    assert mars.trip_dose_msv(180.0, 500.0, 180.0).total_msv > mars.career_limits_msv()["NASA"]


def test_cover_is_on_the_safe_side_of_transport_calculations() -> None:
    for row in rows("zeitlin2013_dose"):
        if not row.is_claimed:
            dose = row.published[0]
            assert dose <= 153 * float(mars.cover_factor(row.arguments["depth_m"] * 158)) <= 2 * dose
    assert mars.cover_factor(50.0) > 1
