"""A refusal on its way from a process that reads to the caller: a status, a sentence, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kilosol.errors import DataError, KilosolError, Problem, ScenarioError, UnknownName


class Refused(KilosolError):
    """Something that was sent, refused with the status that says why.

    Parameters
    ----------
    status : int
        Of HTTP.
    message : str
        In one text.
    problems : sequence of Problem
        By key.
    """

    def __init__(self, status: int, message: str, problems: Sequence[Problem] = ()) -> None:
        self.status = status
        self.problems = tuple(problems)
        super().__init__(message)


def status_of(error: Exception) -> int:
    """Status of HTTP that says what an error is."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, ScenarioError):
        return 422
    return 404 if isinstance(error, DataError | UnknownName) else 400


def refusal_of(error: KilosolError) -> dict[str, Any]:
    """A refusal as a line of JSON can carry it."""
    problems = [asdict(p) for p in getattr(error, "problems", ())]
    return {"refused": {"status": status_of(error), "error": str(error), "problems": problems}}


def raised(refusal: Mapping[str, Any]) -> Refused:
    """The same as an error again."""
    problems = [Problem(**p) for p in refusal["problems"]]
    return Refused(int(refusal["status"]), str(refusal["error"]), problems)
