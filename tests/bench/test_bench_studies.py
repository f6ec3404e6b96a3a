"""What the memory of stages saves, and how sweeps scale over workers: ratios beside each other in one run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kilosol.planning import run_plan
from kilosol.planning.memory.cache import Memory
from kilosol.scenario import Scenario, load_scenario
from kilosol.studies import sweep as module
from kilosol.studies.axes import parse_axis
from kilosol.studies.sweep import run_sweep
from kilosol.studies.workers import rows_of_processes

pytestmark = pytest.mark.bench

READY = iter(range(1, 1_000_000))


def varied() -> Scenario:
    """A plan of 10 000 campaigns whose station is known and whose campaigns are new."""
    return load_scenario("as-of-2026-11", {"fleet.ready_frac": 0.3 + next(READY) * 1e-6})


def test_a_plan_without_memory(benchmark) -> None:
    run_plan(varied())
    benchmark.pedantic(lambda: run_plan(varied()), rounds=3)


def test_a_plan_whose_station_is_remembered(benchmark) -> None:
    with Memory().remembering():
        run_plan(varied())
        benchmark.pedantic(lambda: run_plan(varied()), rounds=5)


def test_scaling_over_one_and_two_workers(benchmark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Efficiency = time of one process over twice that of two, start-up of the processes taken out."""
    monkeypatch.setenv("KILOSOL_CACHE", str(tmp_path / "cache"))
    base, seen = load_scenario("as-of-2026-11"), {}

    def sweep(n_workers: int) -> float:
        times: list[float] = []
        axis = parse_axis(f"fleet.ready_frac=0.{n_workers}..0.9:24")

        def on_processes(orders: list, *_: object) -> object:
            return rows_of_processes(orders, n_workers)

        def told(*_: int) -> None:
            times.append(time.perf_counter())

        monkeypatch.setattr(module, "_rows", on_processes)
        run_sweep(base, [axis], tmp_path / str(n_workers), n_workers=2, told=told)
        # The first rows pay for the start of their process.
        return (times[-1] - times[6]) / (len(times) - 7)

    def both() -> None:
        seen[1], seen[2] = sweep(1), sweep(2)

    benchmark.pedantic(both, rounds=1)
    benchmark.extra_info["seconds_a_plan_of_one_worker"] = round(seen[1], 3)
    benchmark.extra_info["seconds_a_plan_of_two_workers"] = round(seen[2], 3)
    benchmark.extra_info["efficiency"] = round(seen[1] / (2.0 * seen[2]), 2)
