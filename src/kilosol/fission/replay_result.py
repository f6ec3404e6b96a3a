"""What a replay of a reactor found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.fission.dynamics import Reactor
from kilosol.fission.replay_parse import Replay

#: Columns of the traces before the temperatures.
TRACE_NAMES = (
    "time_s",
    "power_w",
    "power_rate_w",
    "decay_heat_w",
    "removed_w",
    "electric_w",
    "inserted_cents",
    "net_cents",
)


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay found.

    Parameters
    ----------
    replay : Replay
        What was asked.
    reactor : Reactor
        What it ran on.
    status : str
        ``completed``, or ``stopped`` where it could not go on.
    reason : str
        Why and when it stopped; empty where it did not.
    peak_power_w : float [W]
        Highest fission power.
    peak_time_min : float [min]
        When, from the start.
    max_fuel_c : float [C]
        Highest mean temperature of the fuel.
    hold_s : float [s]
        Time for which power was held, all holds together.
    duration_s : float [s]
        Time replayed.
    inserted_cents : float [cents]
        Reactivity inserted in all.
    energy_j : dict of float
        Energy from fission, latent, stored, to the surroundings, radiated, as electricity [J].
    balance_frac : float [1]
        What is missing in the energy balance, over the energy turned over.
    events : tuple of (float, str)
        Times [s] and what happened.
    traces : dict of (n,) arrays
        Series by name; temperatures in kelvin by node as ``fuel_k``.
    """

    replay: Replay
    reactor: Reactor
    status: str
    reason: str
    peak_power_w: float
    peak_time_min: float
    max_fuel_c: float
    hold_s: float
    duration_s: float
    inserted_cents: float
    energy_j: dict[str, float]
    balance_frac: float
    events: tuple[tuple[float, str], ...]
    traces: dict[str, NDArray[np.float64]]

    @property
    def max_fuel_k(self) -> float:
        """Highest mean temperature of the fuel [K]."""
        return float(self.traces["fuel_k"].max())
