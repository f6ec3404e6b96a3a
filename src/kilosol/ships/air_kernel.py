"""Compiled flight through the air of Mars: planar, over a round planet that does not turn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Array = NDArray[np.float64]

# Rules by which the lift is turned.
UP, DOWN, LEVEL = 0, 1, 2
# Ends of a flight through the air.
STILL_FLYING, LEFT, ON_GROUND = 0, 1, 2
# Integrator of Runge and Kutta: divisor of the four slopes.
SLOPES = 6.0
# Speed at which a flight counts as at rest [m/s].
AT_REST_M_S = 1.0
# In which the path is pulled level [s]: it begins to roll over before the climb, and so is held at any speed.
SETTLE_S = 20.0


@compiled
def _density(height_m: float, density: Array, spacing_m: float) -> float:
    """By straight lines in the logarithm between equal spacings over the ground; nought above the table."""
    place = height_m / spacing_m
    row = int(place)
    if place < 0.0:
        row = 0
    if row + 1 >= density.size or density[row] <= 0.0:
        return 0.0
    return float(density[row] * (density[row + 1] / density[row]) ** (place - row))


@compiled
def _lift_share(rule: int, speed: float, angle: float, radius: float, gravity: float, lift: float) -> float:
    """Part of the lift that points up, from -1 to 1."""
    if rule == UP:
        return 1.0
    if rule == DOWN:
        return -1.0
    if lift <= 0.0:
        return 1.0
    # Towards level flight: what curvature does not carry, lift does, and the rest pulls the angle to nought.
    need = gravity - speed * speed / radius - speed * angle / SETTLE_S
    return min(1.0, max(-1.0, need / lift))


@compiled
def fly(
    start: Array, rule: int, vehicle: Array, planet: Array, density: Array, spacing_m: float, path: Array
) -> tuple[int, int, float]:
    """Fly from the interface, a row of `path` a step.

    `start`: altitude [m], speed [m/s], angle [rad], negative downward. `vehicle`: ballistic coefficient
    [kg/m2], lift over drag. `planet`: radius [m], gravitational parameter [m3/s2], ground [m], interface [m],
    step [s]. `density` [kg/m3] every `spacing_m` from the ground up. `path` (n, 3) takes altitude, speed,
    angle. Returns the rows filled, how it ended and the greatest aerodynamic load [m/s2].
    """
    altitude, speed, angle = start[0], start[1], start[2]
    beta, lift_to_drag = vehicle[0], vehicle[1]
    big, mu, ground, interface, dt = planet[0], planet[1], planet[2], planet[3], planet[4]
    load = 0.0
    k = np.zeros((4, 3))
    for row in range(path.shape[0]):
        path[row, 0], path[row, 1], path[row, 2] = altitude, speed, angle
        for stage in range(4):
            part = 0.0 if stage == 0 else 1.0 if stage == 3 else 0.5
            before = 0 if stage == 0 else stage - 1
            h = altitude + part * dt * k[before, 0] * (stage > 0)
            v = speed + part * dt * k[before, 1] * (stage > 0)
            g = angle + part * dt * k[before, 2] * (stage > 0)
            radius = big + h
            gravity = mu / (radius * radius)
            drag = 0.5 * _density(h - ground, density, spacing_m) * v * v / beta
            lift = drag * lift_to_drag
            if stage == 0:
                load = max(load, drag * np.sqrt(1.0 + lift_to_drag * lift_to_drag))
            share = _lift_share(rule, v, g, radius, gravity, lift)
            k[stage, 0] = v * np.sin(g)
            k[stage, 1] = -drag - gravity * np.sin(g)
            k[stage, 2] = share * lift / v + (v / radius - gravity / v) * np.cos(g)
        altitude += dt * (k[0, 0] + 2.0 * k[1, 0] + 2.0 * k[2, 0] + k[3, 0]) / SLOPES
        speed += dt * (k[0, 1] + 2.0 * k[1, 1] + 2.0 * k[2, 1] + k[3, 1]) / SLOPES
        angle += dt * (k[0, 2] + 2.0 * k[1, 2] + 2.0 * k[2, 2] + k[3, 2]) / SLOPES
        if altitude <= ground or speed <= AT_REST_M_S:
            return row + 1, ON_GROUND, load
        if altitude > interface and angle > 0.0:
            return row + 1, LEFT, load
    return path.shape[0], STILL_FLYING, load
