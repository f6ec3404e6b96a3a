"""Cited tables: every physical number Kilosol uses, with unit, source, place, range and tier.

``table("constants")["mu_sun_km3_s2"]`` is a :class:`Cited` value; ``table(...).number(key)`` its float.
Reading a value inside :func:`recording` notes it, so that a run can list all it stood on.
"""

from kilosol.data.bibliography import Reference, references
from kilosol.data.cited import Cited, Tier
from kilosol.data.columns import Columns, columns
from kilosol.data.ledger import recording
from kilosol.data.listing import cited_values
from kilosol.data.overriding import overriding
from kilosol.data.tables import Table, binary, table, table_names

__all__ = [
    "Cited",
    "Columns",
    "Reference",
    "Table",
    "Tier",
    "binary",
    "cited_values",
    "columns",
    "overriding",
    "recording",
    "references",
    "table",
    "table_names",
]
