"""Dataset of the loads: phases, items, the propellant plant's steps, the robots' schedule, heat."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.loads import (
    LOAD_CLASSES,
    MILESTONES,
    QUANTILES,
    LoadItem,
    PropellantBreakdown,
    Schedule,
    class_totals_kw,
    floor_kwh_kg,
    heat_balance,
)
from kilosol.mars import Site, ground_year, sink_by_hour_k
from kilosol.results import describe

PHASES = ("precursor", "crew", "propellant", "city")

#: Steady loads whose electricity ends as heat inside the habitat, beside those that follow the crew.
INSIDE = ("life support", "avionics and communication")


def demand_dataset(trees: dict[str, tuple[LoadItem, ...]], plant: PropellantBreakdown) -> xr.Dataset:
    """Phases, their items, and the steps of the plant that fills the ships for the way home."""
    totals = {phase: class_totals_kw(items) for phase, items in trees.items()}
    items = [(phase, item) for phase, tree in trees.items() for item in tree]
    return xr.Dataset(
        {
            "mean_kw": (
                ("phase", "load_class"),
                np.array([[totals[p][c] for c in LOAD_CLASSES] for p in PHASES]),
            ),
            "item_name": ("item", np.array([i.name for _, i in items], dtype=object)),
            "item_phase": ("item", np.array([p for p, _ in items], dtype=object)),
            "item_class": ("item", np.array([i.load_class for _, i in items], dtype=object)),
            "item_kw": ("item", np.array([i.mean_kw for _, i in items])),
            "item_allowed_outage_hour": ("item", np.array([i.allowed_outage_hour for _, i in items])),
            "item_restart_kwh": ("item", np.array([i.restart_kwh for _, i in items])),
            **_plant_steps(plant),
        },
        coords={"phase": list(PHASES), "load_class": list(LOAD_CLASSES)},
        attrs={
            "propellant_sentence": plant.sentence,
            "floor_kwh_kg": floor_kwh_kg("propellant_reverse_combustion"),
        },
    )


def _plant_steps(plant: PropellantBreakdown) -> dict[str, Any]:
    return {
        "step_name": ("plant_step", np.array([s.name for s in plant.steps], dtype=object)),
        "step_kwh_kg": ("plant_step", np.array([s.kwh_kg for s in plant.steps])),
        "step_kw": ("plant_step", np.array([s.kw for s in plant.steps])),
        "step_t": ("plant_step", np.array([s.handles_t for s in plant.steps])),
    }


def with_schedule(dataset: xr.Dataset, schedule: Schedule | None, window: int) -> xr.Dataset:
    """The dataset with the work of the robots that land in a window; as it is where there are none."""
    if schedule is None:
        return dataset

    def finite(sols: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(np.isfinite(sols), sols, np.nan)

    packages, by_package = schedule.packages, ("package", "quantile")
    variables: dict[str, Any] = {
        "package_name": ("package", np.array([p.name for p in packages], dtype=object)),
        "package_milestone": ("package", np.array([p.milestone for p in packages], dtype=object)),
        "package_labour_hour": ("package", np.array([p.labour_hour for p in packages])),
        "package_start_sol": (by_package, finite(schedule.start_sol)),
        "package_end_sol": (by_package, finite(schedule.end_sol)),
        "milestone_sol": (("milestone", "quantile"), finite(schedule.milestone_sol)),
        "never_frac": ("milestone", schedule.never_frac),
        "robots_left": (("milestone", "quantile"), schedule.robots_left),
        "before_station_kwh": ("quantile", finite(schedule.before_station_kwh)),
    }
    whole = dataset.assign(variables).assign_coords(milestone=list(MILESTONES), quantile=list(QUANTILES))
    return describe(whole.assign_attrs(station_window=window, n_robots=schedule.n_robots))


def heat_variables(
    crew_items: tuple[LoadItem, ...], n_people: int, place: Site, tau: NDArray[np.float64]
) -> dict[str, Any]:
    """Heating and cooling of the habitat by sol, empty and crewed, under the sky of the site."""
    outside = sink_by_hour_k(ground_year(place, tau), place.albedo).reshape(tau.size, -1)
    inside = sum(item.mean_kw for item in crew_items if item.profile != "flat")
    inside += sum(item.mean_kw for item in crew_items if item.name in INSIDE)
    link_kw = table("loads/habitat").number("comms_kw")
    hull = n_people * table("loads/heat").number("hull_w_k")
    both = (heat_balance(outside, 0, link_kw, hull_w_k=hull), heat_balance(outside, n_people, inside))
    return {
        f"{which}_kw": (
            ("habitat", "sol_index"),
            np.stack([np.asarray(getattr(one, which + "_kw")).mean(axis=1) for one in both]),
        )
        for which in ("heater", "cooling")
    }
