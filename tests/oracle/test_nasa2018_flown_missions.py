"""Flown missions, by patched conics at their true launch and arrival times.

InSight: launch energy 8.19 km2/s2 in the reconstruction by the Jet Propulsion Laboratory, 2018 (secondary
source); 0.1 covers the plane change and the correction of the aim point for planetary protection. Mars
Pathfinder: inertial entry speed 7.26 km/s in lists of landers; 0.03 covers the altitude it is quoted at.
"""


def test_rows(as_stated):
    as_stated("nasa2018_flown_missions")
