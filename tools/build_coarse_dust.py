"""Build src/kilosol/data/tables/mars/coarse_dust.csv: what coarser dust leaves of the light.

    .venv/bin/python tools/build_coarse_dust.py

The optics in light_wolff2009_disort.npz are those of dust of 1.5 um effective radius. A storm's grains are
coarser. What a grain absorbs follows Q_abs = 1 - exp(-b r), with b of each band from its own albedo of single
scattering at 1.5 um and an extinction efficiency of 2.4; the diffracted half of the extinction stays forward,
the rest keeps its asymmetry. The columns are solved by discrete ordinates as the table of light is, over
ground of albedo 0.2, for a day at the equator at equinox. Takes half a minute on one core.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_light_table import GROUP, column

Floats = NDArray[np.float64]

ROOT = Path(__file__).parents[1] / "src" / "kilosol" / "data"
OUT = ROOT / "tables" / "mars" / "coarse_dust.csv"

# Effective radius of the dust in the table of light [um].
FINE_UM = 1.5
# Extinction over geometric cross section at 0.3 to 4 um: between 2 (large grains) and 2.7 (grains of 1 um).
EXTINCTION = 2.4
# Mean cosine of what a grain of 1.5 um diffracts; the lobe narrows as the grain grows.
DIFFRACTED_COSINE = 0.95
TAU = np.array([0.05, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0])
RADIUS_UM = np.array([1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0])
GROUND = 0.2
# Gap of silicon [um], as for the table of light.
SILICON_UM = 1.1


def coarser(optics: dict[str, Floats], radius_um: float) -> tuple[Floats, Floats]:
    """Single-scattering albedo and asymmetry of each band for grains of another size."""
    fine, g = optics["single_albedo"], optics["asymmetry"]
    per_um = -np.log(1 - (1 - fine) * EXTINCTION) / FINE_UM
    single = 1 - (1 - np.exp(-per_um * radius_um)) / EXTINCTION
    diffracted = 1 - (1 - DIFFRACTED_COSINE) * FINE_UM / radius_um
    refracted = (fine * g - DIFFRACTED_COSINE / 2) / (fine - 1 / 2)
    return single, (diffracted / 2 + (single - 1 / 2) * refracted) / single


def day(optics: dict[str, Floats], tau: float, radius_um: float) -> Floats:
    """Light of a day in each band, in parts of what falls above the air."""
    single, g = coarser(optics, radius_um)
    nodes, weights = np.polynomial.legendre.leggauss(4)
    height = np.cos((nodes + 1) * np.pi / 4)
    sums = []
    for b in range(single.size):
        reach = [column(tau * optics["extinction_ratio"][b], single[b], g[b], mu, GROUND)[2] for mu in height]
        sums.append((weights * height * reach).sum() / (weights * height).sum())
    return np.array(sums)


def uses(optics: dict[str, Floats], bands: Floats) -> dict[str, float]:
    """Light, and the currents of cells, from the light of the bands."""
    photons, energy = optics["photon_frac"], optics["energy_frac"]
    in_silicon = optics["edges_um"][1:] <= SILICON_UM

    def mean(weight: Floats) -> float:
        return float((bands * weight).sum() / weight.sum())

    return {
        "triple": min(mean(photons * (GROUP == 0)), mean(photons * (GROUP == 1))),
        "single": mean(photons * in_silicon),
        "broadband": mean(energy),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    with np.load(ROOT / "light_wolff2009_disort.npz") as held:
        optics = {name: held[name] for name in held.files}
    with asked.out.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(["tau", "radius_um", "triple_frac", "single_frac", "broadband_frac"])
        for tau in TAU:
            fine = uses(optics, day(optics, float(tau), FINE_UM))
            for radius_um in RADIUS_UM:
                here = uses(optics, day(optics, float(tau), float(radius_um)))
                rows.writerow([f"{tau:g}", f"{radius_um:g}", *(f"{here[k] / fine[k]:.5f}" for k in fine)])


if __name__ == "__main__":
    main()
