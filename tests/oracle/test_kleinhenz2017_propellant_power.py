"""Power of a propellant plant against a table worked by hand from its roll-up (after Kleinhenz & Paz 2017).

Mass over time over energy per kilogram; tolerance 0.5 kW, the printed digit, or 0.5 percent where the
table rounds 493 days from 480 sols and 13.47 to 13.5 kWh/kg. MOXIE-like peers of the literature give 12 to
17 kWh/kg, above our high case only for plants without heat recovery.
"""


def test_rows(as_stated):
    as_stated("kleinhenz2017_propellant_power")
