"""Compiled heat conduction in the ground under a sky, implicit in ground and surface together.

An explicit surface over an implicit ground damps the daily wave by some 18 K: here the surface balance is
one row of the same tridiagonal system, its radiation linearised about the last temperature.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def conduct(
    light: Floats,
    sky_emissivity: Floats,
    frost_k: Floats,
    depth: Floats,
    numbers: Floats,
    anchor: Floats,
    warmer: Floats,
    surface: Floats,
    sky: Floats,
    state: Floats,
) -> float:
    """Step through a year, filling `surface` [K] and `sky` [W/m2]; `state` holds the layers' temperatures.

    `light` (n_sols, n_steps) [W/m2] absorbed; `sky_emissivity` and `frost_k` (n_sols,); `depth` (n_layers,)
    [m] of the layers, the first at the surface. `numbers`: emissivity, Stefan-Boltzmann constant,
    conductivity [W/m/K], heat capacity [J/m3/K], convection [W/m2/K], step [s], by how much the sky is
    colder than the sol's mean [K], latent heat of frost [J/kg]. `anchor` (n_sols,) [K] is the least sol
    mean that the sky follows; `warmer` (n_sols, n_steps) [K] what its dust adds from the light that it
    takes; `surface` brings the year before. Returns the most frost [kg/m2].
    """
    emissivity, sigma, conductivity, capacity, convection, dt, colder, latent = numbers
    n = depth.size
    up, diagonal, right = np.empty(n), np.empty(n), np.empty(n)
    gap = np.diff(depth)
    thick = np.empty(n)
    thick[0] = gap[0] / 2
    for i in range(1, n - 1):
        thick[i] = (gap[i - 1] + gap[i]) / 2
    thick[n - 1] = gap[n - 2]
    # The sky of the first sol follows the last sol of the year before.
    mean = surface[-1].mean()
    frost = 0.0
    most = 0.0
    for s in range(light.shape[0]):
        total = 0.0
        # Air that a storm shades the ground with takes the light itself: it stays as warm as the anchor.
        warmth = max(mean, anchor[s])
        for k in range(light.shape[1]):
            sky_k = max(warmth - colder + warmer[s, k], 0.0)
            down = emissivity * sky_emissivity[s] * sigma * sky_k**4
            held = frost > 0
            _fill(state, gap, thick, conductivity, capacity, dt, up, diagonal, right)
            old = state[0]
            link = conductivity / gap[0]
            store = capacity * thick[0] / dt
            # Air near the ground follows the sol's mean: convection pulls towards it.
            slope = 4 * emissivity * sigma * old**3
            gain = light[s, k] + down + convection * mean - emissivity * sigma * old**4 + slope * old
            diagonal[0] = store + link + slope + convection
            up[0] = -link
            right[0] = store * old + gain
            if held:
                diagonal[0], up[0], right[0] = 1.0, 0.0, frost_k[s]
            _solve(up, diagonal, right, gap, conductivity, state)
            if not held and state[0] < frost_k[s]:
                _fill(state, gap, thick, conductivity, capacity, dt, up, diagonal, right)
                state[0] = frost_k[s]
                held = True
            if held:
                # What the surface cannot lose by cooling, it loses by freezing air, and the reverse.
                t = frost_k[s]
                net = light[s, k] + down + convection * (mean - t) - emissivity * sigma * t**4
                net += link * (state[1] - t) - store * (t - old)
                frost = max(frost - net * dt / latent, 0.0)
                most = max(most, frost)
            surface[s, k] = state[0]
            total += state[0]
            sky[s, k] = down / emissivity
        mean = total / light.shape[1]
    return most


@compiled(is_inlined=True)
def _fill(
    state: Floats,
    gap: Floats,
    thick: Floats,
    conductivity: float,
    capacity: float,
    dt: float,
    up: Floats,
    diagonal: Floats,
    right: Floats,
) -> None:
    """Rows below the surface of the implicit system; no heat enters from below."""
    n = state.size
    for i in range(1, n):
        above = conductivity / gap[i - 1]
        below = conductivity / gap[i] if i < n - 1 else 0.0
        store = capacity * thick[i] / dt
        diagonal[i] = store + above + below
        up[i] = -below
        right[i] = store * state[i]


@compiled(is_inlined=True)
def _solve(
    up: Floats, diagonal: Floats, right: Floats, gap: Floats, conductivity: float, state: Floats
) -> None:
    """Thomas's elimination, in place."""
    n = state.size
    for i in range(1, n):
        ratio = -(conductivity / gap[i - 1]) / diagonal[i - 1]
        diagonal[i] -= ratio * up[i - 1]
        right[i] -= ratio * right[i - 1]
    state[n - 1] = right[n - 1] / diagonal[n - 1]
    for i in range(n - 2, -1, -1):
        state[i] = (right[i] - up[i] * state[i + 1]) / diagonal[i]
