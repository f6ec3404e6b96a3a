"""Reading of a scenario: a preset or a TOML file, with values set over it, and all problems at once."""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import Problem, ScenarioError, UnknownName, plain
from kilosol.scenario.border import MOST_PATH, MOST_SCENARIO, bounded, shown_key
from kilosol.scenario.locate import Location, key_lines, line_of
from kilosol.scenario.models import Scenario
from kilosol.scenario.overrides import WHERE, apply_overrides
from kilosol.scenario.presets import preset_names, preset_text
from kilosol.scenario.problems import problems_of

_AT_LINE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")

#: What is read of a file at most: no letter takes more than four bytes [bytes].
MOST_BYTES = 4 * MOST_SCENARIO

#: Dots in a line of a scenario: a title may have some; the parser takes the square of the time over a key.
MOST_DOTS = 50

_MOST_SAID = 200

_TOO_LARGE = f"a scenario may have at most {MOST_SCENARIO} characters, this one has more"


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
        return read_scenario(_file_text(Path(name_or_path)), _named(Path(name_or_path)), overrides)
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
    set_over = apply_overrides(raw, overrides or {})
    within, found = bounded(raw)
    try:
        scenario = Scenario.model_validate(within)
        if not found:
            return scenario
    except ValidationError as error:
        beyond = [at for at, _ in found]
        # What the border has refused is told once, and what stands inside it not at all.
        found += [f for f in problems_of(error) if not any(f[0][: len(at)] == at for at in beyond)]
    lines = key_lines(text)
    # Problems of one file read best from its top down; those of overrides come last.
    found.sort(key=lambda f: (_is_set(f[0], lines, set_over), line_of(f[0], lines)))
    problems = [
        Problem(_where(at, title, lines, set_over), ".".join(map(_shown, at)) or "TOML", message)
        for at, message in found
    ]
    raise ScenarioError(title, problems)


def _shown(part: str | int) -> str:
    """Part of a key as the file writes it: in quotes where it is no bare word."""
    text = shown_key(str(part))
    return text if _BARE.fullmatch(text) or text.endswith(("...", "'")) else repr(text)


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
    except (OSError, ValueError):
        # No file can bear such a name, such as one of thousands of letters.
        return False


def _file_text(path: Path) -> str:
    name = _named(path)
    try:
        return own_text(path, MOST_BYTES)
    except FileNotFoundError:
        new = _named(Path(path.name))
        cure = f"no such file; `kilosol new {new}` writes one, presets are {', '.join(preset_names())}"
        raise ScenarioError(name, [Problem("", name, cure)]) from None
    except UnicodeDecodeError as error:
        problem = Problem("", name, f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
        raise ScenarioError(name, [problem]) from None
    except OSError as error:
        reason = _TOO_LARGE if error.errno == errno.EFBIG else f"cannot be read: {error.strerror}"
        raise ScenarioError(name, [Problem("", name, reason)]) from None
    except ValueError:
        # A name with a null in it, or with half a letter, is none of any file.
        raise ScenarioError(name, [Problem("", name, "no file can bear this name")]) from None


def _named(path: Path) -> str:
    """Name of a file as messages show it, on one line."""
    return plain(str(path)[:MOST_PATH]).replace("\n", "\\n").replace("\t", "\\t")


def _parsed(text: str, title: str) -> dict[str, Any]:
    if len(text) > MOST_SCENARIO:
        raise ScenarioError(title, [Problem("", title, _TOO_LARGE)])
    try:
        return own_toml(text, MOST_DOTS)
    except RecursionError:
        line, said = _deepest(text), "lists or tables lie in one another without end"
    except ValueError as error:
        place = _AT_LINE.search(str(error))
        if place is None and not isinstance(error, tomllib.TOMLDecodeError):
            # Python's own words about whole numbers of thousands of digits.
            line, said = _longest(text), "a whole number of thousands of digits is none that any key takes"
        else:
            line = int(place[1]) if place else max(1, len(text.split("\n")))
            said = _AT_LINE.sub(f" (column {place[2]})" if place else "", str(error))
            said = said[:1].lower() + said[1:]
            said = said if len(said) <= _MOST_SAID else f"{said[:_MOST_SAID]}..."
    raise ScenarioError(title, [Problem(f"{title}:{line}", "TOML", said)])


def _deepest(text: str) -> int:
    """Line with most brackets, where lists lie in lists."""
    counts = [line.count("[") + line.count("{") for line in text.split("\n")]
    return counts.index(max(counts)) + 1


def _longest(text: str) -> int:
    """Longest line, where the long number stands."""
    lengths = [len(line) for line in text.split("\n")]
    return lengths.index(max(lengths)) + 1
