"""Adequacy of any isolated microgrid, on Mars or not: units that fail, a load, perhaps stores.

Sequential Monte Carlo over chronological outages, with exact convolution where there is no store and as a
control variate where there is. Every number comes with its 95 % interval and its sample count.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.grid.components import Call, Store, Unit, checked_call
from kilosol.grid.convolution import ExactAdequacy, count_chances, exact_adequacy
from kilosol.grid.estimates import (
    Z95,
    Estimate,
    chance_of,
    exact,
    mean_of,
    quantile_of,
    tail_mean_of,
    wilson_interval,
)
from kilosol.grid.monte_carlo import assess as drive

if TYPE_CHECKING:
    from kilosol.grid.chronology import Passed

__all__ = ["Z95", "Adequacy", "Estimate", "Importance", "Store", "Unit", "assess", "wilson_interval"]

#: Quantiles of events that are told.
QUANTILES = {"p50": 0.5, "p95": 0.95, "most": 1.0}


@dataclass(frozen=True, slots=True)
class Importance:
    """What one unit's state has to do with unserved energy.

    Parameters
    ----------
    name : str
        The group, of units or of one store each.
    share_frac : Estimate
        Part of the unserved energy that falls while any of the group is down (Fussell and Vesely).
    birnbaum_kwh : Estimate [kWh]
        Unserved energy of a pass in hours with one of its units down, less in hours with it up, each as if
        all hours were such (Birnbaum).
    """

    name: str
    share_frac: Estimate
    birnbaum_kwh: Estimate


@dataclass(frozen=True, slots=True)
class Adequacy:
    """What drawn passes of the load say; every number per pass of the load, with interval and count.

    Parameters
    ----------
    lolp : Estimate
        Chance that a step's load is not met in full.
    lolh_h : Estimate [h]
        Hours with a shortfall.
    lole_daily_peak_day : Estimate [d]
        Days whose peak hour is short.
    lole_sequential_day : Estimate [d]
        Days with any shortfall.
    lolev : Estimate
        Events: unbroken runs of short steps.
    eue_kwh, neue_ppm : Estimate
        Energy not served, and in millionths of the demand.
    event_duration_h, event_depth_kw, event_energy_kwh : dict of Estimate
        Quantiles ``p50``, ``p95`` and ``most`` over events; `n` counts events.
    cvar95_eue_kwh : Estimate [kWh]
        Mean energy not served in the worst twentieth of the passes.
    p_any_shortfall : Estimate
        Chance that a pass has any shortfall.
    p_vital_served : Estimate
        Chance that no vital shortfall outlasts the ride-through time.
    importance : tuple of Importance
        Groups in the order of the call, then stores.
    n_samples : int
        Passes drawn.
    duration_h : float [h]
        Length of a pass.
    by_step : dict of arrays or None
        Means of every step over the passes, where asked for.
    """

    lolp: Estimate
    lolh_h: Estimate
    lole_daily_peak_day: Estimate
    lole_sequential_day: Estimate
    lolev: Estimate
    eue_kwh: Estimate
    neue_ppm: Estimate
    event_duration_h: dict[str, Estimate]
    event_depth_kw: dict[str, Estimate]
    event_energy_kwh: dict[str, Estimate]
    cvar95_eue_kwh: Estimate
    p_any_shortfall: Estimate
    p_vital_served: Estimate
    importance: tuple[Importance, ...]
    n_samples: int
    duration_h: float
    by_step: dict[str, NDArray[np.float64]] | None = None


def assess(
    units: Sequence[Unit],
    load_kw: ArrayLike,
    stores: Sequence[Store] = (),
    step_h: float = 1.0,
    *,
    samples: int = 1000,
    seed: int = 1,
    vital_kw: ArrayLike | None = None,
    ride_through_h: float = 0.0,
    day_h: float = 24.0,
    by_step: bool = False,
) -> Adequacy:
    """Adequacy of units and stores against one pass of a load.

    Parameters
    ----------
    units : sequence of Unit
        Each begins as its `start` says (in its stationary state, if that says nothing and the unit is ever
        repaired), and is seen once in each step.
    load_kw : (n,) [kW]
        Demand by step.
    stores : sequence of Store
        Drawn on when supply is short, filled with any surplus, each time in the order given.
    step_h : float [h]
        Length of a step.
    samples : int
        Passes drawn.
    seed : int
        Seed of the draws; threads and order do not change results, and another store or load leaves the
        outages of the units as they were.
    vital_kw : float or (n,) or None [kW]
        Part of the load that is served first; None: all of it.
    ride_through_h : float [h]
        How long vital loads may be without power.
    day_h : float [h]
        Length of a day, for the two counts of days.
    by_step : bool
        Whether to return means of every step.

    Returns
    -------
    Adequacy
        LOLP, LOLH, daily-peak LOLE, EUE and NEUE are exact where there are no stores, parts never run out and
        the start is stationary, whatever the law of repair; with stores the exact no-store result is the
        control variate.

    Raises
    ------
    OutOfRange
        Where a number cannot be or options exclude one another; all of them at once.
    NotConverged
        If a drawing of outages ran away: a fault of ours.

    Examples
    --------
    >>> found = assess([Unit("set", 50.0, 2, 950.0, 50.0)], [60.0] * 24, samples=50, seed=3)
    >>> round(found.lolp.value, 4), found.lolp.n
    (0.0975, 50)
    """
    call = checked_call(
        units,
        load_kw,
        stores,
        step_h=step_h,
        samples=samples,
        seed=seed,
        vital_kw=vital_kw,
        ride_through_h=ride_through_h,
        day_h=day_h,
    )
    return assess_call(call, samples, seed, ride_through_h, by_step=by_step)


def assess_call(
    call: Call, samples: int, seed: int, ride_through_h: float = 0.0, *, by_step: bool = False
) -> Adequacy:
    """As :func:`assess`, of a call that was checked before."""
    from kilosol.grid.chronology import Passes

    recorder = _Indices(call, exact_of(call), ride_through_h)
    told: Adequacy = drive(Passes(call, by_step=by_step), int(samples), seed, recorder)[0]
    return told


def exact_of(call: Call) -> ExactAdequacy | None:
    """What convolution says of a call's units without its stores; None where it cannot, or takes too long."""
    if not call.is_exact:
        return None
    groups = [(kw, count_chances(u.failures, u.n)) for kw, u in zip(call.capacity, call.units, strict=True)]
    return exact_adequacy(groups, call.load, call.tiny_kw)


@dataclass(frozen=True, slots=True)
class _Indices:
    """Recorder of passes: every index with its interval, exact where convolution knows it."""

    call: Call
    known: ExactAdequacy | None
    ride_through_h: float

    def __call__(self, drawn: Passed, /) -> Adequacy:
        return _told(self.call, drawn, self.known, self.ride_through_h)


def _told(call: Call, drawn: Passed, known: ExactAdequacy | None, ride_through_h: float) -> Adequacy:
    hour, n_steps = call.step_h, call.load.size
    demand_kwh = float(call.load.sum()) * hour
    bare_steps, bare_kw, bare_peaks, steps, kw_steps, peaks, days, events, longest, _ = drawn.rows
    samples = steps.size
    n_days = float(call.is_peak.sum())
    has_stores = any(store.n for store in call.stores)

    def told(
        draws: NDArray[np.float64], most: float, bare: NDArray[np.float64], mean: float | None
    ) -> Estimate:
        if mean is None:
            return mean_of(draws, most)
        if not has_stores:
            return exact(mean, mean_of(draws, most), most)
        return mean_of(draws, most, control=bare, control_mean=mean)

    n_short = n_peak = missed = None
    if known is not None:
        n_short, missed = float(known.p_short.sum()), float(known.unserved_kw.sum())
        n_peak = float(known.p_short[call.is_peak].sum())
    lolh = told(steps * hour, n_steps * hour, bare_steps * hour, None if n_short is None else n_short * hour)
    eue = told(kw_steps * hour, demand_kwh, bare_kw * hour, None if missed is None else missed * hour)
    counted = n_short if has_stores else None
    event_rows = drawn.events * np.array([[hour], [1.0], [hour]])
    mosts = (n_steps * hour, float(call.load.max()), demand_kwh)
    quantiles = [
        {name: quantile_of(row, at, most) for name, at in QUANTILES.items()}
        for row, most in zip(event_rows, mosts, strict=True)
    ]
    return Adequacy(
        lolp=_scaled(lolh, 1.0 / (n_steps * hour)),
        lolh_h=lolh,
        lole_daily_peak_day=told(peaks, n_days, bare_peaks, n_peak),
        lole_sequential_day=told(days, n_days, bare_steps, counted),
        lolev=told(events, float(n_steps), bare_steps, counted),
        eue_kwh=eue,
        neue_ppm=_scaled(eue, 1e6 / demand_kwh if demand_kwh > 0.0 else 0.0),
        event_duration_h=quantiles[0],
        event_depth_kw=quantiles[1],
        event_energy_kwh=quantiles[2],
        cvar95_eue_kwh=tail_mean_of(kw_steps * hour, demand_kwh),
        p_any_shortfall=chance_of(steps > 0.0),
        p_vital_served=chance_of(longest * hour <= ride_through_h),
        importance=_importance(call, drawn, samples),
        n_samples=samples,
        duration_h=n_steps * hour,
        by_step=_by_step(drawn, hour),
    )


def _scaled(found: Estimate, factor: float) -> Estimate:
    return dataclasses.replace(
        found,
        value=found.value * factor,
        ci95=(found.ci95[0] * factor, found.ci95[1] * factor),
        drawn=found.drawn * factor,
    )


def _by_step(drawn: Passed, hour: float) -> dict[str, NDArray[np.float64]] | None:
    if drawn.steps.shape[1] == 0:
        return None
    supply, unserved, short, charge, discharge, stored = drawn.steps / drawn.rows.shape[1]
    return {
        "supply_kw": supply,
        "unserved_kw": unserved,
        "p_short": short,
        "charge_kw": charge,
        "discharge_kw": discharge,
        "stored_kwh": stored * hour,
    }


def _importance(call: Call, drawn: Passed, samples: int) -> tuple[Importance, ...]:
    """From sums over blocks: their spread gives the intervals (ratio estimates, batch by batch)."""
    from kilosol.grid.chronology import BLOCK

    first_of_block = np.arange(0, samples, BLOCK)
    counts = np.diff(np.append(first_of_block, samples)).astype(float)
    total = np.add.reduceat(drawn.row("kw_steps"), first_of_block) * call.step_h
    names = call.names
    told = []
    for g, (how, n) in enumerate(call.groups):
        times_down, while_down = drawn.blame[:, g, 0] * call.step_h, drawn.blame[:, g, 1] * call.step_h
        p = how.unavailability
        if n > 0 and not (how.begins_stationary and how.n_spares is None):
            p = float(drawn.blame[:, g, 2].sum()) / (samples * n * call.load.size)
        share = _ratio(while_down, total, samples)
        weight = (
            times_down / (n * p) - (n * total - times_down) / (n * (1.0 - p))
            if 0.0 < p < 1.0 and n > 0
            else 0.0 * total
        )
        told.append(Importance(names[g], share, _ratio(np.asarray(weight), counts, samples, is_share=False)))
    return tuple(told)


def _ratio(
    top: NDArray[np.float64], bottom: NDArray[np.float64], samples: int, *, is_share: bool = True
) -> Estimate:
    """Ratio of sums over blocks with the interval of the delta method."""
    whole = float(bottom.sum())
    if whole <= 0.0:
        return Estimate(0.0, (0.0, 1.0), samples, 0.0)
    value = float(top.sum()) / whole
    if top.size < 2:
        return Estimate(value, (0.0, 1.0) if is_share else (-math.inf, math.inf), samples, value)
    rest = top - value * bottom
    half = Z95 * math.sqrt(float(rest @ rest) * top.size / (top.size - 1)) / whole
    low, high = value - half, value + half
    return Estimate(value, (max(low, 0.0), min(high, 1.0)) if is_share else (low, high), samples, value)
