"""The page of claims: what was said, what the plan makes of it, and dated forecasts."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kilosol.planning.claims import JUDGEMENTS
from kilosol.planning.said import counted
from kilosol.report.campaign_tables import claim_words
from kilosol.report.figures.colours import CLAIM_STATUS, colour
from kilosol.report.figures.template import finish, plain
from kilosol.report.number_text import long_date, percent
from kilosol.report.page import Page
from kilosol.report.study_page import claim_badge
from kilosol.report.tables import Cell, Column, Section, Table
from kilosol.scenario import Scenario
from kilosol.studies.claim_report import Judged
from kilosol.studies.forecast import Forecast

_HAPPENED = {None: "open", True: "yes", False: "no"}


def _score(brier: float | None) -> str:
    return "" if brier is None else f"{brier:.3f}"


def render_claims(scenario: Scenario, claims: Sequence[Judged], forecasts: Sequence[Forecast] = ()) -> str:
    """The page of claims against one plan."""
    rows: list[list[Cell]] = [
        [
            claim_words({"text": one.claim.text, "quote": one.claim.quote}),
            claim_badge(one.word),
            " ".join(one.sentences),
            one.claim.by,
            long_date(one.claim.date),
            one.claim.source,
        ]
        for one in claims
    ]
    heads = [Column(h) for h in ("Claim", "Verdict", "In two sentences", "By", "Date", "Source")]
    parts = [
        Section("claims", "Claims", "Is it true?", figures=("chances",),
                tables=[Table("Claims and what this plan makes of them", heads, rows, stacks=True)])
    ]  # fmt: skip
    if forecasts:
        lines = [
            [
                f.text,
                f.by,
                f.made_on.isoformat(),
                percent(f.probability),
                _HAPPENED[f.outcome],
                _score(f.brier),
            ]
            for f in forecasts
        ]
        columns = [Column(h) for h in ("Event", "By", "Made on")]
        columns += [Column("Chance", True), Column("Happened"), Column("Brier score", True)]
        parts.append(
            Section(
                "forecasts", "Forecasts", "What will be?", tables=[Table("Dated forecasts", columns, lines)]
            )
        )
    note = "Chances are those of the model under this scenario, not forecasts of a programme."
    facts = [f"plan: {scenario.name}", f"as of {long_date(scenario.as_of)}", f"{len(claims)} claims"]
    return Page("Claims against the plan", facts, note, parts, {"chances": claim_chances(claims)}).html()


def claim_chances(claims: Sequence[Judged]) -> go.Figure:
    """Chance of every judged claim, by verdict.

    Parameters
    ----------
    claims : sequence of Judged

    Returns
    -------
    Figure
    """
    shown = sorted((c for c in claims if c.probability is not None), key=lambda c: c.probability or 0.0)
    figure = go.Figure()
    figure.add_trace(
        go.Bar(
            x=[100 * (c.probability or 0.0) for c in shown],
            y=list(range(len(shown))),
            orientation="h",
            width=2 / 5,
            marker={"color": [colour(CLAIM_STATUS.get(c.word, "neutral")) for c in shown]},
            customdata=[plain(c.claim.text) for c in shown],
            hovertemplate="%{x:.1f} %<extra>%{customdata}</extra>",
        )
    )
    for i, one in enumerate(shown):
        year = one.claim.date.year
        text = f"{plain(one.claim.id)} ({year}): <b>{one.word}</b>, {percent(one.probability)}"
        figure.add_annotation(x=0, y=i + 1 / 4, text=text, showarrow=False, xanchor="left", yanchor="bottom")
    figure.update_xaxes(title_text="Chance in this plan, %", range=[0, 100])
    figure.update_yaxes(range=[-1 / 2, len(shown) + 1 / 4], visible=False)
    figure.update_layout(showlegend=False)
    count = {w: sum(c.word == w for c in shown) for w in JUDGEMENTS}
    said = ", ".join(f"{n} {counted(word, n)}" for word, n in count.items() if n)
    finding = f"Of {len(shown)} claims that a plan can decide: {said}" if shown else "No claim can be decided"
    return finish(figure, finding, "The number that decides each claim", height=90 + 46 * max(len(shown), 1))
