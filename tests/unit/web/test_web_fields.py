"""The form says what the schema says, and nothing is lost between a form, its TOML and its commands."""

import shlex
import subprocess
import sys
import tomllib
import types

import pytest

from kilosol.data import cited_values, references
from kilosol.scenario import field_rows, load_scenario, parse_override, preset_names, read_scenario, to_toml
from kilosol.web.commands import as_command, as_python
from kilosol.web.field_sources import ASSUMED, CITED, REFERRED
from kilosol.web.fields import build_form, toml_of_form, typed_of
from kilosol.web.form_words import group_titles, source_of, suggestions
from kilosol.web.rows import MOST_ROWS, with_button
from kilosol.web.sources import find_values

PRESET = "as-of-2026-11"


def row_of(form, key):
    return {row.key: row for row in form.rows}[key]


@pytest.mark.parametrize("name", preset_names())
def test_an_untouched_form_is_its_scenario(name):
    text = to_toml(load_scenario(name))
    form = build_form(text)
    assert form.changed == []
    assert form.n_problems == 0
    assert toml_of_form(form) == text
    # A browser sends every field back as text: that is no change either.
    assert toml_of_form(build_form(text, {row.key: row.value for row in form.rows})) == text


def test_every_key_of_the_schema_has_a_field(preset_toml):
    shown = {row.row.key for row in build_form(preset_toml).rows}
    assert shown == {row.key for row in field_rows()}


def test_what_is_typed_is_in_the_scenario(preset_toml):
    typed = {
        "draws": "500",
        "partners.station.offered": "false",
        "ship.payload_t": "0.15 kt",
        "flights.1.robots": "70",
        "as_of": "2026-12-01",
        "power.architectures": "fission, solar",
        "landing.success_frac": "0.8",
    }
    form = build_form(preset_toml, typed)
    made = read_scenario(toml_of_form(form), "test")
    assert (made.draws, made.partners.station.offered, made.ship.payload_t) == (500, False, 150.0)
    assert made.flights[1].robots == 70
    assert made.as_of.isoformat() == "2026-12-01"
    assert made.power.architectures == ("fission", "solar")
    assert made.landing.success_frac == 0.8
    assert {row.key for row in form.changed} == set(typed)


def test_an_emptied_field_leaves_the_key_out(preset_toml):
    with_it = to_toml(read_scenario(preset_toml, "test", {"landing.success_frac": 0.8}))
    form = build_form(with_it, {"landing.success_frac": ""})
    assert read_scenario(toml_of_form(form), "test").landing.success_frac is None
    # No --set can say so: the file comes with the command.
    written, plan = as_command(PRESET, form).removeprefix("cat > scenario.toml <<'END'\n").split("END\n")
    assert (written, plan) == (toml_of_form(form), "kilosol plan scenario.toml")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("draws", "-3"),
        ("draws", "1.5"),
        ("draws", "NaN"),
        ("draws", "many"),
        ("draws", ""),
        ("draws", "9" * 5000),
        ("draws", "[1"),
        ("draws", "[" * 5000),
        ("draws", "1_000_000_000_000_000"),
        ("power.architectures", "[" * 5000),
        ("title", "{" * 5000),
        ("ship.payload_t", "3 kW"),
        ("ship.payload_t", "1e999"),
        ("as_of", "yesterday"),
        ("as_of", "2026-13-45"),
        ("site.name", "Atlantis"),
        ("power.architectures", "coal"),
        ("power.architectures", ""),
        ("partners.station.offered", "perhaps"),
        ("title", ""),
        ("title", "two\nlines\x00"),
        ("propellant.case", "{evil = 1}"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(preset_toml, key, text):
    form = build_form(preset_toml, {key: text})
    if form.scenario is None:
        assert form.n_problems >= 1
        assert row_of(form, key).problem or form.problems
    else:
        # Odd but legal words come back from TOML as they were.
        assert row_of(build_form(toml_of_form(form)), key).value == text.strip()
    with_problem = row_of(form, key)
    assert with_problem.value == text.strip()


def test_all_problems_come_at_once(preset_toml):
    form = build_form(preset_toml, {"draws": "0", "ship.payload_t": "-1", "gates.min_landings": "x"})
    assert {row.key for row in form.rows if row.problem} == {"draws", "ship.payload_t", "gates.min_landings"}


def test_unknown_keys_are_ignored(preset_toml):
    form = build_form(preset_toml, {"__proto__": "1", "flights.99.robots": "3", "a" * 999: ""})
    assert form.changed == []
    assert toml_of_form(form) == preset_toml


def test_the_same_number_otherwise_written_is_no_change(preset_toml):
    assert build_form(preset_toml, {"ship.payload_t": "100", "draws": "1e4"}).changed == []
    assert build_form(preset_toml, {"power.architectures": "hybrid,solar , fission"}).changed == []


def test_commands_say_the_same_scenario(preset_toml):
    typed = {
        "title": 'It\'s "quoted" $(and) `more`',
        "draws": "500",
        "power.architectures": "solar",
        "ship.payload_t": "0.15 kt",
        "as_of": "2026-12-01",
        "flights.0.robots": "12",
    }
    form = build_form(preset_toml, typed)
    words = shlex.split(as_command("as-of-2026-11", form))
    assert words[:3] == ["kilosol", "plan", "as-of-2026-11"]
    overrides = dict(parse_override(w) for w in words[4::2])
    assert to_toml(load_scenario(words[2], overrides)) == toml_of_form(form)
    assert planned_by_python(as_python("as-of-2026-11", form)) == toml_of_form(form)


def planned_by_python(text):
    """Scenario that a copied program would plan: the program runs as it is, without the plan itself."""
    told = []

    class Kilosol(types.ModuleType):
        @staticmethod
        def plan(base, set=None):  # noqa: A002 - as the real one
            told.append(to_toml(load_scenario(base, set)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "kilosol", Kilosol("kilosol"))
        exec(text, {})
    return told[0]


def press(toml, typed, **button):
    """What the form sends back after a button of its lists."""
    rows = {row.key: row.value for row in build_form(toml, typed).rows}
    return with_button(tomllib.loads(toml), rows | dict(typed) | button)


def test_a_window_is_added_between_two_others(preset_toml):
    typed = press(preset_toml, {}, add="flights")
    form = build_form(preset_toml, typed)
    assert form.added == ["flights.3"]
    assert form.n_changed == 1
    assert row_of(form, "flights.3.window").value == "2035"
    assert row_of(form, "flights.3.crew_ships").value == "2"
    typed |= {"flights.3.window": "2029", "flights.3.robots": "many"}
    wrong = build_form(preset_toml, typed)
    # The problem stands beside the row that has it, wherever the scenario holds it.
    assert {row.key for row in wrong.rows if row.problem} == {"flights.3.robots"}
    form = build_form(preset_toml, typed | {"flights.3.robots": "7"})
    made = read_scenario(toml_of_form(form), "test")
    assert [(f.window, f.robots) for f in made.flights] == [(2028, 10), (2029, 7), (2031, 100), (2033, 200)]
    assert group_titles(form)["flights.3"] == "Ships of the 2029 window"
    twice = build_form(preset_toml, typed | {"flights.3.window": "2031", "flights.3.robots": "7"})
    assert "twice" in row_of(twice, "flights.3.window").problem


def test_a_row_is_taken_out_and_put_back(preset_toml):
    typed = press(preset_toml, {"flights.2.cargo_ships": "9"}, remove="flights.1")
    form = build_form(preset_toml, typed | {"flights.2.brings_station": "true"})
    assert (form.removed, form.added) == (["flights.1"], [])
    made = read_scenario(toml_of_form(form), "test")
    assert [(f.window, f.cargo_ships) for f in made.flights] == [(2028, 5), (2033, 9)]
    assert group_titles(form)["flights.1"] == "Ships of the 2031 window"
    back = build_form(preset_toml, press(preset_toml, typed, restore="flights.1"))
    assert (back.removed, [r.key for r in back.changed]) == ([], ["flights.2.cargo_ships"])
    bare = press(preset_toml, press(preset_toml, {}, remove="systems.0"), remove="systems.1")
    assert read_scenario(toml_of_form(build_form(preset_toml, bare)), "test").systems == ()
    none = {"flights.rows": ""}
    assert build_form(preset_toml, none).n_problems


@pytest.mark.parametrize("said", ["x", "0,1,9999999", "0;1", "-1", "0,0,0", ",".join(map(str, range(500)))])
def test_odd_words_about_rows_do_no_harm(preset_toml, said):
    form = build_form(preset_toml, {"flights.rows": said})
    assert 1 <= len(form.lists["flights"].ids) <= MOST_ROWS
    for button in ("add", "remove", "restore"):
        for value in ("flights", "flights.", "flights.77777", "flights.-1", "gates.0", "flights.1.window"):
            press(preset_toml, {"flights.rows": said}, **{button: value})


def test_rows_are_said_in_commands_and_found_again_in_a_run(preset_toml):
    typed = press(preset_toml, {"systems.1.ready_per_year": "0.5"}, add="flights")
    typed = press(preset_toml, typed, remove="systems.0")
    form = build_form(preset_toml, typed | {"draws": "300"})
    words = shlex.split(as_command(PRESET, form))
    assert words[:3] == ["kilosol", "plan", PRESET]
    overrides = dict(parse_override(w) for w in words[4::2])
    assert set(overrides) == {"draws", "flights", "systems"}
    assert to_toml(load_scenario(PRESET, overrides)) == toml_of_form(form)
    assert planned_by_python(as_python(PRESET, form)) == toml_of_form(form)
    again = build_form(preset_toml, typed_of(preset_toml, toml_of_form(form)))
    assert toml_of_form(again) == toml_of_form(form)
    assert (again.added, again.removed, again.n_changed) == (form.added, form.removed, form.n_changed)


def test_a_scenario_of_ones_own_comes_as_a_file(preset_toml, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    form = build_form(preset_toml, {"title": 'A \\ and """ and END'})
    for_shell = as_command("scenario.toml", form).removesuffix("kilosol plan scenario.toml")
    subprocess.run(["/bin/sh", "-c", for_shell], check=True)
    assert (tmp_path / "scenario.toml").read_text() == toml_of_form(form)
    (tmp_path / "scenario.toml").unlink()
    assert planned_by_python(as_python("scenario.toml", form)) == toml_of_form(form)
    assert "mend" in as_command("scenario.toml", build_form(preset_toml, {"draws": "0"}))


def test_titles_suggestions_and_sources(preset_toml):
    form = build_form(preset_toml)
    titles = group_titles(form)
    assert titles["flights.0"] == "Ships of the 2028 window"
    assert all(titles.values())
    names = suggestions()
    assert "Jezero" in names["site.name"]
    assert "kilopower-10" in names["power.own_technology"]
    assert set(names) <= {row.key for row in form.rows}
    assert titles["systems.1"] == "Waits for: launch approval of the reactor"
    assert not [row.key for row in form.rows if not source_of(row)[0]]
    text, find = source_of(row_of(form, "ship.payload_t"))
    assert text == "claimed: SpaceX, 2025"
    assert find == "ships/starship-v3.payload_t"
    # A value of one's own no longer bears the name of the source.
    own = build_form(to_toml(read_scenario(preset_toml, "test", {"ship.payload_t": 90})))
    said = "a choice of this scenario; cited is 100 (claimed: SpaceX, 2025)"
    assert source_of(row_of(own, "ship.payload_t")) == (said, find)


def test_every_field_has_one_source_and_every_source_is_there():
    keys = [row.key for row in field_rows()]
    assert sorted([*CITED, *REFERRED, *ASSUMED]) == sorted(keys)
    assert set(CITED.values()) <= {c.path for c in cited_values()}
    for find, _ in REFERRED.values():
        assert find_values(find)[1] or find in references(), find
