"""Speed of transport and dose: a sphere's k, a dose map of 161 x 161, a shield; against plain iteration.

Targets: a warm sphere under 10 ms, the map under 50 ms. Times are reported, never asserted. The rival solves
the same sphere with the same sweeps by power and source iteration, as textbooks do.
"""

import numpy as np
import pytest

from kilosol.fission import DoseSource, Layer, Medium, dose_at, multiplication, shield_mass_kg

pytestmark = pytest.mark.bench

URANIUM = Medium(0.3264, 0.248064, 0.176256)
HEAVY_WATER = Medium(0.54628, 0.464338, 1.7 * 0.054628)


@pytest.mark.parametrize(("medium", "radius"), [(URANIUM, 7.428998), (HEAVY_WATER, 22.017156)])
def test_critical_sphere(benchmark, medium, radius) -> None:
    assert benchmark(lambda: multiplication([Layer(medium, radius)]).k) == pytest.approx(1.0, abs=5e-4)


@pytest.mark.parametrize(("medium", "radius"), [(URANIUM, 7.428998), (HEAVY_WATER, 22.017156)])
def test_rival_power_iteration(benchmark, medium, radius) -> None:
    from kilosol.fission.transport_kernels import sphere_response

    edge = np.linspace(0, radius, 101)
    half, weight = np.polynomial.legendre.leggauss(16)
    mu = np.concatenate([(half - 1) / 2, (half + 1) / 2])
    both = np.concatenate([weight, weight]) / 2
    sigma = np.full(100, float(medium.total_per_cm))
    scatter, fission = float(medium.scatter_per_cm), float(medium.nu_fission_per_cm)

    def k() -> float:
        sweep = sphere_response(sigma, edge, mu, both, 1, False)
        flux, found = np.ones(100), 1.0
        for _ in range(100_000):
            new = sweep @ (scatter * flux + fission * flux / found)
            better = found * new.sum() / flux.sum()
            if abs(better - found) < 1e-10:
                break
            flux, found = new, better
        return found

    assert benchmark(k) == pytest.approx(1.0, abs=5e-4)


@pytest.mark.parametrize("n_units", [1, 4])
def test_dose_map(benchmark, n_units) -> None:
    metres = np.linspace(-4000, 4000, 161)
    units = [DoseSource(175.0, north_m=50.0 * i, cone_deg=37.0, azimuth_deg=90.0) for i in range(n_units)]
    assert benchmark(lambda: dose_at(units, metres[None, :], metres[:, None]).total_msv_year).shape == (
        161,
        161,
    )


def test_shield(benchmark) -> None:
    assert benchmark(shield_mass_kg, 175.0, 1000.0) > 1000
