"""Kilosol plans the power of a Mars campaign, from the first launch window to a self-sustaining city.

Every command of ``kilosol`` is a function of the same name here, with the same defaults.

>>> import kilosol as ks
>>> plan = ks.plan("announced-2025")  # doctest: +SKIP
>>> plan.verdict["station"]["title"]  # doctest: +SKIP
>>> ks.arc("2031-01-28", "2031-08-06").kind
'I'
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kilosol._version import __version__

if TYPE_CHECKING:
    from inspect import Signature

    from kilosol.api.comparisons import compare
    from kilosol.api.files import export, report
    from kilosol.api.plans import Plan, open, plan  # noqa: A004 - what users know it by
    from kilosol.api.routes import Routes, routes
    from kilosol.api.scenarios import check, new
    from kilosol.api.sheets import commission, replay, selfcheck, site, sources, station
    from kilosol.api.studies import campaign, city, claims, grid, sensitivity, sweep
    from kilosol.api.transfers import arc, porkchop, windows
    from kilosol.errors import (
        Cancelled,
        DataError,
        Infeasible,
        KilosolError,
        NotConverged,
        NotFinite,
        NotKept,
        OutOfRange,
        Problem,
        ScenarioError,
        UnknownName,
    )
    from kilosol.results import Results
    from kilosol.scenario import Scenario, load_scenario
    from kilosol.studies.comparison import Comparison
    from kilosol.web.serving import serve

__all__ = [
    "Cancelled",
    "Comparison",
    "DataError",
    "Infeasible",
    "KilosolError",
    "NotConverged",
    "NotFinite",
    "NotKept",
    "OutOfRange",
    "Plan",
    "Problem",
    "Results",
    "Routes",
    "Scenario",
    "ScenarioError",
    "UnknownName",
    "__version__",
    "arc",
    "campaign",
    "check",
    "city",
    "claims",
    "commission",
    "compare",
    "export",
    "grid",
    "load_scenario",
    "new",
    "open",
    "plan",
    "porkchop",
    "replay",
    "report",
    "routes",
    "selfcheck",
    "sensitivity",
    "serve",
    "site",
    "sources",
    "station",
    "sweep",
    "windows",
]

# Module -> names: nothing heavy is imported until it is used.
_HOMES = {
    "kilosol.api.comparisons": ("compare",),
    "kilosol.api.files": ("export", "report"),
    "kilosol.api.plans": ("Plan", "open", "plan"),
    "kilosol.api.routes": ("Routes", "routes"),
    "kilosol.api.scenarios": ("check", "new"),
    "kilosol.api.sheets": ("commission", "replay", "selfcheck", "site", "sources", "station"),
    "kilosol.api.studies": ("campaign", "city", "claims", "grid", "sensitivity", "sweep"),
    "kilosol.api.transfers": ("arc", "porkchop", "windows"),
    "kilosol.errors": (
        "Cancelled",
        "DataError",
        "Infeasible",
        "KilosolError",
        "NotConverged",
        "NotFinite",
        "NotKept",
        "OutOfRange",
        "Problem",
        "ScenarioError",
        "UnknownName",
    ),
    "kilosol.results": ("Results",),
    "kilosol.scenario": ("Scenario", "load_scenario"),
    "kilosol.studies.comparison": ("Comparison",),
    "kilosol.web.serving": ("serve",),
}
#: Name -> the module that it is defined in.
HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

# Commands whose name is also that of a package of physics or of pages: `kilosol.grid` is both.
_ALSO_PACKAGES = frozenset({"campaign", "city", "grid", "report"})


def _at_home(name: str) -> Any:
    from importlib import import_module

    return getattr(import_module(HOME_OF[name]), name)


class _CallablePackage(ModuleType):
    """A package that is called like the command of its name: ``ks.grid()`` beside ``kilosol.grid.sizing``."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _at_home(self.__name__.rpartition(".")[2])(*args, **kwargs)

    @property
    def __signature__(self) -> Signature:
        from inspect import signature

        return signature(_at_home(self.__name__.rpartition(".")[2]))


class _Door(ModuleType):
    """The package `kilosol`: packages within it that bear a name of a command can be called."""

    def __setattr__(self, name: str, value: Any) -> None:
        # Python's import hands a package over in this way once it is loaded.
        if name in _ALSO_PACKAGES and isinstance(value, ModuleType):
            value.__class__ = _CallablePackage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    if name in _ALSO_PACKAGES:
        from importlib import import_module

        return import_module(f"kilosol.{name}")
    if name in HOME_OF:
        return _at_home(name)
    raise AttributeError(f"module 'kilosol' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
