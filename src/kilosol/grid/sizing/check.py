"""Whether a plant meets its targets over drawn years, and by how much it misses them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.grid.estimates import Z95, wilson_interval
from kilosol.grid.sizing.case import BOOKED, SizingStudy
from kilosol.grid.sizing.quick import HOLDS_KWH

#: Tiers in the order of :func:`missed_kwh`.
TIERS = ("vital loads over drawn years", "essential loads over drawn years", "propellant on time")

#: Parts of what the targets allow that a search makes use of: a fresh check looks at the unfavourable end of
#: an interval, which for a rare event lies far above what was drawn.
FORGIVEN_VITAL, FORGIVEN = 0.1, 0.5

_VITAL, _ESSENTIAL, _DEFERRABLE, _ESSENTIAL_HOUR, _LONGEST = range(len(BOOKED))


@dataclass(frozen=True, slots=True)
class Check:
    """Targets against years that no search has seen, with 95 % intervals.

    Parameters
    ----------
    n_years : int
    vital_risk, vital_risk_ci95 : float, (float, float)
        Part of the years with vital loads dark for longer than can be borne.
    essential_lole_sol, essential_ci95 : float, (float, float) [sol]
        Mean time in a year with essential loads short.
    propellant_on_time, propellant_ci95 : float, (float, float)
        Part of the years whose deferrable work was done.
    misses : tuple of str
        Targets that are not met with confidence.
    """

    n_years: int
    vital_risk: float
    vital_risk_ci95: tuple[float, float]
    essential_lole_sol: float
    essential_ci95: tuple[float, float]
    propellant_on_time: float
    propellant_ci95: tuple[float, float]
    misses: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether the unfavourable end of every interval meets its target."""
        return not self.misses


def check_years(booked: NDArray[np.float64], study: SizingStudy) -> Check:
    """Targets against fresh years.

    Parameters
    ----------
    booked : (years, 5, 1)
        As :func:`kilosol.grid.sizing.case.run_trials` gives.
    study : SizingStudy

    Returns
    -------
    Check
    """
    targets, years = study.targets, booked[:, :, 0]
    n = years.shape[0]
    dark = int((years[:, _LONGEST] > targets.ride_through_hour).sum())
    risk = wilson_interval(dark, n)
    done = int((years[:, _DEFERRABLE] <= study.case.deferrable_slack_kwh).sum())
    on_time = wilson_interval(done, n)
    sols = years[:, _ESSENTIAL_HOUR] / study.sol_hour
    half = Z95 * float(sols.std()) / math.sqrt(n)
    lole = float(sols.mean())
    misses = []
    if risk[1] > targets.vital_risk:
        misses.append(TIERS[0])
    if lole + half > targets.essential_lole_sol:
        misses.append(TIERS[1])
    if on_time[0] < targets.propellant_on_time:
        misses.append(TIERS[2])
    return Check(
        n_years=n,
        vital_risk=dark / n,
        vital_risk_ci95=risk,
        essential_lole_sol=lole,
        essential_ci95=(max(lole - half, 0.0), lole + half),
        propellant_on_time=done / n,
        propellant_ci95=on_time,
        misses=tuple(misses),
    )


def missed_kwh(
    booked: NDArray[np.float64],
    study: SizingStudy,
    n_drawn: int | None = None,
    essential_hour: float = math.inf,
) -> NDArray[np.float64]:
    """Energy by which each year breaks each tier's target.

    Parameters
    ----------
    booked : (years, 5, trials)
        What each trial leaves undone.
    study : SizingStudy
    n_drawn : int, optional
        Drawn years that stand behind the given ones, which are the design year first and the hardest of the
        others: the design year must be carried whole, and as many of the others as the targets allow may
        fail. Left out, every year counts alike and none may fail.
    essential_hour : float [h]
        Hours with essential loads short that the given years together may have.

    Returns
    -------
    (years, 3, trials) [kWh]
        Vital, essential, deferrable.
    """
    case, targets = study.case, study.targets
    mean_kw = case.load_kw.mean(axis=1)
    missed = np.zeros((booked.shape[0], len(TIERS), booked.shape[2]))
    missed[:, 0] = np.maximum(booked[:, _LONGEST] - targets.ride_through_hour, 0.0) * mean_kw[0]
    missed[:, 1] = booked[:, _ESSENTIAL_HOUR] * mean_kw[1]
    missed[:, 2] = np.maximum(booked[:, _DEFERRABLE] - case.deferrable_slack_kwh, 0.0)
    if n_drawn is None:
        return missed
    firm = booked[0, _VITAL] + booked[0, _ESSENTIAL]
    missed[0, 0], missed[0, 1] = np.where(firm > HOLDS_KWH, firm, 0.0), 0.0
    drawn = missed[1:]
    _forgive(drawn[:, 0], int(FORGIVEN_VITAL * targets.vital_risk * n_drawn + HOLDS_KWH))
    _forgive(drawn[:, 2], int(FORGIVEN * (1.0 - targets.propellant_on_time) * n_drawn + HOLDS_KWH))
    total = drawn[:, 1].sum(axis=0)
    allowed = essential_hour * mean_kw[1]
    share = np.divide(np.maximum(total - allowed, 0.0), total, out=np.zeros_like(total), where=total > 0.0)
    drawn[:, 1] *= share
    return missed


def _forgive(missed: NDArray[np.float64], n_years: int) -> None:
    """Set each trial's worst `n_years` years to zero, in place."""
    n_years = min(n_years, missed.shape[0])
    if n_years > 0:
        rows = np.argsort(-missed, axis=0, kind="stable")[:n_years]
        np.put_along_axis(missed, rows, 0.0, axis=0)
