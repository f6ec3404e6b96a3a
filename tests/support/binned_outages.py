"""Survival of outages by a chain over working sets and a charge counted in bins, written apart from Kilosol.

The method of the program whose values `reopt2025_outages` holds: sets fail and are not mended, charge moves
by whole bins (rounded), and a beginning is survived while sets and store together meet the load.
"""

from __future__ import annotations

import math

import numpy as np


def survival(load, free_kw, n_sets, set_kw, fail, p_start, box, n_bins, steps, begins):
    """Chance to meet the load in all of `steps` hours from each beginning; `box`: kW, kWh, in, out."""
    kw, kwh, into, out = box
    size = kwh / (n_bins - 1)
    at = np.arange(n_bins)
    move = np.zeros((n_sets + 1, n_sets + 1))
    for up in range(n_sets + 1):
        for left in range(up + 1):
            move[up, left] = math.comb(up, left) * (1 - fail) ** left * fail ** (up - left)
    first = np.array(
        [math.comb(n_sets, k) * p_start**k * (1 - p_start) ** (n_sets - k) for k in range(n_sets + 1)]
    )
    found = []
    for begin in begins:
        p = np.zeros((n_bins, n_sets + 1))
        p[-1] = first
        for d in range(steps):
            h = (begin + d) % len(load)
            p = p @ move
            for up in range(n_sets + 1):
                left = up * set_kw + free_kw[h] - load[h]
                p[np.minimum(kw, at * size * out) + left < 0.0, up] = 0.0
                change = min(max(left, -kw), kw)
                change = change * into if change > 0.0 else change / out
                target = np.clip(at + round(change / size), 0, n_bins - 1)
                p[:, up] = np.bincount(target, p[:, up], n_bins)
        found.append(p.sum())
    return np.array(found)
