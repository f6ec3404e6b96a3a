"""Whether matching a pattern may take more than time in proportion to the text, told from the pattern alone.

A backtracking matcher takes the square of a text's length, or worse, where some run of characters can be read
in more than one way by two loops of a pattern and what follows may then fail. In automata: there are states p
and q and a word w that leads from p to p, from p to q and from q to q (Weber and Seidl 1991, "On the degree
of ambiguity of finite automata"). No time is measured, so that no busy machine makes it fail.
"""

from __future__ import annotations

import re
from collections import defaultdict
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]

#: Characters that tell classes apart, beside those of the pattern itself.
PROBES = "aZ_09 \t\n.,:;-+*/()[]{}\"'\\#=<>%°µéß²٣ €\x00\u2028"
#: Repeats up to so many times are written out; longer ones are loops.
WRITTEN_OUT = 6

_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


class _Automaton:
    """Thompson's construction; characters are classes of `letters`."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.parsed = _parser.parse(pattern, flags)
        self.flags = self.parsed.state.flags
        self.letters = sorted(set(PROBES) | set(pattern))
        self.empty: dict[int, list[int]] = defaultdict(list)
        self.steps: dict[int, list[tuple[frozenset[str], int]]] = defaultdict(list)
        self.n = 0
        self.start = self.state()
        self.end = self.sequence(self.parsed, self.start)

    def state(self) -> int:
        self.n += 1
        return self.n

    def sequence(self, items: object, at: int) -> int:
        for op, argument in items:  # type: ignore[attr-defined]
            at = self.item(op, argument, at)
        return at

    def item(self, op: object, argument: object, at: int) -> int:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            out = self.state()
            self.steps[at].append((self.read_by(op, argument), out))
            return out
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF):
            return at  # what they forbid only takes ways away
        if op is sre.SUBPATTERN:
            return self.sequence(argument[3], at)  # type: ignore[index]
        if op is sre.ATOMIC_GROUP:
            return self.sequence(argument, at)
        if op is sre.BRANCH:
            out = self.state()
            for way in argument[1]:  # type: ignore[index]
                begin = self.state()
                self.empty[at].append(begin)
                self.empty[self.sequence(way, begin)].append(out)
            return out
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            return self.repeat(*argument, at)  # type: ignore[misc]
        raise NotImplementedError(str(op))

    def repeat(self, least: int, most: int, body: object, at: int) -> int:
        for _ in range(min(least, WRITTEN_OUT)):
            at = self.sequence(body, at)
        out = self.state()
        if most > WRITTEN_OUT:
            loop = self.state()
            self.empty[at].append(loop)
            self.empty[self.sequence(body, loop)].append(loop)
            self.empty[loop].append(out)
            return out
        self.empty[at].append(out)
        for _ in range(most - least):
            at = self.sequence(body, at)
            self.empty[at].append(out)
        return out

    def read_by(self, op: object, argument: object) -> frozenset[str]:
        return frozenset(c for c in self.letters if self.reads(op, argument, c))

    def reads(self, op: object, argument: object, letter: str) -> bool:
        if op is sre.ANY:
            return letter != "\n" or bool(self.flags & re.DOTALL)
        if op is sre.LITERAL:
            return self.same(argument, letter)
        if op is sre.NOT_LITERAL:
            return not self.same(argument, letter)
        is_negated, hit = False, False
        for kind, value in argument:  # type: ignore[attr-defined]
            if kind is sre.NEGATE:
                is_negated = True
            elif kind is sre.LITERAL:
                hit |= self.same(value, letter)
            elif kind is sre.RANGE:
                hit |= value[0] <= ord(letter) <= value[1]
            elif kind is sre.CATEGORY:
                hit |= re.fullmatch(_CATEGORIES[value], letter) is not None
            else:
                raise NotImplementedError(str(kind))
        return hit is not is_negated

    def same(self, code: object, letter: str) -> bool:
        one = chr(code)  # type: ignore[arg-type]
        return one == letter or bool(self.flags & re.IGNORECASE and one.lower() == letter.lower())

    def reached(self, state: int, passed: frozenset[int] = frozenset()) -> list[int]:
        """States without reading anything, once for each way that leads there."""
        found = [state]
        for after in self.empty[state]:
            if after not in passed:
                found += self.reached(after, passed | {state})
        return found


def ambiguous(pattern: str, flags: int = 0, *, how: str = "search") -> str:
    """A class of characters over which two loops of a pattern overlap; empty if there is none.

    Parameters
    ----------
    pattern : str
    flags : int
    how : {"fullmatch", "match", "search"}
        A search begins anew at every place, which is one loop more; all but a full match may end early.
    """
    made = _Automaton(pattern, flags)
    steps: dict[int, list[tuple[frozenset[str], int]]] = {}
    for state in range(1, made.n + 1):
        steps[state] = [step for near in made.reached(state) for step in made.steps[near]]
    if how == "search":
        before = made.n + 1
        every = frozenset(made.letters)
        steps[before] = [(every, before), *steps[made.start]]
    anchored = how == "fullmatch" or any(op is sre.AT for op, _ in list(made.parsed)[-1:])
    # Where a match may end, nothing that follows can fail.
    safe = set() if anchored else {s for s in steps if s <= made.n and made.end in made.reached(s)}
    doubled = _two_ways(steps)
    if doubled:
        return doubled
    return _overlap(steps, safe)


def _two_ways(steps: dict[int, list[tuple[frozenset[str], int]]]) -> str:
    """A loop that reads one word in two ways: exponential time."""
    for first in steps:
        # Pairs of states on one word, begun together, apart at some time, and together again at the start.
        found, left = {(first, first, False)}, [(first, first, False)]
        while left:
            a, b, apart = left.pop()
            for i, (letters, c) in enumerate(steps[a]):
                for j, (others, d) in enumerate(steps[b]):
                    both = letters & others
                    if not both:
                        continue
                    now = (c, d, apart or c != d or (a == b and i != j and c == d))
                    if now == (first, first, True):
                        return "".join(sorted(both))
                    if now not in found:
                        found.add(now)
                        left.append(now)
    return ""


def _overlap(steps: dict[int, list[tuple[frozenset[str], int]]], safe: set[int]) -> str:
    """Two loops, one after the other, over one word: the square of the time or more."""
    after = {s: _reachable(steps, s) for s in steps}
    loops = [s for s in steps if s in after[s]]
    for p in loops:
        for q in loops:
            if p == q or q in safe or q not in after[p]:
                continue
            found, left = {(p, p, q)}, [(p, p, q)]
            while left:
                a, b, c = left.pop()
                for first, x in steps[a]:
                    for second, y in steps[b]:
                        if not first & second:
                            continue
                        for third, z in steps[c]:
                            both = first & second & third
                            if not both or p not in after[x] | {x} or q not in after[z] | {z}:
                                continue
                            if (x, y, z) == (p, q, q):
                                return "".join(sorted(both))
                            if (x, y, z) not in found:
                                found.add((x, y, z))
                                left.append((x, y, z))
    return ""


def _reachable(steps: dict[int, list[tuple[frozenset[str], int]]], start: int) -> set[int]:
    found: set[int] = set()
    left = [start]
    while left:
        for letters, after in steps[left.pop()]:
            if letters and after not in found:
                found.add(after)
                left.append(after)
    return found
