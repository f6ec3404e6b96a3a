"""The assembled grid as a PyPSA network, for those who optimise with it.

PyPSA is an optional extra. The network holds the chosen station around one bus, hour by hour over some sols
of the design year: what generates, what stores, and the four load classes. In the sizing form sizes are open
and the objective is landed mass [kg]; vital and essential loads must be served, so PyPSA's optimum is the
lightest plant with perfect foresight over that horizon. In the operating form sizes are fixed and what is not
served costs by class.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.errors import DataError, OutOfRange
from kilosol.loads import LOAD_CLASSES
from kilosol.planning.stages.power import Power, specific_masses, storage_technology

if TYPE_CHECKING:
    import pypsa

#: Cost of not serving a kilowatt hour, by class: an order, no price.
SHED_COST = (1000.0, 100.0, 10.0, 1.0)

#: Steps of a sol.
STEPS_PER_SOL = 24


def pypsa_network(
    power: Power, *, first_sol: int = 0, n_sols: int = 10, is_sizing: bool = False
) -> pypsa.Network:
    """Network of the chosen station over some sols of the design year.

    Parameters
    ----------
    power : Power
        Of a finished plan: ``run.answers.power``.
    first_sol, n_sols : int
        Span of the design year.
    is_sizing : bool
        Leave sizes open and minimise landed mass; the mass of one whole fission unit per kilowatt counts.

    Returns
    -------
    pypsa.Network
        Power in kW, energy in kWh, snapshots of one Mars hour weighted by its length.

    Raises
    ------
    DataError
        If PyPSA is not installed.
    OutOfRange
        If the span leaves the design year.
    """
    pypsa = _pypsa()
    n_year = power.case.load_kw.shape[1] // STEPS_PER_SOL
    if not 0 <= first_sol < n_year or not 1 <= n_sols <= n_year - first_sol:
        raise OutOfRange("sols", f"{first_sol} to {first_sol + n_sols}", f"a span within 0 to {n_year}")
    steps = slice(first_sol * STEPS_PER_SOL, (first_sol + n_sols) * STEPS_PER_SOL)
    network = pypsa.Network(name="kilosol")
    network.set_snapshots(range(steps.stop - steps.start))
    hour = power.case.step_hour
    for column in ("objective", "stores", "generators"):
        network.snapshot_weightings[column] = hour
    network.add(
        "Carrier", ["electricity", "fission", "solar", "battery", "fuel cell", "reserve", "load", "unserved"]
    )
    network.add("Bus", ["base", "battery", "fuel cell"], carrier="electricity")
    _add_sources(network, power, steps, is_sizing)
    _add_stores(network, power, is_sizing)
    for name, load, cost in zip(LOAD_CLASSES, power.case.load_kw[:, steps], SHED_COST, strict=True):
        if is_sizing and name not in ("vital", "essential"):
            continue
        network.add("Load", name, bus="base", p_set=load, carrier="load")
        if not is_sizing:
            most = float(load.max())
            network.add(
                "Generator",
                f"{name} unserved",
                bus="base",
                carrier="unserved",
                p_nom=most,
                marginal_cost=cost,
            )
    return network


def _add_sources(network: Any, power: Power, steps: slice, is_sizing: bool) -> None:
    plant, masses = power.chosen.sized.plant, specific_masses(power.chosen.care)
    for i, block in enumerate(plant.fission):
        network.add(
            "Generator",
            f"fission {i + 1}: {block.technology}",
            bus="base",
            carrier="fission",
            p_nom=block.n_units * block.unit_kwe,
            p_nom_extendable=is_sizing,
            capital_cost=block.unit_mass_kg / block.unit_kwe,
        )
    w_m2 = power.case.solar_w_m2[steps]
    peak = float(power.case.solar_w_m2.max())
    if plant.solar_m2 > 0.0 or is_sizing:
        network.add(
            "Generator",
            "solar",
            bus="base",
            carrier="solar",
            p_nom=plant.solar_m2 * peak / 1000.0,
            p_nom_extendable=is_sizing,
            p_max_pu=w_m2 / peak,
            capital_cost=masses.solar_kg_m2 * 1000.0 / peak,
        )
    if plant.reserve_kw > 0.0 and not is_sizing:
        network.add(
            "Generator",
            "reserve",
            bus="base",
            carrier="reserve",
            p_nom=plant.reserve_kw,
            e_sum_max=plant.reserve_kwh,
            marginal_cost=(SHED_COST[0] + SHED_COST[1]) / 2.0,
        )


def _add_stores(network: Any, power: Power, is_sizing: bool) -> None:
    plant, technology = power.chosen.sized.plant, storage_technology()
    masses = specific_masses(power.chosen.care)
    stores = {
        "battery": (
            plant.battery_kwh,
            plant.battery_kw,
            plant.battery_kw,
            technology.battery_round_trip_frac,
            masses.battery_kg_kwh,
            masses.battery_kg_kw,
        ),
        "fuel cell": (
            plant.fuel_cell_kwh,
            plant.electrolyser_kw,
            plant.fuel_cell_kw,
            technology.fuel_cell_round_trip_frac,
            masses.fuel_cell_kg_kwh,
            masses.fuel_cell_kg_kw,
        ),
    }
    for name, (energy, charge, discharge, round_trip, kg_kwh, kg_kw) in stores.items():
        if energy <= 0.0 and not is_sizing:
            network.remove("Bus", name)
            continue
        # As in our dispatch the whole round trip is lost at the door in: a kWh held is a kWh to be had.
        network.add("Store", name, bus=name, e_nom=energy, e_nom_extendable=is_sizing, e_cyclic=True,
                    capital_cost=kg_kwh, carrier=name)  # fmt: skip
        network.add("Link", f"{name} charge", bus0="base", bus1=name, efficiency=round_trip, p_nom=charge,
                    p_nom_extendable=is_sizing, carrier=name)  # fmt: skip
        network.add("Link", f"{name} discharge", bus0=name, bus1="base", p_nom=discharge,
                    p_nom_extendable=is_sizing, capital_cost=kg_kw, carrier=name)  # fmt: skip


def write_pypsa(
    power: Power, path: Path, *, first_sol: int = 0, n_sols: int = 10, is_sizing: bool = False
) -> None:
    """Write the network as netCDF, as PyPSA reads it.

    Raises
    ------
    DataError
        If PyPSA is not installed or the file cannot be written.
    """
    network = pypsa_network(power, first_sol=first_sol, n_sols=n_sols, is_sizing=is_sizing)
    from kilosol.results.netcdf import as_netcdf
    from kilosol.results.whole import written_whole

    try:
        with written_whole(path) as part:
            part.write_bytes(as_netcdf({"": network.export_to_netcdf()}))
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error}") from None


def lightest_kg(power: Power, *, first_sol: int = 0, n_sols: int = 10) -> float:
    """Least landed mass over the span by PyPSA's own optimum [kg]."""
    network = pypsa_network(power, first_sol=first_sol, n_sols=n_sols, is_sizing=True)
    network.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    return float(network.objective)


def _pypsa() -> Any:
    try:
        import pypsa
    except ImportError:
        raise DataError("PyPSA is not installed; add it with: pip install 'kilosol[pypsa]'") from None
    return pypsa
