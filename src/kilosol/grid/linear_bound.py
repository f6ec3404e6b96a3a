"""Lower bound on a plant's mass: a linear programme that knows the whole design year beforehand.

What a rule without foresight does in the design year is one of the dispatches that the programme may
choose from, and its converters weigh no more: no simulated plant that holds can be lighter. The difference
is the price of no foresight. Nothing fails here but what the design year says.

Unknowns by segment s of d_s hours: charge and discharge of battery and fuel cells, energy held, deferrable
work, its overflow and backlog, reserve burned; and five sizes. By segment,

    in - out + work - reserve - sun area <= station - firm        (the rest is curtailed)
    E_s = E_(s-1) + (eta in - out) d,     E_s <= energy,     in + out <= power
    B_s = B_(s-1) + (demand - work - overflow) d,     B_s <= most backlog

stores full and backlog empty at the start; in the year, reserve burned <= reserve held and overflow <= the
deferrable energy that may be missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.grid.highs import Solver, solve_linear
from kilosol.grid.plant import FissionBlock, SpecificMasses, StorageTechnology
from kilosol.grid.segments import segment_means, segment_starts
from kilosol.grid.sizing import SizingCase, station_output_kw

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix

#: Segments of a Mars year: half as many lose some two per cent of the mass, twice as many take four times
#: as long.
N_SEGMENTS = 4000

#: Part of the segments that the darkest sols take, step by step.
DARK_FRAC = 0.5

#: The programme counts mass in tonnes: numbers near one keep an interior point straight.
KG_UNIT = 1000.0

#: Unknowns of one segment, then the sizes.
FLOWS = (
    "battery_in_kw",
    "battery_out_kw",
    "battery_kwh",
    "cells_in_kw",
    "cells_out_kw",
    "cells_kwh",
    "work_kw",
    "overflow_kw",
    "backlog_kwh",
    "reserve_kw",
)
SIZES = ("solar_m2", "battery_kwh", "battery_kw", "fuel_cell_kwh", "fuel_cell_kw")

#: Rows of one segment: balance, battery, cells (energy, room, power), backlog.
N_ROWS = 8


@dataclass(frozen=True, slots=True)
class LinearBound:
    """The lightest plant with perfect foresight.

    Parameters
    ----------
    is_feasible : bool
        Whether any plant of what may be added holds.
    total_kg : float [kg]
        Mass, fission units and reserve included; infinite where nothing holds.
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
    vital_kw = case.load_kw[0]
    reserve_kwh = reserve_hour * float(vital_kw.mean())
    reserve_kw = float(vital_kw.max()) if reserve_hour > 0.0 else 0.0
    may_add = np.array([with_solar, with_battery, with_battery, with_fuel_cell, with_fuel_cell])
    backlog_kwh = table("grid/reliability").number("backlog_hour") * float(case.load_kw[2].mean())
    n = year.hours.size
    lowest, highest = _row_bounds(year, reserve_kwh, case.deferrable_slack_kwh)
    upper = np.full((n, len(FLOWS)), np.inf)
    upper[:, 8] = backlog_kwh
    upper[:, 9] = np.minimum(reserve_kw, year.load_kw[0])
    # What may not be added carries nothing either: fewer columns to eliminate.
    upper[:, :3] = np.inf if with_battery else 0.0
    upper[:, 3:6] = np.inf if with_fuel_cell else 0.0
    upper_all = np.concatenate([upper.ravel(), np.where(may_add, np.inf, 0.0)])
    mass = [masses.solar_kg_m2, masses.battery_kg_kwh, masses.battery_kg_kw]
    mass += [masses.fuel_cell_kg_kwh, masses.fuel_cell_kg_kw]
    row_unit, column_unit = _units(case, n)
    found = solve_linear(
        np.concatenate([np.zeros(n * len(FLOWS)), mass]) * column_unit / KG_UNIT,
        _in_units(_matrix(year, storage), row_unit, column_unit),
        (lowest / row_unit, highest / row_unit),
        (np.zeros(upper_all.size), upper_all / column_unit),
        solver=solver,
    )
    fixed_kg = sum(b.n_units * b.unit_mass_kg for b in blocks)
    fixed_kg += reserve_kwh * masses.reserve_kg_kwh + reserve_kw * masses.reserve_kg_kw
    values, prices = np.full(len(SIZES), np.nan), np.full(n, np.nan)
    if found.is_feasible:
        values = (found.values * column_unit)[-len(SIZES) :]
        prices = -KG_UNIT * (found.row_prices / row_unit)[: N_ROWS * n : N_ROWS] / year.hours
    return LinearBound(
        is_feasible=found.is_feasible,
        total_kg=found.objective * KG_UNIT + fixed_kg,
        sizes=dict(zip(SIZES, values.tolist(), strict=True)),
        start_hour=year.start_hour,
        duration_hour=year.hours,
        price_kg_kwh=prices,
        solver=found.solver,
    )


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


def _row_bounds(
    year: _Year, reserve_kwh: float, slack_kwh: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n = year.hours.size
    lowest, highest = np.full((n, N_ROWS), -np.inf), np.zeros((n, N_ROWS))
    highest[:, 0] = year.station_kw - year.load_kw[:2].sum(axis=0)
    for equal in (1, 4):
        lowest[:, equal] = 0.0
    lowest[:, 7] = highest[:, 7] = year.load_kw[2] * year.hours
    return (
        np.concatenate([lowest.ravel(), [-np.inf, -np.inf]]),
        np.concatenate([highest.ravel(), [reserve_kwh, slack_kwh]]),
    )


def _units(case: SizingCase, n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Natural units of rows and columns: the mean load, a day of it, and the array that gives it.

    Without them the interior point stalls at four digits and hands a long clean-up to the simplex method.
    """
    mean_kw = max(float(case.load_kw[:3].sum(axis=0).mean()), 1e-3)
    day_kwh, month_kwh = 24.0 * mean_kw, 24.0 * 24.0 * mean_kw
    flow = [day_kwh if name.endswith("_kwh") else mean_kw for name in FLOWS]
    area_m2 = 1000.0 * mean_kw / max(float(case.solar_w_m2.mean()), 1e-3)
    row = [mean_kw, day_kwh, day_kwh, mean_kw, day_kwh, day_kwh, mean_kw, day_kwh]
    return (
        np.concatenate([np.tile(row, n), [month_kwh, month_kwh]]),
        np.concatenate([np.tile(flow, n), [area_m2, day_kwh, mean_kw, day_kwh, mean_kw]]),
    )


def _in_units(
    matrix: csc_matrix, row_unit: NDArray[np.float64], column_unit: NDArray[np.float64]
) -> csc_matrix:
    from scipy.sparse import diags

    scaled: csc_matrix = (diags(1.0 / row_unit) @ matrix @ diags(column_unit)).tocsc()
    return scaled


def _matrix(year: _Year, storage: StorageTechnology) -> csc_matrix:
    """Coefficients of rows over columns, in the order of the module's docstring."""
    from scipy.sparse import coo_matrix

    n, width = year.hours.size, len(FLOWS)
    s, d, one = np.arange(n), year.hours, np.ones(n)
    size = {name: n * width + k for k, name in enumerate(SIZES)}
    flow = {name: k for k, name in enumerate(FLOWS)}
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []

    def put(row: int, name: str, value: NDArray[np.float64], shift: int = 0) -> None:
        """Coefficients of one unknown in one row of every segment, or of the segment before."""
        rows.append((s * N_ROWS + row)[shift:])
        columns.append((s * width + flow[name])[: n - shift])
        values.append(value[shift:])

    def put_size(row: int, name: str, value: NDArray[np.float64], where: slice = slice(None)) -> None:
        rows.append((s * N_ROWS + row)[where])
        columns.append(np.full(n, size[name])[where])
        values.append(value[where])

    for name, sign in (("battery_in_kw", 1.0), ("battery_out_kw", -1.0), ("cells_in_kw", 1.0)):
        put(0, name, sign * one)
    for name, sign in (("cells_out_kw", -1.0), ("work_kw", 1.0), ("reserve_kw", -1.0)):
        put(0, name, sign * one)
    put_size(0, "solar_m2", -year.sun_kw_m2)
    stores = (
        (1, "battery", "battery", storage.battery_round_trip_frac),
        (4, "cells", "fuel_cell", storage.fuel_cell_round_trip_frac),
    )
    for row, name, sized, round_trip in stores:
        put(row, f"{name}_kwh", one)
        put(row, f"{name}_kwh", -one, shift=1)
        put(row, f"{name}_in_kw", -round_trip * d)
        put(row, f"{name}_out_kw", d)
        put_size(row, f"{sized}_kwh", -one, slice(0, 1))
        put(row + 1, f"{name}_kwh", one)
        put_size(row + 1, f"{sized}_kwh", -one)
        put(row + 2, f"{name}_in_kw", one)
        put(row + 2, f"{name}_out_kw", one)
        put_size(row + 2, f"{sized}_kw", -one)
    put(7, "backlog_kwh", one)
    put(7, "backlog_kwh", -one, shift=1)
    put(7, "work_kw", d)
    put(7, "overflow_kw", d)
    for k, name in enumerate(("reserve_kw", "overflow_kw")):
        rows.append(np.full(n, n * N_ROWS + k))
        columns.append(s * width + flow[name])
        values.append(d)
    where = (np.concatenate(rows), np.concatenate(columns))
    shape = (n * N_ROWS + 2, n * width + len(SIZES))
    return coo_matrix((np.concatenate(values), where), shape=shape).tocsc()
