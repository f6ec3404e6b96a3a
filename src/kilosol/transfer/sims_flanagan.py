"""Low-thrust flight between two states by the transcription of Sims and Flanagan.

The flight is cut into equal segments; the thrust of each is one impulse in its middle, felt by the mass of
that moment, and both ends are flown to the middle where they must meet. The least propellant is found by
SciPy's SLSQP with analytic derivatives. Its start is the shape of a smooth spiral, made to meet by the
smallest throttles, flown first with as much thrust as that takes, and then with less and less: short flights
converge that way from no other knowledge than the two states.

References
----------
.. [1] J. A. Sims, S. N. Flanagan, "Preliminary design of low-thrust interplanetary missions", AAS 99-338,
   1999 (key sims1999 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import NotConverged, OutOfRange
from kilosol.transfer.lambert import dot

Array = NDArray[np.float64]

# Numerical choices. The mismatch is in units of the first radius and its circular speed: 1e-7 is 15 km.
MISMATCH_TOL = 1e-7
# Newton's steps towards the smallest throttles that meet.
LEAST_STEPS = 60
# Residual of those steps at which they stop.
LEAST_TOL = 1e-9
# Each stage of the homotopy takes off this part of the surplus thrust.
EASE = 0.6
MAX_STAGES = 12
# Closer to the real thrust than this, the last stage begins.
NEARLY = 1.05
# No tank holds more than 95 % of a vehicle.
LEAST_MASS = 0.05
# SLSQP: iterations of a stage on the way, and of the last.
STAGE_ITERATIONS, LAST_ITERATIONS = 60, 400
# Change of the mass, of 1, at which it stops.
MASS_TOL = 1e-9
# What it leaves open below this is closed by Newton's method; a throttle may then pass 1 by this much.
MENDABLE, MEND_STEPS, THROTTLE_TOL = 1e-3, 3, 1e-4


@dataclass(frozen=True, slots=True)
class ThrustLeg:
    """One low-thrust flight.

    Parameters
    ----------
    final_mass_kg, propellant_kg : float [kg]
        At arrival, and spent.
    tof_days, thrust_days : float [d]
        Time of flight, and at full thrust.
    delta_v_km_s : float [km/s]
        Integral of the thrust acceleration.
    throttles : (n, 3)
        Thrust of each segment over full thrust, ecliptic of J2000.
    mismatch_km, mismatch_m_s : float [km, m/s]
        How well both halves meet.
    """

    final_mass_kg: float
    propellant_kg: float
    tof_days: float
    thrust_days: float
    delta_v_km_s: float
    throttles: Array
    mismatch_km: float
    mismatch_m_s: float


@dataclass(frozen=True, slots=True)
class _Problem:
    """A leg in its own units: mu = 1, first radius 1, first mass 1."""

    first: Array
    last: Array
    tof: float
    exhaust: float
    n: int

    def meet(self, x: Array, thrust: float) -> tuple[Array, Array]:
        """Mismatch (7,) and its derivative (7, 3 n + 1) by throttles and final mass."""
        from kilosol.transfer.leg_kernel import half_leg

        n, ahead = self.n, self.n // 2
        u = x[:-1].reshape(n, 3)
        step = self.tof / n
        forward, backward = np.append(self.first, 1.0), np.append(self.last, x[-1])
        by_f, by_b = np.empty((7, 3 * ahead)), np.empty((7, 3 * (n - ahead)))
        mass_f, mass_b = np.empty(7), np.empty(7)
        half_leg(forward, u[:ahead], step, thrust, self.exhaust, by_f, mass_f)
        half_leg(backward, u[ahead:][::-1].copy(), -step, thrust, self.exhaust, by_b, mass_b)
        by_b = by_b.reshape(7, n - ahead, 3)[:, ::-1].reshape(7, -1)
        return forward - backward, np.hstack([by_f, -by_b, -mass_b[:, None]])


def thrust_leg(
    r1_km: ArrayLike,
    v1_km_s: ArrayLike,
    r2_km: ArrayLike,
    v2_km_s: ArrayLike,
    tof_days: float,
    *,
    mass_kg: float,
    thrust_n: float,
    isp_s: float,
    n_segments: int = 40,
    mu_km3_s2: float | None = None,
) -> ThrustLeg:
    """Low-thrust flight of least propellant between two states in a given time.

    Parameters
    ----------
    r1_km, v1_km_s, r2_km, v2_km_s : (3,) [km], [km/s]
        Position and velocity at both ends.
    tof_days : [d]
        Time of flight.
    mass_kg : [kg]
        At departure.
    thrust_n : [N]
        At full throttle.
    isp_s : [s]
        Specific impulse.
    n_segments : int
        Segments, at least 4; 40 bring the mass within 0.1 % of a continuous thrust on a leg of one year.
    mu_km3_s2 : [km3/s2]
        Gravitational parameter of the centre; the Sun's by default.

    Returns
    -------
    ThrustLeg

    Raises
    ------
    OutOfRange
        If a number is not positive or a state has not three components.
    NotConverged
        If no flight was found: most often the thrust is too low for the time.

    Notes
    -----
    Sims and Flanagan [1]_; start and homotopy as told in the module's docstring. A local optimum.

    References
    ----------
    .. [1] J. A. Sims, S. N. Flanagan, AAS 99-338, 1999 (sims1999).

    Examples
    --------
    From the orbit of the Earth to 1.2 au in 200 days:

    >>> au = 149597870.7
    >>> leg = thrust_leg(
    ...     [au, 0, 0], [0, 29.78, 0], [-1.18 * au, 0.2 * au, 0], [-4.52, -26.7, 0], 200.0,
    ...     mass_kg=1000.0, thrust_n=0.5, isp_s=3000.0, n_segments=12,
    ... )
    >>> bool(850 < leg.final_mass_kg < 1000), bool(leg.mismatch_km < 100)
    (True, True)
    """
    numbers = {"tof_days": tof_days, "mass_kg": mass_kg, "thrust_n": thrust_n, "isp_s": isp_s}
    for name, value in numbers.items():
        if not value > 0:
            raise OutOfRange(name, value, "positive")
    if n_segments < 4:
        raise OutOfRange("n_segments", n_segments, "at least 4")
    ends = [np.asarray(a, dtype=np.float64) for a in (r1_km, v1_km_s, r2_km, v2_km_s)]
    if any(end.shape != (3,) for end in ends):
        raise OutOfRange("states", [end.shape for end in ends], "four arrays of shape (3,)")
    constants = table("constants")
    mu = constants.number("mu_sun_km3_s2") if mu_km3_s2 is None else mu_km3_s2
    length = float(np.sqrt(dot(ends[0], ends[0])))
    speed = float(np.sqrt(mu / length))
    time_s = length / speed
    day_s = constants.number("day_s")
    exhaust = isp_s * constants.number("gravity_m_s2") / 1000 / speed
    problem = _Problem(
        first=np.concatenate([ends[0] / length, ends[1] / speed]),
        last=np.concatenate([ends[2] / length, ends[3] / speed]),
        tof=tof_days * day_s / time_s,
        exhaust=exhaust,
        n=n_segments,
    )
    thrust = thrust_n / mass_kg / 1000 * time_s / speed
    x = _solve(problem, thrust)
    miss, _ = problem.meet(x, thrust)
    u = x[:-1].reshape(-1, 3)
    burnt = 1 - x[-1]
    return ThrustLeg(
        final_mass_kg=float(x[-1] * mass_kg),
        propellant_kg=float(burnt * mass_kg),
        tof_days=tof_days,
        thrust_days=float(np.sqrt(dot(u, u)).sum() / n_segments * tof_days),
        delta_v_km_s=float(-exhaust * np.log(x[-1]) * speed),
        throttles=u,
        mismatch_km=float(np.sqrt(dot(miss[:3], miss[:3])) * length),
        mismatch_m_s=float(np.sqrt(dot(miss[3:6], miss[3:6])) * speed * 1000),
    )


def _solve(problem: _Problem, thrust: float) -> Array:
    """Throttles and final mass of least propellant."""
    for turns in _likely_turns(problem):
        x = _least_throttles(problem, _shape(problem, thrust, turns), thrust)
        found = None if x is None else _homotopy(problem, x, thrust)
        if found is not None:
            return found
    raise NotConverged(
        "no low-thrust flight found between these states; allow more time, more thrust or less mass"
    )


def _likely_turns(problem: _Problem) -> list[int]:
    """Whole revolutions to try, the likeliest first: the angle swept at the mean of both ends' rates."""
    r1, r2 = (np.sqrt(dot(s[:3], s[:3])) for s in (problem.first, problem.last))
    rate = (r1 ** (-3 / 2) + r2 ** (-3 / 2)) / 2
    angles = [np.arctan2(s[1], s[0]) for s in (problem.first, problem.last)]
    least = (angles[1] - angles[0]) % (2 * np.pi)
    likely = max(0.0, (rate * problem.tof - least) / (2 * np.pi))
    return sorted(range(int(likely) + 2), key=lambda n: abs(n - likely))


def _shape(problem: _Problem, thrust: float, turns: int) -> Array:
    """Throttles of a smooth spiral: cubic in radius and height, quintic in angle over time.

    The spiral leaves and arrives with the given positions and velocities; its thrust is what gravity does not
    provide at the middle of each segment.
    """
    from scipy.interpolate import BPoly

    def cylindrical(s: Array) -> tuple[Array, Array]:
        r = np.hypot(s[0], s[1])
        radial = (s[0] * s[3] + s[1] * s[4]) / r
        turning = (s[0] * s[4] - s[1] * s[3]) / r**2
        return np.array([r, np.arctan2(s[1], s[0]), s[2]]), np.array([radial, turning, s[5]])

    (p1, d1), (p2, d2) = cylindrical(problem.first), cylindrical(problem.last)
    swept = (p2[1] - p1[1]) % (2 * np.pi) + 2 * np.pi * turns
    p2[1] = p1[1] + swept
    curves = [BPoly.from_derivatives([0.0, problem.tof], [[p1[k], d1[k]], [p2[k], d2[k]]]) for k in range(3)]
    t = (np.arange(problem.n) + 1 / 2) * problem.tof / problem.n
    r, angle, z = (curve(t) for curve in curves)
    (vr, w, _), (ar, aw, az) = ([c.derivative(k)(t) for c in curves] for k in (1, 2))
    pull = (r * r + z * z) ** (-3 / 2)
    radial, across = ar - r * w * w + r * pull, r * aw + 2 * vr * w
    push = np.column_stack(
        [
            radial * np.cos(angle) - across * np.sin(angle),
            radial * np.sin(angle) + across * np.cos(angle),
            az + z * pull,
        ]
    )
    size = np.sqrt(dot(push, push))
    mass = np.exp(-np.cumsum(size) * problem.tof / problem.n / problem.exhaust)
    return np.append((push * mass[:, None] / thrust).ravel(), mass[-1])


def _least_throttles(problem: _Problem, x: Array, thrust: float) -> Array | None:
    """Smallest change of the start that makes both halves meet, by damped Newton steps of least norm."""
    miss, slope = problem.meet(x, thrust)
    size = float(np.abs(miss).max())
    for _ in range(LEAST_STEPS):
        if size < LEAST_TOL:
            return x
        # To the smallest solution of the linear system, not the nearest: that pulls towards small throttles.
        target = slope @ x - miss
        goal = np.linalg.lstsq(slope, target, rcond=None)[0]
        goal[-1] = min(max(goal[-1], LEAST_MASS), 1.0)
        share = 1.0
        while share > 1e-3:
            trial = x + share * (goal - x)
            new_miss, new_slope = problem.meet(trial, thrust)
            new_size = float(np.abs(new_miss).max())
            if np.isfinite(new_size) and new_size < size:
                break
            share /= 2
        else:
            return None
        x, miss, slope, size = trial, new_miss, new_slope, new_size
    return x if size < MISMATCH_TOL else None


def _homotopy(problem: _Problem, x: Array, thrust: float) -> Array | None:
    """Least propellant at falling thrust, from as much as the start needs down to what there is."""
    u = x[:-1].reshape(-1, 3)
    now = thrust * max(1.0, float(np.sqrt(dot(u, u)).max()))
    x = np.append(x[:-1] * thrust / now, x[-1])
    for _ in range(MAX_STAGES):
        last = now <= thrust
        found, good = _optimise(problem, x, now, LAST_ITERATIONS if last else STAGE_ITERATIONS)
        if last:
            return found if good else None
        below = max(thrust, thrust + (now - thrust) * (1 - EASE))
        if below < thrust * NEARLY:
            below = thrust
        x = np.append(found[:-1] * now / below, found[-1])
        now = below
    return None


def _optimise(problem: _Problem, x: Array, thrust: float, iterations: int) -> tuple[Array, bool]:
    from scipy.optimize import minimize

    n = problem.n
    memory: dict[bytes, tuple[Array, Array]] = {}

    def meet(point: Array) -> tuple[Array, Array]:
        key = point.tobytes()
        if key not in memory:
            memory.clear()
            memory[key] = problem.meet(point, thrust)
        return memory[key]

    def room(point: Array) -> Array:
        u = point[:-1].reshape(n, 3)
        return 1 - dot(u, u)

    def room_slope(point: Array) -> Array:
        slope = np.zeros((n, 3 * n + 1))
        rows = np.repeat(np.arange(n), 3)
        slope[rows, np.arange(3 * n)] = -2 * point[:-1]
        return slope

    # No bounds on the throttles: their size is bounded already, and the optimiser's work grows with each row.
    goal = np.zeros(3 * n + 1)
    goal[-1] = -1.0
    result = minimize(  # type: ignore[call-overload]
        lambda point: float(-point[-1]),
        x,
        jac=lambda _: goal,
        method="SLSQP",
        bounds=[(None, None)] * (3 * n) + [(LEAST_MASS, 1.0)],
        constraints=[
            {"type": "eq", "fun": lambda p: meet(p)[0], "jac": lambda p: meet(p)[1]},
            {"type": "ineq", "fun": room, "jac": room_slope},
        ],
        options={"maxiter": iterations, "ftol": MASS_TOL},
    )
    x = _mend(problem, result.x, thrust)
    miss = float(np.abs(problem.meet(x, thrust)[0]).max())
    return x, miss < MISMATCH_TOL and float(room(x).min()) > -THROTTLE_TOL


def _mend(problem: _Problem, x: Array, thrust: float) -> Array:
    """Close what little the optimiser left open, by Newton steps of least change."""
    for _ in range(MEND_STEPS):
        miss, slope = problem.meet(x, thrust)
        if not np.abs(miss).max() < MENDABLE:
            break
        x = x - np.linalg.lstsq(slope, miss, rcond=None)[0]
    return x
