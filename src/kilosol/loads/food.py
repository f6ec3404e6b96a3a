"""Electric power of food grown under lamps."""

from __future__ import annotations

from kilosol.data import table
from kilosol.loads.limits import require


def lamp_power_range_kw() -> tuple[float, float]:
    """Low and high mean power of one person's whole diet under lamps.

    Returns
    -------
    tuple of float [kW]

    Notes
    -----
    Edible dry matter over harvest index, times 106 to 242 kWh per kilogram of crop dry matter.

    Examples
    --------
    >>> low, high = lamp_power_range_kw()
    >>> round(low, 1), round(high, 1)
    (5.5, 15.6)
    """
    cited = table("loads/food")
    edible = cited.number("edible_kg_day") / 24
    low = edible / cited.number("harvest_high_frac") * cited.number("dry_low_kwh_kg")
    high = edible / cited.number("harvest_low_frac") * cited.number("dry_high_kwh_kg")
    return low, high


def lamp_power_kw(n_people: float, lamps_frac: float = 1.0) -> float:
    """Mean power of food under lamps, the middle of its range.

    Parameters
    ----------
    n_people : float
        People fed, 0 or more.
    lamps_frac : float
        Part of their food grown under lamps, 0 to 1.

    Returns
    -------
    float [kW]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(lamp_power_kw(6), 1)
    63.3
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    require(0 <= lamps_frac <= 1, "lamps_frac", lamps_frac, "from 0 to 1")
    low, high = lamp_power_range_kw()
    return n_people * lamps_frac * (low + high) / 2
