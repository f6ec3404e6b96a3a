"""Opportunity optical depth, NASA PDS (M. T. Lemmon): the global storm of Mars year 28.

Medians in bins of 10 degrees of Ls. The design storm holds its peak through the dips of the real one, so
at Ls 275 it stands above it; from the peak down it stays between 5 % below and 10 % above.
"""

from kilosol import mars


def test_rise() -> None:
    """Rise from 0.94 to 3.9 within 8 to 10 sols."""
    tau = mars.design_year_tau(latitude_deg=-1.95)
    onset = round(float(mars.sol_of_ls(262.0)))
    assert tau[onset] < 1.1
    assert tau[onset + 10] > 3.9


def test_rows(as_stated):
    as_stated("lemmon2018_storm")


def test_percentiles_lie_about_the_median() -> None:
    assert mars.climatology_tau(325.0, 5) < mars.climatology_tau(325.0) < mars.climatology_tau(325.0, 95)
