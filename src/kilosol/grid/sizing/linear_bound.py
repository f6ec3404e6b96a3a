"""Lower bound on a plant's mass: a linear programme that knows the whole design year beforehand.

What a rule without foresight does in the design year is one of the dispatches that the programme may
choose from, and its converters weigh no more: no simulated plant that holds can be lighter. The difference
is the price of no foresight. Nothing fails here but what the design year says.

Unknowns by segment s of d_s hours: energy held by battery and cells E_s, backlog B_s and overflow o_s of
deferrable work, reserve burned r_s; and five sizes. A store whose charge changes by n_s = E_s - E_(s-1)
takes g_s = max(n_s / eta, n_s) / d_s from the bus: more than it keeps while it fills, a negative number
while it empties. With work w_s = demand + (B_(s-1) - B_s) / d_s - o_s,

    sum of g_s + w_s - r_s - sun area <= station - firm        (the rest is curtailed)
    w_s >= 0,     B_s <= most backlog,     E_s <= energy,     -power d_s <= n_s <= eta power d_s

stores full and backlog empty at the start; in the year, reserve burned <= reserve held and overflow <= the
deferrable energy that may be missed. The maximum makes a row of each way in which the stores may go.

HiGHS is given the dual of this, for two reasons. Each of its points is a bound by itself, so that nothing
has to be believed of an interior point which stopped a little short: what its prices leave unpaid is
subtracted (see ``_certified_t``, after [1]_). And its normal equations have a row for each of the few
unknowns above, in a chain, with the five sizes at their edge; in the programme itself the sizes are columns
that touch every row.

References
----------
.. [1] A. Neumaier, O. Shcherbina, "Safe bounds in linear and mixed-integer linear programming",
   Mathematical Programming 99 (2004) 283-296, doi 10.1007/s10107-003-0433-3 (key neumaier2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.grid.plant import FissionBlock, SpecificMasses, StorageTechnology
from kilosol.grid.sizing.highs import LinearSolution, Solver, solve_linear
from kilosol.grid.sizing.quick import SizingCase, station_output_kw
from kilosol.grid.sizing.segments import segment_means, segment_starts

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix

#: Segments of a Mars year: half as many lose some two per cent of the mass, twice as many take four times
#: as long.
N_SEGMENTS = 4000

#: Part of the segments that the darkest sols take, step by step.
DARK_FRAC = 0.5

#: The programme counts mass in tonnes: numbers near one keep an interior point straight.
KG_UNIT = 1000.0

#: Sums over the year are made of sums of so many: one sum of all would tie every segment to every other.
GROUP = 32

#: Part of the mass that prices may leave unpaid before the solver is sent on to a vertex.
UNPAID_FRAC = 1e-5

#: A size that weighs nothing is taken to be no larger than this many of its natural units.
MOST_UNITS = 1e4

SIZES = ("solar_m2", "battery_kwh", "battery_kw", "fuel_cell_kwh", "fuel_cell_kw")


@dataclass(frozen=True, slots=True)
class LinearBound:
    """The lightest plant with perfect foresight.

    Parameters
    ----------
    is_feasible : bool
        Whether any plant of what may be added holds.
    total_kg : float [kg]
        No plant that holds is lighter, fission units and reserve included; infinite where nothing holds.
    sizes : dict
        ``solar_m2``, ``battery_kwh``, ``battery_kw``, ``fuel_cell_kwh``, ``fuel_cell_kw``.
    start_hour, duration_hour : (m,) [h]
        Segments.
    price_kg_kwh : (m,) [kg/kWh]
        Mass that one more kilowatt-hour of firm demand in a segment would cost.
    solver : str
        Which solver really ran.
    """

    is_feasible: bool
    total_kg: float
    sizes: dict[str, float]
    start_hour: NDArray[np.float64]
    duration_hour: NDArray[np.float64]
    price_kg_kwh: NDArray[np.float64]
    solver: Solver


@dataclass(frozen=True, slots=True)
class _Year:
    """The design year by segments."""

    hours: NDArray[np.float64]
    sun_kw_m2: NDArray[np.float64]
    station_kw: NDArray[np.float64]
    load_kw: NDArray[np.float64]
    start_hour: NDArray[np.float64]


def foresight_bound(
    blocks: Sequence[FissionBlock],
    case: SizingCase,
    storage: StorageTechnology,
    masses: SpecificMasses,
    *,
    with_solar: bool,
    with_battery: bool,
    with_fuel_cell: bool,
    reserve_hour: float = 0.0,
    n_segments: int = N_SEGMENTS,
    solver: Solver | None = None,
) -> LinearBound:
    """Lightest plant with the given fission units and perfect foresight.

    Parameters
    ----------
    blocks : sequence of FissionBlock
        Fission units that stand there; may be empty.
    case : SizingCase
        The design year.
    storage, masses
        Behaviour and mass of what is sized.
    with_solar, with_battery, with_fuel_cell : bool
        What may be added.
    reserve_hour : float [h]
        Propellant kept as reserve, in hours of the mean vital load.
    n_segments : int
        Segments of the year; as many as steps or more takes every step.
    solver : {"hipo", "ipx", "simplex"}, optional
        Which to use; the best at hand if left out.

    Returns
    -------
    LinearBound

    Raises
    ------
    NotConverged
        If the solver stops short of an optimum.

    Examples
    --------
    >>> hour = np.arange(48)
    >>> sun = np.where(hour % 24 < 12, 100.0, 0.0)
    >>> case = SizingCase(sun, np.outer([1.0, 0, 0, 0], np.ones(48)), 1.0, 0, 0.0, 0.0)
    >>> masses = SpecificMasses(2.0, 8.0, 1.0, 2.5, 250.0)
    >>> found = foresight_bound((), case, StorageTechnology(1.0, 0.5), masses, with_solar=True,
    ...                         with_battery=True, with_fuel_cell=False)
    >>> round(found.sizes["solar_m2"], 6), round(found.sizes["battery_kwh"], 6)
    (20.0, 12.0)
    """
    year = _year(blocks, case, n_segments)
    reserve_kwh = reserve_hour * float(case.load_kw[0].mean())
    reserve_kw = float(case.load_kw[0].max()) if reserve_hour > 0.0 else 0.0
    mass = [masses.solar_kg_m2, masses.battery_kg_kwh, masses.battery_kg_kw]
    mass += [masses.fuel_cell_kg_kwh, masses.fuel_cell_kg_kw]
    units = _Units.of(case)
    program = _Program(year.hours.size, units)
    stores = []
    if with_battery:
        stores.append(_Store("battery_kwh", "battery_kw", storage.battery_round_trip_frac))
    if with_fuel_cell:
        stores.append(_Store("fuel_cell_kwh", "fuel_cell_kw", storage.fuel_cell_round_trip_frac))
    sizes = [name for store in stores for name in (store.energy, store.power)]
    for name in (["solar_m2"] if with_solar else []) + sizes:
        program.add_size(name, mass[SIZES.index(name)])
    prices_at = _state(program, year, case, stores, _Reserve(reserve_kwh, reserve_kw))
    found, added_t, price_t = _priced(program, solver)
    values, prices = np.zeros(len(SIZES)), np.full(year.hours.size, np.nan)
    if found.has_optimum:
        for name, column in program.size_columns.items():
            values[SIZES.index(name)] = -found.row_prices[column] * units.of_size(name)
        prices = KG_UNIT * price_t[prices_at].sum(axis=0) / units.kw / year.hours
    else:
        values[:] = np.nan
    fixed_kg = sum(b.n_units * b.unit_mass_kg for b in blocks)
    fixed_kg += reserve_kwh * masses.reserve_kg_kwh + reserve_kw * masses.reserve_kg_kw
    return LinearBound(
        is_feasible=found.has_optimum,
        total_kg=added_t * KG_UNIT + fixed_kg,
        sizes=dict(zip(SIZES, values.tolist(), strict=True)),
        start_hour=year.start_hour,
        duration_hour=year.hours,
        price_kg_kwh=prices,
        solver=found.solver,
    )


@dataclass(frozen=True, slots=True)
class _Store:
    """A store by the names of its sizes."""

    energy: str
    power: str
    round_trip_frac: float

    @property
    def ways(self) -> tuple[float, ...]:
        """What it takes from the bus for each unit that it gains, filling and emptying."""
        return tuple({1.0 / self.round_trip_frac, 1.0})


@dataclass(frozen=True, slots=True)
class _Reserve:
    """Propellant that vital loads may burn."""

    kwh: float
    kw: float


@dataclass(frozen=True, slots=True)
class _Units:
    """Natural units: the mean load, a day of it, and the array that gives it.

    Without them the interior point stalls at four digits.
    """

    kw: float
    kwh: float
    m2: float

    @staticmethod
    def of(case: SizingCase) -> _Units:
        kw = max(float(case.load_kw[:3].sum(axis=0).mean()), 1e-3)
        return _Units(kw, 24.0 * kw, 1000.0 * kw / max(float(case.solar_w_m2.mean()), 1e-3))

    def of_size(self, name: str) -> float:
        """Unit of a size."""
        return self.kwh if name.endswith("_kwh") else self.kw if name.endswith("_kw") else self.m2


#: Terms of a row in each segment: columns, coefficients, and the segments in which they stand.
_Term = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]


@dataclass(slots=True)
class _Program:
    """Rows `coefficients @ unknowns >= least` for unknowns that are not negative.

    Of each unknown it is kept how large it can be where the mass is least: so many of its units, and so many
    more for each tonne of the plant.
    """

    n: int
    units: _Units
    weight_t: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    most_per_t: list[float] = field(default_factory=list)
    size_columns: dict[str, int] = field(default_factory=dict)
    n_rows: int = 0
    _least: list[NDArray[np.float64]] = field(default_factory=list)
    _places: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = field(
        default_factory=list
    )

    @property
    def n_columns(self) -> int:
        return len(self.weight_t)

    def add_size(self, name: str, kg: float) -> None:
        """A size: it weighs, so that a light plant bounds it."""
        weight_t = kg * self.units.of_size(name) / KG_UNIT
        self.size_columns[name] = self.n_columns
        self.weight_t.append(weight_t)
        self.most.append(0.0 if weight_t > 0.0 else MOST_UNITS)
        self.most_per_t.append(1.0 / weight_t if weight_t > 0.0 else 0.0)

    def add_flow(self, most: NDArray[np.float64], per_t: float = 0.0) -> NDArray[np.int64]:
        """An unknown of each segment."""
        first = self.n_columns
        self.weight_t += [0.0] * most.size
        self.most += most.tolist()
        self.most_per_t += [per_t] * most.size
        return first + np.arange(most.size)

    def add_rows(self, terms: Sequence[_Term], least: NDArray[np.float64]) -> NDArray[np.int64]:
        """A row in each segment, or in each group of them."""
        rows = self.n_rows + np.arange(least.size)
        self._places += [(rows[where], columns[where], values[where]) for columns, values, where in terms]
        self._least.append(least)
        self.n_rows += least.size
        return rows

    def add_total(self, columns: NDArray[np.int64], values: NDArray[np.float64], most: float) -> None:
        """A sum over the year of at most `most`, made of sums of sums."""
        while columns.size > 1:
            n_groups = -(-columns.size // GROUP)
            totals = self.add_flow(np.full(n_groups, most))
            rows = self.add_rows(
                [(totals, np.ones(n_groups), np.ones(n_groups, dtype=bool))], np.zeros(n_groups)
            )
            self._places.append((rows[np.arange(columns.size) // GROUP], columns, -values))
            columns, values = totals, np.ones(n_groups)
        self.add_rows([(columns, -values, np.ones(1, dtype=bool))], np.array([-most]))

    def matrix(self) -> csc_matrix:
        """Coefficients, (n_rows, n_columns)."""
        from scipy.sparse import coo_matrix

        rows, columns, values = (np.concatenate(part) for part in zip(*self._places, strict=True))
        return coo_matrix((values, (rows, columns)), shape=(self.n_rows, self.n_columns)).tocsc()

    def least(self) -> NDArray[np.float64]:
        """Right-hand sides, (n_rows,)."""
        return np.concatenate(self._least)


def _year(blocks: Sequence[FissionBlock], case: SizingCase, n_segments: int) -> _Year:
    station_kw = station_output_kw(blocks, case)
    firm_kw = case.load_kw[:2].sum(axis=0)
    sun = case.solar_w_m2 / 1000.0
    # In kilowatts that weigh alike: an array that would carry the mean load.
    scale = float(firm_kw.mean() + case.load_kw[2].mean()) / max(float(sun.mean()), 1e-3)
    series = np.stack([sun * scale, firm_kw - station_kw, case.load_kw[2]])
    starts = segment_starts(series, n_segments, _dark_steps(case, station_kw, int(DARK_FRAC * n_segments)))
    n = case.load_kw.shape[1]
    hours = np.diff(np.append(starts, n)) * case.step_hour
    return _Year(
        hours=hours,
        sun_kw_m2=segment_means(sun, starts),
        station_kw=segment_means(station_kw, starts),
        load_kw=segment_means(case.load_kw, starts),
        start_hour=np.asarray(starts * case.step_hour, dtype=np.float64),
    )


def _dark_steps(case: SizingCase, station_kw: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """The sols that leave most to the stores, at most `most` steps of them."""
    n = case.load_kw.shape[1]
    sol = np.arange(n) // 24
    gap = case.load_kw[:2].sum(axis=0) - station_kw
    sun_mean = max(float(case.solar_w_m2.mean()), 1e-3)
    missing = gap - case.solar_w_m2 / sun_mean * max(float(gap.mean()), 0.0)
    by_sol = np.bincount(sol, weights=missing)
    worst = np.argsort(-by_sol, kind="stable")[: most // 24]
    return np.asarray(np.isin(sol, worst))


def _state(
    program: _Program, year: _Year, case: SizingCase, stores: Sequence[_Store], reserve: _Reserve
) -> NDArray[np.int64]:
    """Put the rows of all segments; returns those that balance the bus, (ways, segments)."""
    n, units = program.n, program.units
    one, everywhere, later = np.ones(n), np.ones(n, dtype=bool), np.arange(n) > 0
    # A unit of energy within a segment, in units of power.
    rate = units.kwh / units.kw / year.hours

    def size(name: str, values: NDArray[np.float64], where: NDArray[np.bool_] = everywhere) -> _Term:
        return np.full(n, program.size_columns[name]), values, where

    def gain(columns: NDArray[np.int64], factor: float, full: str | None) -> list[_Term]:
        """What a state gains in each segment, as power; before the first it is full, or nothing."""
        terms = [(columns, factor * rate, everywhere), (np.roll(columns, 1), -factor * rate, later)]
        return terms if full is None else [*terms, size(full, -factor * rate, ~later)]

    most_backlog = (
        table("grid/reliability").number("backlog_hour") * float(case.load_kw[2].mean()) / units.kwh
    )
    slack = case.deferrable_slack_kwh / units.kwh
    work = year.load_kw[2] / units.kw
    backlog = program.add_flow(np.full(n, most_backlog))
    overflow = program.add_flow(np.minimum(slack * rate, work + most_backlog * rate))
    levels = {
        s.energy: program.add_flow(np.zeros(n), program.most_per_t[program.size_columns[s.energy]])
        for s in stores
    }
    # Work that is put off or given up, and so not done now.
    put_off: list[_Term] = [*gain(backlog, 1.0, None), (overflow, one, everywhere)]
    supply = list(put_off)
    if "solar_m2" in program.size_columns:
        supply.append(size("solar_m2", year.sun_kw_m2 * units.m2 / units.kw))
    if reserve.kwh > 0.0:
        most_kw = np.minimum(reserve.kw, year.load_kw[0]) / units.kw
        burned = program.add_flow(most_kw)
        supply.append((burned, one, everywhere))
        program.add_rows([(burned, -one, everywhere)], -most_kw)
        program.add_total(burned, 1.0 / rate, reserve.kwh / units.kwh)
    firm = (year.load_kw[:2].sum(axis=0) - year.station_kw) / units.kw
    balance = []
    for ways in product(*(store.ways for store in stores)):
        taken = [
            t for s, way in zip(stores, ways, strict=True) for t in gain(levels[s.energy], -way, s.energy)
        ]
        balance.append(program.add_rows(supply + taken, firm + work))
    program.add_rows([(columns, -values, where) for columns, values, where in put_off], -work)
    program.add_rows([(backlog, -one, everywhere)], np.full(n, -most_backlog))
    program.add_total(overflow, 1.0 / rate, slack)
    nothing = np.zeros(n)
    for store in stores:
        level = levels[store.energy]
        program.add_rows([size(store.energy, one), (level, -one, everywhere)], nothing)
        for way in (-1.0 / store.round_trip_frac, 1.0):
            program.add_rows([size(store.power, one), *gain(level, way, store.energy)], nothing)
    return np.stack(balance)


def _priced(program: _Program, solver: Solver | None) -> tuple[LinearSolution, float, NDArray[np.float64]]:
    """Solve the dual; returns what came back, the bound [t], and the prices of the rows [t].

    The dual: prices, none negative, that ask no more for any unknown than it weighs.
    """
    matrix, least = program.matrix(), program.least()
    weight_t = np.array(program.weight_t)
    for to_vertex in (False, True):
        found = solve_linear(
            -least,
            matrix.T.tocsc(),
            (np.full(weight_t.size, -np.inf), weight_t),
            (np.zeros(least.size), np.full(least.size, np.inf)),
            solver=solver,
            to_vertex=to_vertex,
        )
        if not found.has_optimum:
            # Prices without end: no plant of what may be added meets all rows.
            return found, np.inf, np.full(least.size, np.nan)
        price_t = np.maximum(found.values, 0.0)
        bound_t = _certified_t(program, matrix, least, price_t)
        if float(price_t @ least) - bound_t <= UNPAID_FRAC * bound_t:
            break
    return found, bound_t, price_t


def _certified_t(
    program: _Program, matrix: csc_matrix, least: NDArray[np.float64], price_t: NDArray[np.float64]
) -> float:
    """A mass that no plant can be below, from prices that are nearly right [t].

    For any prices p >= 0 and any plant x that meets the rows, weight @ x >= p @ least - over @ x, where
    `over` is what the prices ask for an unknown beyond its weight; and x is bounded by the mass itself.
    """
    over = np.maximum(matrix.T @ price_t - np.array(program.weight_t), 0.0)
    asked = float(price_t @ least) - float(over @ np.array(program.most))
    return max(asked / (1.0 + float(over @ np.array(program.most_per_t))), 0.0)
