"""Needs of the routes against a table worked by hand at stated inputs; routes in files of one's own."""

import dataclasses

import pytest

from kilosol.errors import DataError, OutOfRange, UnknownName
from kilosol.home import (
    Basis,
    Burns,
    load_route,
    p_all_land,
    power_units,
    route_names,
    way_needs,
)

#: 145 t land, 6.9 km/s in all without a landing burn, 375 s, 480 days at nine tenths, 8.27 kWh/kg.
STATED = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0, people=4, stage="mature")
TO_ORBIT = dataclasses.replace(STATED, burns=Burns(4.4, 5.7, 2.6, 0.0, 375.0, 327.0))

#: Route, basis, energy per kilogram of what is made, made t, brought t, kW, power and plant t, landed t,
#: cargo ships of 100 t and of 50 t, ships to orbit, launches.
ROWS = [
    ("W1", STATED, None, 802, 0, 639, 88 + 46, 134, 2, 3, 0, 26),
    ("W1h", STATED, None, 1274, 0, 1017, 139 + 72, 211, 3, 5, 0, 39),
    ("W1l", STATED, None, 332, 0, 265, 38 + 19, 57, 1, 2, 0, 13),
    ("W2", STATED, 11.0, 628, 174, 666, 88 + 25, 296, 3, 6, 0, 39),
    ("W2", STATED, 8.6, 628, 174, 520, None, None, None, None, 0, None),
    ("W2", STATED, 17.2, 628, 174, 1041, None, None, None, None, 0, None),
    ("W3", STATED, None, 758, 43.8, 606, 88 + 46, 227, 3, 5, 0, 39),
    ("W3w", STATED, 7.36, 410, 392, 569, 76 + 46, 513, 6, 11, 0, 78),
    ("W4", STATED, 15.5, 22.7, 7.0, 34, 6.8 + 0.9, 15, 1, 1, 0, 13),
    ("W4f", STATED, 18.2, 29.7, 0, 52, None, 12.6 + 1.7, 1, 1, 0, 13),
    ("W5", STATED, None, 0, 29.7, None, 1.8, 32, 1, 1, 0, 13),
    ("W6", TO_ORBIT, None, 335, 0, 267, 38 + 19, 57, 1, 2, 2, 39),
    ("W6s", TO_ORBIT, None, 538, 0, 429, 63 + 31, 94, 1, 2, 1, 26),
    ("W6o", TO_ORBIT, 11.0, 262, 73, 278, 38 + 10, 125, 2, 3, 2, 52),
    ("W7", STATED, None, 0, 802, None, 7, 849, 9, 17, 0, 117),
    ("W7o", TO_ORBIT, None, 0, 335, None, 2, 353, 4, 8, 2, 78),
]


def near(wanted):
    return pytest.approx(wanted, rel=0.10)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} at {row[2] or 'the stage'}")
def test_within_a_tenth_of_the_table(row):
    label, basis, kwh_kg, made, brought, kw, power_and_plant, landed, ships, light, to_orbit, launches = row
    route = load_route(label)
    needs = way_needs(route, dataclasses.replace(basis, kwh_kg=kwh_kg))
    assert needs.made_t == near(made)
    assert needs.brought_t == near(brought)
    assert needs.tankers == to_orbit
    if kw is not None:
        assert needs.making_kw == near(kw)
    if power_and_plant is not None:
        assert needs.power_t + needs.plant_t == near(power_and_plant)
    if landed is not None:
        assert needs.landed_t == near(landed)
        assert (needs.ships, needs.launches) == (ships, launches)
        by_light_ships = way_needs(route, dataclasses.replace(basis, kwh_kg=kwh_kg, cargo_t=50.0))
        assert by_light_ships.ships == light


@pytest.mark.parametrize(("label", "kw"), [("W7", 16), ("W7o", 8), ("W5", 6.7)])
def test_what_is_brought_takes_power_only_to_keep_cold(label, kw):
    needs = way_needs(load_route(label), TO_ORBIT if label == "W7o" else STATED)
    assert needs.making_kw == 0.0
    assert needs.power_kw == needs.keep_cold_kw == near(kw)


@pytest.mark.parametrize(("per_day", "lost"), [(0.001, 0.22), (0.003, 0.53), (0.005, 0.71)])
def test_hydrogen_that_boils_off(per_day, lost):
    route = load_route("hydrogen-brought")
    route = dataclasses.replace(route, values={**route.values, "shipped_loss_per_day": per_day})
    needs = way_needs(route, STATED)
    assert 1.0 - needs.brought_t / needs.shipped_t == pytest.approx(lost, abs=0.01)


def test_landings_that_must_all_succeed():
    tankers, ascent = (way_needs(load_route(label), STATED) for label in ("W7", "W4"))
    assert p_all_land(0.8, tankers, with_crew=False) == pytest.approx(0.13, abs=0.005)
    assert p_all_land(0.8, ascent) == pytest.approx(0.51, abs=0.005)


def test_all_routes_on_one_basis():
    for name in route_names():
        first, mature = (
            way_needs(load_route(name), dataclasses.replace(STATED, stage=stage))
            for stage in ("first", "mature")
        )
        assert first.propellant_t == mature.propellant_t
        assert first.energy_mwh >= mature.energy_mwh
        assert first.heat_kw <= first.making_kw


def test_heat_and_electricity_apart():
    needs = way_needs(load_route("ascent-propellant"), dataclasses.replace(STATED, stage="first"))
    assert needs.making_kw == near(52.0)
    assert needs.making_kw - needs.heat_kw == near(35.0)


def test_power_units_cover_what_is_asked():
    for kw in (0.1, 10.0, 10.1, 40.0, 99.0, 100.0, 100.1, 639.5):
        assert sum(kwe * n for kwe, n in power_units(kw)) >= kw


@pytest.mark.parametrize("values", [{"production_days": 0.0}, {"availability_frac": 1.1}, {"cargo_t": -1.0}])
def test_a_basis_that_cannot_be(values):
    with pytest.raises(OutOfRange, match=next(iter(values))):
        way_needs(load_route("W1"), dataclasses.replace(STATED, **values))


OWN = """
title = "Mine"
id = "M1"
makes = ["oxygen"]
carries = ["methane"]
vehicle = "ship"
leg = "Earth"
fails_first = "nobody knows"
[values]
dry_mass_t = 80
shipped_loss_frac = 0.1
"""


def test_a_file_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(OWN)
    needs = way_needs(load_route(path), STATED)
    assert needs.route.label == "M1"
    assert needs.shipped_t == pytest.approx(1.1 * needs.methane_t)
    assert needs.propellant_t == near(553)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"ship"', '"shipp"', "vehicle must be one of 'ship'"),
        ('["methane"]', "[]", "must each be either made or carried"),
        ('["oxygen"]', '["methan"]', "is none of methane"),
        ('["methane"]', '["methane", "hydrogen"]', "which nothing is made from"),
        ('title = "Mine"', "", "lacks 'title'"),
        ("dry_mass_t = 80", "dry_mas_t = 80", "did you mean"),
        ("dry_mass_t = 80", "dry_mass_t = -1", "must be a number from 0"),
        ('leg = "Earth"', 'leg = "Earth"\nwater_from = "ice"', "wins no water"),
        ('id = "M1"', 'id = "M1"\ncolour = "red"', "unknown key 'colour'"),
    ],
)
def test_a_file_that_is_wrong_says_what(tmp_path, old, new, told):
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace(old, new, 1))
    with pytest.raises(DataError, match=told):
        load_route(path)


def test_no_such_route_names_the_nearest():
    with pytest.raises(UnknownName, match="ascent-oxygen"):
        load_route("ascent-oxigen")
