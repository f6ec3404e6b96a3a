"""Units on offer: small fission stations with their published figures.

A figure that no source gives is None: nothing is filled in from a neighbour. Powers and masses of tier C
are claims. `is_surface_unit` and `includes_shield` say what a mass covers, and so which masses compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kilosol.data import Table, table, table_names
from kilosol.data.cited import Tier
from kilosol.errors import UnknownName

Conversion = Literal["stirling", "brayton", "thermoelectric", "thermionic", "steam", "unknown"]

_FOLDER = "fission/"
_TIERS: tuple[Tier, ...] = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class FissionUnit:
    """One design of a fission unit.

    Parameters
    ----------
    name : str
        Name of its table, for example ``hp-stirling-40``.
    title : str
        Name for people.
    power_kwe : float [kW]
        Net electric power at the unit's terminals.
    thermal_kwt : float or None [kW]
        Heat of the core at that power.
    mass_kg : float or None [kg]
        Landed mass; what it holds is told by `includes_shield` and `notes`.
    radiator_m2 : float or None [m2]
        Radiating area.
    hot_k, cold_k : float or None [K]
        Ends of the conversion cycle.
    tier : str
        Weakest tier among power and mass: "C" is a claim.
    includes_shield : bool
        Whether the mass holds a shield for people.
    mtbf_hour, repair_hour : float [h]
        Mean time between trips and to restart, by conversion; assumptions.
    conversion : str
        Kind of conversion, ``unknown`` where it is not told.
    offered_by, readiness, notes : str
        Who, how far, and what to know.
    is_surface_unit : bool
        Whether it was designed for the surface of a planet or moon.
    sources : tuple of str
        Keys of references.bib behind its figures.
    """

    name: str
    title: str
    power_kwe: float
    thermal_kwt: float | None
    mass_kg: float | None
    radiator_m2: float | None
    hot_k: float | None
    cold_k: float | None
    tier: Tier
    includes_shield: bool
    mtbf_hour: float
    repair_hour: float
    conversion: Conversion
    offered_by: str
    readiness: str
    notes: str
    is_surface_unit: bool
    sources: tuple[str, ...]

    @property
    def specific_mass_kg_kwe(self) -> float | None:
        """Landed mass over net power [kg/kW]; None where no mass is published."""
        return None if self.mass_kg is None else self.mass_kg / self.power_kwe

    @property
    def net_frac(self) -> float | None:
        """Net electric power over core heat; None where no heat is published."""
        return None if self.thermal_kwt is None else self.power_kwe / self.thermal_kwt

    @property
    def availability_frac(self) -> float:
        """Part of the time it runs, from `mtbf_hour` and `repair_hour`."""
        return self.mtbf_hour / (self.mtbf_hour + self.repair_hour)


def unit_names() -> tuple[str, ...]:
    """Names of all units with a table, sorted.

    Examples
    --------
    >>> "hp-stirling-40" in unit_names(), "dose" in unit_names()
    (True, False)
    """
    names = (n.removeprefix(_FOLDER) for n in table_names(_FOLDER))
    return tuple(n for n in names if _is_unit(n))


def fission_unit(name: str) -> FissionUnit:
    """Unit of a name, as published.

    Parameters
    ----------
    name : str
        One of :func:`unit_names`.

    Returns
    -------
    FissionUnit

    Raises
    ------
    UnknownName
        If no unit bears the name; the nearest is given.

    Examples
    --------
    >>> design = fission_unit("hp-stirling-40")
    >>> design.power_kwe, design.mass_kg, design.tier
    (40.0, 6820.0, 'B')
    >>> fission_unit("selena-kurchatov").mass_kg is None
    True
    """
    if _FOLDER + name not in table_names(_FOLDER) or not _is_unit(name):
        raise UnknownName("fission unit", name, unit_names())
    sheet = table(_FOLDER + name)
    text = sheet.text
    reliability = table("fission/reliability")
    conversion: Conversion = text["conversion"]
    figures = {
        key: _published(sheet, key) for key in ("thermal_kwt", "mass_kg", "radiator_m2", "hot_k", "cold_k")
    }
    weighed = [sheet[key].tier for key in ("power_kwe", "mass_kg") if key in sheet]
    return FissionUnit(
        name=name,
        title=text["title"],
        power_kwe=sheet.number("power_kwe"),
        **figures,
        tier=max(weighed, key=_TIERS.index),
        includes_shield=text["has_shield"],
        mtbf_hour=reliability.number(f"{conversion}_mtbf_hour"),
        repair_hour=reliability.number(f"{conversion}_repair_hour"),
        conversion=conversion,
        offered_by=text["offered_by"],
        readiness=text["readiness"],
        notes=text["notes"],
        is_surface_unit=text["is_surface_unit"],
        sources=tuple(sorted({cited.source for cited in sheet.peek()})),
    )


def _is_unit(name: str) -> bool:
    # The columns of a long table stand in a TOML too, but have no [values] of their own.
    return table(_FOLDER + name).text.get("kind") == "fission_unit"


def _published(sheet: Table, key: str) -> float | None:
    return sheet.number(key) if key in sheet else None
