"""Stocks, rules and flows of a city as records: what the compiled steps read and write, by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from kilosol.city.rules import N_CLASSES, ByClass, CityRules, balance, with_mining
from kilosol.records import empty_records, of_floats, record_of

#: What binds growth, by the codes in ``growth.City.limit``.
LIMITS = ("nobody there", "ships", "power", "labour", "capital", "feedstock", "closure", "people")
NOBODY, SHIPS, POWER, WORK, INDUSTRY, ORE, CLOSURE, TOO_FEW = range(len(LIMITS))

Floats = NDArray[np.float64]


def _nothing() -> Floats:
    return np.zeros(N_CLASSES)


@dataclass(frozen=True, slots=True)
class CityParams(CityRules):
    """Rules of a city with what follows from them, by class.

    Parameters
    ----------
    dug_mwh_t : (8,) [MWh/t]
        Electricity of goods, with what is dug for them.
    dug_worker_year_t : (8,)
        Labour of goods, in worker-years a tonne, with what is dug for them.
    mix_frac : (8,)
        Parts of the capital of a city that stands on its own.
    """

    dug_mwh_t: ByClass
    dug_worker_year_t: ByClass
    mix_frac: ByClass


@dataclass(slots=True)
class CityStock:
    """What stands in a city.

    Parameters
    ----------
    people, robots : float
    small_kw, large_kw, local_kw : float [kW]
        Small stations and large reactors from the Earth, arrays made there.
    habitat_m2 : float [m2]
    capital_t, stores_t : (8,) [t]
        By class.
    """

    people: float = 0.0
    robots: float = 0.0
    small_kw: float = 0.0
    large_kw: float = 0.0
    local_kw: float = 0.0
    habitat_m2: float = 0.0
    capital_t: Floats = field(default_factory=_nothing)
    stores_t: Floats = field(default_factory=_nothing)


@dataclass(slots=True)
class CityFlow:
    """What one step moved.

    Parameters
    ----------
    used_t, made_t, imported_t : (8,) [t]
        By class.
    had_mwh, used_mwh : float [MWh]
        Electricity to be had, and used.
    dug_t : float [t]
        Feedstock.
    limit : int
        What bound, by its place in :data:`LIMITS`.
    alive_frac : float
        Part of the people who lived.
    """

    used_t: Floats = field(default_factory=_nothing)
    made_t: Floats = field(default_factory=_nothing)
    imported_t: Floats = field(default_factory=_nothing)
    had_mwh: float = 0.0
    used_mwh: float = 0.0
    dug_t: float = 0.0
    limit: int = 0
    alive_frac: float = 1.0


@dataclass(slots=True)
class YearFlow:
    """The same of a year, over all classes."""

    used_t: float = 0.0
    made_t: float = 0.0
    imported_t: float = 0.0
    used_mwh: float = 0.0
    alive_frac: float = 1.0


@dataclass(slots=True)
class CitySpread:
    """What a campaign finds: factors on the scale of closure, the work of robots, the energy of goods."""

    closure_factor: float = 1.0
    robot_factor: float = 1.0
    energy_factor: float = 1.0


@dataclass(slots=True)
class CityWork:
    """Room for a step: by class, closure, goods wanted and made, capacity left, reserve, upkeep; budgets.

    Budgets are energy of goods [MWh], labour [worker-years] and feedstock [t]. Stores to be kept are for
    those there, for each newcomer and for each tonne of industry.
    """

    closure: Floats = field(default_factory=_nothing)
    want: Floats = field(default_factory=_nothing)
    made: Floats = field(default_factory=_nothing)
    capacity: Floats = field(default_factory=_nothing)
    reserve: Floats = field(default_factory=_nothing)
    upkeep: Floats = field(default_factory=_nothing)
    kept_t: Floats = field(default_factory=_nothing)
    kept_by_person_t: Floats = field(default_factory=_nothing)
    kept_by_capital_t: Floats = field(default_factory=_nothing)
    energy_mwh: float = 0.0
    labour_years: float = 0.0
    ore_t: float = 0.0


class CityRoom(NamedTuple):
    """Room to grow one city in: its stocks, as one record in an array, what moves in a step, and the rest."""

    stocks: Any
    flow: CityFlow
    work: CityWork


def city_room() -> CityRoom:
    """Room to grow one city in."""
    return CityRoom(empty_records(1, CityStock()), record_of(CityFlow()), record_of(CityWork()))


def spread_records(factors: Floats) -> Sequence[CitySpread]:
    """Factors of campaigns (n, 3) as records."""
    return of_floats(factors, CitySpread())


def city_params(rules: CityRules) -> CityParams:
    """Rules as a record, mining counted into energy and labour.

    Examples
    --------
    >>> from kilosol.city.rules import cited_city_rules
    >>> float(city_params(cited_city_rules()).mix_frac.sum().round(12))
    1.0
    """
    energy, labour = with_mining(rules)
    found = balance(rules)
    params = CityParams(
        **{f.name: getattr(rules, f.name) for f in dataclasses.fields(CityRules)},
        dug_mwh_t=cast(ByClass, energy),
        dug_worker_year_t=cast(ByClass, labour),
        mix_frac=cast(ByClass, found.capital_t / found.capital_t.sum()),
    )
    return record_of(params)
