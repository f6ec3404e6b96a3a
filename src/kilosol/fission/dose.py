"""Dose around a unit on the surface of Mars, and the distance or attenuation that a limit asks for.

Neutrons and the gammas they make, falling with the square of the distance. The tabulated dose of a bare
unit already holds the 15 percent that ground and air add; nothing is to be multiplied on top. The runs end
at 2 km; from there to 5 km the same rule goes on, though the air starts to absorb, so that it errs high:
:func:`is_extrapolated` says where. What an obstacle lets through over its edge is skyshine: see
:func:`open_pit_frac`, and :func:`scattered_frac` for what the air brings round a shadow shield.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.limits import Floats, require


def dose_msv_year(thermal_kwt: Floats, distance_m: Floats, attenuation_frac: Floats = 1.0) -> Floats:
    """Effective dose in a year of full power at a distance from a unit.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From core to person, 10 to 5000; beyond 2000 extrapolated, on the high side.
    attenuation_frac : (*batch,) [1]
        What shield or soil lets through, 0 to 1; 1 is a bare unit. Outside a shield's cone another value
        holds than inside.

    Returns
    -------
    (*batch,) [mSv/yr]   Isotropic effective dose of a person who stays there all year, no habitat shield.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    D = 1.4 Sv/yr per kWt at 1 km, times (1 km / r)^2. The coefficient comes from a Monte Carlo run with
    ground and CO2 air; 4 pi r^2 D was flat within 5 percent from 50 m to 2 km.

    Examples
    --------
    >>> round(float(dose_msv_year(175.0, 1000.0)))
    245000
    """
    cited = table("fission/dose")
    near, far = cited.number("nearest_m"), cited.number("extrapolated_m")
    heat = np.asarray(thermal_kwt, dtype=np.float64)
    distance = np.asarray(distance_m, dtype=np.float64)
    require(np.isfinite(heat) & (heat >= 0), "thermal_kwt", thermal_kwt, "0 or more [kW]")
    require((distance >= near) & (distance <= far), "distance_m", distance_m, f"{near:g} to {far:g} [m]")
    _check_attenuation(attenuation_frac)
    dose: Floats = (_bare_msv_year_m2() * heat * np.asarray(attenuation_frac) / distance**2)[()]
    return dose


def exclusion_distance_m(
    thermal_kwt: Floats, limit_msv_year: Floats, attenuation_frac: Floats = 1.0
) -> Floats:
    """Distance beyond which the yearly dose stays below a limit.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    limit_msv_year : (*batch,) [mSv/yr]
        Limit, positive.
    attenuation_frac : (*batch,) [1]
        What the shield lets through in that direction, 0 to 1.

    Returns
    -------
    (*batch,) [m]   At least 10 m; beyond 2 km extrapolated; NaN beyond 5 km.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(float(exclusion_distance_m(175.0, 50.0, 2.04e-4)))
    1000
    """
    cited = table("fission/dose")
    heat = np.asarray(thermal_kwt, dtype=np.float64)
    limit = np.asarray(limit_msv_year, dtype=np.float64)
    require(np.isfinite(heat) & (heat >= 0), "thermal_kwt", thermal_kwt, "0 or more [kW]")
    require(limit > 0, "limit_msv_year", limit_msv_year, "positive [mSv/yr]")
    _check_attenuation(attenuation_frac)
    distance = np.sqrt(_bare_msv_year_m2() * heat * np.asarray(attenuation_frac) / limit)
    distance = np.maximum(distance, cited.number("nearest_m"))
    return np.where(distance <= cited.number("extrapolated_m"), distance, np.nan)[()]


def needed_attenuation_frac(thermal_kwt: Floats, distance_m: Floats, limit_msv_year: Floats) -> Floats:
    """Part of the bare dose that a shield may let through.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From core to person, 10 to 5000; beyond 2000 extrapolated.
    limit_msv_year : (*batch,) [mSv/yr]
        Limit, positive.

    Returns
    -------
    (*batch,) [1]   At most 1: no shield needed.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> f"{float(needed_attenuation_frac(175.0, 1000.0, 50.0)):.2e}"
    '2.04e-04'
    """
    limit = np.asarray(limit_msv_year, dtype=np.float64)
    require(limit > 0, "limit_msv_year", limit_msv_year, "positive [mSv/yr]")
    bare = np.asarray(dose_msv_year(thermal_kwt, distance_m))
    # A cold core needs no shield: the floor on the dose keeps the division clean.
    frac: Floats = (limit / np.maximum(bare, limit))[()]
    return frac


def open_pit_frac(distance_m: Floats) -> Floats:
    """Part of the bare dose that a reactor in an open pit still gives, by skyshine.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        From pit to person, 100 to 1000.

    Returns
    -------
    (*batch,) [1]   Rises with distance: skyshine falls slower than the direct dose.

    Raises
    ------
    OutOfRange
        If a distance is outside the tabulated range.

    Notes
    -----
    Logarithmic interpolation in a Monte Carlo table of one pit geometry. An open pit is no shield on Mars:
    a plug on top is needed.

    Examples
    --------
    >>> float(open_pit_frac(500.0))
    0.0096
    """
    pit = columns("fission/open_pit")
    at, frac = pit["distance_m"], pit["dose_frac"]
    distance = np.asarray(distance_m, dtype=np.float64)
    low, high = float(at[0]), float(at[-1])
    require((distance >= low) & (distance <= high), "distance_m", distance_m, f"{low:g} to {high:g} [m]")
    return np.exp(np.interp(np.log(distance), np.log(at), np.log(frac)))[()]


def published_side_frac() -> float:
    """What a published shielded unit lets through outside its shield's cone.

    Returns
    -------
    float [1]

    Notes
    -----
    From about 500 mSv/yr at 1 km from a unit of 175 kWt [1]_. That unit has a radial shield beside its
    cone; for a bare cone the value is 1.

    References
    ----------
    .. [1] L. Mason et al., NETS 2025 (key mason2025 in references.bib).

    Examples
    --------
    >>> f"{published_side_frac():.1e}"
    '2.0e-03'
    """
    heat = table("fission/hp-stirling-40").number("thermal_kwt")
    cited = table("fission/dose")
    at_m = 1000 * cited.number("reference_km")
    return float(needed_attenuation_frac(heat, at_m, cited.number("outside_cone_msv_year")))


def is_extrapolated(distance_m: Floats) -> bool | NDArray[np.bool_]:
    """Whether a distance lies beyond the runs behind the dose rule.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        From core to person.

    Returns
    -------
    (*batch,) bool

    Examples
    --------
    >>> bool(is_extrapolated(3000.0))
    True
    """
    beyond: NDArray[np.bool_] = np.asarray(distance_m) > table("fission/dose").number("farthest_m")
    return beyond[()]


def ground_air_factor(distance_m: Floats, kind: Literal["neutron", "gamma"] = "neutron") -> Floats:
    """Dose on Mars over that of the same source in a vacuum, at one distance.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        50 to 2000.
    kind : {"neutron", "gamma"}
        Neutrons of a bare core with what they make, or prompt gammas.

    Returns
    -------
    (*batch,) [1]   1.10 to 1.16 for neutrons, within 5 percent of the flat 1.15 of the rule.

    Raises
    ------
    OutOfRange
        If a distance is outside the runs.

    Notes
    -----
    Neutrons: linear interpolation in 4 pi r2 D of the Monte Carlo runs over the logarithm of the distance.
    Gammas: :func:`gamma_surface_factor`, for what the air takes from them falls with the distance itself.

    Examples
    --------
    >>> round(float(ground_air_factor(1000.0)), 2), round(float(ground_air_factor(2000.0, "gamma")), 2)
    (1.16, 0.86)
    """
    require(kind in ("neutron", "gamma"), "kind", repr(kind), "'neutron' or 'gamma'")
    runs = columns("fission/surface_factor" if kind == "neutron" else "fission/gamma_factor")
    at, dose = runs["distance_m"], runs[f"{kind}_psv_cm2"]
    distance = np.asarray(distance_m, dtype=np.float64)
    low, high = float(at[0]), float(at[-1])
    require((distance >= low) & (distance <= high), "distance_m", distance_m, f"{low:g} to {high:g} [m]")
    if kind == "gamma":
        return gamma_surface_factor(distance)
    vacuum = table("fission/dose").number("neutron_vacuum_psv_cm2")
    return (np.interp(np.log(distance), np.log(at), dose) / vacuum)[()]


def gamma_surface_factor(distance_m: Floats) -> Floats:
    """Dose of the core's own gammas on Mars over that in a vacuum, at one distance.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        From core to person; nearer than the runs as at their first, beyond them their last fall goes on.

    Returns
    -------
    (*batch,) [1]   1.07 at 50 m, where the ground adds; below 1 from 1.1 km on, where the air has taken it.

    Notes
    -----
    Logarithmic interpolation in 4 pi r2 D of the Monte Carlo runs over the distance.

    Examples
    --------
    >>> [round(float(gamma_surface_factor(d)), 3) for d in (200.0, 1000.0, 2000.0)]
    [1.063, 1.018, 0.857]
    """
    runs = columns("fission/gamma_factor")
    at, dose = runs["distance_m"], np.log(runs["gamma_psv_cm2"])
    distance = np.asarray(distance_m, dtype=np.float64)
    slope = (dose[-1] - dose[-2]) / (at[-1] - at[-2])
    held = np.interp(distance, at, dose) + slope * np.maximum(distance - at[-1], 0)
    factor: Floats = (np.exp(held) / table("fission/dose").number("gamma_vacuum_psv_cm2"))[()]
    return factor


def scattered_frac(distance_m: Floats) -> Floats:
    """Part of a bare unit's dose that comes through the air and not straight or by the ground.

    Parameters
    ----------
    distance_m : (*batch,) [m]
        From core to person, 10 to 5000; beyond 2000 extrapolated.

    Returns
    -------
    (*batch,) [1]   0.08 at 1 km, 0.16 at 2 km.

    Raises
    ------
    OutOfRange
        If a distance is outside the range.

    Notes
    -----
    At 2 km the runs give 183 pSv cm2 with air and 153 without. What the sky returns falls as 1/r, as it does
    over an open pit, so its share of a dose that falls as 1/r2 grows with r. A shadow shield does not stop
    it: in the cone it adds this share of what leaves the unit's sides.

    Examples
    --------
    >>> round(float(scattered_frac(1000.0)), 3)
    0.082
    """
    cited = table("fission/dose")
    near, far = cited.number("nearest_m"), cited.number("extrapolated_m")
    distance = np.asarray(distance_m, dtype=np.float64)
    require((distance >= near) & (distance <= far), "distance_m", distance_m, f"{near:g} to {far:g} [m]")
    share = 1 - cited.number("no_air_far_psv_cm2") / cited.number("neutron_surface_psv_cm2")
    return (share * distance / cited.number("farthest_m"))[()]


def default_limit_msv_year() -> float:
    """Yearly dose from a unit at which people may live, where a caller gives none [mSv/yr].

    Examples
    --------
    >>> default_limit_msv_year()
    50.0
    """
    return table("fission/dose").number("limit_msv_year")


def _bare_msv_year_m2() -> float:
    """Yearly dose of one bare kilowatt times distance squared, ground and air included."""
    cited = table("fission/dose")
    return 1e3 * cited.number("bare_sv_year_kwt") * (1e3 * cited.number("reference_km")) ** 2


def _check_attenuation(attenuation_frac: Floats) -> None:
    through = np.asarray(attenuation_frac)
    require((through >= 0) & (through <= 1), "attenuation_frac", attenuation_frac, "from 0 to 1")
