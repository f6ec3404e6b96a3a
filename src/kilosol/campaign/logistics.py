"""Logistics: spares by probability of sufficiency, and the cheapest manifest that meets a date.

Spares are Poisson: an item that fails ``rate`` times in the time asked for is sufficiently spared with the
chance that it fails no more often than there are spares. Ships of one window share one chance of landing,
which is believed to be Beta distributed: what must arrive sets how many ships must leave.

The manifest is a mixed-integer linear programme (HiGHS through SciPy): whole ships by window, tonnes of
each good by window, mass and volume of the ships, goods that are not ready earlier, dates by which they
must have landed. Goods are spread evenly over the ships of a window, so that the loss of a ship loses its
share of each; enough is sent that the share that lands suffices with the confidence asked for. What is
chosen for a window is a pair: ships sent, and how many of them are counted on. The logarithms of the pairs'
chances add up to that of the plan, as if the windows' luck were independent; belief is that before the first
landing, for all windows, so that what an earlier fleet would teach is left out and the plan errs on the safe
side.

References
----------
.. [1] A. Owens, O. de Weck, "Supportability challenges, metrics, and key decisions for human spaceflight",
   AIAA SPACE, 2017 (key owens2017 in references.bib): probability of sufficiency.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.learning import LandingBelief, p_at_least
from kilosol.errors import Infeasible, OutOfRange
from kilosol.limits import require

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

#: Most ships that a search for a confident fleet tries.
MOST_SHIPS = 200

#: Rounding that a chance or a count may carry.
ROUNDING = 1e-9

#: Fleets are tried one ship apart up to so many, and ever further apart beyond; a fleet that fails in this
#: part of the doubt allowed is as good as sure.
ALL_UP_TO, THINNED_BY, SURE_ENOUGH = 30, 1.1, 0.02

#: Relative gap at which the manifest counts as the cheapest.
GAP_FRAC = 1e-4


@dataclass(frozen=True, slots=True)
class Spare:
    """A kind of part that fails and is replaced.

    Parameters
    ----------
    name : str
        What it is.
    n_expected : float
        Mean number of failures, of all such parts, in the time asked for.
    mass_kg : float [kg]
        Of one spare.
    """

    name: str
    n_expected: float
    mass_kg: float


@dataclass(frozen=True, slots=True)
class Good:
    """Something that must be on Mars.

    Parameters
    ----------
    name : str
        What it is.
    mass_t : float [t]
        How much must have landed.
    volume_m3 : float [m3]
        What that takes up.
    window_from, window_by : int
        First window in which it can fly, and last in which it must.
    """

    name: str
    mass_t: float
    volume_m3: float
    window_from: int
    window_by: int


@dataclass(frozen=True, slots=True)
class ManifestPlan:
    """The cheapest manifest.

    Parameters
    ----------
    windows : tuple of int
    ships : (w,)
        Ships that leave in each window.
    mass_t : (g, w) [t]
        Of each good, sent in each window: what must land, over the part that is counted on.
    counted_frac : (w,)
        Part of each window's ships that is counted on to land; 0 where none is sent.
    cost_usd_m : float
        Of all ships.
    confidence_frac : float
        Chance that every window lands at least the part that is counted on.
    """

    windows: tuple[int, ...]
    ships: NDArray[np.int64]
    mass_t: NDArray[np.float64]
    counted_frac: NDArray[np.float64]
    cost_usd_m: float
    confidence_frac: float


def p_sufficient(n_spares: int, n_expected: float) -> float:
    """Chance that so many spares suffice.

    Parameters
    ----------
    n_spares : int
        Spares carried.
    n_expected : float
        Mean number of failures.

    Returns
    -------
    float
        Poisson distribution function.

    Examples
    --------
    >>> round(p_sufficient(2, 1.0), 4)
    0.9197
    """
    from scipy.special import pdtr

    if n_spares < 0 or not 0.0 <= n_expected < math.inf:
        raise OutOfRange("spares", f"{n_spares} for {n_expected} failures", "not negative and finite")
    return float(pdtr(n_spares, n_expected))


def spares_for(parts: Sequence[Spare], target_frac: float) -> tuple[tuple[int, ...], float, float]:
    """Spares that reach a probability of sufficiency for little mass.

    Parameters
    ----------
    parts : sequence of Spare
        What may fail.
    target_frac : float
        Chance, for all of them together, to be reached.

    Returns
    -------
    n_spares : tuple of int
        Of each part.
    p : float
        Chance that all suffice.
    mass_kg : float [kg]
        Of all spares.

    Raises
    ------
    OutOfRange
        If the target is not below 1.

    Notes
    -----
    Marginal allocation: the next spare is the one that adds most to ln p for its mass. ln of a Poisson
    distribution function is concave, so each list found is on the efficient frontier of mass and chance;
    the last spare may overshoot the target.

    Examples
    --------
    >>> spares_for([Spare("pump", 1.0, 10.0), Spare("fan", 0.1, 2.0)], 0.95)[0]
    (3, 1)
    """
    if not 0.0 <= target_frac < 1.0:
        raise OutOfRange("target_frac", target_frac, "at least 0 and below 1")
    if any(part.mass_kg <= 0.0 for part in parts):
        raise OutOfRange("mass_kg", min(part.mass_kg for part in parts), "above 0 [kg]")
    # All suffice no more often than each: below this no list reaches the target.
    counts = [_least_spares(part.n_expected, target_frac) for part in parts]
    logs = [_log_sufficient(n, part.n_expected) for n, part in zip(counts, parts, strict=True)]
    goal = math.log(target_frac) if target_frac > 0.0 else -math.inf
    while parts and sum(logs) < goal:
        gains = [
            (_log_sufficient(n + 1, part.n_expected) - log) / part.mass_kg
            for n, part, log in zip(counts, parts, logs, strict=True)
        ]
        best = int(np.argmax(gains))
        counts[best] += 1
        logs[best] = _log_sufficient(counts[best], parts[best].n_expected)
    mass = sum(n * part.mass_kg for n, part in zip(counts, parts, strict=True))
    return tuple(counts), math.exp(sum(logs)), mass


def _least_spares(n_expected: float, target_frac: float) -> int:
    """Fewest spares of one part that suffice with a chance."""
    low, high = -1, 1
    while p_sufficient(high, n_expected) < target_frac:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if p_sufficient(middle, n_expected) >= target_frac else (middle, high)
    return high


def _log_sufficient(n_spares: int, n_expected: float) -> float:
    """Logarithm of the chance, from what is missing to one: near certainty it keeps its digits."""
    from scipy.special import pdtrc

    missing = float(pdtrc(n_spares, n_expected))
    return math.log1p(-missing) if missing < 1.0 else -math.inf


def ships_for_confidence(n_needed: int, confidence_frac: float, alpha: float, beta: float) -> int:
    """Fewest ships of one window of which enough land.

    Parameters
    ----------
    n_needed : int
        Ships that must land.
    confidence_frac : float
        How sure that must be.
    alpha, beta : float
        Belief in a landing.

    Returns
    -------
    int

    Raises
    ------
    Infeasible
        If no fleet is large enough: ships of a window share their luck, so that more of them do not help
        against a chance that is low for all.

    Examples
    --------
    >>> ships_for_confidence(3, 0.5, 1.0, 1.0), ships_for_confidence(1, 0.9, 5.0, 1.0)
    (5, 2)
    """
    for n in range(max(n_needed, 0), MOST_SHIPS):
        if p_at_least(n_needed, n, alpha, beta) >= confidence_frac * (1.0 - ROUNDING):
            return n
    raise Infeasible(
        f"no fleet lands {n_needed} ships with a confidence of {confidence_frac:g}: "
        "its ships share one chance; ask for less confidence, fly a test fleet first, "
        "or assume a better prior"
    )


def cheapest_manifest(
    goods: Sequence[Good],
    windows: Sequence[int],
    *,
    payload_t: float,
    volume_m3: float,
    ship_cost_usd_m: float,
    max_ships: Sequence[int],
    belief: LandingBelief,
    confidence_frac: float,
) -> ManifestPlan:
    """Cheapest ships by window that land all goods by their dates with a confidence.

    Parameters
    ----------
    goods : sequence of Good
    windows : sequence of int
        Years of the windows, in order.
    payload_t, volume_m3 : float [t], [m3]
        What one ship carries.
    ship_cost_usd_m : float
        Of one ship's flight with its tankers.
    max_ships : sequence of int
        Most ships in each window.
    belief : LandingBelief
        Of a landing, shapes (1,).
    confidence_frac : float
        Chance that all goods are there in time.

    Returns
    -------
    ManifestPlan

    Raises
    ------
    Infeasible
        If no manifest does; the good that fits worst is named.
    """
    require(0.0 < confidence_frac < 1.0, "confidence_frac", confidence_frac, "above 0 and below 1")
    _check_capacity(goods, windows, payload_t, volume_m3, max_ships)
    alpha, beta = float(belief.alpha[0]), float(belief.beta[0])
    tonnes, volume = sum(g.mass_t for g in goods), sum(g.volume_m3 for g in goods)
    most_needed = max(math.ceil(tonnes / payload_t), math.ceil(volume / volume_m3), 1)
    fleets = [
        (w, *one)
        for w, most in enumerate(max_ships)
        for one in _fleets(min(most, MOST_SHIPS), most_needed, confidence_frac, alpha, beta)
    ]
    found = _solved(fleets, goods, windows, payload_t, volume_m3, confidence_frac)
    if not found.success:
        raise Infeasible(
            f"no manifest lands everything with a confidence of {confidence_frac:g}: "
            "allow more ships, a later date or less confidence"
        )
    chosen = [fleet for fleet, x in zip(fleets, found.x, strict=False) if x > 0.5]
    shares = found.x[len(fleets) :].reshape(len(goods), len(windows))
    return _planned(goods, windows, chosen, shares, ship_cost_usd_m)


def _solved(
    fleets: Sequence[tuple[int, int, int, float]],
    goods: Sequence[Good],
    windows: Sequence[int],
    payload_t: float,
    volume_m3: float,
    confidence_frac: float,
) -> OptimizeResult:
    """Fewest ships: a one for each fleet chosen, then the part of each good that lands by each window."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    n_windows, n_goods, n_fleets = len(windows), len(goods), len(fleets)
    n = n_fleets + n_goods * n_windows
    place = {(g, w): n_fleets + g * n_windows + w for g in range(n_goods) for w in range(n_windows)}
    rows: list[tuple[list[int], list[float]]] = []
    bounds: list[tuple[float, float]] = []

    def limit(places: list[int], values: list[float], low: float, high: float) -> None:
        rows.append((places, values))
        bounds.append((low, high))

    for w in range(n_windows):
        mine = [k for k, fleet in enumerate(fleets) if fleet[0] == w]
        at = mine + [place[g, w] for g in range(n_goods)]
        limit(mine, [1.0] * len(mine), 0.0, 1.0)
        for size, parts in (
            (payload_t, [g.mass_t for g in goods]),
            (volume_m3, [g.volume_m3 for g in goods]),
        ):
            limit(at, [-size * fleets[k][2] for k in mine] + parts, -np.inf, 0.0)
    # Windows are sure together as often as the product of their chances; the whole plan may not be less sure.
    limit(
        list(range(n_fleets)),
        [math.log(p) for *_, p in fleets],
        math.log(confidence_frac) - ROUNDING,
        0.0,
    )
    upper = np.ones(n)
    for g, good in enumerate(goods):
        limit([place[g, w] for w in range(n_windows)], [1.0] * n_windows, 1.0, np.inf)
        for w, year in enumerate(windows):
            upper[place[g, w]] = float(good.window_from <= year <= good.window_by)
    matrix = coo_array(
        (
            [v for _, values in rows for v in values],
            (
                [r for r, (places, _) in enumerate(rows) for _ in places],
                [p for places, _ in rows for p in places],
            ),
        ),
        shape=(len(rows), n),
    ).tocsr()
    cost = np.concatenate([[float(fleet[1]) for fleet in fleets], np.zeros(n_goods * n_windows)])
    return milp(
        cost, constraints=LinearConstraint(matrix, *np.array(bounds).T),
        integrality=np.concatenate([np.ones(n_fleets), np.zeros(n_goods * n_windows)]),
        bounds=Bounds(np.zeros(n), upper), options={"mip_rel_gap": GAP_FRAC},
    )  # fmt: skip


def _planned(
    goods: Sequence[Good],
    windows: Sequence[int],
    chosen: Sequence[tuple[int, int, int, float]],
    shares: NDArray[np.float64],
    ship_cost_usd_m: float,
) -> ManifestPlan:
    """The plan of the fleets chosen, with what is sent so that the part counted on suffices."""
    ships, counted = np.zeros(len(windows), dtype=np.int64), np.zeros(len(windows))
    for w, sent, landed, _ in chosen:
        ships[w], counted[w] = sent, landed / sent
    masses = np.array([good.mass_t for good in goods])[:, None]
    return ManifestPlan(
        windows=tuple(windows),
        ships=ships,
        mass_t=np.where(counted > 0.0, shares * masses / np.where(counted > 0.0, counted, 1.0), 0.0),
        counted_frac=counted,
        cost_usd_m=float(ships.sum() * ship_cost_usd_m),
        confidence_frac=math.prod(p for *_, p in chosen),
    )


def _fleets(
    most: int, most_needed: int, confidence_frac: float, alpha: float, beta: float
) -> list[tuple[int, int, float]]:
    """Fleets that may be chosen for a window: ships sent, ships counted on, chance that so many land.

    For each number counted on, the smallest fleet that is sure enough alone, and larger ones as far as they
    still make the plan surer.
    """
    found, wanted = [], confidence_frac * (1.0 - ROUNDING)
    for landed in _thinned(1, min(most, most_needed)):
        low, high = landed, most + 1
        while low < high:
            middle = (low + high) // 2
            if p_at_least(landed, middle, alpha, beta) >= wanted:
                high = middle
            else:
                low = middle + 1
        for sent in _thinned(low, most):
            p = min(p_at_least(landed, sent, alpha, beta), 1.0)
            found.append((sent, landed, p))
            if 1.0 - p < SURE_ENOUGH * (1.0 - confidence_frac):
                break
    return found


def _thinned(low: int, high: int) -> list[int]:
    """Whole numbers of a range: the first ones all, then ever fewer."""
    numbers, step = [], 1.0
    value = float(low)
    while value <= high:
        numbers.append(int(value))
        step = step if value - low < ALL_UP_TO else step * THINNED_BY
        value = float(int(value + step))
    return numbers if not numbers or numbers[-1] == high else [*numbers, high]


def _check_capacity(
    goods: Sequence[Good],
    windows: Sequence[int],
    payload_t: float,
    volume_m3: float,
    max_ships: Sequence[int],
) -> None:
    for good in goods:
        room = [
            n
            for n, year in zip(max_ships, windows, strict=True)
            if good.window_from <= year <= good.window_by
        ]
        if sum(room) * payload_t < good.mass_t or sum(room) * volume_m3 < good.volume_m3:
            raise Infeasible(
                f"{good.name}: {good.mass_t:g} t and {good.volume_m3:g} m3 do not fit on the {sum(room)} "
                f"ships that may leave from {good.window_from} to {good.window_by}; "
                "allow more ships or a later date"
            )
