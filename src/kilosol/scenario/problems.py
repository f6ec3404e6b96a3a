"""What is wrong with a scenario, in words that tell the cure."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import ValidationError

from kilosol.quantities import NoQuantity
from kilosol.scenario.border import MOST_TOLD, generic, row_at, shown
from kilosol.scenario.checks import Contradictions
from kilosol.scenario.fields import TINIEST, TooSmall
from kilosol.scenario.locate import Location
from kilosol.scenario.schema import field_rows

_CLOSE_ENOUGH = 0.6  # difflib's own default


def problems_of(error: ValidationError) -> list[tuple[Location, str]]:
    """Location and message of everything that a validation found.

    Parameters
    ----------
    error : pydantic.ValidationError
        Raised by :class:`~kilosol.scenario.Scenario`.

    Returns
    -------
    list of tuple
        Location of the key, and what was expected, what was found and the cure.
    """
    found: list[tuple[Location, str]] = []
    details = error.errors(include_url=False)[:MOST_TOLD]
    for detail in details:
        at = detail["loc"]
        if detail["type"] == "too_short" and any(d["loc"][:-1] == at for d in details):
            continue  # its elements were refused one by one, which says more
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Contradictions):
            found += [(c.at, c.message) for c in cause.found]
        else:
            found.append((at, _message(detail, cause)))
    if error.error_count() > MOST_TOLD:
        at = details[-1]["loc"]
        found.append((at, f"and {error.error_count() - MOST_TOLD} problems more after this one"))
    return found


def _message(detail: Any, cause: object) -> str:
    at: Location = detail["loc"]
    if detail["type"] == "extra_forbidden":
        return f"unknown key{_nearest(at)}"
    row = row_at(at)
    if detail["type"] == "missing":
        return f"is missing; must be {row.allowed}" if row else "this table is missing"
    if row is None:
        return f"must be a table of keys, got {shown(detail['input'])}"
    got = shown(detail["input"])
    if detail["type"] == "literal_error":
        return f"must be {row.listed_choices}, got {got}"
    if isinstance(cause, TooSmall):
        return f"must be {row.allowed}, and 0 or at least {TINIEST:g} in size, got {got}"
    if isinstance(cause, NoQuantity):
        or_what = f", or a quantity that converts to {row.unit}" if row.unit not in ("", "1") else ""
        return f"must be {row.allowed}{or_what}, got {got}{cause.hint}"
    if detail["type"] == "string_pattern_mismatch":
        return f"must be letters, digits, dots, hyphens and underscores, got {got}"
    if detail["type"] in ("too_short", "string_too_short"):
        return f"must not be empty; must be {row.allowed}"
    return f"must be {row.allowed}, got {got}"


def _nearest(at: Location) -> str:
    """Nearest key of the same table; else the table in which a key of that name belongs."""
    prefix, name = generic(at[:-1]), str(at[-1])
    keys = [row.key for row in field_rows()]
    start = f"{prefix}." if prefix else ""
    siblings = {k.removeprefix(start).split(".")[0].removesuffix("[]") for k in keys if k.startswith(start)}
    near = difflib.get_close_matches(name, sorted(siblings), n=1, cutoff=_CLOSE_ENOUGH)
    elsewhere = [k for k in keys if k.rsplit(".", 1)[-1] == name]
    if elsewhere:
        return f" here; did you mean {elsewhere[0].replace('[]', '.WINDOW')!r}?"
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; this table has {', '.join(sorted(siblings))}"
