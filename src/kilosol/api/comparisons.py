"""Plans side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kilosol.api.pages import with_page
from kilosol.api.plans import Plan
from kilosol.errors import OutOfRange

if TYPE_CHECKING:
    from kilosol.studies.comparison import Comparison, Subject


def compare(
    base: Plan | str | Path,
    *others: Plan | str | Path,
    baseline: str | Sequence[str] | None = None,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path | None = None,
) -> Comparison:
    """Compare plans with the first: inputs that differ, and numbers with their uncertainty.

    Parameters
    ----------
    base, *others : Plan, str or Path
        Finished plans, presets, scenario files or results folders.
    baseline : str or sequence of str, optional
        More plans to compare with: the first with ready-made changes, for example ``"all-solar"`` or
        ``"partner-withdrawn"``.
    set : mapping, optional
        One more plan to compare with: the first with these keys changed.
    out : str or Path, optional
        Writes the page with its figures to this HTML file.

    Returns
    -------
    Comparison
        Plans that share their seed share their luck, so small differences are told from chance. Plans of one
        name are numbered.

    Raises
    ------
    UnknownName
        If no baseline bears the name.
    OutOfRange
        If there is nothing to compare with.
    """
    from kilosol.studies import comparison, subjects

    names = (baseline,) if isinstance(baseline, str) else tuple(baseline or ())
    n_plans = 1 + len(others) + len(names) + bool(set)
    if n_plans < 2:
        raise OutOfRange("plans to compare", n_plans, "at least 2, or one with a baseline or a set")
    changes = [(name, comparison.baseline(name)) for name in names]
    if set:
        changes.append((", ".join(f"{key}={value}" for key, value in set.items()), dict(set)))

    def make() -> Comparison:
        plans = [_subject(one) for one in (base, *others)]
        plans += [subjects.changed_subject(plans[0], label, values) for label, values in changes]
        return comparison.compare_subjects(subjects.told_apart(plans))

    def page(found: Comparison) -> str:
        from kilosol.report.study_page import render_comparison

        return render_comparison(found)

    return with_page(out, make, page)


def _subject(one: Plan | str | Path) -> Subject:
    from kilosol.studies import subjects
    from kilosol.studies.comparison import Subject

    if not isinstance(one, Plan):
        return subjects.subject_of(one)
    label = one.folder.name if one.folder is not None and one.is_opened else one.scenario.name
    if one.is_opened:
        return subjects.kept_subject(label, one.scenario, one.verdict)
    return Subject(label, one.scenario, one.verdict, one.run)
