"""Sunlight on the ground through dust: global, beam and diffuse, and what cells make of its spectrum.

Two backends. ``disort`` (default): discrete ordinates with modern dust in 14 bands of the spectrum, optical
depth 0.05 to 15. ``appelbaum``: the net flux f of Appelbaum and Flood, 0.1 to 6; it is for broadband light
and dust of 1979, and 10 to 27 % darker than ``disort`` in storms.

Light is not electricity. Dust takes the blue first, and the top junction of a triple-junction cell then
limits it: ask for ``use="triple"`` and the result is light in equivalent watts, the light of the Sun above
the air that would drive the same current. In a storm that is 10 to 45 % less than the light itself, about
what f says; so f stands for triple-junction arrays as it is and no spectral loss may be laid on it.
``use="single"`` is silicon, ``use="broadband"`` light itself: for heat and plants.

First fidelity: no gases (carbon dioxide takes some 1 % in the infrared), flat horizontal layers, no ice.

References
----------
.. [1] J. Appelbaum, D. J. Flood, "Solar radiation on Mars: update 1990", NASA TM-103623, 1990
   (key appelbaum1990).
.. [2] M. J. Wolff et al., Journal of Geophysical Research 114, 2009 (key wolff2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import OutOfRange
from kilosol.mars.clock import ls_of_sol_deg, step_hour
from kilosol.mars.sheets import GROUPS, Backend, Use, bands, checked_tau, checked_use, sheet
from kilosol.mars.sun import cos_zenith, declination_deg, half_day_hour, toa_irradiance_w_m2

Floats = NDArray[np.float64]

# Gauss-Legendre points within a step of an hourly series, and within half a day for daily sums: twice as
# many change a daily sum by less than 0.02 %.
_POINTS_IN_STEP = 3
_POINTS_IN_HALF_DAY = 24
# Up to this many grounds in one call the sheets are closed first, which makes a look-up 14 times cheaper.
_FEW_GROUNDS = 16


@dataclass(frozen=True, slots=True)
class SurfaceLight:
    """Light on a horizontal surface.

    Parameters
    ----------
    global_w_m2, beam_w_m2, diffuse_w_m2 : (*shape) [W/m2]
        All of it; straight from the Sun; from the sky and from ground and sky in turn.
    ring_frac : (*shape)
        Part of the diffuse light that comes from the bright ring about the Sun; 0 with ``appelbaum``,
        whose reports know none.
    """

    global_w_m2: Floats
    beam_w_m2: Floats
    diffuse_w_m2: Floats
    ring_frac: Floats


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


def checked_albedo(ground_albedo: ArrayLike) -> Floats:
    """Albedos of the ground, refused outside [0, 1).

    Examples
    --------
    >>> float(checked_albedo(0.2))
    0.2
    """
    albedo = np.asarray(ground_albedo, dtype=np.float64)
    bad = albedo[~((albedo >= 0) & (albedo < 1))]
    if bad.size:
        raise OutOfRange("ground_albedo", bad.flat[0], "at least 0 and below 1")
    return albedo


def transmittance(
    tau: ArrayLike,
    cos_zenith: ArrayLike,
    ground_albedo: ArrayLike,
    *,
    use: Use = "broadband",
    backend: Backend = "disort",
) -> Floats:
    """Light on horizontal ground over that above the air.

    Parameters
    ----------
    tau : (*shape)
        Visible optical depth; refused outside the table (0.05 to 15, with ``appelbaum`` 0.1 to 6).
    cos_zenith : (*shape)
        Cosine of the Sun's zenith angle; the last value is held below 0.6 degrees of height (``appelbaum``:
        below 5 degrees, as its authors do).
    ground_albedo : (*shape)
        In [0, 1); exact band by band, T0 / (1 - a s(tau)).
    use : {"broadband", "triple", "single"}
        Light, or the current of a triple- or single-junction cell, each over its value above the air.
    backend : {"disort", "appelbaum"}
        For ``appelbaum`` the value is f / (1 - a).

    Returns
    -------
    (*shape)
        May pass 1 over bright ground under thin dust.

    Examples
    --------
    >>> round(float(transmittance(1.0, 0.7, 0.0)), 3)
    0.745
    >>> round(float(transmittance(1.0, 0.5, 0.1, backend="appelbaum")) * 0.9, 3)  # f at 60 degrees
    0.557
    """
    checked_use(backend, use)
    tau_, mu, albedo = np.broadcast_arrays(
        np.asarray(tau, dtype=np.float64),
        np.asarray(cos_zenith, dtype=np.float64),
        checked_albedo(ground_albedo),
    )
    checked_tau(np.asarray(tau, dtype=np.float64), backend)
    return _looked_up(tau_, mu, albedo, use, backend)


def _looked_up(tau: Floats, mu: Floats, albedo: Floats, use: str, backend: Backend) -> Floats:
    """Transmittance of checked arrays of one shape."""
    from kilosol.mars import light_kernels

    shape = tau.shape
    flat_tau, flat_mu = np.ascontiguousarray(tau).ravel(), np.ascontiguousarray(mu).ravel()
    grounds, which = np.unique(albedo, return_inverse=True)
    out = np.empty(flat_tau.size)
    if grounds.size == 1:
        values, grid = sheet(backend, use, grounds[0])
        light_kernels.look_up(values, grid, flat_tau, flat_mu, out)
    elif grounds.size <= _FEW_GROUNDS:
        for k, ground in enumerate(grounds):
            here = which.ravel() == k
            values, grid = sheet(backend, use, ground)
            part = np.empty(int(here.sum()))
            light_kernels.look_up(values, grid, flat_tau[here], flat_mu[here], part)
            out[here] = part
    elif use == "triple" and backend == "disort":
        both = [_looked_up(tau, mu, albedo, name, backend) for name in ("top", "middle")]
        return np.minimum(*both)
    else:
        held = bands(backend)
        weight = held.weights["broadband" if backend == "appelbaum" else use]
        flat_albedo = np.ascontiguousarray(albedo).ravel()
        light_kernels.look_up_by_albedo(
            held.black, held.sky, weight, held.grid, flat_tau, flat_mu, flat_albedo, out
        )
    return out.reshape(shape)


def group_transmittance(tau: ArrayLike, cos_zenith: ArrayLike, ground_albedo: ArrayLike) -> dict[str, Floats]:
    """Transmittance of the four groups of the spectrum, by energy.

    Parameters
    ----------
    tau, cos_zenith, ground_albedo : (*shape)
        As for :func:`transmittance`, backend ``disort``.

    Returns
    -------
    dict of (*shape)
        "top" 0.28 to 0.67, "middle" to 0.885, "bottom" to 1.75, "tail" to 4 micrometres.

    Examples
    --------
    >>> groups = group_transmittance(4.0, 0.8, 0.2)
    >>> bool(groups["top"] < groups["middle"])
    True
    """
    tau_, mu, albedo = np.broadcast_arrays(
        checked_tau(np.asarray(tau, dtype=np.float64), "disort"),
        np.asarray(cos_zenith, dtype=np.float64),
        checked_albedo(ground_albedo),
    )
    return {name: _looked_up(tau_, mu, albedo, f"{name}_energy", "disort") for name in GROUPS}


def beam_transmittance(
    tau: ArrayLike, cos_zenith: ArrayLike, *, use: Use = "broadband", backend: Backend = "disort"
) -> Floats:
    """Part of the Sun's beam that reaches the ground unscattered, Beer's law summed over bands.

    Parameters
    ----------
    tau, cos_zenith : (*shape)
        As for :func:`transmittance`.
    use, backend
        As for :func:`transmittance`.

    Returns
    -------
    (*shape)
        0 where the Sun is not up.

    Examples
    --------
    >>> round(float(beam_transmittance(0.5, 1.0, backend="appelbaum")), 4)
    0.6065
    """
    return _beer(tau, cos_zenith, use, backend, is_ring=False)


def _beer(tau: ArrayLike, cos_zenith: ArrayLike, use: Use, backend: Backend, *, is_ring: bool) -> Floats:
    """Beer's law over the bands of a use, with the whole extinction or with that of the ring."""
    from kilosol.mars import light_kernels

    checked_use(backend, use)
    if use == "triple" and backend == "disort":
        # Dust takes the blue, so the top junction limits under any dust; its beam belongs to its light.
        name = "top"
    else:
        name = "broadband" if backend == "appelbaum" else use
    held = bands(backend)
    tau_, mu = np.broadcast_arrays(
        checked_tau(np.asarray(tau, dtype=np.float64), backend), np.asarray(cos_zenith, dtype=np.float64)
    )
    out = np.empty(tau_.size)
    flat = (np.ascontiguousarray(tau_).ravel(), np.ascontiguousarray(mu).ravel())
    ratio = held.ring_ratio if is_ring else held.extinction_ratio
    light_kernels.beam(ratio, held.weights[name], *flat, out)
    return out.reshape(tau_.shape)


def surface_light(
    toa_w_m2: ArrayLike,
    cos_zenith: ArrayLike,
    tau: ArrayLike,
    *,
    ground_albedo: ArrayLike,
    use: Use = "broadband",
    backend: Backend = "disort",
) -> SurfaceLight:
    """Global, beam and diffuse light on a horizontal surface.

    Parameters
    ----------
    toa_w_m2 : (*shape) [W/m2]
        Above the air, on a surface that faces the Sun.
    cos_zenith : (*shape)
        Cosine of the Sun's zenith angle; no light where it is not positive.
    tau, ground_albedo : (*shape)
        As for :func:`transmittance`.
    use, backend
        As for :func:`transmittance`; a current is in equivalent W/m2.

    Returns
    -------
    SurfaceLight
        Shapes broadcast.

    Notes
    -----
    Beam by Beer's law, diffuse by difference. Under clear skies and a low Sun the two printed laws of
    Appelbaum differ by their rounding, and the diffuse part is then held at 0.

    Examples
    --------
    >>> light = surface_light(590.0, 1.0, 0.5, ground_albedo=0.1, backend="appelbaum")
    >>> float(light.global_w_m2.round(1)), float(light.beam_w_m2.round(1))
    (533.0, 357.9)
    """
    height = np.clip(cos_zenith, 0, 1)
    down = np.asarray(toa_w_m2, dtype=np.float64) * height
    total = down * transmittance(tau, height, ground_albedo, use=use, backend=backend)
    through = beam_transmittance(tau, height, use=use, backend=backend)
    beam = np.minimum(down * through, total)
    ring = _beer(tau, height, use, backend, is_ring=True)
    return SurfaceLight(
        global_w_m2=total,
        beam_w_m2=beam,
        diffuse_w_m2=total - beam,
        ring_frac=np.broadcast_to(ring, total.shape),
    )


def daily_light(
    toa_w_m2: ArrayLike,
    declination_deg: ArrayLike,
    latitude_deg: ArrayLike,
    tau: ArrayLike,
    *,
    ground_albedo: ArrayLike,
    use: Use = "broadband",
    backend: Backend = "disort",
) -> DailyLight:
    """Energy of one sol on a horizontal surface under a Sun of the caller's choosing.

    Parameters
    ----------
    toa_w_m2 : (*shape) [W/m2]
        Above the air, facing the Sun.
    declination_deg, latitude_deg : (*shape) [deg]
        Planetocentric.
    tau, ground_albedo : (*shape)
        As for :func:`transmittance`.
    use, backend
        As for :func:`transmittance`.

    Returns
    -------
    DailyLight
        In real hours: a sol has 24.66 of them. Published sums in "Mars hours" are 2.7 % smaller.

    Examples
    --------
    >>> sol = daily_light(590.0, 0.0, 22.3, 0.65, ground_albedo=0.1, backend="appelbaum")
    >>> float(sol.global_wh_m2.round())
    3397.0
    """
    half = half_day_hour(latitude_deg, declination_deg)
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS_IN_HALF_DAY)
    after_noon = half[..., None] * (nodes + 1) / 2

    def spread(value: ArrayLike) -> Floats:
        return np.asarray(value, dtype=np.float64)[..., None]

    height = cos_zenith(spread(latitude_deg), spread(declination_deg), 24 / 2 + after_noon)
    light = surface_light(
        spread(toa_w_m2), height, spread(tau), ground_albedo=spread(ground_albedo), use=use, backend=backend
    )
    # Both halves of the day: twice half the sum of the weights, in steps of 1/24 sol.
    scale = half * step_hour()
    return DailyLight(
        global_wh_m2=scale * (light.global_w_m2 @ weights),
        beam_wh_m2=scale * (light.beam_w_m2 @ weights),
        diffuse_wh_m2=scale * (light.diffuse_w_m2 @ weights),
    )


def design_year_global_w_m2(
    latitude_deg: float,
    tau: ArrayLike,
    *,
    ground_albedo: float,
    use: Use = "broadband",
    backend: Backend = "disort",
    steps_per_sol: int = 24,
) -> Floats:
    """Mean light on a horizontal surface in each step of the design year.

    Parameters
    ----------
    latitude_deg : float [deg]
        Planetocentric.
    tau : (n_sols,)
        Visible optical depth by sol.
    ground_albedo : float
        In [0, 1).
    use, backend
        As for :func:`transmittance`.
    steps_per_sol : int
        Even; 288 are steps of some five minutes.

    Returns
    -------
    (n_sols * steps_per_sol,) [W/m2]
        Step k of 24 runs from k to k + 1 o'clock local true solar time (the equation of time, up to 51
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
    from kilosol.mars import light_kernels

    if steps_per_sol < 2 or steps_per_sol % 2:
        raise OutOfRange("steps_per_sol", steps_per_sol, "even and at least 2")
    if not -90 <= latitude_deg <= 90:
        raise OutOfRange("latitude_deg", latitude_deg, "between -90 and 90")
    held_tau = checked_tau(np.ascontiguousarray(tau, dtype=np.float64), backend)
    season = ls_of_sol_deg(np.arange(held_tau.size) + 1 / 2)
    phi, delta = np.radians(latitude_deg), np.radians(declination_deg(season))
    values, grid = sheet(backend, checked_use(backend, use), float(checked_albedo(ground_albedo)))
    # Short steps need no more than their middle.
    n_points = _POINTS_IN_STEP if steps_per_sol <= 2 * 24 else 1
    nodes, weights = np.polynomial.legendre.leggauss(n_points)
    out = np.empty((held_tau.size, steps_per_sol))
    light_kernels.year_in_steps(
        values,
        grid,
        (nodes + 1) / 2,
        weights / 2,
        np.sin(phi) * np.sin(delta),
        np.cos(phi) * np.cos(delta),
        toa_irradiance_w_m2(season),
        held_tau,
        out,
    )
    return out.ravel()
