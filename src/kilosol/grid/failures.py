"""How components fail and are mended, as the table that every compiled loop reads.

Each component alternates between up and down with a mean up time and a mean down time. A part beta of its
failures is shared by all of its group and takes them out together (the beta-factor model [1]_). Of the
unavailability p = MTTR / (MTTF + MTTR) of one component the shared cause has beta p, exactly, and comes with
beta of the component's failures; what is left, (1 - beta) p / (1 - beta p), is each component's own. So the
availability of a component does not depend on beta, and the group of n has k up with the chance
(1 - beta p) Binomial(n, 1 - own) where k > 0. Those who go down by a shared cause come back together.
Without repair there is no long run: then beta is the shared part of the failure rate.

At the start each component is in its stationary state, unless `start` says otherwise or nothing is ever
repaired: a mission without repair begins with all up, since its long run is "all down".

That is one choice. The usual Markov form has the same shared failures, but each component that they take
down is mended for itself (`shared_repair = "each"`): availability is the same, and redundancy is worth more
where few are needed. With p = 1/21 and beta = 0.1 fewer than 2, 3, 4 of four are up with the chances 0.00332,
0.01614, 0.16974 where each is mended for itself, and 0.00507, 0.01521, 0.16543 where all come back together.

References
----------
.. [1] A. Mosleh et al., "Procedures for treating common cause failures in safety and reliability
   studies", NUREG/CR-4780, 1988 (key mosleh1988 in references.bib).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.grid.checks import Faults, is_number, is_whole, nearest

RepairLaw = Literal["exponential", "weibull", "lognormal"]

SharedRepair = Literal["together", "each"]
#: State at the start: as in the long run, all up, or the chance that a component is down.
Start = Literal["stationary", "up"] | float

#: Laws of repair times in the order of their numbers in the table.
REPAIR_LAWS = ("exponential", "weibull", "lognormal")

#: Ways back from a shared cause.
SHARED_REPAIRS = ("together", "each")

#: Where each component is mended for itself the start is found by running from all up, so many mean outages
#: before it: what then is left of that beginning is a part of e^-30.
BURN_OUTAGES = 30.0
#: Shapes of the laws: outside, times that no run ever draws would make the mean.
SHAPES = {"exponential": (1.0, 1.0), "weibull": (0.1, 50.0), "lognormal": (1e-3, 4.0)}

#: Most components of a group whose chain of states is solved.
MOST_IN_CHAIN = 400

#: Words that `start` may be.
STARTS = ("stationary", "up")

#: Most parts that a stock may hold by number: more never run out in any pass.
MOST_SPARES = 100_000

#: Least spacing of delivery windows [h].
LEAST_WINDOW_HOUR = 1e-3

#: Columns of the table of failures, one row for each group.
COLUMNS = (
    "kind",  # 0 never fails, 1 from step to step by chance, 2 in continuous time
    "fail",  # chance in a step that a component's own state goes down, and up again
    "mend",
    "down",  # chance that it is down at the start
    "shared_fail",
    "shared_mend",
    "shared_down",
    "up_hour",  # mean own up time
    "shared_up_hour",
    "law",
    "scale_hour",  # of the repair law
    "shape",
    "restart_hour",
    "spares",  # negative: without end
    "lead_hour",
    "window_hour",
    "first_window_hour",
    "trip_frac",
    "trip_hour",
    "is_each",  # 1 where each component is mended for itself after a shared cause
    "burn_hour",  # there: how long before the start its failures begin
)

#: Numbers of the columns, for compiled loops.
(
    KIND, FAIL, MEND, DOWN, SHARED_FAIL, SHARED_MEND, SHARED_DOWN, UP_HOUR, SHARED_UP_HOUR,
    LAW, SCALE_HOUR, SHAPE, RESTART_HOUR, SPARES, LEAD_HOUR, WINDOW_HOUR, FIRST_WINDOW_HOUR, TRIP_FRAC,
    TRIP_HOUR, IS_EACH, BURN_HOUR,
) = range(len(COLUMNS))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failures:
    """How the components of a group fail and are mended.

    Parameters
    ----------
    mttf_hour : float [h]
        Mean up time of one component; infinite for what never fails.
    mttr_hour : float [h]
        Mean time of repair, with the part at hand; infinite for what is never repaired.
    common_cause_frac : float
        Beta factor: part of the failures that the whole group shares.
    repair_law : {"exponential", "weibull", "lognormal"}
        Law of the repair times; all have the mean `mttr_hour`.
    repair_shape : float
        Shape of a Weibull law, or standard deviation of the logarithm of a lognormal one.
    restart_hour : float [h]
        From the end of each repair to power again.
    n_spares : int or None
        Parts in stock at the start; each failure takes one (a shared one takes one for each component) and
        orders its replacement. Without a part a repair waits. None: parts never run out.
    lead_hour : float [h]
        Least time from order to delivery.
    window_hour : float [h]
        Spacing of deliveries, the launch windows; 0 where parts come `lead_hour` after their order.
    first_window_hour : float [h]
        When the first delivery comes.
    step_chances : (2,) tuple of float or None
        Chances to fail and to be mended in each step, in place of the mean times: for discrete test systems.
        They exclude parts, restart, trips and other laws of repair.
    start : {"stationary", "up"} or float or None
        State at the start: as in the long run, all up, or the chance that each component is down (0.1 where
        one of ten fails to start). None: all up where nothing is ever repaired, else as in the long run.
    trip_frac : float
        Part of the failures that are trips: a restart mends them, and they take no part.
    trip_hour : float [h]
        From a trip to power again, its restart included.
    shared_repair : {"together", "each"}
        Whether those who went down by a shared cause come back together, or each is mended for itself.

    Examples
    --------
    >>> Failures(900.0, 100.0).unavailability
    0.1
    """

    mttf_hour: float
    mttr_hour: float
    common_cause_frac: float = 0.0
    repair_law: RepairLaw = "exponential"
    repair_shape: float = 1.0
    restart_hour: float = 0.0
    n_spares: int | None = None
    lead_hour: float = 0.0
    window_hour: float = 0.0
    first_window_hour: float = 0.0
    step_chances: tuple[float, float] | None = None
    start: Start | None = None
    trip_frac: float = 0.0
    trip_hour: float = 0.0
    shared_repair: SharedRepair = "together"

    @property
    def out_hour(self) -> float:
        """Mean length of an outage while parts last [h]."""
        if self.trip_frac == 1.0:
            return self.trip_hour
        mended = self.mttr_hour + self.restart_hour
        return self.trip_frac * self.trip_hour + (1.0 - self.trip_frac) * mended

    @property
    def unavailability(self) -> float:
        """Long-run part of the time that one component is down, while parts last."""
        if not self.can_fail:
            return 0.0
        if not self.is_repaired:
            return 1.0
        if self.step_chances is not None:
            fail, mend = self.step_chances
            return fail / (fail + mend)
        out = self.out_hour
        return out / (self.mttf_hour + out) if out > 0.0 else 0.0

    @property
    def can_fail(self) -> bool:
        """Whether one that is up can ever go down."""
        return math.isfinite(self.mttf_hour) if self.step_chances is None else self.step_chances[0] > 0.0

    @property
    def is_repaired(self) -> bool:
        """Whether one that is down ever comes up again, parts at hand."""
        return math.isfinite(self.mttr_hour) if self.step_chances is None else self.step_chances[1] > 0.0

    @property
    def begins_stationary(self) -> bool:
        """Whether the state at the start is that of the long run."""
        return self.start == "stationary" or (self.start is None and (self.is_repaired or not self.can_fail))

    @property
    def is_markov(self) -> bool:
        """Whether the future depends on the present state only, so that chances from step to step say all."""
        is_plain = self.trip_frac == 0.0 and self.shared_repair == "together"
        return is_plain and (self.repair_law, self.n_spares, self.restart_hour) == ("exponential", None, 0.0)

    def has_count_law(self, n: int) -> bool:
        """Whether the chances of how many of `n` are up in the long run are known without drawing them."""
        if self.shared_repair == "together" or self.common_cause_frac == 0.0 or n < 2:
            return True
        is_plain = (self.repair_law, self.restart_hour, self.trip_frac) == ("exponential", 0.0, 0.0)
        return is_plain and n <= MOST_IN_CHAIN


NEVER = Failures(math.inf, 0.0)


def check_failures(name: str, how: Failures) -> None:
    """Refuse times, shares and stocks that cannot be, and options that exclude one another.

    Parameters
    ----------
    name : str
        Name of the component, for the error.
    how : Failures
        What is checked.

    Raises
    ------
    OutOfRange
        With every number that is wrong and what is allowed.
    """
    faults = Faults("a group of components")
    find_faults(name, how, faults)
    faults.refuse()


def find_faults(name: str, how: Failures, faults: Faults) -> None:
    """Add to `faults` what :func:`check_failures` refuses."""
    of = f"of {name!r}"
    if not is_number(how.mttf_hour) or not how.mttf_hour > 0.0:
        faults.add(f"mean time to failure {of}", f"{how.mttf_hour!r} h", "above zero hours")
    if not is_number(how.mttr_hour) or not how.mttr_hour >= 0.0:
        faults.add(f"mean time to repair {of}", f"{how.mttr_hour!r} h", "not negative (infinite: never)")
    if not is_number(how.common_cause_frac) or not 0.0 <= how.common_cause_frac <= 1.0:
        faults.add(f"beta {of}", how.common_cause_frac, "between 0 and 1")
    if not is_number(how.trip_frac) or not 0.0 <= how.trip_frac <= 1.0:
        faults.add(f"trip_frac {of}", repr(how.trip_frac), "between 0 and 1")
    if not isinstance(how.shared_repair, str) or how.shared_repair not in SHARED_REPAIRS:
        near = nearest(how.shared_repair, SHARED_REPAIRS)
        allowed = f"one of {', '.join(SHARED_REPAIRS)}"
        faults.add(f"shared_repair {of}", repr(how.shared_repair) + near, allowed)
    for what in ("restart_hour", "lead_hour", "window_hour", "first_window_hour", "trip_hour"):
        value = getattr(how, what)
        if not is_number(value) or not 0.0 <= value < math.inf:
            faults.add(f"{what} {of}", repr(value), "finite and not negative")
        elif what == "window_hour" and 0.0 < value < LEAST_WINDOW_HOUR:
            faults.add(f"{what} {of}", value, f"0 (no windows) or at least {LEAST_WINDOW_HOUR:g} h")
    if how.n_spares is not None and not (is_whole(how.n_spares) and 0 <= how.n_spares <= MOST_SPARES):
        allowed = f"a whole number from 0 to {MOST_SPARES}, or None where parts never run out"
        faults.add(f"spares {of}", repr(how.n_spares), allowed)
    if not isinstance(how.repair_law, str) or how.repair_law not in REPAIR_LAWS:
        near = nearest(how.repair_law, REPAIR_LAWS)
        faults.add(f"repair_law {of}", repr(how.repair_law) + near, f"one of {', '.join(REPAIR_LAWS)}")
    else:
        low, high = SHAPES[how.repair_law]
        allowed = f"between {low:g} and {high:g} for the {how.repair_law} law"
        if how.repair_law == "exponential":
            allowed = "left out: the exponential law has none (name a repair_law)"
        if not is_number(how.repair_shape) or not low <= how.repair_shape <= high:
            faults.add(f"repair_shape {of}", repr(how.repair_shape), allowed)
    is_word = isinstance(how.start, str) and how.start in STARTS
    if not (how.start is None or is_word or (is_number(how.start) and 0.0 <= float(how.start) <= 1.0)):
        near = nearest(how.start, STARTS)
        allowed = "'stationary', 'up', or the chance that each is down (0 to 1)"
        faults.add(f"start {of}", repr(how.start) + near, allowed)
    if not faults.has_about(of):
        _find_exclusions(of, how, faults)


def _find_exclusions(of: str, how: Failures, faults: Faults) -> None:
    """Options that cannot stand together."""
    beyond = [
        name
        for name, is_there in (
            ("spares", how.n_spares is not None),
            (f"repair_law={how.repair_law!r}", how.repair_law != "exponential"),
            ("restart_h", how.restart_hour > 0.0),
            ("trip_frac", how.trip_frac > 0.0),
            (f"shared_repair={how.shared_repair!r}", how.shared_repair != "together"),
        )
        if is_there
    ]
    chances = how.step_chances
    if chances is not None:
        is_pair = isinstance(chances, Sequence | np.ndarray) and not isinstance(chances, str)
        if not (is_pair and len(chances) == 2 and all(is_number(p) and 0.0 <= p <= 1.0 for p in chances)):
            faults.add(
                f"step_chances {of}", repr(chances), "two chances between 0 and 1: to fail, to be mended"
            )
            return
        if beyond:
            allowed = (
                "without step_chances: chances from step to step know neither parts nor times (leave one out)"
            )
            faults.add(f"{' and '.join(beyond)} {of}", "both", allowed)
    elif not how.is_repaired and beyond:
        allowed = (
            "without an infinite mttr_h: what is never repaired takes no parts and no time (leave one out)"
        )
        faults.add(f"{' and '.join(beyond)} {of}", "both", allowed)
    if how.first_window_hour > 0.0 and how.window_hour == 0.0:
        allowed = "with a window_h above 0: without windows parts come lead_h after their order"
        faults.add(f"first_window_h {of}", f"{how.first_window_hour:g} h without", allowed)
    if how.start == "stationary" and how.can_fail and not how.is_repaired:
        allowed = "'up' or a chance: the long run of what is never repaired is all down"
        faults.add(f"start {of}", "'stationary' without repair", allowed)


def find_long_repair(name: str, how: Failures, duration_hour: float, faults: Faults) -> None:
    """Refuse a start that is left open where the long run, far beyond the series, is mostly down."""
    if how.step_chances is not None or how.start is not None or not how.is_repaired or not how.can_fail:
        return
    if how.unavailability > 0.5 and how.mttr_hour > duration_hour:
        allowed = (
            f"said ('up' or 'stationary'): a mean repair of {how.mttr_hour:g} h is longer than the "
            f"{duration_hour:g} h of the load, and in the long run {how.unavailability:.3g} of them are down"
        )
        faults.add(f"start of {name!r}", "None", allowed)


def find_short_clock(name: str, how: Failures, step_hour: float, faults: Faults) -> None:
    """Refuse clocks that run faster than the steps: their failures in a step would be without number."""
    if not how.is_markov and how.can_fail and how.mttf_hour < step_hour:
        allowed = (
            f"at least a step ({step_hour:g} h) where repairs take parts, a restart or another law than the "
            "exponential: give a shorter step"
        )
        faults.add(f"mean time to failure of {name!r}", f"{how.mttf_hour:g} h", allowed)


def shared_and_own(how: Failures, n: int) -> tuple[float, float]:
    """Unavailability by the shared cause and by a component's own failures.

    Parameters
    ----------
    how : Failures
        What is known of one component.
    n : int
        Components of the group; one alone shares its failures with nobody.

    Returns
    -------
    shared, own : float

    Examples
    --------
    >>> shared, own = shared_and_own(Failures(900.0, 100.0, 0.2), 3)
    >>> round(shared, 9), round(1.0 - (1.0 - shared) * (1.0 - own), 9)
    (0.02, 0.1)
    """
    p = how.unavailability
    beta = how.common_cause_frac if n > 1 else 0.0
    if p >= 1.0:
        return (1.0, 0.0) if beta == 1.0 else (0.0, 1.0)
    return beta * p, (1.0 - beta) * p / (1.0 - beta * p)


def down_at_start(how: Failures, n: int) -> tuple[float, float]:
    """Chances that the shared cause has a group down at the start, and each component its own failure.

    Parameters
    ----------
    how : Failures
    n : int
        Components of the group.

    Returns
    -------
    shared, own : float

    Examples
    --------
    >>> down_at_start(Failures(900.0, 100.0), 2), down_at_start(Failures(900.0, math.inf), 2)
    ((0.0, 0.1), (0.0, 0.0))
    >>> down_at_start(Failures(900.0, 100.0, start=0.02), 2)
    (0.0, 0.02)
    """
    if how.begins_stationary:
        return shared_and_own(how, n)
    return 0.0, 0.0 if how.start is None or isinstance(how.start, str) else float(how.start)


def failure_table(groups: Sequence[tuple[Failures, int]], step_hour: float) -> NDArray[np.float64]:
    """Table of failures of some groups, shape (groups, :data:`COLUMNS`).

    Parameters
    ----------
    groups : sequence of (Failures, int)
        How each group's components fail, and how many there are.
    step_hour : float [h]
        Length of a step.

    Returns
    -------
    (groups, columns)
        Exponential times need no clock: seen once in a step, such a component changes its state with a
        fixed chance from step to step, and that chance is exact.
    """
    rows = np.zeros((len(groups), len(COLUMNS)))
    for row, (how, n) in zip(rows, groups, strict=True):
        row[SHARED_DOWN], row[DOWN] = down_at_start(how, n)
        if n == 0 or not (how.can_fail or row[DOWN] > 0.0):
            continue
        faults = Faults("a group of components")
        find_short_clock(f"{n} components", how, step_hour, faults)
        faults.refuse()
        row[KIND] = 1.0 if how.is_markov else 2.0
        beta = how.common_cause_frac if n > 1 else 0.0
        if how.step_chances is not None:
            _fill_chances(row, how.step_chances, beta)
            continue
        out_hour = how.out_hour
        row[UP_HOUR], row[SHARED_UP_HOUR] = _up_hours(how, beta, out_hour)
        row[TRIP_FRAC], row[TRIP_HOUR] = how.trip_frac, how.trip_hour
        if how.shared_repair == "each" and beta > 0.0:
            # It strikes at its rate whoever is up.
            row[IS_EACH], row[SHARED_UP_HOUR] = 1.0, how.mttf_hour / beta
            row[BURN_HOUR] = BURN_OUTAGES * out_hour if how.begins_stationary else 0.0
        row[FAIL], row[MEND] = _step_chances(row[UP_HOUR], out_hour, step_hour)
        row[SHARED_FAIL], row[SHARED_MEND] = _step_chances(row[SHARED_UP_HOUR], out_hour, step_hour)
        row[LAW], row[SHAPE] = REPAIR_LAWS.index(how.repair_law), how.repair_shape
        row[SCALE_HOUR] = _scale_hour(how)
        row[RESTART_HOUR] = how.restart_hour
        row[SPARES] = -1.0 if how.n_spares is None else how.n_spares
        row[LEAD_HOUR], row[WINDOW_HOUR] = how.lead_hour, how.window_hour
        row[FIRST_WINDOW_HOUR] = how.first_window_hour
        if row[KIND] == 1.0 and out_hour == 0.0 and row[DOWN] == 0.0:
            row[KIND] = 0.0
    return rows


def _up_hours(how: Failures, beta: float, out_hour: float) -> tuple[float, float]:
    """Mean up times between own failures and between shared ones.

    With them the shared cause has beta of the unavailability. Without repair it has beta of the rate.
    """
    if not how.can_fail:
        return math.inf, math.inf
    own = how.mttf_hour / (1.0 - beta) if beta < 1.0 else math.inf
    back = (1.0 - beta) * out_hour if how.is_repaired else 0.0
    return own, (how.mttf_hour + back) / beta if beta > 0.0 else math.inf


def _fill_chances(row: NDArray[np.float64], chances: tuple[float, float], beta: float) -> None:
    """Chances from step to step where a group is described by them."""
    fail, mend = chances
    row[MEND], row[SHARED_MEND] = mend, mend
    if mend == 0.0:
        row[SHARED_FAIL] = beta * fail
        row[FAIL] = (1.0 - beta) * fail / (1.0 - beta * fail) if beta * fail < 1.0 else 0.0
        return
    # Own and shared unavailability over availability, times the chance to be mended.
    row[FAIL] = min((1.0 - beta) * fail, 1.0)
    row[SHARED_FAIL] = min(beta * fail * mend / (mend + (1.0 - beta) * fail), 1.0)


def _step_chances(up_hour: float, down_hour: float, step_hour: float) -> tuple[float, float]:
    """Chances of another state one step on, of a Markov process of two states seen once in a step."""
    if down_hour == 0.0:
        return 0.0, 1.0
    if not math.isfinite(up_hour):
        return 0.0, -math.expm1(-step_hour / down_hour)
    turned = -math.expm1(-step_hour * (1.0 / up_hour + 1.0 / down_hour))
    if not math.isfinite(down_hour):
        return turned, 0.0
    down = down_hour / (up_hour + down_hour)
    return turned * down, turned * (1.0 - down)


def _scale_hour(how: Failures) -> float:
    """Scale with which the law has the wanted mean."""
    if how.repair_law == "weibull":
        return how.mttr_hour / math.gamma(1.0 + 1.0 / how.repair_shape)
    if how.repair_law == "lognormal":
        return how.mttr_hour * math.exp(-0.5 * how.repair_shape**2)
    return how.mttr_hour
