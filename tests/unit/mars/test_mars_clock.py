import numpy as np
import pytest

from kilosol import mars
from kilosol.errors import OutOfRange


def test_design_year_has_whole_sols_of_hours() -> None:
    ls = mars.design_year_ls_deg()
    assert ls.shape == (16056,)
    assert ls[0] == 0
    last_of_year = int(668.5909 * 24)
    assert np.all(np.diff(ls[: last_of_year + 1]) > 0)
    assert ls[last_of_year] > 359.9
    assert np.all(ls[last_of_year + 1 :] < 0.25)


def test_design_year_by_sol_is_every_24th_step() -> None:
    assert mars.design_year_ls_deg(1) == pytest.approx(mars.design_year_ls_deg()[::24], abs=1e-9)


def test_seasons_have_their_known_lengths() -> None:
    """Northern spring, summer, autumn, winter: 194, 178, 143, 154 sols, known since Viking."""
    borders = mars.sol_of_ls(np.array([0.0, 90.0, 180.0, 270.0, 360.0]))
    assert np.round(np.diff(borders)) == pytest.approx([194, 178, 143, 154], abs=1)


def test_sol_of_ls_inverts_ls_of_sol() -> None:
    sols = np.linspace(0.5, 668.0, 60)
    assert mars.sol_of_ls(mars.ls_of_sol_deg(sols)) == pytest.approx(sols, abs=1e-3)


def test_clock_accepts_any_shape() -> None:
    dates = np.linspace(2.45e6, 2.47e6, 12).reshape(3, 4)
    for function in (mars.ls_deg, mars.mars_year, mars.mars_sol_date, mars.heliocentric_distance_au):
        assert function(dates).shape == (3, 4)
        assert function(dates[1, 2]) == function(dates)[1, 2]


def test_leap_seconds_step_where_announced() -> None:
    before, after = mars.tt_jd(np.array([2457754.4999, 2457754.5]))
    assert (after - before) * 86400 == pytest.approx(0.0001 * 86400 + 1, abs=1e-3)


def test_too_few_steps_are_refused() -> None:
    with pytest.raises(OutOfRange, match="steps_per_sol"):
        mars.design_year_ls_deg(0)
