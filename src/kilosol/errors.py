"""Every error Kilosol raises on purpose, and the exit code each one means.

::

    KilosolError                 exit code
    ├── ScenarioError            2   the scenario or a call's input is wrong (all problems at once)
    ├── DataError                2   a data table is missing, uncited or malformed
    │   ├── UnknownName          2   no such table, site, technology or preset; names the nearest
    │   └── NotKept              2   what was worked out could not be written; the error carries it
    ├── OutOfRange               2   a value outside a model's range of validity
    │   └── WrongCall            2   several such values of one call, all at once
    ├── Infeasible               3   no design or campaign satisfies what was asked
    ├── NotConverged             4   an iteration stopped short of its tolerance
    ├── NotFinite                4   a result is no number: a fault of Kilosol, to be reported
    └── Cancelled              130   the user stopped the run
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar


class KilosolError(Exception):
    """Base of all deliberate errors."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, said so that it can be mended.

    Parameters
    ----------
    where : str
        File and line, or the option, that holds the value.
    what : str
        Dotted key, for example ``partners.station.units``.
    message : str
        What was expected, what was found, and the cure where there is one.
    """

    where: str
    what: str
    message: str

    def __str__(self) -> str:
        said = f"{self.what}: {self.message}"
        return plain(f"{self.where}  {said}" if self.where else said)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a call came in: errors name its options as they are written there.

    Parameters
    ----------
    title : str
        What the error is about, as in "1 problem(s) in the command line".
    is_dashed : bool
        Whether options are written ``--elevation-km``; else ``elevation_km``.
    """

    title: str
    is_dashed: bool

    def option(self, name: str) -> str:
        """An option as it is written there.

        Examples
        --------
        >>> COMMAND_LINE.option("elevation_km"), PYTHON.option("elevation_km")
        ('--elevation-km', 'elevation_km')
        """
        return f"--{name.replace('_', '-')}" if self.is_dashed else name


COMMAND_LINE, PYTHON = Door("the command line", True), Door("the call", False)


class ScenarioError(KilosolError):
    """One or more problems in what the user wrote; all are reported together."""

    exit_code = 2

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [f"{len(self.problems)} problem(s) in {plain(title)}", *(f"  {p}" for p in self.problems)]
        super().__init__("\n".join(lines))


class DataError(KilosolError):
    """A shipped or user-supplied data table breaks its rules."""

    exit_code = 2


class UnknownName(DataError):
    """A name that no table, site, technology or preset bears."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}{did_you_mean(name, self.known)}")


class NotKept(DataError):
    """An answer that was worked out and could not be written.

    Parameters
    ----------
    message : str
        What kept it from its file.
    answer : object
        What was worked out: it is not lost.
    """

    def __init__(self, message: str, answer: object) -> None:
        self.answer = answer
        super().__init__(message)


class OutOfRange(KilosolError, ValueError):
    """A value outside the range in which a model holds."""

    exit_code = 2

    def __init__(self, name: str, got: object, allowed: str) -> None:
        self.name = name
        super().__init__(f"{name} must be {allowed}, got {got}")


class WrongCall(OutOfRange):
    """Several values of one call outside the range in which a model holds; all are reported together."""

    def __init__(self, where: str, problems: Sequence[OutOfRange]) -> None:
        self.name = where
        self.problems = tuple(problems)
        lines = [f"{len(self.problems)} problem(s) in {where}", *(f"  {p}" for p in self.problems)]
        ValueError.__init__(self, "\n".join(lines))


class Infeasible(KilosolError):
    """Nothing satisfies what was asked."""

    exit_code = 3


class NotConverged(KilosolError):
    """An iteration stopped short of its tolerance."""

    exit_code = 4


class NotFinite(KilosolError):
    """A result that is no number: a fault of Kilosol and not of the scenario."""

    exit_code = 4

    def __init__(self, place: str, got: float) -> None:
        self.place = place
        super().__init__(
            f"{place or 'the result'} came out as {got}, which is no number: a fault of Kilosol, not of the "
            "scenario; please report it with the scenario and the version"
        )


class Cancelled(KilosolError):
    """The user stopped the run; nothing half-written is left behind."""

    exit_code = 130


def plain(text: str) -> str:
    r"""Text that moves no cursor and rings no bell, whatever a user has put into it.

    Examples
    --------
    >>> plain("a\x1b[31mb.toml"), plain("Größe\n")
    ('a\\x1b[31mb.toml', 'Größe\n')
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suffix for an error text that points to the nearest known name.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        The names that exist.

    Returns
    -------
    str
        ``"; did you mean 'x'?"``, or the list of all names when none is near and the list is short.

    Examples
    --------
    >>> did_you_mean("kilopwer", ["kilopower", "topaz"])
    "; did you mean 'kilopower'?"
    >>> did_you_mean("zzz", ["a", "b"])
    '; known: a, b'
    """
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    most = 12
    return f"; known: {', '.join(known[:most])}{', ...' if len(known) > most else ''}" if known else ""
