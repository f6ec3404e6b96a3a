import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import (
    FissionBlock,
    Plant,
    Reliability,
    StorageTechnology,
    SurvivalCase,
    assess_adequacy,
    survival_at,
    survival_surface,
)

HOURS = 24 * 120
SUN = np.clip(np.sin(2.0 * np.pi * np.arange(HOURS) / 24.0), 0.0, None) * 100.0
DIM = np.where((np.arange(HOURS) > 960) & (np.arange(HOURS) < 1440), 0.1, 1.0) * SUN
LOAD = np.full((4, HOURS), 5.0)


def case(plant, **changes):
    given = {
        "plant": plant,
        "storage": StorageTechnology(0.9, 0.5, 0.0),
        "reliability": Reliability(0.1),
        "solar_w_m2": (SUN[None, :], DIM[None, :]),
        "load_kw": (LOAD,),
        "step_hour": 1.0,
        "ride_through_hour": 30.0,
    }
    return SurvivalCase(**given | changes)


SOLAR = case(Plant(solar_m2=1000.0, battery_kwh=100.0))
FISSION = case(Plant(fission=(FissionBlock("a", 2, 40.0, 1.0, 900.0, 100.0),), battery_kwh=10.0))


def test_survival_rises_with_power_and_storage_and_falls_with_storms():
    found = survival_surface(FISSION, storage_hour=(0.0, 10.0, 40.0), people=(6,), n_years=20, seed=3)
    grid = np.array(
        [
            [found.at(s, h, "calm", 6).p_survive for s in np.linspace(0.1, 5.0, 40)]
            for h in (0.0, 5.0, 20.0, 60.0)
        ]
    )
    assert (np.diff(grid, axis=0) >= 0.0).all()
    assert (np.diff(grid, axis=1) >= 0.0).all()
    assert 0.0 < grid.mean() < 1.0
    sun = survival_surface(SOLAR, storage_hour=(14.0,), n_years=1, seed=3)
    assert sun.at(1.5, 14.0, "calm", 1).p_survive >= sun.at(1.5, 14.0, "global storm", 1).p_survive
    assert sun.at(0.7, 14.0, "calm", 1).p_survive > sun.at(0.7, 14.0, "global storm", 1).p_survive


def test_three_outcomes_make_one():
    found = survival_surface(FISSION, storage_hour=(0.0, 10.0), n_years=20, seed=3)
    for share in (0.1, 0.4, 0.8, 1.5, 3.0):
        one = found.at(share, 4.0, "calm", 1)
        assert one.p_survive + one.p_lose == pytest.approx(1.0)
        assert 0.0 <= one.p_shed <= one.p_survive


def test_its_error_against_direct_simulation_is_found_and_met():
    found = survival_surface(FISSION, storage_hour=(0.0, 5.0, 20.0), n_years=50, seed=5, error_frac=0.02)
    assert found.error_frac <= 0.02 + 1e-9
    assert found.n_checked >= 24


def test_a_node_is_what_the_adequacy_of_that_plant_is():
    """The same draws through the same simulator: the chance of the plant as it stands."""
    firm_kw = 10.0
    found = survival_surface(FISSION, storage_hour=(1.0,), n_years=40, seed=9)
    plant = Plant(fission=FISSION.plant.fission, battery_kwh=10.0, battery_kw=80.0)
    direct = assess_adequacy(
        plant, FISSION.storage, FISSION.reliability, SUN[None, :], LOAD,
        step_hour=1.0, ride_through_hour=30.0, n_years=40, seed=9,
    )  # fmt: skip
    assert found.at(80.0 / firm_kw, 1.0, "calm", 1).p_survive == direct.p_crew_survives


@pytest.mark.parametrize("given", [SOLAR, FISSION])
def test_one_point_asked_alone_is_that_point_of_the_surface(given):
    found = {}
    for hours in (0.0, 12.0):
        surface = survival_surface(given, storage_hour=(hours,), n_years=6, seed=5)
        for share in (0.01, 0.3, 0.6, 1.1, 2.3, 7.0, 70.0):
            alone = survival_at(given, share, hours, n_years=6, seed=5)
            assert alone == tuple(surface.at(share, hours, s, 1).p_survive for s in surface.storms)
            found[hours, share] = alone[0]
    assert len(set(found.values())) > 1


def test_wrong_nodes_and_storms_are_refused():
    with pytest.raises(OutOfRange, match="ascending"):
        survival_surface(SOLAR, storage_hour=(5.0, 1.0), n_years=1, seed=1)
    with pytest.raises(OutOfRange, match="as many"):
        survival_surface(SOLAR, storage_hour=(1.0,), storms=("calm",), n_years=1, seed=1)
    with pytest.raises(OutOfRange, match="one of calm"):
        survival_surface(SOLAR, storage_hour=(1.0,), n_years=1, seed=1).at(1.0, 1.0, "gale", 1)
