"""Neutron transport: critical bodies whose k is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from kilosol.evidence.registry import shared
from kilosol.fission import Layer, Medium, multiplication

_CASE = "sood2003_critical_bodies"
#: Cells of a slab's half, and of the sphere whose flux is compared.
_HALF_CELLS, _FLUX_CELLS = 100, 160
_PUB_RADIUS_CM = 6.082547


def medium_of(name: str) -> Medium:
    """A medium of the problems, by its name there."""
    given = shared(_CASE)
    if name in given["one_group"]:
        nu, splits, captures, scatters = given["one_group"][name]
        return Medium(splits + captures + scatters, scatters, nu * splits)
    nus, split, capture, within, (down,), born = given["two_group"][name]
    scatter = np.array([[within[0], down], [0.0, within[1]]])
    total = np.array(split) + np.array(capture) + scatter.sum(axis=1)
    return Medium(total, scatter, np.array(nus) * np.array(split), born)


def sphere_k(name: str, layers: Sequence[tuple[str, float]]) -> float:
    """Multiplication of a sphere of layers, from its centre out."""
    del name
    return float(multiplication([Layer(medium_of(medium), thick) for medium, thick in layers]).k)


def slab_k(name: str, medium: str, half_cm: float) -> float:
    """Multiplication of a slab."""
    del name
    return float(multiplication([Layer(medium_of(medium), 2 * half_cm, 2 * _HALF_CELLS)], "slab").k)


def anisotropic_slab_k() -> float:
    """Multiplication of a slab whose scattering leans forward; lengths in mean free paths."""
    medium = Medium(1.0, 0.733333, 2.5 * 0.266667, scatter_p1_per_cm=0.20)
    return float(multiplication([Layer(medium, 2 * 0.77032)], "slab").k)


def infinite_k(medium: str, shape: Any) -> float:
    """Multiplication between mirrors."""
    layers = [Layer(medium_of(medium), 2.0, 8)]
    return float(multiplication(layers, shape, n_directions=8, left="reflective", right="reflective").k)


@cache
def _plutonium() -> Any:
    return multiplication([Layer(medium_of("PUb"), _PUB_RADIUS_CM, _FLUX_CELLS)])


def sphere_flux(at: float) -> float:
    """Flux at a share of the radius over that of the innermost cell."""
    found = _plutonium()
    middle = (found.edge_cm[1:] + found.edge_cm[:-1]) / 2 / _PUB_RADIUS_CM
    return float(np.interp(at, middle, found.flux[0] / found.flux[0, 0]))
