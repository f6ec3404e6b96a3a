"""Replay of a sequence of events on a dynamic station: power, temperatures, reactivity over time.

Point kinetics with six delayed groups, decay heat in 23, nine nodes with heat pipes and converters; see
`dynamics` for what the reactor is made of and `rosenbrock` for the integrator.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from kilosol.data.replay_texts import replay_text
from kilosol.errors import OutOfRange, UnknownName
from kilosol.fission.dynamics import HeatCapacity, Reactor, reactor_model
from kilosol.fission.kinetics import Spectrum
from kilosol.fission.replay_parse import DAY_S, Action, Replay, parse_replay
from kilosol.fission.replay_result import ReplayResult
from kilosol.limits import require

# Relative tolerance of a step: peaks of free runs are then good to 1e-4 in power and time, fuel to 0.02 K.
RTOL = 1e-4
# Tolerances between which the method is of use: rounding, and where events are no longer found.
_FINEST, _COARSEST = 1e-12, 1e-2


def shipped_replay(name: str) -> Replay:
    """Replay by name.

    Parameters
    ----------
    name : str
        One of :func:`kilosol.data.replay_texts.replay_names`, for example ``krusty-15c``.

    Returns
    -------
    Replay

    Raises
    ------
    UnknownName
        If none bears the name; the nearest is given.

    Examples
    --------
    >>> shipped_replay("krusty-15c").initial_power_w
    0.045
    """
    return parse_replay(tomllib.loads(replay_text(name)), name)


def run_replay(
    actions: Sequence[Mapping[str, Any] | Action] | Replay,
    reactor: str | Reactor = "krusty",
    *,
    initial_power_w: float = 1.0,
    initial_temperature_k: float | None = None,
    beta: float | None = None,
    operated_s: float = DAY_S,
    heat_capacity: HeatCapacity = "u8mo",
    spectrum: Spectrum = "fast",
    rtol: float = RTOL,
) -> ReplayResult:
    """Play events on a reactor, in order.

    Parameters
    ----------
    actions : sequence of mappings, or Replay
        As in a replay file: ``{"insert_cents": 15.7}``, ``{"hold_power_w": 2500, "until_total_cents": 25}``,
        ``{"heat_removal_w": 0}``, ``{"lose_heat_pipes": 1}``, ``{"scram": True}``, ``{"run_s": 1800}``.
        With a Replay, what follows is taken from it, except `rtol`.
    reactor : str or Reactor
        Name as in :func:`kilosol.fission.reactor_model`, or one made there.
    initial_power_w : float [W]
        Fission power at the start, positive.
    initial_temperature_k : float, optional [K]
        Fuel temperature at the start, 200 to 1400; that of the surroundings if left out. The core is
        critical there; beyond 20 K above its surroundings everything else is in balance with it.
    beta : float, optional
        Effective fraction of delayed neutrons.
    operated_s : float [s]
        Time at the initial power before the start.
    heat_capacity : {"u8mo", "u10mo"}
        Correlation of the fuel alloy.
    spectrum : {"fast", "thermal"}
        Delayed neutrons.
    rtol : float
        Relative tolerance of a step, 1e-12 to 0.01.

    Returns
    -------
    ReplayResult
        Where the solver cannot go on, `status` is ``stopped`` and all up to there is kept.

    Raises
    ------
    ScenarioError
        If actions are wrong; all problems at once.
    OutOfRange
        If a number is outside its range.

    Examples
    --------
    >>> result = run_replay([{"insert_cents": 15.7}, {"run_s": 1800.0}], initial_power_w=0.045)
    >>> round(result.peak_power_w, -2), round(result.peak_time_min, 1)
    (3700.0, 10.9)
    """
    require(_FINEST <= rtol <= _COARSEST, "rtol", rtol, f"from {_FINEST:g} to {_COARSEST:g}")
    if isinstance(actions, Replay):
        asked = actions
    else:
        asked = parse_replay(
            {
                "actions": [_as_table(action) for action in actions],
                "initial_power_w": initial_power_w,
                "operated_s": operated_s,
                "heat_capacity": heat_capacity,
                "spectrum": spectrum,
                **({} if beta is None else {"beta": beta}),
                **({} if initial_temperature_k is None else {"initial_temperature_k": initial_temperature_k}),
                **({"reactor": reactor} if isinstance(reactor, str) else {}),
            }
        )
    if isinstance(reactor, Reactor) and not isinstance(actions, Replay):
        model = reactor
    else:
        overrides = dict(asked.overrides)
        if asked.beta is not None:
            overrides["beta_frac"] = asked.beta
        try:
            model = reactor_model(
                asked.reactor,
                overrides=overrides,
                heat_capacity=cast(HeatCapacity, asked.heat_capacity),
                spectrum=cast(Spectrum, asked.spectrum),
            )
        except (UnknownName, OutOfRange) as error:
            if isinstance(actions, Replay):
                # What a file says is told with the file's name.
                error.args = (f"{asked.name}: {error}",)
            raise
    from kilosol.fission.replay_run import play

    return play(asked, model, rtol)


def _as_table(action: Mapping[str, Any] | Action) -> Mapping[str, Any]:
    if not isinstance(action, Action):
        return action
    table: dict[str, Any] = {action.kind: True if action.kind == "scram" else action.value}
    if action.kind == "hold_power_w":
        table["until_total_cents"] = action.until_cents
    return table
