"""Opportunity's days in the storms of 2007 and 2018: energy under thick dust.

Five reported days and one forecast, optical depth 1 to 10.8, within 28 %: the last one set the size of the
storm's dust, the others check it. Dust factors were not reported (see the case). What is known of the array
in storms is no better than that.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import kilosol.data
from kilosol import mars, solar
from kilosol.data import binary, columns, overriding

ROOT = Path(__file__).parents[2]


def test_rows(as_stated):
    as_stated("jpl2018_opportunity_storms")


def test_dust_of_one_size_would_miss_the_deepest_storm_by_a_factor_of_two() -> None:
    """The check of the rows can fail."""
    with overriding({"mars/light.coarse_dust_um": 1.5}):
        fine = float(solar.storm_factor(10.8))
    assert fine == pytest.approx(1.0)
    assert float(solar.storm_factor(10.8)) < 0.5


def test_light_and_output_fall_smoothly_through_every_storm() -> None:
    """No step anywhere: optical depth 0.5 to 12, in steps of a hundredth."""
    tau = np.arange(0.5, 12.0, 0.01)
    for use in ("triple", "single", "broadband"):
        light = mars.daily_insolation_wh_m2(39.8, 270.0, tau, 0.2, use=use) * mars.coarse_dust_factor(
            tau, use
        )
        slope = np.diff(np.log(light)) / 0.01
        assert np.all(slope < 0)
        # The slope itself changes by less than a thirtieth of what it is between neighbours.
        assert np.all(np.abs(np.diff(slope)) < 0.03 * np.abs(slope[1:])), use


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    pytest.importorskip("PythonicDISORT")
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = importlib.util.spec_from_file_location(
            "build_coarse_dust", ROOT / "tools/build_coarse_dust.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


def test_the_shipped_table_against_columns_solved_anew(builder: ModuleType) -> None:
    with np.load(binary("light_wolff2009_disort.npz")) as held:
        optics = {name: held[name] for name in held.files}
    sheet = columns("mars/coarse_dust")
    for tau, radius_um in ((2.0, 2.5), (10.0, 3.0)):
        row = np.flatnonzero((sheet["tau"] == tau) & (sheet["radius_um"] == radius_um))[0]
        fine = builder.uses(optics, builder.day(optics, tau, 1.5))
        here = builder.uses(optics, builder.day(optics, tau, radius_um))
        for use in ("triple", "single", "broadband"):
            assert sheet[f"{use}_frac"][row] == pytest.approx(here[use] / fine[use], abs=1e-4)


def test_coarser_grains_absorb_more_and_the_blue_first(builder: ModuleType) -> None:
    with np.load(binary("light_wolff2009_disort.npz")) as held:
        optics = {name: held[name] for name in held.files}
    same, _ = builder.coarser(optics, 1.5)
    coarse, g = builder.coarser(optics, 4.0)
    assert same == pytest.approx(optics["single_albedo"], abs=1e-6)
    assert np.all(coarse < same)
    assert np.all((g > 0.6) & (g < 1.0))
    # A grain of 4 um scatters in the green as one of 1.5 um does in the near ultraviolet, within 0.05.
    assert coarse[3] == pytest.approx(same[0], abs=0.05)


def test_the_source_of_the_days_is_in_the_bibliography() -> None:
    assert kilosol.data.references()["jpl_opportunity_storms"]
