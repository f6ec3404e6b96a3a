"""Answers that are kept in a file: the place is tried before the work, and the answer outlives the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kilosol.errors import PYTHON, NotKept
from kilosol.results.targets import refuse_unwritable_file
from kilosol.results.whole import reason, write_whole

Made = TypeVar("Made")


def with_page(out: str | Path | None, make: Callable[[], Made], render: Callable[[Made], str]) -> Made:
    """Make an answer and, if a page is asked for, write it.

    Parameters
    ----------
    out : str, Path or None
        HTML file of the page.
    make, render : callable
        The answer, and the page of an answer.

    Returns
    -------
    object
        What `make` makes.

    Raises
    ------
    ScenarioError
        If the file can be seen to be unwritable, before any work.
    NotKept
        If it could not be written after it; the answer is the error's `answer`.
    """
    if out is None:
        return make()
    target = Path(out)
    refuse_unwritable_file(target, PYTHON.option("out"), PYTHON)
    made = make()
    kept(made, lambda: write_whole(target, render(made)))
    return made


def kept(made: object, write: Callable[[], object]) -> None:
    """Write what was made, or raise :class:`NotKept` with it."""
    try:
        write()
    except OSError as error:
        raise NotKept(f"{error.filename or 'the answer'} cannot be written: {reason(error)}", made) from error
