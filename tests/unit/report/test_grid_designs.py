"""What mass buys in risk, in words and at the right height."""

import pytest

from kilosol.report.figures.grid_designs import grid_pareto

TARGETS = {
    "vital_risk": 1e-3,
    "ride_through_hour": 32.0,
    "essential_short_sol": 1.0,
    "propellant_on_time": 0.99,
}


def scaled(*pairs):
    return [
        {"mass_kg": kg, "vital_risk": 0.0, "essential_short_sol": sols, "propellant_on_time": 1.0}
        for kg, sols in pairs
    ]


def drawn(*pairs):
    return grid_pareto([], scaled(*pairs), "Plant", TARGETS)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (((4e4, 1.5), (5e4, 0.8), (6e4, 0.1)), ("40 t the risk is 1.5 times", "from 50 t on it is less")),
        (((4e4, 0.5), (5e4, 0.2)), ("40 t the risk is still 0.5 of what is allowed",)),
        (((4e4, 9.0), (5e4, 3.0)), ("even at 50 t the risk is 3 times",)),
    ],
)
def test_the_finding_tells_where_the_risk_becomes_allowed(pairs, said):
    title = drawn(*pairs).layout.title.text.replace("<br>", " ").replace("\u2009", " ").replace("\u202f", " ")
    for words in said:
        assert words in title
    assert "essential loads" in title


def test_the_limit_is_named_where_it_is_drawn():
    figure = drawn((4e4, 1.5), (5e4, 0.8))
    line, label = figure.layout.shapes[0], figure.layout.annotations[-1]
    assert line.y0 == line.y1 == 1.0
    # The axis is logarithmic: its place 0 is a risk of 1.
    assert label.text == "all that is allowed"
    assert label.y == 0.0
