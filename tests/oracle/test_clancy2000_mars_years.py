"""Clancy et al., Journal of Geophysical Research 105, 2000: the numbering of Mars years.

Dates of Ls 0 from the DE421 ephemeris with the IAU pole, whole days; the clock stands within 0.012 degrees
(half an hour), so that a date may only differ if the equinox falls within that of midnight UTC: no
listed one does, and the day must agree.
"""

import datetime

import numpy as np
import pytest

from kilosol import mars

STARTS = {
    1: "1955-04-11",
    24: "1998-07-14",
    25: "2000-05-31",
    28: "2006-01-21",
    34: "2017-05-05",
    36: "2021-02-07",
    37: "2022-12-26",
    38: "2024-11-12",
    39: "2026-09-30",
    40: "2028-08-17",
    41: "2030-07-05",
    42: "2032-05-22",
    43: "2034-04-09",
    44: "2036-02-25",
    45: "2038-01-12",
    50: "2047-06-09",
}
SEASONS = {
    (39, 180): "2027-10-17",
    (39, 251): "2028-02-11",
    (39, 340): "2028-07-09",
    (41, 180): "2031-07-22",
    (41, 251): "2031-11-16",
    (41, 340): "2032-04-13",
    (43, 180): "2035-04-26",
    (43, 251): "2035-08-21",
    (43, 340): "2036-01-17",
}


def midnight_jd(date: str) -> float:
    return datetime.date.fromisoformat(date).toordinal() + 1721424.5


@pytest.mark.parametrize(("year", "date"), STARTS.items())
def test_year_begins_on_its_day(year: int, date: str) -> None:
    start = midnight_jd(date)
    assert list(mars.mars_year(np.array([start, start + 1]))) == [year - 1, year]


@pytest.mark.parametrize(("season", "date"), SEASONS.items())
def test_dust_season_falls_on_its_day(season: tuple[int, float], date: str) -> None:
    year, ls = season
    start = midnight_jd(date)
    before, after = mars.ls_deg(np.array([start, start + 1]))
    # Half an hour of slack for the clock's own 0.012 degrees.
    assert before - 0.013 <= ls <= after + 0.013
    assert mars.mars_year(start) == year
