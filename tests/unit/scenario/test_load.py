"""Reading of scenarios: what is right loads, what is wrong is said with its line and its cure."""

from pathlib import Path

import pytest

from kilosol.errors import ScenarioError, UnknownName
from kilosol.scenario import load_scenario, preset_names, preset_text, read_scenario

BASE = preset_text("as-of-2026-11")


def line_of(text: str, fragment: str) -> int:
    """Line on which a fragment first stands, counted from 1."""
    return text[: text.index(fragment)].count("\n") + 1


def problems(text: str, overrides: dict[str, object] | None = None) -> dict[str, tuple[str, str]]:
    """Key -> place and message of everything wrong with a text."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, "bad.toml", overrides)
    assert caught.value.exit_code == 2
    return {p.what: (p.where, p.message) for p in caught.value.problems}


@pytest.mark.parametrize("name", ["announced-2025", "as-of-2026-11"])
def test_presets_are_valid(name: str) -> None:
    assert name in preset_names()
    assert load_scenario(name).name == name


def test_the_announced_plan_is_what_was_announced() -> None:
    plan = load_scenario("announced-2025")
    first = plan.flights[0]
    assert (first.window, first.cargo_ships, first.crew_ships) == (2026, 5, 0)
    # 20, 100 and 500 ships in the windows after (E. Musk, 2025-05-29).
    assert [f.cargo_ships + f.crew_ships for f in plan.flights[1:]] == [20, 100, 500]
    # A landing in 2029 needs a departure in the window of 2028, and no gate but landings.
    assert plan.crew.first_window == 2028
    assert (plan.gates.station_sols, plan.gates.propellant_t, plan.gates.min_confidence_frac) == (0, 0, 0)
    # What was not known in March 2025 is not in it.
    assert "selena-kurchatov" not in plan.partners.station.claimed_alternatives


def test_the_presets_share_their_luck_and_their_ship() -> None:
    announced, known = (load_scenario(name) for name in ("announced-2025", "as-of-2026-11"))
    assert (announced.seed, announced.draws) == (known.seed, known.draws)
    assert announced.ship == known.ship
    assert announced.landing == known.landing


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(BASE.replace("people = 6", "people = 4"), encoding="utf-8")
    assert load_scenario(file).crew.people == 4
    assert load_scenario(str(file)).crew.people == 4


def test_unknown_key_names_the_nearest_and_its_line() -> None:
    text = BASE.replace("isp_s = 375.0", "isp_s = 375.0\npayload_tt = 5")
    found = problems(text)
    assert found == {
        "ship.payload_tt": (
            f"bad.toml:{line_of(text, 'payload_tt')}",
            "unknown key; did you mean 'payload_t'?",
        )
    }


def test_a_key_in_the_wrong_table_is_sent_to_the_right_one() -> None:
    text = BASE.replace("[crew]", "[crew]\nmin_landings = 3")
    assert "'gates.min_landings'" in problems(text)["crew.min_landings"][1]


def test_an_unknown_key_unlike_any_other_lists_the_table() -> None:
    text = BASE.replace("[fleet]", "[fleet]\nqqq = 3")
    told = problems(text)["fleet.qqq"][1]
    assert all(key in told for key in ("growth_factor", "max_ships", "ready_again_frac", "filled_first"))


def test_out_of_range_states_the_range_the_unit_and_the_value() -> None:
    text = BASE.replace("payload_t = 100.0", "payload_t = -2")
    where, message = problems(text)["ship.payload_t"]
    assert where == f"bad.toml:{line_of(text, 'payload_t = -2')}"
    assert message == "must be a number above 0, at most 1000 t, got -2"


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("crew.people", "6.5", "a whole number"),
        ("crew.people", "true", "a whole number"),
        ("ship.isp_s", "true", "a number from 200 to 1000 s"),
        ("ship.isp_s", "nan", "a number from 200 to 1000 s"),
        ("ship.isp_s", "inf", "a number from 200 to 1000 s"),
        ("ship.isp_s", "'far'", "converts to s"),
        ("ship.isp_s", "'40 kW'", "converts to s"),
        ("ship.isp_s", "'9**9**9**9'", "converts to s"),
        ("partners.station.offered", "'no'", "true or false"),
        ("partners.station.offered", "1", "true or false"),
        ("as_of", "'2026-11-20'", "a date without quotes"),
        ("title", "5", "text in quotes"),
        ("title", "''", "not be empty"),
        ("name", "'a/b'", "letters, digits"),
        ("schema_version", "2", "must be 1"),
        ("propellant.case", "'middle'", "'low' or 'mid' or 'high'"),
        ("power.architectures", "['solr']", "'fission' or 'solar' or 'hybrid'"),
        ("power.architectures", "[]", "not be empty"),
        ("power.architectures", "'solar'", "a list of"),
        ("weather.storm_onset_ls_deg", "360", "from 0 to below 360 deg"),
        ("horizon_year", "2071", "from 2030 to 2070"),
        ("horizon_year", "2029", "from 2030 to 2070"),
        ("partners.station.works_frac", "1.01", "from 0 to 1"),
        ("site", "5", "a table of keys"),
    ],
)
def test_each_wrong_value_is_named(key: str, written: str, said: str) -> None:
    section, _, name = key.rpartition(".")
    lines, inside = [], not section
    for line in BASE.splitlines():
        if line.startswith("["):
            inside = line.split("]")[0] == f"[{section}"
        if inside and line.split(" =")[0] == name:
            line = f"{name} = {written}"
        lines.append(line)
    text = "\n".join(lines)
    if key == "site":
        text = "site = 5\n" + BASE.replace("[site]\nname", "[other]\nname")
    found = problems(text)
    message = " ".join(message for what, (_, message) in found.items() if what.startswith(key))
    assert said in message


def test_all_problems_of_a_file_come_at_once_from_the_top_down() -> None:
    text = (
        BASE.replace("standoff_m = 1000.0", "standoff_m = 'far'")
        .replace("payload_t = 100.0", "payload_t = -2")
        .replace("isp_s = 375.0", "# no isp_s")
    )
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, "bad.toml")
    assert [(p.where, p.what) for p in caught.value.problems] == [
        (f"bad.toml:{line_of(text, '[ship]')}", "ship.isp_s"),
        (f"bad.toml:{line_of(text, 'payload_t = -2')}", "ship.payload_t"),
        (f"bad.toml:{line_of(text, 'standoff_m')}", "power.standoff_m"),
    ]
    assert str(caught.value).startswith("3 problem(s) in bad.toml\n  bad.toml:")


def test_a_row_of_flights_is_found_on_its_own_line() -> None:
    text = BASE.replace("robots = 200", "robots = -200")
    where, _ = problems(text)["flights.2.robots"]
    assert where == f"bad.toml:{line_of(text, 'robots = -200')}"


def test_a_missing_key_says_what_belongs_there() -> None:
    text = BASE.replace("people = 6 ", "# people = 6 ")
    where, message = problems(text)["crew.people"]
    assert where == f"bad.toml:{line_of(text, '[crew]')}"
    assert message == "is missing; must be a whole number from 1 to 1000"


def test_a_missing_table_is_named() -> None:
    text = BASE.replace("[city]", "[town]")
    found = problems(text)
    assert found["city"][1] == "this table is missing"
    assert found["town"][1].startswith("unknown key")


@pytest.mark.parametrize(
    ("before", "after", "line_at"),
    [
        ("isp_s = 375.0", "isp_s 375.0", "isp_s 375.0"),
        ('name = "AP-1"', 'name = "AP-1', 'name = "AP-1'),
        ("[robots]", "[crew]", "career_limit_msv"),
    ],
)
def test_a_toml_error_gives_its_line(before: str, after: str, line_at: str) -> None:
    text = BASE.replace(before, after)
    where, _ = problems(text)["TOML"]
    offset = 2 if line_at.startswith("career") else 0
    assert where == f"bad.toml:{line_of(text, line_at) + offset}"


def test_an_unknown_preset_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'announced-2025'"):
        load_scenario("announced-2026")


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no such file; `kilosol new mine\.toml`"):
        load_scenario(tmp_path / "mine.toml")


def test_a_folder_or_a_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario(tmp_path)
    file = tmp_path / "latin.toml"
    file.write_bytes('name = "é"'.encode("latin-1"))
    with pytest.raises(ScenarioError, match="not UTF-8"):
        load_scenario(file)
