"""Two runs side by side: every input that differs, and curves of both."""

import json

import numpy as np
import synthetic_run

from kilosol.studies.draws_of_runs import FILE_NAME, Luck, luck_bytes
from kilosol.web.comparison import answers_of, inputs_that_differ
from kilosol.web.overlays import overlays
from kilosol.web.quick import compared


def verdict(**changes):
    station = {"title": "2 × unit", "mass_kg": 16900.0, "binding_constraint": "load"}
    station |= {"mass_by_component_kg": {"fission": 12000.0, "solar": 0.0}}
    base = {
        "station": station,
        "adequacy": {"p_crew_survives": 0.98, "lolh_hour_per_mars_year": 10.2},
        "safety": {"exclusion_distance_m": 3162.0, "trip_dose_msv": 1106.0},
        "landing": {"p_by_year": {"2030": 0.0, "2031": 0.25}, "median_year": 2031, "p_crew_flies": 0.9},
        "city": {"p_by_year": {"2030": 0.0, "2031": 0.0}, "people_p50": 1402.0},
    }
    return json.loads(json.dumps(base)) | changes


def test_inputs_differ_by_key():
    one = 'title = "a"\nx = 1\n[t]\ny = true\n[[flights]]\nwindow = 2028\nrobots = 5\n'
    two = 'title = "b"\nx = 1\n[t]\ny = false\nz = "new"\n[[flights]]\nwindow = 2031\n'
    two += "[[flights]]\nwindow = 2033\n"
    told = {d.what: (d.first, d.second) for d in inputs_that_differ(one, two)}
    assert told == {
        "t.y": ("true", "false"),
        "t.z": ("not set", "new"),
        "flights.2028": ("listed", "not set"),
        "flights.2028.robots": ("5", "not set"),
        "flights.2031": ("not set", "listed"),
        "flights.2033": ("not set", "listed"),
    }


def number(what, **more):
    told = {"what": what, "first": "1", "second": "2", "change": "+1"}
    return told | {"is_real": True, "is_drawn": False, "is_paired": False} | more


def test_answers_that_differ_stand_apart_with_their_weight():
    comparison = {
        "words": [
            {"binding_constraint": "load", "binding_gate": "landings"},
            {"binding_constraint": "load", "binding_gate": "station"},
        ],
        "numbers": [
            number("Mass"),
            number("Landed", is_drawn=True, is_paired=True),
            number("City", is_drawn=True),
            number("Short hours", is_drawn=True, is_real=False),
        ],
    }
    differing, others = answers_of(comparison, verdict(), verdict(station={"title": None}))
    assert [(row.what, row.weight) for row in differing] == [
        ("Station", "decided otherwise"),
        ("Gate that holds the crew back longest", "decided otherwise"),
        ("Mass", "no interval"),
        ("Landed", "more than luck, same luck in both"),
        ("City", "more than luck, drawn apart"),
    ]
    assert [row.what for row in others] == ["What its mass hangs on", "Short hours"]


def test_two_folders_are_compared_with_the_luck_they_share(tmp_path, preset_toml):
    """The interval of a paired difference comes from the campaigns that differ, far fewer than all."""
    n, folders = 400, []
    for name, n_later in (("a", 0), ("b", 8)):
        year = np.full(n, 2033)
        year[: n // 2], year[:n_later] = 2031, 2050
        landed = {str(y): float((year <= y).mean()) for y in range(2028, 2051)}
        folder = tmp_path / name
        (folder / "plan").mkdir(parents=True)
        (folder / "scenario.toml").write_text(preset_toml)
        said = verdict() | synthetic_run.verdict()
        said["landing"] |= {"p_by_year": landed, "draws": n, "p_crew_flies": 1.0, "p_loss_of_crew": 0.0}
        said["adequacy"] = {**said["adequacy"], "lolh_stderr_hour": 1.0, "n_years": 50}
        (folder / "plan" / "verdict.json").write_text(json.dumps(said))
        (folder / FILE_NAME).write_bytes(luck_bytes(Luck(year, np.full(n, -1), np.ones(50, dtype=bool))))
        folders.append(str(folder))
    by_what = {row["what"]: row for row in compared(*folders)["numbers"]}
    landed = by_what["Chance that people have landed by 2031"]
    # 8 of 400 campaigns land later: 2 points less, give or take 1.96 sqrt(0.02 * 0.98 / 400) = 1.4 points.
    assert landed["change"] == "-2.0 points (-3.4 to -0.6)"
    assert (landed["is_paired"], landed["is_real"]) == (True, True)
    (tmp_path / "a" / FILE_NAME).write_bytes(b"PK no file of numbers")
    apart = {row["what"]: row for row in compared(*folders)["numbers"]}[landed["what"]]
    assert (apart["is_paired"], apart["is_real"]) == (False, False)
    assert by_what["Landed mass of the chosen station"]["first"].endswith("kg")


def test_curves_carry_both_runs_and_say_what_they_find():
    other = verdict(landing={"p_by_year": {"2031": 0.5, "2032": 0.75}})
    landing, city, station = overlays(verdict(), other)
    assert landing.payload["data"][0]["y"] == [0.0, 25.0, None]
    assert landing.payload["data"][1]["y"] == [None, 50.0, 75.0]
    said = landing.finding.replace("\u202f", " ").replace("\u2009", " ")
    assert said == "By the end of 2031 people have landed in 25 % of campaigns in A and in 50 % in B"
    assert city.finding.endswith("of campaigns in both plans")
    assert station.finding == "The station lands 16.9 t in both"
    json.dumps([landing.payload, city.payload, station.payload], allow_nan=False)
