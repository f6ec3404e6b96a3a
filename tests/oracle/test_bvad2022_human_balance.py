"""Human mass balance of the baseline values (BVAD Rev 2 as used by a public habitat model).

In = out = 5.74 kg per person and day; respiratory quotient 0.882. Tolerance: the printed digit.
"""


def test_rows(as_stated):
    as_stated("bvad2022_human_balance")
