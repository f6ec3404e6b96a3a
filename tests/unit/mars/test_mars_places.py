import dataclasses

import pytest

from kilosol import mars
from kilosol.errors import OutOfRange, UnknownName


def test_every_site_can_be_had_by_name() -> None:
    assert len(mars.site_names()) == 16
    for name in mars.site_names():
        place = mars.site(name)
        assert place.name == name
        assert place.pressure_pa == pytest.approx(
            float(mars.annual_mean_pressure_pa(place.elevation_km)), rel=0.01
        )


def test_site_is_frozen_and_can_be_moved() -> None:
    place = mars.site("AP-1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.latitude_deg = 0.0  # type: ignore[misc]
    assert dataclasses.replace(place, latitude_deg=30.0).latitude_deg == 30.0
    with pytest.raises(OutOfRange, match="latitude_deg"):
        dataclasses.replace(place, latitude_deg=120.0)


def test_unknown_site_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Jezero"):
        mars.site("Jezerro")


def test_custom_site_takes_the_ground_of_its_neighbour() -> None:
    near_gale = mars.custom_site("dig", latitude_deg=-5.0, east_longitude_deg=138.0, elevation_km=-4.0)
    assert near_gale.thermal_inertia == mars.site("Gale").thermal_inertia
    assert near_gale.pressure_pa > mars.site("Gale").pressure_pa


def test_sink_cools_with_latitude() -> None:
    warm, cool = mars.sink_temperature_k(0.0), mars.sink_temperature_k(-60.0)
    assert warm.max_k == 262.0
    assert cool.max_k < warm.max_k
    assert cool.min_k < cool.mean_k < cool.max_k
    with pytest.raises(OutOfRange, match="latitude_deg"):
        mars.sink_temperature_k(85.0)


def test_radiator_capacity_lost_to_the_sink() -> None:
    """To the hottest sink (262 K) 7.5, 18 and 58 % at 500, 400 and 300 K; to the mean 2.7, 6.6, 21 %."""
    sink = mars.sink_temperature_k(10.0)
    for panel_k, hot, mean in ((500, 0.075, 0.027), (400, 0.18, 0.066), (300, 0.58, 0.21)):
        assert (sink.max_k / panel_k) ** 4 == pytest.approx(hot, abs=0.006)
        assert (sink.mean_k / panel_k) ** 4 == pytest.approx(mean, abs=0.004)


def test_dose_adds_up_and_cover_lowers_it() -> None:
    bare = mars.trip_dose_msv(200.0, 600.0, 190.0)
    assert bare.total_msv == pytest.approx(bare.cruise_msv + bare.surface_msv)
    assert mars.trip_dose_msv(200.0, 600.0, 190.0, cover_g_cm2=400.0).surface_msv < 0.06 * bare.surface_msv
    assert mars.trip_dose_msv(200.0, 600.0, 190.0, cover_g_cm2=30.0).surface_msv > bare.surface_msv
    assert mars.trip_dose_msv(0.0, 0.0, 0.0).sigma_msv == 0


def test_limits_of_agencies() -> None:
    limits = mars.career_limits_msv()
    assert set(limits) == {"NASA", "ESA", "CSA", "Roscosmos", "JAXA"}
    assert limits["NASA"] == 600
    assert limits["ESA"] == 1000


def test_negative_days_and_cover_are_refused() -> None:
    with pytest.raises(OutOfRange, match="stay_days"):
        mars.trip_dose_msv(1.0, -1.0, 1.0)
    with pytest.raises(OutOfRange, match="cover_g_cm2"):
        mars.cover_factor(-5.0)
