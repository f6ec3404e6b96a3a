"""What a station does when things happen to it: cooling lost, load steps, a pipe lost, a restart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kilosol.fission.dynamics import OWN_REACTORS, Reactor, reactor_model
from kilosol.fission.replay import run_replay
from kilosol.fission.replay_result import ReplayResult
from kilosol.fission.unit import FissionUnit

# Horizons of the cases [s]: the peak after loss of cooling comes within hours.
_LOSS_S, _STEP_S, _SHUT_S, _RESTART_S = 28800.0, 7200.0, 3600.0, 36000.0
# A temperature has settled within this of its last value [K].
_SETTLED_K = 2.0
# Tolerance of the cases: a tenth of a kelvin.
_RTOL = 1e-4
# Part of the defect that is put back at once in a restart, in cents: half a dollar short of prompt.
_KICK_CENTS = 20.0


@dataclass(frozen=True, slots=True)
class StationTransients:
    """Transients of a station from rated power, no control acting but where it is told.

    Parameters
    ----------
    name, basis : str
        Station, and whose coefficients it has.
    fuel_k : float [K]
        Mean fuel temperature at rated power.
    limit_k : float [K]
        Solidus of KRUSTY's alloy: the fuel holds together below it.
    design_limit_k : float or None [K]
        Design-basis limit of the fuel; None for stations scaled from KRUSTY, whose own is not known.
    loss_of_cooling_peak_k, loss_of_cooling_rise_k : float [K]
        Highest fuel temperature after all heat removal stops, and its rise.
    loss_of_cooling_power_w : float [W]
        Fission power that it settles to: what leaks.
    survives_loss_of_cooling : bool
        Whether the peak stays below `limit_k` with no control acting.
    half_load_peak_k, half_load_dip_k : float [K]
        Extremes of the fuel after half the load is dropped.
    half_load_settle_s : float [s]
        Time until the fuel stays within 2 K of where it ends.
    more_load_dip_k : float [K]
        Lowest fuel temperature after 50 percent more load.
    pipe_lost_rise_k : float [K]
        Rise of the fuel after one heat pipe, or an eighth of them, is lost.
    restart_s : float [s]
        From an hour's shutdown until the fuel is back within 10 K; NaN if not within ten hours.
    """

    name: str
    basis: str
    fuel_k: float
    limit_k: float
    design_limit_k: float | None
    loss_of_cooling_peak_k: float
    loss_of_cooling_rise_k: float
    loss_of_cooling_power_w: float
    survives_loss_of_cooling: bool
    half_load_peak_k: float
    half_load_dip_k: float
    half_load_settle_s: float
    more_load_dip_k: float
    pipe_lost_rise_k: float
    restart_s: float


@lru_cache(maxsize=64)
def _recalled(technology: str | FissionUnit, values: tuple[float, ...]) -> StationTransients:
    # The values are part of the key: a table replaced in a sensitivity study must not meet an old answer.
    del values
    return _transients(reactor_model(technology))


def station_transients(technology: str | FissionUnit = "krusty") -> StationTransients:
    """Response of a technology to loss of cooling, load steps, a lost pipe and a restart.

    Parameters
    ----------
    technology : str or FissionUnit
        ``krusty``, or a unit with published heat and cycle temperatures, scaled from it.

    Returns
    -------
    StationTransients
        Kept for the same technology and the same values.

    Raises
    ------
    UnknownName
        If no unit bears the name.
    OutOfRange
        If its published figures do not suffice.

    Notes
    -----
    Each case is a replay from rated power in balance, at the temperature that the converters ask for.

    Examples
    --------
    >>> station_transients("krusty").survives_loss_of_cooling
    True
    """
    model = reactor_model(technology)
    return _recalled(technology, tuple(model.values.values()))


def rated_fuel_k(reactor: Reactor) -> float:
    """Mean fuel temperature [K] at which the converters are at their rated hot end and heat.

    Parameters
    ----------
    reactor : Reactor

    Returns
    -------
    float [K]

    Examples
    --------
    >>> 1000 < rated_fuel_k(reactor_model("hp-stirling-40")) < 1150
    True
    """
    values = reactor.values
    if reactor.name in OWN_REACTORS:
        return values["insulation_hot_k"]
    carried = values["fuel_heat_frac"] * values["thermal_w"] - values["insulation_hot_w"]
    resistance = (
        1 / values["fuel_to_pipes_w_k"]
        + 1 / (values["n_pipes"] * values["pipe_w_k"])
        + 1 / values["hot_end_w_k"]
    )
    return values["hot_k"] + carried * resistance


def _transients(model: Reactor) -> StationTransients:
    power, fuel = model.thermal_w, rated_fuel_k(model)

    def play(*actions: dict[str, float | bool]) -> ReplayResult:
        return run_replay(actions, model, initial_power_w=power, initial_temperature_k=fuel, rtol=_RTOL)

    steady = play({"run_s": 1.0})
    load = float(steady.traces["removed_w"][0])
    lost = play({"heat_removal_w": 0.0}, {"run_s": _LOSS_S})
    half = play({"heat_removal_w": load / 2}, {"run_s": _STEP_S})
    more = play({"heat_removal_w": load * 3 / 2}, {"run_s": _STEP_S})
    n_lost = max(1.0, float(int(model.n_pipes / 8)))
    pipe = play({"lose_heat_pipes": n_lost}, {"run_s": _STEP_S})
    limit, peak = model.values["fuel_solidus_k"], lost.max_fuel_k
    is_own = model.name in OWN_REACTORS
    fuel_k = half.traces["fuel_k"]
    outside = np.flatnonzero(np.abs(fuel_k - fuel_k[-1]) > _SETTLED_K)
    settle = float(half.traces["time_s"][outside[-1]]) if outside.size else 0.0
    return StationTransients(
        name=model.name,
        basis=model.basis,
        fuel_k=fuel,
        limit_k=limit,
        design_limit_k=model.values["fuel_limit_k"] if is_own else None,
        loss_of_cooling_peak_k=peak,
        loss_of_cooling_rise_k=peak - fuel,
        loss_of_cooling_power_w=float(lost.traces["power_w"][-1]),
        survives_loss_of_cooling=lost.status == "completed" and peak < limit,
        half_load_peak_k=float(fuel_k.max()),
        half_load_dip_k=float(fuel_k.min()),
        half_load_settle_s=settle,
        more_load_dip_k=float(more.traces["fuel_k"].min()),
        pipe_lost_rise_k=pipe.max_fuel_k - fuel,
        restart_s=_restart_s(model, power, fuel),
    )


def _restart_s(model: Reactor, power: float, fuel: float) -> float:
    """Time from an hour's shutdown, load off, until the fuel is back within 10 K."""
    down: list[dict[str, float | bool]] = [
        {"heat_removal_w": 0.0}, {"scram": True}, {"run_s": _SHUT_S},
    ]  # fmt: skip
    shut = run_replay(down, model, initial_power_w=power, initial_temperature_k=fuel, rtol=_RTOL)
    net = float(shut.traces["net_cents"][-1])
    up = [{"insert_cents": -net + _KICK_CENTS}]
    # Back to the total of before: held at rated power until all is in.
    up.append({"hold_power_w": power / 2, "until_total_cents": 0.0})
    up.append({"run_s": _RESTART_S})
    back = run_replay([*down, *up], model, initial_power_w=power, initial_temperature_k=fuel, rtol=_RTOL)
    times, temperature = back.traces["time_s"], back.traces["fuel_k"]
    is_late = times > _SHUT_S
    is_back = is_late & (temperature >= fuel - 10)
    if back.status != "completed" or not is_back.any():
        return float("nan")
    return float(times[is_back][0]) - _SHUT_S
