"""What a reactor does to things: fluence and absorbed dose at a distance, against what equipment bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kilosol.data import table
from kilosol.fission.dose import ground_air_factor
from kilosol.limits import Floats, require

Equipment = Literal["converter", "electronics"]
EQUIPMENT: tuple[Equipment, ...] = ("converter", "electronics")

# Seconds of a Julian year.
_YEAR_S = 31557600.0


@dataclass(frozen=True, slots=True)
class EquipmentNeed:
    """What a shield must let through at most for one kind of equipment to live.

    Parameters
    ----------
    at_m : float [m]
        Where it stands in the design that states the limit.
    fluence_per_cm2 : float [1/cm2]
        Neutrons from a bare unit there in the given time.
    gamma_krad : float [krad]
        Gammas from a bare unit there.
    neutron_frac, gamma_frac : float [1]
        Largest parts that the shield may let through; 1 needs none.
    bare_distance_m : float [m]
        How far it must stand with no shield at all.
    """

    at_m: float
    fluence_per_cm2: float
    gamma_krad: float
    neutron_frac: float
    gamma_frac: float
    bare_distance_m: float


def fluence_per_cm2(
    thermal_kwt: Floats, distance_m: Floats, year: Floats, neutron_frac: Floats = 1.0
) -> Floats:
    """Neutrons through a square centimetre in years of full power.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From the core, at least 0.5.
    year : (*batch,) [yr]
        At full power, 0 or more.
    neutron_frac : (*batch,) [1]
        What the shield lets through, 0 to 1.

    Returns
    -------
    (*batch,) [1/cm2]   One leaked neutron per fission; ground and air add their share from 50 m on.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> f"{float(fluence_per_cm2(175.0, 10.0, 10.0)):.1e}"
    '1.4e+17'
    """
    born = table("fission/dose").number("fissions_per_joule") * _joules(thermal_kwt, year)
    _check_part(neutron_frac, "neutron_frac")
    through: Floats = (born * np.asarray(neutron_frac) / _area_cm2(distance_m))[()]
    return through


def absorbed_krad(thermal_kwt: Floats, distance_m: Floats, year: Floats, gamma_frac: Floats = 1.0) -> Floats:
    """Absorbed dose of the core's gammas in years of full power.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From the core, at least 0.5.
    year : (*batch,) [yr]
        At full power, 0 or more.
    gamma_frac : (*batch,) [1]
        What the shield lets through, 0 to 1.

    Returns
    -------
    (*batch,) [krad]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(float(absorbed_krad(175.0, 10.0, 10.0)) / 1e3)
    402
    """
    cited = table("fission/dose")
    mev = cited.number("prompt_gamma_mev") + cited.number("product_gamma_mev")
    leaks = table("fission/shield").number("gamma_leakage_frac")
    photons_mev = cited.number("fissions_per_joule") * _joules(thermal_kwt, year) * mev * leaks
    _check_part(gamma_frac, "gamma_frac")
    dose = photons_mev * table("fission/equipment").number("gamma_mev_krad_cm2")
    through: Floats = (dose * np.asarray(gamma_frac) / _area_cm2(distance_m))[()]
    return through


def equipment_need(
    kind: Equipment, thermal_kwt: float, year: float, distance_m: float | None = None
) -> EquipmentNeed:
    """What the published tolerance of equipment asks of the shield between it and the core.

    Parameters
    ----------
    kind : {"converter", "electronics"}
        Stirling converters (5e14 neutrons and 25 Mrad) or electronics (5e11 and 25 krad).
    thermal_kwt : float [kW]
        Core heat, positive.
    year : float [yr]
        At full power, positive.
    distance_m : float, optional [m]
        Where it stands; that of the design that states the limit by default: 1 m and 10 m.

    Returns
    -------
    EquipmentNeed

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> need = equipment_need("electronics", 175.0, 10.0)
    >>> f"{need.neutron_frac:.0e}", need.bare_distance_m > 2000
    ('4e-06', True)
    """
    require(kind in EQUIPMENT, "kind", repr(kind), f"one of {', '.join(EQUIPMENT)}")
    require(0 < thermal_kwt < np.inf, "thermal_kwt", thermal_kwt, "positive [kW]")
    require(0 < year < np.inf, "year", year, "positive [yr]")
    cited = table("fission/equipment")
    at = cited.number(f"{kind}_m") if distance_m is None else distance_m
    neutrons = float(fluence_per_cm2(thermal_kwt, at, year))
    gammas = float(absorbed_krad(thermal_kwt, at, year))
    by_neutrons = cited.number(f"{kind}_per_cm2") / neutrons
    by_gammas = cited.number(f"{kind}_krad") / gammas
    # Far off the ground and the air add to what comes straight.
    added = float(ground_air_factor(1000.0))
    return EquipmentNeed(
        at, neutrons, gammas, min(by_neutrons, 1.0), min(by_gammas, 1.0),
        at * float(np.sqrt(added / min(by_neutrons, by_gammas))),
    )  # fmt: skip


def _joules(thermal_kwt: Floats, year: Floats) -> Floats:
    heat, years = np.asarray(thermal_kwt, dtype=np.float64), np.asarray(year, dtype=np.float64)
    require(np.isfinite(heat) & (heat >= 0), "thermal_kwt", thermal_kwt, "0 or more [kW]")
    require(np.isfinite(years) & (years >= 0), "year", year, "0 or more [yr]")
    joules: Floats = 1e3 * heat * years * _YEAR_S
    return joules


def _area_cm2(distance_m: Floats) -> Floats:
    distance = np.asarray(distance_m, dtype=np.float64)
    require((distance >= 0.5) & np.isfinite(distance), "distance_m", distance_m, "0.5 or more [m]")
    area: Floats = 4 * np.pi * (100 * distance) ** 2
    return area


def _check_part(frac: Floats, name: str) -> None:
    part = np.asarray(frac)
    require((part >= 0) & (part <= 1), name, frac, "from 0 to 1")
