"""Reading of a replay: what the user wrote, checked, every problem told at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from kilosol.errors import Problem, ScenarioError, did_you_mean

# Time at power before a replay unless told otherwise [s]: a day.
DAY_S = 86400.0
#: Kinds of action and what each takes.
ACTIONS = {
    "insert_cents": "a number of cents between -100000 and 100000",
    "hold_power_w": "a positive number of watts, with until_total_cents",
    "heat_removal_w": "a number of watts, 0 or more",
    "lose_heat_pipes": "a whole number of pipes, 1 or more",
    "scram": "true",
    "run_s": "a positive number of seconds, up to 1e9",
}
_COMPANION = {"hold_power_w": "until_total_cents"}
# Far beyond any core, yet finite: a slip of the unit is caught.
_MOST_CENTS, _MOST_S = 100000, 1e9
# Allowed range in words, above, and up to.
_RANGES = {
    "initial_power_w": ("positive [W], up to 1e9", 0.0, 1e9),
    "initial_temperature_k": ("between 200 and 1400 [K]", 200.0, 1400.0),
    "beta": ("above 0 and below 0.1", 0.0, 0.1),
    "operated_s": ("0 or more [s], up to 1e10", -1e-9, 1e10),
}
_TEXTS = {"title": "text", "notes": "text", "source": "text"}
_CHOICES = {"heat_capacity": ("u8mo", "u10mo"), "spectrum": ("fast", "thermal")}


@dataclass(frozen=True, slots=True)
class Action:
    """One event: its kind, its value, and the total to hold to where it holds.

    Parameters
    ----------
    kind : str
        One of `ACTIONS`.
    value : float
        In the unit that the kind ends in; 1 for a scram.
    until_cents : float
        Total of inserted reactivity that ends a hold.
    """

    kind: str
    value: float
    until_cents: float = 0.0


@dataclass(frozen=True, slots=True)
class Replay:
    """A sequence of events and where it starts from.

    Parameters
    ----------
    name : str
        For messages and titles.
    actions : tuple of Action
        In order.
    reactor : str
        Name of the reactor.
    overrides : dict of float
        Values of the reactor that are replaced.
    initial_power_w, initial_temperature_k : float
        Fission power [W] and fuel temperature [K] at the start, where the core is critical; None starts at
        the temperature of the surroundings.
    beta : float or None
        Effective fraction of delayed neutrons; None takes the reactor's.
    operated_s : float [s]
        Time at the initial power before the start, for decay heat.
    heat_capacity, spectrum : str
        Correlation of the fuel alloy; delayed neutrons.
    title, notes, source : str
        For people.
    """

    name: str
    actions: tuple[Action, ...]
    reactor: str = "krusty"
    overrides: dict[str, float] = field(default_factory=dict)
    initial_power_w: float = 1.0
    initial_temperature_k: float | None = None
    beta: float | None = None
    operated_s: float = DAY_S
    heat_capacity: str = "u8mo"
    spectrum: str = "fast"
    title: str = ""
    notes: str = ""
    source: str = ""


def parse_replay(raw: Mapping[str, Any], where: str = "replay") -> Replay:
    """Replay from parsed TOML.

    Parameters
    ----------
    raw : mapping
        Keys ``reactor``, ``initial_power_w`` [W], ``initial_temperature_k`` [K], ``beta``, ``actions`` and
        what :class:`Replay` offers besides. `reactor` is a name, or a table of ``base`` and new values.
    where : str
        File or name, for messages.

    Returns
    -------
    Replay

    Raises
    ------
    ScenarioError
        With every problem: its place, what was found, what is allowed, the nearest word.

    Examples
    --------
    >>> parse_replay({"actions": [{"insert_cents": 15.7}, {"run_s": 60}]}).actions[0].value
    15.7
    """
    problems: list[Problem] = []
    known = {"reactor", "actions", *_RANGES, *_TEXTS, *_CHOICES}
    problems += [
        Problem(where, str(key), f"unknown key{did_you_mean(str(key), known)}")
        for key in raw
        if key not in known
    ]
    numbers: dict[str, Any] = {key: _number_of(raw, key, where, problems) for key in _RANGES if key in raw}
    problems += [
        Problem(where, key, f"must be text, got {raw[key]!r}")
        for key in _TEXTS
        if key in raw and not isinstance(raw[key], str)
    ]
    for key, choices in _CHOICES.items():
        if key in raw and raw[key] not in choices:
            near = did_you_mean(str(raw[key]), choices)
            problems.append(
                Problem(where, key, f"must be one of {', '.join(choices)}, got {raw[key]!r}{near}")
            )
    reactor, overrides = _reactor_of(raw.get("reactor", "krusty"), where, problems)
    actions = parse_actions(raw.get("actions"), where, problems)
    if problems:
        raise ScenarioError(where, problems)
    texts: dict[str, Any] = {key: raw[key] for key in (*_TEXTS, *_CHOICES) if key in raw}
    return Replay(name=where, actions=actions, reactor=reactor, overrides=overrides, **numbers, **texts)


def parse_actions(raw: object, where: str, problems: list[Problem]) -> tuple[Action, ...]:
    """Actions from a list of tables; what is wrong is added to `problems`."""
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        problems.append(
            Problem(where, "actions", "must be a list of at least one action, such as [{run_s = 60.0}]")
        )
        return ()
    found = (_action_of(entry, f"actions[{i}]", where, problems) for i, entry in enumerate(raw))
    return tuple(action for action in found if action is not None)


def _number_of(raw: Mapping[str, Any], key: str, where: str, problems: list[Problem]) -> float:
    allowed, low, high = _RANGES[key]
    value = raw[key]
    if not _is_number(value) or not low < value <= high:
        problems.append(Problem(where, key, f"must be {allowed}, got {value!r}"))
        return math.nan
    return float(value)


def _reactor_of(raw: object, where: str, problems: list[Problem]) -> tuple[str, dict[str, float]]:
    if isinstance(raw, str):
        return raw, {}
    if not isinstance(raw, Mapping):
        problems.append(Problem(where, "reactor", f"must be a name or a table, got {raw!r}"))
        return "krusty", {}
    base = raw.get("base", "krusty")
    if not isinstance(base, str):
        problems.append(Problem(where, "reactor.base", f"must be a name, got {base!r}"))
    overrides = {}
    for key, value in raw.items():
        number = value.get("value") if isinstance(value, Mapping) else value
        if key in ("base", "title", "notes"):
            continue
        if not _is_number(number):
            problems.append(Problem(where, f"reactor.{key}", f"must be a number, got {number!r}"))
        else:
            overrides[str(key)] = float(number)
    return str(base), overrides


def _action_of(entry: object, place: str, where: str, problems: list[Problem]) -> Action | None:
    if not isinstance(entry, Mapping) or not entry:
        problems.append(Problem(where, place, f"must be a table such as {{run_s = 60.0}}, got {entry!r}"))
        return None
    companions = set(_COMPANION.values())
    unknown = [key for key in entry if key not in ACTIONS and key not in companions]
    for key in unknown:
        near = did_you_mean(str(key), (*ACTIONS, *companions))
        problems.append(Problem(where, f"{place}.{key}", f"unknown action{near}"))
    kinds = [key for key in entry if key in ACTIONS]
    if len(kinds) != 1:
        if not unknown:
            told = " and ".join(kinds) or "none"
            problems.append(Problem(where, place, f"must name one of {', '.join(ACTIONS)}; got {told}"))
        return None
    kind = kinds[0]
    value = entry[kind]
    if not _is_good(kind, value):
        problems.append(Problem(where, f"{place}.{kind}", f"must be {ACTIONS[kind]}, got {value!r}"))
        return None
    companion = _COMPANION.get(kind)
    problems += [
        Problem(where, f"{place}.{key}", f"belongs to hold_power_w, not to {kind}")
        for key in sorted(companions & set(entry) - {companion})
    ]
    if companion is None:
        return Action(kind, float(value))
    until = entry.get(companion)
    if not _is_number(until) or abs(until) > _MOST_CENTS:
        problems.append(Problem(where, f"{place}.{companion}", f"must be a number of cents, got {until!r}"))
        return None
    return Action(kind, float(value), float(until))


def _is_good(kind: str, value: object) -> bool:
    if kind == "scram":
        return value is True
    if not _is_number(value):
        return False
    if kind == "insert_cents":
        return abs(value) <= _MOST_CENTS
    if kind == "heat_removal_w":
        return 0 <= value <= _MOST_S
    if kind == "lose_heat_pipes":
        return value >= 1 and float(value).is_integer()
    return 0 < value <= _MOST_S


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
