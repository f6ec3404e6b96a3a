"""What a thorough sizing is asked: targets, dispatch thresholds, what may be added, which years."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.outages import Reliability
from kilosol.grid.plant import Plant, SpecificMasses, StorageTechnology, plant_mass_kg
from kilosol.grid.sizing.quick import SIZES, SizingCase
from kilosol.grid.sizing_years import Spares

#: Rows of the sizes and thresholds of the lanes.
LANE_ROWS = (*SIZES, "floor_frac", "top_up_frac", "alert_tau")

#: The loop that traces is told that nothing is infinite: an alert that never comes is one beyond all dust.
NO_ALERT_TAU = 1e6

#: Columns of what is booked: unserved energy of vital, essential and deferrable loads, hours of essential
#: shortfall, longest unbroken shortfall of vital loads.
BOOKED = ("vital_kwh", "essential_kwh", "deferrable_kwh", "essential_hour", "longest_hour")

#: Rows of a traced year; ``overflow_kw`` is deferrable work that can wait no longer.
TRACED = (
    "generation_kw",
    "served_vital_kw",
    "served_essential_kw",
    "served_deferrable_kw",
    "served_sheddable_kw",
    "short_vital_kw",
    "short_essential_kw",
    "overflow_kw",
    "battery_kwh",
    "fuel_cell_kwh",
    "reserve_kwh",
    "curtailed_kw",
    "charge_kw",
    "discharge_kw",
)


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


@dataclass(frozen=True, slots=True)
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
        names = [name for name in LANE_ROWS[:8] if name != "reserve_kw"]
        bigger = {name: factor * getattr(self.plant, name) for name in names}
        return dataclasses.replace(self, plant=dataclasses.replace(self.plant, **bigger))

    def toward(self, other: Trial, share: float) -> Trial:
        """A trial between this one (share 0) and another around the same units (share 1)."""

        def mixed(name: str, mine: object, its: object) -> float:
            a, b = float(getattr(mine, name)), float(getattr(its, name))
            # An alert that one of them never calls has no middle.
            return b if math.inf in (a, b) else a + share * (b - a)

        plant: dict[str, Any] = {k: mixed(k, self.plant, other.plant) for k in LANE_ROWS[:8]}
        rules = {k: mixed(k, self.rules, other.rules) for k in LANE_ROWS[8:]}
        return dataclasses.replace(self, plant=dataclasses.replace(self.plant, **plant), rules=Rules(**rules))

    def with_reserve(self, factor: float) -> Trial:
        """With another reserve of propellant."""
        plant = dataclasses.replace(self.plant, reserve_kwh=factor * self.plant.reserve_kwh)
        return dataclasses.replace(self, plant=plant)

    def spares(self, study: SizingStudy) -> Spares:
        """Its parts as outages are drawn with."""
        return Spares(self.n_spares, study.lead_hour)


@dataclass(frozen=True, slots=True)
class Years:
    """Years to run: station, light, dust, one row each."""

    station_kw: NDArray[np.float64]
    sun_kw_m2: NDArray[np.float64]
    tau: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.station_kw.shape[0])

    def at(self, rows: NDArray[np.int64]) -> Years:
        """Some of them."""
        return Years(self.station_kw[rows], self.sun_kw_m2[rows], self.tau[rows])

    @staticmethod
    def joined(parts: list[Years]) -> Years:
        """Several sets of years, one after another."""
        return Years(
            np.concatenate([p.station_kw for p in parts]),
            np.concatenate([p.sun_kw_m2 for p in parts]),
            np.concatenate([p.tau for p in parts]),
        )


def run_trials(trials: list[Trial], years: Years, study: SizingStudy) -> NDArray[np.float64]:
    """What each trial leaves undone in each year, shape (years, 5, trials), rows as in ``BOOKED``."""
    from kilosol.grid.sizing_lanes import run_years

    lanes = _lanes(trials)
    booked = np.zeros((len(years), len(BOOKED), len(trials)))
    case, storage = study.case, study.storage
    run_years(
        np.ascontiguousarray(years.station_kw),
        np.ascontiguousarray(years.sun_kw_m2),
        np.ascontiguousarray(years.tau),
        np.ascontiguousarray(case.load_kw, dtype=np.float64),
        case.step_hour,
        lanes,
        storage.battery_round_trip_frac,
        storage.fuel_cell_round_trip_frac,
        study.backlog_kwh,
        booked,
    )
    return booked


def trace_trial(trial: Trial, years: Years, study: SizingStudy) -> NDArray[np.float64]:
    """Every step of a trial, under the rules of the sizing.

    Parameters
    ----------
    trial : Trial
    years : Years
        Fourteen numbers for each step are kept: a few hundred years at most.
    study : SizingStudy

    Returns
    -------
    (years, 14, n)
        Rows as in :data:`TRACED`.
    """
    from kilosol.grid.sizing_trace import trace_years

    rows = np.zeros((len(years), len(TRACED), years.station_kw.shape[1]))
    case, storage = study.case, study.storage
    trace_years(
        np.ascontiguousarray(years.station_kw),
        np.ascontiguousarray(years.sun_kw_m2),
        np.ascontiguousarray(years.tau),
        np.ascontiguousarray(case.load_kw, dtype=np.float64),
        case.step_hour,
        np.ascontiguousarray(_lanes([trial])[:, 0]),
        storage.battery_round_trip_frac,
        storage.fuel_cell_round_trip_frac,
        study.backlog_kwh,
        rows,
    )
    return rows


def _lanes(trials: list[Trial]) -> NDArray[np.float64]:
    """Sizes and thresholds, one column for each trial."""
    rows = [
        [getattr(t.plant, name) if hasattr(t.plant, name) else getattr(t.rules, name) for t in trials]
        for name in LANE_ROWS
    ]
    return np.minimum(np.array(rows, dtype=np.float64), NO_ALERT_TAU)
