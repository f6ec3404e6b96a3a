"""Figures of a run: each is a function of the results and the verdict, and its title says what they find.

``FIGURES`` lists them in the order of the report; :class:`Figures` offers them as methods of a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.city_classes import city_closure
from kilosol.report.figures.city_shares import city_limits, city_power_mix
from kilosol.report.figures.city_stop import city_stop_diary
from kilosol.report.figures.city_supply import city_imports, city_power
from kilosol.report.figures.designs import design_comparison
from kilosol.report.figures.doses import dose_map, dose_profile, trip_dose
from kilosol.report.figures.flight_paths import flight_path
from kilosol.report.figures.growth import city_fan
from kilosol.report.figures.landings import binding_gates, landing_cdf, loss_of_crew_causes
from kilosol.report.figures.load_trees import load_tree, propellant_breakdown
from kilosol.report.figures.losses import loss_diagram
from kilosol.report.figures.outages import outage_survival
from kilosol.report.figures.porkchops import porkchop
from kilosol.report.figures.robot_schedule import robot_schedule
from kilosol.report.figures.shutdowns import cooling_down, fuel_after_faults
from kilosol.report.figures.storms import storm_dispatch
from kilosol.report.figures.timelines import windows_timeline
from kilosol.report.figures.tornado import tornado
from kilosol.results import Results

Figure = Callable[[Results, Mapping[str, Any]], go.Figure]

#: Every figure by name, in the order of the report.
FIGURES: dict[str, Figure] = {
    "porkchop": porkchop,
    "flight_path": flight_path,
    "windows_timeline": windows_timeline,
    "load_tree": load_tree,
    "propellant_breakdown": propellant_breakdown,
    "robot_schedule": robot_schedule,
    "design_comparison": design_comparison,
    "loss_diagram": loss_diagram,
    "storm_dispatch": storm_dispatch,
    "outage_survival": outage_survival,
    "dose_map": dose_map,
    "dose_profile": dose_profile,
    "trip_dose": trip_dose,
    "cooling_down": cooling_down,
    "fuel_after_faults": fuel_after_faults,
    "landing_cdf": landing_cdf,
    "binding_gates": binding_gates,
    "loss_of_crew_causes": loss_of_crew_causes,
    "city_fan": city_fan,
    "city_power": city_power,
    "city_imports": city_imports,
    "city_power_mix": city_power_mix,
    "city_limits": city_limits,
    "city_closure": city_closure,
    "city_stop_diary": city_stop_diary,
    "tornado": tornado,
}

__all__ = [
    "FIGURES",
    "Figures",
    "binding_gates",
    "city_closure",
    "city_fan",
    "city_imports",
    "city_limits",
    "city_power",
    "city_power_mix",
    "city_stop_diary",
    "cooling_down",
    "design_comparison",
    "dose_map",
    "dose_profile",
    "flight_path",
    "fuel_after_faults",
    "landing_cdf",
    "load_tree",
    "loss_diagram",
    "loss_of_crew_causes",
    "outage_survival",
    "porkchop",
    "propellant_breakdown",
    "robot_schedule",
    "storm_dispatch",
    "tornado",
    "trip_dose",
    "windows_timeline",
]


class Figures:
    """The figures of one run, one method each: ``plan.figures.porkchop()``.

    Parameters
    ----------
    results : Results
        Datasets of the run.
    verdict : mapping
        Its verdict.
    """

    def __init__(self, results: Results, verdict: Mapping[str, Any]) -> None:
        self._results = results
        self._verdict = verdict

    def __repr__(self) -> str:
        return f"Figures({', '.join(FIGURES)})"

    def porkchop(self) -> go.Figure:
        """Launch energy over departure and arrival dates."""
        return porkchop(self._results, self._verdict)

    def flight_path(self) -> go.Figure:
        """The chosen flights seen from above the ecliptic."""
        return flight_path(self._results, self._verdict)

    def windows_timeline(self) -> go.Figure:
        """Departures and landings of every window."""
        return windows_timeline(self._results, self._verdict)

    def load_tree(self) -> go.Figure:
        """Demand by phase, class and load."""
        return load_tree(self._results, self._verdict)

    def propellant_breakdown(self) -> go.Figure:
        """Electricity of the propellant plant by step."""
        return propellant_breakdown(self._results, self._verdict)

    def robot_schedule(self) -> go.Figure:
        """What the robots do after landing, and when the base is ready."""
        return robot_schedule(self._results, self._verdict)

    def design_comparison(self) -> go.Figure:
        """Landed mass of every design by component."""
        return design_comparison(self._results, self._verdict)

    def loss_diagram(self) -> go.Figure:
        """Energy of the design year from the core's heat to the loads."""
        return loss_diagram(self._results, self._verdict)

    def storm_dispatch(self) -> go.Figure:
        """The design year, and its hardest sols hour by hour."""
        return storm_dispatch(self._results, self._verdict)

    def outage_survival(self) -> go.Figure:
        """Hours of margin, and how long vital loads go dark."""
        return outage_survival(self._results, self._verdict)

    def dose_map(self) -> go.Figure:
        """Dose around the station, from above."""
        return dose_map(self._results, self._verdict)

    def dose_profile(self) -> go.Figure:
        """Dose from the station over distance."""
        return dose_profile(self._results, self._verdict)

    def trip_dose(self) -> go.Figure:
        """Dose of one trip beside career limits."""
        return trip_dose(self._results, self._verdict)

    def cooling_down(self) -> go.Figure:
        """Heat of the cores after shutdown."""
        return cooling_down(self._results, self._verdict)

    def fuel_after_faults(self) -> go.Figure:
        """Temperature of the fuel when load or cooling is lost."""
        return fuel_after_faults(self._results, self._verdict)

    def landing_cdf(self) -> go.Figure:
        """Chance that people have landed by year."""
        return landing_cdf(self._results, self._verdict)

    def binding_gates(self) -> go.Figure:
        """What holds the crew back."""
        return binding_gates(self._results, self._verdict)

    def loss_of_crew_causes(self) -> go.Figure:
        """Chance of losing the first crew, by cause."""
        return loss_of_crew_causes(self._results, self._verdict)

    def city_fan(self) -> go.Figure:
        """People on Mars by year, and the chance that the city stands alone."""
        return city_fan(self._results, self._verdict)

    def city_power(self) -> go.Figure:
        """Power of the city by year, and the most that imports alone could keep up."""
        return city_power(self._results, self._verdict)

    def city_imports(self) -> go.Figure:
        """Imports that a person of the city uses in a year."""
        return city_imports(self._results, self._verdict)

    def city_power_mix(self) -> go.Figure:
        """Power of the city by origin and year."""
        return city_power_mix(self._results, self._verdict)

    def city_limits(self) -> go.Figure:
        """What binds the city in each year."""
        return city_limits(self._results, self._verdict)

    def city_closure(self) -> go.Figure:
        """What the city can make itself, by class of goods."""
        return city_closure(self._results, self._verdict)

    def city_stop_diary(self) -> go.Figure:
        """One city after its last delivery."""
        return city_stop_diary(self._results, self._verdict)

    def tornado(self) -> go.Figure:
        """What the plan hangs on, where a study of sensitivity is at hand."""
        return tornado(self._results, self._verdict)
