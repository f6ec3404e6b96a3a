"""Lambert's problem: the conic arc between two positions in a given time, for whole arrays at once.

One formula serves ellipse, parabola and hyperbola. With Izzo's variable x [1]_ and

    y = sqrt(1 - lambda^2 (1 - x^2)),   eta = y - lambda x,   g = x y + lambda (1 - x^2)

the time of flight in units of sqrt(s^3 / 2 mu) is

    T(x) = eta^3 D(g) + 2 lambda eta,   D(g) = (F(g) - g) / (1 - g^2),   F(g) = acos(g) / sqrt(1 - g^2).

D is Battin's hypergeometric 2/3 2F1(3, 1; 5/2; (1 - g)/2): analytic through the parabola (g = 1). The
half-angle rule F(g) = F(w) / w with w = sqrt((1 + g)/2) gives D a recursion free of cancellation,

    D(g) = (2 w + D(w)) / (4 w^3),

so that three square roots bring any arc close to w = 1, where a short power series ends the work. There
is no branch on the kind of conic, and no loss of digits near the parabola.

References
----------
.. [1] D. Izzo, "Revisiting Lambert's problem", Celestial Mechanics and Dynamical Astronomy 121, 1-15, 2015
   (key izzo2015 in references.bib).
.. [2] R. H. Battin, "An introduction to the mathematics and methods of astrodynamics", AIAA, 1999, chapter 7
   (key battin1999 in references.bib).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange, UnknownName
from kilosol.transfer.flight_time import MAX_STEPS, STEP_TOL, flight_time, time_slopes
from kilosol.transfer.revolutions import solve_revolutions

Array = NDArray[np.float64]

# Numerical choices. A block of this many arcs keeps the scratch arrays of the iteration in the cache.
BLOCK = 8192
# Before the last step the time of flight must be met this well, in parts of itself.
TIME_TOL = 1e-2
# Derivatives of T divide by 1 - x^2: they are taken at least this far from the parabola; the step that
# follows returns to the root with an error of its fourth power. It must be well below STEP_TOL.
PARABOLA_GAP = 2e-5
# Closer to 0 or 180 degrees than this the plane of the arc is not defined well enough to fly.
MIN_PLANE_DEG = 0.1


def _first_guess(lam: Array, time: Array) -> Array:
    # Izzo's section 5: T at x = 0 and at the parabola, and three simple inverse fits between them.
    lam2 = lam * lam
    time_0 = np.arccos(lam) + lam * np.sqrt(1 - lam2)
    time_1 = (1 - lam2 * lam) * (2 / 3)
    slow = (time_0 - time) / (time - time_0 + 4)
    fast = 1 + 5 * time_1 * (time_1 - time) / (2 * (1 - lam2 * lam2 * lam) * time)
    # log2 of 2 at the parabola and 1 at x = 0.
    power = np.log(2) / np.log(time_1 / time_0)
    between = np.exp(np.log(time / time_0) * power) - 1
    return np.where(time >= time_0, slow, np.where(time <= time_1, fast, between))


def _one_step(x: Array, lam: Array, time: Array) -> tuple[Array, Array]:
    """Householder's step of third order from x; the new x and how far it moved."""
    x = np.where(np.abs(x - 1) < PARABOLA_GAP, 1 - PARABOLA_GAP, x)
    t, y = flight_time(x, lam)
    d1, d2, d3 = time_slopes(x, lam, t, y)
    f = t - time
    d11 = d1 * d1
    step = f * (d11 - f * d2 * 0.5) / (d1 * (d11 - f * d2) + d3 * f * f / 6)
    # Beside x = -1 a step is short for want of room, not of error: the time itself must fit too.
    return x - step, np.where(np.abs(f) > TIME_TOL * time, np.inf, step)


def _solve(lam: Array, time: Array) -> tuple[Array, Array]:
    """Izzo's x for one block, shape (n,), and the size of the last step."""
    x = _first_guess(lam, time)
    for _ in range(MAX_STEPS):
        x, step = _one_step(x, lam, time)
        # x stays above -1, where the time is infinite.
        np.maximum(x, -1 + PARABOLA_GAP, out=x)
        if np.nanmax(np.abs(step), initial=0) < STEP_TOL:
            break
    return x, step


#: Izzo's x, and the size of the last step, from his lambda and the dimensionless time.
Solver = Callable[[Array, Array], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class _Geometry:
    """Two radii and the angle between them, all broadcast to one shape."""

    r1: Array
    r2: Array
    cos_half: Array
    sin_half: Array

    def speeds(
        self, tof_s: Array, mu_km3_s2: float, solver: Solver
    ) -> tuple[Array, Array, Array, Array, NDArray[np.bool_]]:
        """Radial and transverse speed at both ends [km/s], and which arcs converged."""
        root = np.sqrt(self.r1 * self.r2)
        gap = self.r1 - self.r2
        chord = np.sqrt(gap * gap + (2 * root * self.sin_half) ** 2)
        half = (self.r1 + self.r2 + chord) * 0.5
        lam = root * self.cos_half / half
        gamma = np.sqrt(mu_km3_s2 * half * 0.5)
        time = tof_s * 2 * gamma / (half * half)
        lam, time = np.broadcast_arrays(lam, time)
        x, last_step = _solve_blocks(lam, time, solver)
        y = np.sqrt(1 - lam * lam * (1 - x * x))
        rho = gap / chord
        radial = lam * y - x
        tilted = rho * (lam * y + x)
        across = gamma * (2 * root * self.sin_half / chord) * (y + lam * x)
        ok = np.isfinite(x) & (np.abs(last_step) < STEP_TOL)
        vr1 = gamma * (radial - tilted) / self.r1
        vr2 = -gamma * (radial + tilted) / self.r2
        return vr1, across / self.r1, vr2, across / self.r2, ok


def _solve_blocks(lam: Array, time: Array, solver: Solver) -> tuple[Array, Array]:
    shape = lam.shape
    lam, time = lam.ravel(), time.ravel()
    x, step = np.empty_like(lam), np.empty_like(lam)
    with np.errstate(all="ignore"):
        for start in range(0, lam.size, BLOCK):
            part = slice(start, start + BLOCK)
            x[part], step[part] = solver(lam[part], time[part])
    return x.reshape(shape), step.reshape(shape)


def dot(a: Array, b: Array) -> Array:
    """Scalar product over the last axis, written out so that (n, 1, 3) and (1, m, 3) broadcast cheaply.

    Examples
    --------
    >>> float(dot(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0])))
    6.0
    """
    total: Array = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]
    return total


@dataclass(frozen=True, slots=True)
class Solution:
    """Arcs in the basis of their two end positions: v1 = a1 r1 + b1 r2, v2 = a2 r1 + b2 r2.

    Parameters
    ----------
    a1_per_s, b1_per_s, a2_per_s, b2_per_s : (*batch,) [1/s]
        The coefficients; NaN where there is no arc.
    speed1_km_s, speed2_km_s : (*batch,) [km/s]
        Speeds at both ends.
    angle_rad : (*batch,) [rad]
        Transfer angle, 0 to 2 pi.
    ok : (*batch,) bool
        Whether the arc exists and was found.
    """

    a1_per_s: Array
    b1_per_s: Array
    a2_per_s: Array
    b2_per_s: Array
    speed1_km_s: Array
    speed2_km_s: Array
    angle_rad: Array
    ok: NDArray[np.bool_]


def _solver(n_revolutions: int, branch: Literal["left", "right"]) -> Solver:
    if n_revolutions < 0 or n_revolutions != int(n_revolutions):
        raise OutOfRange("n_revolutions", n_revolutions, "a whole number, at least 0")
    if branch not in ("left", "right"):
        raise UnknownName("branch", branch, ("left", "right"))
    if n_revolutions == 0:
        return _solve
    return lambda lam, time: solve_revolutions(lam, time, n_revolutions, branch)


def solve_arcs(
    r1_km: Array,
    r2_km: Array,
    tof_s: Array,
    mu_km3_s2: float,
    prograde: bool = True,
    *,
    n_revolutions: int = 0,
    branch: Literal["left", "right"] = "left",
) -> Solution:
    """Lambert arcs in the basis of their end positions: what a porkchop needs, without vectors.

    Parameters
    ----------
    r1_km, r2_km : (*batch, 3) [km]
        Positions at departure and arrival; leading axes broadcast.
    tof_s : (*batch,) [s]
        Time of flight.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.
    prograde : bool
        Whether the arc turns with positive z angular momentum.
    n_revolutions, branch : int, {"left", "right"}
        As in :func:`lambert_velocities`.

    Returns
    -------
    Solution

    Examples
    --------
    >>> quarter = solve_arcs(np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.array(np.pi / 2), 1.0)
    >>> float(quarter.speed1_km_s.round(12)), float(np.degrees(quarter.angle_rad).round(9))
    (1.0, 90.0)
    """
    solver = _solver(n_revolutions, branch)
    r1 = np.sqrt(dot(r1_km, r1_km))
    r2 = np.sqrt(dot(r2_km, r2_km))
    with np.errstate(all="ignore"):
        product = r1 * r2
        cosine = dot(r1_km, r2_km) / product
        normal_x = r1_km[..., 1] * r2_km[..., 2] - r1_km[..., 2] * r2_km[..., 1]
        normal_y = r1_km[..., 2] * r2_km[..., 0] - r1_km[..., 0] * r2_km[..., 2]
        normal_z = r1_km[..., 0] * r2_km[..., 1] - r1_km[..., 1] * r2_km[..., 0]
        sine = np.sqrt(normal_x * normal_x + normal_y * normal_y + normal_z * normal_z) / product
        turn = np.where((normal_z >= 0) == prograde, 1, -1)
        # The larger of the two half-angle functions from the cosine, the other from the sine: no digits
        # are lost near 0 or 180 degrees.
        larger = np.sqrt((1 + np.abs(cosine)) * 0.5)
        smaller = sine / (2 * larger)
        acute = cosine > 0
        cos_half = np.where(acute, larger, smaller) * turn
        sin_half = np.where(acute, smaller, larger)
        geometry = _Geometry(r1, r2, cos_half, sin_half)
        vr1, vt1, vr2, vt2, converged = geometry.speeds(tof_s, mu_km3_s2, solver)
        plane = sine > np.sin(np.radians(MIN_PLANE_DEG))
        ok = converged & plane & np.greater(tof_s, 0)
        hole = np.where(ok, 1, np.nan)
        b1 = hole * vt1 * turn / (r2 * sine)
        a2 = -hole * vt2 * turn / (r1 * sine)
        angle = 2 * np.arctan2(sin_half, cos_half)
        return Solution(
            a1_per_s=hole * (vr1 / r1) - b1 * (r2 * cosine / r1),
            b1_per_s=b1,
            a2_per_s=a2,
            b2_per_s=hole * (vr2 / r2) - a2 * (r1 * cosine / r2),
            speed1_km_s=hole * np.sqrt(vr1 * vr1 + vt1 * vt1),
            speed2_km_s=hole * np.sqrt(vr2 * vr2 + vt2 * vt2),
            angle_rad=angle,
            ok=ok,
        )


def lambert_velocities(
    r1_km: ArrayLike,
    r2_km: ArrayLike,
    tof_s: ArrayLike,
    mu_km3_s2: float,
    prograde: bool = True,
    *,
    n_revolutions: int = 0,
    branch: Literal["left", "right"] = "left",
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Velocities at both ends of the arc between two positions.

    Parameters
    ----------
    r1_km, r2_km : (*batch, 3) [km]
        Positions at departure and arrival; leading axes broadcast against each other and `tof_s`.
    tof_s : (*batch,) [s]
        Time of flight.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre.
    prograde : bool
        Whether the arc turns with positive z angular momentum (as the planets do).
    n_revolutions : int
        Whole turns before the arrival.
    branch : {"left", "right"}
        With whole turns, which of the two arcs: left or right of the least time in Izzo's x.

    Returns
    -------
    v1_km_s, v2_km_s : (*batch, 3) [km/s]
        Velocities at departure and arrival; NaN where there is no arc.
    ok : (*batch,) bool
        False where the time is not positive or too short for the turns, or the two positions lie within 0.1
        degrees of one line with the centre, so that the plane of the arc is not defined.

    Raises
    ------
    OutOfRange
        If `mu_km3_s2` is not positive, a position has not three components, or the turns are negative.

    Notes
    -----
    Izzo's iteration [1]_ on the time equation of this module's docstring.

    References
    ----------
    .. [1] D. Izzo, "Revisiting Lambert's problem", Celest. Mech. Dyn. Astr. 121, 1-15, 2015 (key izzo2015).

    Examples
    --------
    A quarter of a circular orbit of radius 1 about a centre with mu = 1:

    >>> v1, v2, ok = lambert_velocities([1, 0, 0], [0, 1, 0], np.pi / 2, 1.0)
    >>> v1.round(9).tolist(), bool(ok)
    ([0.0, 1.0, 0.0], True)
    """
    if not mu_km3_s2 > 0:
        raise OutOfRange("mu_km3_s2", mu_km3_s2, "positive")
    r1, r2 = np.asarray(r1_km, dtype=np.float64), np.asarray(r2_km, dtype=np.float64)
    for name, r in (("r1_km", r1), ("r2_km", r2)):
        if r.shape[-1:] != (3,):
            raise OutOfRange(name, f"an array of shape {r.shape}", "an array whose last axis has length 3")
    tof = np.asarray(tof_s, dtype=np.float64)
    arcs = solve_arcs(r1, r2, tof, mu_km3_s2, prograde, n_revolutions=n_revolutions, branch=branch)
    v1 = arcs.a1_per_s[..., None] * r1 + arcs.b1_per_s[..., None] * r2
    v2 = arcs.a2_per_s[..., None] * r1 + arcs.b2_per_s[..., None] * r2
    return v1, v2, arcs.ok
