"""The page of a thorough sizing: one HTML file that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kilosol.report.figures.grid_designs import grid_pareto, grid_prices
from kilosol.report.figures.grid_shortage import grid_duration, grid_importance
from kilosol.report.figures.storms import storm_dispatch
from kilosol.report.number_text import exact, hours, mass, number, percent, power, quantity
from kilosol.report.page import Page, hourly_payloads
from kilosol.report.tables import Badge, Section, Table, columns

if TYPE_CHECKING:
    from kilosol.studies.grid_views import GridViews


def render_grid(title: str, sheet: Mapping[str, Any], views: GridViews) -> str:
    """The page of a thorough sizing.

    Parameters
    ----------
    title : str
        Of the scenario.
    sheet : mapping
        Designs, best of each kind, targets.
    views : GridViews
        The chosen plant once more.

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    results: Any = SimpleNamespace(dispatch=views.year)
    figures = {
        "grid_prices": grid_prices(sheet["designs"], sheet["chosen"]),
        "grid_pareto": grid_pareto(sheet["designs"], views.scaled, views.numbers["title"], sheet["targets"]),
        "storm_dispatch": storm_dispatch(results, {}),
        "grid_duration": grid_duration(views.level_kw, views.hours_at_level, views.n_years),
        "grid_importance": grid_importance(views.importance, views.n_years),
    }
    check = views.numbers["check"]
    return Page(
        title=f"Grid: {title}",
        facts=[
            f"{len(sheet['designs'])} {'design' if len(sheet['designs']) == 1 else 'designs'}",
            f"{exact(check['n_years'])} fresh years a check",
            f"chosen: {sheet['chosen'] or 'none'}",
        ],
        parts=_parts(sheet, views),
        hours=hourly_payloads(results),
        note="What this is not: a proof. Chances are those of the model, with failure rates that are "
        "largely assumed.",
        rests_on="for this scenario and seed",
        figures=figures,
    ).html()


def _parts(sheet: Mapping[str, Any], views: GridViews) -> list[Section]:
    one = views.numbers
    which = "the chosen plant" if one["design"] == sheet["chosen"] else "the first of the designs"
    return [
        Section(
            "designs",
            "Designs",
            "What is the lightest plant that holds?",
            text="A plant holds when it carries its design year and, over years that no search has seen, the "
            "unfavourable end of every 95 % interval meets its target.",
            figures=("grid_prices", "grid_pareto"),
            tables=(_designs_table(sheet), _best_table(sheet), *_units_tables(one)),
        ),
        Section(
            "year",
            "Year",
            "How does a Mars year go?",
            text=f"Here and below: {which}, {one['title']}, under the rules that its sizing found.",
            figures=("storm_dispatch",),
            tables=(_plant_table(one),),
        ),
        Section(
            "risk",
            "Risk",
            "What goes short, for how long, and what would make it worse?",
            text="Drawn years with outages, common cause, parts that run out, and weather.",
            figures=("grid_duration", "grid_importance"),
            tables=(_checks_table(one, sheet["targets"]), _importance_table(views)),
        ),
        Section(
            "contingencies",
            "Outages",
            "What if units are out in the thickest storm on record?",
            text="Units go out at the peak of the storm. Margin: how long vital loads can be borne dark, "
            "less the longest time that they are. Dispatch here by the plain rules, without an alert.",
            tables=(_contingency_table(views), _replay_table(one)),
        ),
    ]


def _held(design: Mapping[str, Any]) -> Badge:
    if design["is_feasible"]:
        return Badge("holds", "good")
    return Badge(f"misses {', '.join(design['misses']) or 'the design year'}", "bad")


def _designs_table(sheet: Mapping[str, Any]) -> Table:
    rows = [
        [
            d["title"],
            _held(d),
            d["binding"],
            mass(d["mass_kg"]) if d["is_feasible"] else "-",
            mass(d["lower_bound_kg"]),
            _tonnes(d, "no_foresight"),
            _tonnes(d, "reliability"),
        ]
        for d in sheet["designs"]
    ]
    chosen = frozenset(i for i, d in enumerate(sheet["designs"]) if d["design"] == sheet["chosen"])
    heads = columns("Design|Verdict|Binds", "Landed|Lower bound|No foresight|Reliability")
    return Table("Designs, lightest first", heads, rows, strong_rows=chosen)


def _tonnes(design: Mapping[str, Any], of: str) -> str:
    value = design[f"price_of_{of}_kg"]
    return mass(value) if design["is_feasible"] and value is not None else "-"


def _best_table(sheet: Mapping[str, Any]) -> Table:
    titles = {d["design"]: d["title"] for d in sheet["designs"]}
    rows = [
        [
            kind.capitalize(),
            *(titles.get(who[k] or "", "none") for k in ("with_partner", "without_partner")),
        ]
        for kind, who in sheet["best"].items()
    ]
    return Table(
        "Best of each kind, of those sized here and on offer",
        columns("Kind|With the partner|Without", ""),
        rows,
    )


def _units_tables(one: Mapping[str, Any]) -> tuple[Table, ...]:
    if not any(u["n_units"] for u in one["units"]):
        return ()
    rows = [
        [
            number(u["n_units"]),
            mass(u["bound_kg"]),
            "not searched: its bound or fewer units are heavier; or it fails"
            if u["mass_kg"] is None
            else mass(u["mass_kg"]),
        ]
        for u in one["units"]
    ]
    heads = columns("", "Units|Lower bound|Landed")
    return (Table(f"{one['title']}: what one more unit buys", heads, rows),)


def _plant_table(one: Mapping[str, Any]) -> Table:
    sizes, rules, care = one["sizes"], one["rules"], one["store_care"]
    worn = "no battery"
    if "capacity_left_frac" in care:
        worn = f"{percent(care['capacity_left_frac'])} of it after {number(care['service_day'])} days"
    alert = "never" if rules["alert_tau"] is None else number(rules["alert_tau"])
    rows = [
        ["Fission units", _stands(sizes["n_units"], f", {power(sizes['fission_kw'])} together")],
        ["Sets of spare parts for each kind of unit", _stands(sizes["n_spares"])],
        ["Array", _stands(sizes["solar_m2"], unit_text="m2")],
        ["Battery", _stands(sizes["battery_kwh"], f", {power(sizes['battery_kw'])}", "kWh")],
        ["Battery's capacity left", worn],
        ["Heaters of the battery, coolers of the reserve", power(care["heater_mean_kw"] + care["cooler_kw"])],
        ["Fuel cells", _stands(sizes["fuel_cell_kwh"], f", {power(sizes['fuel_cell_kw'])}", "kWh")],
        ["Propellant in reserve", _stands(sizes["reserve_kwh"], unit_text="kWh")],
        ["Charge that loads which may be shed leave alone", percent(rules["floor_frac"])],
        ["Charge that comes before what can wait", percent(rules["top_up_frac"])],
        ["Optical depth from which stores come first", alert],
    ]
    return Table("The plant and its rules", columns("What", "Value"), rows)


def _stands(size: float, more: str = "", unit_text: str = "") -> str:
    """A size with what belongs to it, or that there is none."""
    if not size > 0.0:
        return "none"
    return (quantity(size, unit_text) if unit_text else number(size)) + more


def _checks_table(one: Mapping[str, Any], targets: Mapping[str, float]) -> Table:
    check = one["check"]

    def row(words: str, key: str, asked: str, say: Any) -> list[str]:
        low, high = check[key]["ci95"]
        return [words, asked, say(check[key]["value"]), f"{say(low)} to {say(high)}"]

    rows = [
        row(f"Vital loads dark beyond {hours(targets['ride_through_hour'])}, chance in a year", "vital_risk",
            f"at most {percent(targets['vital_risk'])}", percent),
        row("Sols of a year with essential loads short", "essential_short_sol",
            f"at most {number(targets['essential_short_sol'])}", number),
        row("Propellant of the year made", "propellant_on_time",
            f"at least {percent(targets['propellant_on_time'])}", percent),
    ]  # fmt: skip
    heads = columns("Target", "Asked|Found|95 % interval")
    return Table(f"Fresh check on {exact(check['n_years'])} Mars years", heads, rows)


def _importance_table(views: GridViews) -> Table:
    rows = [
        [words, number(short_hour), number(unserved_kwh)]
        for words, (short_hour, unserved_kwh) in views.importance.items()
    ]
    return Table(
        "With something missing, in a mean Mars year",
        columns("Missing", "Essential loads short, h|Vital and essential unserved, kWh"),
        rows,
        is_long=True,
    )


def _contingency_table(views: GridViews) -> Table:
    rows: list[Sequence[str | Badge]] = [
        [
            case.name,
            Badge("vital loads live", "good") if case.holds else Badge("crew lost", "bad"),
            power(case.lost_kw),
            number(case.unserved_kwh[0]),
            number(case.unserved_kwh[1]),
            number(case.longest_vital_hour),
            number(min(case.margin_hour.values())),
        ]
        for case in views.contingencies
    ]
    heads = columns(
        "Out|Verdict", "Lost|Vital unserved, kWh|Essential unserved, kWh|Longest dark, h|Margin, h"
    )
    return Table("With one, two and all units of a kind out", heads, rows)


def _replay_table(one: Mapping[str, Any]) -> Table:
    rows = [
        [number(case["units_out"]), name.capitalize(), _spells(case["shed_sols"][name])]
        for case in one.get("replay", ())
        for name in ("vital", "essential", "deferrable", "sheddable")
    ]
    return Table(
        "Sols of the year on which loads are shed or put off, under the rules of the sizing",
        columns("Units out|Loads|Sols", ""),
        rows,
        is_long=True,
        stacks=True,
    )


def _spells(spells: Sequence[Sequence[int]]) -> str:
    """Spells of sols in words; of many only their number and extent."""
    if not spells:
        return "none"
    if len(spells) > 12:
        total = sum(last - first + 1 for first, last in spells)
        return f"{total} sols in {len(spells)} spells, between {spells[0][0]} and {spells[-1][1]}"
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in spells)
