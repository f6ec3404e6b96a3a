"""``kilosol sources``: every cited value, where it comes from, and whether all is cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, complain, say, say_json, say_table
from kilosol.errors import DataError, UnknownName

if TYPE_CHECKING:
    from kilosol.data import Cited, Table

_ASSUMPTION = "assumption"


def list_sources(
    key: str | None = None,
    *,
    check: Annotated[bool, Parameter(negative="")] = False,
    assumptions: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> int:
    """List the cited values: what, how much, how sure, from where.

    Parameters
    ----------
    key
        Only values whose path begins so (`mars/`, `constants.au_km`), or of this source (`poston2020`).
    check
        Verify that every source is in the bibliography, every name agrees with its unit, no tier is above
        what was seen of its source or above that of an input, and no quantity stands twice.
    assumptions
        Only values without a published source.
    """
    if check:
        return _report_check(json=json)
    from kilosol.data import cited_values

    shown = _selected(cited_values(), key)
    if assumptions:
        shown = [c for c in shown if c.is_assumption]
    if json:
        say_json([_values(c) for c in shown])
        return 0
    headings = ("value", "is", "unit", "range", "tier", "seen", "source", "where")
    rows = [
        (c.path, _number(c.value), c.unit, _range(c), c.standing, c.seen or "", c.source, c.where)
        for c in shown
    ]
    say_table(headings, rows, right=("is",))
    from kilosol.data.shares import shares_text, tier_counts

    say(
        f"{len(shown)} values, {sum(c.is_assumption for c in shown)} of them assumptions; "
        f"{shares_text(tier_counts(shown))}"
    )
    if key is not None:
        _say_references({c.source for c in shown})
    return 0


def _selected(values: list[Cited], key: str | None) -> list[Cited]:
    if key is None:
        return values
    shown = [c for c in values if c.path.startswith(key) or c.source == key]
    if not shown:
        known = {c.source for c in values} | {c.path for c in values} | {c.table for c in values}
        raise UnknownName("value or source", key, known)
    return shown


def _report_check(*, json: bool) -> int:
    problems = source_problems()
    if json:
        say_json({"ok": not problems, "problems": problems})
    elif problems:
        complain("\n".join([f"{len(problems)} problem(s) in the data", *(f"  {p}" for p in problems)]))
    else:
        from kilosol.data import cited_values

        values = cited_values()
        n_assumed = sum(c.is_assumption for c in values)
        say(f"ok: {len(values)} values, {n_assumed} of them assumptions; every source is in references.bib")
    return DataError.exit_code if problems else 0


def source_problems() -> list[str]:
    """What is not properly cited, one line each: unreadable tables, unknown sources, doubtful units."""
    from kilosol.data import columns, references, table, table_names
    from kilosol.data.inputs import input_problems
    from kilosol.data.twins import twin_problems
    from kilosol.units import unit_of

    known = references()
    problems: list[str] = []
    read: list[Cited] = []
    for name in table_names():
        try:
            opened = table(name)
            cited = list(opened.peek())
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
    from kilosol.data import table

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
    from kilosol.units import unit_of

    one = {"kg/kg": "1"}
    promised = unit_of(key) or "1"
    if one.get(promised, promised) == one.get(found.unit, found.unit):
        return []
    return [f"{name}.{key}: its name promises {promised!r}, {found.path} has {found.unit!r}"]


def _problems_beside_the_tables(known: Mapping[str, object]) -> list[str]:
    """Unknown sources in the other files of the data folder: claims, descriptions of binary tables."""
    import tomllib

    from kilosol.data.tables import ROOT

    return [
        str(UnknownName(f"source in {path.name}:", source, known))
        for path in sorted(ROOT.parent.glob("*.toml"))
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


def _say_references(keys: set[str]) -> None:
    from kilosol.data import references

    known = references()
    for key in sorted(keys - {_ASSUMPTION}):
        say(f"{key}: {known[key]}" if key in known else f"{key}: not in references.bib")


def _number(value: float | tuple[float, ...]) -> str:
    return f"{len(value)} values" if isinstance(value, tuple) else f"{value:.12g}"


def _range(cited: Cited) -> str:
    return "" if cited.low is None or cited.high is None else f"{cited.low:.6g} to {cited.high:.6g}"


def _values(cited: Cited) -> dict[str, Any]:
    return {
        "path": cited.path,
        "value": cited.value,
        "unit": cited.unit,
        "low": cited.low,
        "high": cited.high,
        "tier": cited.standing,
        "seen": cited.seen,
        "inputs": list(cited.inputs),
        "source": cited.source,
        "where": cited.where,
        "note": cited.note,
    }
