"""Units on offer: small fission stations with their published figures.

A figure that no source gives is None: nothing is filled in from a neighbour. Powers and masses of tier C
are claims, or were only recalled. `is_surface_unit` and `includes_shield` say what a mass covers, and so
which masses compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from kilosol.data import Table, table, table_names
from kilosol.data.cited import Tier
from kilosol.data.inputs import own_table
from kilosol.data.own_files import own_toml
from kilosol.errors import DataError, UnknownName
from kilosol.limits import require

Conversion = Literal["stirling", "brayton", "thermoelectric", "thermionic", "steam", "unknown"]
Fuel = Literal["HEU", "HALEU", "not stated"]
Maturity = Literal["flown", "tested", "layout", "estimated"]

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
        Weakest tier among power and mass.
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
    fuel : str
        ``HEU``, ``HALEU`` or ``not stated``; the other columns of its table say more where there is more.
    maturity : str
        How firm its masses are, for the growth allowance: ``flown``, ``tested``, ``layout`` or ``estimated``.
    is_claimed : bool
        Whether power or mass is of tier C because somebody claims it, not because it was only recalled.
    sheet : Table
        Its table, for :meth:`figure`.
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
    fuel: Fuel
    maturity: Maturity
    is_claimed: bool
    sheet: Table = field(repr=False, compare=False)

    def figure(self, key: str) -> float | None:
        """Published value of a key of the unit's table; None where there is none.

        Examples
        --------
        >>> fission_unit("hp-stirling-40").figure("reject_kw"), fission_unit("zeus").figure("reject_kw")
        (119.0, None)
        """
        return _published(self.sheet, key)

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
    return _unit_of(name, table(_FOLDER + name))


def unit_from_text(text: str, name: str) -> FissionUnit:
    """Unit of a user's own TOML, written like the tables that ship.

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        What to call it in messages.

    Returns
    -------
    FissionUnit

    Raises
    ------
    DataError
        If it is no TOML, lacks a key, or a value lacks its unit, source, place or tier.
    OutOfRange
        If a power, mass or temperature cannot be.

    Examples
    --------
    >>> cited = 'unit = "kW", source = "assumption", where = "mine", tier = "D"'
    >>> lines = ['title = "Mine"', 'conversion = "stirling"', "[values]",
    ...          f"power_kwe = {{ value = 25.0, {cited} }}"]
    >>> own = unit_from_text(chr(10).join(lines), "mine.toml")
    >>> own.power_kwe, own.mass_kg, own.fuel
    (25.0, None, 'not stated')
    """
    try:
        raw = own_toml(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name}: not TOML: {error}") from error
    needed = [key for key in ("title", "conversion") if not isinstance(raw.get(key), str)]
    if needed:
        raise DataError(f"{name}: lacks {' and '.join(needed)}")
    if "power_kwe" not in raw.get("values", {}):
        raise DataError(f"{name}: lacks values.power_kwe, its net electric power")
    return _unit_of(name, own_table(name, raw))


def _unit_of(name: str, sheet: Table) -> FissionUnit:
    text = sheet.text
    _check_words(name, text)
    reliability = table("fission/reliability")
    conversion: Conversion = text["conversion"]
    figures = {
        key: _published(sheet, key) for key in ("thermal_kwt", "mass_kg", "radiator_m2", "hot_k", "cold_k")
    }
    power_kwe = sheet.number("power_kwe")
    _check_figures(name, power_kwe, figures)
    weighed = [sheet[key] for key in ("power_kwe", "mass_kg") if key in sheet]
    tier = max((cited.tier for cited in weighed), key=_TIERS.index)
    return FissionUnit(
        name=name,
        title=text["title"],
        power_kwe=power_kwe,
        **figures,
        tier=tier,
        includes_shield=bool(text.get("has_shield", False)),
        mtbf_hour=reliability.number(f"{conversion}_mtbf_hour"),
        repair_hour=reliability.number(f"{conversion}_repair_hour"),
        conversion=conversion,
        offered_by=text.get("offered_by", "not stated"),
        readiness=text.get("readiness", "not stated"),
        notes=text.get("notes", ""),
        is_surface_unit=bool(text.get("is_surface_unit", True)),
        sources=tuple(sorted({cited.source for cited in sheet.peek()})),
        fuel=text.get("fuel", "not stated"),
        maturity=text.get("maturity", "layout"),
        is_claimed=tier == "C" and any(c.tier == "C" and c.seen != "recalled" for c in weighed),
        sheet=sheet,
    )


def _check_words(name: str, text: Mapping[str, Any]) -> None:
    for key, default, allowed in (
        ("conversion", "", get_args(Conversion)),
        ("fuel", "not stated", get_args(Fuel)),
        ("maturity", "layout", get_args(Maturity)),
    ):
        got = text.get(key, default)
        require(got in allowed, f"{name}: {key}", repr(got), f"one of {', '.join(allowed)}")


def _check_figures(name: str, power_kwe: float, figures: Mapping[str, float | None]) -> None:
    require(power_kwe > 0, f"{name}: power_kwe", power_kwe, "positive [kW]")
    for key, unit in (("mass_kg", "kg"), ("radiator_m2", "m2"), ("cold_k", "K")):
        value = figures[key]
        require(value is None or value > 0, f"{name}: {key}", value, f"positive [{unit}]")
    thermal, hot, cold = figures["thermal_kwt"], figures["hot_k"], figures["cold_k"]
    require(
        thermal is None or thermal > power_kwe,
        f"{name}: thermal_kwt",
        thermal,
        f"above power_kwe = {power_kwe:g} [kW]",
    )
    if hot is not None and cold is not None:
        require(hot > cold, f"{name}: hot_k", hot, f"above cold_k = {cold:g} [K]")


def _is_unit(name: str) -> bool:
    # The columns of a long table stand in a TOML too, but have no [values] of their own.
    return table(_FOLDER + name).text.get("kind") == "fission_unit"


def _published(sheet: Table, key: str) -> float | None:
    return sheet.number(key) if key in sheet else None
