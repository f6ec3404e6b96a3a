"""Sunlight on the ground through dust, after Appelbaum and Flood.

G = G_toa cos(z) f(tau, z, a) / (1 - a) for the global flux on a horizontal surface, Beer's law for the
beam, the rest diffuse. The table of f is for broadband light and dust of 1979. Set beside a modern
16-stream calculation it is 10 to 27 % low in storms, but that calculation times the blue loss of a
triple-junction cell gives the same annual energy within 1 %: so this light is the right one for
multi-junction arrays (and no further spectral loss may be laid on it), and conservative for heat and
plants.

References
----------
.. [1] J. Appelbaum, D. J. Flood, "Solar radiation on Mars: update 1990", NASA TM-103623, 1990
   (key appelbaum1990).
.. [2] J. Appelbaum, I. Sherman, G. A. Landis, "Solar radiation on Mars: stationary photovoltaic array",
   NASA TM-106321, 1993 (key appelbaum1993): tilted surfaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange
from kilosol.mars.clock import ls_of_sol_deg, step_hour
from kilosol.mars.sun import cos_zenith, declination_deg, half_day_hour, toa_irradiance_w_m2

Floats = NDArray[np.float64]

# Fine grid on which the printed table is laid out once, so that a look-up is bilinear and cheap; halving
# both steps changes no daily energy by more than 0.01 %.
_TAU_STEP = 0.05
_ZENITH_STEP_DEG = 1.0
# Gauss-Legendre points within a step of an hourly series, and within half a day for daily sums: twice as
# many change a daily sum by less than 0.02 %.
_POINTS_IN_STEP = 3
_POINTS_IN_HALF_DAY = 24


@dataclass(frozen=True, slots=True)
class SurfaceLight:
    """Light on a horizontal surface.

    Parameters
    ----------
    global_w_m2, beam_w_m2, diffuse_w_m2 : (*shape) [W/m2]
        All of it; straight from the Sun; from the sky and from ground and sky in turn.
    is_extrapolated : (*shape)
        True where tau lies above the table (6): less certain, and likely too bright in great storms.
    """

    global_w_m2: Floats
    beam_w_m2: Floats
    diffuse_w_m2: Floats
    is_extrapolated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DailyLight:
    """Energy on a horizontal surface in one sol of 24.66 hours.

    Parameters
    ----------
    global_wh_m2, beam_wh_m2, diffuse_wh_m2 : (*shape) [Wh/m2]
        As in :class:`SurfaceLight`, summed from sunrise to sunset.
    """

    global_wh_m2: Floats
    beam_wh_m2: Floats
    diffuse_wh_m2: Floats


def _log_transmittance() -> Floats:
    """ln(f / (1 - 0.1)) on the fine grid, (n_tau, n_zenith); entered in the ledger at every use."""
    _ = columns("mars/appelbaum_f")["f"]
    return _laid_out()


@lru_cache(maxsize=1)
def _laid_out() -> Floats:
    """The printed table on the fine grid, made once."""
    from scipy.interpolate import PchipInterpolator

    printed = columns("mars/appelbaum_f")
    taus, zeniths = np.unique(printed["tau"]), np.unique(printed["z_deg"])
    f = printed["f"].reshape(taus.size, zeniths.size)
    limits = table("mars/light")
    values = np.log(f / (1 - limits.number("table_albedo_frac")))
    # Without dust nothing is lost: an exact row at tau 0 closes the table.
    values = np.vstack([np.zeros(zeniths.size), values])
    n_tau = round(limits.number("highest_tau") / _TAU_STEP)
    n_zenith = round(limits.number("highest_zenith_deg") / _ZENITH_STEP_DEG)
    in_tau = PchipInterpolator(np.append(0, taus), values, axis=0)(np.arange(n_tau + 1) * _TAU_STEP)
    fine = PchipInterpolator(zeniths, in_tau, axis=1)(np.arange(n_zenith + 1) * _ZENITH_STEP_DEG)
    fine.setflags(write=False)
    return np.asarray(fine)


def _cells(values: Floats, step: float, n: int) -> tuple[NDArray[np.intp], Floats]:
    """Lower index and weight of the upper one, on a grid that begins at 0."""
    position = values / step
    index = np.minimum(position.astype(np.intp), n - 2)
    return index, position - index


def transmittance(tau: ArrayLike, cos_zenith: ArrayLike, ground_albedo: ArrayLike) -> Floats:
    """Global flux on the ground over that above the air, f / (1 - a).

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth, from 0. Above 6 its logarithm is continued along the last slope.
    cos_zenith : (*shape)
        Cosine of the Sun's zenith angle; below 5 degrees of height f is held.
    ground_albedo : (*shape)
        In [0, 1); the sky's own albedo couples it in: T0 / (1 - a s(tau)).

    Returns
    -------
    (*shape)
        1 without dust; the printed table within its own scatter of 0.2 % rms.

    Examples
    --------
    >>> round(float(transmittance(1.0, 0.5, 0.1)) * 0.9, 3)  # f at 60 degrees
    0.557
    """
    tau = np.asarray(tau, dtype=np.float64)
    albedo = np.asarray(ground_albedo, dtype=np.float64)
    bad = tau[~((tau >= 0) & (tau < np.inf))]
    if bad.size:
        raise OutOfRange("tau", bad.flat[0], "at least 0 and finite")
    bad = albedo[~((albedo >= 0) & (albedo < 1))]
    if bad.size:
        raise OutOfRange("ground_albedo", bad.flat[0], "at least 0 and below 1")
    limits = table("mars/light")
    highest = limits.number("highest_tau")
    grid = _log_transmittance()
    zenith = np.degrees(np.arccos(np.clip(cos_zenith, 0, 1)))
    row, up = _cells(np.minimum(tau, highest), _TAU_STEP, grid.shape[0])
    held = np.minimum(zenith, limits.number("highest_zenith_deg"))
    column, across = _cells(held, _ZENITH_STEP_DEG, grid.shape[1])
    flat = grid.ravel()
    corner = row * grid.shape[1] + column
    lower = flat[corner] * (1 - across) + flat[corner + 1] * across
    corner = corner + grid.shape[1]
    upper = flat[corner] * (1 - across) + flat[corner + 1] * across
    log_t = lower * (1 - up) + upper * up
    if np.any(tau > highest):
        below = grid[-1 - round(1 / _TAU_STEP)]
        slope = grid[-1] - below
        fall = slope[column] * (1 - across) + slope[column + 1] * across
        log_t = log_t + fall * np.maximum(tau - highest, 0)
    return np.asarray(np.exp(log_t) * _albedo_ratio(tau, albedo))


def _albedo_ratio(tau: Floats, ground_albedo: Floats) -> Floats:
    """Transmittance over ground of a given albedo, over that of the table's albedo."""
    sky = columns("mars/appelbaum_albedo")
    s = np.interp(tau, sky["tau"], sky["sky_albedo_frac"])
    return np.asarray((1 - table("mars/light").number("table_albedo_frac") * s) / (1 - ground_albedo * s))


def surface_light(
    toa_w_m2: ArrayLike, cos_zenith: ArrayLike, tau: ArrayLike, *, ground_albedo: ArrayLike
) -> SurfaceLight:
    """Global, beam and diffuse light on a horizontal surface.

    Parameters
    ----------
    toa_w_m2 : (*shape) [W/m2]
        Above the air, on a surface that faces the Sun.
    cos_zenith : (*shape)
        Cosine of the Sun's zenith angle; no light where it is not positive.
    tau : (*shape)
        Visible optical depth, from 0; the table ends at 6, above it the result is flagged.
    ground_albedo : (*shape)
        In [0, 1).

    Returns
    -------
    SurfaceLight
        Shapes broadcast.

    Notes
    -----
    Beam by Beer's law, exp(-tau / cos z), diffuse by difference ([1]_ of the module). Under clear skies
    and a low Sun the two printed laws differ by their rounding, and the diffuse part is then held at 0.

    Examples
    --------
    >>> light = surface_light(590.0, 1.0, 0.5, ground_albedo=0.1)
    >>> float(light.global_w_m2.round(1)), float(light.beam_w_m2.round(1))
    (533.0, 357.9)
    """
    height = np.clip(cos_zenith, 0, 1)
    down = np.asarray(toa_w_m2, dtype=np.float64) * height
    tau = np.asarray(tau, dtype=np.float64)
    total = down * transmittance(tau, height, ground_albedo)
    # The floor keeps the quotient finite at sunset, where there is no beam to speak of.
    slant = tau / np.maximum(height, np.finfo(np.float32).eps)
    beam = np.minimum(down * np.exp(-slant), total)
    is_above = np.broadcast_to(tau > table("mars/light").number("highest_tau"), total.shape)
    return SurfaceLight(
        global_w_m2=total, beam_w_m2=beam, diffuse_w_m2=total - beam, is_extrapolated=is_above
    )


def tilted_w_m2(
    light: SurfaceLight,
    cos_zenith: ArrayLike,
    cos_incidence: ArrayLike,
    tilt_deg: ArrayLike,
    *,
    ground_albedo: ArrayLike,
) -> Floats:
    """Light on a tilted surface, the sky taken as equally bright all over.

    Parameters
    ----------
    light : SurfaceLight
        On the horizontal.
    cos_zenith, cos_incidence : (*shape)
        Of the Sun on the horizontal and on the surface; behind the surface counts as 0.
    tilt_deg : (*shape) [deg]
        From the horizontal, in [0, 180].
    ground_albedo : (*shape)
        Of the ground in front.

    Returns
    -------
    (*shape) [W/m2]
        First fidelity: the bright ring about the Sun is left out, which costs a surface turned to the Sun
        some per cent below tau 1.

    Notes
    -----
    [2]_ of the module: beam cos(i)/cos(z) + diffuse (1 + cos b)/2 + albedo global (1 - cos b)/2.

    Examples
    --------
    >>> light = surface_light(590.0, 0.8, 0.5, ground_albedo=0.2)
    >>> bool(np.isclose(tilted_w_m2(light, 0.8, 0.8, 0.0, ground_albedo=0.2), light.global_w_m2))
    True
    """
    tilt = np.asarray(tilt_deg, dtype=np.float64)
    if not (np.all(tilt >= 0) and np.all(tilt <= 180)):
        raise OutOfRange("tilt_deg", tilt_deg, "between 0 and 180")
    height = np.asarray(cos_zenith, dtype=np.float64)
    lit = height > 0
    ratio = np.where(lit, np.maximum(cos_incidence, 0) / np.where(lit, height, 1), 0)
    sky = (1 + np.cos(np.radians(tilt))) / 2
    ground = np.asarray(ground_albedo) * (1 - np.cos(np.radians(tilt))) / 2
    return np.asarray(light.beam_w_m2 * ratio + light.diffuse_w_m2 * sky + light.global_w_m2 * ground)


def daily_light(
    toa_w_m2: ArrayLike,
    declination_deg: ArrayLike,
    latitude_deg: ArrayLike,
    tau: ArrayLike,
    *,
    ground_albedo: ArrayLike,
) -> DailyLight:
    """Energy of one sol on a horizontal surface.

    Parameters
    ----------
    toa_w_m2 : (*shape) [W/m2]
        Above the air, facing the Sun.
    declination_deg, latitude_deg : (*shape) [deg]
        Planetocentric.
    tau, ground_albedo : (*shape)
        As for :func:`surface_light`.

    Returns
    -------
    DailyLight
        In real hours: a sol has 24.66 of them. Published sums in "Mars hours" are 2.7 % smaller.

    Examples
    --------
    >>> sol = daily_light(590.0, 0.0, 22.3, 0.65, ground_albedo=0.1)
    >>> float(sol.global_wh_m2.round())
    3397.0
    """
    half = half_day_hour(latitude_deg, declination_deg)
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS_IN_HALF_DAY)
    after_noon = half[..., None] * (nodes + 1) / 2

    def spread(value: ArrayLike) -> Floats:
        return np.asarray(value, dtype=np.float64)[..., None]

    height = cos_zenith(spread(latitude_deg), spread(declination_deg), 24 / 2 + after_noon)
    light = surface_light(spread(toa_w_m2), height, spread(tau), ground_albedo=spread(ground_albedo))
    # Both halves of the day: twice half the sum of the weights, in steps of 1/24 sol.
    scale = half * step_hour()
    return DailyLight(
        global_wh_m2=scale * (light.global_w_m2 @ weights),
        beam_wh_m2=scale * (light.beam_w_m2 @ weights),
        diffuse_wh_m2=scale * (light.diffuse_w_m2 @ weights),
    )


def design_year_global_w_m2(latitude_deg: float, tau: ArrayLike, *, ground_albedo: float) -> Floats:
    """Mean global light on a horizontal surface in each step of the design year.

    Parameters
    ----------
    latitude_deg : float [deg]
        Planetocentric.
    tau : (n_sols,)
        Visible optical depth by sol.
    ground_albedo : float
        In [0, 1).

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Step k of a sol runs from k to k + 1 o'clock local true solar time (the equation of time, up to 51
        minutes, moves nothing in energy). Times 1.02749 h and summed over a sol it is the daily energy.

    Notes
    -----
    The part of each step between noon and sunset is integrated by Gauss-Legendre points and mirrored to
    the morning; the Sun's declination is held over a sol.

    Examples
    --------
    >>> year = design_year_global_w_m2(39.8, np.full(669, 0.5), ground_albedo=0.2)
    >>> year.shape, float(year[:5].max())
    ((16056,), 0.0)
    """
    tau = np.asarray(tau, dtype=np.float64)
    season = ls_of_sol_deg(np.arange(tau.size) + 1 / 2)
    declination = declination_deg(season)
    half = half_day_hour(latitude_deg, declination)
    begins = np.arange(24 // 2)
    lit = np.clip(half[:, None] - begins, 0, 1)
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS_IN_STEP)
    hour = 24 / 2 + begins[:, None] + lit[..., None] * (nodes + 1) / 2
    height = cos_zenith(latitude_deg, declination[:, None, None], hour)
    down = toa_irradiance_w_m2(season)[:, None, None] * np.clip(height, 0, 1)
    # A whole array of global flux: the beam is not asked for, so Beer's law is not paid for.
    total = down * transmittance(tau[:, None, None], height, ground_albedo)
    afternoon = lit * (total @ weights) / 2
    return np.concatenate([afternoon[:, ::-1], afternoon], axis=1).ravel()
