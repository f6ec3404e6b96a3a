"""Where the command line writes: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.console import fitted, is_unicode, let_go
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
    """Write a result as JSON, valid on any console: letters are escaped where it is not in UTF-8."""
    is_escaped = not is_unicode(sys.stdout)
    say(json.dumps(_plain(value), indent=2, ensure_ascii=is_escaped, default=str, allow_nan=False))


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
    """Write an error on stderr; where nobody can read it any more the work goes on."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        let_go(sys.stderr)


def asked_scenario(
    name: str, set_values: Sequence[str], draws: int | None = None, seed: int | None = None
) -> Scenario:
    """Scenario of a preset or a file, with what the command line sets over it."""
    from kilosol.scenario import load_scenario, parse_override

    values: dict[str, object] = dict(parse_override(text) for text in set_values)
    values |= {key: given for key, given in (("draws", draws), ("seed", seed)) if given is not None}
    return load_scenario(name, values)


def refuse_unwritable(out: Path | None, what: str = "--out") -> None:
    """Refuse a file that can be seen to be unwritable, before a long run and not after it."""
    if out is None:
        return
    from kilosol.results.targets import try_file

    try:
        if out.is_dir():
            raise _unwritable(f"{out} is a folder; name a file in it, for example {out / 'page.html'}", what)
        if not out.parent.exists():
            raise _unwritable(f"there is no folder {out.parent}; make it first", what)
        try_file(out)
    except OSError as error:
        raise _unwritable(f"{out}: {error.strerror or error}", what) from error


def refuse_unwritable_folder(folder: Path | None, what: str = "--out") -> None:
    """Refuse a folder that can be seen to be unwritable, before a long run and not after it."""
    if folder is None:
        return
    from kilosol.results.targets import try_folder

    try:
        try_folder(folder)
    except OSError as error:
        raise _unwritable(f"{folder}: {error.strerror or error}", what) from error


@contextmanager
def kept_first(keep: Callable[[], object] | None) -> Iterator[None]:
    """Keep answers in files, then let them be printed.

    What kept them from their files is raised once they are out: work of minutes is not lost with a disk.
    """
    refused: Exception | None = None
    if keep is not None:
        try:
            keep()
        except Exception as error:  # noqa: BLE001 - whatever it is, the answers come first
            refused = error
    try:
        yield
    finally:
        # Also where their reader has gone meanwhile.
        if refused is not None:
            raise refused


@contextmanager
def page_first(out: Path | None, render: Callable[[], str], *, is_told: bool) -> Iterator[None]:
    """Write a page, if one is asked for, let the answers be printed, and tell where the page is."""
    with kept_first(None if out is None else lambda: write_page(out, render())):
        yield
    if out is not None and is_told:
        say(str(out))


def write_page(out: Path, page: str) -> None:
    """Write a page whole or not at all, or say why it cannot be written."""
    from kilosol.results.whole import write_whole

    try:
        write_whole(out, page)
    except OSError as error:
        raise _unwritable(str(error)) from error


def _unwritable(why: str, what: str = "--out") -> ScenarioError:
    return ScenarioError("the command line", [Problem("", what, f"cannot be written: {why}")])


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
        table.add_column(
            fitted(heading, sys.stdout), justify="right" if heading in right else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(fitted(cell, sys.stdout)) for cell in row))
    stdout().print(table)
