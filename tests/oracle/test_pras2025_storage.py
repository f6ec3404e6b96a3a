"""Small systems whose answers the test suite of PRAS prints.

PRAS 0.8, TestData (MIT licence, NLR, read 2025). Two steps with a store: a unit of 10 MW and a store of 10 MW
and 10 MWh, each failing with chance 0.1 and mended with 0.9 in every step, empty at the start, loads 8 and 9:
LOLE 0.2 (0.1 and 0.1), EUE 1.5542 (0.8 and 0.7542), energy held 1.62 and 2.2842. Single node A: three units
of 10 MW with the same chances and a varying 5, 6, 7, 8 that does not fail, loads 25, 28, 27, 24: LOLE 0.355,
EUE 1.59. Without a store the answer is exact; with one, within four standard errors of 200,000 passes.
"""

import numpy as np
import pytest

from kilosol.grid import Store, Unit, assess

COIN = {"step_chances": (0.1, 0.9)}


def test_the_same_from_very_short_mean_times():
    """Units that come and go many times in a step are drawn anew in each, without walking through all."""
    unit = Unit("unit", 10.0, 1, 9e-6, 1e-6)
    store = Store("store", 10.0, 10.0, initial_frac=0.0, mttf_h=9e-6, mttr_h=1e-6)
    found = assess([unit], [8.0, 9.0], [store], samples=100_000, seed=4)
    assert found.eue_kwh.value == pytest.approx(1.5542, abs=4 * found.eue_kwh.stderr)


def test_single_node_a():
    units = [
        Unit("unit", 10.0, 3, 9.0, 1.0, **COIN),
        Unit("varying", [5.0, 6.0, 7.0, 8.0], 1, np.inf, 0.0),
    ]
    found = assess(units, [25.0, 28.0, 27.0, 24.0], samples=20_000, seed=4)
    assert abs(found.lolh_h.drawn - 0.355) < 4 * found.lolh_h.stderr
    assert abs(found.eue_kwh.drawn - 1.59) < 4 * found.eue_kwh.stderr


def test_rows(as_stated):
    as_stated("pras2025_storage")
