"""Electric power of food: crops under lamps, or in sunlit greenhouses."""

from __future__ import annotations

from typing import Literal

from kilosol.data import table
from kilosol.limits import require

Light = Literal["lamps", "sunlit"]


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


def crop_area_m2(n_people: float) -> float:
    """Crops that feed people whole.

    Parameters
    ----------
    n_people : float
        People fed, 0 or more.

    Returns
    -------
    float [m2]

    Raises
    ------
    OutOfRange
        If the number is negative.

    Examples
    --------
    >>> crop_area_m2(6)
    270.0
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    return n_people * table("loads/food").number("area_m2")


def crop_power_kw(n_people: float, light: Light = "lamps") -> float:
    """Mean power of a whole diet from crops, by area and light.

    Parameters
    ----------
    n_people : float
        People fed, 0 or more.
    light : {"lamps", "sunlit"}
        Where the crop's light comes from.

    Returns
    -------
    float [kW]
        Lamps with the fans and pumps around them; a sunlit house has 1 to 3 kW a person for heat at night,
        fans and pumps, and needs a site and a season with light.

    Raises
    ------
    OutOfRange
        If the number is negative or the light unknown.

    Notes
    -----
    Area times daily light over the lamps' photons a kilowatt-hour. The other way to the same number,
    :func:`lamp_power_kw`, counts by dry matter; they agree within the published range.

    Examples
    --------
    >>> round(crop_power_kw(1), 1), crop_power_kw(1, "sunlit")
    (7.9, 2.0)
    """
    require(light in ("lamps", "sunlit"), "light", repr(light), "'lamps' or 'sunlit'")
    cited, area = table("loads/food"), crop_area_m2(n_people)
    if light == "sunlit":
        return n_people * cited.number("greenhouse_per_person_kw")
    lamps = cited.number("light_mol_m2_day") / cited.number("lamp_mol_kwh") / 24
    return area * (lamps + cited.number("support_w_m2") / 1000)
