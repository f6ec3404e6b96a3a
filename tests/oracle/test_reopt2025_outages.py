"""Survival of outages that the tests of REopt's resilience module print.

REopt.jl (Apache-2.0, National Laboratory of the Rockies, read at commit 029db01), `backup_reliability`. Sets
that stand by are out with a chance, may fail to start, and fail in every hour, the first too; none is mended.
Two sets of 1 kW, one of five failing in an hour, and a store of 2 kWh half full against 1, 2, 2 kW: 1,
0.8704 and 0.557056. A set of 100 kW and a store of four hours against 100 kW: 0.99^20 x 0.9 x 0.98 for a day.
A hospital (its load and sun for a year are shipped): 0.858756 for 96 h from the first hour, 0.904242 in the
mean over all hours. That program counts charge in 20 bins of 121 kWh and rounds every flow to whole bins,
so that deficits below half a bin cost nothing; with finer bins the same method comes to what is drawn here.
"""

import numpy as np
import pytest
from tests.support.binned_outages import survival

from kilosol.evidence.cases import adequacy
from kilosol.grid import outage_survival


def hospital_by_bins(n_bins, begins):
    units, load, (box,) = adequacy.hospital()
    _, panels = units
    battery = (box.power_kw, box.energy_kwh, box.charge_efficiency, box.discharge_efficiency)
    p_start = 0.9 * 0.98
    return survival(load, panels.capacity_kw, 2, 200.0, 1 / 200, p_start, battery, n_bins, 96, begins)


def test_the_programs_own_bins_give_its_values():
    assert hospital_by_bins(20, [0])[0] == pytest.approx(0.858756, abs=1e-4)


@pytest.mark.slow
def test_the_programs_own_bins_give_its_mean():
    assert hospital_by_bins(20, range(8760)).mean() == pytest.approx(0.904242, abs=1e-4)


def test_fine_bins_come_to_what_is_drawn():
    begins = np.arange(0, 8760, 365)
    units, load, stores = adequacy.hospital()
    found = outage_survival(units, load, stores, longest_h=96.0, starts=begins, samples=4000, seed=2)
    told = found.mean[-1]
    assert told.value == pytest.approx(hospital_by_bins(2000, begins).mean(), abs=4 * told.stderr)


def test_rows(as_stated):
    as_stated("reopt2025_outages")
