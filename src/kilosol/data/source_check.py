"""Whether every value that ships is cited: its source in the bibliography, its name as its unit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from kilosol.data import tables
from kilosol.data.bibliography import references
from kilosol.data.cases import case_tables, cases
from kilosol.data.cited import Cited
from kilosol.data.columns import columns
from kilosol.data.inputs import input_problems
from kilosol.data.tables import Table, table, table_names
from kilosol.data.twins import twin_problems
from kilosol.errors import DataError, UnknownName
from kilosol.units import unit_of

_ASSUMPTION = "assumption"


def source_problems() -> list[str]:
    """What is not properly cited, one line each: unreadable tables, unknown sources, doubtful units."""
    known = references()
    problems: list[str] = []
    read: list[Cited] = []
    for name in table_names():
        try:
            opened = table(name)
            cited = list(opened.peek())
            if name in case_tables():
                problems += [
                    str(UnknownName(f"source of {name}, {case.name}:", case.source, known))
                    for case in cases(name)
                    if case.source not in known
                ]
            if "columns" in opened.text:
                long_table = columns(name)
                cited += [long_table.cited(column) for column in long_table]
        except DataError as error:
            problems += str(error).splitlines()
            continue
        except KeyError as error:
            problems.append(f"{name}: the description of its columns lacks {error}")
            continue
        problems += _lost_pointers(opened)
        read += cited
        for one in cited:
            if not one.is_assumption and one.source not in known:
                problems.append(str(UnknownName(f"source of {one.path}:", one.source, known)))
            if unit_of(one.key) not in (one.unit, None):
                problems.append(
                    f"{one.path}: its name promises {unit_of(one.key)!r}, its unit is {one.unit!r}"
                )
    problems += input_problems(read) + _problems_beside_the_tables(known)
    # Words are weighed over all tables: what could not be read would make others look alike.
    return problems or twin_problems(read)


def _lost_pointers(opened: Table) -> list[str]:
    """Values that are the same as one that stands nowhere, or that is itself the same as another."""
    problems = []
    for key, path in opened.pointers.items():
        name, _, there = path.rpartition(".")
        try:
            found = table(name).cited_at(there)
        except UnknownName as error:
            problems.append(f"{opened.name}.{key}: same_as {path!r}: {error}")
            continue
        except DataError as error:
            problems.append(str(error))
            continue
        if found.path != path:
            problems.append(
                f"{opened.name}.{key}: same_as {path!r} is itself the same as {found.path}: name it"
            )
        problems += _other_unit(opened.name, key, found)
    return problems


def _other_unit(name: str, key: str, found: Cited) -> list[str]:
    one = {"kg/kg": "1"}
    promised = unit_of(key) or "1"
    if one.get(promised, promised) == one.get(found.unit, found.unit):
        return []
    return [f"{name}.{key}: its name promises {promised!r}, {found.path} has {found.unit!r}"]


def _problems_beside_the_tables(known: Mapping[str, object]) -> list[str]:
    """Unknown sources in the other files of the data folder: claims, descriptions of binary tables."""
    return [
        str(UnknownName(f"source in {path.name}:", source, known))
        for path in sorted(tables.ROOT.parent.glob("*.toml"))
        for source in _sources_in(tomllib.loads(path.read_text(encoding="utf-8")))
        if source != _ASSUMPTION and source not in known
    ]


def _sources_in(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _sources_in(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and (key == "source" or key.endswith("_source")):
                yield inner
            else:
                yield from _sources_in(inner)
