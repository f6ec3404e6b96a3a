"""Where the unit stands: near asks for shield, far for cable; the least of both together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission.cable import cable_mass_kg
from kilosol.fission.shield import shield_mass_kg
from kilosol.limits import require

# Distances tried: the masses are smooth, and 50 m is nearer than anyone sites a reactor.
_STEP_M = 100.0
# Shields sized between the nearest and the farthest distance: the mass is then within a percent.
_N_SHIELDS = 14
# What counts as flat round the least.
_FLAT = 1.1


@dataclass(frozen=True, slots=True)
class Siting:
    """Mass of shield and cable over distance.

    Parameters
    ----------
    distance_m : (n,) [m]
        Tried.
    shield_kg, cable_kg : (n,) [kg]
        Of one unit.
    best_m : float [m]
        Distance of the least sum.
    flat_low_m, flat_high_m : float [m]
        Between which the sum is within 10 percent of its least.
    is_extrapolated : bool
        Whether the best distance lies beyond the runs of the dose rule.
    """

    distance_m: NDArray[np.float64]
    shield_kg: NDArray[np.float64]
    cable_kg: NDArray[np.float64]
    best_m: float
    flat_low_m: float
    flat_high_m: float
    is_extrapolated: bool

    @property
    def total_kg(self) -> NDArray[np.float64]:
        """Shield and cable together [kg]."""
        return self.shield_kg + self.cable_kg


def best_siting(
    thermal_kwt: float,
    power_kwe: float,
    limit_msv_year: float | None = None,
    *,
    voltage_v: float | None = None,
    cable_loss_frac: float | None = None,
    cable_extra_kg: float = 0.0,
) -> Siting:
    """Distance at which shield and cable together weigh least.

    Parameters
    ----------
    thermal_kwt, power_kwe : float [kW]
        Core heat and net power of a unit, positive.
    limit_msv_year : float, optional [mSv/yr]
        At the near edge of the people's zone, positive; cited default 50.
    voltage_v : float, optional [V]
        Of the cable, see :func:`kilosol.fission.cable_mass_kg`.
    cable_loss_frac : float, optional [1]
        Part of the power lost in it.
    cable_extra_kg : float [kg]
        Per km, whatever else grows with the cable's length: reel, second cable, rover; 0 or more.

    Returns
    -------
    Siting

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> found = best_siting(175.0, 40.0, voltage_v=1000.0)
    >>> 1000 < found.best_m < 3000
    True
    """
    require(0 <= cable_extra_kg < np.inf, "cable_extra_kg", cable_extra_kg, "0 or more [kg]")
    cited = table("fission/dose")
    far, known = cited.number("extrapolated_m"), cited.number("farthest_m")
    distance = np.arange(_STEP_M, far + _STEP_M / 2, _STEP_M)
    # The shield's mass is smooth in the distance: a few of them stand for all.
    coarse = np.geomspace(_STEP_M, far, _N_SHIELDS)
    sized = [shield_mass_kg(thermal_kwt, float(d), limit_msv_year) for d in coarse]
    shield = np.exp(np.interp(np.log(distance), np.log(coarse), np.log(np.maximum(sized, 1e-3))))
    cable = (
        np.asarray(cable_mass_kg(power_kwe, distance, voltage_v, cable_loss_frac))
        + cable_extra_kg * distance / 1000
    )
    total = shield + cable
    best = int(np.argmin(total))
    flat = distance[total <= total[best] * _FLAT]
    return Siting(
        distance, shield, cable, float(distance[best]), float(flat[0]), float(flat[-1]),
        bool(distance[best] > known),
    )  # fmt: skip
