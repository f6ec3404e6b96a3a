"""The microgrid as drawn scenarios see it: components that fail, rules of dispatch, assets that come later.

One table of components feeds both compiled loops: the readable one, scenario by scenario
(:mod:`kilosol.grid.reference`), and the one that runs many scenarios side by side
(:mod:`kilosol.grid.lanes`). Tests hold them equal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange, did_you_mean
from kilosol.grid.failures import NEVER, Failures, check_failures, failure_table
from kilosol.grid.plant import Plant

Branch = Literal["station", "array", "battery", "electrolyser", "fuel_cell", "reserve"]

#: Branches in the order of the factors in the compiled loops.
BRANCHES = ("station", "array", "battery", "electrolyser", "fuel_cell", "reserve")

#: Numbers of the rules, in order.
RULES = (
    "battery_frac",
    "fuel_cell_frac",
    "kept_frac",
    "alert_kept_frac",
    "cut_in_frac",
    "essential_cut_frac",
    "sheddable_cut_frac",
    "ramp_kw",
    "backlog_kw_steps",
    "due_kw",
)

#: Rows of what a scenario is told by.
OUTCOME = (
    "unserved_vital_kwh",
    "unserved_essential_kwh",
    "lost_deferrable_kwh",
    "unserved_sheddable_kwh",
    "missed_due_kwh",
    "done_due_kwh",
    "cut_kwh",
    "curtailed_kwh",
    "short_vital_hour",
    "short_essential_hour",
    "vital_events",
    "longest_vital_hour",
)


#: A battery so little below the level from which work may run is at it: it may just have been topped up to
#: that very level, and whether rounding leaves it above or below is no reason.
CUT_IN_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Component:
    """A group of identical components in one branch of the microgrid.

    Parameters
    ----------
    name : str
    branch : {"station", "array", "battery", "electrolyser", "fuel_cell", "reserve"}
        Whose power it carries. The branch gives its rated power times the sum over its sources of share and
        part that is up, and no more than the part that is up of each of its links. A battery module or fuel
        cell that is down takes its power away, not what the store holds.
    n : int
    failures : Failures
    share_frac : float
        Part of the branch's rated power that a source carries with all of it up; shares of the sources of a
        branch add up to 1.
    is_link : bool
        Whether it is a cable or a converter, in line with the sources.
    from_hour : float [h]
        When a source is first there; a link is there from the start.

    Examples
    --------
    >>> Component("cable", "station", 2, Failures(2e5, 100.0), is_link=True).n
    2
    """

    name: str
    branch: Branch
    n: int
    failures: Failures = NEVER
    share_frac: float = 1.0
    is_link: bool = False
    from_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class DispatchRules:
    """Ordered priorities with a few thresholds.

    Parameters
    ----------
    battery_round_trip_frac, fuel_cell_round_trip_frac : float
        Energy out over energy in, booked on charging.
    reserve_frac : float
        Charge of the battery kept back for vital and essential loads.
    alert_reserve_frac : float or None
        The same during a storm alert; None: no different.
    cut_in_frac : float
        Charge of the battery from which deferrable work and the plant may run.
    alert_tau : float
        Forecast optical depth from which a storm alert holds.
    essential_cut_frac, sheddable_cut_frac : float
        Parts of these loads that are switched off during an alert, by plan: not counted as unserved.
    ramp_frac_per_hour : float [1/h]
        How fast the station comes up again, in parts of its rated power; it may fall at once.
    backlog_hour : float [h]
        Deferrable demand that may wait, in hours of its mean.

    Examples
    --------
    >>> DispatchRules(0.95, 0.5).alert_tau
    inf
    """

    battery_round_trip_frac: float
    fuel_cell_round_trip_frac: float
    reserve_frac: float = 0.5
    alert_reserve_frac: float | None = None
    cut_in_frac: float = 0.0
    alert_tau: float = math.inf
    essential_cut_frac: float = 0.0
    sheddable_cut_frac: float = 0.0
    ramp_frac_per_hour: float = math.inf
    backlog_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class Microgrid:
    """What is dispatched in drawn scenarios.

    Parameters
    ----------
    plant : Plant
        Rated sizes, all phases together.
    components : sequence of Component
        What of it fails or comes later; a branch without sources is there and never fails.
    rules : DispatchRules
    load_kw : (4, n) [kW]
        Demand by class.
    step_hour : float [h]
    solar_w_m2 : (weathers, n) [W/m2]
        Output per area; scenario k has weather k mod weathers.
    forecast_tau : (weathers, n) or None
        Forecast optical depth, for alerts.
    due_kwh : (n,) or None [kWh]
        Energy of the plant (propellant) that must be done by the end of a step; zero in most.
    due_kw : float [kW]
        Most power that the plant takes for it.
    """

    plant: Plant
    components: Sequence[Component]
    rules: DispatchRules
    load_kw: NDArray[np.float64]
    step_hour: float
    solar_w_m2: NDArray[np.float64]
    forecast_tau: NDArray[np.float64] | None = None
    due_kwh: NDArray[np.float64] | None = None
    due_kw: float = 0.0


def storm_alert(
    forecast_tau: NDArray[np.float64] | None, rules: DispatchRules, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """1 where a storm alert holds and 0 elsewhere, of a given shape."""
    if forecast_tau is None:
        return np.zeros(shape)
    return np.asarray(np.asarray(forecast_tau) >= rules.alert_tau, dtype=np.float64)


def cut_in_storm_kw(
    load_kw: NDArray[np.float64], alert: NDArray[np.float64], rules: DispatchRules
) -> NDArray[np.float64]:
    """Loads after what a storm alert switches off by plan.

    Parameters
    ----------
    load_kw : (4, n) [kW]
        Demand by class.
    alert : (n,)
        1 where an alert holds, as :func:`storm_alert` gives it.
    rules : DispatchRules

    Returns
    -------
    (4, n) [kW]
        For :func:`kilosol.grid.dispatch_year` and the sizing, which know no alerts themselves.

    Examples
    --------
    >>> rules = DispatchRules(0.95, 0.5, alert_tau=2.0, essential_cut_frac=0.25)
    >>> cut_in_storm_kw(np.full((4, 2), 8.0), np.array([0.0, 1.0]), rules)[1].tolist()
    [8.0, 6.0]
    """
    cut = np.array([0.0, rules.essential_cut_frac, 0.0, rules.sheddable_cut_frac])
    return np.asarray(load_kw * (1.0 - cut[:, None] * alert))


@dataclass(frozen=True, slots=True)
class Packed:
    """A microgrid as arrays: what both loops read."""

    table: NDArray[np.float64]
    n: NDArray[np.int64]
    branch: NDArray[np.int64]
    share: NDArray[np.float64]
    is_link: NDArray[np.bool_]
    from_step: NDArray[np.int64]
    ratings_kw: NDArray[np.float64]
    rules: NDArray[np.float64]
    load_kw: NDArray[np.float64]
    full: NDArray[np.float64]
    due: NDArray[np.float64]
    sun_kw: NDArray[np.float64]
    alert: NDArray[np.float64]
    step_hour: float

    @property
    def arguments(self) -> tuple[object, ...]:
        """In the order in which the loops take them."""
        return tuple(getattr(self, name) for name in self.__slots__)


def packed(grid: Microgrid) -> Packed:
    """Arrays of a microgrid, checked.

    Parameters
    ----------
    grid : Microgrid

    Returns
    -------
    Packed
        Energies in kW times steps; `full` (3, n) holds what battery and cells take and what is left to do.

    Raises
    ------
    OutOfRange
        Where a number cannot be.
    """
    _check(grid)
    plant, rules, hour, n = grid.plant, grid.rules, grid.step_hour, grid.load_kw.shape[1]
    parts = list(grid.components)
    from_step = np.array([math.ceil(c.from_hour / hour) for c in parts], np.int64)
    due = np.zeros(n) if grid.due_kwh is None else np.asarray(grid.due_kwh, float) / hour
    full = np.empty((3, n))
    for row, branch, kwh in ((0, "battery", plant.battery_kwh), (1, "fuel_cell", plant.fuel_cell_kwh)):
        sources = [
            (c, s) for c, s in zip(parts, from_step, strict=True) if c.branch == branch and not c.is_link
        ]
        there = np.zeros(n) if sources else np.ones(n)
        for part, first in sources:
            there[first:] += part.share_frac
        full[row] = kwh / hour * there
    full[2] = np.cumsum(due[::-1])[::-1]
    alert_kept = rules.reserve_frac if rules.alert_reserve_frac is None else rules.alert_reserve_frac
    ramp_kw = min(rules.ramp_frac_per_hour * hour, 1.0) * plant.fission_kwe
    numbers = (
        rules.battery_round_trip_frac, rules.fuel_cell_round_trip_frac, rules.reserve_frac, alert_kept,
        rules.cut_in_frac * (1.0 - CUT_IN_ROUNDING), rules.essential_cut_frac, rules.sheddable_cut_frac,
        ramp_kw, rules.backlog_hour * float(grid.load_kw[2].mean()) / hour, grid.due_kw,
    )  # fmt: skip
    ratings = (
        plant.fission_kwe, 1.0, plant.battery_kw, plant.electrolyser_kw, plant.fuel_cell_kw, plant.reserve_kw,
        plant.reserve_kwh / hour,
    )  # fmt: skip
    return Packed(
        table=failure_table([(c.failures, c.n) for c in parts], hour),
        n=np.array([c.n for c in parts], np.int64),
        branch=np.array([BRANCHES.index(c.branch) for c in parts], np.int64),
        share=np.array([c.share_frac for c in parts], np.float64),
        is_link=np.array([c.is_link for c in parts], np.bool_),
        from_step=from_step,
        ratings_kw=np.array(ratings),
        rules=np.array(numbers),
        load_kw=np.ascontiguousarray(grid.load_kw, np.float64),
        full=full,
        due=due,
        sun_kw=np.ascontiguousarray(grid.solar_w_m2) * (plant.solar_m2 / 1000.0),
        alert=storm_alert(grid.forecast_tau, rules, grid.solar_w_m2.shape),
        step_hour=hour,
    )


def _check(grid: Microgrid) -> None:
    n = grid.load_kw.shape[-1]
    if grid.load_kw.ndim != 2 or grid.load_kw.shape[0] != 4 or n == 0:
        raise OutOfRange("load_kw", f"shape {grid.load_kw.shape}", "of shape (4, n)")
    if grid.solar_w_m2.ndim != 2 or grid.solar_w_m2.shape[1] != n or grid.solar_w_m2.shape[0] == 0:
        raise OutOfRange("solar_w_m2", f"shape {grid.solar_w_m2.shape}", f"of shape (weathers, {n})")
    if grid.forecast_tau is not None and np.shape(grid.forecast_tau) != grid.solar_w_m2.shape:
        raise OutOfRange("forecast_tau", f"shape {np.shape(grid.forecast_tau)}", "of the shape of solar_w_m2")
    series = [("load_kw", grid.load_kw), ("solar_w_m2", grid.solar_w_m2)]
    series += [] if grid.due_kwh is None else [("due_kwh", np.asarray(grid.due_kwh))]
    for name, values in series:
        if not bool((np.isfinite(values) & (values >= 0.0)).all()):
            raise OutOfRange(name, f"{values.min()} to {values.max()}", "finite and not negative")
    if not 0.0 < grid.step_hour < math.inf:
        raise OutOfRange("step_hour", grid.step_hour, "above zero")
    for name in ("battery_round_trip_frac", "fuel_cell_round_trip_frac", "ramp_frac_per_hour"):
        if not getattr(grid.rules, name) > 0.0:
            raise OutOfRange(name, getattr(grid.rules, name), "above 0")
    for name in ("reserve_frac", "cut_in_frac", "essential_cut_frac", "sheddable_cut_frac"):
        if not 0.0 <= getattr(grid.rules, name) <= 1.0:
            raise OutOfRange(name, getattr(grid.rules, name), "between 0 and 1")
    shares: dict[str, float] = {}
    for part in grid.components:
        check_failures(part.name, part.failures)
        if part.branch not in BRANCHES:
            raise OutOfRange(
                f"branch of {part.name!r}", f"{part.branch!r}{did_you_mean(part.branch, BRANCHES)}", "known"
            )
        if part.n < 1 or not 0.0 <= part.from_hour < math.inf:
            raise OutOfRange(
                f"n and from_hour of {part.name!r}",
                f"{part.n}, {part.from_hour} h",
                "at least 1, and not negative",
            )
        if not part.is_link:
            shares[part.branch] = shares.get(part.branch, 0.0) + part.share_frac
    for branch, total in shares.items():
        if abs(total - 1.0) > 1e-3:
            raise OutOfRange(f"shares of branch {branch}", f"a sum of {total:g}", "parts that add up to 1")
