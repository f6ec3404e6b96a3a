"""How components fail and are mended, as the table that every compiled loop reads.

Each component alternates between up and down with a mean up time and a mean down time. A part beta of its
failures is shared by all of its group and takes them out together (the beta-factor model [1]_). Of the
unavailability p = MTTR / (MTTF + MTTR) of one component the shared cause has beta p, exactly, and comes with
beta of the component's failures; what is left, (1 - beta) p / (1 - beta p), is each component's own. So the
availability of a component does not depend on beta, and the group of n has k up with the chance
(1 - beta p) Binomial(n, 1 - own) where k > 0. Those who go down by a shared cause come back together.

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

from kilosol.errors import OutOfRange, did_you_mean

RepairLaw = Literal["exponential", "weibull", "lognormal"]

SharedRepair = Literal["together", "each"]

#: Laws of repair times in the order of their numbers in the table.
REPAIR_LAWS = ("exponential", "weibull", "lognormal")

#: Ways back from a shared cause.
SHARED_REPAIRS = ("together", "each")

#: Where each component is mended for itself the start is found by running from all up, so many mean outages
#: before it: what then is left of that beginning is a part of e^-30.
BURN_OUTAGES = 30.0

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
    "burn_hour",  # above zero: each component is mended for itself; from so long before the start
)

#: Numbers of the columns, for compiled loops.
(
    KIND, FAIL, MEND, DOWN, SHARED_FAIL, SHARED_MEND, SHARED_DOWN, UP_HOUR, SHARED_UP_HOUR,
    LAW, SCALE_HOUR, SHAPE, RESTART_HOUR, SPARES, LEAD_HOUR, WINDOW_HOUR, FIRST_WINDOW_HOUR, TRIP_FRAC,
    TRIP_HOUR, BURN_HOUR,
) = range(len(COLUMNS))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failures:
    """How the components of a group fail and are mended.

    Parameters
    ----------
    mttf_hour : float [h]
        Mean up time of one component; infinite for what never fails.
    mttr_hour : float [h]
        Mean time of repair, with the part at hand.
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
    trip_frac: float = 0.0
    trip_hour: float = 0.0
    shared_repair: SharedRepair = "together"

    @property
    def out_hour(self) -> float:
        """Mean length of an outage while parts last [h]."""
        mended = self.mttr_hour + self.restart_hour
        return self.trip_frac * self.trip_hour + (1.0 - self.trip_frac) * mended

    @property
    def unavailability(self) -> float:
        """Long-run part of the time that one component is down, while parts last."""
        if self.step_chances is not None:
            fail, mend = self.step_chances
            return fail / (fail + mend) if fail > 0.0 else 0.0
        out = self.out_hour
        return out / (self.mttf_hour + out) if out > 0.0 and math.isfinite(self.mttf_hour) else 0.0

    @property
    def is_markov(self) -> bool:
        """Whether the future depends on the present state only, so that an exact answer exists."""
        is_plain = self.trip_frac == 0.0 and self.shared_repair == "together"
        return is_plain and (self.repair_law, self.n_spares, self.restart_hour) == ("exponential", None, 0.0)


NEVER = Failures(math.inf, 0.0)


def check_failures(name: str, how: Failures) -> None:
    """Refuse times, shares and stocks that cannot be.

    Parameters
    ----------
    name : str
        Name of the component, for the error.
    how : Failures
        What is checked.

    Raises
    ------
    OutOfRange
        With the number that is wrong and what is allowed.
    """
    if not how.mttf_hour > 0.0:
        raise OutOfRange(f"mean time to failure of {name!r}", f"{how.mttf_hour} h", "above zero hours")
    if not 0.0 <= how.mttr_hour < math.inf:
        raise OutOfRange(f"mean time to repair of {name!r}", f"{how.mttr_hour} h", "finite and not negative")
    if not 0.0 <= how.common_cause_frac <= 1.0:
        raise OutOfRange(f"beta of {name!r}", how.common_cause_frac, "between 0 and 1")
    if how.repair_law not in REPAIR_LAWS:
        raise OutOfRange(
            f"repair_law of {name!r}",
            repr(how.repair_law) + did_you_mean(str(how.repair_law), REPAIR_LAWS),
            f"one of {', '.join(REPAIR_LAWS)}",
        )
    if not 0.0 < how.repair_shape < math.inf:
        raise OutOfRange(f"repair_shape of {name!r}", how.repair_shape, "finite and above zero")
    if how.n_spares is not None and how.n_spares < 0:
        raise OutOfRange(f"spares of {name!r}", how.n_spares, "none or more")
    if not 0.0 <= how.trip_frac <= 1.0:
        raise OutOfRange(f"trip_frac of {name!r}", how.trip_frac, "between 0 and 1")
    if how.shared_repair not in SHARED_REPAIRS:
        raise OutOfRange(
            f"shared_repair of {name!r}",
            repr(how.shared_repair) + did_you_mean(str(how.shared_repair), SHARED_REPAIRS),
            f"one of {', '.join(SHARED_REPAIRS)}",
        )
    for what in ("restart_hour", "lead_hour", "window_hour", "first_window_hour", "trip_hour"):
        if not 0.0 <= getattr(how, what) < math.inf:
            raise OutOfRange(f"{what} of {name!r}", getattr(how, what), "finite and not negative")
    if how.step_chances is not None and not all(0.0 <= p <= 1.0 for p in how.step_chances):
        raise OutOfRange(f"step_chances of {name!r}", how.step_chances, "two chances between 0 and 1")


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
        shared, own = shared_and_own(how, n)
        if shared + own == 0.0 or n == 0:
            continue
        row[DOWN], row[SHARED_DOWN] = own, shared
        row[KIND] = 1.0 if how.is_markov else 2.0
        if how.step_chances is not None:
            mend = how.step_chances[1]
            row[MEND], row[SHARED_MEND] = mend, mend
            row[FAIL] = min(mend * own / (1.0 - own), 1.0) if own < 1.0 else 1.0
            row[SHARED_FAIL] = min(mend * shared / (1.0 - shared), 1.0) if shared < 1.0 else 1.0
            continue
        out_hour = how.out_hour
        row[UP_HOUR] = out_hour * (1.0 - own) / own if own > 0.0 else math.inf
        row[SHARED_UP_HOUR] = out_hour * (1.0 - shared) / shared if shared > 0.0 else math.inf
        row[TRIP_FRAC], row[TRIP_HOUR] = how.trip_frac, how.trip_hour
        if how.shared_repair == "each" and shared > 0.0:
            beta = how.common_cause_frac
            row[UP_HOUR] = how.mttf_hour / (1.0 - beta) if beta < 1.0 else math.inf
            row[SHARED_UP_HOUR] = how.mttf_hour / beta
            row[BURN_HOUR] = BURN_OUTAGES * out_hour
        row[FAIL], row[MEND] = _step_chances(row[UP_HOUR], out_hour, step_hour)
        row[SHARED_FAIL], row[SHARED_MEND] = _step_chances(row[SHARED_UP_HOUR], out_hour, step_hour)
        row[LAW], row[SHAPE] = REPAIR_LAWS.index(how.repair_law), how.repair_shape
        row[SCALE_HOUR] = _scale_hour(how)
        row[RESTART_HOUR] = how.restart_hour
        row[SPARES] = -1.0 if how.n_spares is None else how.n_spares
        row[LEAD_HOUR], row[WINDOW_HOUR] = how.lead_hour, how.window_hour
        row[FIRST_WINDOW_HOUR] = how.first_window_hour
    return rows


def _step_chances(up_hour: float, down_hour: float, step_hour: float) -> tuple[float, float]:
    """Chances of another state one step on, of a Markov process of two states seen once in a step."""
    if not math.isfinite(up_hour):
        return 0.0, -math.expm1(-step_hour / down_hour)
    turned = -math.expm1(-step_hour * (1.0 / up_hour + 1.0 / down_hour))
    down = down_hour / (up_hour + down_hour)
    return turned * down, turned * (1.0 - down)


def _scale_hour(how: Failures) -> float:
    """Scale with which the law has the wanted mean."""
    if how.repair_law == "weibull":
        return how.mttr_hour / math.gamma(1.0 + 1.0 / how.repair_shape)
    if how.repair_law == "lognormal":
        return how.mttr_hour * math.exp(-0.5 * how.repair_shape**2)
    return how.mttr_hour
