"""What of a plant fails: units, cables, arrays by string, converters, stores and what burns the reserve.

A plant's groups are named, and each draws by its name: a design with one group more shares the luck of all
others with its rivals. Identical parts share some of their failures; a trip that a restart mends takes none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.grid.failures import Failures
from kilosol.grid.microgrid import Branch, Component
from kilosol.grid.plant import FissionBlock, Plant

#: Groups beside the units: name, branch, row of their number and row of their times in ``grid/failures``, and
#: whether they stand in line with the sources of the branch.
EQUIPMENT: tuple[tuple[str, Branch, str, str, bool], ...] = (
    ("cables", "station", "cables", "cable", True),
    ("array strings", "array", "array_strings", "array_string", False),
    ("array converters", "array", "converters", "converter", True),
    ("battery modules", "battery", "battery_modules", "battery_module", False),
    ("battery converters", "battery", "converters", "converter", True),
    ("electrolyser stacks", "electrolyser", "fuel_cell_stacks", "fuel_cell_stack", False),
    ("fuel cell stacks", "fuel_cell", "fuel_cell_stacks", "fuel_cell_stack", False),
    ("generators", "reserve", "generators", "generator", False),
)

#: Size of a plant that tells whether a branch stands there.
SIZE_OF_BRANCH = {
    "array": "solar_m2",
    "battery": "battery_kwh",
    "electrolyser": "electrolyser_kw",
    "fuel_cell": "fuel_cell_kwh",
    "reserve": "reserve_kw",
}


@dataclass(frozen=True, slots=True)
class Reliability:
    """How the parts of a plant fail together and how often.

    Parameters
    ----------
    common_cause_frac : float
        Beta factor: part of a component's failures that all of its group share.
    failure_factor : float
        Multiplies every failure rate of units; 1 leaves them as cited.
    equipment : tuple of Component
        What else fails, as :func:`plant_equipment` reads it from its table; empty: units alone.
    unit_trip_frac : float
        Part of a unit's failures that are trips, mended by a restart and without a part.
    unit_trip_hour : float [h]
        From a trip to power.
    """

    common_cause_frac: float
    failure_factor: float = 1.0
    equipment: tuple[Component, ...] = ()
    unit_trip_frac: float = 0.0
    unit_trip_hour: float = 0.0

    def __post_init__(self) -> None:
        for name in ("common_cause_frac", "unit_trip_frac"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise OutOfRange(name, getattr(self, name), "between 0 and 1")
        for name in ("failure_factor", "unit_trip_hour"):
            if not 0.0 <= getattr(self, name) < math.inf:
                raise OutOfRange(name, getattr(self, name), "finite and not negative")


def plant_equipment(common_cause_frac: float) -> tuple[Component, ...]:
    """Groups that stand beside the units, from the table of their failures.

    Parameters
    ----------
    common_cause_frac : float
        Beta factor of each group.

    Returns
    -------
    tuple of Component

    Examples
    --------
    >>> [part.n for part in plant_equipment(0.05) if part.branch == "array"]
    [10, 2]
    """
    rates = table("grid/failures")
    return tuple(
        Component(
            name,
            branch,
            max(round(rates.number(number)), 1),
            Failures(
                rates.number(f"{times}_mtbf_hour"), rates.number(f"{times}_repair_hour"), common_cause_frac
            ),
            is_link=is_link,
        )
        for name, branch, number, times, is_link in EQUIPMENT
    )


def whole_plant_reliability(failure_factor: float = 1.0) -> Reliability:
    """How a whole plant fails, from the tables.

    Parameters
    ----------
    failure_factor : float
        Multiplies every failure rate of units.

    Returns
    -------
    Reliability
    """
    beta = table("grid/reliability").number("common_cause_frac")
    rates = table("grid/failures")
    return Reliability(
        beta,
        failure_factor,
        plant_equipment(beta),
        rates.number("unit_trip_frac"),
        rates.number("unit_trip_hour"),
    )


def unit_failures(
    block: FissionBlock, how: Reliability, n_spares: int | None = None, lead_hour: float = 0.0
) -> Failures:
    """How the units of a block fail and are mended.

    The mean outage is that of the block, trips and starts included: the fewer hours trips take of it, the
    longer are the repairs.

    Parameters
    ----------
    block : FissionBlock
    how : Reliability
    n_spares : int or None
        Sets of parts in stock; None: never short.
    lead_hour : float [h]
        From the order of a part to its delivery.

    Returns
    -------
    Failures

    Examples
    --------
    >>> unit = FissionBlock("a", 2, 40.0, 7000.0, 15000.0, 500.0, 8.0)
    >>> how = unit_failures(unit, Reliability(0.05, 1.0, (), 0.5, 24.0))
    >>> how.out_hour, how.mttr_hour
    (500.0, 968.0)
    """
    rate = how.failure_factor / block.mtbf_hour
    trip_hour = min(how.unit_trip_hour, block.repair_hour)
    trip_frac = how.unit_trip_frac if how.unit_trip_frac < 1.0 else 1.0
    mended = block.repair_hour
    if 0.0 < trip_frac < 1.0:
        mended = (block.repair_hour - trip_frac * trip_hour) / (1.0 - trip_frac)
    restart = min(max(block.restart_hour, 0.0), mended)
    return Failures(
        1.0 / rate if rate > 0.0 else math.inf,
        mended - restart,
        how.common_cause_frac,
        restart_hour=restart,
        n_spares=n_spares,
        lead_hour=lead_hour,
        trip_frac=trip_frac,
        trip_hour=trip_hour,
    )


def plant_components(
    plant: Plant,
    how: Reliability,
    n_spares: int | None = None,
    lead_hour: float = 0.0,
    *,
    is_open: bool = False,
) -> tuple[Component, ...]:
    """Components of a plant that fail.

    Parameters
    ----------
    plant : Plant
    how : Reliability
    n_spares : int or None
    lead_hour : float [h]
        As of :func:`unit_failures`.
    is_open : bool
        Whether sizes beside the units are still open, so that all that may come beside them fails.

    Returns
    -------
    tuple of Component
    """
    units = tuple(
        Component(
            block.technology,
            "station",
            block.n_units,
            unit_failures(block, how, n_spares, lead_hour),
            block.n_units * block.unit_kwe / plant.fission_kwe,
        )
        for block in plant.fission
        if block.n_units > 0 and block.unit_kwe > 0.0
    )
    return units + tuple(part for part in how.equipment if _stands(plant, part.branch, is_open=is_open))


def _stands(plant: Plant, branch: Branch, *, is_open: bool) -> bool:
    if branch == "station":
        return plant.fission_kwe > 0.0
    return is_open or bool(getattr(plant, SIZE_OF_BRANCH[branch]) > 0.0)
