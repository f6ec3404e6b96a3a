"""Where the command line writes: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from rich.console import Console

    from kilosol.scenario import Scenario

#: The flag that every command takes.
Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON instead of text.")]

# A file or a pipe has no width; tables with long texts need more than the usual 80 columns.
_WIDTH_OF_A_FILE = 160


def stdout() -> Console:
    """Console for results."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    return Console(highlight=False, width=width)


def stderr() -> Console:
    """Console for progress and complaints."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Write one line of result as it is, without wrapping or markup."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """Write a result as JSON."""
    say(json.dumps(_plain(value), indent=2, ensure_ascii=False, default=str, allow_nan=False))


def _plain(value: Any) -> Any:
    """Value with null where a number is not finite: JSON has no other word for it."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def complain(text: str) -> None:
    """Write an error on stderr."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def asked_scenario(
    name: str, set_values: Sequence[str], draws: int | None = None, seed: int | None = None
) -> Scenario:
    """Scenario of a preset or a file, with what the command line sets over it."""
    from kilosol.scenario import load_scenario, parse_override

    values: dict[str, object] = dict(parse_override(text) for text in set_values)
    values |= {key: given for key, given in (("draws", draws), ("seed", seed)) if given is not None}
    return load_scenario(name, values)


def refuse_unwritable(out: Path | None) -> None:
    """Refuse a page whose folder is not there, before a long run and not after it."""
    if out is None:
        return
    if out.is_dir():
        raise _unwritable(f"{out} is a folder; name a file in it, for example {out / 'page.html'}")
    if not out.parent.is_dir():
        raise _unwritable(f"there is no folder {out.parent}; make it first")


def write_page(out: Path, page: str) -> None:
    """Write a page whole or not at all, or say why it cannot be written."""
    from kilosol.results.whole import write_whole

    try:
        write_whole(out, page)
    except OSError as error:
        raise _unwritable(str(error)) from error


def _unwritable(why: str) -> ScenarioError:
    return ScenarioError("the command line", [Problem("", "--out", f"cannot be written: {why}")])


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> None:
    """Write a plain table.

    Parameters
    ----------
    headings : sequence of str
        Of the columns.
    rows : sequence of sequences of str
        Cells.
    right : sequence of str
        Headings of the columns to align right.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    stdout().print(table)
