"""All that ships with a source."""

from __future__ import annotations

from kilosol.data.cited import Cited
from kilosol.data.columns import columns
from kilosol.data.tables import table, table_names


def cited_values() -> list[Cited]:
    """Every cited value that ships, long tables by column, sorted by path."""
    found: list[Cited] = []
    for name in table_names():
        opened = table(name)
        found += opened.peek()
        if "columns" in opened.text:
            long_table = columns(name)
            found += [long_table.cited(column) for column in long_table]
    return sorted(found, key=lambda c: c.path)
