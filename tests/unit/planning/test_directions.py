"""Ten inputs changed one by one: the answer must move the way the physics says."""

from __future__ import annotations

import pytest
from plans import Planner

# Pads and works enough for every fleet that is listed: dates then hang on the calendar and the gates alone.
SURE = {
    "fleet.launches_per_year": 10_000.0,
    "fleet.ships_built_per_year": 1000.0,
    "fleet.ready_frac": 1.0,
    "fleet.ready_again_frac": 1.0,
    "landing.success_frac": 1.0,
    "partners.station.works_frac": 1.0,
    "partners.station.withdrawn_per_window": 0.0,
}


def designs(verdict: dict) -> dict[str, dict]:
    station = verdict["station"]
    return {d["design"]: d for d in (station, *station["alternatives"])}


def landed_by(verdict: dict, year: int) -> float:
    return verdict["landing"]["p_by_year"][str(year)]


def test_without_the_partner_the_station_is_heavier_and_people_land_no_sooner(plan: Planner) -> None:
    with_it, without = plan().verdict, plan(changes={"partners.station.offered": False}).verdict
    assert with_it["station"]["uses_partner"]
    assert not without["station"]["uses_partner"]
    assert not any(d["uses_partner"] for d in designs(without).values())
    assert without["station"]["mass_kg"] > 2.0 * with_it["station"]["mass_kg"]
    assert landed_by(without, 2040) < landed_by(with_it, 2040)


def test_a_calm_year_needs_a_lighter_solar_plant_and_no_lighter_reactor(plan: Planner) -> None:
    stormy, calm = designs(plan().verdict), designs(plan(changes={"weather.global_storm": False}).verdict)
    assert calm["solar-battery"]["mass_kg"] < 0.6 * stormy["solar-battery"]["mass_kg"]
    assert calm["partner-fission"]["mass_kg"] == pytest.approx(stormy["partner-fission"]["mass_kg"])


def test_a_worse_storm_needs_a_heavier_solar_plant(plan: Planner) -> None:
    usual = designs(plan().verdict)
    worse = designs(plan(changes={"weather.storm_peak_tau": 8.0}).verdict)
    assert worse["solar-battery"]["mass_kg"] > 1.1 * usual["solar-battery"]["mass_kg"]
    notices = plan(changes={"weather.storm_peak_tau": 8.0}).verdict["notices"]
    assert any(n["model"] == "solar" and n["value"] == "8.0" for n in notices)


def test_mass_is_smooth_in_the_storms_peak(plan: Planner) -> None:
    """A step of one half in the arrays' output above 4 once made 43.5 t of 3.99 and 73.4 t of 4.01."""
    peaks = (3.5, 3.99, 4.01, 4.5)
    masses = [
        designs(plan(changes={"weather.storm_peak_tau": peak}).verdict)["solar-battery"]["mass_kg"]
        for peak in peaks
    ]
    slopes = [
        (b - a) / (high - low)
        for a, b, low, high in zip(masses[:-1], masses[1:], peaks[:-1], peaks[1:], strict=True)
    ]
    assert masses == sorted(masses)
    # Kilograms for each unit of optical depth: the slope over the old step lies between its neighbours'.
    assert 0.8 * slopes[0] < slopes[1] < 1.2 * slopes[2]


def test_a_storm_that_cleared_sooner_needs_a_lighter_solar_plant(plan: Planner) -> None:
    usual = designs(plan().verdict)
    short = designs(plan(changes={"weather.storm_shape": "meridiani-2018"}).verdict)
    assert short["solar-battery"]["mass_kg"] < usual["solar-battery"]["mass_kg"]
    assert short["partner-fission"]["mass_kg"] == pytest.approx(usual["partner-fission"]["mass_kg"])


def test_solar_is_lighter_at_the_equator_than_at_forty_degrees(plan: Planner) -> None:
    north = designs(plan().verdict)
    equator = designs(plan(changes={"site.latitude_deg": 0.0}).verdict)
    assert equator["solar-battery"]["mass_kg"] < 0.8 * north["solar-battery"]["mass_kg"]


def test_twelve_people_need_more_of_everything_than_four(plan: Planner) -> None:
    few, many = (plan(changes={"crew.people": n}).verdict for n in (4, 12))
    for load_class in ("vital_kw", "essential_kw"):
        assert many["loads"]["crew"][load_class] > few["loads"]["crew"][load_class]
    assert many["station"]["mass_kg"] > few["station"]["mass_kg"]
    assert designs(many)["solar-battery"]["mass_kg"] > designs(few)["solar-battery"]["mass_kg"]


def test_half_the_payload_takes_more_flights_and_grows_a_smaller_city(plan: Planner) -> None:
    usual, half = plan().verdict, plan(changes={"ship.payload_t": 50.0}).verdict
    assert half["windows"][0]["payload_t"] == 50.0
    assert designs(half)["solar-battery"]["flights"] > designs(usual)["solar-battery"]["flights"]
    assert half["windows"][0]["tanker_flights"] <= usual["windows"][0]["tanker_flights"]
    assert half["city"]["people_p50"] < usual["city"]["people_p50"]


@pytest.mark.parametrize(("station_sols", "earliest"), [(0.0, 2029), (300.0, 2031)])
def test_sure_landings_give_the_earliest_dates_of_the_calendar(
    plan: Planner, station_sols: float, earliest: int
) -> None:
    """Landings-only: 2029. With a gate on the station, which lands in the second wave: 2031."""
    run = plan("announced-2025", {**SURE, "gates.station_sols": station_sols})
    assert run.verdict["landing"]["earliest_year"] == earliest
    assert landed_by(run.verdict, earliest - 1) == 0.0
    if station_sols == 0.0:
        # Launch and transit still take their toll, so not every campaign is that early.
        assert landed_by(run.verdict, earliest) > 0.9
    else:
        # Nothing but the date of the station keeps a crew at home: it lands where its robots were in time,
        # but for launch and transit and the noise of 2,000 draws.
        in_time = run.verdict["station"]["commissioning"]["gate"]["in_time_frac"]
        assert landed_by(run.verdict, earliest) == pytest.approx(in_time, abs=0.05)


def test_with_2026_missed_the_same_rules_give_dates_one_window_later(plan: Planner) -> None:
    for station_sols, earliest in ((0.0, 2031), (300.0, 2033)):
        run = plan(changes={**SURE, "gates.station_sols": station_sols, "flights.2031.crew_ships": 1})
        assert run.verdict["landing"]["earliest_year"] == earliest


def test_landings_that_never_succeed_keep_everyone_at_home(plan: Planner) -> None:
    never = plan(changes={"landing.success_frac": 0.0}).verdict
    assert never["landing"]["earliest_year"] is None
    assert max(never["landing"]["p_by_year"].values()) == 0.0
    assert never["city"]["people_p90"] == 0.0
    assert max(never["city"]["p_by_year"].values()) == 0.0


def test_a_stricter_gate_is_never_earlier_and_carries_less_landing_risk(plan: Planner) -> None:
    usual = plan().verdict["landing"]
    strict = plan(changes={"gates.min_landings": 30, "gates.min_confidence_frac": 0.8}).verdict["landing"]
    for year, p in usual["p_by_year"].items():
        assert strict["p_by_year"][year] <= p
    assert strict["p_by_year"]["2040"] < usual["p_by_year"]["2040"]
    assert strict["p_loss_by_cause"]["landing"] < usual["p_loss_by_cause"]["landing"]


def test_units_that_fail_three_times_as_often_leave_more_hours_dark(plan: Planner) -> None:
    usual, worse = plan().verdict, plan(changes={"power.unit_failure_factor": 3.0}).verdict
    before, after = usual["adequacy"], worse["adequacy"]
    assert (
        after["lolh_by_class_hour_per_mars_year"]["essential"]
        > (before["lolh_by_class_hour_per_mars_year"]["essential"])
    )
    assert after["p_crew_survives"] < before["p_crew_survives"]
    assert worse["landing"]["p_loss_of_crew"] > usual["landing"]["p_loss_of_crew"]


def test_a_partner_who_leaves_with_nothing_to_follow_keeps_the_station_gate_shut(plan: Planner) -> None:
    """Only fission is compared and nobody else offers a unit: no fallback may open the gate."""
    alone = {"power.architectures": '["fission"]', "partners.station.withdrawn_per_window": 1.0}
    assert plan(changes=alone).verdict["landing"]["earliest_year"] is None
    followed = {"partners.station.withdrawn_per_window": 1.0}
    assert plan(changes=followed).verdict["landing"]["earliest_year"] is not None
