"""A trace as a readable diary."""

from __future__ import annotations

from kilosol.campaign import Trace
from kilosol.report.number_text import long_date
from kilosol.report.tables import Table, columns
from kilosol.transfer import iso_from_jd


def day_of(jd: float) -> str:
    """Date of an event as people write it."""
    return long_date(iso_from_jd(jd))


def diary_table(trace: Trace) -> Table:
    """The events of one campaign in the order of their dates.

    Parameters
    ----------
    trace : Trace

    Returns
    -------
    Table
    """
    rows = [[day_of(event.jd), event.text] for event in trace.events]
    return Table(f"Diary of campaign {trace.campaign}", columns("Date|What happened", ""), rows, stacks=True)
