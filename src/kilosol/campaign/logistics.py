"""Logistics: spares by probability of sufficiency, and the cheapest manifest that meets a date.

Spares are Poisson: an item that fails ``rate`` times in the time asked for is sufficiently spared with the
chance that it fails no more often than there are spares. Ships of one window share one chance of landing,
which is believed to be Beta distributed: what must arrive sets how many ships must leave.

The manifest is a mixed-integer linear programme (HiGHS through SciPy): whole ships by window, tonnes of
each good by window, mass and volume of the ships, goods that are not ready earlier, dates by which they
must have landed. Goods are spread evenly over the ships of a window, so that the loss of a ship loses its
share of each; enough is sent that the share that lands suffices with the confidence asked for.

References
----------
.. [1] A. Owens, O. de Weck, "Supportability challenges, metrics, and key decisions for human spaceflight",
   AIAA SPACE, 2017 (key owens2017 in references.bib): probability of sufficiency.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.learning import LandingBelief, p_at_least
from kilosol.errors import Infeasible, OutOfRange

#: Most ships that a search for a confident fleet tries.
MOST_SHIPS = 200

#: Rounding that a chance or a count may carry.
ROUNDING = 1e-9

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
        Part of each window's ships that is counted on to land.
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
    if n_spares < 0 or not 0.0 <= n_expected < math.inf:
        raise OutOfRange("spares", f"{n_spares} for {n_expected} failures", "not negative and finite")
    term = total = math.exp(-n_expected)
    for k in range(1, n_spares + 1):
        term *= n_expected / k
        total += term
    return min(total, 1.0)


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
    counts = [0] * len(parts)
    logs = [math.log(p_sufficient(0, part.n_expected)) for part in parts]
    goal = math.log(target_frac) if target_frac > 0.0 else -math.inf
    while parts and sum(logs) < goal:
        gains = [
            (math.log(p_sufficient(n + 1, part.n_expected)) - log) / part.mass_kg
            for n, part, log in zip(counts, parts, logs, strict=True)
        ]
        best = int(np.argmax(gains))
        counts[best] += 1
        logs[best] = math.log(p_sufficient(counts[best], parts[best].n_expected))
    mass = sum(n * part.mass_kg for n, part in zip(counts, parts, strict=True))
    return tuple(counts), math.exp(sum(logs)), mass


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
    from scipy.optimize import Bounds, LinearConstraint, milp

    _refuse_hopeless(goods, windows, payload_t, volume_m3, max_ships)
    alpha, beta = float(belief.alpha[0]), float(belief.beta[0])
    n_windows, n_goods = len(windows), len(goods)
    counted, least = _counted_on(max_ships, confidence_frac ** (1.0 / n_windows), alpha, beta)
    n = n_windows * (n_goods + 1)
    cost = np.concatenate([np.full(n_windows, ship_cost_usd_m), np.zeros(n_windows * n_goods)])
    limits: list[LinearConstraint] = []
    for w in range(n_windows):
        for size, per_good in (
            (payload_t, [1.0] * n_goods),
            (volume_m3, [g.volume_m3 / g.mass_t if g.mass_t else 0.0 for g in goods]),
        ):
            row = np.zeros(n)
            row[w] = -size
            row[n_windows + w :: n_windows] = per_good
            limits.append(LinearConstraint(row, -np.inf, 0.0))
    upper = np.concatenate([np.array(max_ships, dtype=float), np.full(n_windows * n_goods, np.inf)])
    for g, good in enumerate(goods):
        row = np.zeros(n)
        for w, year in enumerate(windows):
            at = n_windows * (g + 1) + w
            if good.window_from <= year <= good.window_by and counted[w] > 0.0:
                row[at] = counted[w]
            else:
                upper[at] = 0.0
        limits.append(LinearConstraint(row, good.mass_t, np.inf))
    whole = np.concatenate([np.ones(n_windows), np.zeros(n_windows * n_goods)])
    found = milp(
        cost, constraints=limits, integrality=whole, bounds=Bounds(np.zeros(n), upper),
        options={"mip_rel_gap": GAP_FRAC},
    )  # fmt: skip
    if not found.success:
        raise Infeasible(
            f"no manifest lands everything with a confidence of {confidence_frac:g}: "
            "allow more ships, a later date or less confidence"
        )
    ships = np.round(found.x[:n_windows]).astype(np.int64)
    # A fleet too small to be sure of one landing is made larger: what it carries does not change.
    ships = np.where(ships > 0, np.maximum(ships, least), 0)
    sure = [
        p_at_least(math.ceil(c * k * (1.0 - ROUNDING)), int(k), alpha, beta)
        for c, k in zip(counted, ships, strict=True)
        if k
    ]
    return ManifestPlan(
        windows=tuple(windows),
        ships=ships,
        mass_t=found.x[n_windows:].reshape(n_goods, n_windows),
        counted_frac=counted,
        cost_usd_m=float(ships.sum() * ship_cost_usd_m),
        confidence_frac=float(np.prod(sure)) if sure else 1.0,
    )


def _counted_on(
    max_ships: Sequence[int], confidence_frac: float, alpha: float, beta: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Part of a window's fleet that may be counted on, and the least size for which any may.

    The worst of all fleets that the window allows, so that the answer is sure before its size is known.
    """
    most = max(max_ships, default=0)
    sizes = range(1, min(most, MOST_SHIPS) + 1)
    landed = [
        next((k for k in range(n, 0, -1) if p_at_least(k, n, alpha, beta) >= confidence_frac), 0)
        for n in sizes
    ]
    least = next((n for n, k in zip(sizes, landed, strict=True) if k), most + 1)
    parts = [min((landed[n - 1] / n for n in range(least, ships + 1)), default=0.0) for ships in max_ships]
    return np.array(parts), np.full(len(max_ships), least, dtype=np.int64)


def _refuse_hopeless(
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
