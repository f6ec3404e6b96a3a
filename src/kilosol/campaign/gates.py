"""Gates: what must have happened before a crew ship leaves Earth.

A gate looks only at evidence from before the crew's departure. Every gate is tested in every window, so
that a run can say which of them kept the crew at home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Gates in the order in which they are named.
GATES = ("landings", "success", "confidence", "station", "propellant")


@dataclass(frozen=True, slots=True)
class GateLimits:
    """Limits of the gates; zero switches a gate off.

    Parameters
    ----------
    min_landings : int
        Clean landings in all windows so far.
    min_success_frac : float
        Part of the last flown fleet that landed.
    min_confidence_frac : float
        Posterior mean of a landing's success.
    station_sols : float [sol]
        Time that the station has run.
    propellant_t : float [t]
        Propellant made on Mars.
    """

    min_landings: int
    min_success_frac: float
    min_confidence_frac: float
    station_sols: float
    propellant_t: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What has been seen by a crew's departure, for each of n campaigns.

    Parameters
    ----------
    n_landings : (n,)
        Clean landings so far.
    last_success_frac : (n,)
        Part of the last flown fleet that landed; 0 before the first.
    confidence_frac : (n,)
        Posterior mean of a landing's success.
    station_sols : (n,) [sol]
        Time that the station has run; 0 before it does.
    propellant_t : (n,) [t]
        Propellant made so far.
    """

    n_landings: NDArray[np.int64]
    last_success_frac: NDArray[np.float64]
    confidence_frac: NDArray[np.float64]
    station_sols: NDArray[np.float64]
    propellant_t: NDArray[np.float64]


def closed_gates(evidence: Evidence, limits: GateLimits) -> NDArray[np.bool_]:
    """Which gates are closed.

    Parameters
    ----------
    evidence : Evidence
        What has been seen, for n campaigns.
    limits : GateLimits
        What is asked.

    Returns
    -------
    (5, n)
        True where the gate of that row (as in :data:`GATES`) keeps the crew at home.

    Examples
    --------
    >>> seen = Evidence(np.array([3]), np.array([0.6]), np.array([0.7]), np.array([0.0]), np.array([0.0]))
    >>> closed = closed_gates(seen, GateLimits(3, 0.6, 0.5, 300.0, 0.0))
    >>> [gate for gate, shut in zip(GATES, closed[:, 0]) if shut]
    ['station']
    """
    return np.stack(
        [
            evidence.n_landings < limits.min_landings,
            evidence.last_success_frac < limits.min_success_frac,
            evidence.confidence_frac < limits.min_confidence_frac,
            evidence.station_sols < limits.station_sols,
            evidence.propellant_t < limits.propellant_t,
        ]
    )
