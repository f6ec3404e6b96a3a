"""Power of a propellant plant against a table worked by hand from its roll-up: our arithmetic, no study's.

Mass over time over energy per kilogram; tolerance 0.5 kW, the printed digit, or 0.5 percent where the
table rounds 493 days from 480 sols and 13.47 to 13.5 kWh/kg.
"""


def test_rows(as_stated):
    as_stated("kilosol2026_propellant_power")
