"""How much power is there, with what chance, over the years: k-of-n converters in units that trip.

Converters fail for good, each on its own, at a constant rate: nobody mends a machine beside a hot core. Whole
units trip and come back; a part of those failures takes all units of a design at once (the beta factor).

First fidelity: constant rates, which are assumptions with ranges of a factor ten or more; no wear, no repair
of converters, and a unit that has lost converters trips no more often than a whole one.

References
----------
.. [1] A. Mosleh et al., NUREG/CR-4780, 1988 (key mosleh1988 in references.bib): the beta factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission.station import StationDesign
from kilosol.limits import Floats, require

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PowerChances:
    """Chances of the levels of power of identical units at given ages.

    Parameters
    ----------
    level_kw : (n_levels,) [kW]
        Levels, rising from 0.
    chance : (n_levels, n_ages)
        Chance of exactly that level.
    """

    level_kw: Array
    chance: Array

    def at_least(self, power_kw: float) -> Array:
        """Chance of a power or more at each age, (n_ages,)."""
        enough = self.level_kw >= power_kw * (1 - _ROUNDING)
        return np.asarray(self.chance[enough].sum(axis=0))

    def mean_kw(self) -> Array:
        """Expected power at each age, (n_ages,) [kW]."""
        return np.asarray(self.level_kw @ self.chance)


# A level counts as reached within rounding of its sum.
_ROUNDING = 1e-9


def power_chances(
    unit_kwe: float,
    n_units: int,
    n_converters: int,
    n_needed: int,
    age_year: Floats,
    *,
    converter_mtbf_hour: float,
    unit_mtbf_hour: float,
    unit_repair_hour: float,
    common_cause_frac: float = 0.0,
) -> PowerChances:
    """Chances of each level of power of `n_units` units after years of service.

    Parameters
    ----------
    unit_kwe : float [kW]
        Net power of one unit with `n_needed` or more converters.
    n_units, n_converters, n_needed : int
        Units; converters in each; converters that give full power: fewer give their part of it.
    age_year : (n_ages,) [yr]
        Years since start-up, 0 or more.
    converter_mtbf_hour, unit_mtbf_hour, unit_repair_hour : float [h]
        Mean time to a converter's failure; between trips of a unit; to its restart.
    common_cause_frac : float [1]
        Part of a unit's unavailability that all units share.

    Returns
    -------
    PowerChances

    Raises
    ------
    OutOfRange
        If a count or time is outside its range.

    Notes
    -----
    Converters that still run are binomial with chance exp(-t/mtbf); a unit gives min(running, needed) parts
    of its power. Units are convolved; with chance beta u all are down, otherwise each with (1 - beta) u.

    Examples
    --------
    >>> chances = power_chances(10.0, 4, 8, 8, 5.0, converter_mtbf_hour=1e6, unit_mtbf_hour=20000.0,
    ...                         unit_repair_hour=500.0)
    >>> chances.at_least(30.0).round(3)
    array([0.938])
    """
    require(unit_kwe > 0, "unit_kwe", unit_kwe, "positive [kW]")
    require(n_units >= 1, "n_units", n_units, "1 or more")
    require(1 <= n_needed <= n_converters, "n_needed", n_needed, f"1 to n_converters = {n_converters}")
    age = np.atleast_1d(np.asarray(age_year, dtype=np.float64))
    require((age >= 0) & np.isfinite(age), "age_year", age_year, "0 or more [yr]")
    times = (converter_mtbf_hour, unit_mtbf_hour, unit_repair_hour)
    for name, time in zip(("converter_mtbf_hour", "unit_mtbf_hour", "unit_repair_hour"), times, strict=True):
        require(time > 0, name, time, "positive [h]")
    require(0 <= common_cause_frac <= 1, "common_cause_frac", common_cause_frac, "from 0 to 1")
    running = np.exp(-age * 24 * table("fission/burn_up").number("year_day") / converter_mtbf_hour)
    down = unit_repair_hour / (unit_mtbf_hour + unit_repair_hour)
    alone, together = (1 - common_cause_frac) * down, common_cause_frac * down
    one = np.zeros((n_needed + 1, age.size))
    for k in range(n_converters + 1):
        one[min(k, n_needed)] += comb(n_converters, k) * running**k * (1 - running) ** (n_converters - k)
    one = (1 - alone) * one
    one[0] += alone
    chance = np.ones((1, age.size))
    for _ in range(n_units):
        wider = np.zeros((chance.shape[0] + n_needed, age.size))
        for k in range(n_needed + 1):
            wider[k : k + chance.shape[0]] += one[k] * chance
        chance = wider
    chance = (1 - together) * chance
    chance[0] += together
    return PowerChances(np.arange(n_needed * n_units + 1) * unit_kwe / n_needed, chance)


def station_chances(
    design: StationDesign, n_units: int, age_year: Floats, *, unit_mtbf_hour: float, unit_repair_hour: float
) -> PowerChances:
    """Chances of each level of power of a station, with the cited rates of its kind.

    Parameters
    ----------
    design : StationDesign
        One unit.
    n_units : int
        How many stand there.
    age_year : (n_ages,) [yr]
        Years since start-up.
    unit_mtbf_hour, unit_repair_hour : float [h]
        As a `FissionUnit` carries them.

    Returns
    -------
    PowerChances

    Examples
    --------
    >>> from kilosol.fission import design_station
    >>> chances = station_chances(design_station(10.0), 4, 10.0, unit_mtbf_hour=2e4, unit_repair_hour=500.0)
    >>> bool(0.5 < chances.at_least(20.0)[0] < 1)
    True
    """
    rates = table("fission/strings")
    return power_chances(
        design.net_kwe,
        n_units,
        design.n_converters,
        design.n_needed,
        age_year,
        converter_mtbf_hour=rates.number(f"{design.conversion}_converter_mtbf_hour"),
        unit_mtbf_hour=unit_mtbf_hour,
        unit_repair_hour=unit_repair_hour,
        common_cause_frac=rates.number("common_cause_frac"),
    )
