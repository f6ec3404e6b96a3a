"""What is believed of a landing: the prior of a run, what cited histories would make of it, and after."""

from __future__ import annotations

from typing import Any

import numpy as np

from kilosol import data
from kilosol.campaign import Campaigns, Manifest
from kilosol.planning.base_rates import INTERVAL, described
from kilosol.planning.stages import Transfers
from kilosol.scenario import Scenario

#: Histories in which successes and failures were counted: name, table, column, rows that count.
HISTORIES = (
    ("Mars landers, all nations", "ships/mars_entries", "full_success", ""),
    ("Mars landers of NASA", "ships/mars_entries", "full_success", "nasa_flag"),
    ("entries of Starship at Earth", "ships/starship_flights", "entry_success", ""),
)


def landing_beliefs(
    scenario: Scenario, campaigns: Campaigns, plan: tuple[Manifest, ...], transfers: Transfers
) -> dict[str, Any]:
    """Prior, evidence and posterior of a landing, with mean and 90 % interval.

    Parameters
    ----------
    scenario : Scenario
    campaigns : Campaigns
    plan : tuple of Manifest
    transfers : Transfers

    Returns
    -------
    dict
        ``prior`` of the run; ``histories`` with counts, source and the posterior after Beta(1, 1);
        ``after_first_fleet`` for each number of its cargo ships that may land; ``by_window`` the posterior
        means over all campaigns.
    """
    ask = scenario.landing
    prior = (ask.prior_success, ask.prior_failure)
    weight = 1.0 - ask.failure_discount_frac
    n_first = plan[0].n_cargo
    found: dict[str, Any] = {
        "prior": described(*prior),
        "is_used": ask.success_frac is None,
        "failure_counts_for": weight,
        "histories": [_history(*one) for one in HISTORIES],
        "after_first_fleet": [
            {"landed": k, "lost": n_first - k, **described(prior[0] + k, prior[1] + weight * (n_first - k))}
            for k in range(n_first + 1)
        ],
    }
    found["by_window"] = {
        str(int(year)): {
            "mean": float(means.mean()),
            "low": float(np.quantile(means, INTERVAL[0])),
            "high": float(np.quantile(means, INTERVAL[1])),
        }
        for year, means in zip(transfers.calendar.year, campaigns.landing_belief_mean, strict=True)
    }
    return found


def _history(name: str, place: str, column: str, counted: str) -> dict[str, Any]:
    rows = data.columns(place)
    success = rows[column]
    known = np.isfinite(success)
    if counted:
        known &= rows[counted] > 0.0
    n, n_success = int(known.sum()), int(success[known].sum())
    return {
        "name": name,
        "table": place,
        "source": rows.about["source"],
        "tier": rows.about["tier"],
        "successes": n_success,
        "failures": n - n_success,
        **described(1.0 + n_success, 1.0 + n - n_success),
    }
