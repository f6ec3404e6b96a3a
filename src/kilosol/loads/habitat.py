"""Parts of the base's load that are fixed or grow with people."""

from __future__ import annotations

from typing import Literal

from kilosol.data import table
from kilosol.limits import require

BaseLoad = Literal["life_support", "thermal", "living", "avionics", "eva", "rover", "science", "oxygen"]


def base_load_kw(load: BaseLoad, n_people: float) -> float:
    """Mean power of one part of a crewed base, without margin.

    Parameters
    ----------
    load : str
        Which part.
    n_people : float
        People at the base, 0 or more; grounded at 4 to 6.

    Returns
    -------
    float [kW]   Fixed part plus part per person.

    Raises
    ------
    OutOfRange
        If the number is negative.

    Examples
    --------
    >>> base_load_kw("life_support", 6)
    4.0
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    cited = table("loads/habitat")
    fixed = cited.number(f"{load}_fixed_kw") if f"{load}_fixed_kw" in cited else 0.0
    return fixed + n_people * cited.number(f"{load}_per_person_kw")


def keep_alive_kw(n_people: float) -> float:
    """Power that keeps an empty habitat from freezing and in touch.

    Parameters
    ----------
    n_people : float
        People the habitat is built for, 0 or more; 10 kW stands for six.

    Returns
    -------
    float [kW]

    Raises
    ------
    OutOfRange
        If the number is negative.

    Examples
    --------
    >>> keep_alive_kw(6), round(keep_alive_kw(4), 1)
    (10.0, 8.3)
    """
    require(n_people >= 0, "n_people", n_people, "0 or more")
    cited = table("loads/habitat")
    fixed = cited.number("keep_alive_fixed_frac")
    return cited.number("keep_alive_kw") * (
        fixed + (1 - fixed) * n_people / cited.number("n_keep_alive_people")
    )
