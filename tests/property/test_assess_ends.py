"""Whatever options a call of `assess` states, it ends soon or is refused, and says numbers that can be."""

from __future__ import annotations

import contextlib
import math
import time

import numpy as np
import pytest

from kilosol.errors import KilosolError
from kilosol.grid import Store, Unit, assess

#: CPU time that one call may take [s]: a kernel without end takes all there is.
MOST_S = 1.0


def one_of(rng, *values):
    return values[rng.integers(len(values))]


def failures(rng):
    """Options of one group, most of them meaningful, some excluding one another, some wrong in kind."""
    options = {
        "mttf_h": one_of(rng, 1e-9, 0.3, 1.0, 5.0, 300.0, 1e6, math.inf, 10.0 ** rng.uniform(-4, 8)),
        "mttr_h": one_of(rng, 0.0, 1e-9, 0.5, 20.0, 1e12, math.inf, 10.0 ** rng.uniform(-6, 8)),
    }
    if rng.random() < 0.3:
        options["step_chances"] = one_of(
            rng, (0.1, 0.9), (0.2, 0.0), (0.0, 0.5), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1e-12, 1e-12),
            tuple(rng.random(2)),
        )  # fmt: skip
    if rng.random() < 0.3:
        options["start"] = one_of(
            rng,
            "up",
            "up",
            "stationary",
            0.0,
            1.0,
            float(rng.random()),
            "down" if rng.random() < 0.2 else "up",
        )
    return options


def unit(rng, n_steps, k):
    options = failures(rng)
    is_plain = rng.random() < 0.6
    if is_plain:
        options |= {"beta": float(rng.random())} if rng.random() < 0.3 else {}
        kw = one_of(rng, 10.0, 0.0, float(rng.uniform(0, 50)), list(rng.uniform(0, 20, n_steps)))
        return Unit(f"u{k}", kw, int(one_of(rng, 0, 1, 1, 2, 3, 12, 60)), **options)
    if rng.random() < 0.4:
        options["spares"] = one_of(rng, 0, 1, 7, 100_000, 10**12, 1.5, math.nan, "2", None)
        options["lead_h"] = one_of(rng, 0.0, 1e-9, 30.0, 1e9, 1e300, 10.0 ** rng.uniform(-3, 5))
        options["window_h"] = one_of(rng, 0.0, 0.0, 1e-300, 1e-3, 700.0, 1e300)
        options["first_window_h"] = one_of(rng, 0.0, 50.0, 1e300)
    if rng.random() < 0.3:
        options["repair_law"] = one_of(rng, "weibull", "lognormal", "exponential", "weibul", 3)
        options["repair_shape"] = one_of(rng, 1.0, 0.1, 0.7, 3.0, 4.0, 50.0, 1e-3, 1e300, math.nan)
    if rng.random() < 0.3:
        options["restart_h"] = one_of(rng, 0.0, 1e-9, 3.0, 1e9, -1.0)
    if rng.random() < 0.3:
        options["beta"] = one_of(rng, 0.0, 1.0, 0.05, float(rng.random()), 1.5)
    kw = one_of(rng, 10.0, 0.0, float(rng.uniform(0, 50)), list(rng.uniform(0, 20, n_steps)), "20", math.nan)
    return Unit(f"u{k}", kw, int(one_of(rng, 0, 1, 1, 2, 3, 12, 60)), **options)


def call(seed):
    rng = np.random.default_rng(seed)
    n_steps = int(one_of(rng, 1, 2, 24, 200, 1000))
    units = [unit(rng, n_steps, k) for k in range(rng.integers(0, 4))]
    stores = []
    for k in range(one_of(rng, 0, 0, 1, 2)):
        of_store = {"mttf_h": math.inf, "mttr_h": 0.0} if rng.random() < 0.5 else failures(rng)
        kw = float(rng.uniform(0, 20))
        kwh = kw * n_steps * float(rng.uniform(0, 1))
        stores.append(
            Store(
                f"s{k}",
                kw,
                kwh,
                int(one_of(rng, 0, 1, 3)),
                *rng.uniform(0.3, 1, 2),
                float(rng.random()),
                **of_store,
            )
        )
    most = sum(u.n * float(np.max(u.capacity_kw)) for u in units if not isinstance(u.capacity_kw, str))
    load = rng.uniform(0.0, one_of(rng, 1.0, 0.6, 0.9) * (most if most > 0.0 else 1.0), n_steps)
    options = {
        "step_h": one_of(rng, 1.0, 1.0, 1.0, 1.0 / 12.0, 24.0, 1e-9, 1e9, 0.0),
        "samples": int(one_of(rng, 1, 2, 65, 130)),
        "seed": int(rng.integers(1000)),
        "ride_through_h": one_of(rng, 0.0, 3.0, math.inf),
        "by_step": bool(rng.random() < 0.2),
    }
    options["day_h"] = max(24.0, options["step_h"])
    if rng.random() < 0.3:
        options["vital_kw"] = load * rng.random()
    return units, load, stores, options


def told_or_refused(seed, most_s):
    """Whether a call was refused; what it tells else is checked, and its CPU time either way."""
    units, load, stores, options = call(seed)
    began, found = time.process_time(), None
    with contextlib.suppress(KilosolError):
        found = assess(units, load, stores, **options)
    assert time.process_time() - began < most_s, (seed, units, stores, options)
    if found is None:
        return True
    names = ("lolh_h", "eue_kwh", "lolev", "lole_sequential_day", "p_any_shortfall", "p_vital_served")
    for name in names:
        number = getattr(found, name)
        low, high = number.ci95
        assert 0.0 <= low <= number.value <= high < math.inf, (seed, name, number)
    demand = load.sum() * options["step_h"]
    assert found.eue_kwh.ci95[1] <= demand * (1.0 + 1e-9), seed
    return False


def check(seeds, most_s):
    warm = [Unit("warm", 1.0, 2, 30.0, 5.0, spares=1)]
    assess(warm, [1.0] * 9, [Store("s", 1.0, 1.0)], samples=9, by_step=True)
    refused = sum(told_or_refused(seed, most_s) for seed in seeds)
    # Neither all nor none: the options are no nonsense, and nonsense is among them.
    assert 0.2 < refused / len(seeds) < 0.95


def test_some_hundred_random_calls_end_or_are_refused():
    check(range(400), 10.0 * MOST_S)


@pytest.mark.slow
def test_ten_thousand_random_calls_end_or_are_refused():
    check(range(1000, 11_000), MOST_S)
