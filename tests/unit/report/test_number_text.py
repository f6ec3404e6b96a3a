import math

import pytest

from kilosol.report.number_text import THIN, as_float, exact, hours, long_date, mass, number, percent, power


@pytest.mark.parametrize(
    ("value", "text"),
    [(9.996, "10"), (0.0009996, "0.001"), (999.6, "1_000"), (math.inf, "∞"), (math.nan, "–"), (-0.0, "0")],
)
def test_rounding_never_leaves_a_digit_too_many(value, text):
    assert number(value).replace(THIN, "_") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "< 0.1 %"), (1.0, "> 99.9 %"), (0.5, "50 %"), (0.955, "95.5 %"), (0.07, "7 %"), (None, "–")],
)
def test_chances_are_never_said_to_be_nothing_or_certain(share, text):
    assert percent(share).replace(THIN, " ") == text


def test_units_change_where_they_read_better():
    assert mass(999.0).endswith("kg")
    assert mass(1000.0).endswith("1" + THIN + "t")
    assert power(1500.0).endswith("MW")
    assert hours(47.0).endswith("h")
    assert hours(49.0).endswith("d")


def test_constants_keep_their_digits():
    assert exact(149597870.7).replace(THIN, "") == "149597870.7"
    assert exact(4.5e-05) == "4.5 × 10⁻⁵"


def test_what_is_no_date_or_number_is_shown_or_dashed():
    assert long_date("not set") == "not set"
    assert as_float("many") is None
