"""The load tree, the plant's steps and the robots' schedule say what the data say."""

from dataclasses import replace

import numpy as np
import pytest

from kilosol.report.figures import FIGURES
from kilosol.report.figures.robot_schedule import day_after, landing_day
from kilosol.report.load_tables import heat_table, plant_steps_table, schedule_table
from kilosol.report.number_text import THIN


def finding(name, run, verdict):
    return FIGURES[name](run, verdict).layout.meta["finding"].replace(THIN, " ")


def without(run, *names):
    return replace(run, loads=run.loads.drop_vars([n for n in run.loads.data_vars if n.startswith(names)]))


def test_boxes_of_the_tree_are_as_tall_as_the_loads(run, verdict):
    boxes = [t for t in FIGURES["load_tree"](run, verdict).data if t.xaxis == "x2"]
    classes, loads = boxes
    assert sum(classes.y) == pytest.approx(sum(loads.y), rel=1e-4)
    # Every load stands within its class: bottoms follow from the heights above.
    assert list(loads.base[1:]) == pytest.approx(np.cumsum(loads.y)[:-1], rel=1e-4)
    assert len(loads.y) == int((run.loads["item_phase"] == "crew").sum())
    assert "bears an outage of 8 h" in [note.replace(THIN, " ") for note in loads.customdata]


def test_schedule_says_sols_energy_and_date(run, verdict):
    text = finding("robot_schedule", run, verdict)
    # Landing on 5 January 2032; 133 sols are 136.7 days.
    assert text == (
        "100 robots have the station running 29 sols after landing (19 to 43), having drawn 20 MWh from "
        "its starter; the base is ready after 130 (88 to never, May 2032)"
    )


def test_schedule_without_a_landing_date_counts_sols(run, verdict):
    verdict["windows"] = []
    assert landing_day(run, verdict) is None
    assert "2032" not in finding("robot_schedule", run, verdict)
    assert day_after(None, 10.0) == ""


def test_robots_that_are_spent(run, verdict):
    sols = run.loads["milestone_sol"].copy()
    sols.loc[{"milestone": "station running"}] = np.nan
    spent = replace(run, loads=run.loads.assign(milestone_sol=sols))
    assert "spent before the station runs" in finding("robot_schedule", spent, verdict)


def test_runs_without_robots_or_propellant_say_so(run, verdict):
    bare = without(run, "package_", "milestone_", "step_", "heater_")
    assert finding("robot_schedule", bare, verdict).startswith("No robots land")
    assert finding("propellant_breakdown", bare, verdict).startswith("No propellant")
    assert schedule_table(bare, verdict) is None
    assert plant_steps_table(bare) is None
    assert heat_table(bare) is None


def test_breakdown_is_titled_by_the_sentence_and_draws_the_floor(run, verdict):
    figure = FIGURES["propellant_breakdown"](run, verdict)
    assert finding("propellant_breakdown", run, verdict) == run.loads.attrs["propellant_sentence"]
    assert [round(float(t.x[0]), 2) for t in figure.data if t.name and "no plant" in t.name] == [3.35]


def test_tables(run, verdict):
    rows = schedule_table(run, verdict).rows
    assert [row[0] for row in rows] == ["Station running", "Plant running", "Base ready for people"]
    assert rows[2][3] == "–"
    assert len(plant_steps_table(run).rows) == 6
    assert heat_table(run).rows[1][3].replace(THIN, " ") == "18 kW"
