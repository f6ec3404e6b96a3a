"""KRUSTY's warm criticals and Table II: D. I. Poston et al., Nuclear Technology 206 (2020), S13-S30, S78-S88.

15 cent free run: peak 3.75 kW within 10 percent, 11.06 min within 3 percent, fuel about 200 C within 25,
period 51.5 s; the trace digitised from a public comparison within 20 percent around its peak. 30 cents: peak
3.65 kW within 10 percent, 3 kW held about 150 s within 20 percent: the first step and the hold are read
off a figure. Tolerances are the issue's, and for the hold those of the reading.
"""

import pytest

from kilosol.fission import (
    inhour_cents,
    run_replay,
    shipped_replay,
    stable_period_s,
)


def test_rows(as_stated):
    as_stated("poston2020_free_runs")


def test_thirty_cents_in_two_parts_are_all_inserted():
    assert run_replay(shipped_replay("krusty-30c")).inserted_cents == pytest.approx(29.9, abs=1e-9)


def test_the_inhour_equation_by_spectrum_and_backwards():
    assert stable_period_s(15.7, 0.0065, 1.5e-6, "thermal") == pytest.approx(53.3, abs=0.1)
    assert inhour_cents(51.4, 0.0065, 5e-6) == pytest.approx(15.7, abs=0.1)
