"""The exported network: PyPSA's optimum is that of the same linear programme written out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from plans import Planner
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from kilosol.errors import OutOfRange
from kilosol.grid import SizingCase, foresight_bound
from kilosol.planning.pypsa_export import lightest_kg, pypsa_network, write_pypsa
from kilosol.planning.stages.power import Power, specific_masses, storage_technology

pypsa = pytest.importorskip("pypsa")
# Third parties' own notices.
pytestmark = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning"
)


def by_hand_kg(power: Power, first_sol: int, n_sols: int) -> float:
    """Least mass of fission, array, battery and fuel cells that serve vital and essential loads."""
    steps = slice(first_sol * 24, (first_sol + n_sols) * 24)
    need = power.case.load_kw[:2, steps].sum(axis=0)
    light = power.case.solar_w_m2[steps] / 1000.0
    hour, n, masses, technology = (
        power.case.step_hour,
        need.size,
        specific_masses(power.chosen.care),
        storage_technology(),
    )
    block = power.chosen.sized.plant.fission
    cost = [b.unit_mass_kg / b.unit_kwe for b in block] + [masses.solar_kg_m2]
    stores = (
        (technology.battery_round_trip_frac, masses.battery_kg_kwh, masses.battery_kg_kw),
        (technology.fuel_cell_round_trip_frac, masses.fuel_cell_kg_kwh, masses.fuel_cell_kg_kw),
    )
    n_sources = len(cost)
    # Sources, then for each store: size, power, and by step charge, discharge and content.
    width = 2 + 3 * n
    objective = np.zeros(n_sources + len(stores) * width)
    objective[:n_sources] = cost
    balance = lil_matrix((n, objective.size))
    content = lil_matrix((n * len(stores), objective.size))
    limits = lil_matrix((2 * n * len(stores), objective.size))
    balance[:, : n_sources - 1] = -1.0
    balance[:, n_sources - 1] = -light[:, None]
    for s, (round_trip, kg_kwh, kg_kw) in enumerate(stores):
        at = n_sources + s * width
        objective[at], objective[at + 1] = kg_kwh, kg_kw
        for t in range(n):
            charge, discharge, held = at + 2 + t, at + 2 + n + t, at + 2 + 2 * n + t
            balance[t, charge], balance[t, discharge] = 1.0, -1.0
            row = s * n + t
            content[row, held], content[row, at + 2 + 2 * n + (t - 1) % n] = 1.0, -1.0
            content[row, charge], content[row, discharge] = -hour * round_trip, hour
            limits[2 * row, held], limits[2 * row, at] = 1.0, -1.0
            limits[2 * row + 1, discharge], limits[2 * row + 1, at + 1] = 1.0, -1.0
    upper = lil_matrix((balance.shape[0] + limits.shape[0], objective.size))
    upper[:n], upper[n:] = balance, limits
    found = linprog(
        objective,
        A_ub=upper.tocsr(),
        b_ub=np.append(-need, np.zeros(limits.shape[0])),
        A_eq=content.tocsr(),
        b_eq=np.zeros(content.shape[0]),
        method="highs",
    )
    assert found.success
    return float(found.fun)


@pytest.mark.parametrize(
    ("architectures", "first_sol"), [(["solar"], 400), (["fission", "hybrid", "solar"], 100)]
)
def test_pypsa_finds_the_optimum_of_the_same_programme(
    plan: Planner, architectures: list[str], first_sol: int
) -> None:
    """Within 2 per cent asked; both are exact, so a thousandth is given."""
    changes = {
        "power.architectures": tuple(architectures),
        "partners.station.offered": len(architectures) > 1,
    }
    power = plan(changes=changes).answers.power  # type: ignore[arg-type]
    assert lightest_kg(power, first_sol=first_sol, n_sols=4) == pytest.approx(
        by_hand_kg(power, first_sol, 4), rel=1e-3
    )


@pytest.mark.parametrize("first_sol", [100, 400])
def test_pypsa_agrees_with_our_own_bound(plan: Planner, first_sol: int) -> None:
    """Within 2 per cent asked. Ours is 0.8 to 1.1 per cent heavier: its converters are sized for what goes
    in as well, which PyPSA's link at the door in does for nothing."""
    changes = {"power.architectures": ("solar",), "partners.station.offered": False}
    power = plan(changes=changes).answers.power  # type: ignore[arg-type]
    steps = slice(first_sol * 24, (first_sol + 10) * 24)
    load = power.case.load_kw[:, steps].copy()
    load[2:] = 0.0
    ours = foresight_bound(
        (),
        SizingCase(power.case.solar_w_m2[steps], load, power.case.step_hour, 0, 0.0, 0.0),
        storage_technology(),
        specific_masses(power.chosen.care),
        with_solar=True,
        with_battery=True,
        with_fuel_cell=True,
    )
    theirs = lightest_kg(power, first_sol=first_sol, n_sols=10)
    assert theirs < ours.total_kg == pytest.approx(theirs, rel=0.02)


def test_the_file_opens_in_pypsa_with_the_plan_in_it(plan: Planner, tmp_path: Path) -> None:
    power = plan().answers.power
    write_pypsa(power, tmp_path / "grid.nc", first_sol=10, n_sols=2)
    read = pypsa.Network(str(tmp_path / "grid.nc"))
    plant = power.chosen.sized.plant
    assert float(read.generators.p_nom[read.generators.carrier == "fission"].sum()) == plant.fission_kwe
    demand = read.loads_t.p_set.sum(axis=1).to_numpy()
    assert demand == pytest.approx(power.case.load_kw[:, 240:288].sum(axis=0))
    assert read.snapshot_weightings.objective.iloc[0] == pytest.approx(power.case.step_hour)


def test_a_span_outside_the_year_is_refused(plan: Planner) -> None:
    with pytest.raises(OutOfRange, match="within 0 to 669"):
        pypsa_network(plan().answers.power, first_sol=665, n_sols=10)
