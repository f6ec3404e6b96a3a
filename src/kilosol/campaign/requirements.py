"""What would have to be true: the smallest set of changes that lifts a chance above a mark.

The search knows nothing of Mars: it is told how many steps each lever has and is handed a function that gives
the chance for a choice of steps. A set with fewer levers is smaller; among those with as many, the one with
fewer steps in all. Whether a set of levers can do it is seen with each of them at its most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from kilosol.limits import require

Chance = Callable[[tuple[int, ...]], float]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A set of changes.

    Parameters
    ----------
    steps : tuple of int
        Steps of each lever; 0 leaves it as it is.
    chance : float
        With them.
    base_chance : float
        Without any.
    best_chance : float
        With every lever at its most.
    is_reached : bool
        Whether the mark is passed; if not, `steps` are the best that was tried.
    alone : tuple of float
        Chance with each lever alone at its most.
    others : tuple of tuple of int
        Other sets of the same size that pass.
    n_runs : int
        Evaluations that it took.
    """

    steps: tuple[int, ...]
    chance: float
    base_chance: float
    best_chance: float
    is_reached: bool
    alone: tuple[float, ...]
    others: tuple[tuple[int, ...], ...]
    n_runs: int


def smallest_change(chance: Chance, n_steps: Sequence[int], *, above: float) -> Requirement:
    """Smallest set of changes that lifts a chance above a mark.

    Parameters
    ----------
    chance : callable
        Steps of each lever -> chance.
    n_steps : sequence of int
        Most steps of each lever, 1 or more.
    above : float
        The mark.

    Returns
    -------
    Requirement

    Raises
    ------
    OutOfRange
        If a lever has no step, or the mark is not a chance.

    Examples
    --------
    >>> found = smallest_change(lambda s: 0.2 * s[0] + 0.1 * s[1], [2, 4], above=0.45)
    >>> found.steps, found.is_reached
    ((2, 1), True)
    """
    require(0.0 <= above < 1.0, "above", above, "from 0 to below 1")
    require(len(n_steps) > 0 and all(n >= 1 for n in n_steps), "n_steps", n_steps, "1 or more for each lever")
    most = tuple(n_steps)
    known: dict[tuple[int, ...], float] = {}

    def of(steps: tuple[int, ...]) -> float:
        if steps not in known:
            known[steps] = chance(steps)
        return known[steps]

    nothing = (0,) * len(most)
    base, best = of(nothing), of(most)
    alone = tuple(of(_only(most, (i,))) for i in range(len(most)))

    def answer(steps: tuple[int, ...], others: Sequence[tuple[int, ...]] = ()) -> Requirement:
        is_reached = of(steps) > above
        return Requirement(steps, of(steps), base, best, is_reached, alone, tuple(others), len(known))

    if base > above:
        return answer(nothing)
    for size in range(1, len(most) + 1):
        able = [set_ for set_ in combinations(range(len(most)), size) if of(_only(most, set_)) > above]
        if able:
            found = sorted((_least(of, most, set_, above) for set_ in able), key=lambda s: (sum(s), -of(s)))
            return answer(found[0], found[1:])
    # The chance may fall a little where one lever is moved as well: the best of all that was tried is told.
    return answer(max(known, key=lambda steps: (known[steps], -sum(steps))))


def _only(most: tuple[int, ...], levers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n if i in levers else 0 for i, n in enumerate(most))


def _least(of: Chance, most: tuple[int, ...], levers: tuple[int, ...], above: float) -> tuple[int, ...]:
    """Fewest steps of these levers that pass; a larger choice is tried only where a smaller one fails."""
    choices = sorted(
        product(*(range(1, most[i] + 1) for i in levers)), key=lambda c: (sum(c), max(c) - min(c))
    )  # fmt: skip
    for choice in choices:
        steps = list((0,) * len(most))
        for lever, n in zip(levers, choice, strict=True):
            steps[lever] = n
        if of(tuple(steps)) > above:
            return tuple(steps)
    return _only(most, levers)
