"""Figures of a thorough sizing: what each design weighs and why, and what mass buys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.template import finish, plain, small
from kilosol.report.number_text import mass, number, percent

#: Part of a row that its bar takes; its words take the rest.
_BAR_HEIGHT = 0.4

#: Least of what the targets allow that is drawn: below it nothing was drawn in the years.
_LEAST = 1e-3

_TIERS = {
    "vital_risk": "vital loads",
    "essential_short_sol": "essential loads",
    "propellant_on_time": "propellant on time",
}


def grid_prices(designs: Sequence[Mapping[str, Any]], chosen: str | None) -> go.Figure:
    """Bound, price of no foresight and price of reliability of each design, one on another.

    Parameters
    ----------
    designs : sequence of mapping
        As in the sheet.
    chosen : str or None

    Returns
    -------
    Figure
    """
    figure = go.Figure()
    parts = {
        "Lower bound, with foresight": ("neutral", [d["lower_bound_kg"] for d in designs]),
        "No foresight": ("solar", [_price(d, "no_foresight") for d in designs]),
        "Reliability": ("accent", [_price(d, "reliability") for d in designs]),
    }
    shapes = ["" if d["is_feasible"] else "/" for d in designs]
    for name, (colour_name, kilograms) in parts.items():
        figure.add_trace(
            go.Bar(
                y=list(range(len(designs))),
                x=small([kg / 1000.0 for kg in kilograms]),
                width=_BAR_HEIGHT,
                name=name,
                orientation="h",
                customdata=[plain(d["title"]) for d in designs],
                marker={
                    "color": colour(colour_name),
                    "pattern": {"shape": shapes, "size": 7, "solidity": 0.5},
                    "line": {"color": colour("card"), "width": 1},
                },
                hovertemplate=f"{name}: %{{x:.3g}} t<extra>%{{customdata}}</extra>",
            )
        )
    for i, design in enumerate(designs):
        figure.add_annotation(
            x=0, y=i - _BAR_HEIGHT / 2, text=_label(design, chosen), showarrow=False, xanchor="left",
            yanchor="bottom", align="left",
        )  # fmt: skip
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    figure.update_xaxes(title_text="Landed mass, t", rangemode="tozero")
    figure.update_yaxes(range=[len(designs) - 1 + _BAR_HEIGHT, -1 + _BAR_HEIGHT / 2], visible=False)
    shows = "Landed mass: the bound of a planner who knows the year, then what surprise and failures add"
    return finish(figure, _prices_finding(designs, chosen), shows, height=130 + 76 * len(designs))


def _price(design: Mapping[str, Any], of: str) -> float:
    value = design[f"price_of_{of}_kg"]
    return max(value, 0.0) if design["is_feasible"] and value is not None else 0.0


def _label(design: Mapping[str, Any], chosen: str | None) -> str:
    title = plain(design["title"])
    if design["design"] == chosen:
        title = f"<b>{title}</b> (chosen)"
    marks = [mass(design["mass_kg"])] if design["is_feasible"] else [f"over {mass(design['lower_bound_kg'])}"]
    if design["uses_partner"]:
        marks.append("◆ partner")
    if design["is_claimed"]:
        marks.append("claimed")
    if not design["on_offer"]:
        marks.append("not on offer")
    if not design["is_feasible"]:
        marks.append("✕ not shown to hold")
    return f"{title}<br>{', '.join(marks)}"


def _prices_finding(designs: Sequence[Mapping[str, Any]], chosen: str | None) -> str:
    one = next((d for d in designs if d["design"] == chosen), None)
    if one is None:
        held = sum(d["is_feasible"] for d in designs)
        return f"No design on offer is shown to hold; {held} of {len(designs)} pass the fresh check"
    unforeseen, reliable = _price(one, "no_foresight"), _price(one, "reliability")
    return (
        f"{one['title']}: {mass(one['mass_kg'])}, of which not knowing the year costs {mass(unforeseen)} "
        f"and outages {mass(reliable)}"
    )


def grid_pareto(
    designs: Sequence[Mapping[str, Any]],
    scaled: Sequence[Mapping[str, float]],
    title: str,
    targets: Mapping[str, float],
) -> go.Figure:
    """Mass against risk: every plant that a fresh check saw, and one plant made smaller and larger.

    Parameters
    ----------
    designs : sequence of mapping
        As in the sheet, with what each sizing tried.
    scaled : sequence of mapping
        The chosen plant with all that was added scaled.
    title : str
        Its name.
    targets : mapping
        As in the sheet.

    Returns
    -------
    Figure
        Risk is that of the tier that comes nearest to what it is allowed, over what it is allowed.
    """
    figure = go.Figure()
    curve = [(one["mass_kg"], *_used(one, targets)) for one in scaled]
    figure.add_trace(
        go.Scatter(
            x=small([kg / 1000.0 for kg, _, _ in curve]),
            y=small([used for _, used, _ in curve]),
            text=[words for _, _, words in curve],
            name=f"{plain(title)}, all additions scaled",
            mode="lines+markers",
            line={"color": colour("accent"), "width": 2},
            marker={"size": 5},
            hovertemplate="%{x:.4g} t: %{y:.2g} of what is allowed, %{text}<extra></extra>",
        )
    )
    points = [
        (one["mass_kg"], *_used({k: one[k]["value"] for k in _TIERS}, targets), one["passes"], d["title"])
        for d in designs
        for one in d.get("tried", ())
    ]
    for passes, name, colour_name, symbol in (
        (True, "Fresh check passed", "good", "circle"),
        (False, "Fresh check missed", "bad", "x"),
    ):
        some = [p for p in points if p[3] == passes]
        if some:
            figure.add_trace(
                go.Scatter(
                    x=small([p[0] / 1000.0 for p in some]),
                    y=small([p[1] for p in some]),
                    text=[f"{plain(p[4])}, {p[2]}" for p in some],
                    name=name,
                    mode="markers",
                    marker={"color": colour(colour_name), "symbol": symbol, "size": 9},
                    hovertemplate="%{x:.4g} t: %{y:.2g} of what is allowed, %{text}<extra></extra>",
                )
            )
    front = _front([(p[0], p[1]) for p in points if p[3]])
    if len(front) > 1:
        figure.add_trace(
            go.Scatter(
                x=small([kg / 1000.0 for kg, _ in front]), y=small([risk for _, risk in front]), mode="lines",
                name="Pareto front", line={"color": colour("good"), "width": 1, "shape": "hv"},
                hoverinfo="skip",
            )
        )  # fmt: skip
    figure.add_hline(y=1.0, line={"color": colour("limit"), "dash": "dash"})
    # On a logarithmic axis an annotation stands at the logarithm, a line at the number itself.
    figure.add_annotation(
        text="all that is allowed", x=1.0, xref="paper", xanchor="right", y=0.0, yanchor="bottom",
        showarrow=False, font={"color": colour("limit")},
    )  # fmt: skip
    figure.update_xaxes(title_text="Landed mass, t")
    figure.update_yaxes(title_text="Risk over what is allowed", type="log", dtick=1)
    return finish(figure, _pareto_finding(curve, title), _pareto_shows(targets), height=430)


def _used(one: Mapping[str, float], targets: Mapping[str, float]) -> tuple[float, str]:
    """The largest part of what is allowed that a plant uses, and by which tier."""
    used = {
        "vital_risk": one["vital_risk"] / targets["vital_risk"],
        "essential_short_sol": one["essential_short_sol"] / max(targets["essential_short_sol"], _LEAST),
        "propellant_on_time": (1.0 - one["propellant_on_time"]) / (1.0 - targets["propellant_on_time"]),
    }
    name = max(used, key=lambda k: used[k])
    return max(used[name], _LEAST), _TIERS[name]


def _front(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points that none beats in mass and risk at once, by mass."""
    found: list[tuple[float, float]] = []
    for kilograms, risk in sorted(points):
        if not found or risk < found[-1][1]:
            found.append((kilograms, risk))
    return found


def _pareto_finding(curve: Sequence[tuple[float, float, str]], title: str) -> str:
    if len(curve) < 2:
        return "One plant alone tells nothing of what mass buys"
    lightest, heaviest = min(curve), max(curve)
    if heaviest[0] <= lightest[0]:
        return f"{title} has nothing added that could be made smaller"
    holding = [c for c in curve if c[1] <= 1.0]
    kilograms, used, tier = lightest if holding else heaviest
    part = number(used, 2)
    if not holding:
        return f"{title}: even at {mass(kilograms)} the risk is {part} times what is allowed, set by {tier}"
    if used <= 1.0:
        return f"{title}: at {mass(kilograms)} the risk is still {part} of what is allowed, set by {tier}"
    return (
        f"{title}: at {mass(kilograms)} the risk is {part} times what is allowed, set by {tier}; from "
        f"{mass(min(holding)[0])} on it is less than that"
    )


def _sols(count: float) -> str:
    return f"{number(count)} {'sol' if count == 1.0 else 'sols'}"


def _pareto_shows(targets: Mapping[str, float]) -> str:
    return (
        f"Allowed in a year: {percent(targets['vital_risk'])} for vital loads dark beyond "
        f"{number(targets['ride_through_hour'])} h, {_sols(targets['essential_short_sol'])} with "
        f"essential loads short, {percent(1.0 - targets['propellant_on_time'])} for propellant that is late; "
        "the tier that uses most of its part is drawn"
    )
