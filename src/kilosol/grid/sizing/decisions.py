"""What a thorough sizing decides, as points of a search, and the search."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.grid.plant import Plant
from kilosol.grid.sizing.case import Additions, Rules, Trial
from kilosol.grid.sizing.quick import SizingCase
from kilosol.grid.sizing.search import Prices, Reach, cheapest
from kilosol.streams import generator

#: Searches of one minimum, and generations of each for one decision: many at first, few around a known plant.
#: Around a known plant two searches came to the same kilogram as four; four cost a fifth more.
N_RESTARTS, FIRST_GENERATIONS, NEXT_GENERATIONS = 4, 8, 4

#: Spread of the first population, in logarithms of sizes, and the narrow one around a known plant.
WIDE, NARROW = 0.5, 0.15

#: How much wider the reserve of propellant is sought: only drawn years tell what it must be.
RESERVE_SPREAD = 5.0

#: What a known plant lacks starts at this part of its first guess; an alert above this dust is never called.
SMALL, CLEAR_TAU = 0.05, 10.0

#: Where searches begin: logarithms by which the array is larger than its start size and stores are smaller.
TILTS = (0.3, -0.3, -1.0, 0.0)

#: A search has settled when its best trials differ by less than this [kg], or in logarithms by this.
SETTLED_KG, SETTLED_LOG = 3.0, 1e-3

#: Bounds of logarithms of sizes about their start.
LOG_LEAST, LOG_MOST = -5.0, 3.0

#: Starts: battery in days of the mean load, its rating, fuel cells in days, reserve in hours of vital load.
START_DAYS, START_RATING_HOUR, START_CELL_DAYS, START_RESERVE_HOUR = 0.5, 5.0, 5.0, 500.0

#: Dust at which a storm is called, at the start of a search; a clear Mars sky has less than one.
START_ALERT_TAU = 2.0

#: Part of a battery that sheddable loads may not touch, and that deferrable work waits for, at the start.
START_FLOOR, START_TOP_UP = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Decisions:
    """Names and centre of a search.

    Parameters
    ----------
    names : tuple of str
    centre : (k,)
        Sizes, hours and optical depths; fractions as they are.
    is_frac : (k,) of bool
    """

    names: tuple[str, ...]
    centre: NDArray[np.float64]
    is_frac: NDArray[np.bool_]

    @staticmethod
    def at_start(case: SizingCase, additions: Additions) -> Decisions:
        """A first guess from the year's mean load and sun."""
        load_kw = float(case.load_kw[:3].sum(axis=0).mean())
        day_kwh = 24.0 * case.step_hour * load_kw
        sizes: dict[str, float] = {}
        if additions.solar:
            sizes["solar_m2"] = 2.0 * 1000.0 * load_kw / max(float(case.solar_w_m2.mean()), 1e-3)
        if additions.battery:
            sizes |= {"battery_kwh": START_DAYS * day_kwh, "rating_hour": START_RATING_HOUR}
        if additions.fuel_cell:
            sizes |= {"fuel_cell_kwh": START_CELL_DAYS * day_kwh, "fuel_cell_kw": load_kw}
        sizes["reserve_kwh"] = START_RESERVE_HOUR * float(case.load_kw[0].mean())
        if additions.battery:
            sizes |= {"floor_frac": START_FLOOR, "top_up_frac": START_TOP_UP}
        if additions.solar:
            sizes["alert_tau"] = START_ALERT_TAU
        return _decisions(sizes)

    @staticmethod
    def around(trial: Trial, case: SizingCase, additions: Additions) -> Decisions:
        """A search about a known plant; what it lacks starts small."""
        start = Decisions.at_start(case, additions)
        known: dict[str, float] = {}
        for name, value in zip(start.names, start.centre.tolist(), strict=True):
            if name == "rating_hour":
                has = trial.plant.battery_kw > 0.0
                known[name] = trial.plant.battery_kwh / trial.plant.battery_kw if has else value
            elif name.endswith(("_frac", "_tau")):
                known[name] = min(float(getattr(trial.rules, name)), CLEAR_TAU)
            elif name == "reserve_kwh":
                # The design year alone asks for none; drawn years may ask for much.
                known[name] = max(trial.plant.reserve_kwh, value)
            else:
                known[name] = max(float(getattr(trial.plant, name)), SMALL * value)
        return _decisions(known)

    def trial(self, base: Plant, point: NDArray[np.float64], n_spares: int) -> Trial:
        """The plant of a point: logarithms about the centre, fractions as differences."""
        values = np.where(
            self.is_frac, np.clip(self.centre + point, 0.0, 1.0), self.centre * np.exp(point * ~self.is_frac)
        )
        found = dict(zip(self.names, values.tolist(), strict=True))
        battery_kwh = found.pop("battery_kwh", 0.0)
        rating_hour = found.pop("rating_hour", 1.0)
        rules = {
            name: found.pop(name) for name in ("floor_frac", "top_up_frac", "alert_tau") if name in found
        }
        cells_kw = found.pop("fuel_cell_kw", 0.0)
        plant = dataclasses.replace(
            base,
            battery_kwh=battery_kwh,
            battery_kw=battery_kwh / rating_hour,
            fuel_cell_kw=cells_kw,
            electrolyser_kw=cells_kw,
            **found,
        )
        return Trial(plant, Rules(**rules), n_spares)


def _decisions(sizes: dict[str, float]) -> Decisions:
    names = tuple(sizes)
    is_frac = np.array([name.endswith("_frac") for name in names])
    return Decisions(names, np.array(list(sizes.values())), is_frac)


def minimum(prices_kg: Prices, around: Decisions, seed: int, *, is_first: bool) -> NDArray[np.float64]:
    """Best point of several searches.

    Parameters
    ----------
    prices_kg : callable
        Prices of many points at once [kg].
    around : Decisions
        What is sought.
    seed : int
    is_first : bool
        Whether nothing is known yet: searches then begin apart and look farther.

    Returns
    -------
    (k,)
    """
    k = len(around.names)
    starts = []
    for restart in range(N_RESTARTS):
        start = np.zeros(k)
        if is_first:
            for i, name in enumerate(around.names):
                start[i] = TILTS[restart] if name == "solar_m2" else -TILTS[restart] * (name.endswith("_kwh"))
        starts.append(start)
    found = [_descent(prices_kg, around, start, seed, i, is_first) for i, start in enumerate(starts)]
    found.append(np.zeros(k))
    return found[int(np.argmin(prices_kg(found)))]


def _descent(
    prices_kg: Prices, around: Decisions, start: NDArray[np.float64], seed: int, restart: int, is_first: bool
) -> NDArray[np.float64]:
    is_wide = np.array([name == "reserve_kwh" and not is_first for name in around.names])
    reach = Reach(
        low=np.where(around.is_frac, -1.0, LOG_LEAST),
        high=np.where(around.is_frac, 1.0, LOG_MOST),
        deviations=(WIDE if is_first else NARROW) * np.where(is_wide, RESERVE_SPREAD, 1.0),
        n_generations=(FIRST_GENERATIONS if is_first else NEXT_GENERATIONS) * start.size,
        settled_price=SETTLED_KG,
        settled_step=SETTLED_LOG,
    )
    seeds = generator(seed, "robust-sizing", restart)
    return cheapest(prices_kg, start, reach, int(seeds.integers(2**32)))
