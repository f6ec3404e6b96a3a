import numpy as np
import pytest

from kilosol.campaign.gates import GATES, Evidence, GateLimits, closed_gates

SEEN = {
    "landings": ("n_landings", "min_landings", 3),
    "success": ("last_success_frac", "min_success_frac", 0.6),
    "confidence": ("confidence_frac", "min_confidence_frac", 0.7),
    "station": ("station_sols", "station_sols", 300.0),
    "propellant": ("propellant_t", "propellant_t", 80.0),
}
OPEN = GateLimits(0, 0.0, 0.0, 0.0, 0.0)


def evidence(**values):
    none = {name: np.zeros(1) for name, _, _ in SEEN.values()}
    return Evidence(**{k: np.asarray(v) for k, v in (none | values).items()})


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_opens_at_its_limit_and_heeds_only_its_own_evidence(gate):
    seen, limit, value = SEEN[gate]
    limits = GateLimits(**{f: getattr(OPEN, f) for f in OPEN.__slots__} | {limit: value})
    below, at = 0.99 * value if gate != "landings" else value - 1, value
    values = {name: np.array([1e9, 1e9]) for name, _, _ in SEEN.values()} | {seen: np.array([below, at])}
    closed = closed_gates(evidence(**values), limits)
    assert closed[GATES.index(gate)].tolist() == [True, False]
    assert closed.sum() == 1


def test_gates_that_are_switched_off_are_open_without_evidence():
    assert not closed_gates(evidence(), OPEN).any()
