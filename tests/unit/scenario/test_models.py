"""The models: frozen, described, and read quantities with units."""

import re

import pytest
from pydantic import ValidationError

from kilosol.scenario import field_rows, load_scenario, preset_text
from kilosol.scenario.locate import key_lines
from kilosol.scenario.presets import preset_names
from kilosol.units import SUFFIX_UNITS

SCENARIO = load_scenario("as-of-2026-11")


def test_a_scenario_is_frozen_all_the_way_down() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SCENARIO.draws = 1
    with pytest.raises(ValidationError, match="frozen"):
        SCENARIO.flights[0].robots = 1
    assert isinstance(SCENARIO.flights, tuple)
    assert isinstance(SCENARIO.partners.station.claimed_alternatives, tuple)
    assert hash(SCENARIO) == hash(load_scenario("as-of-2026-11"))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("ship.payload_t", "0.1 kt", 100.0),
        ("ship.payload_t", "150000 kg", 150.0),
        ("ship.payload_t", "150", 150.0),
        ("robots.active_kw", "250 W", 0.25),
        ("transfer.max_c3_km2_s2", "25e6 m2/s2", 25.0),
        ("transfer.max_c3_km2_s2", "25 km^2/s^2", 25.0),
        ("transfer.max_entry_km_s", "7500 m/s", 7.5),
        ("power.standoff_m", "1.5 km", 1500.0),
        ("power.trip_hours", "10 d", 240.0),
        ("landing.crew_margin_frac", "30 %", 0.3),
        ("partners.station.n_units", "3", 3),
        ("city.imported_kg_per_kwe", "0.06 t/kW", 60.0),
        ("power.dose_limit_msv_year", "0.05 Sv/yr", 50.0),
    ],
)
def test_quantities_are_read_in_the_unit_of_the_key(key: str, text: str, value: float) -> None:
    scenario = load_scenario("as-of-2026-11", {key: f'"{text}"'})
    section, name = key.rsplit(".", 1)
    found: object = scenario
    for part in section.split("."):
        found = getattr(found, part)
    assert getattr(found, name) == pytest.approx(value, rel=1e-12)


def test_a_count_does_not_take_part_of_one() -> None:
    from kilosol.errors import ScenarioError

    with pytest.raises(ScenarioError, match="a whole number"):
        load_scenario("as-of-2026-11", {"partners.station.n_units": "2.5"})


#: Limits that came later, each with a default.
LATER_LIMITS = (
    "max_declination_deg",
    "parking_inclination_deg",
    "launch_site_latitude_deg",
    "max_return_c3_km2_s2",
    "max_earth_entry_km_s",
    "max_return_tof_days",
    "crew_objective",
    "launch_period_days",
    "margin_frac",
    "min_stay_days",
)
#: Keys that the preset shows in comments, by table.
LEFT_OUT = {
    "storm_shape": "weather",
    "return_delta_v_km_s": "ship",
    "brings_plant": "flights[]",
    "launches_per_year": "fleet",
    "launch_growth_factor": "fleet",
    "other_launches_frac": "fleet",
    "tankers_per_ship": "fleet",
    "failed_tanker_frac": "fleet",
    "failed_transfer_frac": "fleet",
    "ships_built_per_year": "fleet",
    "delayed_per_window": "partners.station",
    "preset": "gates",
    "landing_bound_frac": "gates",
    "landing_bound_confidence_frac": "gates",
    "site_confirmed": "gates",
    "station_kw": "gates",
    "station_availability_frac": "gates",
    "through_winter": "gates",
    "propellant_t_per_sol": "gates",
    "stores_sols": "gates",
    "partner_delivered": "gates",
    "route_file": "home",
    "first_window": "home",
}


def test_every_key_of_the_presets_is_a_field_and_every_field_is_in_the_preset() -> None:
    text = preset_text("as-of-2026-11")
    # The keys that the preset leaves in comments count as written.
    for key in (
        "latitude_deg",
        "east_longitude_deg",
        "elevation_km",
        "success_frac",
        "tau_series",
        "load_series",
        *LEFT_OUT,
    ):
        assert f"# {key} =" in text
        text = text.replace(f"# {key} =", f"{key} =")
    written = set()
    for at in key_lines(text):
        key = "".join("[]" if isinstance(part, int) else f".{part}" for part in at).lstrip(".")
        written.add(key)
    keys = {row.key for row in field_rows()}
    tables = {key for key in written if any(k.startswith((f"{key}.", f"{key}[].")) for k in keys)}
    assert keys == {k for k in written - tables if not k.endswith("[]")}


def test_only_the_commented_keys_are_optional() -> None:
    optional = {row.key for row in field_rows() if not row.is_required}
    assert optional == {
        # Came later, with a default, so that older files run.
        "power.vital_risk_frac",
        *(f"home.{key}" for key in ("route", "announced_by", "plant", "cargo_frac")),
        "gates.way_home_full",
        "fleet.filled_first",
        # Left out, dated cases decide.
        "fleet.ready_frac",
        "partners.station.withdrawn_per_window",
        "partners.station.unpublished",
        "power.essential_short_sols",
        "power.propellant_on_time_frac",
        *(f"transfer.{key}" for key in LATER_LIMITS),
        "site.latitude_deg",
        "site.east_longitude_deg",
        "site.elevation_km",
        "landing.success_frac",
        "weather.tau_series",
        "base.load_series",
        "flights[].crew_ships",
        "flights[].brings_station",
        *(f"{table}.{key}" for key, table in LEFT_OUT.items()),
    }


def test_every_field_is_described_and_every_number_bounded() -> None:
    for row in field_rows():
        assert len(row.description) > 5, row.key
        if row.kind in ("number", "integer") and row.key != "schema_version":
            assert row.low is not None, row.key
            assert row.high is not None, row.key
            assert row.low < row.high, row.key


def test_every_unit_is_a_house_unit() -> None:
    assert {row.unit for row in field_rows()} <= {"", *SUFFIX_UNITS.values()}


def test_accidental_suffixes_do_not_give_units() -> None:
    units = {row.key: row.unit for row in field_rows()}
    assert units["horizon_year"] == ""
    assert units["weather.storm_per_mars_year"] == "1"
    assert units["city.imported_kg_per_kwe"] == "kg/kW"
    assert units["crew.stores_sols"] == "sol"


TAGS = ("announced", "inferred", "our choice")


@pytest.mark.parametrize("name", preset_names())
def test_every_line_of_a_preset_says_whose_it_is(name: str) -> None:
    stated = [line for line in preset_text(name).splitlines() if re.match(r"[a-z_0-9]+ = ", line)]
    assert len(stated) > 80
    untold = [line for line in stated if not re.search(rf"# ({'|'.join(TAGS)})(:|$)", line)]
    assert untold == []


def test_fleets_that_nobody_announced_are_tagged_our_choice() -> None:
    lines = preset_text("as-of-2026-11").splitlines()
    fleets = [line for line in lines if line.startswith(("cargo_ships = ", "crew_ships = "))]
    assert fleets
    assert all("# our choice" in line for line in fleets)
