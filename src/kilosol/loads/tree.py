"""The load tree: what must be powered, phase by phase, in four classes.

Classes in the order of service: vital (people die), essential (the mission limps), deferrable (work
waits), sheddable (nobody notices for weeks).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from kilosol.data import columns, table
from kilosol.limits import require
from kilosol.loads.food import lamp_power_kw
from kilosol.loads.habitat import BaseLoad, base_load_kw, keep_alive_kw

LoadClass = Literal["vital", "essential", "deferrable", "sheddable"]
Phase = Literal["precursor", "keep-alive", "crew", "propellant", "city"]
Profile = Literal["flat", "crew", "thermal"]
Serves = Literal["people", "robots", "propellant"]

#: Order of service, and of the rows of every array by class.
LOAD_CLASSES: tuple[LoadClass, ...] = ("vital", "essential", "deferrable", "sheddable")

# Name, part of the base, class, key of the allowed outage, profile over the sol.
_BASE: tuple[tuple[str, BaseLoad, LoadClass, str, Profile], ...] = (
    ("life support", "life_support", "vital", "life_support", "flat"),
    ("heat and ventilation", "thermal", "vital", "thermal", "thermal"),
    ("avionics and communication", "avionics", "essential", "avionics", "flat"),
    ("lights, galley and hygiene", "living", "essential", "living", "crew"),
    ("airlock and suits", "eva", "essential", "eva", "crew"),
    ("rover charging", "rover", "deferrable", "rover", "flat"),
    ("oxygen from the air", "oxygen", "deferrable", "oxygen", "flat"),
    ("science, medicine and workshop", "science", "sheddable", "science", "crew"),
)

_CITY: tuple[tuple[str, str, LoadClass, str, Profile], ...] = (
    ("life support", "life_support_kw", "vital", "life_support", "flat"),
    ("habitats", "habitat_kw", "essential", "living", "crew"),
    ("food", "food_kw", "essential", "crops", "flat"),
    ("transport and construction", "transport_kw", "deferrable", "transport", "flat"),
    ("industry", "industry_kw", "sheddable", "industry", "flat"),
)


@dataclass(frozen=True, slots=True)
class LoadItem:
    """One load of the tree.

    Parameters
    ----------
    name : str
        What it is.
    load_class : {"vital", "essential", "deferrable", "sheddable"}
        Order of service.
    mean_kw : float [kW]
        Mean over a Mars year, margin included.
    allowed_outage_hour : float [h]
        Time without power before harm begins.
    note : str
        Where the figure comes from.
    profile : {"flat", "crew", "thermal"}
        How it moves over a sol, with its mean kept.
    restart_kwh : float [kWh]
        Energy that gives nothing when the load comes back after an outage.
    serves : {"people", "robots", "propellant"}
        Whom it is for; an empty habitat is kept for people.
    """

    name: str
    load_class: LoadClass
    mean_kw: float
    allowed_outage_hour: float
    note: str
    profile: Profile = "flat"
    restart_kwh: float = 0.0
    serves: Serves = "people"


def load_tree(
    phase: Phase,
    *,
    n_people: float,
    n_robots: float,
    robot_kw: float,
    food_by_lamps_frac: float = 0.0,
    propellant_kw: float = 0.0,
    growth_frac: float | None = None,
) -> tuple[LoadItem, ...]:
    """Loads of a phase.

    Parameters
    ----------
    phase : {"precursor", "keep-alive", "crew", "propellant", "city"}
        ``precursor``: an empty habitat kept alive, its link and the robots. ``keep-alive``: the same,
        between crews. ``propellant``: the same with the propellant plant. ``crew``: people live there; a
        plant, if any, runs beside them. ``city``: by power per person, grounded from 10 to a million.
    n_people : float
        People who live there, or for whom the empty habitat is built; 0 or more.
    n_robots : float
        Robots at the site, 0 or more.
    robot_kw : float [kW]
        Mean power of one robot, its keep-warm included (:func:`~kilosol.loads.robots.robot_mean_kw`).
    food_by_lamps_frac : float
        Part of the food grown under lamps, 0 to 1. A city grows food anyway; the larger power counts.
    propellant_kw : float [kW]
        Electric power of the propellant plant, 0 or more. It is taken as given, without margin.
    growth_frac : float, optional
        Margin on every other load, 0 or more; cited default 0.3.

    Returns
    -------
    tuple of LoadItem
        Without loads of 0 kW.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    A crewed base is a fixed part plus a part per person, 26 kW for six before margin. A robot's
    keep-warm is essential, the rest of its power deferrable.

    Examples
    --------
    >>> base = load_tree("crew", n_people=6, n_robots=0, robot_kw=0.0)
    >>> round(sum(item.mean_kw for item in base), 1)
    34.0
    """
    margin = table("loads/habitat").number("growth_frac") if growth_frac is None else growth_frac
    require(
        phase in get_args(Phase),
        "phase",
        repr(phase),
        "'precursor', 'keep-alive', 'crew', 'propellant' or 'city'",
    )
    for name, value, unit in (
        ("n_people", n_people, ""),
        ("n_robots", n_robots, ""),
        ("robot_kw", robot_kw, " [kW]"),
        ("propellant_kw", propellant_kw, " [kW]"),
        ("growth_frac", margin, ""),
    ):
        require(np.isfinite(value) and value >= 0, name, value, "0 or more" + unit)
    require(0 <= food_by_lamps_frac <= 1, "food_by_lamps_frac", food_by_lamps_frac, "from 0 to 1")
    if phase == "city":
        loads = _city_loads(n_people, food_by_lamps_frac)
    elif phase == "crew":
        loads = _crew_loads(n_people, food_by_lamps_frac)
    else:
        loads = _empty_habitat_loads(n_people)
    loads += _robot_loads(n_robots, robot_kw)
    items = [_with_margin(item, margin) for item in loads]
    plant = _item("propellant plant", "deferrable", propellant_kw, "plant", "as asked, no margin")
    items.append(replace(plant, serves="propellant"))
    return tuple(item for item in items if item.mean_kw > 0)


def class_totals_kw(items: Iterable[LoadItem]) -> dict[LoadClass, float]:
    """Mean power of each class.

    Parameters
    ----------
    items : iterable of LoadItem
        A load tree.

    Returns
    -------
    dict [kW]
        All four classes, in the order of service.

    Examples
    --------
    >>> item = LoadItem("lamp", "sheddable", 2.0, 24.0, "example")
    >>> class_totals_kw([item])
    {'vital': 0.0, 'essential': 0.0, 'deferrable': 0.0, 'sheddable': 2.0}
    """
    totals: dict[LoadClass, float] = dict.fromkeys(LOAD_CLASSES, 0.0)
    for item in items:
        totals[item.load_class] += item.mean_kw
    return totals


def served_totals_kw(items: Iterable[LoadItem]) -> dict[Serves, float]:
    """Mean power by whom it serves.

    Parameters
    ----------
    items : iterable of LoadItem
        A load tree.

    Returns
    -------
    dict [kW]
        People, robots and the propellant plant; their sum is that of the classes.

    Examples
    --------
    >>> items = load_tree("crew", n_people=6, n_robots=50, robot_kw=0.28)
    >>> {who: round(kw, 1) for who, kw in served_totals_kw(items).items()}
    {'people': 34.0, 'robots': 18.2, 'propellant': 0.0}
    """
    totals: dict[Serves, float] = dict.fromkeys(get_args(Serves), 0.0)
    for item in items:
        totals[item.serves] += item.mean_kw
    return totals


def city_power_kw_per_person(n_people: float) -> dict[str, float]:
    """Mean power of one person in a settlement, by use.

    Parameters
    ----------
    n_people : float
        People, 10 to 1,000,000.

    Returns
    -------
    dict [kW]
        Columns of the table of cities; linear in the logarithm of the number of people.

    Raises
    ------
    OutOfRange
        If the number is outside the table.

    Examples
    --------
    >>> round(sum(city_power_kw_per_person(1000).values()), 1)
    27.5
    """
    cities = columns("loads/city")
    sizes = cities["n_people"]
    low, high = float(sizes[0]), float(sizes[-1])
    require(low <= n_people <= high, "n_people", n_people, f"{low:g} to {high:g} in a city")
    at = np.log(n_people)
    return {use: float(np.interp(at, np.log(sizes), cities[use])) for _, use, *_ in _CITY}


def _item(
    name: str, load_class: LoadClass, mean_kw: float, outage: str, note: str, profile: Profile = "flat"
) -> LoadItem:
    allowed = table("loads/outages").number(f"{outage}_hour")
    restart = mean_kw * table("loads/restarts").number(f"{outage}_hour")
    return LoadItem(name, load_class, mean_kw, allowed, note, profile, restart)


def _with_margin(item: LoadItem, growth_frac: float) -> LoadItem:
    note = f"{item.note}; {growth_frac:.0%} margin" if growth_frac > 0 else item.note
    factor = 1 + growth_frac
    return replace(item, mean_kw=item.mean_kw * factor, note=note, restart_kwh=item.restart_kwh * factor)


def _crew_loads(n_people: float, lamps_frac: float) -> list[LoadItem]:
    note = "loads/habitat: fixed part and part per person"
    items = [
        _item(name, load_class, base_load_kw(part, n_people), outage, note, profile)
        for name, part, load_class, outage, profile in _BASE
    ]
    lamps = lamp_power_kw(n_people, lamps_frac)
    return [*items, _item("crops under lamps", "deferrable", lamps, "crops", "loads/food: middle of range")]


def _empty_habitat_loads(n_people: float) -> list[LoadItem]:
    comms = table("loads/habitat").number("comms_kw")
    return [
        _item(
            "keep-alive of the habitat",
            "vital",
            keep_alive_kw(n_people),
            "keep_alive",
            "loads/habitat: 8 to 12 kW for six people",
            "thermal",
        ),
        _item("communication", "essential", comms, "avionics", "loads/habitat: relay and direct link"),
    ]


def _robot_loads(n_robots: float, robot_kw: float) -> list[LoadItem]:
    keep_warm = min(robot_kw, table("loads/robots").number("keep_warm_kw"))
    note = "loads/robots: press-grade power"
    items = [
        _item("robots, keep-warm", "essential", n_robots * keep_warm, "robots_keep_warm", note),
        _item("robots at work", "deferrable", n_robots * (robot_kw - keep_warm), "robots", note),
    ]
    return [replace(item, serves="robots") for item in items]


def _city_loads(n_people: float, lamps_frac: float) -> list[LoadItem]:
    per_person = city_power_kw_per_person(n_people)
    per_person["food_kw"] = max(per_person["food_kw"], lamp_power_kw(1, lamps_frac))
    note = "loads/city: power per person by size of settlement"
    return [
        _item(name, load_class, n_people * per_person[use], outage, note, profile)
        for name, use, load_class, outage, profile in _CITY
    ]
