"""ISS life-support figures as used by Do et al. 2014 (IAC-14-A5.2.7) close among themselves.

Oxygen generator: 2971 W at 9.2 kg a day is 7.75 kWh/kg. Carbon dioxide removal: 0.58 lb/h serves 6.3 people
at 1.002 kg a day. Six people: 1.63 + 0.86 + 0.19 + 0.18 = 2.9 kW, tolerance the last printed digit.
"""


def test_rows(as_stated):
    as_stated("do2014_life_support")
