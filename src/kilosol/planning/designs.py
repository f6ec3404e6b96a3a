"""Which designs are compared: architectures, with and without the partner's station.

A design names its fission units and what may be added around them; how much is added is for the search.
Designs differ in standing: those on offer can be chosen; those that rest on claimed figures, or on a unit
that nobody offers in time, are sized and shown beside them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kilosol.data import table
from kilosol.fission import FissionUnit, fission_unit, shield_mass_kg
from kilosol.grid import FissionBlock
from kilosol.scenario import Scenario

#: Most units that a hybrid is tried with: beyond that it is a fission station.
MOST_HYBRID_UNITS = 2

#: Most units that a station of a small claimed unit may take before it is left out.
MOST_UNITS = 40


@dataclass(frozen=True, slots=True)
class Design:
    """One design to size.

    Parameters
    ----------
    name : str
        Identifier, for example ``partner-fission``.
    title : str
        Name for people.
    architecture : str
        ``fission``, ``solar`` or ``hybrid``.
    technology : str
        Fission technology; empty for solar.
    station_options : tuple of tuples of FissionBlock
        Stations to try; the lightest design of them stands.
    with_solar, with_battery, with_fuel_cell : bool
        What may be added.
    uses_partner : bool
        Whether the partner's station is part of it.
    is_claimed : bool
        Whether a mass or power in it is only claimed.
    on_offer : bool
        Whether all of it is to be had in time.
    """

    name: str
    title: str
    architecture: str
    technology: str = ""
    station_options: tuple[tuple[FissionBlock, ...], ...] = ((),)
    with_solar: bool = False
    with_battery: bool = True
    with_fuel_cell: bool = False
    uses_partner: bool = False
    is_claimed: bool = False
    on_offer: bool = True

    @property
    def can_be_chosen(self) -> bool:
        """Whether the plan may rest on it."""
        return self.on_offer and not self.is_claimed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A technology that cannot be a design, and why."""

    technology: str
    reason: str


def candidate_designs(
    scenario: Scenario, peak_kw: float, mean_kw: float
) -> tuple[tuple[Design, ...], tuple[LeftOut, ...]]:
    """Designs to compare.

    Parameters
    ----------
    scenario : Scenario
        Says which architectures, technologies and offers are on the table.
    peak_kw : float [kW]
        Highest vital and essential load of the base, to carry with units out.
    mean_kw : float [kW]
        Mean load with the deferrable part that must be served, to carry with all units up.

    Returns
    -------
    designs : tuple of Design
    left_out : tuple of LeftOut
        Units without a published mass, or too small for the base.
    """
    wanted, offer = scenario.power.architectures, scenario.partners.station
    designs: list[Design] = []
    left_out: list[LeftOut] = []
    if "solar" in wanted:
        designs.append(Design("solar-battery", "Solar with batteries", "solar", with_solar=True))
        designs.append(
            Design("solar-fuel-cell", "Solar with fuel cells", "solar", with_solar=True, with_fuel_cell=True)
        )
    own = fission_unit(scenario.power.own_technology)
    designs += _around_unit(
        "own", own, scenario, (peak_kw, mean_kw), None, on_offer=scenario.power.own_on_offer
    )
    if offer.offered:
        unit = fission_unit(offer.technology)
        designs += _around_unit("partner", unit, scenario, (peak_kw, mean_kw), offer.n_units)
        for name in offer.claimed_alternatives:
            claimed = fission_unit(name)
            if claimed.mass_kg is None:
                left_out.append(LeftOut(name, f"{claimed.title}: no mass published"))
            elif (
                units_needed(claimed.power_kwe, peak_kw, mean_kw, scenario.power.n_units_tripped) > MOST_UNITS
            ):
                left_out.append(LeftOut(name, f"{claimed.title}: too small for this base"))
            else:
                designs += _around_unit(f"partner-{name}", claimed, scenario, (peak_kw, mean_kw), None)
    return tuple(designs), tuple(left_out)


def _around_unit(
    stem: str,
    unit: FissionUnit,
    scenario: Scenario,
    load_kw: tuple[float, float],
    most_units: int | None,
    *,
    on_offer: bool = True,
) -> list[Design]:
    """A fission station of one kind of unit, and a hybrid of fewer of them with solar.

    `load_kw` is the peak to carry with units out and the mean to carry with all up.
    """
    wanted, n_tripped = scenario.power.architectures, scenario.power.n_units_tripped
    needed = units_needed(unit.power_kwe, *load_kw, n_tripped)
    n = needed if most_units is None else min(needed, most_units)
    standing = {
        "uses_partner": stem.startswith("partner"),
        "is_claimed": unit.is_claimed,
        "on_offer": on_offer,
    }
    found: list[Design] = []
    if "fission" in wanted:
        found.append(
            Design(
                f"{stem}-fission",
                fission_title(unit, n),
                "fission",
                unit.name,
                ((fission_block(unit, n, scenario),),),
                **standing,
            )
        )
    # A claimed unit is shown once, as the station that its provider speaks of.
    if "hybrid" in wanted and needed > 1 and not unit.is_claimed:
        # With as many units as the load needs a hybrid would be a fission station.
        counts = range(1, min(MOST_HYBRID_UNITS, n, needed - 1) + 1)
        options = tuple((fission_block(unit, k, scenario),) for k in counts)
        found.append(
            Design(
                f"{stem}-hybrid",
                f"{unit.title} with solar",
                "hybrid",
                unit.name,
                options,
                with_solar=True,
                **standing,
            )
        )
    return found


def fission_title(unit: FissionUnit, n_units: int) -> str:
    """Title of a station of units alone, which a sizing may come to with more of them than were asked."""
    return f"{n_units} × {unit.title}"


def fission_block(unit: FissionUnit, n_units: int, scenario: Scenario) -> FissionBlock:
    """Units of one technology as the grid sees them, shielded for the habitat.

    A unit whose published mass holds no shield for people gets one sized for the scenario's limit and
    distance: a comparison of bare with shielded units would be none. The limit is shared by the units that
    run at once; those that stand by add nothing.
    """
    if unit.mass_kg is None:
        raise ValueError(f"{unit.name} has no published mass")
    shield_kg = 0.0
    if not unit.includes_shield:
        ask = scenario.power
        share_msv_year = ask.dose_limit_msv_year / units_running(n_units, ask.n_units_tripped)
        shield_kg = float(shield_mass_kg(core_heat_kwt(unit), ask.standoff_m, share_msv_year))
    return FissionBlock(
        technology=unit.name,
        n_units=n_units,
        unit_kwe=unit.power_kwe,
        unit_mass_kg=unit.mass_kg + shield_kg,
        mtbf_hour=unit.mtbf_hour,
        repair_hour=unit.repair_hour,
        restart_hour=min(table("fission/start_up").number("start_hour"), unit.repair_hour),
    )


def core_heat_kwt(unit: FissionUnit) -> float:
    """Heat of a unit's core; where none is published, that of a Stirling unit of its power."""
    if unit.thermal_kwt is not None:
        return unit.thermal_kwt
    return unit.power_kwe / table("fission/hp-stirling-40").number("net_frac")


def units_running(n_units: int, n_tripped: int) -> int:
    """Units at power at once: the others stand by for a trip.

    Examples
    --------
    >>> units_running(5, 1), units_running(1, 1)
    (4, 1)
    """
    return max(n_units - n_tripped, 1)


def units_needed(unit_kwe: float, peak_kw: float, mean_kw: float, n_tripped: int) -> int:
    """Units that carry the peak with some of them out, and the mean with all of them up.

    Examples
    --------
    >>> units_needed(10.0, 32.0, 45.0, 1), units_needed(4.0, 32.0, 45.0, 1)
    (5, 12)
    """
    return max(math.ceil(peak_kw / unit_kwe) + n_tripped, math.ceil(mean_kw / unit_kwe))
