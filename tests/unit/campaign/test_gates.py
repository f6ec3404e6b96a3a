import dataclasses

import pytest

from kilosol.campaign.gates import GATES, Evidence, GateLimits
from kilosol.campaign.transitions import closed_gates

#: Gate, its evidence, its limit, the limit's value, and evidence just below.
SEEN = [
    ("landings", "n_landings", "min_landings", 3, 2),
    ("success", "last_success_frac", "min_success_frac", 0.6, 0.59),
    ("confidence", "confidence_frac", "min_confidence_frac", 0.7, 0.69),
    ("confidence", "bound_chance_frac", "landing_bound_confidence_frac", 0.8, 0.79),
    ("site", "site_flag", "site_confirmed", 1, 0),
    ("station", "station_sols", "station_sols", 300.0, 299.0),
    ("station", "station_kw", "station_kw", 40.0, 39.0),
    ("availability", "availability_frac", "station_availability_frac", 0.95, 0.94),
    ("availability", "n_trials", "through_winter", 1, 0),
    ("propellant", "propellant_t", "propellant_t", 80.0, 79.0),
    ("way home", "home_flag", "way_home_full", 1, 0),
    ("rate", "propellant_t_per_sol", "propellant_t_per_sol", 0.1, 0.09),
    ("stores", "stores_sols", "stores_sols", 1350.0, 1349.0),
    ("partner", "station_sols", "partner_delivered", 1, 0),
]
OPEN = GateLimits(0, 0.0, 0.0, 0.0, 0.0)
ALL_SEEN = Evidence(*[1e9] * len(dataclasses.fields(Evidence)))


@pytest.mark.parametrize(("gate", "seen", "limit", "value", "below"), SEEN)
def test_a_gate_opens_at_its_limit_and_heeds_only_its_own_evidence(gate, seen, limit, value, below):
    limits = dataclasses.replace(OPEN, **{limit: value})
    assert closed_gates(dataclasses.replace(ALL_SEEN, **{seen: below}), limits) == (gate,)
    assert closed_gates(dataclasses.replace(ALL_SEEN, **{seen: value}), limits) == ()


def test_every_gate_is_tested_here():
    assert {row[0] for row in SEEN} == set(GATES)


def test_gates_that_are_switched_off_are_open_without_evidence():
    assert closed_gates(Evidence(), OPEN) == ()
