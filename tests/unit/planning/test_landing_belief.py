"""What is believed of a landing is told with its evidence and its source, in numbers, words and a table."""

from types import SimpleNamespace

import numpy as np
import pytest

from kilosol.campaign import Manifest
from kilosol.cli.campaign import _show_belief
from kilosol.planning.landing_belief import landing_beliefs
from kilosol.report.campaign_page import _belief_table
from kilosol.scenario import load_scenario


@pytest.fixture
def found():
    campaigns = SimpleNamespace(landing_belief_mean=np.array([[0.4, 0.6], [0.8, 0.8]]))
    transfers = SimpleNamespace(calendar=SimpleNamespace(year=np.array([2026, 2028])))
    plan = (Manifest(2026, 5, 0, False),)
    return landing_beliefs(load_scenario("announced-2025"), campaigns, plan, transfers)


def test_the_posterior_after_the_first_fleet_counts_a_failure_for_the_part_not_mended(found):
    clean, mixed = found["after_first_fleet"][5], found["after_first_fleet"][3]
    weight = found["failure_counts_for"]
    assert (clean["alpha"], clean["beta"]) == (6.0, 1.0)
    assert (mixed["alpha"], mixed["beta"]) == (4.0, 1.0 + 2.0 * weight)
    # The lower end of Beta(6, 1) in closed form.
    assert clean["low"] == pytest.approx(0.05 ** (1.0 / 6.0))


def test_histories_are_counted_from_their_tables(found):
    """NASA's nine of ten entries give 10/12 by Laplace's rule."""
    nasa = next(one for one in found["histories"] if "NASA" in one["name"])
    assert (nasa["successes"], nasa["failures"]) == (9, 1)
    assert nasa["mean"] == pytest.approx(10.0 / 12.0)
    assert nasa["source"] == "mars_landers_record"


def test_every_posterior_is_said_and_tabled(found, capsys):
    _show_belief(found)
    said = capsys.readouterr().out
    assert said.count("Beta(") == 7 + 2 * 3
    assert len(_belief_table(found).rows) == 1 + 6 + 3
