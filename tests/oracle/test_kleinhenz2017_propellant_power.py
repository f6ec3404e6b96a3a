"""Power of a propellant plant against a table worked by hand from its roll-up (after Kleinhenz & Paz 2017).

Mass over time over energy per kilogram; tolerance 0.5 kW, the printed digit, or 0.5 percent where the
table rounds 493 days from 480 sols and 13.47 to 13.5 kWh/kg. MOXIE-like peers of the literature give 12 to
17 kWh/kg, above our high case only for plants without heat recovery.
"""

import pytest

from kilosol.loads import plant_energy, propellant_power_kw, propellant_t

TABLE = [
    (600, "low", 780, 218),
    (600, "mid", 780, 265),
    (600, "mid", 493, 419),
    (600, "high", 493, 683),
    (1200, "low", 780, 436),
    (1200, "mid", 780, 530),
    (1200, "mid", 493, 838),
    (1200, "high", 493, 1365),
    (1500, "low", 780, 545),
    (1500, "mid", 780, 662),
    (1500, "mid", 493, 1047),
    (1500, "high", 493, 1707),
]


@pytest.mark.parametrize(("tonnes", "case", "days", "expected_kw"), TABLE)
def test_power(tonnes, case, days, expected_kw):
    assert propellant_power_kw(tonnes, days, case) == pytest.approx(expected_kw, rel=5e-3)


def test_forty_kilowatts_make_82_tonnes_per_synod():
    assert propellant_t(40.0, 780.0, "mid", 0.9) == pytest.approx(82, abs=1)


@pytest.mark.parametrize(("case", "total"), [("low", 6.80), ("mid", 8.27), ("high", 13.47)])
def test_steps_leave_a_small_balance_of_plant(case, total):
    energy = plant_energy(case)
    steps = (
        energy.electrolysis_kwh_kg
        + energy.water_kwh_kg
        + energy.carbon_dioxide_kwh_kg
        + energy.liquefaction_kwh_kg
    )
    # The published steps explain the total up to 5 to 8 percent for pumps, controls and heat losses.
    assert 0.92 * total < steps < 0.95 * total
