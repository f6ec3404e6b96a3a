"""Reading of a scenario: a preset or a TOML file, with values set over it, and all problems at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import Problem, ScenarioError, UnknownName
from kilosol.scenario.locate import Location, key_lines, line_of
from kilosol.scenario.models import Scenario
from kilosol.scenario.overrides import WHERE, apply_overrides
from kilosol.scenario.presets import preset_names, preset_text
from kilosol.scenario.problems import problems_of

_AT_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")

#: A scenario is text of some kilobytes: what is larger is none, such as a device that never ends [bytes].
MOST_BYTES = 1_000_000


def load_scenario(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Scenario of a preset or a file.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a preset, or path to a TOML file.
    overrides : mapping, optional
        Dotted key -> value set over the file, for example ``{"partners.station.offered": False}``; rows of
        ``flights`` are addressed by window or by index (``flights.2033.robots``). Text is read as TOML.

    Returns
    -------
    Scenario
        Valid and frozen.

    Raises
    ------
    ScenarioError
        With every problem of the file and the overrides, each with its line.
    UnknownName
        If no preset bears the name; the nearest is given.

    Examples
    --------
    >>> load_scenario("as-of-2026-11", {"crew.people": 4}).crew.people
    4
    """
    if _is_path(name_or_path):
        return read_scenario(_file_text(Path(name_or_path)), str(name_or_path), overrides)
    name = str(name_or_path)
    if name not in preset_names():
        raise UnknownName("preset", name, preset_names())
    return read_scenario(preset_text(name), f"{name}.toml", overrides)


def read_scenario(text: str, title: str, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Scenario of a TOML text.

    Parameters
    ----------
    text : str
        The TOML.
    title : str
        What messages call it, for example the file's name.
    overrides : mapping, optional
        As in :func:`load_scenario`.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        With every problem, each with its line.
    """
    raw = _parsed(text, title)
    lines = key_lines(text)
    set_over = apply_overrides(raw, overrides or {})
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        # Problems of one file read best from its top down; those of overrides come last.
        found = sorted(
            problems_of(error), key=lambda f: (_is_set(f[0], lines, set_over), line_of(f[0], lines))
        )
        problems = [
            Problem(_where(at, title, lines, set_over), ".".join(map(_shown, at)), message)
            for at, message in found
        ]
        raise ScenarioError(title, problems) from None


def _shown(part: str | int) -> str:
    """Part of a key as the file writes it: in quotes where it is no bare word."""
    return str(part) if _BARE.fullmatch(str(part)) else repr(part)


def _is_set(at: Location, lines: Mapping[Location, int], set_over: Mapping[Location, str]) -> bool:
    """Whether a value came from outside, or stands in a table that only an override created."""
    return any(
        at[: len(place)] == place or (at not in lines and place[: len(at)] == at) for place in set_over
    )


def _where(at: Location, title: str, lines: Mapping[Location, int], set_over: Mapping[Location, str]) -> str:
    if _is_set(at, lines, set_over):
        return WHERE
    return f"{title}:{line_of(at, lines)}"


def _is_path(name_or_path: str | Path) -> bool:
    if isinstance(name_or_path, Path):
        return True
    if name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path:
        return True
    try:
        return Path(name_or_path).is_file()
    except OSError:
        # No file can bear such a name, such as one of thousands of letters.
        return False


def _file_text(path: Path) -> str:
    try:
        return own_text(path, MOST_BYTES)
    except FileNotFoundError:
        cure = f"no such file; `kilosol new {path.name}` writes one, presets are {', '.join(preset_names())}"
        raise ScenarioError(str(path), [Problem("", str(path), cure)]) from None
    except UnicodeDecodeError as error:
        problem = Problem("", str(path), f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
        raise ScenarioError(str(path), [problem]) from None
    except OSError as error:
        problem = Problem("", str(path), f"cannot be read: {error.strerror}")
        raise ScenarioError(str(path), [problem]) from None


def _parsed(text: str, title: str) -> dict[str, Any]:
    try:
        return own_toml(text)
    except (ValueError, RecursionError) as error:
        # The parser's own errors, whole numbers of thousands of digits, lists within lists without end.
        place = _AT_LINE.search(str(error))
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        said = _AT_LINE.sub(f" (column {place[2]})" if place else "", str(error))
        problem = Problem(f"{title}:{line}", "TOML", f"{said[:1].lower()}{said[1:]}")
        raise ScenarioError(title, [problem]) from None
