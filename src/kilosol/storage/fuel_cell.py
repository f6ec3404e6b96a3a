"""Regenerative fuel cells: hydrogen and oxygen made by surplus power, burned in the dark.

Light for long discharges, wasteful for short ones: half of what goes in comes back. Planning values, with
their ranges in the table `storage/fuel_cell`.
"""

from __future__ import annotations

from kilosol.data import table
from kilosol.storage.store import Store


def hydrogen_oxygen() -> Store:
    """The regenerative fuel cell of table `storage/fuel_cell`.

    Examples
    --------
    >>> hydrogen_oxygen().power_kg_kw
    250.0
    """
    cell = table("storage/fuel_cell")
    depth = cell.number("depth_of_discharge_frac")
    return Store(
        specific_mass_kg_kwh=1000 / cell.number("tank_wh_kg") / depth,
        power_kg_kw=1000 / cell.number("stack_w_kg"),
        round_trip_frac=cell.number("round_trip_frac"),
        depth_of_discharge_frac=depth,
    )
