"""Two runs side by side: every input that differs, and curves of both."""

import json

from kilosol.web.comparison import compare_verdicts, inputs_that_differ
from kilosol.web.overlays import overlays


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
    one = 'title = "a"\nx = 1\n[t]\ny = true\n[[flights]]\nwindow = 2028\n'
    two = 'title = "b"\nx = 1\n[t]\ny = false\nz = "new"\n[[flights]]\nwindow = 2031\n'
    two += "[[flights]]\nwindow = 2033\n"
    told = {d.what: (d.first, d.second) for d in inputs_that_differ(one, two)}
    assert told == {
        "t.y": ("true", "false"),
        "t.z": ("not set", "new"),
        "flights.0.window": ("2028", "2031"),
        "flights.1.window": ("not set", "2033"),
    }


def test_numbers_are_told_in_their_own_units():
    other = verdict(station={"title": "none", "mass_kg": None})
    rows = {row.what: row for row in compare_verdicts(verdict(), other)}
    assert rows["Landed mass of the station"].first == "16.9 t"
    assert rows["Landed mass of the station"].second == "none"
    assert rows["Landed mass of the station"].differs
    assert rows["Exclusion distance"].first == "3.162 km"
    assert rows["People on Mars, as likely as not by"].first == "2031"
    assert not rows["Dose of the trip"].differs


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
