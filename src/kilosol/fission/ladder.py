"""The levels of detail, each with the band that published cases give it.

Level 0 is the power law through the five Stirling designs of 2025 and their area per kilowatt; level 1 the
sum of components. A level's band is the spread of published over computed values of cases it was not fitted
to.
Level 2, the dynamics, adds no mass: its own page tells its errors.
"""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.fission.mass import station_mass_kg
from kilosol.fission.station import station_of
from kilosol.fission.unit import FissionUnit, fission_unit
from kilosol.limits import require

#: Cases of neither level's making, with the shields that they were designed for: none, or for people.
MASS_CASES = {"compass-2022-40": True, "fsp-2010-40": False, "kilopower-10-mars": True, "mars-hpr-3": False}
#: Further cases of level 1: of the team whose 40 kWe design left one coefficient, at other powers.
FAMILY_CASES = ("nets-stirling-10", "nets-stirling-20", "nets-stirling-80", "nets-stirling-100")
#: Published radiators other than the one that gave the panel factor.
AREA_CASES = ("compass-2022-40", "kilopower-10", *FAMILY_CASES)
#: Sink of a case's own study [K], where it is not the default.
_SINK_KEY = "sink_k"


@dataclass(frozen=True, slots=True)
class Case:
    """One published case against one level.

    Parameters
    ----------
    name : str
        Unit.
    published, computed : float
        Mass [kg] or area [m2].
    """

    name: str
    published: float
    computed: float

    @property
    def error_frac(self) -> float:
        """Published over computed, less one."""
        return self.published / self.computed - 1


@dataclass(frozen=True, slots=True)
class Band:
    """Spread of a level over the cases it was not fitted to.

    Parameters
    ----------
    level : int
        0 or 1.
    quantity : {"mass", "radiator"}
        What is compared.
    cases : tuple of Case
        At least three.
    """

    level: int
    quantity: str
    cases: tuple[Case, ...]

    @property
    def low_frac(self) -> float:
        """Lowest published over computed, less one; at most 0."""
        return min(0.0, *(case.error_frac for case in self.cases))

    @property
    def high_frac(self) -> float:
        """Highest published over computed, less one; at least 0."""
        return max(0.0, *(case.error_frac for case in self.cases))

    def around(self, value: float) -> tuple[float, float]:
        """Ends of the band about a value."""
        return value * (1 + self.low_frac), value * (1 + self.high_frac)


def level_band(level: int, quantity: str = "mass") -> Band:
    """Band of a level.

    Parameters
    ----------
    level : {0, 1}
    quantity : {"mass", "radiator"}

    Returns
    -------
    Band

    Raises
    ------
    OutOfRange
        If there is no such level or quantity.

    Examples
    --------
    >>> band = level_band(1)
    >>> len(band.cases), -0.3 < band.low_frac < 0 < band.high_frac < 0.4
    (8, True)
    """
    require(level in (0, 1), "level", level, "0 or 1 (level 2 is the dynamics and adds no mass)")
    require(quantity in ("mass", "radiator"), "quantity", repr(quantity), "'mass' or 'radiator'")
    if quantity == "radiator":
        cases = tuple(_area_case(level, fission_unit(name)) for name in AREA_CASES)
    elif level == 0:
        cases = tuple(_law_case(fission_unit(name)) for name in MASS_CASES)
    else:
        outside = tuple(_sum_case(fission_unit(name), MASS_CASES[name]) for name in MASS_CASES)
        cases = outside + tuple(_sum_case(fission_unit(name), True) for name in FAMILY_CASES)
    return Band(level, quantity, cases)


def law_radiator_m2(power_kwe: float) -> float:
    """Emitting face by level 0: the area per kilowatt of the published 40 kWe Stirling design.

    Parameters
    ----------
    power_kwe : float [kW]
        Net power of one unit, positive.

    Returns
    -------
    float [m2]

    Examples
    --------
    >>> law_radiator_m2(80.0)
    280.0
    """
    require(power_kwe > 0, "power_kwe", power_kwe, "positive [kW]")
    anchor = fission_unit("hp-stirling-40")
    return power_kwe * (anchor.radiator_m2 or 0.0) / anchor.power_kwe


def _law_case(unit: FissionUnit) -> Case:
    return Case(unit.name, _mass_of(unit), float(station_mass_kg(unit.power_kwe).mass_kg))


def _sum_case(unit: FissionUnit, has_shield: bool) -> Case:
    distance = unit.figure("design_distance_m") or 1e3
    design = station_of(
        unit,
        distance,
        unit.figure("design_limit_msv_year"),
        has_shield=has_shield,
        sink_k=unit.figure(_SINK_KEY),
    )
    return Case(unit.name, _mass_of(unit), design.total_kg)


def _area_case(level: int, unit: FissionUnit) -> Case:
    area = unit.radiator_m2 or 0.0
    if level == 0:
        return Case(unit.name, area, law_radiator_m2(unit.power_kwe))
    return Case(unit.name, area, station_of(unit, sink_k=unit.figure(_SINK_KEY)).radiator_m2)


def _mass_of(unit: FissionUnit) -> float:
    return unit.mass_kg or 0.0
