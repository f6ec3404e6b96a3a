"""The page of a study of sensitivity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.tornado import sobol_figure, tornado_figure
from kilosol.report.number_text import number
from kilosol.report.page import Page
from kilosol.report.tables import Section, Table, columns
from kilosol.studies.kpis import kpi
from kilosol.studies.sensitivity import Indices


def render_sensitivity(scenario: str, name: str, found: Mapping[str, Any]) -> str:
    """The page of whatever methods were run."""
    parts: list[Section] = []
    figures: dict[str, go.Figure] = {}
    if "tornado" in found:
        figures["tornado"] = tornado_figure(found["tornado"], name)
        parts += _tornado_parts(found)
    if "morris" in found:
        rows = [
            [s.dial.key, *(number(v) for v in (s.mu_star, s.mu_star_low, s.mu_star_high, s.mu, s.sigma))]
            for s in found["morris"]
        ]
        heads = "Mean absolute effect|From|To (95 %)|Mean effect|Spread"
        table = Table("Elementary effects over whole ranges", columns("Dial", heads), rows)
        parts.append(Section("morris", "Screening", "What matters at all?", tables=[table]))
    if "sobol" in found:
        figures["sobol"] = sobol_figure(found["sobol"], name)
        parts.append(_sobol_part(found["sobol"]))
    note = "Ranges are those published or assumed for each value; what has no range is not turned."
    facts = [f"plan: {scenario}", f"number: {kpi(name).words}"]
    return Page("What the verdict hangs on", facts, note, parts, figures).html()


def _tornado_parts(found: Mapping[str, Any]) -> list[Section]:
    rows = []
    for s in found["tornado"]:
        values = (s.dial.value, s.dial.low, s.dial.high, s.base, s.at_low, s.at_high)
        rows.append([s.dial.key, *(number(v, 4) for v in values)])
    heads = "In the plan|Lowest|Highest|Number in the plan|At lowest|At highest"
    table = Table("Every dial, widest swing first", columns("Dial", heads), rows, is_long=True)
    flips = [
        [f.what, f"{f.before} to {f.after}", f.dial.key, number(f.dial.value, 4), number(f.at, 4),
         number(f.tolerance, 2)]
        for f in found["flips"]
    ]  # fmt: skip
    heads_of_flips = columns("Verdict|Change|Dial", "In the plan|Flips at|Known to")
    caption = "Verdicts that one assumption alone would flip"
    return [
        Section("tornado", "Tornado", "What does it hang on?", figures=("tornado",), tables=[table]),
        Section(
            "flips",
            "Flips",
            "Which assumption would flip the verdict, and where?",
            text="" if flips else "No single dial flips a verdict within its published range.",
            tables=[Table(caption, heads_of_flips, flips)] if flips else [],
        ),
    ]


def _sobol_part(indices: Sequence[Indices]) -> Section:
    rows = []
    for i in indices:
        values = (i.first, i.first_low, i.first_high, i.total, i.total_low, i.total_high)
        rows.append([i.dial.key, *(number(v, 2) for v in values)])
    heads = columns("Dial", "By itself|From|To|Total|From|To")
    table = Table("Sobol indices with 95 % intervals", heads, rows)
    return Section("sobol", "Variance", "Whose variance is it?", figures=("sobol",), tables=[table])
