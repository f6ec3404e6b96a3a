"""Figures of a run: each is a function of the results and the verdict, and its title says what they find.

A figure is one function in a module of this folder, under the decorator of :mod:`~.figures.registry`.
``FIGURES`` lists them in the order of the report; :class:`Figures` offers them as methods of a plan.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import partial, update_wrapper
from importlib import import_module
from typing import Any

import plotly.graph_objects as go

from kilosol.report.figures.registry import Figure, Registered, registered
from kilosol.results import Results

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

#: Every figure by name with its place, and what draws it; both in the order of the report.
REGISTERED: dict[str, Registered] = registered()
FIGURES: dict[str, Figure] = {name: one.draw for name, one in REGISTERED.items()}

__all__ = ["FIGURES", "REGISTERED", "Figure", "Figures"]


class Figures:
    """The figures of one run, one method each: ``plan.figures.porkchop()``.

    Parameters
    ----------
    results : Results
        Datasets of the run.
    verdict : mapping
        Its verdict.
    """

    def __init__(self, results: Results, verdict: Mapping[str, Any]) -> None:
        self._results = results
        self._verdict = verdict

    def __repr__(self) -> str:
        return f"Figures({', '.join(FIGURES)})"

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *FIGURES]

    def __getattr__(self, name: str) -> Callable[[], go.Figure]:
        if name not in REGISTERED:
            raise AttributeError(f"no figure is called {name!r}; there are {', '.join(REGISTERED)}")
        draw = partial(FIGURES[name], self._results, self._verdict)
        update_wrapper(draw, FIGURES[name])
        draw.__doc__ = REGISTERED[name].about
        return draw
