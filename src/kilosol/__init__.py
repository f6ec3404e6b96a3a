"""Kilosol plans the power of a Mars campaign, from the first launch window to a self-sustaining city.

>>> import kilosol as ks
>>> plan = ks.plan("announced-2025")  # doctest: +SKIP
>>> plan.verdict["station"]["title"]  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from kilosol._version import __version__

if TYPE_CHECKING:
    from kilosol.api import Plan, compare, plan, sweep
    from kilosol.scenario import Scenario, load_scenario

__all__ = ["Plan", "Scenario", "__version__", "compare", "load_scenario", "plan", "sweep"]

# Name -> module: nothing heavy is imported until it is used.
_HOMES = {
    "Plan": "kilosol.api",
    "compare": "kilosol.api",
    "plan": "kilosol.api",
    "sweep": "kilosol.api",
    "Scenario": "kilosol.scenario",
    "load_scenario": "kilosol.scenario",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kilosol' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
