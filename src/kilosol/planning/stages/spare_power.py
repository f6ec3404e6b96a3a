"""Propellant that a station makes: from power that nobody asks for, and by the base's own plant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.grid import run_design_year, station_output_kw
from kilosol.planning.stages.demand import plant_most_kw, propellant_made_t
from kilosol.planning.stages.power import Judged, Power, storage_technology
from kilosol.scenario import Scenario


def plant_kw(scenario: Scenario, power: Power, judged: Judged | None) -> float:
    """Mean power that the plant takes from what a design leaves unused, hour by hour of its design year [kW].

    Parameters
    ----------
    scenario : Scenario
    power : Power
    judged : Judged or None
        A design; None for one unit of the partner's by itself.

    Notes
    -----
    No more in any hour than the plant was built for: for the way home in the days asked for.
    """
    return float(np.minimum(_unused_kw(power, judged), plant_most_kw(scenario)).mean())


def made_by_t(
    scenario: Scenario, power: Power, judged: Judged | None, days: float, synod_days: float
) -> float:
    """Propellant that stands on Mars after so many days of a running design [t].

    Parameters
    ----------
    scenario : Scenario
    power : Power
    judged : Judged or None
        As in :func:`plant_kw`.
    days, synod_days : float [d]

    Notes
    -----
    What the base makes of its own power comes on top, as far as that is served.
    """
    own_t = scenario.base.propellant_t_per_synod * days / synod_days * _served_frac(power, judged)
    return propellant_made_t(scenario, plant_kw(scenario, power, judged), days) + own_t


def _unused_kw(power: Power, judged: Judged | None) -> NDArray[np.float64]:
    case = power.case
    if judged is None:
        alone: NDArray[np.float64] = np.maximum(power.partner_alone_kw - case.load_kw.sum(axis=0), 0.0)
        return alone
    if judged.design.name == power.chosen.design.name:
        return np.asarray(power.dispatch.row("curtailed_kw"), dtype=np.float64)
    plant = judged.sized.plant
    output = station_output_kw(plant.fission, case)
    trace = run_design_year(plant, case, storage_technology(), output, trace=True)
    unused: NDArray[np.float64] = np.asarray(trace.row("curtailed_kw"), dtype=np.float64)
    return unused


def _served_frac(power: Power, judged: Judged | None) -> float:
    """Part of the deferrable energy that a design serves in its design year."""
    if judged is None:
        return 0.0
    demand_kwh = float(power.case.load_kw[2].sum()) * power.case.step_hour
    return 1.0 - float(judged.sized.unserved_kwh[2]) / demand_kwh if demand_kwh > 0.0 else 1.0
