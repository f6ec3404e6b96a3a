"""The city's figures say what the data say, and its page holds them all."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from plotly.offline import get_plotlyjs

from kilosol.report import city_tables
from kilosol.report.city_page import render_city
from kilosol.report.figures import FIGURES
from kilosol.report.number_text import THIN

CITY = [name for name in FIGURES if name.startswith("city_")]


def finding(name, run, verdict):
    return FIGURES[name](run, verdict).layout.meta["finding"].replace(THIN, " ")


def changed(run, **values):
    """The run with other values of the city's variables, from a function of the old ones."""
    return replace(run, city=run.city.assign({k: f(run.city[k]) for k, f in values.items()}))


def test_power_says_since_when_imports_cannot_keep_it_up(run, verdict):
    assert finding("city_power", run, verdict).endswith("; since 2048 imports alone could not keep it up")
    verdict["city"]["imported_power_end_year"] = None
    assert finding("city_power", run, verdict).endswith("; imports alone could keep up that of 1 000")


def test_the_limit_of_imported_power_is_drawn_where_it_is(run, verdict):
    figure = FIGURES["city_power"](run, verdict)
    # A thousand people of 20 kWe each.
    assert [shape.y0 for shape in figure.layout.shapes] == [20e6]
    # Words on a logarithmic axis stand at the logarithm.
    assert figure.layout.annotations[0].y == pytest.approx(np.log10(20e6))
    assert figure.layout.yaxis.range[0] < np.log10(20e6) < figure.layout.yaxis.range[1]
    del verdict["city"]["imported_power_most_people"]
    assert not FIGURES["city_power"](run, verdict).layout.shapes


def test_imports_print_the_median_and_the_tenth_above(run, verdict):
    flat = changed(run, import_kg_per_person_year=lambda a: a * 0 + np.array([100.0, 2500.0, 7000.0]))
    assert finding("city_imports", flat, verdict) == (
        "In 2050 a person of the median city uses 2.5 t of imports; in one campaign of ten more than 7 t"
    )


def test_mix_parts_what_is_landed_from_what_is_built(run, verdict):
    mix = changed(run, origin_kw=lambda a: a * 0 + np.array([10.0, 60.0, 30.0]))
    assert finding("city_power_mix", mix, verdict).startswith(
        "Of the power of 2050 70 % was landed, most of it as large reactors; 30 % was built there"
    )
    bars = np.array([bar.y for bar in FIGURES["city_power_mix"](run, verdict).data], dtype=float)
    assert np.allclose(bars.sum(axis=0), 100.0, atol=0.1)


def test_limits_name_who_leads_and_since_when(run, verdict):
    frac = run.city["limit_frac"].values
    lead = frac.argmax(axis=1)
    since = int(run.city["year"].values[np.flatnonzero(lead != lead[-1])[-1] + 1])
    assert finding("city_limits", run, verdict) == (
        f"Ships hold the city back in 90 % of campaigns in 2050 and most often since {since}; "
        "before, it was closure"
    )
    always = changed(run, limit_frac=lambda a: a * 0 + np.array([0.0, 0.75, 0.25]))
    assert finding("city_limits", always, verdict) == (
        "Labour holds the city back in 75 % of campaigns in 2050"
    )


def test_limits_that_never_bind_are_not_in_the_legend(run, verdict):
    some = changed(run, limit_frac=lambda a: a * 0 + np.array([0.0, 0.75, 0.25]))
    assert [bar.name for bar in FIGURES["city_limits"](some, verdict).data] == ["Labour", "Closure"]


def test_closure_leaves_out_what_is_never_imported(run, verdict):
    full = run.city["class_closure_frac"].copy()
    full[:, 0] = 1.0
    figure = FIGURES["city_closure"](replace(run, city=run.city.assign(class_closure_frac=full)), verdict)
    assert "Mining" not in figure.layout.yaxis.ticktext
    assert len(figure.layout.yaxis.ticktext) == 7
    assert "of its vitamins" in figure.layout.meta["finding"]


def test_diary_counts_years_from_the_last_ship(run, verdict):
    # 2000 people at first, 50 fewer each quarter from 2051: less than one at the start of 2061.
    assert finding("city_stop_diary", run, verdict) == (
        "Of 2 000 people nobody is left 10 years after the last ship"
    )
    lives = changed(run, diary_people=lambda a: a * 0 + 500.0, diary_capital_t=lambda a: a * 0 + 9.0)
    assert finding("city_stop_diary", lives, verdict) == (
        "20 years after the last ship 500 of 500 people are there, and industry is no smaller"
    )


def test_diary_shows_each_happening_once_with_all_its_dates(run, verdict):
    figure = FIGURES["city_stop_diary"](run, verdict)
    dates = [list(t.x) for t in figure.data if t.mode == "markers"]
    # The start and the sums of the last day are told by axis and title.
    assert dates == [[2053.25, 2057.0], [2059.5]]
    verdict["city"]["diary"][1]["text"] = "<b>storm</b>"
    words = [a.text for a in FIGURES["city_stop_diary"](run, verdict).layout.annotations]
    assert not any("<b>" in w for w in words)


@pytest.mark.parametrize("name", CITY)
def test_a_mars_without_people_is_said(name, run, verdict):
    bare = run.city * 0
    empty = replace(run, city=bare.isel(diary_year=slice(0, 0)))
    verdict["city"] |= {"diary": [], "imported_power_most_people": 0.0, "imported_power_end_year": None}
    figure = FIGURES[name](empty, verdict)
    assert not figure.data
    assert "2050" in figure.layout.meta["finding"]


def test_quarters_read_as_months():
    assert [city_tables.quarter_text(y) for y in (2051.0, 2051.25, 2051.5, 2051.75)] == [
        "January 2051", "April 2051", "July 2051", "October 2051",
    ]  # fmt: skip


@pytest.mark.parametrize("searched", [True, False])
def test_page_of_a_city_holds_every_figure_and_says_where_imported_power_ends(run, synthetic, searched):
    page = render_city(city_run(run, synthetic, searched=searched))
    rest = page.replace(get_plotlyjs(), "")
    for name in CITY:
        assert f'id="plot-{name}"' in rest
    assert "imported power stops being possible" in rest
    assert "the median city passes that in 2048" in rest
    assert ("What would have to be true" in rest) is searched
    assert "https:" not in rest
    assert len(rest) < 1e6


def city_run(run, synthetic, *, searched):
    city = synthetic.verdict()["city"] | {
        "import_stop_years": 20, "horizon_year": 2050, "people_p50": 2500.0, "cities": 100,
        "p_million_t_by_year": {"2050": 0.1},
    }  # fmt: skip
    requirements = {
        "year": 2046, "above": 0.5, "is_reached": True, "chance": 0.6, "base_chance": 0.0,
        "changes": [{"what": "ships in each window", "factor": 8.0}],
        "alone": {"ships in each window": 0.2, "work of a robot": 0.0}, "p_people_by_year": 0.8,
    }  # fmt: skip
    energy = {
        "kwe_per_person": 21.0, "by_use_kwe": {"food": 12.0, "vital": 9.0},
        "after_one_change_kwe": {"as it is": 21.0, "food in sunlit houses": 15.6},
    }  # fmt: skip
    scenario = SimpleNamespace(title="A <b>city</b>", seed=1)
    verdict = {"city": city, "energy": energy, "requirements": requirements if searched else None}
    return SimpleNamespace(scenario=scenario, dataset=run.city, verdict=verdict)
