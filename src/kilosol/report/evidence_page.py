"""The page of the selfcheck: what is reproduced, what is not, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from kilosol.evidence import Finding, Selfcheck, case
from kilosol.report.evidence_words import (
    STATUS,
    allowed_text,
    difference_text,
    percent_text,
    published_text,
    source_text,
    unit_text,
    value_text,
)
from kilosol.report.figures.evidence import evidence_dots
from kilosol.report.page import Page
from kilosol.report.tables import Badge, Cell, Column, Section, Table

_NOTE = (
    "Every value is worked out anew by the code that ships and set beside what others printed. A value that "
    "is met says that an equation is coded as its paper has it, not that Mars will agree."
)
_HEADS = (
    Column("What"),
    Column("Printed", True),
    Column("Ours", True),
    Column("Off by", True),
    Column("%", True),
    Column("Allowed", True),
    Column("Unit"),
    Column("Is it?"),
    Column("Who says so"),
)


def render_selfcheck(check: Selfcheck) -> str:
    """The page of a selfcheck.

    Parameters
    ----------
    check : Selfcheck

    Returns
    -------
    str
        HTML that asks nothing of the network.
    """
    facts = [f"{len(check.findings)} values", f"{len({f.row.case for f in check.findings})} cases"]
    parts = [
        Section(
            "finding",
            "Finding",
            "How well are published values reproduced?",
            text=" ".join(check.remarks),
            figures=("evidence",),
            tables=_misses(check),
        )
    ]
    parts += [_package(name, check.of_package(name)) for name in check.packages]
    return Page("Evidence", facts, _NOTE, parts, {"evidence": evidence_dots(check)}).html()


def _misses(check: Selfcheck) -> list[Table]:
    tables = []
    for states, caption in (
        (("fails", "no longer missed"), "Not as we state"),
        (("known miss",), "Known not to be reproduced, and why"),
        (("not run",), "Not run, and why"),
    ):
        found = [one for state in states for one in check.of(state)]
        if found:
            heads = [Column("What"), Column("Published", True), Column("Ours", True), Column("%", True)]
            heads += [Column("Why"), Column("Who says so")]
            tables.append(Table(caption, heads, [_miss(one) for one in found], stacks=True))
    return tables


def _miss(one: Finding) -> list[Cell]:
    dressed = f" {unit_text(one)}".rstrip()
    return [
        one.row.what,
        f"{published_text(one)}{dressed}",
        f"{value_text(one, one.ours)}{dressed}",
        percent_text(one),
        one.skipped or one.row.missed or one.state,
        source_text(one),
    ]


def _package(name: str, found: Sequence[Finding]) -> Section:
    tables = []
    for key in dict.fromkeys(one.row.case for one in found):
        own = [_row(one) for one in found if one.row.case == key]
        tables.append(Table(case(key).title, _HEADS, own, is_long=True, stacks=True))
    held = sum(one.state == "holds" for one in found)
    text = f"{held} of {len(found)} values hold within what is allowed."
    return Section(name, name.capitalize(), name.capitalize(), text=text, tables=tables)


def _row(one: Finding) -> list[Cell]:
    return [
        one.row.what,
        published_text(one),
        value_text(one, one.ours),
        difference_text(one),
        percent_text(one),
        allowed_text(one),
        unit_text(one),
        Badge(one.state, STATUS[one.state]),
        f"{source_text(one)}. Allowed: {one.row.note}." if one.row.note else source_text(one),
    ]
