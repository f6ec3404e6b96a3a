"""Tables of the robots' schedule and of the steps of the propellant plant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kilosol.report.figures.robot_schedule import MILESTONE_NAMES, day_after, landing_day
from kilosol.report.number_text import MISSING, long_date, number, percent, power, quantity
from kilosol.report.tables import Cell, Table, columns
from kilosol.results import Results


def _mean_and_most(sols: Any) -> tuple[float, float]:
    return float(sols.mean()), float(sols.max())


def schedule_table(results: Results, verdict: Mapping[str, Any]) -> Table | None:
    """When each milestone comes, early and late; None where no robots fly with the station."""
    run = results.loads
    if "milestone_sol" not in run:
        return None
    landed = landing_day(results, verdict)
    rows: list[list[Cell]] = []
    for milestone in run["milestone"].values:
        one = run.sel(milestone=milestone)
        sols = one["milestone_sol"].values
        rows.append(
            [
                MILESTONE_NAMES[str(milestone)][0],
                *(number(s, 2) if np.isfinite(s) else MISSING for s in sols),
                long_date(day_after(landed, sols[1])),
                number(one["robots_left"].values[1], 2),
                percent(float(one["never_frac"])),
            ]
        )
    heads = "One in ten, sols|Half, sols|Nine in ten, sols|Half, date|Robots left, half|Never"
    return Table("When the robots are done, after landing", columns("Milestone", heads), rows, stacks=True)


def heat_table(results: Results) -> Table | None:
    """Heating and cooling of the habitat, empty and crewed; None where the run did not ask."""
    run = results.loads
    if "heater_kw" not in run:
        return None
    rows = [
        [
            name,
            *(
                power(value)
                for which in ("heater_kw", "cooling_kw")
                for value in _mean_and_most(run[which][i])
            ),
        ]
        for i, name in enumerate(("Empty", "With its crew"))
    ]
    heads = "Heating, mean|Coldest sol|Cooling, mean|Warmest sol"
    return Table("Heat of the habitat over a Mars year", columns("Habitat", heads), rows)


def plant_steps_table(results: Results) -> Table | None:
    """Steps of the propellant plant; None where the run did not ask."""
    run = results.loads
    if "step_name" not in run:
        return None
    rows = []
    for i in range(run.sizes["plant_step"]):
        made = float(run["step_t"].values[i])
        rows.append(
            [
                str(run["step_name"].values[i])[:1].upper() + str(run["step_name"].values[i])[1:],
                quantity(run["step_kwh_kg"].values[i], "kWh/kg"),
                power(run["step_kw"].values[i], 3),
                quantity(made, "t") if made > 0 else MISSING,
            ]
        )
    heads = "Per kg of propellant|Power while it runs|Puts out"
    return Table("Steps of the propellant plant", columns("Step", heads), rows)
