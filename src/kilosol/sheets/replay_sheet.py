"""A replay in numbers: what `kilosol station replay` prints and its page draws."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from kilosol.fission import Replay, ReplayResult, run_replay

#: Digits of a trace in JSON: more than the solver's tolerance, less than a double.
_DIGITS = 8
_ALLOYS = {"u8mo": "U-8Mo (Parida 2001)", "u10mo": "U-10Mo (Burkes 2010)"}


@dataclass(frozen=True)
class ReplaySheet:
    """A replay, and the same with the other correlation of the fuel's heat capacity.

    Parameters
    ----------
    result, other : ReplayResult
    """

    result: ReplayResult
    other: ReplayResult

    def values(self) -> dict[str, Any]:
        """Everything in plain numbers and texts, for JSON."""
        result, reactor = self.result, self.result.reactor
        return {
            "name": result.replay.name,
            "title": result.replay.title or result.replay.name,
            "notes": result.replay.notes,
            "reactor": {"name": reactor.name, "basis": reactor.basis, "values": dict(reactor.values)},
            "initial_power_w": result.replay.initial_power_w,
            "initial_temperature_k": float(result.traces["fuel_k"][0]),
            "beta": reactor.beta_frac,
            "status": result.status,
            "reason": result.reason,
            **_findings(result),
            "hold_s": result.hold_s,
            "duration_s": result.duration_s,
            "inserted_cents": result.inserted_cents,
            "energy_j": dict(result.energy_j),
            "balance_frac": result.balance_frac,
            "heat_capacity": {
                "used": _ALLOYS[reactor.heat_capacity],
                "other": {"name": _ALLOYS[self.other.reactor.heat_capacity], **_findings(self.other)},
            },
            "events": [{"time_s": t, "what": what} for t, what in result.events],
            "traces": {
                name: [float(f"{v:.{_DIGITS}g}") for v in series] for name, series in result.traces.items()
            },
        }


def replay_sheet(replay: Replay) -> ReplaySheet:
    """Play a replay with both correlations of the fuel's heat capacity.

    Parameters
    ----------
    replay : Replay

    Returns
    -------
    ReplaySheet

    Examples
    --------
    >>> from kilosol.fission import shipped_replay
    >>> sheet = replay_sheet(shipped_replay("krusty-15c"))
    >>> sheet.other.peak_power_w > sheet.result.peak_power_w
    True
    """
    swapped = "u10mo" if replay.heat_capacity == "u8mo" else "u8mo"
    return ReplaySheet(run_replay(replay), run_replay(dataclasses.replace(replay, heat_capacity=swapped)))


def _findings(result: ReplayResult) -> dict[str, float]:
    return {
        "peak_power_w": result.peak_power_w,
        "peak_time_min": result.peak_time_min,
        "max_fuel_c": result.max_fuel_c,
    }
