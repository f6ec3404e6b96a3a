"""Memory of stages: the same stage with the same inputs is computed once.

A stage's inputs are what it reads: keys of the scenario, cited values, and what earlier stages hand it. The
first run of a stage notes its reads (:mod:`kilosol.planning.memory.recorded`,
:func:`kilosol.data.recording`). A later call whose values at all those places are the same would read the
same, and so answer the same: it is given the answer that is kept. The digest holds every value read and the
code itself, so an answer is never stale. Without a memory in place stages run as if this module did not
exist.
"""

from __future__ import annotations

import dataclasses
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ParamSpec, TypeVar

from kilosol import data
from kilosol.data import Cited
from kilosol.data.ledger import note_use, replacement, replacements
from kilosol.planning.memory.digests import code_digest, digest_of
from kilosol.planning.memory.disk_cache import Shelf
from kilosol.planning.memory.recorded import Path, ReadSet, Tracked, reads_of, root_of, value_text
from kilosol.scenario import Scenario

P = ParamSpec("P")
R = TypeVar("R")

#: Answers that one process holds in memory beside the shelf [bytes].
MEMORY_BYTES = 200_000_000

#: What an answer is taken to hold where it was not written and so not measured [bytes].
UNKNOWN_BYTES = 4_000_000

_CURRENT: ContextVar[Memory | None] = ContextVar("kilosol_memory", default=None)


class Memory:
    """Answers of stages by digest, in this process and, if there is one, on a shelf shared with others.

    Parameters
    ----------
    shelf : Shelf or None
        Folder of answers.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._digest_of_answer: dict[int, str] = {}
        self._read_sets: dict[str, dict[str, ReadSet]] = {}
        # Workers of a cluster may run several cases in one process.
        self._guard = threading.RLock()
        self.n_computed: dict[str, int] = {}
        self.n_found: dict[str, int] = {}

    @contextmanager
    def remembering(self) -> Iterator[Memory]:
        """Let stages inside the block use this memory."""
        token = _CURRENT.set(self)
        try:
            yield self
        finally:
            _CURRENT.reset(token)

    def call(self, name: str, function: Callable[..., R], args: tuple[Any, ...], aside: tuple[Any, ...]) -> R:
        """Answer of a stage, found or computed.

        Parameters
        ----------
        name : str
            Of the stage.
        function : callable
            The stage.
        args : tuple
            What its answer hangs on; one of them may be the scenario.
        aside : tuple
            Further arguments that only watch.

        Returns
        -------
        object
        """
        at = next((i for i, a in enumerate(args) if root_of(a) is not None), None)
        scenario = root_of(args[at]) if at is not None else None
        stand_ins = [self._argument(a, i == at) for i, a in enumerate(args)]
        base = digest_of(name, code_digest(), _loose_overrides(), *stand_ins)
        keys = _Keys(base, scenario)
        found = self._find(name, keys)
        if found is None:
            with self._waiting(name, keys):
                # While this process waited another may have put the answer on the shelf.
                found = self._find(name, keys) or self._compute(name, keys, function, args, aside)
        answer, reads = found
        outer = reads_of(args[at]) if at is not None else None
        if outer is not None:
            outer.update(reads.keys)
        for path in reads.cited:
            note_use(_cited_at(path))
        return answer  # type: ignore[no-any-return]

    def _argument(self, value: Any, is_scenario: bool) -> Any:
        """What stands for an argument in the digest: an earlier stage's answer by its own digest."""
        if is_scenario:
            return "scenario"
        return self._digest_of_answer.get(id(value), value)

    def _compute(
        self,
        name: str,
        keys: _Keys,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        aside: tuple[Any, ...],
    ) -> tuple[Any, ReadSet]:
        reads: set[Path] = set()
        if keys.scenario is not None:
            view = Tracked(keys.scenario, (), reads)
            args = tuple(a if root_of(a) is None else view for a in args)
        with data.recording() as used:
            answer = function(*args, *aside)
        self.n_computed[name] = self.n_computed.get(name, 0) + 1
        read_set = ReadSet(tuple(sorted(reads, key=str)), tuple(sorted(used)))
        known_as = digest_of(read_set)
        digest = keys.of(known_as, read_set)
        sets = self._read_sets.setdefault(name, {})
        size = UNKNOWN_BYTES
        if self._shelf is not None:
            if known_as not in sets:
                self._shelf.put_read_set(name, known_as, read_set)
            size = self._shelf.put(name, digest, answer)
        sets[known_as] = read_set
        self._hold(digest, answer, size)
        return answer, read_set

    def _find(self, name: str, keys: _Keys) -> tuple[Any, ReadSet] | None:
        sets = self._read_sets.setdefault(name, {})
        for refreshed in (False, True):
            if refreshed:
                if self._shelf is None or not (new := self._shelf.read_sets(name, sets)):
                    return None
                sets.update(new)
            for known_as, read_set in list(sets.items()):
                answer = self._fetch(name, keys.of(known_as, read_set))
                if answer is not None:
                    self.n_found[name] = self.n_found.get(name, 0) + 1
                    return answer, read_set
        return None

    def _fetch(self, name: str, digest: str) -> Any:
        with self._guard:
            if digest in self._held:
                self._held.move_to_end(digest)
                return self._held[digest][0]
        if self._shelf is None:
            return None
        answer, size = self._shelf.get(name, digest)
        if answer is not None:
            self._hold(digest, answer, size)
        return answer

    def _hold(self, digest: str, answer: Any, size: int) -> None:
        with self._guard:
            self._held[digest] = (answer, size)
            self._digest_of_answer[id(answer)] = digest
            total = sum(s for _, s in self._held.values())
            while total > MEMORY_BYTES and len(self._held) > 1:
                _, (gone, freed) = self._held.popitem(last=False)
                self._digest_of_answer.pop(id(gone), None)
                total -= freed

    @contextmanager
    def _waiting(self, name: str, keys: _Keys) -> Iterator[None]:
        """Keep other processes from computing the same answer at the same time."""
        if self._shelf is None:
            yield
            return
        sets = list(self._read_sets.get(name, {}).items())
        likely = keys.of(*sets[-1]) if sets else keys.base
        with self._shelf.lock(name, likely):
            yield


def remembered(function: Callable[P, R], *, n_aside: int = 0) -> Callable[P, R]:
    """A stage that asks the current memory first; the stage itself where there is none.

    Parameters
    ----------
    function : callable
        Takes its arguments by place; its answer hangs on nothing but them and the cited values it reads.
    n_aside : int
        Last arguments that the answer does not hang on, such as who watches.

    Returns
    -------
    callable
    """
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _CURRENT.get()
        if memory is None or kwargs:
            return function(*args, **kwargs)
        cut = len(args) - n_aside
        return memory.call(name, function, args[:cut], args[cut:])

    return call


class _Keys:
    """Digests of one call's answer by what may have been read for it; each is made once.

    Parameters
    ----------
    base : str
        Digest of the stage, the code and the arguments.
    scenario : Scenario or None
        Behind the arguments.
    """

    def __init__(self, base: str, scenario: Scenario | None) -> None:
        self.base, self.scenario = base, scenario
        self._known: dict[str, str] = {}
        self._replaced = replacements()

    def of(self, known_as: str, reads: ReadSet) -> str:
        """Digest for a set of places, by its own digest."""
        if known_as not in self._known:
            scenario = self.scenario
            values = [value_text(scenario, path) for path in reads.keys] if scenario is not None else []
            changed = [(path, self._replaced[path]) for path in reads.cited if path in self._replaced]
            self._known[known_as] = digest_of(self.base, known_as, values, changed)
        return self._known[known_as]


def _loose_overrides() -> list[tuple[str, float]]:
    """Replaced values without a range: code may read them once a process, so all stages hang on them."""
    return sorted((p, v) for p, v in replacements().items() if _shipped(p).low is None)


@cache
def _shipped(path: str) -> Cited:
    """A cited value as it ships, by path; a column of a long table as one list."""
    name, _, key = path.rpartition(".")
    known: Mapping[str, Cited] = {}
    if name in data.table_names():
        known = {c.key: c for c in data.table(name).peek()}
    return known[key] if key in known else data.columns(name).cited(key)


def _cited_at(path: str) -> Cited:
    value = replacement(path)
    shipped = _shipped(path)
    return shipped if value is None else dataclasses.replace(shipped, value=float(value))
