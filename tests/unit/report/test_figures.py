"""Figures say what the data say, and stay small enough to put twelve of them in one page."""

from dataclasses import replace

import numpy as np
import pytest

from kilosol.report.figures import FIGURES, Figures
from kilosol.report.figures.storms import hours_of_year
from kilosol.report.figures.template import plain
from kilosol.report.number_text import THIN


def finding(name, run, verdict):
    return FIGURES[name](run, verdict).layout.meta["finding"].replace(THIN, " ")


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_figure_has_a_title_units_and_little_weight(name, run, verdict):
    figure = FIGURES[name](run, verdict)
    assert figure.layout.title.text.replace("<br>", " ") == plain(figure.layout.meta["finding"])
    assert figure.layout.meta["shows"]
    assert len(figure.to_json()) < 2e6
    shown = [a for a in figure.select_xaxes() if a.visible is not False]
    flows = [t for t in figure.data if t.type == "sankey"]
    assert any(a.title.text for a in shown) or any(t.valuesuffix.strip() for t in flows)


def test_long_titles_wrap(run, verdict):
    for name, draw in FIGURES.items():
        lines = draw(run, verdict).layout.title.text.split("<br>")
        assert max(map(len, lines)) <= 78, name


def test_figures_has_a_method_for_each_name(run, verdict):
    figures = Figures(run, verdict)
    for name in FIGURES:
        assert getattr(figures, name)().layout.meta == FIGURES[name](run, verdict).layout.meta


def test_porkchop_finding_follows_the_chosen_dates(synthetic, run, verdict):
    assert finding("porkchop", run, verdict) == (
        "The 2028 window opens at 8.9 km²/s² on 2 December 2028 and lands in October 2029"
    )
    other = synthetic.changed(
        run,
        "porkchop",
        window=2033,
        chosen_departure="2033-04-15",
        chosen_arrival="2034-01-27",
        chosen_c3_km2_s2=8.41,
    )
    assert finding("porkchop", other, verdict) == (
        "The 2033 window opens at 8.4 km²/s² on 15 April 2033 and lands in January 2034"
    )


def test_porkchop_draws_limits_only_where_there_are_arcs(run, verdict):
    traces = FIGURES["porkchop"](run, verdict).data
    names = [t.name for t in traces if t.name]
    assert f"C3 limit 25{THIN}km²/s²" in names
    assert f"Entry speed limit 7.5{THIN}km/s" in names


def test_porkchop_without_any_arc_says_so(run, verdict):
    empty = run.porkchop.assign(c3_km2_s2=run.porkchop["c3_km2_s2"] * np.nan)
    assert finding("porkchop", replace(run, porkchop=empty), verdict).startswith("No arc reaches Mars")


def test_design_finding_names_the_lightest_and_the_price_of_another_kind(synthetic, run, verdict):
    assert finding("design_comparison", run, verdict) == (
        "Partner station with own units is lightest: 9.8 t in 1 flight; all-solar needs 33 t"
    )
    # With another design chosen although a lighter one holds, the title must not call it the lightest.
    other = synthetic.changed(run, "station", chosen="own-fission")
    assert "Own fission units is the lightest on offer: 13.5 t" in finding(
        "design_comparison", other, verdict
    )


def test_designs_that_do_not_hold_are_hatched_and_named(run, verdict):
    figure = FIGURES["design_comparison"](run, verdict)
    hatches = figure.data[0].marker.pattern.shape
    assert list(hatches) == ["", "", "", "", "/"]
    words = [a.text for a in figure.layout.annotations]
    assert sum("does not hold" in w for w in words) == 1
    assert sum("◆ partner" in w for w in words) == 2


def test_a_plan_in_which_nothing_holds(run, verdict):
    nothing = run.station.assign(is_feasible=run.station["is_feasible"] * 0)
    assert finding("design_comparison", replace(run, station=nothing), verdict).startswith("No design holds")


def test_storm_finding_turns_when_vital_loads_go_dark(run, verdict):
    assert finding("storm_dispatch", run, verdict).startswith("Vital loads are served through the storm")
    served = run.dispatch["served_kw"].copy()
    served.loc[{"load_class": "vital"}][500:530] = 0.0
    dark = replace(run, dispatch=run.dispatch.assign(served_kw=served))
    assert finding("storm_dispatch", dark, verdict).startswith("Vital loads go dark for 30 h")


def test_storm_hours_are_real_hours_and_the_year_an_envelope(run, verdict):
    figure = FIGURES["storm_dispatch"](run, verdict)
    hourly = [t for t in figure.data if t.stackgroup]
    assert {t.name for t in hourly} == {"Fission", "Solar", "From stores"}
    sols = np.asarray(hourly[0].x, dtype=float)
    assert np.allclose(np.diff(sols), 1 / 24, atol=2e-3)
    assert sols[0] <= 380
    assert sols[-1] >= 420
    bands = [t for t in figure.data if t.fill == "toself"]
    assert all(len(t.x) == 2 * 669 for t in bands)


def test_the_page_holds_every_hour_that_the_year_was_drawn_from(run):
    year = hours_of_year(run)
    n_sols = run.dispatch.sizes["step"] // year["steps_per_sol"]
    traces = [t for t in FIGURES["storm_dispatch"](run, {}).data if t.meta]
    for trace in traces:
        series = year[trace.meta["series"]]
        assert series.size == n_sols * year["steps_per_sol"]
        if trace.meta["draws"] == "range":
            by_sol = series.reshape(n_sols, -1)
            drawn = np.asarray(trace.y, dtype=float)
            assert np.allclose(drawn[:n_sols], by_sol.max(1), rtol=1e-3)
            assert np.allclose(drawn[n_sols:][::-1], by_sol.min(1), rtol=1e-3)
    assert {t.meta["draws"] for t in traces} == {"range", "mean", "least", "hours"}
    assert sum(v.nbytes for v in year.values() if isinstance(v, np.ndarray)) * 4 / 3 < 1e6


def test_limits_of_the_year_are_drawn(run, verdict):
    def level(name, verdict):
        lines = FIGURES["storm_dispatch"](run, verdict).data
        return next(t.y[0] for t in lines if t.name and t.name.startswith(name))

    assert level("Every reactor up", verdict) == verdict["station"]["fission_kw"]
    assert level("Every reactor up", {}) == float(run.dispatch["fission_kw"].max())
    assert level("Empty store", verdict) == 0
    assert level("Vital demand", verdict) > 0


def test_a_plant_beside_its_propellant_does_not_claim_to_have_no_store(run, verdict):
    dispatch = run.dispatch.assign(
        battery_kwh=run.dispatch["battery_kwh"] * 0,
        fuel_cell_kwh=run.dispatch["fuel_cell_kwh"] * 0,
        reserve_kwh=run.dispatch["battery_kwh"] * 0 + 5000.0,
    )
    told = finding("storm_dispatch", replace(run, dispatch=dispatch), verdict)
    assert "without touching the propellant reserve of 5 000 kWh" in told
    dispatch["reserve_kwh"][2000:] = 4000.0
    told = finding("storm_dispatch", replace(run, dispatch=dispatch), verdict)
    assert "of which 20 % is spent" in told


def test_a_station_without_stores_has_no_empty_panel(run, verdict):
    bare = run.dispatch.assign(
        battery_kwh=run.dispatch["battery_kwh"] * 0, fuel_cell_kwh=run.dispatch["fuel_cell_kwh"] * 0
    )
    figure = FIGURES["storm_dispatch"](replace(run, dispatch=bare), verdict)
    assert [a.text for a in figure.layout.annotations][:2] == ["Power: range of each sol", "Hour by hour"]
    assert "without any store" in figure.layout.meta["finding"]


def test_no_storm_and_no_trip(synthetic, run, verdict):
    calm = synthetic.changed(
        run, "dispatch", storm_start_sol=-1, storm_end_sol=-1, trip_start_sol=-1, trip_end_sol=-1
    )
    figure = FIGURES["storm_dispatch"](calm, verdict)
    assert "the whole year" in figure.layout.meta["finding"]
    assert not figure.layout.shapes


def test_landing_title_prints_the_risk_beside_the_year(synthetic, run, verdict):
    assert finding("landing_cdf", run, verdict) == (
        "People are more likely than not to have landed by the end of 2038; "
        "of the first crews that fly 9.3 % are lost"
    )
    never = replace(run, landing=run.landing.assign(p_landed=run.landing["p_landed"] * 0.1))
    assert finding("landing_cdf", never, verdict).startswith(
        "By 2050 people have landed with a chance of 7.8 %"
    )


def test_claimed_years_come_from_the_claims(run, verdict):
    def lines(v):
        annotations = FIGURES["landing_cdf"](run, v).layout.annotations
        return [a.text for a in annotations if "claimed" in a.text]

    assert lines(verdict) == ["claimed 2029", "claimed 2031"]
    assert lines({"claims": [{"id": "x", "text": "People land in 2040"}]}) == ["claimed 2040"]


def test_dose_map_marks_habitat_and_both_limits(run, verdict):
    figure = FIGURES["dose_map"](run, verdict)
    assert [t.name for t in figure.data if t.name] == ["50 mSv a year", "5 mSv a year"]
    assert [t.strip() for t in figure.data[-1].text] == ["station", "habitat"]
    # 500 mSv at 1 km falls to 50 at 3.16 km in nine tenths of the circle, at 1.34 km in the rest: 29 km2.
    assert finding("dose_map", run, verdict) == (
        "The habitat at 1 000 m gets some 90 mSv a year, above the limit of 50; "
        "29 km² around the station get more than 50"
    )


def test_dose_map_without_a_reactor(synthetic, run, verdict):
    cold = replace(run, safety=run.safety.assign(dose_map_msv_year=run.safety["dose_map_msv_year"] * 0))
    assert "no reactor" in finding("dose_map", cold, verdict)


def test_trip_dose_is_compared_with_each_agency(synthetic, run, verdict):
    assert finding("trip_dose", run, verdict).endswith(
        "820 ± 120 mSv, above the career limit of NASA, within that of ESA and Roscosmos"
    )
    low = synthetic.changed(run, "safety", trip_dose_msv=400.0)
    assert finding("trip_dose", low, verdict).endswith("within the career limit of NASA, ESA and Roscosmos")
    high = synthetic.changed(run, "safety", trip_dose_msv=1200.0)
    assert finding("trip_dose", high, verdict).endswith("above the career limit of NASA, ESA and Roscosmos")
    # A limit within the spread is not told from the dose.
    near = synthetic.changed(run, "safety", trip_dose_msv=1050.0)
    assert finding("trip_dose", near, verdict).endswith("not to be told from that of ESA and Roscosmos")


def test_city_small_chances_stay_visible(run, verdict):
    figure = FIGURES["city_fan"](run, verdict)
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis2.range == (0, 5)


def test_timeline_finding_leaves_out_windows_before_the_first_flight(run, verdict):
    assert "land in July 2029" in finding("windows_timeline", run, verdict)
    verdict["scenario"]["first_window"] = 2031
    assert "land in September 2031" in finding("windows_timeline", run, verdict)


def test_markup_in_names_is_drawn_as_text(run, verdict):
    titles = run.station["title"].copy()
    titles[0] = "<a href='https://example.org'>x</a>"
    figure = FIGURES["design_comparison"](replace(run, station=run.station.assign(title=titles)), verdict)
    assert all("<a" not in a.text for a in figure.layout.annotations)
    assert "<a" not in figure.layout.title.text
