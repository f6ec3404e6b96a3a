"""Gates: what must have happened before a crew ship leaves Earth.

A gate looks only at evidence from before the crew's departure. Every gate is tested in every window, so
that a run can say which of them kept the crew at home.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Gates in the order in which they are named.
GATES = (
    "landings",
    "success",
    "confidence",
    "site",
    "station",
    "availability",
    "propellant",
    "rate",
    "stores",
    "partner",
)

#: Reasons that keep a crew at home: the gates, then what is not ready, then the pause after a loss.
REASONS = (*GATES, "crew systems", "licence", "readiness", "stand-down")


@dataclass(frozen=True, slots=True)
class GateLimits:
    """Limits of the gates; zero switches a gate off.

    Parameters
    ----------
    min_landings : int
        Clean landings in all windows so far, a crew's too.
    min_success_frac : float
        Part of the cargo ships of the last flown fleet that landed.
    min_confidence_frac : float
        Posterior mean of a landing's success.
    station_sols : float [sol]
        Time that the station has run.
    propellant_t : float [t]
        Propellant made on Mars.
    bound_frac, bound_confidence_frac : float
        Chance of a landing that must be reached, and how sure that must be: P(chance >= bound) >= confidence.
    needs_site : bool
        Whether ice and ground must have been confirmed by something that landed.
    station_kw : float [kW]
        Power that the running station must have.
    availability_frac : float
        Part of its time in which it has carried the base's vital and essential loads.
    needs_winter : bool
        Whether it must have run through a winter of the site or a global storm.
    rate_t_per_sol : float [t/sol]
        Propellant made in a sol.
    stores_sols : float [sol]
        Food, water and oxygen landed for the crew.
    needs_partner : bool
        Whether the partner's station, or what replaces it, must stand.
    """

    min_landings: int
    min_success_frac: float
    min_confidence_frac: float
    station_sols: float
    propellant_t: float
    bound_frac: float = 0.0
    bound_confidence_frac: float = 0.0
    needs_site: bool = False
    station_kw: float = 0.0
    availability_frac: float = 0.0
    needs_winter: bool = False
    rate_t_per_sol: float = 0.0
    stores_sols: float = 0.0
    needs_partner: bool = False

    def as_array(self) -> NDArray[np.float64]:
        """All limits in the order of their definition, for the compiled functions."""
        return np.array([float(v) for v in dataclasses.astuple(self)])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What has been seen by a crew's departure in one campaign.

    Parameters
    ----------
    n_landings : float
        Clean landings so far.
    last_success_frac : float
        Part of the last flown fleet that landed; 0 before the first.
    confidence_frac : float
        Posterior mean of a landing's success.
    bound_chance_frac : float
        Posterior chance that a landing succeeds at least as often as the bound asks; 1 without a bound.
    site_flag : float
        1 once the site is confirmed.
    station_sols : float [sol]
        Time that the station has run; 0 before it does.
    station_kw : float [kW]
        Its power.
    availability_frac : float
        Part of its time in which it has carried vital and essential loads.
    n_trials : float
        Winters and storms that it has come through.
    propellant_t : float [t]
        Propellant made so far.
    rate_t_per_sol : float [t/sol]
        Propellant made in a sol.
    stores_sols : float [sol]
        Stores landed.
    """

    n_landings: float = 0.0
    last_success_frac: float = 0.0
    confidence_frac: float = 0.0
    bound_chance_frac: float = 1.0
    site_flag: float = 0.0
    station_sols: float = 0.0
    station_kw: float = 0.0
    availability_frac: float = 0.0
    n_trials: float = 0.0
    propellant_t: float = 0.0
    rate_t_per_sol: float = 0.0
    stores_sols: float = 0.0

    def as_array(self) -> NDArray[np.float64]:
        """All evidence in the order of its definition."""
        return np.array([float(v) for v in dataclasses.astuple(self)])
