"""Resting energy, Mifflin and St Jeor (1990): 10 kg + 6.25 cm - 5 years + 5 or - 161 kcal a day.

A man of 70 kg, 175 cm and 30 years rests at 1,648.75 kcal a day, a woman of 60 kg, 165 cm and 30 at 1,320.25.
Tolerance 0.1 percent for the rounding of the constants to watts.
"""

import pytest

from kilosol.data import table
from kilosol.loads import metabolic_w

WATT_PER_KCAL_DAY = 4184 / 86400


@pytest.mark.parametrize(
    ("body", "is_woman", "kcal_day"),
    [((70.0, 1.75, 30.0), False, 1648.75), ((60.0, 1.65, 30.0), True, 1320.25)],
)
def test_resting(body, is_woman, kcal_day):
    factor = table("loads/crew").number("activity_moderate_factor")
    resting = metabolic_w(*body, is_woman=is_woman) / factor
    assert resting == pytest.approx(kcal_day * WATT_PER_KCAL_DAY, rel=1e-3)


def test_the_mean_adult_of_the_tables_is_moderately_active():
    # 82 kg, 1.77 m, 40 years at moderate work: within 5 percent of 11.82 MJ a day.
    crew = table("loads/crew")
    body = [crew.number(key) for key in ("body_kg", "height_m", "age_year")]
    assert metabolic_w(*body, is_woman=False) == pytest.approx(crew.number("heat_w"), rel=0.05)
