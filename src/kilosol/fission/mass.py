"""Landed mass of a station from its power: power laws through published designs.

First fidelity: five designs per cycle, of one team, 10 to 100 kWe, each with shield for people at 1 km
and 20 percent growth. The spread between teams is wider (5.8 to 10 t at 40 kWe), hence `band_frac`.

References
----------
.. [1] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.limits import Floats, require

Cycle = Literal["stirling", "brayton"]


@dataclass(frozen=True, slots=True)
class MassLaw:
    """Power law M = coefficient P^exponent with the errors it shows on its own points.

    Parameters
    ----------
    cycle : {"stirling", "brayton"}
        Conversion.
    coefficient_kg : float [kg]
        Mass at 1 kWe.
    exponent : float
        Power of the net electric power.
    low_kwe, high_kwe : float [kW]
        Range of the designs behind it; outside it extrapolates.
    residual_frac : tuple of float
        Published mass over fitted mass less one, by design.
    left_out_frac : tuple of float
        The same with each design predicted from the others.
    """

    cycle: Cycle
    coefficient_kg: float
    exponent: float
    low_kwe: float
    high_kwe: float
    residual_frac: tuple[float, ...]
    left_out_frac: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MassEstimate:
    """Mass with its band.

    Parameters
    ----------
    mass_kg, low_kg, high_kg : (*batch,) [kg]
        Estimate and its band: the wider of the stated one and the leave-one-out errors.
    left_out_low_frac, left_out_high_frac : float
        Extremes of the leave-one-out errors.
    is_extrapolated : (*batch,) bool
        Whether the power is outside the designs' range.
    """

    mass_kg: Floats
    low_kg: Floats
    high_kg: Floats
    left_out_low_frac: float
    left_out_high_frac: float
    is_extrapolated: NDArray[np.bool_]


def mass_law(cycle: Cycle = "stirling") -> MassLaw:
    """Least-squares power law through the published designs, in logarithms.

    Parameters
    ----------
    cycle : {"stirling", "brayton"}
        Conversion.

    Returns
    -------
    MassLaw

    Examples
    --------
    >>> law = mass_law("stirling")
    >>> round(law.coefficient_kg), round(law.exponent, 3)
    (563, 0.673)
    """
    require(cycle in ("stirling", "brayton"), "cycle", repr(cycle), "'stirling' or 'brayton'")
    points = columns("fission/mass_points")
    power, mass = points["power_kwe"], points[f"{cycle}_kg"]
    slope, offset = _line(power, mass)
    left_out = []
    for i in range(power.size):
        keep = np.arange(power.size) != i
        b, a = _line(power[keep], mass[keep])
        left_out.append(float(mass[i] / (np.exp(a) * power[i] ** b) - 1))
    residuals = mass / (np.exp(offset) * power**slope) - 1
    return MassLaw(
        cycle=cycle,
        coefficient_kg=float(np.exp(offset)),
        exponent=slope,
        low_kwe=float(power.min()),
        high_kwe=float(power.max()),
        residual_frac=tuple(float(r) for r in residuals),
        left_out_frac=tuple(left_out),
    )


def station_mass_kg(power_kwe: Floats, cycle: Cycle = "stirling") -> MassEstimate:
    """Landed mass of a shielded surface unit of a power.

    Parameters
    ----------
    power_kwe : (*batch,) [kW]
        Net electric power of one unit; 10 to 100 are interpolated, the rest flagged.
    cycle : {"stirling", "brayton"}
        Conversion.

    Returns
    -------
    MassEstimate

    Raises
    ------
    OutOfRange
        If a power is not positive.

    Notes
    -----
    M = a P^b of [1]_ fitted here; see :func:`mass_law`.

    References
    ----------
    .. [1] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).

    Examples
    --------
    >>> estimate = station_mass_kg(40.0)
    >>> round(float(estimate.mass_kg)), bool(estimate.is_extrapolated)
    (6746, False)
    """
    require(np.isfinite(power_kwe) & (np.asarray(power_kwe) > 0), "power_kwe", power_kwe, "positive [kW]")
    law = mass_law(cycle)
    power = np.asarray(power_kwe, dtype=np.float64)
    mass = law.coefficient_kg * power**law.exponent
    band = table("fission/mass").number("band_frac")
    low, high = min(law.left_out_frac), max(law.left_out_frac)
    inside = (power >= law.low_kwe) & (power <= law.high_kwe)
    return MassEstimate(
        mass_kg=mass[()],
        low_kg=(mass * (1 - max(band, -low)))[()],
        high_kg=(mass * (1 + max(band, high)))[()],
        left_out_low_frac=low,
        left_out_high_frac=high,
        is_extrapolated=~inside,
    )


def _line(power_kwe: NDArray[np.float64], mass_kg: NDArray[np.float64]) -> tuple[float, float]:
    slope, offset = np.polyfit(np.log(power_kwe), np.log(mass_kg), 1)
    return float(slope), float(offset)
