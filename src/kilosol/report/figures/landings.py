"""When people land, and what stands in the way."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import xarray as xr

from kilosol.campaign.gates import SENTENCES
from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import band, finish, nothing, plain, small
from kilosol.report.number_text import as_float, percent
from kilosol.results import Results

#: Years named in the announcement of March 2025, drawn where the run's claims name none.
_ANNOUNCED_YEARS = (2029, 2031)
#: Part of a row that its bar takes, and characters of a label's line.
_BAR_HEIGHT, _LABEL_COLUMNS = 0.36, 52
_YEAR = re.compile(r"\b20\d\d\b")
_ABOUT_PEOPLE = re.compile(r"human|people|crew|astronaut", re.IGNORECASE)


@plan_figure("landing", 1, "Chance that people have landed by year.")
def landing_cdf(results: Results, verdict: Mapping[str, Any]) -> go.Figure:
    """Chance that people have landed by each year, with its 95 % interval and the claimed years.

    Parameters
    ----------
    results : Results
        Uses ``landing``.
    verdict : mapping
        Uses ``claims`` for the claimed years.

    Returns
    -------
    Figure
    """
    run = results.landing
    years = run["year"].values
    figure = go.Figure()
    # Steps: a year's chance holds from its end to the end of the next.
    x = np.repeat(years, 2)[1:]
    low, high, mid = (np.repeat(run[v].values, 2)[:-1] * 100 for v in ("p_low", "p_high", "p_landed"))
    band(figure, x, low, high, name="95 % interval", colour_name="accent")
    figure.add_trace(
        go.Scatter(
            x=x,
            y=small(mid),
            name="People have landed",
            mode="lines",
            line={"color": colour("accent"), "width": 3},
            hovertemplate="by the end of %{x}: %{y:.1f} %<extra></extra>",
        )
    )
    for place, year in enumerate(claimed_years(verdict)):
        if years[0] <= year <= years[-1]:
            figure.add_vline(
                x=year,
                line={"color": colour("limit"), "dash": "dash", "width": 2},
                # Neighbouring labels stand at different heights.
                annotation={
                    "text": f"claimed {year}",
                    "font": {"color": colour("limit"), "size": 12},
                    "xanchor": "left",
                    "yshift": -18 * place,
                },
                annotation_position="top right",
            )
    figure.update_xaxes(title_text="End of year", range=[years[0], years[-1]], tickformat="d")
    figure.update_yaxes(title_text="Chance, %", range=[0, 100])
    shows = "Chance that people have landed on Mars by the end of each year, over all simulated campaigns"
    return finish(figure, _finding(run), shows, height=400)


def claimed_years(verdict: Mapping[str, Any]) -> tuple[int, ...]:
    """Years in which a claim of this run lands people; the announced ones where no claim names any.

    Examples
    --------
    >>> claimed_years({"claims": [{"id": "a", "text": "Human landings in 2035"}]})
    (2035,)
    """
    found = {
        int(year)
        for claim in verdict.get("claims", ())
        if _ABOUT_PEOPLE.search(f"{claim.get('id', '')} {claim.get('text', '')}")
        and "land" in f"{claim.get('id', '')} {claim.get('text', '')}".lower()
        for year in _YEAR.findall(f"{claim.get('id', '').replace('-', ' ')} {claim.get('text', '')}")
    }
    return tuple(sorted(found)) or _ANNOUNCED_YEARS


def _finding(run: xr.Dataset) -> str:
    years, chance = run["year"].values, run["p_landed"].values
    loss = as_float(run.attrs.get("p_loss_of_crew"))
    home = as_float(run.attrs.get("home_frac"))
    if loss is None or as_float(run.attrs.get("not_flown_frac")) == 1.0:
        risk = ""
    else:
        risk = f"; of the first crews that fly {percent(loss)} are lost"
        risk += "" if home is None else f" and {percent(home)} come home"
    even = np.flatnonzero(chance >= 0.5)
    if even.size:
        return f"People are more likely than not to have landed by the end of {years[even[0]]}{risk}"
    return f"By {years[-1]} people have landed with a chance of {percent(chance[-1])}{risk}"


@plan_figure("landing", 2, "What holds the crew back.", is_half=True)
def binding_gates(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """What stopped the chances to fly a crew.

    Parameters
    ----------
    results : Results
        Uses ``landing``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.landing
    shows = "Part of the windows in which a crew might have flown that each reason stopped"
    shows += "; reasons may coincide"
    keys, shares = _ranked(run, "reason", "blocked_frac")
    reasons = [reason_words(key) for key, share in zip(keys, shares, strict=True) if share > 0]
    shares = shares[: len(reasons)]
    if not reasons or shares[0] <= 0:
        return nothing("Nothing holds the crew back", shows)
    finding = f"What most often holds the crew back: {reasons[0]}, {percent(shares[0])} of the chances to fly"
    return _ranked_bars(reasons, shares, "neutral", "Part of the chances to fly, %", finding, shows)


@plan_figure("landing", 3, "Chance of losing the first crew, by cause.", is_half=True)
def loss_of_crew_causes(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape
    """Chance of losing the first crew, by cause.

    Parameters
    ----------
    results : Results
        Uses ``landing``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.landing
    shows = "Part of the first crews that fly and are lost, by the phase in which it happens"
    causes, chances = _ranked(run, "cause", "p_lost")
    if as_float(run.attrs.get("sets_out_home_frac")) == 0.0:
        # A way home that nobody takes kills nobody: drawn, it would read as safe.
        kept = [i for i, cause in enumerate(causes) if cause != "return"]
        causes, chances = [causes[i] for i in kept], [chances[i] for i in kept]
        shows += "; no crew sets out for home, so the return is not drawn"
    if not causes or chances[0] <= 0:
        return nothing("No crew flies in any simulated campaign", shows)
    total = as_float(run.attrs.get("p_loss_of_crew"))
    finding = f"The {causes[0]} is the gravest risk to the first crew: {percent(chances[0])}"
    if total is not None:
        finding += f" of {percent(total)} in all"
    if as_float(run.attrs.get("home_frac")) == 0.0:
        finding += "; none comes home"
    return _ranked_bars(causes, chances, "bad", "Chance of loss, %", finding, shows)


def reason_words(key: str) -> str:
    """What a gate's short name means; a name that is not known comes back as it is.

    Examples
    --------
    >>> reason_words("readiness")
    'the fleet is not ready'
    """
    return SENTENCES.get(key, key.replace("_", " "))


def _ranked(run: xr.Dataset, dim: str, variable: str) -> tuple[list[str], list[float]]:
    values = np.nan_to_num(run[variable].values.astype(float))
    order = np.argsort(-values, kind="stable")
    return [str(run[dim].values[i]).replace("_", " ") for i in order], [float(values[i]) for i in order]


def _ranked_bars(
    names: list[str], shares: list[float], colour_name: str, axis: str, finding: str, shows: str
) -> go.Figure:
    figure = go.Figure(
        go.Bar(
            y=list(range(len(names))),
            x=small([s * 100 for s in shares]),
            width=_BAR_HEIGHT,
            orientation="h",
            marker={"color": colour(colour_name)},
            hovertemplate="%{x:.2g} %<extra></extra>",
        )
    )
    # Reasons are sentences: above their bars they have the whole width.
    for i, (name, share) in enumerate(zip(names, shares, strict=True)):
        text = f"{plain(name[:1].upper() + name[1:])}: {percent(share)}"
        figure.add_annotation(
            x=0, y=i - _BAR_HEIGHT / 2, text="<br>".join(textwrap.wrap(text, _LABEL_COLUMNS)),
            showarrow=False, xanchor="left", yanchor="bottom", align="left",
        )  # fmt: skip
    figure.update_yaxes(range=[len(names) - 1 + _BAR_HEIGHT, -1 + _BAR_HEIGHT / 2], visible=False)
    figure.update_xaxes(title_text=axis, rangemode="tozero")
    figure.update_layout(showlegend=False)
    return finish(figure, finding, shows, height=90 + 56 * len(names))
