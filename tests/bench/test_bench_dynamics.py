"""Speed of the dynamic station against SciPy's stiff solvers on the same compiled rates, in one run.

A mission of 28 hours with 43 states and a dozen events. The rivals get the rates of Numba; the ratio is what
counts, and stands in the benchmark's extra information.
"""

import time

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from kilosol.fission import dynamics_kernel as kernel
from kilosol.fission import reactor_model, run_replay, shipped_replay
from kilosol.fission.dynamics_start import start_state

pytestmark = pytest.mark.bench

#: The same tolerance for all: a tenth of a percent in power is asked of each.
RTOL = 1e-5
LOADS = (2250.0, 1500.0, 3000.0, 2250.0, 1000.0, 2500.0, 1250.0, 2750.0, 2000.0, 500.0, 2250.0, 0.0)
STRETCH_S = 28 * 3600.0 / len(LOADS)


def mission():
    actions = []
    for load in LOADS:
        actions += [{"heat_removal_w": load}, {"run_s": STRETCH_S}]
    return run_replay(actions, "krusty", initial_power_w=2820.0, initial_temperature_k=1073.15, rtol=RTOL)


def rival(method):
    reactor = reactor_model("krusty")
    y, node_k, _ = start_state(reactor, 2820.0, 1073.15, 86400.0)
    offset = -kernel.feedback(node_k, reactor.nodes, np.empty(kernel.N_NODES))
    control = np.array([offset, 0.0, 1.0, 0.0])
    jacobian, slopes = np.empty((kernel.N_NODES + 3, kernel.N_NODES)), np.empty(kernel.N_NODES)
    flows, f = np.empty(kernel.N_NODES + 3), np.empty(kernel.N_STATES)

    def rates(_, state):
        kernel.rates(state, node_k, *reactor.arrays, control, f, jacobian, slopes, flows, False)
        return f.copy()

    scale = np.maximum(np.abs(y), 1.0)
    for load in LOADS:
        control[kernel.REMOVAL_W] = load
        found = solve_ivp(rates, (0.0, STRETCH_S), y, method=method, rtol=RTOL, atol=RTOL * 1e-2 * scale)
        y = found.y[:, -1].copy()
    return y


@pytest.mark.parametrize("method", ["LSODA", "Radau"])
def test_mission_of_28_hours_against(benchmark, method):
    mission()
    ours = benchmark.pedantic(mission, rounds=7, warmup_rounds=1)
    start = time.perf_counter()
    theirs = rival(method)
    seconds = time.perf_counter() - start
    benchmark.extra_info[f"{method}_over_ours"] = seconds / benchmark.stats["min"]
    assert ours.traces["power_w"][-1] == pytest.approx(theirs[0], rel=5e-3)
    assert seconds > benchmark.stats["min"]


def test_whole_replay_of_krusty_28h(benchmark):
    replay = shipped_replay("krusty-28h")
    benchmark.pedantic(run_replay, (replay,), rounds=7, warmup_rounds=2)


def test_free_run_of_15_cents(benchmark):
    replay = shipped_replay("krusty-15c")
    benchmark.pedantic(run_replay, (replay,), rounds=15, warmup_rounds=2)
