"""Critical spheres and slabs of Sood, Forster and Parsons (Progress in Nuclear Energy 42, 2003): k = 1.

One and two groups, bare and reflected, isotropic and linearly anisotropic; cross-sections of tables 2, 9, 13,
25 and of the two-group tables. Tolerance 5e-4 at the default 32 directions and 100 cells; found within
2e-4. The flux of PUb-1-0-SP (table 5) within half a percent of the centre's, one cell's width.
"""

import numpy as np
import pytest

from kilosol.fission import Layer, Medium, multiplication, source_flux


def one(nu, fission, capture, scatter):
    return Medium(fission + capture + scatter, scatter, nu * fission)


def two(nu, fission, capture, within, down, chi):
    scatter = np.array([[within[0], down], [0.0, within[1]]])
    total = np.array(fission) + np.array(capture) + scatter.sum(axis=1)
    return Medium(total, scatter, np.array(nu) * np.array(fission), chi)


PUA = one(3.24, 0.081600, 0.019584, 0.225216)
PUB = one(2.84, 0.081600, 0.019584, 0.225216)
UA = one(2.70, 0.065280, 0.013056, 0.248064)
UB = one(2.797101, 0.065280, 0.013056, 0.248064)
UC = one(2.707308, 0.065280, 0.013056, 0.248064)
UD = one(2.679198, 0.065280, 0.013056, 0.248064)
WATER = one(0.0, 0.0, 0.032640, 0.293760)
UD2O = one(1.7, 0.054628, 0.027314, 0.464338)
PU2 = two([3.10, 2.93], [0.0936, 0.08544], [0.0048, 0.0144], [0.0792, 0.23616], 0.0432, [0.575, 0.425])
U2 = two([2.7, 2.5], [0.06192, 0.06912], [0.00384, 0.01344], [0.07824, 0.26304], 0.072, [0.575, 0.425])
URR = two([2.5, 2.5], [0.0010484, 0.050632], [0.0010046, 0.025788], [0.62568, 2.44383], 0.029227, [1, 0])
UAL = two([0, 2.830023], [0, 0.060706], [0.000217, 0.003143], [0.247516, 1.213127], 0.020432, [1, 0])

SPHERES = {
    "PUb-1-0-SP": [(PUB, 6.082547)],
    "Ua-1-0-SP": [(UA, 7.428998)],
    "UD2O-1-0-SP": [(UD2O, 22.017156)],
    "Ub-H2O(1)-1-0-SP": [(UB, 6.12745), (WATER, 3.063726)],
    "Uc-H2O(2)-1-0-SP": [(UC, 6.12745), (WATER, 6.12745)],
    "Ud-H2O(3)-1-0-SP": [(UD, 6.12745), (WATER, 9.191176)],
    "PU-2-0-SP": [(PU2, 5.231567)],
    "U-2-0-SP": [(U2, 7.909444)],
    "URRa-2-0-SP": [(URR, 16.049836)],
    "UAL-2-0-SP": [(UAL, 17.66738)],
}
HALF_SLABS = {
    "PUa-1-0-SL": (PUA, 1.853722),
    "PUb-1-0-SL": (PUB, 2.256751),
    "Ua-1-0-SL": (UA, 2.872934),
    "UD2O-1-0-SL": (UD2O, 10.371065),
    "PU-2-0-SL": (PU2, 1.795602),
    "U-2-0-SL": (U2, 3.006375),
    "URRa-2-0-SL": (URR, 7.566853),
}


@pytest.mark.parametrize("name", SPHERES)
def test_critical_spheres(name):
    assert multiplication([Layer(m, t) for m, t in SPHERES[name]]).k == pytest.approx(1.0, abs=5e-4)


@pytest.mark.parametrize("name", HALF_SLABS)
def test_critical_slabs_whole_and_by_a_mirror(name):
    medium, half = HALF_SLABS[name]
    whole = multiplication([Layer(medium, 2 * half, 200)], "slab").k
    assert whole == pytest.approx(1.0, abs=5e-4)
    mirrored = multiplication([Layer(medium, half, 100)], "slab", left="reflective").k
    assert mirrored == pytest.approx(whole, abs=1e-9)


def test_linearly_anisotropic_slab():
    # PUa-1-1-SL: half thickness 0.77032 mean free paths with a first moment of 0.20.
    medium = Medium(1.0, 0.733333, 2.5 * 0.266667, scatter_p1_per_cm=0.20)
    assert multiplication([Layer(medium, 2 * 0.77032)], "slab").k == pytest.approx(1.0, abs=5e-4)


@pytest.mark.parametrize(
    ("medium", "infinite"), [(PUA, 2.612903), (UA, 2.25), (PU2, 2.683767), (U2, 2.216349), (URR, 1.631452)]
)
@pytest.mark.parametrize("shape", ["sphere", "slab"])
def test_infinite_media_between_mirrors(medium, infinite, shape):
    found = multiplication(
        [Layer(medium, 2.0, 8)], shape, n_directions=8, left="reflective", right="reflective"
    )
    assert found.k == pytest.approx(infinite, abs=2e-6)
    assert found.leakage_frac == pytest.approx(0.0, abs=1e-6)


def test_flux_of_the_plutonium_sphere():
    found = multiplication([Layer(PUB, 6.082547, 160)])
    middle = (found.edge_cm[1:] + found.edge_cm[:-1]) / 2 / 6.082547
    at = np.interp([0.25, 0.5, 0.75], middle, found.flux[0] / found.flux[0, 0])
    assert at == pytest.approx([0.93538006, 0.75575352, 0.49884364], abs=5e-3)


def test_the_error_falls_with_the_square():
    coarse, fine = (
        multiplication([Layer(UA, 7.428998, n)], n_directions=m).k - 1 for n, m in ((40, 8), (80, 16))
    )
    assert 3 < coarse / fine < 5


def test_a_subcritical_assembly_multiplies_its_source():
    # A source distributed as the fission neutrons are gives 1/(1 - k) times itself.
    layers = [Layer(UA, 5.0)]
    k = multiplication(layers).k
    once = source_flux([Layer(Medium(0.3264, 0.248064 + 1e-12), 5.0)], [1.0])
    multiplied = source_flux(layers, [1.0])
    assert multiplied.flux.sum() / once.flux.sum() > 1 / (1 - k) * 0.9
    assert multiplied.leakage_frac < 1
