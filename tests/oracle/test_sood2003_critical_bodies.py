"""Critical spheres and slabs of Sood, Forster and Parsons (Progress in Nuclear Energy 42, 2003): k = 1.

One and two groups, bare and reflected, isotropic and linearly anisotropic; cross-sections of tables 2, 9, 13,
25 and of the two-group tables. Tolerance 5e-4 at the default 32 directions and 100 cells; found within
2e-4. The flux of PUb-1-0-SP (table 5) within half a percent of the centre's, one cell's width.
"""

import pytest

from kilosol.evidence import rows
from kilosol.evidence.cases import transport
from kilosol.fission import Layer, Medium, multiplication, source_flux

UA = transport.medium_of("Ua")


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


def test_rows(as_stated):
    as_stated("sood2003_critical_bodies")


SLABS = [row for row in rows("sood2003_critical_bodies") if row.compute == "transport.slab_k"]


@pytest.mark.parametrize("row", SLABS, ids=str)
def test_half_a_slab_before_a_mirror_is_the_whole(row):
    medium, half = transport.medium_of(row.arguments["medium"]), row.arguments["half_cm"]
    whole = multiplication([Layer(medium, 2 * half, 200)], "slab").k
    mirrored = multiplication([Layer(medium, half, 100)], "slab", left="reflective").k
    assert mirrored == pytest.approx(whole, abs=1e-9)


def test_nothing_leaks_between_mirrors():
    layers = [Layer(UA, 2.0, 8)]
    for shape in ("sphere", "slab"):
        found = multiplication(layers, shape, n_directions=8, left="reflective", right="reflective")
        assert found.leakage_frac == pytest.approx(0.0, abs=1e-6)
