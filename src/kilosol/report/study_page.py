"""The page of a study: findings, figures and tables in one HTML file that asks nothing of the network."""

from __future__ import annotations

from kilosol.report.changes import change_text, value_text
from kilosol.report.figures.colours import CLAIM_STATUS
from kilosol.report.figures.comparisons import landing_overlay, station_overlay
from kilosol.report.page import Page
from kilosol.report.tables import Badge, Column, Section, Table
from kilosol.studies.comparison import Comparison


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
    return Page(" | ".join(labels), [f"{len(comparison.inputs)} inputs differ"], note, parts, figures).html()


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
