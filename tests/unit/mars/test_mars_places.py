import dataclasses

import numpy as np
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


def test_every_value_of_a_site_has_its_source() -> None:
    from kilosol.data import references

    known = references()
    for name in mars.site_names():
        place = mars.site(name)
        for key, entry in mars.site_provenance(place).items():
            assert entry.value == getattr(place, key)
            assert entry.source in known or entry.source == "assumption"
            assert entry.tier in "ABCD"
        ice = mars.site_ice(place)
        assert ice["source"] in known
    own = mars.custom_site("dig", latitude_deg=-5.0, east_longitude_deg=138.0, elevation_km=-4.0)
    found = mars.site_provenance(own)
    assert found["latitude_deg"].where == "given by the user"
    assert found["albedo"].tier == "D"
    assert mars.site("Meridiani").wind == "gusty"
    assert own.wind == "still"


def test_dose_follows_the_solar_cycle_and_the_air() -> None:
    """Half as much again from the maximum of 2014 to the minimum of 2019-20 (Guo et al. 2021)."""
    low, high = mars.surface_dose_msv_day(577.0), mars.surface_dose_msv_day(327.0)
    assert high / low == pytest.approx(1.5, abs=0.02)
    # Some 12 uGy a day at quality factor 3 for each 100 Pa.
    drop = mars.surface_dose_msv_day(pressure_pa=600.0) - mars.surface_dose_msv_day(pressure_pa=700.0)
    assert drop == pytest.approx(0.0366, abs=1e-6)
    deep = mars.cruise_dose_msv_day(1430.0) / mars.cruise_dose_msv_day()
    assert deep == pytest.approx(0.25, abs=0.01)
    rates = [float(mars.cruise_dose_msv_day(mars.modulation_mv(p))) for p in mars.PHASES]
    assert rates == sorted(rates, reverse=True)
    quiet = mars.trip_dose_msv(180.0, 500.0, 180.0, modulation_mv=327.0)
    assert quiet.total_msv == pytest.approx(1.5 * 982, rel=0.02)
    for wrong in ({"modulation_mv": 100.0}, {"pressure_pa": 5000.0}):
        with pytest.raises(OutOfRange, match=next(iter(wrong))):
            mars.surface_dose_msv_day(**wrong)
    with pytest.raises(OutOfRange, match="phase"):
        mars.modulation_mv("noon")  # type: ignore[arg-type]


def test_thirty_centimetres_of_regolith_are_a_trap() -> None:
    """Effective dose peaks near 30 cm (Zhang et al. 2022); metres are needed."""
    depth = np.linspace(0.0, 3.0, 301)
    factor = mars.cover_factor(mars.regolith_cover_g_cm2(depth))
    assert factor[30] > 1
    assert 0.25 < depth[factor.argmax()] < 0.4
    even = mars.break_even_cover_g_cm2()
    assert mars.cover_factor(even) == pytest.approx(1.0)
    assert np.all(factor[mars.regolith_cover_g_cm2(depth) > even] < 1)
    assert factor[-1] < 0.04
    with pytest.raises(OutOfRange, match="thickness_m"):
        mars.regolith_cover_g_cm2(-1.0)


def test_particle_events_are_few_and_below_the_limit() -> None:
    assert mars.particle_event_msv_day("cruise") == pytest.approx(24.7 / 253)
    assert mars.particle_event_msv_day("surface") < 0.01 * float(mars.surface_dose_msv_day())
    assert max(mars.surface_particle_events_msv().values()) < 250
    with pytest.raises(OutOfRange, match="place"):
        mars.particle_event_msv_day("orbit")  # type: ignore[arg-type]
