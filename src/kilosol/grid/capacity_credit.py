"""What an addition is worth to adequacy: its firm equivalent, and the load that it lets a system carry.

Both compare energy not served (or another index). The equivalent firm capacity (EFC) of an addition is the
capacity that never fails and does as much for the system; its effective load-carrying capability (ELCC [1]_)
is the flat load that system and addition carry as well as the system alone carries its own.

References
----------
.. [1] L. L. Garver, "Effective load carrying capability of generating units", IEEE Transactions on Power
   Apparatus and Systems PAS-85 (1966) 910-919 (key garver1966).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kilosol.errors import Infeasible, OutOfRange
from kilosol.grid.adequacy import Adequacy, assess_call, exact_of
from kilosol.grid.checks import Faults
from kilosol.grid.components import Call, Store, Unit, checked_call
from kilosol.grid.estimates import Estimate

Index = Literal["eue_kwh", "lolh_h"]

#: Indices that a credit may be measured by.
INDICES = ("eue_kwh", "lolh_h")

#: A credit is found to this part of the most that it could be.
NEAR_FRAC = 1e-6

#: Halvings that reach it.
N_HALVINGS = 21


def equivalent_firm_capacity(
    units: Sequence[Unit],
    added: Sequence[Unit | Store],
    load_kw: ArrayLike,
    stores: Sequence[Store] = (),
    step_h: float = 1.0,
    *,
    index: Index = "eue_kwh",
    samples: int = 1000,
    seed: int = 1,
) -> Estimate:
    """Capacity without failures that does as much as an addition.

    Parameters
    ----------
    units, load_kw, stores, step_h, samples, seed
        The system, as :func:`kilosol.grid.assess` takes it.
    added : sequence of Unit or Store
        What is added; the units of the system keep their draws.
    index : {"eue_kwh", "lolh_h"}
        What is to be the same.

    Returns
    -------
    Estimate [kW]
        Exact where both systems are; else between the capacities that meet the ends of the interval of the
        system with the addition.

    Raises
    ------
    OutOfRange
        Where a value cannot be.
    Infeasible
        If the system lacks nothing, so that nothing that is added can be told from nothing.

    Examples
    --------
    >>> sets = [Unit("set", 10.0, 3, 9.0, 1.0)]
    >>> more = [Unit("one more", 10.0, 1, 9.0, 1.0)]
    >>> credit = equivalent_firm_capacity(sets, more, [28.0] * 24, samples=64)
    >>> credit.is_exact, round(credit.value, 2)
    (True, 7.39)
    """
    before, after = _systems(units, added, load_kw, stores, step_h, index, samples, seed)
    told = _index(after, index, samples, seed)

    def with_firm(kw: float) -> Estimate:
        return _index(_with_units(before, [Unit("firm", kw, 1, math.inf, 0.0)]), index, samples, seed)

    most = _most_kw(after) - _most_kw(before)
    return _where_equal(with_firm, told, most, is_falling=True)


def load_carrying_capability(
    units: Sequence[Unit],
    added: Sequence[Unit | Store],
    load_kw: ArrayLike,
    stores: Sequence[Store] = (),
    step_h: float = 1.0,
    *,
    index: Index = "eue_kwh",
    samples: int = 1000,
    seed: int = 1,
) -> Estimate:
    """Flat load that a system carries on top, as well as its own, thanks to an addition.

    Parameters
    ----------
    units, added, load_kw, stores, step_h, index, samples, seed
        As for :func:`equivalent_firm_capacity`.

    Returns
    -------
    Estimate [kW]

    Raises
    ------
    OutOfRange
        Where a value cannot be.
    Infeasible
        If the system lacks nothing.

    Examples
    --------
    >>> sets = [Unit("set", 10.0, 3, 9.0, 1.0)]
    >>> more = [Unit("one more", 10.0, 1, 9.0, 1.0)]
    >>> credit = load_carrying_capability(sets, more, [28.0] * 24, samples=64)
    >>> credit.is_exact, round(credit.value, 2)
    (True, 7.52)
    """
    before, after = _systems(units, added, load_kw, stores, step_h, index, samples, seed)
    told = _index(before, index, samples, seed)

    def with_load(kw: float) -> Estimate:
        return _index(dataclasses.replace(after, load=after.load + kw), index, samples, seed)

    return _where_equal(with_load, told, _most_kw(after) - _most_kw(before), is_falling=False)


def _systems(
    units: object,
    added: object,
    load_kw: object,
    stores: object,
    step_h: object,
    index: str,
    samples: object,
    seed: object,
) -> tuple[Call, Call]:
    """The system without and with the addition, checked."""
    faults = Faults("the call")
    if index not in INDICES:
        faults.add("index", repr(index), f"one of {', '.join(INDICES)}")
    if not isinstance(added, Sequence) or not added or not all(isinstance(a, Unit | Store) for a in added):
        faults.add("added", repr(added)[:60], "a list of at least one Unit or Store")
    faults.refuse()
    assert isinstance(added, Sequence)
    more_units = [a for a in added if isinstance(a, Unit)]
    more_stores = [a for a in added if isinstance(a, Store)]
    before = checked_call(units, load_kw, stores, step_h=step_h, samples=samples, seed=seed)
    after = checked_call(
        [*before.units, *more_units], load_kw, [*before.stores, *more_stores],
        step_h=step_h, samples=samples, seed=seed,
    )  # fmt: skip
    return before, after


def _with_units(call: Call, more: Sequence[Unit]) -> Call:
    """A checked call with units of constant capacity added at the end."""
    capacity = [*call.capacity, *(float(np.max(unit.capacity_kw)) for unit in more)]
    return dataclasses.replace(call, units=[*call.units, *more], capacity=capacity)


def _most_kw(call: Call) -> float:
    """All that the units and stores of a call could ever give together."""
    of_units = sum(u.n * float(np.max(kw)) for u, kw in zip(call.units, call.capacity, strict=True))
    return float(of_units + sum(s.n * s.power_kw for s in call.stores))


def _index(call: Call, index: str, samples: int, seed: int) -> Estimate:
    """The index of a call: by convolution alone where that is exact."""
    known = None if any(s.n for s in call.stores) else exact_of(call)
    if known is None:
        found: Adequacy = assess_call(call, samples, seed)
        return found.eue_kwh if index == "eue_kwh" else found.lolh_h
    per_step = known.unserved_kw if index == "eue_kwh" else known.p_short
    value = float(per_step.sum()) * call.step_h
    return Estimate(value, (value, value), 0, value, is_exact=True)


def _where_equal(
    index_at: Callable[[float], Estimate], told: Estimate, most_kw: float, *, is_falling: bool
) -> Estimate:
    """Capacity at which an index, falling or rising with it, is what was told; and so for its interval."""
    if told.value <= 0.0:
        raise Infeasible(
            "the system lacks nothing in the passes drawn, so that an addition cannot be told from none: "
            "draw more passes, or raise the load"
        )
    if not most_kw > 0.0:
        raise OutOfRange("added", f"{most_kw:g} kW", "able to give some power")
    seen: dict[float, Estimate] = {}

    def at(kw: float) -> Estimate:
        if kw not in seen:
            seen[kw] = index_at(kw)
        return seen[kw]

    def solve(wanted: float) -> float:
        low, high = 0.0, most_kw
        for _ in range(N_HALVINGS):
            middle = 0.5 * (low + high)
            if (at(middle).value > wanted) == is_falling:
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)

    value = solve(told.value)
    if told.is_exact and seen[next(iter(seen))].is_exact:
        near = most_kw * NEAR_FRAC
        return Estimate(value, (max(value - near, 0.0), value + near), 0, value, is_exact=True)
    ends = sorted(solve(end) for end in told.ci95)
    return Estimate(value, (min(ends[0], value), max(ends[1], value)), told.n, value)
