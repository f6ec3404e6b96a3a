"""Dose of several units at once: neutrons, gammas and air scatter, in and out of their cones, as a map.

A unit is a point with a heat, a place and, if it has a shadow shield, a cone turned towards people. Shields
let through a part of the neutrons (with the gammas they make) and a part of the core's own gammas, and
another part of each beside the cone. The cone's edge is sharp here; a real one is blurred by the core's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.fission.dose import dose_msv_year, gamma_surface_factor, is_extrapolated, scattered_frac
from kilosol.fission.shield import core_gamma_frac
from kilosol.limits import require

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DoseSource:
    """A unit as a source of dose.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, 0 or more.
    east_m, north_m : float [m]
        Place.
    cone_deg : float [deg]
        Included angle of the shielded cone, 0 to 360; 0 has none.
    azimuth_deg : float [deg]
        Direction of the cone's axis, clockwise from north.
    cone_neutron_frac, cone_gamma_frac : float [1]
        What passes in the cone, of neutrons with what they make and of the core's own gammas.
    side_neutron_frac, side_gamma_frac : float [1]
        What passes elsewhere; 1 is bare.
    """

    thermal_kwt: float
    east_m: float = 0.0
    north_m: float = 0.0
    cone_deg: float = 0.0
    azimuth_deg: float = 0.0
    cone_neutron_frac: float = 1.0
    cone_gamma_frac: float = 1.0
    side_neutron_frac: float = 1.0
    side_gamma_frac: float = 1.0


@dataclass(frozen=True, slots=True)
class DoseMap:
    """Yearly dose by part.

    Parameters
    ----------
    neutron_msv_year : (*batch,) [mSv/yr]
        Neutrons with the gammas that they make, straight and by the ground.
    gamma_msv_year : (*batch,) [mSv/yr]
        The core's own gammas.
    scattered_msv_year : (*batch,) [mSv/yr]
        Neutrons from the units' sides that the air turns back.
    is_extrapolated : (*batch,) bool
        Where a unit is beyond 2 km.
    """

    neutron_msv_year: Array
    gamma_msv_year: Array
    scattered_msv_year: Array
    is_extrapolated: NDArray[np.bool_]

    @property
    def total_msv_year(self) -> Array:
        """All parts together [mSv/yr]."""
        return self.neutron_msv_year + self.gamma_msv_year + self.scattered_msv_year


def dose_at(sources: Sequence[DoseSource], east_m: ArrayLike, north_m: ArrayLike) -> DoseMap:
    """Yearly dose at places from several units at full power.

    Parameters
    ----------
    sources : sequence of DoseSource
        Units; none gives none.
    east_m, north_m : (*batch,) [m]
        Places, broadcast against each other. Within 10 m of a unit the dose at 10 m is given, beyond 5 km
        that of the inverse square, both only a picture.

    Returns
    -------
    DoseMap

    Raises
    ------
    OutOfRange
        If a unit's figures are outside their range.

    Notes
    -----
    D = bare(r) [(1 - s(r)) f + s(r) f_side] with the part f let through in that direction, f_side beside the
    cone, and the share s(r) that comes by air (:func:`kilosol.fission.scattered_frac`). Gammas follow their
    own ground and air factor and are not scattered back in numbers that count.

    Examples
    --------
    >>> bare = dose_at([DoseSource(175.0)], 0.0, 1000.0)
    >>> round(float(bare.neutron_msv_year + bare.scattered_msv_year))
    245000
    """
    east, north = np.broadcast_arrays(
        np.asarray(east_m, dtype=np.float64), np.asarray(north_m, dtype=np.float64)
    )
    cited = table("fission/dose")
    near, far = cited.number("nearest_m"), cited.number("extrapolated_m")
    neutron, gamma, scattered = (np.zeros(east.shape) for _ in range(3))
    beyond = np.zeros(east.shape, dtype=bool)
    ratio = core_gamma_frac()
    for unit in sources:
        _check(unit)
        x, y = east - unit.east_m, north - unit.north_m
        distance = np.hypot(x, y)
        inside = _in_cone(unit, x, y)
        held = np.clip(distance, near, far)
        # The rule's square law once, then the distance proper: a map need not stop at its ends.
        bare = float(dose_msv_year(unit.thermal_kwt, near)) * near**2 / np.maximum(distance, near) ** 2
        share = np.asarray(scattered_frac(held))
        neutron += bare * (1 - share) * np.where(inside, unit.cone_neutron_frac, unit.side_neutron_frac)
        scattered += bare * share * unit.side_neutron_frac
        own = bare * ratio * gamma_surface_factor(held)
        gamma += own * np.where(inside, unit.cone_gamma_frac, unit.side_gamma_frac)
        beyond |= np.asarray(is_extrapolated(distance))
    return DoseMap(neutron, gamma, scattered, beyond)


def shielded_source(
    thermal_kwt: float,
    distance_m: float,
    limit_msv_year: float,
    side_frac: float,
    *,
    east_m: float = 0.0,
    north_m: float = 0.0,
    azimuth_deg: float = 0.0,
) -> DoseSource:
    """A unit whose shadow shield lets the limit through at a distance, and whose side shield is told.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, positive.
    distance_m : float [m]
        From core to the near edge of the people's zone, 10 to 5000.
    limit_msv_year : float [mSv/yr]
        For which the shield was sized, positive.
    side_frac : float [1]
        What passes beside the cone, neutrons and gammas together, over the bare rule; 0 to 1.
    east_m, north_m, azimuth_deg : float [m], [deg]
        Place and direction, see :class:`DoseSource`.

    Returns
    -------
    DoseSource
        The limit shared between neutrons and gammas in the proportion of the lightest shield.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> unit = shielded_source(175.0, 1000.0, 50.0, 2e-3)
    >>> there = dose_at([unit], 0.0, 1000.0)
    >>> round(float(there.neutron_msv_year + there.gamma_msv_year)), round(float(there.scattered_msv_year))
    (50, 36)
    """
    from kilosol.fission.shield import cone_angle_deg, shadow_shield, shield_parts_frac

    shield = shadow_shield(thermal_kwt, distance_m, limit_msv_year)
    neutron, gamma = shield_parts_frac(shield)
    # The side's part is of the bare rule, which counts no core gammas: both kinds together make it up.
    side = side_frac / (1 + core_gamma_frac())
    return DoseSource(
        thermal_kwt,
        east_m,
        north_m,
        float(cone_angle_deg(distance_m)),
        azimuth_deg,
        min(neutron, side),
        min(gamma, side),
        side,
        side,
    )


def _check(unit: DoseSource) -> None:
    require(0 <= unit.cone_deg <= 360, "cone_deg", unit.cone_deg, "from 0 to 360 [deg]")
    require(np.isfinite([unit.east_m, unit.north_m]), "east_m and north_m", unit, "finite [m]")
    for name in ("cone_neutron_frac", "cone_gamma_frac", "side_neutron_frac", "side_gamma_frac"):
        require(0 <= getattr(unit, name) <= 1, name, getattr(unit, name), "from 0 to 1")


def _in_cone(unit: DoseSource, x: Array, y: Array) -> NDArray[np.bool_]:
    azimuth = np.radians(unit.azimuth_deg)
    along = x * np.sin(azimuth) + y * np.cos(azimuth)
    across = np.abs(x * np.cos(azimuth) - y * np.sin(azimuth))
    # The angle by its tangent's two halves: right for cones wider than a half circle too. An edge that
    # rounding moves by a hair still counts as inside.
    angle = np.degrees(np.arctan2(across, along))
    inside: NDArray[np.bool_] = angle <= unit.cone_deg / 2 + 1e-3**3 if unit.cone_deg > 0 else angle < 0
    return inside
