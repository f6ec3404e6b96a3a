"""The microgrid as drawn scenarios see it: components that fail, rules of dispatch, assets that come later.

One table of components feeds both compiled loops: the readable one, scenario by scenario
(:mod:`kilosol.grid.reference`), and the one that runs many scenarios side by side
(:mod:`kilosol.grid.lanes`). Tests hold them equal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange, did_you_mean
from kilosol.grid.failures import NEVER, Failures, check_failures, failure_table
from kilosol.grid.plant import Plant

#: Numbers that all lanes have alike.
Common = tuple[float, float, float, float]

Branch = Literal["station", "array", "battery", "electrolyser", "fuel_cell", "reserve"]

#: Branches in the order of the factors in the compiled loops.
BRANCHES = ("station", "array", "battery", "electrolyser", "fuel_cell", "reserve")

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
    "short_deferrable_hour",
    "short_sheddable_hour",
)


#: Rows of a traced scenario, energies in kWh; ``overflow_kw`` is deferrable work that can wait no longer.
TRACE = (
    "generation_kw",
    "served_vital_kw",
    "served_essential_kw",
    "served_deferrable_kw",
    "served_sheddable_kw",
    "unserved_vital_kw",
    "unserved_essential_kw",
    "battery_kwh",
    "fuel_cell_kwh",
    "curtailed_kw",
    "charge_kw",
    "discharge_kw",
    "reserve_kwh",
    "overflow_kw",
    "due_kw",
    "station_kw",
)

#: A battery so little below the level from which work may run is at it: it may just have been topped up to
#: that very level, and whether rounding leaves it above or below is no reason.
CUT_IN_ROUNDING = 1e-12

#: Steps for which dust by the sol is one.
STEPS_A_SOL = 24

#: An alert that never comes is one beyond all dust: the loops are told that nothing is infinite.
NO_ALERT_TAU = 1e6


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
    top_up_frac : float or None
        Charge to which the battery is topped up before work that can wait; None: as `reserve_frac`, which is
        taken as no lower than this.
    fills_cells_first : bool
        Whether fuel cells too are filled before such work during an alert.

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
    top_up_frac: float | None = None
    fills_cells_first: bool = False

    @property
    def top_up(self) -> float:
        """Charge that comes before work that can wait."""
        return self.reserve_frac if self.top_up_frac is None else self.top_up_frac

    @property
    def alert_kept(self) -> float:
        """The same during an alert."""
        return self.reserve_frac if self.alert_reserve_frac is None else self.alert_reserve_frac


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
    forecast_tau : (weathers, n) or (weathers, sols) or None
        Forecast optical depth, for alerts; by the step, or by the sol of 24 steps.
    due_kwh : (n,) or None [kWh]
        Energy of the plant (propellant) that must be done by the end of a step; zero in most.
    due_kw : float [kW]
        Most power that the plant takes for it.
    given_kw : (n,) or None [kW]
        Power beside the components', for example of a station whose outage is stated.
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
    given_kw: NDArray[np.float64] | None = None


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
    """A microgrid as arrays: what both loops read. Energies are in kW times steps."""

    names: tuple[str, ...]
    table: NDArray[np.float64]
    parts: tuple[NDArray[Any], ...]
    ratings: NDArray[np.float64]
    common: Common
    rules: NDArray[np.float64]
    load_kw: NDArray[np.float64]
    solar_w_m2: NDArray[np.float64]
    tau: NDArray[np.float64]
    step_hour: float
    options: Options


class Options(NamedTuple):
    """What the loops are compiled without where it is None, in their order."""

    given_kw: NDArray[np.float64] | None = None
    is_by_sol: float | None = None
    ramp_kw: float | None = None
    there: NDArray[np.float64] | None = None
    essential_left: float | None = None
    cut_in: float | None = None
    due: NDArray[np.float64] | None = None
    due_kw: float | None = None
    cells_first: float | None = None


def rules_array(plant: Plant, rules: DispatchRules, step_hour: float) -> list[float]:
    """Levels of a plant's stores and the dust of an alert, as in :data:`kilosol.grid.dispatch_step.RULES`."""
    battery = plant.battery_kwh / step_hour
    return [
        battery,
        plant.fuel_cell_kwh / step_hour,
        rules.top_up * battery,
        max(rules.reserve_frac, rules.top_up) * battery,
        rules.alert_kept * battery,
        min(rules.alert_tau, NO_ALERT_TAU),
    ]


def common_rules(rules: DispatchRules, load_kw: NDArray[np.float64], step_hour: float) -> Common:
    """What all lanes have alike, as in :data:`kilosol.grid.dispatch_step.COMMON`."""
    return (
        float(rules.battery_round_trip_frac),
        float(rules.fuel_cell_round_trip_frac),
        float(1.0 - rules.sheddable_cut_frac),
        float(rules.backlog_hour * float(load_kw[2].mean()) / step_hour),
    )


def ratings_array(plant: Plant, step_hour: float) -> list[float]:
    """Rated powers of the branches, then what reserve, battery and cells hold when they are full."""
    return [
        plant.fission_kwe, plant.solar_m2 / 1000.0, plant.battery_kw, plant.electrolyser_kw,
        plant.fuel_cell_kw, plant.reserve_kw, plant.reserve_kwh / step_hour, plant.battery_kwh / step_hour,
        plant.fuel_cell_kwh / step_hour,
    ]  # fmt: skip


def packed(grid: Microgrid, *, is_checked: bool = False) -> Packed:
    """Arrays of a microgrid, checked unless it is known to be right.

    Parameters
    ----------
    grid : Microgrid
    is_checked : bool

    Returns
    -------
    Packed

    Raises
    ------
    OutOfRange
        Where a number cannot be.
    """
    if not is_checked:
        _check(grid)
    plant, hour, parts = grid.plant, grid.step_hour, list(grid.components)
    from_step = np.array([math.ceil(c.from_hour / hour) for c in parts], np.int64)
    options, tau = _options(grid, from_step)
    ratings = np.array(ratings_array(plant, hour))
    if options.there is not None:
        ratings[7:] *= options.there[0]
    return Packed(
        names=tuple(c.name for c in parts),
        table=failure_table([(c.failures, c.n) for c in parts], hour),
        parts=(
            np.array([c.n for c in parts], np.int64),
            np.array([BRANCHES.index(c.branch) for c in parts], np.int64),
            np.array([c.share_frac for c in parts], np.float64),
            np.array([c.is_link for c in parts], np.bool_),
            from_step,
        ),
        ratings=ratings,
        common=common_rules(grid.rules, grid.load_kw, hour),
        rules=np.array(rules_array(plant, grid.rules, hour)),
        load_kw=np.ascontiguousarray(np.asarray(grid.load_kw, np.float64).T),
        solar_w_m2=np.ascontiguousarray(grid.solar_w_m2, np.float64),
        tau=tau,
        step_hour=hour,
        options=options,
    )


def _options(grid: Microgrid, from_step: NDArray[np.int64]) -> tuple[Options, NDArray[np.float64]]:
    rules, hour, n = grid.rules, grid.step_hour, grid.load_kw.shape[1]
    n_weathers = grid.solar_w_m2.shape[0]
    tau = np.zeros((n_weathers, n // STEPS_A_SOL + 1)) if grid.forecast_tau is None else grid.forecast_tau
    given = None if grid.given_kw is None else np.ascontiguousarray(grid.given_kw, np.float64)
    options = Options(
        given_kw=given,
        is_by_sol=None if tau.shape[1] == n else 1.0,
        there=_there(grid, from_step),
        cells_first=1.0 if rules.fills_cells_first else None,
    )
    is_plain = math.isinf(rules.ramp_frac_per_hour) and grid.due_kwh is None
    if not (is_plain and rules.cut_in_frac == 0.0 and rules.essential_cut_frac == 0.0):
        # One more loop is compiled for all of these together, not one for each choice among them.
        due = np.zeros(n) if grid.due_kwh is None else np.asarray(grid.due_kwh, float) / hour
        options = options._replace(
            ramp_kw=min(rules.ramp_frac_per_hour * hour, 1.0) * grid.plant.fission_kwe,
            essential_left=1.0 - rules.essential_cut_frac,
            cut_in=rules.cut_in_frac * (1.0 - CUT_IN_ROUNDING),
            due=np.stack([due, np.cumsum(due[::-1])[::-1]], axis=1).copy(),
            due_kw=grid.due_kw,
        )
    return options, np.ascontiguousarray(tau, np.float64)


def _there(grid: Microgrid, from_step: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Parts of battery and fuel cells that stand in each step, (n, 2); None where all do from the start."""
    if not from_step.any():
        return None
    there = np.ones((grid.load_kw.shape[1], 2))
    for column, branch in enumerate(("battery", "fuel_cell")):
        sources = [
            (c.share_frac, first)
            for c, first in zip(grid.components, from_step, strict=True)
            if c.branch == branch and not c.is_link
        ]
        if sources:
            there[:, column] = 0.0
        for share, first in sources:
            there[first:, column] += share
    return there


def _check(grid: Microgrid) -> None:
    n = grid.load_kw.shape[-1]
    if grid.load_kw.ndim != 2 or grid.load_kw.shape[0] != 4 or n == 0:
        raise OutOfRange("load_kw", f"shape {grid.load_kw.shape}", "of shape (4, n)")
    if grid.solar_w_m2.ndim != 2 or grid.solar_w_m2.shape[1] != n or grid.solar_w_m2.shape[0] == 0:
        raise OutOfRange("solar_w_m2", f"shape {grid.solar_w_m2.shape}", f"of shape (weathers, {n})")
    n_weathers = grid.solar_w_m2.shape[0]
    by_sol = (n_weathers, n // STEPS_A_SOL) if n % STEPS_A_SOL == 0 else grid.solar_w_m2.shape
    if grid.forecast_tau is not None and np.shape(grid.forecast_tau) not in (grid.solar_w_m2.shape, by_sol):
        shape = f"shape {np.shape(grid.forecast_tau)}"
        raise OutOfRange("forecast_tau", shape, "of the shape of solar_w_m2, or a value for each sol")
    if grid.given_kw is not None and np.shape(grid.given_kw) != (n,):
        raise OutOfRange("given_kw", f"shape {np.shape(grid.given_kw)}", f"of shape ({n},)")
    series = [("load_kw", grid.load_kw), ("solar_w_m2", grid.solar_w_m2)]
    series += [] if grid.due_kwh is None else [("due_kwh", np.asarray(grid.due_kwh))]
    series += [] if grid.given_kw is None else [("given_kw", np.asarray(grid.given_kw))]
    for name, values in series:
        if not bool((np.isfinite(values) & (values >= 0.0)).all()):
            raise OutOfRange(name, f"{values.min()} to {values.max()}", "finite and not negative")
    if not 0.0 < grid.step_hour < math.inf:
        raise OutOfRange("step_hour", grid.step_hour, "above zero")
    for name in ("battery_round_trip_frac", "fuel_cell_round_trip_frac", "ramp_frac_per_hour"):
        if not getattr(grid.rules, name) > 0.0:
            raise OutOfRange(name, getattr(grid.rules, name), "above 0")
    for name in ("reserve_frac", "top_up", "alert_kept", "cut_in_frac", "essential_cut_frac",
                 "sheddable_cut_frac"):  # fmt: skip
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
