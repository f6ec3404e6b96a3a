import numpy as np
import pytest

from kilosol import mars
from kilosol.errors import OutOfRange

QUIET = mars.replay_tau("quiet")


@pytest.fixture(scope="module")
def arcadia() -> mars.GroundYear:
    return mars.ground_year(mars.site("AP-1"), QUIET)


def test_year_repeats_without_a_seam(arcadia: mars.GroundYear) -> None:
    by_sol = arcadia.ground_k.reshape(669, 24)
    mean = by_sol.mean(axis=1)
    assert abs(mean[0] - mean[-1]) < 0.5
    assert np.abs(np.diff(mean)).max() < 1.0
    assert np.abs(np.diff(by_sol.min(axis=1))).max() < 1.5


def test_ground_is_coldest_before_dawn_and_warmest_after_noon(arcadia: mars.GroundYear) -> None:
    day = arcadia.ground_k.reshape(669, 24).mean(axis=0)
    assert 4 <= int(day.argmin()) <= 6
    assert 12 <= int(day.argmax()) <= 14
    air = arcadia.air_k.reshape(669, 24).mean(axis=0)
    assert int(air.argmax()) == int(day.argmax()) + 1
    assert np.ptp(air) < np.ptp(day)


def test_heat_in_is_heat_out_over_a_year(arcadia: mars.GroundYear) -> None:
    """Light kept and sky's heat against the ground's own: the ground stores nothing over a year."""
    sigma, place = 5.670374e-8, mars.site("AP-1")
    gain = (1 - place.albedo) * arcadia.global_w_m2.mean() + 0.98 * sigma * (arcadia.sky_k**4).mean()
    # Convection pulls to the sol's mean and cancels; averaging within the hour costs a few tenths.
    loss = 0.98 * sigma * (arcadia.ground_k**4).mean()
    assert loss == pytest.approx(gain, rel=0.01)


def test_low_inertia_swings_more() -> None:
    import dataclasses

    place = mars.site("Jezero")
    swings = []
    for inertia in (100.0, 300.0, 900.0):
        year = mars.ground_year(dataclasses.replace(place, thermal_inertia=inertia), QUIET)
        swings.append(float(np.ptp(year.ground_k.reshape(669, 24), axis=1).mean()))
    assert swings[0] > swings[1] + 20 > swings[2] + 40


def test_a_storm_cools_the_day_and_warms_the_night() -> None:
    """Curiosity in Mars year 34: highest 30 K down, lowest 20 K up, mean 2 to 4 K down."""
    place = mars.site("Gale")
    calm, storm = (mars.ground_year(place, mars.replay_tau(n)) for n in ("quiet", "my34"))
    peak = slice(*(round(float(mars.sol_of_ls(ls))) for ls in (191.0, 205.0)))
    ground = [y.ground_k.reshape(669, 24)[peak] for y in (calm, storm)]
    assert 20 < ground[0].max(axis=1).mean() - ground[1].max(axis=1).mean() < 42
    assert 12 < ground[1].min(axis=1).mean() - ground[0].min(axis=1).mean() < 26
    assert -4.5 < ground[1].mean() - ground[0].mean() < 0
    air = [np.ptp(y.air_k.reshape(669, 24)[peak], axis=1).mean() for y in (calm, storm)]
    assert 35 < air[0] - air[1] < 60


def test_a_thicker_storm_moves_the_ground_smoothly() -> None:
    place = mars.site("AP-1")
    coldest = []
    for peak in np.arange(1.0, 11.01, 1.0):
        tau = mars.design_year_tau(latitude_deg=place.latitude_deg, storm_peak_tau=float(peak))
        coldest.append(mars.ground_year(place, tau).ground_k.reshape(669, 24).max(axis=1)[480:520].mean())
    assert np.all(np.abs(np.diff(coldest, n=2)) < 2.0)


def test_frost_holds_the_polar_night_at_its_point() -> None:
    year = mars.ground_year(mars.site("Phoenix"), QUIET)
    assert year.frost_kg_m2 > 100
    winter = year.ground_k.reshape(669, 24)[round(float(mars.sol_of_ls(290.0)))]
    point = mars.frost_point_k(mars.surface_pressure_pa(290.0, -4.11, 68.22))
    assert winter == pytest.approx(np.full(24, float(point)), abs=1.0)
    assert mars.ground_year(mars.site("Gale"), QUIET).frost_kg_m2 == 0


def test_sink_lies_between_sky_and_sunlit_ground(arcadia: mars.GroundYear) -> None:
    sink = mars.sink_by_hour_k(arcadia, 0.2)
    dark = arcadia.global_w_m2 == 0
    assert np.all(sink[dark] > arcadia.sky_k[dark])
    assert np.all(sink[dark] < arcadia.ground_k[dark])
    brighter = mars.sink_by_hour_k(arcadia, 0.4)
    assert np.all(brighter >= sink)


def test_heat_loss_grows_with_conductance_and_warmth(arcadia: mars.GroundYear) -> None:
    base = mars.habitat_heat_loss_w_m2(arcadia, 294.0, 0.2, ground_albedo=0.2)
    more = mars.habitat_heat_loss_w_m2(arcadia, 294.0, 0.4, ground_albedo=0.2)
    cooler = mars.habitat_heat_loss_w_m2(arcadia, 288.0, 0.2, ground_albedo=0.2)
    assert np.all((more > base) & (more < 2 * base))
    assert np.all(cooler < base)
    # Never more than if the outer face were as cold as the sky.
    assert np.all(base < 0.2 * (294.0 - arcadia.sky_k))
    with pytest.raises(OutOfRange, match="wall_w_m2_k"):
        mars.habitat_heat_loss_w_m2(arcadia, 294.0, 0.0, ground_albedo=0.2)


def test_wind_presses_with_its_square() -> None:
    assert mars.wind_pressure_pa(30.0, 750.0, 220.0) == pytest.approx(8.1, abs=0.3)
    assert mars.wind_pressure_pa(60.0, 750.0, 220.0) == pytest.approx(
        4 * float(mars.wind_pressure_pa(30.0, 750.0, 220.0))
    )
