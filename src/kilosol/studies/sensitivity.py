"""What a verdict hangs on: a tornado, Morris screening, Sobol indices, and where a verdict flips.

Dials are turned at common random numbers, so a change is the dial's and not the draw's.

References
----------
.. [1] M. D. Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33,
   161-174, 1991 (key morris1991 in references.bib).
.. [2] F. Campolongo, J. Cariboni, A. Saltelli, "An effective screening design for sensitivity analysis of
   large models", Environmental Modelling and Software 22, 1509-1518, 2007 (key campolongo2007).
.. [3] A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics
   Communications 181, 259-270, 2010 (key saltelli2010).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import NotConverged, OutOfRange
from kilosol.studies.axes import study_rng
from kilosol.studies.dials import Dial

Case = dict[str, Any]
Row = dict[str, Any]

#: Runs cases and gives their rows in order; the name tells one batch of a study from another.
RunCases = Callable[[Sequence[Case], str], list[Row]]

#: Levels of Morris's grid: steps of two thirds of a dial's range, as is usual.
LEVELS = 4

#: Halvings of the interval in which a verdict flips: it is then known to 1/64 of the distance.
HALVINGS = 6

#: Resamplings for confidence.
N_BOOTSTRAP = 200

#: Two-sided level of all intervals.
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Swing:
    """A number with one dial at either end of its range, all others as in the plan.

    Parameters
    ----------
    dial : Dial
    base, at_low, at_high : float
    """

    dial: Dial
    base: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """Largest distance between the three values."""
        values = [v for v in (self.base, self.at_low, self.at_high) if v == v]
        return max(values) - min(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Flip:
    """A word of the verdict that one dial alone changes within its range.

    Parameters
    ----------
    what : str
        The word's place, for example ``station`` or ``claim mars-2031-people``.
    before, after : str
    dial : Dial
    at : float
        Where it changes, in the dial's unit.
    tolerance : float
        How closely that is known.
    """

    what: str
    before: str
    after: str
    dial: Dial
    at: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Screened:
    """Elementary effects of a dial on a number, over its whole range.

    Parameters
    ----------
    dial : Dial
    mu_star, mu_star_low, mu_star_high : float
        Mean of their absolute values, with its 95 % interval.
    mu : float
        Mean: of one sign throughout where it is as large as `mu_star`.
    sigma : float
        Spread: large where the effect depends on other dials or is not linear.
    """

    dial: Dial
    mu_star: float
    mu_star_low: float
    mu_star_high: float
    mu: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol indices of a dial: parts of a number's variance.

    Parameters
    ----------
    dial : Dial
    first, first_low, first_high : float
        By itself, with its 95 % interval.
    total, total_low, total_high : float
        With all it does together with others.
    """

    dial: Dial
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


def number_of(row: Row, kpi: str) -> float:
    """A number of a row; not-a-number where the case ended in an error or has none."""
    value = row["kpis"].get(kpi)
    return float("nan") if value is None else float(value)


def tornado(dials: Sequence[Dial], kpi: str, run: RunCases) -> tuple[list[Swing], list[Flip]]:
    """Swing of a number with each dial, widest first, and every word of the verdict that flips.

    Parameters
    ----------
    dials : sequence of Dial
    kpi : str
        Name of the number.
    run : callable

    Returns
    -------
    swings : list of Swing
    flips : list of Flip
        Verdicts that one dial alone changes, and where it does.
    """
    cases: list[Case] = [{}]
    for dial in dials:
        cases += [{dial.key: _plain(dial, dial.low)}, {dial.key: _plain(dial, dial.high)}]
    rows = run(cases, "tornado")
    base = rows[0]
    swings = [
        Swing(d, number_of(base, kpi), number_of(rows[1 + 2 * i], kpi), number_of(rows[2 + 2 * i], kpi))
        for i, d in enumerate(dials)
    ]
    flips = _flips(dials, rows, run)
    return sorted(swings, key=lambda s: (-s.width, s.dial.key)), flips


def _flips(dials: Sequence[Dial], rows: Sequence[Row], run: RunCases) -> list[Flip]:
    """Halve the way between the plan's value and an end where a word differs, all of them side by side."""
    base = rows[0]["judgements"]
    sought: list[tuple[Dial, str, str, list[float]]] = []
    for i, dial in enumerate(dials):
        for row, end in ((rows[1 + 2 * i], dial.low), (rows[2 + 2 * i], dial.high)):
            changed = [w for w in base if w in row["judgements"] and row["judgements"][w] != base[w]]
            sought += [(dial, word, row["judgements"][word], [dial.value, end]) for word in changed]
    for step in range(HALVINGS):
        middles = [{d.key: _plain(d, (span[0] + span[1]) / 2.0)} for d, _, _, span in sought]
        if not middles:
            break
        for (_, word, _, span), row in zip(sought, run(middles, f"flips-{step}"), strict=True):
            stands = row["judgements"].get(word) == base[word]
            span[0 if stands else 1] = (span[0] + span[1]) / 2.0
    found = [
        Flip(word, base[word], after, dial, (span[0] + span[1]) / 2.0, abs(span[1] - span[0]) / 2.0)
        for dial, word, after, span in sought
    ]
    return sorted(found, key=lambda f: (f.what, abs(f.at - f.dial.value) / (f.dial.high - f.dial.low)))


def morris(
    dials: Sequence[Dial], kpi: str, run: RunCases, *, n_trajectories: int = 6, seed: int = 1
) -> list[Screened]:
    """Screening of any number of dials by elementary effects [1]_ [2]_.

    Parameters
    ----------
    dials : sequence of Dial
    kpi : str
    run : callable
    n_trajectories : int
        Each costs one plan more than there are dials.
    seed : int

    Returns
    -------
    list of Screened
        Strongest first. Effects are per whole range of the dial.

    Raises
    ------
    OutOfRange
        For fewer than two trajectories.
    """
    if n_trajectories < 2:
        raise OutOfRange("trajectories", n_trajectories, "at least 2: one has no spread")
    walks = morris_walks(len(dials), n_trajectories, seed)
    points = [point for walk in walks for point in walk]
    rows = run([_case(dials, point) for point in points], "morris")
    values = np.array([number_of(row, kpi) for row in rows]).reshape(n_trajectories, len(dials) + 1)
    effects = np.full((len(dials), n_trajectories), np.nan)
    for w, walk in enumerate(walks):
        steps = np.diff(walk, axis=0)
        for s, step in enumerate(steps):
            dial = int(np.flatnonzero(step)[0])
            effects[dial, w] = (values[w, s + 1] - values[w, s]) / step[dial]
    rng = study_rng(seed, "morris/bootstrap")
    return sorted((_screened(d, e, rng) for d, e in zip(dials, effects, strict=True)), key=_strength)


def _strength(one: Screened) -> tuple[float, str]:
    return (-one.mu_star if one.mu_star == one.mu_star else float("inf"), one.dial.key)


def _screened(dial: Dial, effects: NDArray[np.float64], rng: np.random.Generator) -> Screened:
    known = effects[np.isfinite(effects)]
    if known.size == 0:
        nan = float("nan")
        return Screened(dial, nan, nan, nan, nan, nan)
    again = np.abs(known)[rng.integers(0, known.size, (N_BOOTSTRAP, known.size))].mean(axis=1)
    low, high = np.quantile(again, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
    return Screened(dial, float(np.abs(known).mean()), float(low), float(high), float(known.mean()), spread)


def morris_walks(n_dials: int, n_trajectories: int, seed: int) -> NDArray[np.float64]:
    """Trajectories through the unit cube in which one dial moves at each step.

    Parameters
    ----------
    n_dials, n_trajectories : int
    seed : int

    Returns
    -------
    (n_trajectories, n_dials + 1, n_dials)
        Places from 0 to 1; starts are spread by a Latin hypercube.

    Examples
    --------
    >>> walks = morris_walks(3, 2, 1)
    >>> walks.shape, bool((abs(np.diff(walks, axis=1)).sum(axis=2).round(9) == round(2 / 3, 9)).all())
    ((2, 4, 3), True)
    """
    # The report of a plan shows tornados without ever working one out: no import for it.
    from scipy.stats import qmc

    rng = study_rng(seed, "morris")
    step = LEVELS / (2.0 * (LEVELS - 1.0))
    lower = np.arange(LEVELS // 2) / (LEVELS - 1.0)
    starts = qmc.LatinHypercube(n_dials, rng=rng).random(n_trajectories)
    walks = np.empty((n_trajectories, n_dials + 1, n_dials))
    for w in range(n_trajectories):
        # A start in the lower half steps up, its mirror image down: both ends are reached.
        at = lower[np.minimum((starts[w] * lower.size).astype(int), lower.size - 1)]
        down = rng.random(n_dials) < 1 / 2
        at = np.where(down, at + step, at)
        walks[w, 0] = at
        for s, dial in enumerate(rng.permutation(n_dials)):
            at = at.copy()
            at[dial] += -step if down[dial] else step
            walks[w, s + 1] = at
    return np.clip(walks, 0.0, 1.0)


def sobol(dials: Sequence[Dial], kpi: str, run: RunCases, *, n: int = 64, seed: int = 1) -> list[Indices]:
    """First-order and total Sobol indices [3]_ with confidence, by SciPy.

    Parameters
    ----------
    dials : sequence of Dial
        Few: the cost is n (dials + 2) plans.
    kpi : str
    run : callable
    n : int
        A power of two.
    seed : int

    Returns
    -------
    list of Indices
        Largest total first.

    Raises
    ------
    OutOfRange
        If n is no power of two.
    NotConverged
        If a case ended in an error, or the number does not vary at all.
    """
    if n < 2 or n & (n - 1):
        raise OutOfRange("samples", n, "a power of two, at least 2")
    batches = iter(("sobol-a", "sobol-b", "sobol-ab"))
    seen: list[NDArray[np.float64]] = []

    def evaluate(x: NDArray[np.float64]) -> NDArray[np.float64]:
        rows = run([_case(dials, point) for point in x.T], next(batches))
        values = np.array([[number_of(row, kpi) for row in rows]])
        bad = [row["error"] for row in rows if row["error"]]
        if not np.isfinite(values).all():
            why = bad[0] if bad else f"{kpi} has no value in some"
            raise NotConverged(f"Sobol indices need every case: {why}")
        seen.append(values)
        if len(seen) == 2 and np.ptp(np.concatenate(seen, axis=1)) == 0.0:
            raise NotConverged(f"{kpi} does not vary with these dials: there is no variance to share out")
        return values

    from scipy import stats

    uniform: Any = [stats.uniform()] * len(dials)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # A dial without any effect has no spread to resample: its interval is then its index.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        found = stats.sobol_indices(func=evaluate, n=n, dists=uniform, rng=study_rng(seed, "sobol"))
        spread = found.bootstrap(confidence_level=CONFIDENCE, n_resamples=N_BOOTSTRAP)
    columns = []
    for index, resampled in (
        (found.first_order, spread.first_order),
        (found.total_order, spread.total_order),
    ):
        values = np.ravel(index)
        ends = [
            np.ravel(end) for end in (resampled.confidence_interval.low, resampled.confidence_interval.high)
        ]
        columns += [values, *(np.where(np.isfinite(end), end, values) for end in ends)]
    indices = [Indices(dial, *(float(c[i]) for c in columns)) for i, dial in enumerate(dials)]
    return sorted(indices, key=lambda one: (-one.total, one.dial.key))


def _case(dials: Sequence[Dial], point: NDArray[np.float64]) -> Case:
    return {d.key: _plain(d, float(d.at(u))) for d, u in zip(dials, point, strict=True)}


def _plain(dial: Dial, value: float) -> float | int:
    return round(value) if dial.is_whole else float(value)
