"""Resting energy, Mifflin and St Jeor (1990): 10 kg + 6.25 cm - 5 years + 5 or - 161 kcal a day.

A man of 70 kg, 175 cm and 30 years rests at 1,648.75 kcal a day, a woman of 60 kg, 165 cm and 30 at 1,320.25.
Tolerance 0.1 percent for the rounding of the constants to watts.
"""


def test_rows(as_stated):
    as_stated("mifflin1990_metabolism")
