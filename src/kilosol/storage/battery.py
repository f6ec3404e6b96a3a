"""Lithium-ion batteries: mass, efficiency and usable depth.

Planning values after flight packs, with their ranges in the table `storage/battery`.
"""

from __future__ import annotations

from kilosol.data import table
from kilosol.storage.store import Store


def lithium_ion() -> Store:
    """The lithium-ion pack of table `storage/battery`.

    Notes
    -----
    kg/kWh = 1000 / (Wh/kg) / depth of discharge.

    Examples
    --------
    >>> round(lithium_ion().specific_mass_kg_kwh, 2)
    8.66
    """
    pack = table("storage/battery")
    depth = pack.number("depth_of_discharge_frac")
    return Store(
        specific_mass_kg_kwh=1000 / pack.number("cell_wh_kg") / depth,
        power_kg_kw=pack.number("power_kg_kw"),
        round_trip_frac=pack.number("round_trip_frac"),
        depth_of_discharge_frac=depth,
    )
