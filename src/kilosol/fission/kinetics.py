"""Point kinetics: delayed neutrons, in-hour equation and reactivity of temperatures.

First fidelity: one point in space, six groups with the physical abundances, no photoneutrons of beryllium.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.limits import Floats, require

Spectrum = Literal["fast", "thermal"]

# Bisections of the logarithm of the period: far below any tolerance.
_N_BISECTIONS = 80
# The period is sought between these [s].
_SHORTEST_S, _LONGEST_S = 1e-9, 1e9


def delayed_groups(spectrum: Spectrum = "fast") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Six groups of delayed neutrons of U-235.

    Parameters
    ----------
    spectrum : {"fast", "thermal"}
        Neutrons that cause the fissions.

    Returns
    -------
    tuple of (6,) arrays
        Decay constants [1/s] and abundances relative to their sum [1].

    Raises
    ------
    OutOfRange
        If the spectrum is another.

    References
    ----------
    .. [1] G. R. Keepin et al., 1957 (key keepin1957 in references.bib).

    Examples
    --------
    >>> rates, shares = delayed_groups()
    >>> float(rates[0]), round(float(shares.sum()), 12)
    (0.0127, 1.0)
    """
    require(spectrum in ("fast", "thermal"), "spectrum", repr(spectrum), "'fast' or 'thermal'")
    groups = columns("fission/dynamics/delayed_neutrons")
    shares = groups[f"{spectrum}_frac"]
    return groups[f"{spectrum}_per_s"], shares / shares.sum()


def inhour_cents(
    period_s: Floats, beta_frac: float, generation_s: float, spectrum: Spectrum = "fast"
) -> Floats:
    """Reactivity that gives a stable period.

    Parameters
    ----------
    period_s : (*batch,) [s]
        Time in which the power grows by e, positive.
    beta_frac : float [1]
        Effective fraction of delayed neutrons, positive and below 0.1.
    generation_s : float [s]
        Generation time of prompt neutrons, positive.
    spectrum : {"fast", "thermal"}
        For the groups.

    Returns
    -------
    (*batch,) [cents]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    rho = Lambda / T + sum_i beta_i / (1 + lambda_i T), the in-hour equation of any text on reactor kinetics.

    Examples
    --------
    >>> round(float(inhour_cents(51.4, 0.0065, 1.5e-6)), 1)
    15.7
    """
    _check(beta_frac, generation_s)
    require(np.asarray(period_s) > 0, "period_s", period_s, "positive [s]")
    rates, shares = delayed_groups(spectrum)
    period = np.asarray(period_s, dtype=np.float64)
    dollars = generation_s / beta_frac / period + (shares / (1 + rates * period[..., None])).sum(axis=-1)
    cents: Floats = (100.0 * dollars)[()]
    return cents


def stable_period_s(
    reactivity_cents: Floats, beta_frac: float, generation_s: float, spectrum: Spectrum = "fast"
) -> Floats:
    """Period that a constant positive reactivity settles to.

    Parameters
    ----------
    reactivity_cents : (*batch,) [cents]
        Above 0; beyond 100 the core is prompt supercritical.
    beta_frac : float [1]
        Effective fraction of delayed neutrons, positive and below 0.1.
    generation_s : float [s]
        Generation time of prompt neutrons, positive.
    spectrum : {"fast", "thermal"}
        For the groups.

    Returns
    -------
    (*batch,) [s]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Inverse of :func:`inhour_cents` by bisection. KRUSTY's first free run, 15.7 cents, was measured at 51.5 s.

    Examples
    --------
    >>> round(float(stable_period_s(15.7, 0.0065, 1.5e-6)), 1)
    51.4
    """
    _check(beta_frac, generation_s)
    asked = np.asarray(reactivity_cents, dtype=np.float64)
    require(asked > 0, "reactivity_cents", reactivity_cents, "positive [cents]")
    low, high = np.full(asked.shape, np.log(_SHORTEST_S)), np.full(asked.shape, np.log(_LONGEST_S))
    for _ in range(_N_BISECTIONS):
        middle = (low + high) / 2
        is_short = np.asarray(inhour_cents(np.exp(middle), beta_frac, generation_s, spectrum)) > asked
        low, high = np.where(is_short, middle, low), np.where(is_short, high, middle)
    period: Floats = np.exp((low + high) / 2)[()]
    return period


def temperature_defect_cents(fuel_k: Floats, reactor: str = "krusty") -> Floats:
    """Reactivity that the fuel loses on its way from the reference temperature.

    Parameters
    ----------
    fuel_k : (*batch,) [K]
        Mean temperature of the fuel, positive.
    reactor : str
        Reactor with feedback of its own: ``krusty``.

    Returns
    -------
    (*batch,) [cents]   Negative above the reference; cents of the beta that Table II is quoted with.

    Raises
    ------
    OutOfRange
        If a temperature is not positive.

    Notes
    -----
    a x + b x^2 with x = T - 290 K; a is the slope at room temperature, b meets the whole defect of Table II
    at 1093 K [1]_.

    References
    ----------
    .. [1] D. I. Poston et al., 2020, Table II (key poston2020 in references.bib).

    Examples
    --------
    >>> round(float(temperature_defect_cents(1093.0)), 1)
    -148.1
    """
    require(np.asarray(fuel_k) > 0, "fuel_k", fuel_k, "positive [K]")
    values = table(f"fission/dynamics/{reactor}")
    scale = values.number("tangent_beta_frac") / values.number("quoted_beta_frac")
    tangent, square = fuel_terms(
        values.number("fuel_tangent_cents") * scale,
        values.number("fuel_defect_cents"),
        values.number("fuel_operating_k") - values.number("reference_k"),
    )
    above = np.asarray(fuel_k, dtype=np.float64) - values.number("reference_k")
    cents: Floats = (above * (tangent + square * above))[()]
    return cents


def fuel_terms(tangent_cents: float, defect_cents: float, rise_k: float) -> tuple[float, float]:
    """Terms a and b of a x + b x^2 with slope a at 0 and a whole defect over a rise.

    Parameters
    ----------
    tangent_cents : float [cents]
        Per kelvin at the reference.
    defect_cents : float [cents]
        Whole defect.
    rise_k : float [K]
        Rise it belongs to.

    Returns
    -------
    tuple of float
        Cents per kelvin, and per kelvin squared.

    Examples
    --------
    >>> fuel_terms(-1.0, -6.0, 2.0)
    (-1.0, -1.0)
    """
    return tangent_cents, (defect_cents - tangent_cents * rise_k) / rise_k**2


def _check(beta_frac: float, generation_s: float) -> None:
    require(0 < beta_frac < 1 / 10, "beta_frac", beta_frac, "above 0 and below 0.1")
    require(generation_s > 0, "generation_s", generation_s, "positive [s]")
