"""Sheets of transmittance: the two ways from the air's top to the ground, ready for look-up.

``disort``: discrete ordinates with modern dust in 14 bands of the spectrum, gathered into four groups (the
three junctions of a space cell, and the infrared tail), built by ``tools/build_light_table.py``.
``appelbaum``: the printed table of Appelbaum and Flood, one band.

Both are kept over black ground with the albedo s of the dust seen from below; light over ground of albedo
a is T0 / (1 - a s), exact in each band.

References
----------
.. [1] M. J. Wolff et al., Journal of Geophysical Research 114, 2009 (key wolff2009): the dust.
.. [2] K. Stamnes et al., Applied Optics 27, 1988 (key stamnes1988): discrete ordinates; by PythonicDISORT
   (key ho2024).
.. [3] J. Appelbaum, D. J. Flood, NASA TM-103623, 1990 (key appelbaum1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import binary, columns, table
from kilosol.errors import OutOfRange

Floats = NDArray[np.float64]
Backend = Literal["disort", "appelbaum"]
Use = Literal["broadband", "triple", "single"]

#: Groups of the spectrum, from the blue: what the three junctions of a space cell take, and the rest.
GROUPS = ("top", "middle", "bottom", "tail")

_FILE = "light_wolff2009_disort.npz"
# The table is laid out finer by splines once, so that a bilinear look-up stays within 0.03 % of them.
_FINER = 4
# The same for the printed table: halving both steps changes no daily energy by more than 0.01 %.
_TAU_STEP = 0.05
_ZENITH_STEP_DEG = 1.0
# Grounds and uses whose closed sheets are kept, 0.15 MB each.
_KEPT_SHEETS = 256


@dataclass(frozen=True)
class Bands:
    """Light over black ground in each band, and what the ground adds.

    Parameters
    ----------
    black : (n_bands, n_tau, n_height)
        Transmittance without ground.
    sky : (n_bands, n_tau)
        Albedo of the dust seen from below.
    grid : (7,)
        First value and step in optical depth, the same in height, both counts, and whether the axes are
        ln(tau) and the root of sin(height) (1) or tau and zenith angle (0).
    extinction_ratio : (n_bands,)
        Optical depth of a band over the visible one.
    ring_ratio : (n_bands,)
        The same with light that is scattered forward counted as not scattered, (1 - w g) of it.
    weights : mapping
        Use or group -> weights of the bands, each of sum 1: energy for light, photons for currents.
    """

    black: Floats
    sky: Floats
    grid: Floats
    extinction_ratio: Floats
    ring_ratio: Floats
    weights: dict[str, Floats]


def checked_tau(tau: Floats, backend: Backend) -> Floats:
    """Optical depths, refused where a backend's table does not hold them.

    Examples
    --------
    >>> checked_tau(np.array([0.5]), "disort")
    array([0.5])
    """
    low, high = tau_range(backend)
    bad = tau[~((tau >= low) & (tau <= high))]
    if bad.size:
        raise OutOfRange("tau", bad.flat[0], f"between {low:g} and {high:g} (table of {backend!r})")
    return tau


def tau_range(backend: Backend) -> tuple[float, float]:
    """Least and greatest optical depth that a backend's table holds.

    Examples
    --------
    >>> tau_range("disort"), tau_range("appelbaum")
    ((0.05, 15.0), (0.1, 6.0))
    """
    if backend not in ("disort", "appelbaum"):
        raise OutOfRange("backend", repr(backend), "'disort' or 'appelbaum'")
    limits = table("mars/light")
    return limits.number(f"{backend}_lowest_tau"), limits.number(f"{backend}_highest_tau")


def bands(backend: Backend) -> Bands:
    """All bands of a backend; its table is entered in the ledger at every use."""
    tau_range(backend)
    if backend == "disort":
        return _disort()
    _ = columns("mars/appelbaum_f")["f"], columns("mars/appelbaum_albedo")["sky_albedo_frac"]
    return _appelbaum()


def checked_use(backend: Backend, use: Use) -> Use:
    """A use that a backend knows; Appelbaum's one light stands for broadband and triple-junction alike."""
    known = ("broadband", "triple", "single") if backend == "disort" else ("broadband", "triple")
    if use not in known:
        raise OutOfRange("use", repr(use), f"one of {known} with the backend {backend!r}")
    return use


@lru_cache(maxsize=_KEPT_SHEETS)
def _sheet(backend: Backend, use: str, albedo: float) -> Floats:
    held = _disort() if backend == "disort" else _appelbaum()
    if use == "triple" and backend == "disort":
        # Junctions in series: the weaker of top and middle sets the current; germanium has plenty.
        return np.asarray(np.minimum(_sheet(backend, "top", albedo), _sheet(backend, "middle", albedo)))
    weight = held.weights["broadband" if backend == "appelbaum" else use]
    closed = weight[:, None] / (1 - albedo * held.sky)
    out = np.einsum("bt,btm->tm", closed, held.black)
    out.setflags(write=False)
    return np.asarray(out)


def sheet(backend: Backend, use: str, albedo: float) -> tuple[Floats, Floats]:
    """Transmittance (n_tau, n_height) over ground of one albedo, and its grid.

    Parameters
    ----------
    backend : {"disort", "appelbaum"}
    use : str
        "broadband", "triple", "single", or a group of the spectrum.
    albedo : float
        Of the ground, in [0, 1).

    Returns
    -------
    tuple of arrays

    Examples
    --------
    >>> values, grid = sheet("disort", "broadband", 0.1)
    >>> values.ndim, grid.size
    (2, 7)
    """
    return _sheet(backend, use, float(albedo)), bands(backend).grid


@lru_cache(maxsize=1)
def _disort() -> Bands:
    """The shipped table on a finer grid, made once."""
    from scipy.interpolate import CubicSpline

    with np.load(binary(_FILE)) as held:
        raw = {name: held[name] for name in held.files}
    log_tau, root = np.log(raw["tau"]), raw["sqrt_mu"]
    fine_tau = np.linspace(log_tau[0], log_tau[-1], (log_tau.size - 1) * _FINER + 1)
    fine_root = np.linspace(root[0], root[-1], (root.size - 1) * _FINER + 1)
    log_black = np.log(raw["transmittance_black"].astype(np.float64))
    log_black = CubicSpline(log_tau, log_black, axis=1)(fine_tau)
    black = np.exp(CubicSpline(root, log_black, axis=2)(fine_root))
    sky = CubicSpline(log_tau, raw["sky_albedo"].astype(np.float64), axis=1)(fine_tau)
    steps = (fine_tau[0], fine_tau[1] - fine_tau[0], fine_root[0], fine_root[1] - fine_root[0])
    grid = np.array([*steps, fine_tau.size, fine_root.size, 1], dtype=np.float64)
    return Bands(
        black=np.ascontiguousarray(black),
        sky=np.ascontiguousarray(sky),
        grid=grid,
        extinction_ratio=raw["extinction_ratio"],
        ring_ratio=raw["extinction_ratio"] * (1 - raw["single_albedo"] * raw["asymmetry"]),
        weights=_weights(raw),
    )


def _weights(raw: dict[str, Floats]) -> dict[str, Floats]:
    """Weights of the bands for each use: light by energy, currents by photons."""
    energy, photons, group = raw["energy_frac"], raw["photon_frac"], raw["group"]
    in_silicon = raw["edges_um"][1:] <= table("mars/light").number("single_junction_gap_um")
    chosen = {
        "broadband": energy,
        "single": photons * in_silicon,
        **{name: photons * (group == k) for k, name in enumerate(GROUPS)},
        **{f"{name}_energy": energy * (group == k) for k, name in enumerate(GROUPS)},
    }
    return {name: np.asarray(w / w.sum()) for name, w in chosen.items()}


@lru_cache(maxsize=1)
def _appelbaum() -> Bands:
    """The printed table of f on a finer grid, made once and taken back to black ground.

    Its logarithm is laid out by monotone cubics, closed by the exact row T = 1 at no dust.
    """
    from scipy.interpolate import PchipInterpolator

    printed, sky = columns("mars/appelbaum_f"), columns("mars/appelbaum_albedo")
    limits = table("mars/light")
    taus, zeniths = np.unique(printed["tau"]), np.unique(printed["z_deg"])
    ground = limits.number("table_albedo_frac")
    values = np.log(printed["f"].reshape(taus.size, zeniths.size) / (1 - ground))
    values = np.vstack([np.zeros(zeniths.size), values])
    n_tau = round(float(taus[-1]) / _TAU_STEP) + 1
    n_zenith = round(float(zeniths[-1]) / _ZENITH_STEP_DEG) + 1
    fine_tau = np.arange(n_tau) * _TAU_STEP
    in_tau = PchipInterpolator(np.append(0, taus), values, axis=0)(fine_tau)
    fine = PchipInterpolator(zeniths, in_tau, axis=1)(np.arange(n_zenith) * _ZENITH_STEP_DEG)
    s = np.interp(fine_tau, sky["tau"], sky["sky_albedo_frac"])
    black = np.exp(fine) * (1 - ground * s)[:, None]
    return Bands(
        black=np.ascontiguousarray(black)[None],
        sky=s[None],
        grid=np.array([0, _TAU_STEP, 0, _ZENITH_STEP_DEG, n_tau, n_zenith, 0], dtype=np.float64),
        extinction_ratio=np.ones(1),
        # The reports take the sky as equally bright all over.
        ring_ratio=np.full(1, np.inf),
        weights={"broadband": np.ones(1)},
    )
