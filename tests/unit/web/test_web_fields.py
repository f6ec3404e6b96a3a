"""The form says what the schema says, and nothing is lost between a form, its TOML and its commands."""

import datetime
import shlex

import pytest

from kilosol.scenario import field_rows, load_scenario, parse_override, preset_names, read_scenario, to_toml
from kilosol.web.fields import as_command, as_python, build_form, toml_of_form
from kilosol.web.form_words import group_titles, source_of, suggestions


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
    assert as_command("x", form) == "kilosol plan scenario.toml"


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
    values = as_python("as-of-2026-11", form).partition("set=")[2].removesuffix(")")
    said = eval(values, {"datetime": datetime})
    assert to_toml(load_scenario("as-of-2026-11", said)) == toml_of_form(form)


def test_titles_suggestions_and_sources(preset_toml):
    form = build_form(preset_toml)
    titles = group_titles(form)
    assert titles["flights.0"] == "Ships of the 2028 window"
    assert all(titles.values())
    names = suggestions()
    assert "Jezero" in names["site.name"]
    assert "kilopower-10" in names["power.own_technology"]
    assert set(names) <= {row.key for row in form.rows}
    text, find = source_of(row_of(form, "ship.payload_t"))
    assert text == "claimed: SpaceX, 2025"
    assert find == "ships/starship-v3.payload_t"
    # A value of one's own no longer bears the name of the source.
    own = build_form(to_toml(read_scenario(preset_toml, "test", {"ship.payload_t": 90})))
    assert source_of(row_of(own, "ship.payload_t")) == ("a choice of this scenario", "")
