import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import FissionBlock, Plant, StorageTechnology, VitalLoad, contingencies, vital_margin_hour

STORAGE = StorageTechnology(0.9, 0.5)
LOADS = (VitalLoad("air", 0.25, 6.0), VitalLoad("heat", 0.75, 20.0))
BIG, SMALL = (
    FissionBlock("big", 1, 40.0, 7000.0, 1e5, 500.0),
    FissionBlock("small", 2, 10.0, 1500.0, 1e5, 500.0),
)


def cases(plant, **changed):
    options = {"step_hour": 1.0, "start_hour": 10.0, "outage_hour": 30.0} | changed
    load = np.repeat([[16.0], [20.0], [0.0], [0.0]], 72, axis=1)
    found = contingencies(plant, STORAGE, np.zeros(72), load, LOADS, **options)
    return {case.name: case for case in found}


def test_what_is_out_and_what_it_costs():
    found = cases(Plant((BIG, SMALL)))
    assert list(found) == ["N", "N-1", "N-2", "all small"]
    assert [case.lost_kw for case in found.values()] == [0.0, 40.0, 50.0, 20.0]
    assert found["N"].holds
    # Twenty kW are left: vital loads are served, four of twenty kW of the others.
    assert found["N-1"].unserved_kwh[:2].tolist() == [0.0, 16.0 * 30]
    assert found["N-1"].margin_hour == {"air": 6.0, "heat": 20.0}
    # Ten are left: heat is off for the whole outage, air goes on.
    assert found["N-2"].margin_hour == {"air": 6.0, "heat": -10.0}
    assert not found["N-2"].holds
    assert found["N-2"].longest_vital_hour == 30.0
    assert found["all small"].holds


def test_stores_shorten_the_dark():
    station = Plant((SMALL,), battery_kwh=600.0, battery_kw=40.0)
    dark = cases(station)["N-2"]
    assert dark.margin_hour["air"] > cases(Plant((SMALL,)))["N-2"].margin_hour["air"]
    assert dark.longest_vital_hour < 30.0


def test_no_more_units_go_out_than_stand():
    assert list(cases(Plant((BIG,)), deepest=5)) == ["N", "N-1"]


def test_the_one_that_can_wait_goes_first_and_the_longest_gap_counts():
    short = np.array([0, 8, 8, 0, 16, 16, 16, 0, 8], float)
    found = vital_margin_hour(short, np.full(9, 16.0), LOADS, 2.0)
    assert found == {"air": 0.0, "heat": 14.0}
    none = vital_margin_hour(np.zeros(4), np.full(4, 16.0), LOADS, 2.0)
    assert none == {"air": 6.0, "heat": 20.0}


def test_shares_beyond_the_whole_are_refused():
    with pytest.raises(OutOfRange, match=r"share_frac.*1\.5"):
        vital_margin_hour(np.zeros(4), np.ones(4), (*LOADS, VitalLoad("more", 0.5, 1.0)), 1.0)
