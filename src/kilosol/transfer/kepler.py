"""Motion on a conic by universal variables: state after a time, and how it answers to the first state.

One set of equations for ellipse, parabola and hyperbola, over whole arrays. With the universal functions
U_k(chi; alpha) of Battin [1]_, alpha = 2/r0 - v0^2/mu and sigma0 = r0.v0/sqrt(mu), Kepler's equation is

    sqrt(mu) t = r0 U1 + sigma0 U2 + U3.

References
----------
.. [1] R. H. Battin, "An introduction to the mathematics and methods of astrodynamics", AIAA, 1999, sections
   4.5, 4.6 and 9.7 (key battin1999 in references.bib).
.. [2] B. A. Conway, "An improved algorithm due to Laguerre for the solution of Kepler's equation", Celestial
   Mechanics 39, 199-211, 1986 (key conway1986 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import NotConverged, OutOfRange
from kilosol.transfer.lambert import dot

Array = NDArray[np.float64]

# Laguerre's method of degree 5 settles within ten steps; the rest is for rounding at extreme orbits.
DEGREE = 5
MAX_STEPS = 60
# Relative change of the universal anomaly below which it has settled.
ANOMALY_TOL = 1e-14
# Below this the closed forms of the Stumpff functions lose digits and a series of so many terms does not.
SERIES_BELOW = 1.0
N_TERMS = 12


def _stumpff_45(psi: Array) -> tuple[Array, Array]:
    """c4 and c5 by their series, good for |psi| up to 1."""
    c4, c5 = np.zeros_like(psi), np.zeros_like(psi)
    term_4, term_5 = np.full_like(psi, 1 / 24), np.full_like(psi, 1 / 120)
    for k in range(N_TERMS):
        c4 += term_4
        c5 += term_5
        term_4 = term_4 * -psi / ((2 * k + 5) * (2 * k + 6))
        term_5 = term_5 * -psi / ((2 * k + 6) * (2 * k + 7))
    return c4, c5


def _universal(chi: Array, alpha: Array) -> tuple[Array, Array, Array, Array, Array, Array]:
    """U0 to U5 at a universal anomaly."""
    psi = alpha * chi * chi
    small = np.abs(psi) < SERIES_BELOW
    c4, c5 = _stumpff_45(np.where(small, psi, 0))
    wide = np.where(small, 1, psi)
    root = np.sqrt(np.abs(wide))
    ellipse = wide > 0
    # An anomaly thrown far by one step of the iteration must not overflow; 700 is beyond any orbit.
    bounded = np.minimum(root, 700)
    c2 = np.where(ellipse, 1 - np.cos(root), np.cosh(bounded) - 1) / np.abs(wide)
    c3 = np.where(ellipse, root - np.sin(root), np.sinh(bounded) - root) / (root * np.abs(wide))
    c4 = np.where(small, c4, (1 / 2 - c2) / wide)
    c5 = np.where(small, c5, (1 / 6 - c3) / wide)
    c2 = np.where(small, 1 / 2 - psi * c4, c2)
    c3 = np.where(small, 1 / 6 - psi * c5, c3)
    chi2 = chi * chi
    u2, u3 = chi2 * c2, chi2 * chi * c3
    return 1 - alpha * u2, chi - alpha * u3, u2, u3, chi2 * chi2 * c4, chi2 * chi2 * chi * c5


def _anomaly(r0: Array, sigma0: Array, alpha: Array, target: Array) -> Array:
    """Universal anomaly by Laguerre's method."""
    chi = np.where(alpha > 0, target * alpha, target / r0)
    # On a hyperbola the linear guess overshoots without bound: hold it to a few units of the semi-axis.
    limit = np.where(alpha < 0, 5 / np.sqrt(np.where(alpha < 0, -alpha, 1)), np.inf)
    chi = np.sign(chi) * np.minimum(np.abs(chi), limit)
    for _ in range(MAX_STEPS):
        u0, u1, u2, u3, _, _ = _universal(chi, alpha)
        f = r0 * u1 + sigma0 * u2 + u3 - target
        slope = r0 * u0 + sigma0 * u1 + u2
        bend = sigma0 * u0 + (1 - alpha * r0) * u1
        n = DEGREE
        root = np.sqrt(np.abs((n - 1) ** 2 * slope * slope - n * (n - 1) * f * bend))
        step = n * f / (slope + root)
        chi = chi - step
        if (np.abs(step) <= ANOMALY_TOL * np.abs(chi)).all():
            break
    left = np.abs(step) > 1e3 * ANOMALY_TOL * np.abs(chi)
    if left.any():
        raise NotConverged(f"Kepler's equation did not settle for {int(left.sum())} of {left.size} states")
    return chi


@dataclass(frozen=True, slots=True)
class Motion:
    """A state after a time, and its derivatives.

    Parameters
    ----------
    r_km, v_km_s : (*batch, 3)
        Position [km] and velocity [km/s].
    transition : (*batch, 6, 6)
        Derivative of (r, v) by the first (r, v); empty where it was not asked for.
    """

    r_km: Array
    v_km_s: Array
    transition: Array


def fly(
    r0_km: ArrayLike,
    v0_km_s: ArrayLike,
    time_s: ArrayLike,
    mu_km3_s2: float,
    *,
    with_transition: bool = False,
) -> Motion:
    """State after a time on a conic.

    Parameters
    ----------
    r0_km : (*batch, 3) [km]
        Position.
    v0_km_s : (*batch, 3) [km/s]
        Velocity.
    time_s : (*batch,) [s]
        How long, also negative.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.
    with_transition : bool
        Whether to give the state transition matrix too.

    Returns
    -------
    Motion

    Raises
    ------
    OutOfRange
        If `mu_km3_s2` is not positive.
    NotConverged
        If the iteration does not settle, which only states at the centre itself should cause.

    Notes
    -----
    Kepler's equation of the module's docstring by Laguerre's method [2]_; transition matrix by Battin [1]_,
    equations 9.84 to 9.87.

    References
    ----------
    .. [1] R. H. Battin, "An introduction to the mathematics and methods of astrodynamics", AIAA, 1999
       (battin1999).
    .. [2] B. A. Conway, Celestial Mechanics 39, 199-211, 1986 (conway1986).

    Examples
    --------
    Half a turn on a circle:

    >>> there = fly([1.0, 0, 0], [0, 1.0, 0], np.pi, 1.0)
    >>> bool(np.allclose(there.r_km, [-1, 0, 0])), bool(np.allclose(there.v_km_s, [0, -1, 0]))
    (True, True)
    """
    if not mu_km3_s2 > 0:
        raise OutOfRange("mu_km3_s2", mu_km3_s2, "positive")
    start, speed = np.asarray(r0_km, dtype=np.float64), np.asarray(v0_km_s, dtype=np.float64)
    root_mu = np.sqrt(mu_km3_s2)
    target = root_mu * np.asarray(time_s, dtype=np.float64)
    r0 = np.sqrt(dot(start, start))
    sigma0 = dot(start, speed) / root_mu
    alpha = 2 / r0 - dot(speed, speed) / mu_km3_s2
    r0, sigma0, alpha, target = np.broadcast_arrays(r0, sigma0, alpha, target)
    chi = _anomaly(r0, sigma0, alpha, target)
    u0, u1, u2, _, u4, u5 = _universal(chi, alpha)
    r = r0 * u0 + sigma0 * u1 + u2
    f, g = 1 - u2 / r0, (r0 * u1 + sigma0 * u2) / root_mu
    f_dot, g_dot = -root_mu * u1 / (r * r0), 1 - u2 / r
    end = f[..., None] * start + g[..., None] * speed
    end_speed = f_dot[..., None] * start + g_dot[..., None] * speed
    if not with_transition:
        return Motion(end, end_speed, np.empty(0))
    c = (3 * u5 - chi * u4 - target * u2) / root_mu
    lagrange = _Lagrange(f, g, f_dot, g_dot, c)
    return Motion(end, end_speed, _transition(start, speed, end, end_speed, lagrange, mu_km3_s2))


@dataclass(frozen=True, slots=True)
class _Lagrange:
    f: Array
    g: Array
    f_dot: Array
    g_dot: Array
    c: Array


def _outer(a: Array, b: Array) -> Array:
    return a[..., :, None] * b[..., None, :]


def _transition(r0: Array, v0: Array, r: Array, v: Array, lagrange: _Lagrange, mu: float) -> Array:
    r0, v0 = np.broadcast_to(r0, r.shape), np.broadcast_to(v0, v.shape)
    f, g, f_dot, g_dot, c = (
        getattr(lagrange, name)[..., None, None] for name in ("f", "g", "f_dot", "g_dot", "c")
    )
    size0 = np.sqrt(dot(r0, r0))[..., None, None]
    size = np.sqrt(dot(r, r))[..., None, None]
    gain = v - v0
    unit = np.eye(3)
    by_r0 = (
        size / mu * _outer(gain, gain)
        + (size0 * (1 - f) * _outer(r, r0) + c * _outer(v, r0)) / size0**3
        + f * unit
    )
    by_v0 = size0 / mu * (1 - f) * (_outer(r - r0, v0) - _outer(gain, r0)) + c / mu * _outer(v, v0) + g * unit
    swirl = (_outer(r, v) - _outer(v, r)) @ _outer(r, gain)
    speed_by_r0 = (
        -_outer(gain, r0) / size0**2
        - _outer(r, gain) / size**2
        + f_dot * (unit - _outer(r, r) / size**2 + swirl / (mu * size))
        - mu * c / (size**3 * size0**3) * _outer(r, r0)
    )
    speed_by_v0 = (
        size0 / mu * _outer(gain, gain)
        + (size0 * (1 - f) * _outer(r, r0) - c * _outer(r, v0)) / size**3
        + g_dot * unit
    )
    whole = np.empty((*r.shape[:-1], 6, 6))
    whole[..., :3, :3], whole[..., :3, 3:] = by_r0, by_v0
    whole[..., 3:, :3], whole[..., 3:, 3:] = speed_by_r0, speed_by_v0
    return whole
