"""The loop of a replay: events change the controls, stretches between them are integrated."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kilosol.fission import dynamics_kernel as kernel
from kilosol.fission import rosenbrock
from kilosol.fission.dynamics import NODE_NAMES, Reactor
from kilosol.fission.dynamics_start import start_state
from kilosol.fission.replay_parse import Action, Replay
from kilosol.fission.replay_result import TRACE_NAMES, ReplayResult

Floats = NDArray[np.float64]

# Longest wait for a power to peak and fall back [s], a day; longest hold, a hundred days.
_MOST_WAIT_S, _MOST_HOLD_S = 86400.0, 8.64e6
# Powers that differ by less than this, relatively, are the same: one hold follows another.
_SAME = 1e-6
# Rows of the record before it grows.
_N_ROWS = 2048


@dataclass(slots=True)
class _Run:
    """State of a replay on its way."""

    reactor: Reactor
    y: Floats
    node_k: Floats
    control: Floats
    rtol: float
    t: float = 0.0
    step_s: float = 0.0
    hold_s: float = 0.0
    reason: str = ""
    is_scrammed: bool = False
    lost: float = 0.0
    peak: Floats = field(default_factory=lambda: np.array([-1.0, 0.0]))
    records: list[Floats] = field(default_factory=list)
    events: list[tuple[float, str]] = field(default_factory=list)

    def stretch(self, until_s: float, wait: int = rosenbrock.NOTHING, goal: float = 0.0) -> int:
        """Integrate; a full record grows."""
        model = self.reactor
        while True:
            rows = np.empty((_N_ROWS, rosenbrock.N_COLUMNS))
            code, n_rows, self.t, self.step_s = rosenbrock.run_stretch(
                self.y, self.t, until_s, wait, goal, self.rtol, model.values["fuel_solidus_k"], self.step_s,
                self.node_k, model.arrays, self.control, rows, self.peak,
            )  # fmt: skip
            self.records.append(rows[:n_rows])
            if code != rosenbrock.FULL:
                break
        if code == rosenbrock.DIVERGED:
            self.reason = f"the solver found no step at {self.t:.6g} s: {_state_words(self)}"
        elif code == rosenbrock.MELTED:
            solidus = model.values["fuel_solidus_k"]
            self.reason = (
                f"the fuel passed its solidus of {solidus:g} K at {self.t:.6g} s, where the model ends: "
                f"{_state_words(self)}"
            )
        return int(code)

    def note(self, text: str) -> None:
        self.events.append((self.t, text))


def _state_words(run: _Run) -> str:
    return f"power {run.y[0]:.4g} W, fuel {run.node_k[0]:.5g} K"


def play(replay: Replay, reactor: Reactor, rtol: float) -> ReplayResult:
    """Run a replay on a reactor."""
    asked_k = replay.initial_temperature_k
    fuel_k = reactor.values["room_k"] if asked_k is None else asked_k
    y, node_k, removal_w = start_state(reactor, replay.initial_power_w, fuel_k, replay.operated_s)
    before = y.copy()
    offset = -kernel.feedback(node_k, reactor.nodes, np.empty(kernel.N_NODES))
    control = np.array([offset, removal_w, 1.0, 0.0])
    run = _Run(reactor, y, node_k, control, rtol)
    one_cent = reactor.beta_frac / 100
    for action in replay.actions:
        _act(run, action, offset, one_cent)
        if run.reason:
            break
    if not run.records:
        # Only instantaneous actions: the state at the start is all there is to show.
        run.stretch(run.t)
    if run.reason:
        run.note(run.reason)
    return _result(replay, run, before, offset, one_cent)


def _act(run: _Run, action: Action, offset: float, one_cent: float) -> None:
    control, value = run.control, action.value
    if action.kind == "run_s":
        run.stretch(run.t + value)
        return
    if action.kind == "hold_power_w":
        _hold(run, value, offset + action.until_cents * one_cent, action.until_cents)
        return
    run.step_s = 0.0
    if action.kind == "insert_cents":
        control[kernel.INSERTED] += value * one_cent
        run.note(f"insert {value:g} cents")
    elif action.kind == "heat_removal_w":
        control[kernel.REMOVAL_W] = value
        run.note(f"ask for {value:g} W of heat")
    elif action.kind == "lose_heat_pipes":
        left = run.reactor.n_pipes - run.lost
        if value > left:
            run.reason = (
                f"lose_heat_pipes must be at most the {left:g} pipes that are left, got {value:g}, "
                f"at {run.t:.6g} s"
            )
            return
        run.lost += value
        control[kernel.ALIVE] = 1 - run.lost / run.reactor.n_pipes
        run.note(f"lose {value:g} heat pipe{'s' if value > 1 else ''}")
    else:
        # The worth is fixed in reactivity, in cents of the warm criticals.
        values = run.reactor.values
        control[kernel.INSERTED] -= values["scram_cents"] / 100 * values["tangent_beta_frac"]
        run.is_scrammed = True
        run.note("scram")


def _hold(run: _Run, power_w: float, goal: float, until_cents: float) -> None:
    """Wait for the power to peak and fall to a value, then insert what keeps it until a total is in."""
    is_there = abs(run.y[0] / power_w - 1) < _SAME
    if not is_there:
        code = run.stretch(run.t + _MOST_WAIT_S, rosenbrock.FALL_TO_POWER, power_w)
        if run.reason:
            return
        if code != rosenbrock.REACHED:
            run.reason = (
                f"hold_power_w: the power never peaked above {power_w:g} W and fell back to it; "
                f"its highest was {run.peak[0]:.4g} W, and at {run.t:.6g} s it was {run.y[0]:.4g} W"
            )
            return
    run.control[kernel.IS_HELD] = 1.0
    run.step_s = 0.0
    began = run.t
    run.note(f"hold {power_w:g} W")
    code = run.stretch(run.t + _MOST_HOLD_S, rosenbrock.TOTAL_INSERTED, goal)
    run.hold_s += run.t - began
    run.control[kernel.IS_HELD] = 0.0
    run.step_s = 0.0
    if code == rosenbrock.REACHED:
        run.control[kernel.INSERTED] = goal
        run.note(f"let go at {until_cents:g} cents in all")
    elif not run.reason:
        run.reason = (
            f"hold_power_w: {power_w:g} W held from {began:.6g} s to {run.t:.6g} s never took "
            f"{until_cents:g} cents in all"
        )


def _result(replay: Replay, run: _Run, before: Floats, offset: float, one_cent: float) -> ReplayResult:
    rows = np.concatenate(run.records)
    traces = {name: rows[:, i].copy() for i, name in enumerate(TRACE_NAMES)}
    traces["inserted_cents"] = (traces["inserted_cents"] - offset) / one_cent
    traces["net_cents"] /= one_cent
    traces["electric_w"] *= run.reactor.pmad_frac
    first = len(TRACE_NAMES)
    for i, name in enumerate(NODE_NAMES):
        traces[f"{name.replace(' ', '_')}_k"] = rows[:, first + i].copy()
    energy, balance = _energy(before, run.y)
    zero_c = 27315 / 100
    return ReplayResult(
        replay=replay,
        reactor=run.reactor,
        status="stopped" if run.reason else "completed",
        reason=run.reason,
        peak_power_w=float(run.peak[0]),
        peak_time_min=float(run.peak[1]) / 60,
        max_fuel_c=float(traces["fuel_k"].max()) - zero_c,
        hold_s=run.hold_s,
        duration_s=run.t,
        inserted_cents=float(traces["inserted_cents"][-1]),
        energy_j=energy,
        balance_frac=balance,
        events=tuple(run.events),
        traces=traces,
    )


def _energy(before: Floats, after: Floats) -> tuple[dict[str, float], float]:
    """Energies over the replay [J], and what their balance lacks over what was turned over."""
    change = after - before
    energy = {
        "fission": float(change[kernel.ENERGIES]),
        "latent": float(change[kernel.DECAY : kernel.ENTHALPY].sum()),
        "stored": float(change[kernel.ENTHALPY : kernel.ENERGIES].sum()),
        "surroundings": float(change[kernel.ENERGIES + 1]),
        "radiated": float(change[kernel.ENERGIES + 2]),
        "electric": float(change[kernel.ENERGIES + 3]),
    }
    out = sum(value for key, value in energy.items() if key != "fission")
    turned = sum(abs(value) for value in energy.values()) / 2
    return energy, abs(energy["fission"] - out) / turned if turned > 0 else 0.0
