"""The page of a study: findings, figures and tables in one HTML file that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from kilosol._version import __version__
from kilosol.report.changes import change_text, value_text
from kilosol.report.figures.colours import CLAIM_STATUS, swaps
from kilosol.report.figures.comparisons import landing_overlay, station_overlay
from kilosol.report.figures.template import template
from kilosol.report.page import embedded, environment, payload, plotly_script
from kilosol.report.sections import Section
from kilosol.report.tables import Badge, Column, Table
from kilosol.studies.comparison import Comparison


def render_study(
    title: str,
    facts: Sequence[str],
    note: str,
    parts: Sequence[Section],
    figures: Mapping[str, go.Figure],
) -> str:
    """A page of sections.

    Parameters
    ----------
    title : str
        Heading of the page.
    facts : sequence of str
        Short facts below it.
    note : str
        What the page is not.
    parts : sequence of Section
        At least one; they name the figures.
    figures : mapping
        Name -> figure.

    Returns
    -------
    str
    """
    return (
        environment()
        .get_template("study.html.j2")
        .render(
            title=title,
            facts=facts,
            note=note,
            parts=parts,
            figures={name: figure.layout.meta for name, figure in figures.items()},
            payloads={name: embedded(payload(figure)) for name, figure in figures.items()},
            theme=embedded({"template": template().to_plotly_json(), "swaps": swaps()}),
            plotly_script=plotly_script(),
            version=__version__,
        )
    )


def render_comparison(comparison: Comparison) -> str:
    """The page of a comparison."""
    labels = comparison.labels
    plans = [Column(label) for label in labels]
    inputs = [[key, *(_input_text(v) for v in values)] for key, values in comparison.inputs]
    words = [[name.replace("_", " "), *(w[name] for w in comparison.words)] for name in comparison.words[0]]
    tables = [Table("What is decided in words", [Column("What"), *plans], words, stacks=True)]
    for label, found in zip(labels[1:], comparison.differences, strict=True):
        rows = [
            [
                d.words,
                value_text(d.name, d.base),
                value_text(d.name, d.other),
                change_text(d),
                _weight(d.is_real, d.is_paired, d.is_drawn),
            ]
            for d in found
        ]
        heads = [
            Column("Number"),
            Column(labels[0], True),
            Column(label, True),
            Column("Change, 95 %", True),
            Column("Is it real?"),
        ]
        tables.append(Table(f"{label} against {labels[0]}", heads, rows))
    parts = [
        Section("changes", "Changes", "What changes?", figures=("landing", "station"), tables=tables),
        Section(
            "inputs",
            "Inputs",
            "Which inputs differ?",
            tables=[Table("Inputs that differ", [Column("Key"), *plans], inputs)],
        ),
    ]
    note = "Intervals hold for the luck of the draws alone, not for what the models leave out."
    figures = {"landing": landing_overlay(comparison), "station": station_overlay(comparison)}
    return render_study(" | ".join(labels), [f"{len(comparison.inputs)} inputs differ"], note, parts, figures)


def _input_text(value: object) -> str:
    return "–" if value is None else str(value)


def _weight(is_real: bool, is_paired: bool, is_drawn: bool) -> str:
    if not is_drawn:
        return "yes" if is_real else "no change"
    luck = "shared luck" if is_paired else "drawn apart"
    return f"{'yes' if is_real else 'not told from luck'} ({luck})"


def claim_badge(word: str) -> Badge:
    """A judgement with its status."""
    return Badge(word, CLAIM_STATUS.get(word, "neutral"))
