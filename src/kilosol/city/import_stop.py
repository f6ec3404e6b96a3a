"""The import-stop test: whether a city lives and keeps its industry once no ship comes any more.

The city passes at T if in the years after, in nearly all draws of storms, failures and a missed last
delivery, nobody dies of want and neither its industry nor its power shrinks. It knows that no ship comes:
stores are kept for people through the years of the test before they go into upkeep, and for both before
growth. With constant closure c, stores V and
needs N per person, the stores of P people last V / ((1 - c) N P), which is the oracle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.city.growth import POWER_STOCKS, STEPS_PER_YEAR, City, draw_weather
from kilosol.city.params import LIMITS, CityStock, city_params, city_room, spread_records
from kilosol.city.rules import CityRules
from kilosol.errors import OutOfRange
from kilosol.limits import require
from kilosol.records import empty_records

#: A year's end is found to this part of a year.
_SAME_YEAR = 1e-3


def stop_imports(
    city: City, rules: CityRules, year: int, *, stop_years: int, n_draws: int, pass_frac: float, seed: int,
    skip: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:  # fmt: skip
    """Which cities pass the import-stop test at the end of a year.

    Parameters
    ----------
    city : City
        Growth so far.
    rules : CityRules
    year : int
        Last year with deliveries.
    stop_years : int
        Years to live without.
    n_draws : int
        Draws of weather and failures for each city.
    pass_frac : float
        Part of the draws that must be survived.
    seed : int
        Seed of the draws, shared by all cities.
    skip : (n,), optional
        Cities not to test, for example because they passed before; they count as failed here.

    Returns
    -------
    (n,)
        True where people stay alive and neither industry nor power shrinks.

    Raises
    ------
    OutOfRange
        If the year is outside the city's growth, no year or draw is asked for, or the part is not one.
    """
    skipped = np.zeros(city.people.shape[0], dtype=np.bool_) if skip is None else skip
    test = _Test(rules, stop_years=stop_years, n_draws=n_draws, pass_frac=pass_frac, seed=seed)
    return test.passed_at(city, year, skipped)


class _Test:
    """The test's rules, put once into the form that the compiled loops take."""

    def __init__(
        self, rules: CityRules, *, stop_years: int, n_draws: int, pass_frac: float, seed: int
    ) -> None:
        if stop_years < 1 or n_draws < 1:
            raise OutOfRange("stop_years and n_draws", f"{stop_years} and {n_draws}", "at least 1 each")
        require(0.0 < pass_frac <= 1.0, "pass_frac", pass_frac, "above 0 and at most 1")
        self.rules, self.n_draws, self.pass_frac, self.seed = rules, n_draws, pass_frac, seed
        self.n_steps = stop_years * STEPS_PER_YEAR
        self.params = city_params(rules)

    def passed_at(self, city: City, year: int, skip: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which cities pass at the end of a year."""
        from kilosol.city.kernel import live_without_imports

        start = stocks_at(city, year)
        weather = draw_weather(
            self.rules, self.n_draws, self.n_steps, seed=self.seed, subsystem=f"city/stop/{year}"
        )
        passed = np.zeros(start.size, dtype=np.bool_)
        live_without_imports(
            start, weather.is_storm, weather.is_failure, weather.is_missed, skip,
            self.params, spread_records(city.spread), 1.0 / STEPS_PER_YEAR, self.pass_frac, city_room(),
            passed,
        )  # fmt: skip
        return passed


def stands_alone_from(
    city: City, rules: CityRules, *, stop_years: int, n_draws: int, pass_frac: float, seed: int,
    last_year: int | None = None,
) -> NDArray[np.int64]:  # fmt: skip
    """First year at whose end each city passes the import-stop test.

    Parameters
    ----------
    city, rules, stop_years, n_draws, pass_frac, seed
        As of :func:`stop_imports`.
    last_year : int, optional
        Last year tested.

    Returns
    -------
    (n,)
        0 where none does. A city that once stood alone is not tested again.
    """
    first = np.zeros(city.people.shape[0], dtype=np.int64)
    test = _Test(rules, stop_years=stop_years, n_draws=n_draws, pass_frac=pass_frac, seed=seed)
    for end in city.year:
        year = round(end) - 1
        if last_year is not None and year > last_year:
            break
        passed = test.passed_at(city, year, first > 0)
        first[passed & (first == 0)] = year
    return first


@dataclass(frozen=True, slots=True)
class Diary:
    """One city in one draw, quarter by quarter after its last delivery.

    Parameters
    ----------
    year : (s,) [yr]
    people, power_kw, capital_t : (s,)
    stores_by_class_t : (s, 8) [t]
    is_storm, is_failure : (s,)
    served_frac : (s,)
        Part of the people whom want did not kill in the step.
    limit : (s,)
        Index into ``LIMITS``.
    is_missed : bool
        Whether the last delivery did not come.
    entries : tuple of (year, text)
        What a reader is told, in order.
    """

    year: NDArray[np.float64]
    people: NDArray[np.float64]
    power_kw: NDArray[np.float64]
    capital_t: NDArray[np.float64]
    stores_by_class_t: NDArray[np.float64]
    is_storm: NDArray[np.bool_]
    is_failure: NDArray[np.bool_]
    served_frac: NDArray[np.float64]
    limit: NDArray[np.int64]
    is_missed: bool
    entries: tuple[tuple[float, str], ...]


def stop_diary(
    city: City, rules: CityRules, index: int, year: int, *, stop_years: int, seed: int, draw: int = 0
) -> Diary:
    """What one city lives through when its deliveries stop: the same draw as in the test.

    Parameters
    ----------
    city : City
    rules : CityRules
    index : int
        Which campaign.
    year : int
        Last year with deliveries.
    stop_years : int
    seed : int
    draw : int
        Which draw, from 0.

    Returns
    -------
    Diary
    """
    from kilosol.city.kernel import miss_delivery
    from kilosol.city.step import live_step

    n_steps = stop_years * STEPS_PER_YEAR
    before = stocks_at(city, year)[index]
    stock = before.copy()
    weather = draw_weather(rules, draw + 1, n_steps, seed=seed, subsystem=f"city/stop/{year}")
    storm, failure = weather.is_storm[draw], weather.is_failure[draw]
    is_missed = bool(weather.is_missed[draw])
    params, (_, flow, work) = city_params(rules), city_room()
    spread = spread_records(city.spread)[index]
    if is_missed:
        miss_delivery(stock, params, spread, work)
    stocks, served = empty_records(n_steps, CityStock()), np.ones(n_steps)
    limit = np.zeros(n_steps, np.int64)
    for s in range(n_steps):
        live_step(
            stock, params, spread, 1.0 / STEPS_PER_YEAR, bool(storm[s]), bool(failure[s]),
            0, (n_steps - s) / STEPS_PER_YEAR, flow, work,
        )  # fmt: skip
        stocks[s], limit[s], served[s] = stock, flow.limit, flow.alive_frac
    years = year + 1.0 + np.arange(1, n_steps + 1) / STEPS_PER_YEAR
    entries = _entries(before, stocks, years, storm, failure, served, limit, is_missed)
    plain = np.asarray(stocks)
    return Diary(
        years, plain["people"], _power_kw(plain), plain["capital_t"].sum(axis=1), plain["stores_t"], storm,
        failure, served, limit, is_missed, entries,
    )  # fmt: skip


def _power_kw(stocks: NDArray[Any]) -> NDArray[np.float64]:
    """Power plant of all origins [kW]."""
    return np.asarray(np.stack([stocks[name] for name in POWER_STOCKS], axis=-1).sum(axis=-1))


def stocks_at(city: City, year: int) -> Any:
    """Stocks of all cities at the end of a year, records of shape (n,).

    Raises
    ------
    OutOfRange
        If the year is outside the growth.
    """
    column = int(np.searchsorted(city.year, year + 1.0 - _SAME_YEAR))
    if column >= city.year.size or abs(city.year[column] - year - 1.0) > _SAME_YEAR:
        raise OutOfRange("year", year, f"between {int(city.year[0]) - 1} and {int(city.year[-1]) - 1}")
    return city.stocks[:, column].copy()


def import_stop_year(stores_t: float, closure_frac: float, people: float, need_t_year: float) -> float:
    """Years that stores last after an import stop at constant closure: V / ((1 - c) N P).

    Parameters
    ----------
    stores_t : float [t]
        Stores V.
    closure_frac : float
        Closure c, from 0 to 1.
    people : float
        P.
    need_t_year : float [t/yr]
        Needs N per person.

    Returns
    -------
    float [yr]
        Infinite at full closure, and where nobody needs anything.

    Raises
    ------
    OutOfRange
        If the closure is outside its range, or another value negative.

    Examples
    --------
    >>> import_stop_year(500.0, 0.5, 100.0, 5.0)
    2.0
    """
    if not 0.0 <= closure_frac <= 1.0:
        raise OutOfRange("closure_frac", closure_frac, "between 0 and 1")
    for name, value in (("stores_t", stores_t), ("people", people), ("need_t_year", need_t_year)):
        require(value >= 0.0, name, value, "0 or more")
    gap = (1.0 - closure_frac) * people * need_t_year
    return stores_t / gap if gap > 0.0 else float("inf")


def _entries(
    before: CityStock, stocks: Any, years: NDArray[np.float64],
    storm: NDArray[np.bool_], failure: NDArray[np.bool_], served: NDArray[np.float64],
    limit: NDArray[np.int64], is_missed: bool,
) -> tuple[tuple[float, str], ...]:  # fmt: skip
    """The turns of the story: weather, the first empty store, deaths, what shrinks, what bound at the end."""
    from kilosol.city.rules import CLASSES

    said: list[tuple[float, str]] = []
    start = float(years[0]) - 1.0 / STEPS_PER_YEAR
    said.append(
        (start, "the last ship has gone" + (", and the delivery before it did not come" if is_missed else ""))
    )
    said += [(float(years[s]), "a global storm darkens the arrays") for s in np.flatnonzero(storm)]
    said += [(float(years[s]), "a large failure stops part of the industry") for s in np.flatnonzero(failure)]
    for c, name in enumerate(CLASSES):
        if before.stores_t[c] <= 0.0:
            continue
        empty = np.flatnonzero(stocks["stores_t"][:, c] <= before.stores_t[c] * _SAME_YEAR)
        if empty.size:
            said.append((float(years[empty[0]]), f"the stores of {name} are empty"))
    dying = np.flatnonzero(served < 1.0 - _SAME_YEAR / 1e6)
    if dying.size:
        said.append((float(years[dying[0]]), "people die of want"))
        gone = np.flatnonzero(stocks["people"] < 1.0)
        said += [(float(years[gone[0]]), "nobody is left")] if gone.size else []
    last = np.asarray(stocks)[-1]
    for name, then, now in (
        ("industry", before.capital_t.sum(), last["capital_t"].sum()),
        ("power", _power_kw(np.asarray(before)), _power_kw(last)),
        ("habitable area", before.habitat_m2, last["habitat_m2"]),
    ):
        change = now / then - 1.0 if then > 0.0 else 0.0
        said.append(
            (float(years[-1]), f"{name} has {'grown' if change >= 0 else 'shrunk'} by {abs(change):.0%}")
        )
    said.append((float(years[-1]), f"what binds at the end: {LIMITS[limit[-1]]}"))
    return tuple(sorted(said, key=lambda entry: entry[0]))
