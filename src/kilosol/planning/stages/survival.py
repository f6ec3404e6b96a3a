"""What no station, the partner's and the fallback are worth to a crew, from simulated years of the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission import fission_unit
from kilosol.grid import (
    Plant,
    PlantAdequacy,
    SurvivalCase,
    SurvivalSurface,
    survival_at,
    survival_surface,
    whole_plant_reliability,
)
from kilosol.planning.designs import fission_block
from kilosol.planning.memory.cache import remembered
from kilosol.planning.stages.power import Judged, Power, storage_technology
from kilosol.scenario import Scenario

#: Years at each node of a surface, in a plan and in full.
N_YEARS_PLAN, N_YEARS_FULL = 10, 50

#: First hours of storage of a full surface, and the error in P(survive) that it is refined to.
STORAGE_HOURS, ERROR_FRAC = (0.0, 8.0, 14.0, 30.0, 200.0), 0.02

STORMS = ("calm", "global storm")


#: What may stand, in the order of the rules.
STANDING = ("none", "partner", "fallback")


@dataclass(frozen=True, slots=True)
class Standing:
    """A station, or none, as the campaign sees it.

    Parameters
    ----------
    name : str
        ``none``, ``partner`` or ``fallback``.
    share : float
        Mean power of a calm year over the base's mean vital and essential load.
    storage_hour : float [h]
        Stores in hours of that load.
    p_survive : (2,)
        Chance of a crew to live a Mars year by its power: calm, with a global storm.
    availability_frac : (2,)
        Part of the time in which vital and essential loads are carried.
    power_kw, fission_kw : float [kW]
        Mean power of a calm year, and of it from fission.
    """

    name: str
    share: float
    storage_hour: float
    p_survive: tuple[float, float]
    availability_frac: tuple[float, float]
    power_kw: float
    fission_kw: float


def standing_survival(
    scenario: Scenario, power: Power, partner: Judged | None, fallback: Judged | None
) -> tuple[Standing, Standing, Standing]:
    """No station, the partner's and the fallback, from the years that the station stage has simulated.

    Only the crew on its own ship's power is simulated anew.
    """
    bare = _bare(scenario, power)
    with_partner = partner.adequacy if partner else power.partner_alone
    partner_plant = partner.sized.plant if partner else partner_alone_plant(scenario)
    first = _from_years("partner", power, partner_plant, with_partner)
    if fallback is None:
        second = Standing("fallback", 0.0, 0.0, bare.p_survive, bare.availability_frac, 0.0, 0.0)
    else:
        second = _from_years("fallback", power, fallback.sized.plant, fallback.adequacy)
    return bare, first, second


def partner_alone_plant(scenario: Scenario) -> Plant:
    """One unit of the partner's by itself."""
    unit = fission_unit(scenario.partners.station.technology)
    return Plant(fission=(fission_block(unit, 1, scenario),))


def own_plant(power: Power) -> Plant:
    """What a crew's own ship brings: arrays and batteries, sized by the mean of a calm year."""
    risk = table("campaign/crew_risk")
    mean_w_m2 = float(_by_class(power)[0].mean())
    area = 1000.0 * risk.number("own_power_kw") / mean_w_m2 if mean_w_m2 > 0.0 else 0.0
    kwh = risk.number("own_battery_kwh")
    return Plant(solar_m2=area, battery_kwh=kwh, battery_kw=kwh)


def full_surface(
    scenario: Scenario, power: Power, plant: Plant, load_kw: dict[int, NDArray[np.float64]]
) -> SurvivalSurface:
    """The response surface of a plant's mix, refined until its error is met.

    Parameters
    ----------
    scenario : Scenario
    power : Power
    plant : Plant
    load_kw : dict of (4, n) [kW]
        Demand by number of people, ascending.

    Returns
    -------
    SurvivalSurface
    """
    _, hours = place_of_plant(power, plant)
    return survival_surface(
        _case(scenario, power, plant, tuple(load_kw.values())),
        storage_hour=sorted({*STORAGE_HOURS, hours}),
        storms=STORMS,
        people=tuple(load_kw),
        n_years=N_YEARS_FULL,
        seed=scenario.seed,
        error_frac=ERROR_FRAC,
    )


def place_of_plant(power: Power, plant: Plant) -> tuple[float, float]:
    """Power share and hours of storage of a plant at this base."""
    firm_kw = float(power.case.load_kw[:2].sum(axis=0).mean())
    return _mean_kw(power, plant) / firm_kw, (plant.battery_kwh + plant.fuel_cell_kwh) / firm_kw


def _mean_kw(power: Power, plant: Plant) -> float:
    return plant.fission_kwe + float(_by_class(power)[0].mean()) * plant.solar_m2 / 1000.0


@remembered
def _bare(scenario: Scenario, power: Power) -> Standing:
    plant = own_plant(power)
    share, hours = place_of_plant(power, plant)
    case = _case(scenario, power, plant, (power.case.load_kw,))
    calm, storm = survival_at(case, share, hours, n_years=N_YEARS_PLAN, seed=scenario.seed)
    return Standing(
        "none",
        share,
        hours,
        (calm, storm),
        # No station: nothing is proven.
        (0.0, 0.0),
        _mean_kw(power, plant),
        0.0,
    )


def _case(
    scenario: Scenario, power: Power, plant: Plant, load_kw: tuple[NDArray[np.float64], ...]
) -> SurvivalCase:
    return SurvivalCase(
        plant=plant,
        storage=storage_technology(),
        reliability=whole_plant_reliability(scenario.power.unit_failure_factor),
        solar_w_m2=_by_class(power),
        load_kw=load_kw,
        step_hour=power.case.step_hour,
        ride_through_hour=power.ride_through_hour,
    )


def _by_class(power: Power) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Drawn years without and with a global storm; without any, the design year's light."""
    weather = power.weather
    stormy = weather.drawn_has_storm
    calm = weather.drawn_w_m2[~stormy] if (~stormy).any() else weather.calm_w_m2[None, :]
    storm = weather.drawn_w_m2[stormy] if stormy.any() else weather.solar_w_m2[None, :]
    return calm, storm


def _from_years(name: str, power: Power, plant: Plant, found: PlantAdequacy) -> Standing:
    """Survival by class of year, from years that were drawn with all weathers in turn."""
    stormy = power.weather.drawn_has_storm[np.arange(found.n_years) % power.weather.drawn_has_storm.size]
    lives = found.longest_vital_hour <= power.ride_through_hour
    calm = float(lives[~stormy].mean()) if (~stormy).any() else float(lives.mean())
    storm = float(lives[stormy].mean()) if stormy.any() else calm
    year_hour = power.case.load_kw.shape[1] * power.case.step_hour
    available = 1.0 - float(found.lolh_hour_per_mars_year[:2].max()) / year_hour
    share, hours = place_of_plant(power, plant)
    return Standing(
        name, share, hours, (calm, storm), (available, available), _mean_kw(power, plant), plant.fission_kwe
    )
