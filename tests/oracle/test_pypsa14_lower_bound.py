"""Lower bound of a plant's mass against PyPSA 1.4 on three days (Brown et al. 2018, doi 10.5334/jors.188).

One bus with array, battery and fuel cells, full stores at the start, no outage and no deferrable load: there
both are the same linear programme, written by other people and solved by the same library. The masses agree
to 1e-4, the tolerance that interior points leave in the other programme's form.
"""

import warnings

import numpy as np
import pytest

from kilosol.grid import SizingCase, SpecificMasses, StorageTechnology, foresight_bound

pypsa = pytest.importorskip("pypsa")
MASSES = SpecificMasses(2.0, 8.66, 2.0, 2.5, 250.0)


def test_three_days_with_battery_and_fuel_cells():
    hours = 72
    hour = np.arange(hours)
    sun = 60.0 * np.clip(np.sin(np.pi * (hour % 24 - 6.0) / 12.0), 0.0, None) * np.where(hour < 24, 1.0, 0.2)
    load = 12.0 + 3.0 * (hour % 24 >= 12)
    case = SizingCase(sun, np.stack([load, 0 * load, 0 * load, 0 * load]), 1.0, 0, 0.0, 0.0)
    found = foresight_bound(
        (),
        case,
        StorageTechnology(0.95, 0.5),
        MASSES,
        with_solar=True,
        with_battery=True,
        with_fuel_cell=True,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = _pypsa_kg(sun, load)
    assert found.sizes["fuel_cell_kwh"] > 1.0
    assert found.sizes["battery_kwh"] > 1.0
    assert found.total_kg == pytest.approx(theirs, rel=1e-4)


def _pypsa_kg(sun, load):
    n = pypsa.Network()
    n.set_snapshots(range(load.size))
    n.add("Bus", "bus")
    n.add("Load", "load", bus="bus", p_set=load)
    n.add("Generator", "array", bus="bus", p_nom_extendable=True, capital_cost=MASSES.solar_kg_m2,
          p_max_pu=sun / 1000.0)  # fmt: skip
    stores = (
        ("battery", 0.95, MASSES.battery_kg_kwh, MASSES.battery_kg_kw),
        ("cells", 0.5, MASSES.fuel_cell_kg_kwh, MASSES.fuel_cell_kg_kw),
    )
    for name, round_trip, kg_kwh, kg_kw in stores:
        n.add("Bus", name)
        n.add("Store", name, bus=name, e_nom_extendable=True, capital_cost=kg_kwh)
        n.add("Link", f"{name} in", bus0="bus", bus1=name, efficiency=round_trip, p_nom_extendable=True)
        n.add("Link", f"{name} out", bus0=name, bus1="bus", p_nom_extendable=True, capital_cost=kg_kw)

    for name, *_ in stores:
        # PyPSA's first level is a constant, ours is the size: a free inflow of that size in the first hour.
        n.add("Generator", f"{name} first fill", bus=name, p_nom=1e6,
              p_max_pu=np.where(np.arange(load.size) == 0, 1.0, 0.0))  # fmt: skip
    n.optimize(solver_name="highs", extra_functionality=_sharing(stores), log_to_console=False)
    return float(n.objective)


def _sharing(stores):
    def rules(n, snapshots):
        model = n.model
        for name, *_ in stores:
            flow = model["Link-p"].sel(name=f"{name} in") + model["Link-p"].sel(name=f"{name} out")
            size = model["Link-p_nom"].sel(name=f"{name} out")
            model.add_constraints(flow - size <= 0, name=f"{name} power")
            fill = model["Generator-p"].sel(name=f"{name} first fill").isel(snapshot=0)
            model.add_constraints(fill - model["Store-e_nom"].sel(name=name) == 0, name=f"{name} full")

    return rules


def test_rows(as_stated):
    as_stated("pypsa14_lower_bound")
