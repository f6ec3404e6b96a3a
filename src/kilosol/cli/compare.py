"""``kilosol compare``: plans side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, complain, page_first, refuse_unwritable, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.studies.comparison import Comparison, Subject


def compare_runs(
    *runs: str,
    baseline: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    json: Json = False,
) -> None:
    """Compare plans with the first of them: inputs, numbers with their uncertainty, figures overlaid.

    Parameters
    ----------
    runs
        Presets, scenario files or folders of earlier runs, one or more.
    baseline
        A ready-made change of the first: all-solar, all-fission, partner-withdrawn, no-storm,
        landings-only; repeatable.
    set_values
        key=value set over the first to make one more plan to compare with; repeatable.
    out
        Write the page with its figures to this HTML file.
    """
    if len(runs) + len(baseline) + bool(set_values) < 2 or not runs:
        cure = "needs two plans, or one and a --baseline or --set"
        raise ScenarioError("the command line", [Problem("", "compare", cure)])
    refuse_unwritable(out)

    from kilosol.cli.interrupt import interruptible

    comparison = interruptible(lambda: _compared(runs, baseline, set_values), cancel=lambda: None)

    def page() -> str:
        from kilosol.report.study_page import render_comparison

        return render_comparison(comparison)

    with page_first(out, page, is_told=not json):
        say_json(comparison.as_dict()) if json else _show(comparison)


def _compared(runs: tuple[str, ...], baselines: tuple[str, ...], set_values: tuple[str, ...]) -> Comparison:
    from kilosol.scenario import parse_override
    from kilosol.studies.comparison import Subject as Plan
    from kilosol.studies.comparison import baseline, compare_subjects
    from kilosol.studies.subjects import changed, planned, subject_of

    changes = [(name, baseline(name)) for name in baselines]
    if set_values:
        changes.append((", ".join(set_values), dict(parse_override(text) for text in set_values)))
    subjects: list[Subject] = []
    n_all = len(runs) + len(changes)
    for run in runs:
        complain(f"[{len(subjects) + 1}/{n_all}] {run}")
        subjects.append(subject_of(run, label=run if Path(run).is_dir() else ""))
    for name, values in changes:
        complain(f"[{len(subjects) + 1}/{n_all}] {name}")
        other = planned(changed(subjects[0].scenario, values))
        subjects.append(Plan(name, other.scenario, other.verdict, other))
    return compare_subjects(_told_apart(subjects))


def _told_apart(subjects: list[Subject]) -> list[Subject]:
    """Plans of one name get a number."""
    import dataclasses

    labels = [s.label for s in subjects]
    return [
        dataclasses.replace(s, label=f"{s.label} ({labels[: i + 1].count(s.label)})")
        if labels.count(s.label) > 1
        else s
        for i, s in enumerate(subjects)
    ]


def _show(comparison: Comparison) -> None:
    from kilosol.report.changes import change_text, value_text

    labels = comparison.labels
    if comparison.inputs:
        rows = [[key, *("-" if v is None else str(v) for v in values)] for key, values in comparison.inputs]
        say_table(["input", *labels], rows)
    else:
        say("no input differs")
    say_table(
        ["decided", *labels],
        [[name.replace("_", " "), *(w[name] for w in comparison.words)] for name in comparison.words[0]],
    )
    for label, found in zip(labels[1:], comparison.differences, strict=True):
        rows = [
            [d.words, value_text(d.name, d.base), value_text(d.name, d.other), change_text(d)]
            for d in found
            if d.is_real
        ]
        if rows:
            heads = ("number", labels[0], label, "change (95 %)")
            say_table(heads, rows, right=heads[1:])
        same = sum(not d.is_real for d in found)
        say(f"{label}: {len(rows)} numbers differ, {same} do not, or not by more than luck")
