"""Flown missions, by patched conics at their true launch and arrival times.

InSight: launch energy 8.19 km2/s2 in the reconstruction by the Jet Propulsion Laboratory, 2018 (secondary
source); 0.1 covers the plane change and the correction of the aim point for planetary protection. Mars
Pathfinder: inertial entry speed 7.26 km/s in lists of landers; 0.03 covers the altitude it is quoted at.
"""

import pytest

from kilosol.transfer import arc


@pytest.mark.parametrize("center", ["emb", "earth"])
def test_insight_launch_energy(center):
    flown = arc("2018-05-05T11:05Z", "2018-11-26T19:53Z", center=center)
    assert flown.c3_km2_s2 == pytest.approx(8.19, abs=0.1)
    assert flown.kind == "I"


def test_mars_pathfinder_entry_speed():
    flown = arc("1996-12-04T06:58Z", "1997-07-04T16:57Z", center="earth")
    assert flown.entry_speed_km_s == pytest.approx(7.26, abs=0.03)
