"""REMS daily pressure at Gale, 1867 sols of Mars years 31 to 34: medians by 30 degrees of Ls.

Tolerance 2.5 %: the harmonic fit has 8.8 Pa rms, bins are 30 degrees wide.
"""

import numpy as np
import pytest

from kilosol import mars

PRESSURE_PA = np.array([862, 890, 878, 806, 747, 743, 793, 877, 914, 886, 856, 843])


def test_seasonal_pressure_at_gale() -> None:
    middle = np.arange(12) * 30 + 15.0
    assert mars.surface_pressure_pa(middle, -4.45) == pytest.approx(PRESSURE_PA, rel=0.025)


def test_insight_pressure_range() -> None:
    """637 to 786 Pa over the year at 1.4 m, -2.64 km; 3 % for daily scatter in those extremes."""
    year = mars.surface_pressure_pa(np.arange(360.0), -2.64)
    assert year.min() == pytest.approx(637, rel=0.03)
    assert year.max() == pytest.approx(786, rel=0.03)
