"""``kilosol commission``: the same as its function, its exit codes, all that is wrong at once."""

from __future__ import annotations

import json

import pytest

import kilosol as ks
from kilosol.cli.app import main


def test_robots_for_an_array_in_one_command(capsys) -> None:
    assert main(["commission", "--array-m2", "2000", "--within", "90", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    found = ks.commission(array_m2=2000.0, within=90.0)
    assert printed["robots"] == found.robots
    assert printed["in_time_frac"] >= 0.5
    assert main(["commission", "--array-m2", "2000", "--within", "90"]) == 0
    assert f"{found.robots['half']} robots are enough" in capsys.readouterr().out


def test_dates_of_so_many_robots(capsys) -> None:
    words = ["--mass-t", "17", "--largest-t", "6.8", "--reactors", "2", "--robots"]
    few, many = (ks.commission(mass_t=17, largest_t=6.8, reactors=2, robots=n).values() for n in (5, 40))
    assert few["first_kilowatt_sol"]["p50"] > many["first_kilowatt_sol"]["p50"]
    assert main(["commission", *words, "0"]) == 0
    assert "Without robots nothing is set up" in capsys.readouterr().out


def test_a_heavy_piece_is_said_to_cost_a_crane(capsys) -> None:
    assert main(["commission", "--mass-t", "30", "--largest-t", "14", "--robots", "20"]) == 0
    assert "3500 kg" in capsys.readouterr().out


def test_no_number_of_robots_is_infeasible(capsys) -> None:
    assert main(["commission", "--array-m2", "2000", "--within", "3"]) == 3
    assert "no number of robots" in capsys.readouterr().err


def test_all_that_is_wrong_is_told_at_once(capsys) -> None:
    assert main(["commission", "--array-m2", "-1", "--productivity", "2", "--hours", "99"]) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ("--array-m2", "--productivity", "--hours", "--within"))
    with pytest.raises(ks.ScenarioError, match="largest_t"):
        ks.commission(mass_t=2.0, largest_t=3.0, robots=1)
