import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.loads import LOAD_CLASSES, class_totals_kw, hourly_series_kw, load_tree


def total(items):
    return sum(class_totals_kw(items).values())


def by_name(items):
    return {item.name: item for item in items}


def test_precursor_is_robots_keep_alive_and_link():
    items = by_name(load_tree("precursor", n_people=6, n_robots=100, robot_kw=0.275, growth_frac=0.0))
    assert set(items) == {"keep-alive of the habitat", "communication", "robots, keep-warm", "robots at work"}
    assert items["robots, keep-warm"].mean_kw + items["robots at work"].mean_kw == pytest.approx(27.5)
    assert items["keep-alive of the habitat"].load_class == "vital"


def test_propellant_phase_is_precursor_plus_plant():
    common = {"n_people": 6, "n_robots": 10, "robot_kw": 0.2}
    gap = total(load_tree("propellant", **common, propellant_kw=838.0)) - total(
        load_tree("precursor", **common)
    )
    assert gap == pytest.approx(838.0)


def test_lamps_for_six_add_their_power():
    common = {"n_people": 6, "n_robots": 0, "robot_kw": 0.0, "growth_frac": 0.0}
    gap = total(load_tree("crew", **common, food_by_lamps_frac=1.0)) - total(load_tree("crew", **common))
    # 5.5 to 15.6 kWe for one person.
    assert 6 * 5.5 < gap < 6 * 15.6


@pytest.mark.parametrize(
    ("n_people", "low_kw", "high_kw"),
    [(10, 5, 8), (100, 10, 20), (1000, 20, 35), (10_000, 20, 30), (100_000, 20, 30), (1_000_000, 12, 25)],
)
def test_city_power_per_person(n_people, low_kw, high_kw):
    items = load_tree("city", n_people=n_people, n_robots=0, robot_kw=0.0, growth_frac=0.0)
    assert low_kw <= total(items) / n_people <= high_kw


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"n_people": -1}, "n_people"),
        ({"robot_kw": float("nan")}, "robot_kw"),
        ({"food_by_lamps_frac": 1.5}, "food_by_lamps_frac"),
        ({"growth_frac": -0.1}, "growth_frac"),
        ({"phase": "village"}, "phase"),
    ],
)
def test_bad_input_is_named(change, word):
    arguments = {"phase": "crew", "n_people": 6, "n_robots": 0, "robot_kw": 0.0} | change
    with pytest.raises(OutOfRange, match=word):
        load_tree(arguments.pop("phase"), **arguments)


def test_city_needs_a_city():
    with pytest.raises(OutOfRange, match="n_people"):
        load_tree("city", n_people=3, n_robots=0, robot_kw=0.0)


def test_series_have_the_shape_of_a_mars_year():
    items = load_tree("crew", n_people=6, n_robots=50, robot_kw=0.275)
    series = hourly_series_kw(items)
    assert series.shape == (4, 669 * 24)
    assert series.sum(axis=0).mean() == pytest.approx(total(items), rel=1e-12)


def test_vital_load_is_highest_in_the_winter_night_of_each_hemisphere():
    items = load_tree("crew", n_people=6, n_robots=0, robot_kw=0.0)
    ls = np.linspace(0.0, 360.0, 669, endpoint=False)
    for latitude, winter_ls in ((40.0, 270.0), (-40.0, 90.0)):
        vital = hourly_series_kw(items, ls, latitude_deg=latitude)[LOAD_CLASSES.index("vital")].reshape(
            669, 24
        )
        sol, hour = np.unravel_index(vital.argmax(), vital.shape)
        assert ls[sol] == pytest.approx(winter_ls, abs=1.0)
        assert hour in (0, 1)


def test_crew_loads_drop_at_night():
    items = load_tree("crew", n_people=6, n_robots=0, robot_kw=0.0)
    sheddable = hourly_series_kw(items)[LOAD_CLASSES.index("sheddable")][:24]
    assert sheddable[3] < sheddable[12]
