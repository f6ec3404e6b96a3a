"""Electric power of a person in a city: by use, what would lower it, and who can carry it.

The uses follow from the rules of the city: a city that makes all it uses, solved for its stocks
(:func:`kilosol.city.rules.balance`), so that the power that making power takes is in it.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.city.rules import CityRules, balance, cited_city_rules
from kilosol.limits import require
from kilosol.loads.tree import city_power_kw_per_person


def person_power_kw(rules: CityRules, growth_per_year: float = 0.0) -> dict[str, float]:
    """Mean power of one person in a city that makes all it uses.

    Parameters
    ----------
    rules : CityRules
    growth_per_year : float [1/yr]
        Of the whole city.

    Returns
    -------
    dict [kW]
        Vital (life support and habitat), transport, robots, and goods by class with what is dug for them.

    Examples
    --------
    >>> 12.0 < sum(person_power_kw(cited_city_rules()).values()) < 30.0
    True
    """
    return balance(rules, growth_per_year).uses_kw


def what_lowers_power_kw(rules: CityRules) -> dict[str, float]:
    """Power of one person after one change each.

    Parameters
    ----------
    rules : CityRules

    Returns
    -------
    dict [kW]
        By what is changed: food all in sunlit houses, or all under lamps (that raises it); half the goods;
        half the wear of power and machines; half the energy of local power; half the energy of vitamins.

    Examples
    --------
    >>> changed = what_lowers_power_kw(cited_city_rules())
    >>> changed["food in sunlit houses"] < changed["as it is"] < changed["food under lamps"]
    True
    """
    from kilosol.city.rules import FOOD, POWER_PLANT

    def total(**changed: object) -> float:
        return balance(dataclasses.replace(rules, **changed)).power_kw  # type: ignore[arg-type]

    def energy(where: int, value: float) -> tuple[float, ...]:
        return tuple(value if c == where else e for c, e in enumerate(rules.energy_kwh_kg))

    sunlit = cited_city_rules(lamps_frac=0.0).energy_kwh_kg[FOOD]
    lamps = cited_city_rules(lamps_frac=1.0).energy_kwh_kg[FOOD]
    own = rules.energy_kwh_kg
    food = range(len(own))
    return {
        "as it is": balance(rules).power_kw,
        "food in sunlit houses": total(energy_kwh_kg=energy(FOOD, sunlit)),
        "food under lamps": total(energy_kwh_kg=energy(FOOD, lamps)),
        "half the goods but food": total(
            need_t_per_person_year=tuple(
                n if c == FOOD else n / 2.0 for c, n in zip(food, rules.need_t_per_person_year, strict=True)
            )
        ),
        "half the wear": total(
            power_wear_per_year=rules.power_wear_per_year / 2.0,
            capital_wear_per_year=rules.capital_wear_per_year / 2.0,
        ),
        "local power of half the energy": total(energy_kwh_kg=energy(POWER_PLANT, own[POWER_PLANT] / 2.0)),
        "vitamins of half the energy": total(energy_kwh_kg=energy(len(own) - 1, own[-1] / 2.0)),
    }


def power_by_size_kw(n_people: ArrayLike) -> NDArray[np.float64]:
    """Mean power of one person from the load tree of cities, by size.

    Parameters
    ----------
    n_people : (*batch,)
        10 to 1,000,000.

    Returns
    -------
    (*batch,) [kW]

    Examples
    --------
    >>> power_by_size_kw([1000.0]).round(1).tolist()
    [27.5]
    """
    sizes = np.asarray(n_people, dtype=np.float64)
    flat = [sum(city_power_kw_per_person(float(n)).values()) for n in sizes.ravel()]
    return np.array(flat).reshape(sizes.shape)


def imported_power_people(
    cargo_t_year: ArrayLike, kwe_per_person: float, kg_per_kwe: float, renewal_per_year: float
) -> NDArray[np.float64]:
    """People whose power can be kept up from imports alone, if all cargo is power plant.

    Parameters
    ----------
    cargo_t_year : (*batch,) [t/yr]
        Landed in a year.
    kwe_per_person : float [kW]
    kg_per_kwe : float [kg/kW]
        Of imported plant.
    renewal_per_year : float [1/yr]
        Wear and growth of power together.

    Returns
    -------
    (*batch,)
        Beyond this many, imported power is not possible any more.

    Raises
    ------
    OutOfRange
        If a value is negative, or one of the last three is 0.

    Examples
    --------
    >>> round(float(imported_power_people(50000.0, 20.0, 60.0, 0.05)))
    833333
    """
    cargo = np.asarray(cargo_t_year, dtype=np.float64)
    require(cargo >= 0.0, "cargo_t_year", cargo_t_year, "0 or more [t/yr]")
    for name, value in (("kwe_per_person", kwe_per_person), ("kg_per_kwe", kg_per_kwe),
                        ("renewal_per_year", renewal_per_year)):  # fmt: skip
        require(value > 0.0, name, value, "above 0")
    return np.asarray(cargo * 1000.0 / (kwe_per_person * kg_per_kwe * renewal_per_year))
