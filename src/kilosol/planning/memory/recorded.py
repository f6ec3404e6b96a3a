"""A scenario that notes which of its keys are read.

A stage takes the scenario and reads what it needs. Handed this view instead, it leaves a list of the keys
that its answer rests on: whatever else a study varies, the answer stays.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from kilosol.data.own_files import own_text
from kilosol.scenario import Scenario
from kilosol.scenario.fields import Section

#: Where a value stands in a scenario: names of fields and places in lists; ``"#"`` for a list's length.
Path = tuple[str | int, ...]

LENGTH = "#"
ABSENT = "absent"

#: Ends of the keys that name a user's file: what the file holds counts, not its name alone.
FILE_SUFFIX = ("_series", "_file")


@dataclass(frozen=True)
class ReadSet:
    """Places that a stage has read: keys of the scenario and paths of cited values."""

    keys: tuple[Path, ...]
    cited: tuple[str, ...]


class Tracked:
    """View of a scenario, or of a part of it.

    Parameters
    ----------
    value : Section
        What is seen.
    path : Path
        Where it stands.
    reads : set of Path
        Takes the path of every value that is read.

    Examples
    --------
    >>> from kilosol.scenario import load_scenario
    >>> reads = set()
    >>> Tracked(load_scenario("as-of-2026-11"), (), reads).crew.people, reads
    (6, {('crew', 'people')})
    """

    __slots__ = ("_path", "_reads", "_value")

    def __init__(self, value: Section, path: Path, reads: set[Path]) -> None:
        self._value, self._path, self._reads = value, path, reads

    def __getattr__(self, name: str) -> Any:
        path = (*self._path, name)
        if name not in type(self._value).model_fields:
            # A method or a property may read all of it.
            self._reads.add(self._path)
            return getattr(self._value, name)
        return self._seen(getattr(self._value, name), path)

    def _seen(self, value: Any, path: Path) -> Any:
        if isinstance(value, Section):
            return Tracked(value, path, self._reads)
        if isinstance(value, tuple) and any(isinstance(v, Section) for v in value):
            self._reads.add((*path, LENGTH))
            return tuple(self._seen(v, (*path, i)) for i, v in enumerate(value))
        self._reads.add(path)
        return value

    def __eq__(self, other: object) -> bool:
        return bool(self.whole() == (other.whole() if isinstance(other, Tracked) else other))

    def __hash__(self) -> int:
        return hash(self.whole())

    def __reduce__(self) -> tuple[Any, ...]:
        # Whoever keeps the view keeps all of what it shows.
        return _itself, (self.whole(),)

    def whole(self) -> Section:
        """What is seen, noted as read from end to end."""
        self._reads.add(self._path)
        return self._value


def _itself(value: Section) -> Section:
    return value


def root_of(value: object) -> Scenario | None:
    """The scenario behind a value, if it is a scenario or a view of a whole one."""
    if isinstance(value, Scenario):
        return value
    if isinstance(value, Tracked) and not value._path and isinstance(value._value, Scenario):
        return value._value
    return None


def reads_of(value: object) -> set[Path] | None:
    """Where a view notes its reads; None for anything else."""
    return value._reads if isinstance(value, Tracked) else None


def value_text(scenario: Scenario, path: Path) -> str:
    """What stands at a path, as text that differs where the values do."""
    at: Any = scenario
    if path and str(path[-1]).endswith(FILE_SUFFIX):
        return _file_text(scenario, path)
    for part in path:
        if part == LENGTH:
            return f"{LENGTH}{len(at)}"
        try:
            at = at[part] if isinstance(part, int) else getattr(at, part)
        except (IndexError, AttributeError):
            return ABSENT
    return repr(at)


def _file_text(scenario: Scenario, path: Path) -> str:
    """Name and digest of a user's file, as it is now."""
    at: Any = scenario
    for part in path:
        at = getattr(at, str(part))
    if at is None:
        return repr(at)
    try:
        text = own_text(File(at))
        return f"{at} {hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"
    except (OSError, ValueError):
        return f"{at} cannot be read"
