"""A figure of a plan is one function in one file."""

import plotly.graph_objects as go
import pytest

from kilosol.report import figures
from kilosol.report.figures import registry


def test_a_new_figure_is_one_function(monkeypatch):
    """Its place in the report, its method on a plan and its words all come with the decorator."""
    monkeypatch.setattr(registry, "_REGISTERED", dict(registry._REGISTERED))

    @registry.plan_figure("landing", 99, "Nothing yet.", is_half=True)
    def nothing_yet(results, verdict):
        return go.Figure(layout={"title": {"text": str(verdict["x"])}})

    found = registry.registered()
    landing = [name for name, one in found.items() if one.part == "landing"]
    assert landing[-1] == "nothing_yet"
    monkeypatch.setattr(figures, "REGISTERED", found)
    monkeypatch.setattr(figures, "FIGURES", {name: one.draw for name, one in found.items()})
    of_plan = figures.Figures(None, {"x": 1})
    assert of_plan.nothing_yet().layout.title.text == "1"
    assert of_plan.nothing_yet.__doc__ == "Nothing yet."
    assert "nothing_yet" in dir(of_plan)


def test_each_figure_has_a_place_of_its_own_in_the_order_of_the_report():
    places = [(registry.PARTS.index(one.part), one.place) for one in figures.REGISTERED.values()]
    assert places == sorted(set(places))


def test_a_figure_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(AttributeError, match="porkchop"):
        _ = figures.Figures(None, {}).porkchops
