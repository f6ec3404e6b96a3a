"""What a thorough sizing is asked: targets, dispatch thresholds, what may be added, which years."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.microgrid import (
    TRACE,
    Component,
    DispatchRules,
    Microgrid,
    Packed,
    packed,
    ratings_array,
    rules_array,
)
from kilosol.grid.monte_carlo import Lanes, in_threads, run_vectors, traced
from kilosol.grid.plant import FissionBlock, Plant, SpecificMasses, StorageTechnology, plant_mass_kg
from kilosol.grid.plant_failures import Reliability, plant_components
from kilosol.grid.sizing.quick import SIZES, SizingCase, station_output_kw

#: Sizes and thresholds of a trial.
SIZE_ROWS, RULE_ROWS = SIZES, ("floor_frac", "top_up_frac", "alert_tau")

#: Columns of what is booked: unserved energy of vital, essential and deferrable loads, hours of essential
#: shortfall, longest unbroken shortfall of vital loads.
BOOKED = ("vital_kwh", "essential_kwh", "deferrable_kwh", "essential_hour", "longest_hour")

#: Most years whose arrays are kept for the next run of the same.
MOST_KEPT = 64

#: Number of the year whose outage is stated instead of drawn.
DESIGN_YEAR = -1


@dataclass(frozen=True, slots=True)
class Targets:
    """What a plant must reach over drawn years, by tier.

    Parameters
    ----------
    vital_risk : float
        Highest chance in a year that vital loads stay dark for longer than can be borne.
    ride_through_hour : float [h]
        How long that is.
    essential_lole_sol : float [sol]
        Highest mean time in a year with essential loads short.
    propellant_on_time : float
        Least chance that a year's deferrable work, the propellant plant above all, is done.
    """

    vital_risk: float
    ride_through_hour: float
    essential_lole_sol: float
    propellant_on_time: float

    def __post_init__(self) -> None:
        if not 0.0 < self.vital_risk <= 1.0:
            raise OutOfRange("vital_risk", self.vital_risk, "above 0 and at most 1")
        if not 0.0 < self.propellant_on_time < 1.0:
            allowed = "above 0 and below 1: no number of drawn years shows a certainty"
            raise OutOfRange("propellant_on_time", self.propellant_on_time, allowed)
        for name in ("ride_through_hour", "essential_lole_sol"):
            if not 0.0 <= getattr(self, name) < math.inf:
                raise OutOfRange(name, getattr(self, name), "finite and not negative")


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of the dispatch that a sizing decides.

    Parameters
    ----------
    floor_frac : float
        Charge of the battery below which sheddable loads get nothing from it.
    top_up_frac : float
        Charge to which it is topped up before deferrable work is done.
    alert_tau : float
        Optical depth from which on stores come before all that can wait.
    """

    floor_frac: float = 1.0
    top_up_frac: float = 0.5
    alert_tau: float = math.inf


@dataclass(frozen=True, slots=True)
class Additions:
    """What may stand beside the fission units."""

    solar: bool
    battery: bool
    fuel_cell: bool


@dataclass(frozen=True, slots=True, eq=False)
class SizingStudy:
    """All that sizing a station takes, beside the station.

    Parameters
    ----------
    case : SizingCase
        The design year, which must be carried whole.
    tau : (sols,)
        Its optical depth.
    storage, masses
        Behaviour and mass of what is sized.
    reliability : Reliability
        How fission units fail.
    targets : Targets
        What must hold over drawn years.
    spare_frac : float
        Mass of a set of parts over that of its unit.
    lead_hour : float [h]
        From the order of a part to its delivery.
    backlog_hour : float [h]
        Deferrable work that may wait, in hours of its mean.
    """

    case: SizingCase
    tau: NDArray[np.float64]
    storage: StorageTechnology
    masses: SpecificMasses
    reliability: Reliability
    targets: Targets
    spare_frac: float
    lead_hour: float
    backlog_hour: float

    @property
    def backlog_kwh(self) -> float:
        """Deferrable work that may wait [kWh]."""
        return self.backlog_hour * float(self.case.load_kw[2].mean())

    @property
    def sol_hour(self) -> float:
        """Length of a sol [h]."""
        return 24.0 * self.case.step_hour


@dataclass(frozen=True, slots=True)
class Trial:
    """A plant, its dispatch thresholds and its spare parts for each block."""

    plant: Plant
    rules: Rules
    n_spares: int = 0

    def mass_kg(self, study: SizingStudy) -> dict[str, float]:
        """Landed mass by component [kg], spare parts with it."""
        mass = plant_mass_kg(self.plant, study.masses)
        parts = sum(b.unit_mass_kg for b in self.plant.fission if b.n_units)
        return mass | {"spares": self.n_spares * study.spare_frac * parts}

    def total_kg(self, study: SizingStudy) -> float:
        """Landed mass [kg]."""
        return sum(self.mass_kg(study).values())

    def scaled(self, factor: float) -> Trial:
        """All that was added made larger or smaller by one factor; units and spares stay."""
        names = [name for name in SIZE_ROWS if name != "reserve_kw"]
        bigger = {name: factor * getattr(self.plant, name) for name in names}
        return dataclasses.replace(self, plant=dataclasses.replace(self.plant, **bigger))

    def toward(self, other: Trial, share: float) -> Trial:
        """A trial between this one (share 0) and another around the same units (share 1)."""

        def mixed(name: str, mine: object, its: object) -> float:
            a, b = float(getattr(mine, name)), float(getattr(its, name))
            # An alert that one of them never calls has no middle.
            return b if math.inf in (a, b) else a + share * (b - a)

        plant: dict[str, Any] = {k: mixed(k, self.plant, other.plant) for k in SIZE_ROWS}
        rules = {k: mixed(k, self.rules, other.rules) for k in RULE_ROWS}
        return dataclasses.replace(self, plant=dataclasses.replace(self.plant, **plant), rules=Rules(**rules))

    def with_reserve(self, factor: float) -> Trial:
        """With another reserve of propellant."""
        plant = dataclasses.replace(self.plant, reserve_kwh=factor * self.plant.reserve_kwh)
        return dataclasses.replace(self, plant=plant)


@dataclass(frozen=True, slots=True)
class Weathers:
    """Weather of drawn years.

    Parameters
    ----------
    solar_w_m2 : (k, n) [W/m2]
        Electric output per area of array.
    tau : (k, sols)
        Optical depth by sol.
    """

    solar_w_m2: NDArray[np.float64]
    tau: NDArray[np.float64]

    def __post_init__(self) -> None:
        steps, sols = self.solar_w_m2.shape[1], self.tau.shape[1]
        if self.solar_w_m2.shape[0] != self.tau.shape[0] or steps != 24 * sols:
            raise OutOfRange("tau", f"shape {self.tau.shape}", "a value for each sol of each year of light")


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """Years to run: light, dust and number, one row each; outages are drawn by the number.

    Parameters
    ----------
    solar_w_m2 : (k, n) [W/m2]
    tau : (k, sols)
    number : (k,)
        Of the scenario; :data:`DESIGN_YEAR` for one with the stated trip and no other outage.
    seed : int
        Of the outages.
    n_spares : int or None
        Parts that failures find; None: those of the trial.
    """

    solar_w_m2: NDArray[np.float64]
    tau: NDArray[np.float64]
    number: NDArray[np.int64]
    seed: int
    n_spares: int | None = None

    def __len__(self) -> int:
        return int(self.number.size)

    def at(self, rows: NDArray[np.int64]) -> Years:
        """Some of them."""
        return Years(self.solar_w_m2[rows], self.tau[rows], self.number[rows], self.seed, self.n_spares)

    @staticmethod
    def joined(parts: list[Years]) -> Years:
        """Several sets of years, one after another, with the parts of the first that states any."""
        return Years(
            np.concatenate([p.solar_w_m2 for p in parts]),
            np.concatenate([p.tau for p in parts]),
            np.concatenate([p.number for p in parts]),
            parts[0].seed,
            next((p.n_spares for p in parts if p.n_spares is not None), None),
        )


def design_year(study: SizingStudy, seed: int = 0) -> Years:
    """The design year as a set of one."""
    return Years(study.case.solar_w_m2[None], study.tau[None], np.array([DESIGN_YEAR]), seed)


def trial_rules(rules: Rules, study: SizingStudy) -> DispatchRules:
    """Thresholds of a trial as rules of dispatch: in a storm stores come first and sheddable loads wait."""
    return DispatchRules(
        study.storage.battery_round_trip_frac,
        study.storage.fuel_cell_round_trip_frac,
        rules.floor_frac,
        alert_reserve_frac=1.0,
        alert_tau=rules.alert_tau,
        sheddable_cut_frac=1.0,
        backlog_hour=study.backlog_hour,
        top_up_frac=rules.top_up_frac,
        fills_cells_first=True,
    )


def run_trials(trials: list[Trial], years: Years, study: SizingStudy) -> NDArray[np.float64]:
    """What each trial leaves undone in each year, shape (years, 5, trials), rows as in ``BOOKED``.

    The trials stand around the same units. All years have the parts that `years` states, or where it states
    none those of the first trial.
    """
    booked = np.zeros((len(years), len(BOOKED), len(trials)))
    first = trials[0]
    n_spares = first.n_spares if years.n_spares is None else years.n_spares
    # A search runs the same few years over and over; many years are run once, and not kept.
    prepare = _kept if len(years) <= MOST_KEPT else _prepared
    for part in prepare(years, study, first.plant.fission, n_spares):
        booked[part.rows] = _run(trials, part, study)
    return booked


@dataclass(frozen=True, slots=True)
class _Part:
    """Years as the loop takes them: all drawn, or the design year."""

    rows: NDArray[np.int64]
    number: NDArray[np.int64]
    arrays: Packed
    keys: NDArray[np.uint64]


def _prepared(
    years: Years, study: SizingStudy, fission: tuple[FissionBlock, ...], n_spares: int
) -> tuple[_Part, ...]:
    from kilosol.grid.outage_events import group_keys

    trial, is_design, parts = Trial(Plant(fission), Rules(), n_spares), years.number == DESIGN_YEAR, []
    for rows in (np.flatnonzero(is_design), np.flatnonzero(~is_design)):
        if rows.size:
            some = years.at(rows)
            arrays = packed(_microgrid(trial, some, study), is_checked=True)
            parts.append(_Part(rows, some.number, arrays, group_keys(years.seed, arrays.names)))
    return tuple(parts)


_kept = lru_cache(maxsize=4)(_prepared)


def _run(trials: list[Trial], part: _Part, study: SizingStudy) -> NDArray[np.float64]:
    from kilosol.grid import dispatch_step as d

    hour, n_years, n_trials = study.case.step_hour, part.rows.size, len(trials)
    ratings = np.array([ratings_array(t.plant, hour) for t in trials]).T
    ratings[0] = part.arrays.ratings[0]
    rules = np.array([rules_array(t.plant, trial_rules(t.rules, study), hour) for t in trials]).T
    each = np.repeat(np.arange(n_years), n_trials)
    # Lanes of one year lie together: plants side by side then share its sky and its outages.
    lanes = Lanes(part.number[each], each, np.tile(ratings, n_years), np.tile(rules, n_years))
    states = run_vectors(part.arrays, part.keys, lanes, is_whole=False)
    rows = states[[d.VITAL, d.ESSENTIAL, d.LOST, d.ESSENTIAL_STEPS, d.LONGEST]] * hour
    return np.asarray(rows.reshape(len(BOOKED), n_years, n_trials).swapaxes(0, 1))


def _microgrid(trial: Trial, years: Years, study: SizingStudy) -> Microgrid:
    """A trial in years that are all drawn, or all the design year."""
    plant, case = trial.plant, study.case
    parts: tuple[Component, ...] = ()
    given = None
    if years.number[0] == DESIGN_YEAR:
        given = station_output_kw(plant.fission, case)
        plant = dataclasses.replace(plant, fission=())
    else:
        n_spares = trial.n_spares if years.n_spares is None else years.n_spares
        parts = plant_components(plant, study.reliability, n_spares, study.lead_hour, is_open=True)
    rules = trial_rules(trial.rules, study)
    return Microgrid(
        plant, parts, rules, case.load_kw, case.step_hour, years.solar_w_m2, years.tau, given_kw=given
    )


def trace_trial(trial: Trial, years: Years, study: SizingStudy) -> NDArray[np.float64]:
    """Every step of a trial, under the rules of the sizing.

    Parameters
    ----------
    trial : Trial
    years : Years
        Sixteen numbers for each step are kept: a few hundred years at most.
    study : SizingStudy

    Returns
    -------
    (years, 16, n)
        Rows as in :data:`kilosol.grid.microgrid.TRACE`.
    """
    from kilosol.grid.outage_events import group_keys

    def one(row: int) -> NDArray[np.float64]:
        year = years.at(np.array([row]))
        arrays = packed(_microgrid(trial, year, study), is_checked=True)
        steps = traced(arrays, group_keys(year.seed, arrays.names), int(max(year.number[0], 0)), 0)
        return np.stack([steps[name] for name in TRACE])

    return np.stack(in_threads(one, range(len(years))))
