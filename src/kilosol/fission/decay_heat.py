"""Heat of a core after shutdown, as a part of its power before.

The 23-group form of the standard [1]_ is the model; the Way-Wigner power law [2]_ stands beside it as the
classic estimate: 22 percent low at 100 s and more than twice too high after a year.

References
----------
.. [1] ANSI/ANS-5.1-1979, "Decay heat power in light water reactors" (key ans51_1979).
.. [2] K. Way, E. P. Wigner, Physical Review 73, 1318-1330, 1948 (key way1948).
"""

from __future__ import annotations

import numpy as np

from kilosol.data import columns, table
from kilosol.limits import Floats, require


def decay_heat_frac(time_after_s: Floats, operated_s: Floats, captures_per_fission: float = 0.0) -> Floats:
    """Decay heat over the power before shutdown, U-235 fission products, 23 groups.

    Parameters
    ----------
    time_after_s : (*batch,) [s]
        Time since shutdown, 1 or more.
    operated_s : (*batch,) [s]
        Time at constant power before it, positive.
    captures_per_fission : float
        Captures in U-238 per fission: adds U-239 and Np-239. About 0 for highly enriched fuel, some
        tenths for low enrichment.

    Returns
    -------
    (*batch,) [1]   Part of the former power, all of it heat.

    Raises
    ------
    OutOfRange
        If a time is outside its range, or the captures are negative.

    Notes
    -----
    P/P0 = sum_i alpha_i / lambda_i exp(-lambda_i t) [1 - exp(-lambda_i T)] / Q, with Q the energy per
    fission [1]_. Neutron capture in fission products (a few percent after long irradiation) is left out.

    References
    ----------
    .. [1] ANSI/ANS-5.1-1979 (key ans51_1979 in references.bib).

    Examples
    --------
    >>> f"{float(decay_heat_frac(3600.0, 3.15576e8)):.2e}"
    '1.25e-02'
    """
    more = table("fission/decay_constants")
    _check_times(time_after_s, operated_s, more.number("shortest_s"))
    require(captures_per_fission >= 0, "captures_per_fission", captures_per_fission, "0 or more")
    groups = columns("fission/decay_heat")
    alpha, rate = groups["alpha_mev_s"], groups["lambda_per_s"]
    after = np.asarray(time_after_s, dtype=np.float64)[..., None]
    before = np.asarray(operated_s, dtype=np.float64)[..., None]
    released = (alpha / rate * np.exp(-rate * after) * -np.expm1(-rate * before)).sum(axis=-1)
    if captures_per_fission > 0:
        released = released + captures_per_fission * _actinides_mev(after[..., 0], before[..., 0])
    frac: Floats = (released / more.number("fission_mev"))[()]
    return frac


def way_wigner_frac(time_after_s: Floats, operated_s: Floats) -> Floats:
    """Decay heat over the power before shutdown by the Way-Wigner power law, a cross-check.

    Parameters
    ----------
    time_after_s : (*batch,) [s]
        Time since shutdown, 1 or more.
    operated_s : (*batch,) [s]
        Time at constant power before it, positive.

    Returns
    -------
    (*batch,) [1]   Part of the former power.

    Raises
    ------
    OutOfRange
        If a time is outside its range.

    Notes
    -----
    P/P0 = c [t^-0.2 - (t + T)^-0.2] [1]_. Good to some 25 percent from 10 s to 10 d, poor beyond.

    References
    ----------
    .. [1] K. Way, E. P. Wigner, 1948 (key way1948 in references.bib).

    Examples
    --------
    >>> f"{float(way_wigner_frac(100.0, 3.15576e8)):.2e}"
    '2.35e-02'
    """
    more = table("fission/decay_constants")
    _check_times(time_after_s, operated_s, more.number("shortest_s"))
    after = np.asarray(time_after_s, dtype=np.float64)
    fifth = 1 / 5
    frac: Floats = (
        more.number("way_wigner_frac") * (after**-fifth - (after + np.asarray(operated_s)) ** -fifth)
    )[()]
    return frac


def _actinides_mev(after_s: Floats, before_s: Floats) -> Floats:
    """Energy released per fission by U-239 and Np-239 at one capture per fission."""
    more = table("fission/decay_constants")
    rate_u, rate_np = more.number("u239_per_s"), more.number("np239_per_s")
    left_u = -np.expm1(-rate_u * np.asarray(before_s)) * np.exp(-rate_u * np.asarray(after_s))
    left_np = -np.expm1(-rate_np * np.asarray(before_s)) * np.exp(-rate_np * np.asarray(after_s))
    fed = (rate_u * left_np - rate_np * left_u) / (rate_u - rate_np)
    released: Floats = more.number("u239_mev") * left_u + more.number("np239_mev") * fed
    return released


def _check_times(time_after_s: Floats, operated_s: Floats, shortest_s: float) -> None:
    after, before = np.asarray(time_after_s), np.asarray(operated_s)
    require(after >= shortest_s, "time_after_s", time_after_s, f"{shortest_s:g} or more [s]")
    require(np.isfinite(before) & (before > 0), "operated_s", operated_s, "positive [s]")
