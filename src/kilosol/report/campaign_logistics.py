"""The part of a campaign's page that says what must fly before a crew may: goods, ships, spares, stores."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, small
from kilosol.report.number_text import number, percent
from kilosol.report.tables import Section, Table, columns

#: Colours of the goods, each with one meaning on all pages.
COLOURS = {"robots": "neutral", "station": "fission", "stores": "accent", "spares": "trip"}


def logistics_section(found: dict[str, Any]) -> Section:
    """The part of the page, with its tables.

    Parameters
    ----------
    found : dict
        As under ``logistics`` in the answers.

    Returns
    -------
    Section
    """
    manifest, year = found["manifest"], found["crew_window"]
    sure = percent(found["confidence_frac"])
    if "why" in manifest:
        text = f"No manifest lets a crew leave in {year} with {sure}: {manifest['why']}."
    else:
        text = (
            f"For a crew that leaves in {year}, {manifest['n_ships']} cargo ships are the fewest of which "
            f"enough land with {sure}: ships of a window share their luck, so each carries some of all."
        )
    return Section(
        "logistics",
        "Logistics",
        "What is the least that must fly before a crew?",
        text=text,
        figures=tuple(logistics_figures(found)),
        tables=(
            _goods_table(found),
            _confidence_table(found),
            _dates_table(found),
            *([_costs_table(manifest)] if "cost_usd_m" in manifest else []),
            _spares_table(found["spares"]),
            _stays_table(found["stays"]),
        ),
    )


def logistics_figures(found: dict[str, Any]) -> dict[str, go.Figure]:
    """The cheapest manifest by window; none where there is no manifest."""
    manifest = found["manifest"]
    if "why" in manifest:
        return {}
    figure = go.Figure()
    windows, rows = [str(year) for year in manifest["windows"]], list(range(len(manifest["windows"])))
    for name, tonnes in manifest["mass_t"].items():
        figure.add_trace(
            go.Bar(
                y=rows, customdata=windows, x=small(tonnes), name=name.capitalize(), orientation="h",
                marker={"color": colour(COLOURS.get(name, "neutral"))},
                hovertemplate=f"{name}: %{{x:.0f}} t sent in %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
    sent = [sum(tonnes[w] for tonnes in manifest["mass_t"].values()) for w in rows]
    for row, tonnes, ships in zip(rows, sent, manifest["ships"], strict=True):
        what = (
            "nothing has to fly"
            if ships == 0
            else f"{ships} ship{'' if ships == 1 else 's'}, {number(tonnes)} t"
        )
        figure.add_annotation(x=tonnes, y=row, text=f" {what}", showarrow=False, xanchor="left")
    figure.update_layout(barmode="stack", bargap=0.45)
    figure.update_xaxes(title_text="Sent, t", range=[0.0, 1.35 * max(sent)])
    figure.update_yaxes(
        title_text="Window", tickmode="array", tickvals=rows, ticktext=windows,
        range=[len(rows) - 0.4, -0.6], showgrid=False,
    )  # fmt: skip
    needed = sum(one["mass_t"] for one in found["goods"])
    finding = (
        f"To be {percent(found['confidence_frac'])} sure of {number(needed)} t on Mars, "
        f"{number(sum(sent))} t are sent on {manifest['n_ships']} ships"
    )
    shows = f"Cheapest manifest for a crew that leaves in {found['crew_window']}, before anything has landed"
    return {"cheapest_manifest": finish(figure, finding, shows, height=max(300, 150 + 46 * len(windows)))}


def _goods_table(found: dict[str, Any]) -> Table:
    rows = [
        [one["name"].capitalize(), number(one["mass_t"]), number(one["volume_m3"]),
         f"{one['window_from']} to {one['window_by']}"]
        for one in found["goods"]
    ]  # fmt: skip
    return Table("What must have landed", columns("Good", "Mass, t|Volume, m3|Windows"), rows)


def _confidence_table(found: dict[str, Any]) -> Table:
    rows = [[percent(one["confidence_frac"]), *_ships_text(one)] for one in found["by_confidence"]]
    title = f"Fewest ships by confidence, for a crew that leaves in {found['crew_window']}"
    return Table(title, columns("Asked to be sure|Cargo ships|Reached, or why not", ""), rows, stacks=True)


def _dates_table(found: dict[str, Any]) -> Table:
    rows = [[str(one["crew_window"]), *_ships_text(one)] for one in found["by_crew_window"]]
    title = f"Fewest ships by date, with {percent(found['confidence_frac'])}"
    return Table(title, columns("Crew leaves|Cargo ships|Reached, or why not", ""), rows, stacks=True)


def _ships_text(one: dict[str, Any]) -> tuple[str, str]:
    if "why" in one:
        why = str(one["why"])
        return "None", why[:1].upper() + why[1:]
    return str(one["n_ships"]), percent(one["confidence_reached_frac"])


def _costs_table(manifest: dict[str, Any]) -> Table:
    rows = [
        [name, number(one["usd_kg"]), number(one["likely"] / 1000.0),
         f"{number(one['low'] / 1000.0)} to {number(one['high'] / 1000.0)}"]
        for name, one in manifest["cost_usd_m"].items()
    ]  # fmt: skip
    heads = "USD per kg|Billion USD|Range"
    return Table("Cost of these ships by stated prices (class 5)", columns("Price", heads), rows)


def _spares_table(spares: dict[str, Any]) -> Table:
    rows = [
        [one["name"].capitalize(), number(one["n_expected"]), str(one["n_spares"]), number(one["mass_kg"]),
         percent(one["p"])]
        for one in spares["parts"]
    ]  # fmt: skip
    total = ["All", "", "", number(spares["mass_kg"]), percent(spares["p_sufficient"])]
    return Table(
        f"Spares for {number(spares['for_sols'])} sols",
        columns("Parts", "Failures expected|Spares|Mass, kg|Suffice with"),
        [*rows, total],
        strong_rows=frozenset({len(rows)}),
    )


def _stays_table(stays: list[dict[str, Any]]) -> Table:
    rows = [
        [str(one["missed_windows"]), number(one["sols"]), number(one["stores_t"]),
         "Yes" if one["suffices"] else f"No: {number(one['has_sols'])} sols"]
        for one in stays
    ]  # fmt: skip
    heads = "Sols on Mars|Stores eaten, t|Are there so many?"
    return Table("Stores by ways home missed", columns("Missed", heads), rows)
