"""Going near a unit that has been shut down: gammas of its fission products, by power history.

Counted are the fission products in the core behind what covers it. Not counted: structures and soil that
neutrons have made active (sodium of the regolith rules for a day or two) and what leaks; so these are the
least times to wait.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kilosol.data import table
from kilosol.fission.decay_heat import decay_heat_frac
from kilosol.limits import Floats, require

# Joules of a MeV: exact by the definition of the SI.
_JOULE_PER_MEV = 1.602176634e-13
# Days of a Julian year, and seconds of a day.
_DAYS_YEAR, _DAY_S = 365.25, 86400.0
# Bracket of the walk-in time: ten seconds to three centuries, in steps of a few percent.
_FIRST_S, _LAST_S, _N_TIMES = 10.0, 1e10, 400


def history_heat_frac(after_s: Floats, history: Sequence[tuple[float, float]]) -> Floats:
    """Decay heat after a history of powers, over the rated power.

    Parameters
    ----------
    after_s : (*batch,) [s]
        Since the end of the history, at least 1.
    history : sequence of (float, float) [1], [s]
        Power over rated power, 0 or more, and how long; the latest last.

    Returns
    -------
    (*batch,) [1]

    Raises
    ------
    OutOfRange
        If a power is negative, a duration not positive, or the history empty.

    Notes
    -----
    The response is linear: each step counts as if alone, from its own end. A pause is a step of power 0.

    Examples
    --------
    Ten years at full power are two spells of five:

    >>> year = 31557600.0
    >>> once = history_heat_frac(86400.0, [(1.0, 10 * year)])
    >>> twice = history_heat_frac(86400.0, [(1.0, 5 * year), (1.0, 5 * year)])
    >>> bool(abs(once / twice - 1) < 1e-9)
    True
    """
    require(len(history) > 0, "history", "nothing", "at least one spell")
    after = np.asarray(after_s, dtype=np.float64)
    since = 0.0
    heat = np.zeros(after.shape)
    for power, spell in reversed(history):
        require(0 <= power < np.inf, "history", power, "of powers of 0 or more")
        require(0 < spell < np.inf, "history", spell, "of positive durations [s]")
        if power > 0:
            heat = heat + power * np.asarray(decay_heat_frac(after + since, spell))
        since += spell
    result: Floats = heat[()]
    return result


def shutdown_dose_msv_hour(
    thermal_kwt: float,
    distance_m: Floats,
    after_s: Floats,
    *,
    history: Sequence[tuple[float, float]] | None = None,
    gamma_frac: float = 1.0,
) -> Floats:
    """Dose rate from a unit's core after shutdown.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Rated core heat, 0 or more.
    distance_m : (*batch,) [m]
        From the core, 1 to 2000.
    after_s : (*batch,) [s]
        Since shutdown, at least 1.
    history : sequence of (float, float), optional [1], [s]
        See :func:`history_heat_frac`; ten years at full power by default.
    gamma_frac : float [1]
        What the shield in that direction lets through of gammas, 0 to 1.

    Returns
    -------
    (*batch,) [mSv/h]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Half of the decay heat is gammas, half of which leave core and reflector; 3.0 pSv cm2 a MeV; inverse
    square. The air within 2 km takes nothing off.

    Examples
    --------
    >>> month = 30 * 86400.0
    >>> round(float(shutdown_dose_msv_hour(175.0, 10.0, month)))
    360
    """
    require(0 <= thermal_kwt < np.inf, "thermal_kwt", thermal_kwt, "0 or more [kW]")
    require(0 <= gamma_frac <= 1, "gamma_frac", gamma_frac, "from 0 to 1")
    cited = table("fission/dose")
    distance = np.asarray(distance_m, dtype=np.float64)
    far = cited.number("farthest_m")
    require((distance >= 1) & (distance <= far), "distance_m", distance_m, f"from 1 to {far:g} [m]")
    heat = np.asarray(history_heat_frac(after_s, history or _full_life())) * thermal_kwt * 1e3
    leaks = cited.number("decay_gamma_frac") * table("fission/shield").number("gamma_leakage_frac")
    mev_s = heat * leaks / _JOULE_PER_MEV
    area_cm2 = 4 * np.pi * (100 * distance) ** 2
    rate: Floats = (gamma_frac * mev_s / area_cm2 * cited.number("gamma_mev_psv_cm2") * 1e-3**3 * 3600)[()]
    return rate


def walk_in_day(
    thermal_kwt: float,
    distance_m: float,
    limit_msv_hour: float | None = None,
    *,
    history: Sequence[tuple[float, float]] | None = None,
    gamma_frac: float = 1.0,
) -> float:
    """Days after shutdown until a dose rate has fallen to a limit.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Rated core heat, 0 or more.
    distance_m : float [m]
        From the core, 1 to 2000.
    limit_msv_hour : float, optional [mSv/h]
        Positive; cited default 0.1.
    history, gamma_frac
        See :func:`shutdown_dose_msv_hour`.

    Returns
    -------
    float [d]
        0 where the limit holds at once, infinite where it does not within three centuries.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    A shielded side lets people come near in months, a bare core does not:

    >>> behind = walk_in_day(175.0, 10.0, gamma_frac=2e-3)
    >>> 60 < behind < 1000, walk_in_day(175.0, 10.0) > 3650
    (True, True)
    """
    limit = table("fission/dose").number("walk_in_msv_hour") if limit_msv_hour is None else limit_msv_hour
    require(0 < limit < np.inf, "limit_msv_hour", limit, "positive [mSv/h]")
    times = np.geomspace(_FIRST_S, _LAST_S, _N_TIMES)
    rate = np.asarray(
        shutdown_dose_msv_hour(thermal_kwt, distance_m, times, history=history, gamma_frac=gamma_frac)
    )
    if rate[0] <= limit:
        return 0.0
    if rate[-1] > limit:
        return float("inf")
    # The rate only falls: one crossing.
    k = int(np.argmax(rate <= limit))
    between = np.log(rate[k - 1] / limit) / np.log(rate[k - 1] / rate[k])
    return float(times[k - 1] * (times[k] / times[k - 1]) ** between / _DAY_S)


def _full_life() -> list[tuple[float, float]]:
    return [(1.0, table("fission/dose").number("life_year") * _DAYS_YEAR * _DAY_S)]
