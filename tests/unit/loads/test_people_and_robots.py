import pytest

from kilosol.errors import OutOfRange
from kilosol.loads import (
    iss_chain,
    respiratory_quotient,
    robot_mean_kw,
    shifts_per_robot_sol,
    water_use_kg_day,
)


def test_shifts_on_earth_figures():
    # 0.3 to 0.5 of a person over 20 h at 0.7 availability: 0.5 to 0.9 shifts.
    assert shifts_per_robot_sol(0.3, 1.0) == pytest.approx(0.525)
    assert shifts_per_robot_sol(0.5, 1.0) == pytest.approx(0.875)


def test_keep_warm_comes_on_top():
    assert robot_mean_kw(keep_warm_kw=0.1) - robot_mean_kw() == pytest.approx(0.1)


def test_hours_beyond_a_sol_are_refused():
    with pytest.raises(OutOfRange, match="active_hours_per_sol"):
        robot_mean_kw(active_hours_per_sol=25.0)


def test_impossible_diet_is_refused():
    with pytest.raises(OutOfRange, match="respiratory quotient"):
        respiratory_quotient(2.0, 0.8)


def test_second_bed_for_the_ninth_person():
    assert iss_chain(8).n_carbon_dioxide == 1
    assert iss_chain(9).n_carbon_dioxide == 2
    assert iss_chain(0).total_kw == 0


def test_settlers_use_more_water_than_travellers():
    uses = [water_use_kg_day(1, use) for use in ("transit", "surface", "settlement")]
    assert uses == sorted(uses)
    with pytest.raises(OutOfRange, match="use"):
        water_use_kg_day(1, "spa")
