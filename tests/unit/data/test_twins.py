"""One quantity has one value: what seems to mean the same is found."""

import dataclasses

import pytest

from kilosol.data import Cited, cited_values, table
from kilosol.data.twins import different, twin_problems, twins


def shipped(path):
    name, _, key = path.rpartition(".")
    return table(name).cited_at(key)


#: Rows that once stood beside the one row of their quantity, each with the row that it doubled.
ONCE = [
    (
        Cited("storage/propellant_reserve", "mixture_ratio", 3.6, "1", "assumption",
              "oxygen over methane by mass in the tanks; engines burn 3 to 3.6", "D", 3.0, 3.8),
        "loads/isru.mixture_kg_kg",
    ),
    (
        Cited("storage/propellant_reserve", "boil_off_per_day", 0.0005, "1/d", "assumption",
              "insulated tanks without a cooler; community estimates near 0.05 percent a day", "D"),
        "loads/isru.boil_off_per_day",
    ),
    (
        Cited("storage/fuel_cell", "boil_off_per_day", 0.0005, "1/d", "assumption",
              "insulated cryogenic tanks without a cooler; nothing where gases are under pressure", "D"),
        "loads/isru.boil_off_per_day",
    ),
    (
        Cited("campaign/city", "storm_per_year", 0.17, "1/yr", "zurek1993",
              "one global storm in three Mars years; each takes a quarter", "B", 0.1, 0.3),
        "mars/dust.storm_frac",
    ),
    (
        Cited("fission/strings", "common_cause_frac", 0.05, "1", "mosleh1988", "beta factor, as for the grid",
              "C", 0.01, 0.1),
        "grid/reliability.common_cause_frac",
    ),
    (
        Cited("loads/heat", "hull_w_k", 5.0, "W/K", "assumption",
              "one person's share of the hull, insulated; as in loads/stores", "D", 2.0, 15.0),
        "loads/stores.heat_loss_w_k",
    ),
    (
        Cited("loads/stores", "cabin_k", 295.0, "K", "nasastd3001", "cabin, comfort", "C"),
        "loads/heat.comfort_k",
    ),
]  # fmt: skip


def test_no_two_shipped_values_mean_the_same():
    assert twin_problems(cited_values()) == []


@pytest.mark.parametrize(("double", "path"), ONCE, ids=[one.path for one, _ in ONCE])
def test_a_double_that_once_stood_here_is_found(double, path):
    found = {frozenset((a.path, b.path)) for a, b, _ in twins([*cited_values(), double])}
    assert frozenset((double.path, path)) in found
    (problem,) = [line for line in twin_problems([*cited_values(), double]) if path in line]
    assert "same_as" in problem


def test_a_copied_row_of_a_sheet_is_found():
    double = dataclasses.replace(shipped("fission/krusty.hot_k"), table="fission/dynamics/krusty")
    found = {(a.path, b.path) for a, b, _ in twins([*cited_values(), double])}
    assert {("fission/krusty.hot_k", double.path), (double.path, "fission/krusty.hot_k")} & found


def test_other_numbers_units_and_words_are_other_things():
    one = shipped("loads/isru.boil_off_per_day")
    elsewhere = dataclasses.replace(one, table="mine")
    assert len(twins([one, elsewhere])) == 1
    assert twins([one, dataclasses.replace(elsewhere, value=0.5, low=None, high=None)]) == []
    assert twins([one, dataclasses.replace(elsewhere, unit="1/h")]) == []
    assert twins([one, dataclasses.replace(elsewhere, key="mass_kg", where="weighed")]) == []


def test_every_pair_that_is_two_things_says_why():
    assert len(different()) > 5
    assert all(len(pair) == 2 and why for pair, why in different().items())


def test_a_pair_no_longer_alike_is_told():
    problems = twin_problems([shipped("loads/isru.boil_off_per_day")])
    assert len(problems) == len(different())
    assert all("no longer alike" in line for line in problems)
