"""Speed of a station's hours: ten years hour by hour, target under 0.1 s; times are reported, never asserted.

The rival does the same balance the plain way, with a root finder in each hour, over a thousandth of the
hours.
"""

import numpy as np
import pytest
from scipy.optimize import brentq

from kilosol.fission import design_station, operate, radiator_area_m2

pytestmark = pytest.mark.bench

UNIT = design_station(40.0)
RNG = np.random.default_rng(1)
SINK, DEMAND = RNG.uniform(140.0, 260.0, 87_600), RNG.uniform(5.0, 40.0, 87_600)


def test_ten_years_by_the_hour(benchmark) -> None:
    operate(UNIT, SINK[:10])
    run = benchmark(operate, UNIT, SINK, demand_kw=DEMAND)
    assert run.net_kw == pytest.approx(DEMAND)
    if benchmark.stats is not None:
        benchmark.extra_info["us_per_hour_step"] = 1e6 * benchmark.stats["mean"] / SINK.size


def test_a_root_finder_an_hour(benchmark) -> None:
    full_kw, offset = UNIT.thermal_kwt - UNIT.heat_loss_kw, UNIT.cold_k - 418.0
    capacity = UNIT.reject_kw / 30.0

    def hours() -> list[float]:
        found = []
        for sink in SINK[:88]:

            def short(mean_k: float, sink: float = float(sink)) -> float:
                heat = full_kw * (1 - UNIT.carnot_share_frac * (1 - (mean_k + offset) / UNIT.hot_k))
                half = heat / capacity / 2
                area = radiator_area_m2(heat, mean_k + half, mean_k - half, UNIT.emissivity_frac, sink)
                return float(area) - UNIT.radiator_m2

            found.append(brentq(short, sink + 60.0, 600.0))
        return found

    slow = benchmark(hours)
    fast = operate(UNIT, SINK[:88], demand_kw=1e3, working_frac=1.0)
    assert len(slow) == 88
    assert fast.able_kw.size == 88
