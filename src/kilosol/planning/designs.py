"""Which designs are compared: architectures, with and without the partner's station.

A design names its fission units and what may be added around them; how much is added is for the search.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kilosol.fission import FissionUnit, fission_unit
from kilosol.grid import FissionBlock
from kilosol.scenario import Scenario

#: Most own units that a hybrid is tried with: beyond that it is a fission station.
MOST_HYBRID_UNITS = 3


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
        Fission technologies used, joined by ``+``; empty for solar.
    station_options : tuple of tuples of FissionBlock
        Stations to try; the lightest design of them stands.
    with_solar, with_battery, with_fuel_cell : bool
        What may be added.
    uses_partner : bool
        Whether the partner's station is part of it.
    is_claimed : bool
        Whether a mass or power in it is only claimed.
    """

    name: str
    title: str
    architecture: str
    technology: str
    station_options: tuple[tuple[FissionBlock, ...], ...]
    with_solar: bool
    with_battery: bool
    with_fuel_cell: bool
    uses_partner: bool = False
    is_claimed: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A technology that cannot be a design, and why."""

    technology: str
    reason: str


def candidate_designs(
    scenario: Scenario, peak_kw: float
) -> tuple[tuple[Design, ...], tuple[LeftOut, ...]]:
    """Designs to compare.

    Parameters
    ----------
    scenario : Scenario
        Says which architectures, technologies and offers are on the table.
    peak_kw : float [kW]
        Highest vital and essential load of the base.

    Returns
    -------
    designs : tuple of Design
    left_out : tuple of LeftOut
        Units without a published mass.
    """
    wanted = scenario.power.architectures
    offer = scenario.partners.station
    own = fission_unit(scenario.power.own_technology)
    designs: list[Design] = []
    left_out: list[LeftOut] = []
    n_tripped = scenario.power.n_units_tripped

    def fission(name: str, title: str, blocks: tuple[FissionBlock, ...], units: list[FissionUnit]) -> Design:
        return Design(
            name=name,
            title=title,
            architecture="fission",
            technology="+".join(dict.fromkeys(u.name for u in units)),
            station_options=(blocks,),
            with_solar=False,
            with_battery=True,
            with_fuel_cell=False,
            uses_partner=name.startswith("partner"),
            is_claimed=any(u.tier == "C" for u in units),
        )

    def hybrid(
        name: str, title: str, options: tuple[tuple[FissionBlock, ...], ...], units: list[FissionUnit]
    ) -> Design:
        return Design(
            name=name,
            title=title,
            architecture="hybrid",
            technology="+".join(dict.fromkeys(u.name for u in units)),
            station_options=options,
            with_solar=True,
            with_battery=True,
            with_fuel_cell=False,
            uses_partner=name.startswith("partner"),
            is_claimed=any(u.tier == "C" for u in units),
        )

    if "fission" in wanted:
        n = units_needed(own.power_kwe, peak_kw, n_tripped)
        blocks = (block(own, n, scenario),)
        designs.append(fission("own-fission", f"{n} × {own.title}", blocks, [own]))
    if "hybrid" in wanted:
        options = tuple((block(own, n, scenario),) for n in range(1, MOST_HYBRID_UNITS + 1))
        designs.append(hybrid("own-hybrid", f"{own.title} with solar", options, [own]))
    if "solar" in wanted:
        nothing: tuple[tuple[FissionBlock, ...], ...] = ((),)
        designs.append(
            Design("solar-battery", "Solar with batteries", "solar", "", nothing, True, True, False)
        )
        designs.append(
            Design("solar-fuel-cell", "Solar with fuel cells", "solar", "", nothing, True, True, True)
        )
    if offer.offered:
        names = (offer.technology, *offer.claimed_alternatives)
        for position, name in enumerate(names):
            unit = fission_unit(name)
            if unit.mass_kg is None:
                left_out.append(LeftOut(name, f"{unit.title}: no mass published"))
                continue
            stem = "partner" if position == 0 else f"partner-{name}"
            partner = block(unit, offer.n_units, scenario)
            if "fission" in wanted:
                # Own small units make up what the partner's leave open with the largest units out.
                n_own = backup_units(unit.power_kwe, offer.n_units, own.power_kwe, peak_kw, n_tripped)
                blocks = (partner, block(own, n_own, scenario)) if n_own else (partner,)
                title = f"{offer.n_units} × {unit.title}" + (f" + {n_own} × {own.title}" if n_own else "")
                designs.append(fission(f"{stem}-fission", title, blocks, [unit, own] if n_own else [unit]))
            if "hybrid" in wanted:
                title = f"{offer.n_units} × {unit.title} with solar"
                designs.append(hybrid(f"{stem}-hybrid", title, ((partner,),), [unit]))
    return tuple(designs), tuple(left_out)


def block(unit: FissionUnit, n_units: int, scenario: Scenario) -> FissionBlock:
    """Units of one technology as the grid sees them."""
    return FissionBlock(
        technology=unit.name,
        n_units=n_units,
        unit_kwe=unit.power_kwe,
        unit_mass_kg=unit.mass_kg if unit.mass_kg is not None else math.nan,
        mtbf_hour=unit.mtbf_hour,
        repair_hour=unit.repair_hour,
    )


def units_needed(unit_kwe: float, peak_kw: float, n_tripped: int) -> int:
    """Units that carry a load with some of them out.

    Examples
    --------
    >>> units_needed(10.0, 32.0, 1)
    5
    """
    return math.ceil(peak_kw / unit_kwe) + n_tripped


def backup_units(
    unit_kwe: float, n_units: int, own_kwe: float, peak_kw: float, n_tripped: int
) -> int:
    """Own units that make up a partner's station when the largest units of both are out.

    Examples
    --------
    >>> backup_units(40.0, 1, 10.0, 32.0, 1), backup_units(40.0, 2, 10.0, 32.0, 1)
    (4, 0)
    """
    for n_own in range(0, 1000):
        sizes = sorted([unit_kwe] * n_units + [own_kwe] * n_own, reverse=True)
        if sum(sizes[n_tripped:]) >= peak_kw:
            return n_own
    return 1000
