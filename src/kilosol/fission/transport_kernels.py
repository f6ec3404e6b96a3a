"""Compiled sweeps of one-dimensional discrete ordinates: response of the flux to a source in each cell.

A sweep solves mu dpsi/dx + sigma psi = q along every direction, cell after cell, with the diamond difference
in space. In the sphere directions are coupled: neutrons that fly straight turn towards the outward radius.
That term is differenced with the weights that keep the angular flux linear in mu exact (Morel and Montry),
and starts from the direction mu = -1, which no other feeds. All sources are swept at once: the innermost
loop runs over them, so that the processor works on several.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Floats = NDArray[np.float64]

# A reflecting outer edge of a sphere is swept until what comes in changes by no more than this.
_EDGE_TOLERANCE = 1e-12
# Far above what a cell of any optical thickness needs; a bound on the loop only.
_MOST_EDGE_SWEEPS = 10_000


@compiled
def slab_response(
    sigma: Floats, width: Floats, mu: Floats, weight: Floats, n_moments: int, mirror: tuple[bool, bool]
) -> Floats:
    """Moments of the flux in every cell for a unit source moment in every cell.

    Parameters
    ----------
    sigma, width : (n,) [1/cm], [cm]
        Total cross-section and width by cell.
    mu, weight : (m,)
        Directions in rising order, symmetric, and their weights, sum 2.
    n_moments : int
        1 or 2.
    mirror : pair of bool
        Whether the left and the right edge reflect.

    Returns
    -------
    (n_moments n, n_moments n)
        Row: moment and cell of the flux; column: moment and cell of the source.
    """
    n, m = sigma.size, mu.size
    size = n_moments * n
    response = np.zeros((size, size))
    psi = np.zeros(size)
    arriving = np.zeros((m // 2, size))
    for k in range(m):
        # Directions to the left first: what leaves there may come back.
        leftward = k < m // 2
        pair = k if leftward else m - 1 - k
        speed = abs(mu[k])
        if leftward:
            psi[:] = 0.0
            if mirror[1]:
                _slab_edge(sigma, width, mu[k], n_moments, mirror[0], psi)
        elif mirror[0]:
            psi[:] = arriving[pair]
        else:
            psi[:] = 0.0
        for step in range(n):
            i = n - 1 - step if leftward else step
            two = 2 * speed / width[i]
            below = 1 / (two + sigma[i])
            for j in range(size):
                out = two * psi[j] * below
                mean = out
                response[i, j] += weight[k] * mean
                if n_moments > 1:
                    response[n + i, j] += weight[k] * mu[k] * mean
                psi[j] = 2 * mean - psi[j]
            _add_source(response, psi, i, n, n_moments, 0.5 * below, mu[k], weight[k])
        if leftward:
            arriving[pair] = psi
    return response


@compiled(is_inlined=True)
def _add_source(
    response: Floats, psi: Floats, i: int, n: int, n_moments: int, mean: float, mu: float, weight: float
) -> None:
    """What the cell's own source adds: half of it in each moment of direction, three mu in the second."""
    psi[i] += 2 * mean
    response[i, i] += weight * mean
    if n_moments > 1:
        tilted = 3 * mu * mean
        psi[n + i] += 2 * tilted
        response[n + i, i] += weight * mu * mean
        response[i, n + i] += weight * tilted
        response[n + i, n + i] += weight * mu * tilted


@compiled
def _slab_edge(
    sigma: Floats, width: Floats, mu: float, n_moments: int, left_mirror: bool, psi: Floats
) -> None:
    """Flux that a reflecting right edge sends back at -|mu|, exact: one trip there and back is a line."""
    n = sigma.size
    size = n_moments * n
    speed = abs(mu)
    passed = 1.0
    trip = np.zeros(size)
    for half in range(2):
        leftward = half == 0
        if not leftward and not left_mirror:
            trip[:] = 0.0
            passed = 0.0
        for step in range(n):
            i = n - 1 - step if leftward else step
            two = 2 * speed / width[i]
            through = (two - sigma[i]) / (two + sigma[i])
            passed *= through
            for j in range(size):
                trip[j] *= through
            own = 1 / (two + sigma[i])
            trip[i] += own
            if n_moments > 1:
                trip[n + i] += 3 * (-speed if leftward else speed) * own
    for j in range(size):
        psi[j] = trip[j] / (1 - passed)


@compiled
def sphere_response(
    sigma: Floats, edge: Floats, mu: Floats, weight: Floats, n_moments: int, mirror: bool
) -> Floats:
    """As :func:`slab_response` for a sphere with cells between the radii `edge` (n + 1,) [cm]."""
    n, m = sigma.size, mu.size
    size = n_moments * n
    response = np.zeros((size, size))
    inward = np.zeros((m // 2, size))
    for _ in range(_MOST_EDGE_SWEEPS):
        response[:] = 0.0
        outward = _sphere_pass(sigma, edge, mu, weight, n_moments, inward, response)
        if not mirror:
            break
        moved = 0.0
        for k in range(m // 2):
            for j in range(size):
                moved = max(moved, abs(outward[k, j] - inward[k, j]))
                inward[k, j] = outward[k, j]
        if moved < _EDGE_TOLERANCE:
            break
    return response


@compiled
def _sphere_pass(
    sigma: Floats,
    edge: Floats,
    mu: Floats,
    weight: Floats,
    n_moments: int,
    inward: Floats,
    response: Floats,
) -> Floats:
    n, m = sigma.size, mu.size
    size = n_moments * n
    turning = _starting_direction(sigma, edge, n_moments, inward)
    centre = np.zeros((m // 2, size))
    outward = np.zeros((m // 2, size))
    psi = np.zeros(size)
    mu_edge = -1.0
    alpha = 0.0
    for k in range(m):
        leftward = k < m // 2
        pair = k if leftward else m - 1 - k
        mu_next = mu_edge + weight[k]
        # Weights that are exact for a flux linear in mu; the plain diamond has 1/2.
        ahead = (mu[k] - mu_edge) / weight[k]
        alpha_next = alpha - weight[k] * mu[k] if k < m - 1 else 0.0
        psi[:] = inward[pair] if leftward else centre[pair]
        for step in range(n):
            i = n - 1 - step if leftward else step
            area_in, area_out = edge[i] ** 2, edge[i + 1] ** 2
            volume = (edge[i + 1] ** 3 - edge[i] ** 3) / 3
            entry, leave = (area_out, area_in) if leftward else (area_in, area_out)
            turn = (area_out - area_in) / weight[k]
            # psi_next = (psi - (1 - ahead) psi_before) / ahead closes the angle, 2 psi - psi_in the cell.
            below = 1 / (2 * abs(mu[k]) * leave + turn * alpha_next / ahead + sigma[i] * volume)
            come = abs(mu[k]) * (entry + leave) * below
            bend = turn * (alpha_next * (1 - ahead) / ahead + alpha) * below
            for j in range(size):
                mean = come * psi[j] + bend * turning[i, j]
                response[i, j] += weight[k] * mean
                if n_moments > 1:
                    response[n + i, j] += weight[k] * mu[k] * mean
                psi[j] = 2 * mean - psi[j]
                turning[i, j] = (mean - (1 - ahead) * turning[i, j]) / ahead
            own = 0.5 * volume * below
            _add_source(response, psi, i, n, n_moments, own, mu[k], weight[k])
            turning[i, i] += own / ahead
            if n_moments > 1:
                turning[i, n + i] += 3 * mu[k] * own / ahead
        if leftward:
            centre[pair] = psi
        else:
            outward[pair] = psi
        mu_edge, alpha = mu_next, alpha_next
    return outward


@compiled
def _starting_direction(sigma: Floats, edge: Floats, n_moments: int, inward: Floats) -> Floats:
    """Flux straight to the centre, (n, sources): a slab's, for nothing turns into it."""
    n = sigma.size
    size = n_moments * n
    turning = np.zeros((n, size))
    # Nothing lies beyond the first direction: what comes in there is taken from it.
    psi = inward[0].copy()
    for i in range(n - 1, -1, -1):
        two = 2 / (edge[i + 1] - edge[i])
        below = 1 / (two + sigma[i])
        for j in range(size):
            mean = two * psi[j] * below
            turning[i, j] = mean
            psi[j] = 2 * mean - psi[j]
        own = 0.5 * below
        turning[i, i] += own
        psi[i] += 2 * own
        if n_moments > 1:
            turning[i, n + i] -= 3 * own
            psi[n + i] -= 2 * 3 * own
    return turning
