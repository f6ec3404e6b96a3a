"""``kilosol selfcheck``: published values beside ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kilosol.cli.output import Json, page_first, refuse_unwritable, say, say_json, say_table

if TYPE_CHECKING:
    from kilosol.evidence import Finding, Selfcheck

#: A value that we claim to reproduce is missed.
MISSED = 1


def check_self(
    *,
    package: str | None = None,
    full: bool = False,
    misses: bool = False,
    out: Path | None = None,
    json: Json = False,
) -> int:
    """Recompute every published value that Kilosol is checked against, and print both.

    What is known not to be reproduced is listed with its reason. Exit code 0 when all that is claimed holds,
    1 when a claimed value is missed. The first run on a machine takes longer: it compiles.

    Parameters
    ----------
    package
        Only this package, for example fission; or one case, for example sood2003_critical_bodies.
    full
        Also the slow rows: thousands of drawn years of the reliability test system through the dispatch.
    misses
        Print only what is not reproduced.
    out
        Write the page with its figure to this HTML file.
    """
    refuse_unwritable(out)
    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr
    from kilosol.evidence import chosen_rows, run_selfcheck

    rows = chosen_rows(package)
    progress = progress_on_stderr()
    try:
        check = interruptible(
            lambda: run_selfcheck(rows, is_full=full, tell=progress.stage), cancel=progress.cancel
        )
    finally:
        progress.done()

    def page() -> str:
        from kilosol.report.evidence_page import render_selfcheck

        return render_selfcheck(check)

    with page_first(out, page, is_told=not json):
        say_json(check.as_dict()) if json else _show(check, only_misses=misses)
    return 0 if check.is_good else MISSED


def _show(check: Selfcheck, *, only_misses: bool) -> None:
    from kilosol.evidence import case

    for package in () if only_misses else check.packages:
        found = check.of_package(package)
        say(f"{package.upper()}: {sum(one.state == 'holds' for one in found)} of {len(found)} hold")
        for name in dict.fromkeys(one.row.case for one in found):
            say(f"\n{case(name).title} ({name})")
            _table([one for one in found if one.row.case == name])
    for state, heading in (
        ("fails", "MISSED, though claimed"),
        ("no longer missed", "LISTED AS MISSED, but met"),
        ("known miss", "KNOWN NOT TO BE REPRODUCED"),
        ("not run", "NOT RUN"),
    ):
        found = check.of(state)
        if found:
            say(f"\n{heading}")
        for one in found:
            _tell(one)
    say(f"\n{check.summary}.")
    for remark in check.remarks:
        say(remark)


def _tell(one: Finding) -> None:
    from kilosol.report.evidence_words import percent_text, published_text, source_text, unit_text, value_text

    words = f"{published_text(one)}, ours {value_text(one, one.ours)} {unit_text(one)}".rstrip()
    say(f"  {one.row.what}: published {words} ({percent_text(one)})")
    if one.skipped or one.row.missed:
        say(f"    {one.skipped or one.row.missed}")
    say(f"    {source_text(one)}")


def _table(found: list[Finding]) -> None:
    from kilosol.report import evidence_words as words

    lines = [
        (
            one.row.what,
            words.published_text(one),
            words.value_text(one, one.ours),
            words.unit_text(one),
            words.difference_text(one),
            words.percent_text(one),
            words.allowed_text(one),
            one.state,
        )
        for one in found
    ]
    heads = ("what", "published", "ours", "unit", "difference", "%", "allowed", "is it")
    say_table(heads, lines, right=("published", "ours", "difference", "%", "allowed"))
    for source in dict.fromkeys(words.source_text(one) for one in found):
        say(f"  {source}")
