"""Compiled look-ups in a sheet of transmittance, and the sums over a sol that are built on them.

A sheet is transmittance over a regular grid: either ln(optical depth) by the root of the Sun's sine of
height (discrete ordinates), or optical depth by zenith angle (Appelbaum and Flood). All look-ups are
bilinear; below the last height the edge is held. The caller has checked the range of optical depth.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kilosol.compiled import compiled

Floats = NDArray[np.float64]


@compiled(is_inlined=True)
def _place(grid: Floats, tau: float) -> tuple[int, float]:
    """Row below an optical depth and the weight of the row above it."""
    position = ((math.log(tau) if grid[6] > 0 else tau) - grid[0]) / grid[1]
    row = min(max(int(position), 0), int(grid[4]) - 2)
    return row, position - row


@compiled(is_inlined=True)
def _across(grid: Floats, mu: float) -> tuple[int, float]:
    """Column at a height of the Sun, and the weight of the next one; held at the edges."""
    raw = math.sqrt(mu) if grid[6] > 0 else math.degrees(math.acos(min(mu, 1.0)))
    position = min(max((raw - grid[2]) / grid[3], 0.0), grid[5] - 1)
    column = min(int(position), int(grid[5]) - 2)
    return column, position - column


@compiled(is_inlined=True)
def _read(sheet: Floats, row: int, up: float, column: int, across: float) -> float:
    lower = sheet[row, column] * (1 - across) + sheet[row, column + 1] * across
    upper = sheet[row + 1, column] * (1 - across) + sheet[row + 1, column + 1] * across
    return float(lower * (1 - up) + upper * up)


@compiled
def look_up(sheet: Floats, grid: Floats, tau: Floats, mu: Floats, out: Floats) -> None:
    """Transmittance at each of many points, all arrays (n,)."""
    for k in range(tau.size):
        row, up = _place(grid, tau[k])
        column, across = _across(grid, max(mu[k], 0.0))
        out[k] = _read(sheet, row, up, column, across)


@compiled
def look_up_by_albedo(
    black: Floats,
    sky: Floats,
    weight: Floats,
    grid: Floats,
    tau: Floats,
    mu: Floats,
    albedo: Floats,
    out: Floats,
) -> None:
    """As :func:`look_up` where every point has its own ground: closed band by band at the four corners."""
    for k in range(tau.size):
        row, up = _place(grid, tau[k])
        column, across = _across(grid, max(mu[k], 0.0))
        total = 0.0
        for b in range(weight.size):
            low = (1 - up) * weight[b] / (1 - albedo[k] * sky[b, row])
            high = up * weight[b] / (1 - albedo[k] * sky[b, row + 1])
            left = low * black[b, row, column] + high * black[b, row + 1, column]
            right = low * black[b, row, column + 1] + high * black[b, row + 1, column + 1]
            total += left * (1 - across) + right * across
        out[k] = total


@compiled
def beam(ratio: Floats, weight: Floats, tau: Floats, mu: Floats, out: Floats) -> None:
    """Beer's law summed over bands; nothing where the Sun is not up."""
    for k in range(tau.size):
        total = 0.0
        if mu[k] > 0:
            slant = tau[k] / mu[k]
            for b in range(weight.size):
                total += weight[b] * math.exp(-slant * ratio[b])
        out[k] = total


@compiled
def daily(
    sheet: Floats,
    grid: Floats,
    nodes: Floats,
    weights: Floats,
    sin_sin: Floats,
    cos_cos: Floats,
    toa: Floats,
    tau: Floats,
    hours_per_rad: float,
    out: Floats,
) -> None:
    """Energy of one sol on the horizontal at each of many points, all arrays (n,).

    `sin_sin` and `cos_cos` are the products of sines and cosines of latitude and declination; nodes and
    weights integrate over [0, 1], the afternoon from noon to sunset.
    """
    for k in range(tau.size):
        half = _half_day_rad(sin_sin[k], cos_cos[k])
        total = 0.0
        if half > 0:
            row, up = _place(grid, tau[k])
            for j in range(nodes.size):
                mu = max(sin_sin[k] + cos_cos[k] * math.cos(half * nodes[j]), 0.0)
                column, across = _across(grid, mu)
                total += weights[j] * mu * _read(sheet, row, up, column, across)
        out[k] = 2 * half * hours_per_rad * toa[k] * total


@compiled(is_inlined=True)
def _half_day_rad(sin_sin: float, cos_cos: float) -> float:
    if sin_sin >= cos_cos:
        return math.pi
    if sin_sin <= -cos_cos:
        return 0.0
    return math.acos(-sin_sin / cos_cos)


@compiled
def year_in_steps(
    sheet: Floats,
    grid: Floats,
    nodes: Floats,
    weights: Floats,
    sin_sin: Floats,
    cos_cos: Floats,
    toa: Floats,
    tau: Floats,
    out: Floats,
) -> None:
    """Mean light in each step of each sol, out (n_sols, steps): afternoon integrated, morning mirrored.

    The step in which the Sun sets is integrated over its lit part only.
    """
    n_half = out.shape[1] // 2
    width = math.pi / n_half
    for s in range(out.shape[0]):
        half = _half_day_rad(sin_sin[s], cos_cos[s])
        row, up = _place(grid, tau[s])
        for k in range(n_half):
            lit = min(max(half / width - k, 0.0), 1.0)
            total = 0.0
            if lit > 0:
                for j in range(nodes.size):
                    mu = max(sin_sin[s] + cos_cos[s] * math.cos(width * (k + lit * nodes[j])), 0.0)
                    column, across = _across(grid, mu)
                    total += weights[j] * mu * _read(sheet, row, up, column, across)
            value = toa[s] * lit * total
            out[s, n_half + k] = value
            out[s, n_half - 1 - k] = value
