"""Dust in the air over a Mars year: visible optical depth, one value a sol.

The background is the record of Opportunity at Meridiani (440 nm, Mars years 27 to 33, global storms taken
out), thinner on high ground by the pressure of its air; a global storm in the course of one on record is
laid over it. First fidelity: one record stands for every season at every site, and a global storm, which in
truth differs by some 30 % from place to place, is the same everywhere but in the spread of its peaks.

References
----------
.. [1] M. T. Lemmon, Pancam atmospheric opacity, NASA PDS (key lemmon_mer_pancam).
.. [2] L. J. Martin, R. W. Zurek, Journal of Geophysical Research 98(E2), 1993 (keys martin1993, zurek1993).
.. [3] D. M. Kass et al., Geophysical Research Letters 43, 2016 (key kass2016): regional storms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange
from kilosol.mars.clock import design_year_ls_deg, ls_of_sol_deg, n_design_sols
from kilosol.mars.storms import STORM_SHAPES, StormShape, storm_peak_sol, storm_shape_frac

Floats = NDArray[np.float64]


def _checked_latitude(latitude_deg: float) -> None:
    if not -90 <= latitude_deg <= 90:
        raise OutOfRange("latitude_deg", latitude_deg, "between -90 and 90")


def sol_of_ls(ls_deg: ArrayLike) -> Floats:
    """Time in the design year at which a season is reached.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude in [0, 360].

    Returns
    -------
    (*shape) [sol]
        Sols and fraction since Ls 0, within 0.001 sol.

    Examples
    --------
    >>> round(float(sol_of_ls(180.0)))
    372
    """
    grid = np.arange(n_design_sols(), dtype=np.float64)
    inside = grid < table("constants").number("mars_year_sol")
    seasons = ls_of_sol_deg(grid[inside])
    seasons[0] = 0
    ends = np.append(grid[inside], table("constants").number("mars_year_sol"))
    return np.asarray(np.interp(np.asarray(ls_deg, dtype=np.float64), np.append(seasons, 360), ends))


def climatology_tau(ls_deg: ArrayLike, percentile: int = 50) -> Floats:
    """Optical depth at Meridiani in a year without a global storm.

    Parameters
    ----------
    ls_deg : (*shape) [deg]
        Areocentric solar longitude.
    percentile : {5, 50, 95}
        Of the sols observed in that season.

    Returns
    -------
    (*shape)
        Visible optical depth; linear between bins of 10 degrees, periodic.

    Examples
    --------
    >>> float(climatology_tau(115.0)), float(climatology_tau(245.0))
    (0.46, 1.1)
    """
    record = columns("mars/opportunity_tau")
    names = {5: "tau_p05", 50: "tau_p50", 95: "tau_p95"}
    if percentile not in names:
        raise OutOfRange("percentile", percentile, "5, 50 or 95")
    season = np.mod(np.asarray(ls_deg, dtype=np.float64), 360)
    return np.asarray(np.interp(season, record["ls_deg"], record[names[percentile]], period=360))


def site_background_tau(tau_at_meridiani: ArrayLike, pressure_pa: float | None) -> Floats:
    """Background dust carried to another site.

    Parameters
    ----------
    tau_at_meridiani : (*shape)
        Visible optical depth without a global storm.
    pressure_pa : float [Pa], optional
        Annual mean at the site; None for Meridiani itself.

    Returns
    -------
    (*shape)
        On high ground it goes with the pressure, as dust mixed evenly through the air does, down to a haze
        of 0.2; in lowlands it is that of Meridiani.

    Notes
    -----
    Records of the lowlands do not grow with their pressure: InSight, under 12 % more air than Meridiani, saw
    0.6 to 0.7 outside the dusty season and lost its energy at that rate; Viking 1, under 23 % more, saw 8 %
    more from Ls 0 to 180.

    Examples
    --------
    >>> site_background_tau([0.5, 1.0], 320.0).round(2), site_background_tau([0.5, 1.0], 802.0).round(2)
    (array([0.25, 0.5 ]), array([0.5, 1. ]))
    """
    tau = np.asarray(tau_at_meridiani, dtype=np.float64)
    if pressure_pa is None:
        return tau
    # The floor of Hellas has some 1200 Pa at most.
    if not 0 < pressure_pa <= 2000:
        raise OutOfRange("pressure_pa", pressure_pa, "above 0 and at most 2000")
    dust = table("mars/dust")
    carried = tau * min(pressure_pa / dust.number("background_pressure_pa"), 1.0)
    return np.asarray(np.maximum(carried, dust.number("lowest_background_tau")))


def _with_storm(background_tau: Floats, peak_tau: float | Floats, shape_frac: Floats) -> Floats:
    """Background and storm together: the greater, the storm standing on its floor or on clearer air."""
    base = np.minimum(background_tau, table("mars/dust").number("storm_floor_tau"))
    return np.asarray(np.maximum(background_tau, base + (peak_tau - base) * shape_frac))


def design_year_tau(
    *,
    latitude_deg: float,
    global_storm: bool = True,
    storm_onset_ls_deg: float | None = None,
    storm_peak_tau: float | None = None,
    storm_shape: StormShape = "meridiani-2007",
    pressure_pa: float | None = None,
) -> Floats:
    """Visible optical depth of the year that a station is sized and tested on.

    Parameters
    ----------
    latitude_deg : float [deg]
        Of the site; checked only: Meridiani's seasons stand for every latitude (see the module).
    global_storm : bool
        Whether a global storm strikes.
    storm_onset_ls_deg : float [deg], optional
        Its onset; 262, as in Mars year 28, by default.
    storm_peak_tau : float, optional
        Its peak; 4.5, as in Mars year 28, by default. 10.8 was seen in Mars year 34.
    storm_shape : str
        Its course: one of `kilosol.mars.STORM_SHAPES`, by default that of Mars year 28, scaled to the peak.
    pressure_pa : float [Pa], optional
        Annual mean at the site, by which the background is scaled; Meridiani's by default.

    Returns
    -------
    (669,)
        One value a sol: the greater of seasonal median and storm. The year is periodic: what is left of a
        late storm at its end stands at its beginning.

    Examples
    --------
    >>> tau = design_year_tau(latitude_deg=39.8)
    >>> tau.shape, float(tau.max())
    ((669,), 4.5)
    """
    _checked_latitude(latitude_deg)
    dust = table("mars/dust")
    season = design_year_ls_deg(1)
    background = site_background_tau(climatology_tau(season), pressure_pa)
    if not global_storm:
        return background
    onset = dust.number("storm_onset_ls_deg") if storm_onset_ls_deg is None else storm_onset_ls_deg
    peak = dust.number("storm_peak_tau") if storm_peak_tau is None else storm_peak_tau
    if not 0 <= onset <= 360:
        raise OutOfRange("storm_onset_ls_deg", onset, "between 0 and 360")
    if not dust.number("storm_floor_tau") <= peak < np.inf:
        raise OutOfRange("storm_peak_tau", peak, f"at least {dust.number('storm_floor_tau')} and finite")
    since = np.mod(np.arange(season.size) - np.round(sol_of_ls(onset)), season.size)
    shape = storm_shape_frac(since, shape=storm_shape)
    return _with_storm(background, peak, shape)


def random_years_tau(
    rng: np.random.Generator,
    n_years: int,
    *,
    latitude_deg: float,
    storm_frac: float | None = None,
    pressure_pa: float | None = None,
) -> Floats:
    """Optical depth of Mars years drawn at random.

    Parameters
    ----------
    rng : numpy.random.Generator
        From `kilosol.streams.generator`.
    n_years : int
        How many years.
    latitude_deg : float [deg]
        Of the site: regional storms of kind B keep to the far south.
    storm_frac : float, optional
        Chance of a global storm in a year; 0.27 by default (0.13 to 0.47).
    pressure_pa : float [Pa], optional
        Annual mean at the site, by which the background is scaled; Meridiani's by default.

    Returns
    -------
    (n_years, 669)
        One value a sol.

    Notes
    -----
    ln tau = ln(seasonal median) + noise + pulses. The noise is normal with the spread and the two
    correlation times of the Opportunity record. Regional storms of kinds A, B and C strike with a chance
    of 0.8 each, multiply tau by 1.4 to 2 and fade within weeks, B only near the south pole; the median
    already holds a part of them, so that the drawn dust lies a little on the dark side in their seasons.
    Global storms begin near an onset on record and take the course of one of those in
    `kilosol.mars.STORM_SHAPES`, up to a fifth faster or slower; the peak is log-normal about 5
    within 3.5 to 10.8, as seen from places apart.
    Years are drawn apart: one year's end does not carry into the next.

    Examples
    --------
    >>> from kilosol.streams import generator
    >>> random_years_tau(generator(1, "dust"), 3, latitude_deg=0.0).shape
    (3, 669)
    """
    return random_years(
        rng, n_years, latitude_deg=latitude_deg, storm_frac=storm_frac, pressure_pa=pressure_pa
    ).tau


@dataclass(frozen=True, slots=True)
class DustYears:
    """Drawn years.

    Parameters
    ----------
    tau : (n_years, 669)
        Visible optical depth by sol.
    has_storm : (n_years,)
        Which hold a global storm.
    """

    tau: Floats
    has_storm: NDArray[np.bool_]


def random_years(
    rng: np.random.Generator,
    n_years: int,
    *,
    latitude_deg: float,
    storm_frac: float | None = None,
    pressure_pa: float | None = None,
) -> DustYears:
    """Mars years drawn at random, with which of them hold a global storm.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of draws.
    n_years : int
        How many years.
    latitude_deg : float [deg]
        Planetocentric.
    storm_frac : float, optional
        Chance of a global storm in a year.
    pressure_pa : float, optional [Pa]
        Annual mean at the site, by which the background is scaled.

    Returns
    -------
    DustYears

    Examples
    --------
    >>> from kilosol.streams import generator
    >>> bool(random_years(generator(1, "dust"), 3, latitude_deg=0.0, storm_frac=1.0).has_storm.all())
    True
    """
    _checked_latitude(latitude_deg)
    dust = table("mars/dust")
    frac = dust.number("storm_frac") if storm_frac is None else storm_frac
    if n_years < 1:
        raise OutOfRange("n_years", n_years, "at least 1")
    if not 0 <= frac <= 1:
        raise OutOfRange("storm_frac", frac, "between 0 and 1")
    season = design_year_ls_deg(1)
    log_tau = np.log(climatology_tau(season)) + _noise(rng, n_years, season.size)
    log_tau += _pulses(rng, n_years, season.size, latitude_deg)
    background = site_background_tau(np.exp(log_tau), pressure_pa)
    has_storm, peak, shape = _storms(rng, n_years, season.size, frac)
    return DustYears(_with_storm(background, peak, shape * has_storm), has_storm.ravel())


def random_year_tau(
    rng: np.random.Generator,
    *,
    latitude_deg: float,
    storm_frac: float | None = None,
    pressure_pa: float | None = None,
) -> Floats:
    """Optical depth of one Mars year drawn at random; see :func:`random_years_tau`.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of draws.
    latitude_deg : float [deg]
        Planetocentric.
    storm_frac : float, optional
        Chance of a global storm in the year.
    pressure_pa : float, optional [Pa]
        Mean surface pressure, which scales the background.

    Returns
    -------
    (669,)

    Examples
    --------
    >>> from kilosol.streams import generator
    >>> random_year_tau(generator(1, "dust"), latitude_deg=0.0).shape
    (669,)
    """
    years = random_years_tau(
        rng, 1, latitude_deg=latitude_deg, storm_frac=storm_frac, pressure_pa=pressure_pa
    )
    return np.asarray(years[0])


def _noise(rng: np.random.Generator, n_years: int, n_sols: int) -> Floats:
    """Deviation of ln tau: the sum of a fast and a slow first-order process, both stationary."""
    dust = table("mars/dust")
    fast = dust.number("noise_fast_frac")
    total = np.zeros((n_years, n_sols))
    for share, sols in ((fast, dust.number("noise_fast_sol")), (1 - fast, dust.number("noise_slow_sol"))):
        keep = np.exp(-1 / sols)
        shocks = rng.standard_normal((n_years, n_sols))
        shocks[:, 1:] *= np.sqrt(1 - keep**2)
        # Sol by sol for all years at once: a filter of scipy.signal takes longer to import than to run.
        for sol in range(1, n_sols):
            shocks[:, sol] += keep * shocks[:, sol - 1]
        total += np.sqrt(share) * shocks
    return np.asarray(total * dust.number("noise_sigma"))


def _pulses(rng: np.random.Generator, n_years: int, n_sols: int, latitude_deg: float) -> Floats:
    """Rise of ln tau by regional storms of kinds A, B and C."""
    dust = table("mars/dust")
    first, last = dust.array("pulse_from_ls_deg"), dust.array("pulse_to_ls_deg")
    weak, strong = dust.array("pulse_factor")
    sols = np.arange(n_sols)
    total = np.zeros((n_years, n_sols))
    full, none = dust.number("polar_storm_full_deg"), dust.number("polar_storm_none_deg")
    polar = np.clip((none - latitude_deg) / (none - full), 0, 1)
    for begin, end, reach in zip(first, last, (1, polar, 1), strict=True):
        strikes = rng.random((n_years, 1)) < dust.number("pulse_frac")
        onset = sol_of_ls(rng.uniform(begin, end, (n_years, 1)))
        factor = np.where(strikes, rng.uniform(weak, strong, (n_years, 1)), 1)
        since = sols - onset
        fading = np.where(since >= 0, np.exp(-np.maximum(since, 0) / dust.number("pulse_decay_sol")), 0)
        total += np.log(1 + reach * (factor - 1) * fading)
    return total


def _storms(
    rng: np.random.Generator, n_years: int, n_sols: int, storm_frac: float
) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Which years hold a global storm and its peak, (n_years, 1), and its course, (n_years, n_sols)."""
    dust = table("mars/dust")
    strikes = rng.random((n_years, 1)) < storm_frac
    onsets = columns("mars/global_storms")["onset_ls_deg"]
    spread = dust.number("onset_spread_deg")
    onset = sol_of_ls(rng.choice(onsets, (n_years, 1)) + rng.uniform(-spread, spread, (n_years, 1)))
    which = rng.integers(len(STORM_SHAPES), size=n_years)
    stretch = _between(rng, n_years, "storm_stretch")
    peak = _truncated_lognormal(rng, n_years)
    course = np.empty((n_years, n_sols))
    for k, shape in enumerate(STORM_SHAPES):
        mine = which == k
        # The peak falls upon a whole sol, so that the drawn peak is met.
        to_peak = storm_peak_sol(shape) * stretch[mine]
        since = np.arange(n_sols) - (np.round(onset[mine] + to_peak) - to_peak)
        course[mine] = storm_shape_frac(since, shape=shape, stretch=stretch[mine])
    return strikes, peak, course


def _between(rng: np.random.Generator, n_years: int, key: str) -> Floats:
    """Uniform draws over the cited range of a value, (n_years, 1)."""
    cited = table("mars/dust")[key]
    low, high = cited.low, cited.high
    if low is None or high is None:
        raise OutOfRange(key, cited, "a value with a range")
    return rng.uniform(low, high, (n_years, 1))


def _truncated_lognormal(rng: np.random.Generator, n_years: int) -> Floats:
    """Storm peaks, (n_years, 1): log-normal, drawn again outside the observed range."""
    cited = table("mars/dust")["storm_peak_median_tau"]
    low, high = cited.low, cited.high
    if low is None or high is None:
        raise OutOfRange(cited.key, cited, "a value with a range")
    sigma = table("mars/dust").number("storm_peak_log_sigma")
    peak = float(cited) * np.exp(sigma * rng.standard_normal((n_years, 1)))
    while np.any(outside := (peak < low) | (peak > high)):
        peak = np.where(outside, float(cited) * np.exp(sigma * rng.standard_normal((n_years, 1))), peak)
    return peak
