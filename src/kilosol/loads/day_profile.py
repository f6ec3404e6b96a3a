"""Loads over the hours of a Mars year, from their means.

First fidelity: three shapes over a sol. The mean of each load over the year is kept exactly, so that
energies do not depend on the shape.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import require
from kilosol.loads.tree import LOAD_CLASSES, LoadItem

#: Steps of a sol: one Mars hour each, 1.0275 h.
STEPS_PER_SOL = 24

#: Sols of the series: a Mars year of 668.6 sols, rounded up.
SOLS_PER_YEAR = 669


def crew_factor() -> NDArray[np.float64]:
    """Crew loads over their mean, by Mars hour of local time.

    Returns
    -------
    (24,) [1]   Mean 1.

    Examples
    --------
    >>> crew_factor().mean().round(12)
    np.float64(1.0)
    """
    cited = table("loads/profile")
    hour = np.arange(STEPS_PER_SOL) + 0.5
    awake = (hour >= cited.number("wake_hour")) & (hour < cited.number("sleep_hour"))
    asleep_factor = cited.number("asleep_factor")
    rest = (~awake).mean()
    return np.where(awake, (1 - rest * asleep_factor) / (1 - rest), asleep_factor)


def night_amplitude_frac() -> float:
    """Half the swing of a thermal load between night and noon, over its mean.

    Returns
    -------
    float [1]

    Notes
    -----
    Heaters follow the heat lost to the effective sinks of night and noon, Ti^4 - Ts^4; the rest of a
    thermal load (fans, pumps) is steady.

    Examples
    --------
    >>> round(night_amplitude_frac(), 3)
    0.084
    """
    cited = table("loads/profile")
    inside = cited.number("inside_k") ** 4
    night, noon = (inside - cited.number(f"{part}_sink_k") ** 4 for part in ("night", "day"))
    return cited.number("heater_frac") * (night - noon) / (night + noon)


def thermal_factor(
    ls_deg: NDArray[np.float64] | None = None, latitude_deg: float = 0.0
) -> NDArray[np.float64]:
    """Thermal loads over their mean, by sol and Mars hour.

    Parameters
    ----------
    ls_deg : (n_sols,) [deg], optional
        Solar longitude of each sol; None for a year without seasons.
    latitude_deg : float [deg]
        North positive; the seasonal swing grows with its sine.

    Returns
    -------
    (n_sols, 24) [1]   Mean 1; 669 sols if `ls_deg` is None.

    Raises
    ------
    OutOfRange
        If the latitude is outside -90 to 90, or `ls_deg` is not a row of numbers.

    Examples
    --------
    >>> thermal_factor().shape
    (669, 24)
    """
    require(-90 <= latitude_deg <= 90, "latitude_deg", latitude_deg, "from -90 to 90 [deg]")
    cited = table("loads/profile")
    hour = np.arange(STEPS_PER_SOL) + 0.5
    turn = 2 * np.pi * (hour - cited.number("warmest_hour")) / STEPS_PER_SOL
    daily = 1 - night_amplitude_frac() * np.cos(turn)
    if ls_deg is None:
        return np.tile(daily / daily.mean(), (SOLS_PER_YEAR, 1))
    ls = np.asarray(ls_deg, dtype=np.float64)
    require(
        ls.ndim == 1 and ls.size > 0 and np.isfinite(ls).all(),
        "ls_deg",
        f"shape {ls.shape}",
        "a row of finite numbers [deg]",
    )
    strength = np.sin(np.radians(latitude_deg)) / np.sin(np.radians(cited.number("reference_latitude_deg")))
    season = np.cos(np.radians(ls - cited.number("winter_ls_deg")))
    yearly = 1 + cited.number("winter_factor") * strength * season
    factor = yearly[:, None] * daily[None, :]
    scaled: NDArray[np.float64] = factor / factor.mean()
    return scaled


def hourly_series_kw(
    items: Iterable[LoadItem], ls_deg: NDArray[np.float64] | None = None, *, latitude_deg: float = 0.0
) -> NDArray[np.float64]:
    """Power of each load class over a Mars year.

    Parameters
    ----------
    items : iterable of LoadItem
        A load tree.
    ls_deg : (n_sols,) [deg], optional
        Solar longitude of each sol, usually 669 of them; None for a year of 669 sols without seasons.
    latitude_deg : float [deg]
        North positive, for the season of thermal loads.

    Returns
    -------
    (4, n_sols * 24) [kW]   Rows in the order of :data:`~kilosol.loads.tree.LOAD_CLASSES`; the first column
        begins at local midnight. The mean of each row is the class total.

    Raises
    ------
    OutOfRange
        If the latitude or `ls_deg` is outside its range.

    Examples
    --------
    >>> item = LoadItem("fans", "vital", 2.0, 4.0, "example", "thermal")
    >>> series = hourly_series_kw([item])
    >>> series.shape, series[0].mean().round(12)
    ((4, 16056), np.float64(2.0))
    """
    thermal = thermal_factor(ls_deg, latitude_deg)
    n_sols = thermal.shape[0]
    shapes = {
        "flat": np.ones(n_sols * STEPS_PER_SOL),
        "crew": np.tile(crew_factor(), n_sols),
        "thermal": thermal.ravel(),
    }
    series = np.zeros((len(LOAD_CLASSES), n_sols * STEPS_PER_SOL))
    for item in items:
        series[LOAD_CLASSES.index(item.load_class)] += item.mean_kw * shapes[item.profile]
    return series
