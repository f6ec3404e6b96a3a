"""Dose to a traveller from galactic cosmic rays: cruise, stay, cover, and the careers' limits.

Rates are those that the RAD instrument measured on the way to Mars (2011-12) and at Gale (2012-13), near a
weak solar maximum. At a deep solar minimum doses are half as large again, at a strong maximum the cruise
dose may be a quarter: ask for the phase. Solar particle events stand apart: the five seen in cruise gave
24.7 mSv together, and a rare one can give much more without a shelter.

References
----------
.. [1] C. Zeitlin et al., Science 340, 2013 (key zeitlin2013).
.. [2] D. M. Hassler et al., Science 343, 2014 (key hassler2014).
.. [3] J. Zhang et al., Journal of Geophysical Research: Planets 127, 2022 (key zhang2022): thin cover.
.. [4] J. Guo et al., 2021 (key guo2021): the solar cycle.
.. [5] Chen et al., 2022 (key chen2022): thick cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange

Phase = Literal["minimum", "mean", "maximum", "strong_maximum"]
PHASES: tuple[Phase, ...] = ("minimum", "mean", "maximum", "strong_maximum")
_AGENCIES = ("NASA", "ESA", "CSA", "Roscosmos", "JAXA")


@dataclass(frozen=True, slots=True)
class TripDose:
    """Effective dose of a trip.

    Parameters
    ----------
    cruise_msv, surface_msv, total_msv : float [mSv]
        Out and back; on Mars; together.
    sigma_msv : float [mSv]
        Standard error of the total from those of the two rates.
    """

    cruise_msv: float
    surface_msv: float
    total_msv: float
    sigma_msv: float


def cover_factor(cover_g_cm2: ArrayLike) -> NDArray[np.float64]:
    """Surface dose under regolith over that in the open.

    Parameters
    ----------
    cover_g_cm2 : (*shape) [g/cm2]
        Mass of regolith overhead, from 0; 1 m is some 150 to 160.

    Returns
    -------
    (*shape)
        Rises from 1 to 1.05 at 50 g/cm2 (neutrons made in the cover), then falls by e every 115 g/cm2.

    Notes
    -----
    On the safe side of the transport results it joins: at 1.5 m they give 0.12, this 0.21; at 3 m they
    give 0.018, this 0.026. Cover at the sides counts as much as overhead and is assumed equal.

    Examples
    --------
    >>> cover_factor([0.0, 50.0, 165.0]).round(3)
    array([1.   , 1.05 , 0.386])
    """
    cover = np.asarray(cover_g_cm2, dtype=np.float64)
    if not np.all(cover >= 0):
        raise OutOfRange("cover_g_cm2", cover_g_cm2, "at least 0")
    dose = table("mars/radiation")
    peak, thin = dose.number("thin_cover_factor"), dose.number("thin_cover_g_cm2")
    rising = 1 + (peak - 1) * np.minimum(cover / thin, 1)
    falling = np.exp(-np.maximum(cover - thin, 0) / dose.number("cover_length_g_cm2"))
    return np.asarray(rising * falling)


def regolith_cover_g_cm2(thickness_m: ArrayLike) -> NDArray[np.float64]:
    """Mass of a layer of regolith overhead, for :func:`cover_factor`.

    Parameters
    ----------
    thickness_m : (*shape) [m]
        From 0.

    Returns
    -------
    (*shape) [g/cm2]
        At 1.5 g/cm3.

    Examples
    --------
    >>> regolith_cover_g_cm2([0.3, 3.0])
    array([ 45., 450.])
    """
    thickness = np.asarray(thickness_m, dtype=np.float64)
    if not np.all(thickness >= 0):
        raise OutOfRange("thickness_m", thickness_m, "at least 0")
    return np.asarray(thickness * table("mars/radiation").number("regolith_g_cm3") * 100)


def break_even_cover_g_cm2() -> float:
    """Cover below which regolith raises the dose instead of lowering it, in g/cm2.

    Examples
    --------
    >>> round(break_even_cover_g_cm2(), 1)  # 37 cm
    55.6
    """
    dose = table("mars/radiation")
    peak, thin = dose.number("thin_cover_factor"), dose.number("thin_cover_g_cm2")
    return float(thin + dose.number("cover_length_g_cm2") * np.log(peak))


def modulation_mv(phase: Phase) -> float:
    """Solar modulation of the cosmic rays at a phase of the solar cycle.

    Parameters
    ----------
    phase : {"minimum", "mean", "maximum", "strong_maximum"}
        The Sun at its quietest (2019-20), between, at its weak maximum of 2012-14, as in 1991.

    Returns
    -------
    float [MV]

    Examples
    --------
    >>> modulation_mv("minimum"), modulation_mv("maximum")
    (327.0, 577.0)
    """
    if phase not in PHASES:
        raise OutOfRange("phase", repr(phase), f"one of {', '.join(PHASES)}")
    return table("mars/radiation").number(f"{phase}_mv")


def _modulation_factor(modulation: ArrayLike | None) -> NDArray[np.float64]:
    if modulation is None:
        return np.ones(())
    values = np.asarray(modulation, dtype=np.float64)
    if not (np.all(values >= 200) and np.all(values <= 1500)):
        raise OutOfRange("modulation_mv", modulation, "between 200 and 1500")
    dose = table("mars/radiation")
    return np.exp((dose.number("reference_modulation_mv") - values) / dose.number("modulation_length_mv"))


def cruise_dose_msv_day(modulation_mv: ArrayLike | None = None) -> NDArray[np.float64]:
    """Effective dose rate from cosmic rays between the planets, behind a spacecraft's wall.

    Parameters
    ----------
    modulation_mv : (*shape) [MV], optional
        Between 200 and 1500; that of RAD's measurement by default.

    Returns
    -------
    (*shape) [mSv/d]
        1.84 exp((577 - modulation) / 617).

    Examples
    --------
    >>> float(cruise_dose_msv_day()), float(cruise_dose_msv_day(327.0).round(2))
    (1.84, 2.76)
    """
    return np.asarray(table("mars/radiation").number("cruise_msv_day") * _modulation_factor(modulation_mv))


def surface_dose_msv_day(
    modulation_mv: ArrayLike | None = None, pressure_pa: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Effective dose rate from cosmic rays on the ground.

    Parameters
    ----------
    modulation_mv : (*shape) [MV], optional
        As for :func:`cruise_dose_msv_day`.
    pressure_pa : (*shape) [Pa], optional
        Annual mean of the air above, 30 to 1300; Gale's by default.

    Returns
    -------
    (*shape) [mSv/d]
        (0.64 - 0.000366 (P - 841)) exp((577 - modulation) / 617): the effect of the air fades with the
        cosmic rays themselves.

    Examples
    --------
    >>> float(surface_dose_msv_day()), float(surface_dose_msv_day(pressure_pa=637.0).round(3))
    (0.64, 0.715)
    """
    dose = table("mars/radiation")
    rate = np.asarray(dose.number("surface_msv_day"))
    if pressure_pa is not None:
        air = np.asarray(pressure_pa, dtype=np.float64)
        if not (np.all(air >= 30) and np.all(air <= 1300)):
            raise OutOfRange("pressure_pa", pressure_pa, "between 30 and 1300")
        above = air - dose.number("reference_pressure_pa")
        rate = rate - dose.number("pressure_slope") * above
    return np.asarray(rate * _modulation_factor(modulation_mv))


def trip_dose_msv(
    out_days: float,
    stay_days: float,
    back_days: float,
    *,
    cover_g_cm2: float = 0.0,
    modulation_mv: float | None = None,
    pressure_pa: float | None = None,
) -> TripDose:
    """Effective dose of a round trip.

    Parameters
    ----------
    out_days, stay_days, back_days : float [d]
        Days in cruise to Mars, on its surface, and in cruise home; from 0.
    cover_g_cm2 : float [g/cm2]
        Regolith over the crew, all of the stay.
    modulation_mv : float [MV], optional
        Phase of the solar cycle, see :func:`modulation_mv`; that of RAD's measurements by default.
    pressure_pa : float [Pa], optional
        Of the air at the site; Gale's by default.

    Returns
    -------
    TripDose
        Without solar particle events. One rate's error is common to all days spent under it.

    Notes
    -----
    1.84 +- 0.33 mSv a day in cruise, 0.64 +- 0.12 on the surface ([1]_, [2]_ of the module).

    Examples
    --------
    >>> trip = trip_dose_msv(180.0, 500.0, 180.0)
    >>> round(trip.cruise_msv), round(trip.total_msv)
    (662, 982)
    """
    for name, days in (("out_days", out_days), ("stay_days", stay_days), ("back_days", back_days)):
        if not days >= 0:
            raise OutOfRange(name, days, "at least 0")
    dose = table("mars/radiation")
    cruise = float(cruise_dose_msv_day(modulation_mv)) * (out_days + back_days)
    surface = float(surface_dose_msv_day(modulation_mv, pressure_pa)) * stay_days
    surface *= float(cover_factor(cover_g_cm2))
    sigma = np.hypot(
        cruise * dose.number("cruise_sigma_msv_day") / dose.number("cruise_msv_day"),
        surface * dose.number("surface_sigma_msv_day") / dose.number("surface_msv_day"),
    )
    return TripDose(cruise, surface, cruise + surface, float(sigma))


def particle_event_msv_day(place: Literal["cruise", "surface"]) -> float:
    """Dose from solar particle events, spread over all days, as far as they have been seen.

    Parameters
    ----------
    place : {"cruise", "surface"}
        Inside a spacecraft near solar maximum (five events in 253 days), or in the open on Mars (three
        that stood out in fourteen years).

    Returns
    -------
    float [mSv/d]
        A mean of few events: a rare one can bring far more to a crew without a shelter.

    Examples
    --------
    >>> round(particle_event_msv_day("cruise"), 3)
    0.098
    """
    dose = table("mars/radiation")
    if place == "cruise":
        return dose.number("event_cruise_msv") / dose.number("event_cruise_days")
    if place != "surface":
        raise OutOfRange("place", repr(place), "'cruise' or 'surface'")
    return sum(surface_particle_events_msv().values()) / dose.number("event_surface_days")


def surface_particle_events_msv() -> dict[str, float]:
    """Solar particle events that RAD felt on the surface, mSv in the open; one event's limit is 250.

    Examples
    --------
    >>> max(surface_particle_events_msv(), key=surface_particle_events_msv().get)
    'May 2024'
    """
    dose = table("mars/radiation")
    names = {"April 2013": "april_2013", "September 2017": "september_2017", "May 2024": "may_2024"}
    return {name: dose.number(f"event_{key}_msv") for name, key in names.items()}


def career_limits_msv() -> dict[str, float]:
    """Career limits of effective dose by space agency [mSv]; Japan's is the lowest of its range.

    Examples
    --------
    >>> career_limits_msv()["NASA"]
    600.0
    """
    dose = table("mars/radiation")
    return {agency: dose.number(f"{agency.lower()}_limit_msv") for agency in _AGENCIES}
