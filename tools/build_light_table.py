"""Build the table of light through dust that ships as src/kilosol/data/light_wolff2009_disort.npz.

    .venv/bin/python tools/build_light_table.py DUST.csv

DUST.csv holds the optics of Martian dust for an effective radius of 1.5 um (M. Wolff): a header line, then
wavelength [um], extinction, scattering (any common unit), mass extinction (not used), asymmetry. The solar
spectrum is ASTM G173's column above the air as pvlib carries it. Each of 14 bands is solved by discrete
ordinates (PythonicDISORT, 16 streams, Henyey-Greenstein, delta-M) over a black ground for every optical
depth and height of the Sun; what bright ground adds follows exactly, band by band, from the albedo s of the
dust seen from below: T = T0 / (1 - a s). Takes one to two minutes on one core.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OUT = Path(__file__).parents[1] / "src" / "kilosol" / "data" / "light_wolff2009_disort.npz"

# Edges of the bands [um]. The dust darkens fast towards the blue, so bands are narrow there; 0.67 and
# 0.885 um are the gaps of the top and the middle junction, 1.1 um that of silicon, 1.75 um of germanium.
# Twice as many bands change the broadband light by less than 0.05 % and a junction's by less than 0.1 %.
EDGES_UM = np.array([0.28, 0.40, 0.45, 0.50, 0.55, 0.60, 0.67, 0.78, 0.885, 1.1, 1.4, 1.75, 2.2, 2.8, 4.0])
# Group of each band: top cell, middle cell, bottom cell, tail.
GROUP = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3])
# Optical depth is that at 0.88 um, where rover cameras report it.
REFERENCE_UM = 0.88
TAU = np.geomspace(0.05, 15.0, 40)
# From 0.6 degrees of height; there is no light to speak of below.
SQRT_MU = np.linspace(0.1, 1.0, 32)
# Eight streams agree with sixteen within 0.2 %, thirty-two within 0.02 %.
STREAMS = 16
# Height and ground from which s is solved; any will do, for the relation is exact.
ALBEDO_MU, ALBEDO_GROUND = 0.6, 0.5


def column(
    tau: float, single_albedo: float, asymmetry: float, mu: float, ground: float, streams: int = STREAMS
) -> tuple[float, float, float, float]:
    """Fluxes of one column of dust under a beam that brings 1 to a horizontal surface.

    Returns up at the top, up at the ground, down at the ground and, of that, the beam.
    """
    from PythonicDISORT import pydisort

    moments = asymmetry ** np.arange(streams + 1)
    _, up, down, *_ = pydisort(
        np.array([tau]),
        np.array([single_albedo]),
        streams,
        moments[None, :],
        mu,
        1 / mu,
        0,
        only_flux=True,
        NLeg=streams,
        NFourier=1,
        f_arr=np.array([asymmetry**streams]),
        # A Lambertian ground enters as its albedo, not as albedo / pi.
        BDRF_Fourier_modes=[ground] if ground > 0 else [],
    )
    total = float(sum(down(tau)))
    return float(up(0.0)), float(up(tau)), total, float(np.exp(-tau / mu))


def band_optics(dust: Floats, edges_um: Floats = EDGES_UM) -> dict[str, Floats]:
    """Optics of the bands, weighted by sunlight, and each band's share of the Sun's energy and photons."""
    import pvlib

    sun = pvlib.spectrum.get_reference_spectra()["extraterrestrial"]
    sun_um, sun_w = sun.index.to_numpy() / 1000, sun.to_numpy()
    um, extinction, scattering, asymmetry = dust[:, 0], dust[:, 1], dust[:, 2], dust[:, 4]
    at_reference = np.interp(REFERENCE_UM, um, extinction)
    rows = []
    for low, high in itertools.pairwise(edges_um):
        x = np.linspace(low, high, 400)
        light = np.interp(x, sun_um, sun_w)
        out, kept, forward = (np.interp(x, um, y) for y in (extinction, scattering, asymmetry))
        rows.append(
            [
                light.mean() * (high - low),
                (light * x).mean() * (high - low),
                (light * out).sum() / light.sum() / at_reference,
                (light * kept).sum() / (light * out).sum(),
                (light * kept * forward).sum() / (light * kept).sum(),
            ]
        )
    energy, photons, ratio, single, g = np.array(rows).T
    return {
        "energy_frac": energy / energy.sum(),
        "photon_frac": photons / photons.sum(),
        "extinction_ratio": ratio,
        "single_albedo": single,
        "asymmetry": g,
    }


def build(dust: Floats) -> dict[str, Floats]:
    """All arrays of the table."""
    optics = band_optics(dust)
    n_bands = EDGES_UM.size - 1
    black = np.empty((n_bands, TAU.size, SQRT_MU.size), dtype=np.float32)
    sky = np.empty((n_bands, TAU.size), dtype=np.float32)
    for b in range(n_bands):
        ratio, single, g = (optics[k][b] for k in ("extinction_ratio", "single_albedo", "asymmetry"))
        for i, tau in enumerate(TAU * ratio):
            black[b, i] = [column(tau, single, g, mu, 0.0)[2] for mu in SQRT_MU**2]
            dark = column(tau, single, g, ALBEDO_MU, 0.0)[2]
            bright = column(tau, single, g, ALBEDO_MU, ALBEDO_GROUND)[2]
            sky[b, i] = (1 - dark / bright) / ALBEDO_GROUND
        print(f"band {b + 1} of {n_bands}: {EDGES_UM[b]:.3f} to {EDGES_UM[b + 1]:.3f} um")
    return {
        "edges_um": EDGES_UM,
        "group": GROUP,
        **optics,
        "tau": TAU,
        "sqrt_mu": SQRT_MU,
        "transmittance_black": black,
        "sky_albedo": sky,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dust", type=Path, help="CSV of dust optics")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    with asked.dust.open(encoding="utf-8", newline="") as lines:
        dust = np.array([[float(cell) for cell in row] for row in list(csv.reader(lines))[1:]])
    np.savez_compressed(asked.out, **build(dust))
    data = asked.out.read_bytes()
    print(f'{asked.out}: {len(data)} bytes, sha256 = "{hashlib.sha256(data).hexdigest()}"')


if __name__ == "__main__":
    main()
