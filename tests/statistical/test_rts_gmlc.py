"""The Reliability Test System of the Grid Modernization Lab Consortium, where a user has its files.

System: C. Barrows et al., "The IEEE Reliability Test System: a proposed 2019 update", IEEE Trans. Power
Systems 35 (2020) 119-127; files: a checkout of the repository GridMod/RTS-GMLC, whose folder the environment
variable KILOSOL_RTS_GMLC names. They are not shipped. Published: the walkthrough of PRAS (NREL, 2025) raises
the load of each of the three regions by 700 MW and finds, with 100 samples of the network, energy not served
"close to 470 ppm" of the demand; as the files stand it finds a loss of load "near zero".

Here as one bus: 73 thermal units, 20 hydro units and the solar tower, which fail as the table of generators
says; hydro, wind, panels and the tower's inflow by the day-ahead series; and the one store.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from kilosol.grid import Store, Unit, assess

FOLDER = os.environ.get("KILOSOL_RTS_GMLC")

pytestmark = [
    pytest.mark.rts_gmlc,
    pytest.mark.skipif(
        FOLDER is None, reason="KILOSOL_RTS_GMLC names no checkout of the repository GridMod/RTS-GMLC"
    ),
]

#: Day-ahead series of what runs by one.
SERIES = ("PV/DAY_AHEAD_pv", "RTPV/DAY_AHEAD_rtpv", "WIND/DAY_AHEAD_wind", "Hydro/DAY_AHEAD_hydro",
          "CSP/DAY_AHEAD_Natural_Inflow")  # fmt: skip

REGIONS, HOURS = 3, 8784


def rows(*path):
    with Path(FOLDER, "RTS_Data", *path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns(name):
    """Columns of a file of series but for its dates [MW]."""
    found = rows("timeseries_data_files", *f"{name}.csv".split("/"))
    assert len(found) == HOURS
    return {key: np.array([float(row[key]) for row in found]) for key in list(found[0])[4:]}


@pytest.fixture(scope="module")
def system():
    """Units, load [MW] and stores."""
    series = {key: one for name in SERIES for key, one in columns(name).items()}
    units, stores = [], []
    for row in rows("SourceData", "gen.csv"):
        name, peak_mw = row["GEN UID"], float(row["PMax MW"])
        up_hour, down_hour = float(row["MTTF Hr"]) or np.inf, float(row["MTTR Hr"])
        if row["Category"] == "Storage":
            volume = next(s for s in rows("SourceData", "storage.csv") if s["GEN UID"] == name)
            round_trip = float(row["Storage Roundtrip Efficiency"]) / 100.0
            stores.append(Store(name, peak_mw, 1000.0 * float(volume["Max Volume GWh"]), 1, round_trip))
        elif peak_mw > 0.0:
            units.append(Unit(name, series.get(name, peak_mw), 1, up_hour, down_hour))
    return units, sum(columns("Load/DAY_AHEAD_regional_Load").values()), stores


def test_the_system_is_the_one_that_was_published(system):
    units, load, stores = system
    assert (len(units), len(stores)) == (154, 1)
    assert sum(np.isfinite(u.mttf_h) for u in units) == 94
    assert load.max() == pytest.approx(8191.0, rel=0.01)


def test_as_the_files_stand_next_to_nothing_is_missed(system):
    units, load, _ = system
    # Without its store the answer is exact, and above the one with it.
    bare = assess(units, load, samples=1, seed=1).lolh_h
    assert bare.is_exact
    assert bare.value < 0.1


def test_with_700_mw_more_in_each_region(system):
    """Published from 100 samples, whose own error is some 5 percent; on one bus no line can be in the way."""
    units, load, stores = system
    found = assess(units, load + REGIONS * 700.0, stores, samples=1000, seed=1).neue_ppm
    assert found.value == pytest.approx(470.0, rel=0.05)
    assert found.ci95[1] - found.ci95[0] < 0.01 * found.value
