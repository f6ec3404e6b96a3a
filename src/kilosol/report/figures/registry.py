"""Where a figure of a plan registers itself: one decorator, and it stands in the report and on every plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kilosol.results import Results

Figure = Callable[[Results, Mapping[str, Any]], go.Figure]

#: Anchors of the report's parts with figures, in its order: those of the answers, then what they hang on.
PARTS = ("windows", "loads", "station", "adequacy", "safety", "landing", "city", "claims", "influence")


@dataclass(frozen=True, slots=True)
class Registered:
    """A figure with its place in the report.

    Parameters
    ----------
    draw : callable
        Of results and verdict.
    part : str
        One of :data:`PARTS`.
    place : int
        Its order there, from 1.
    about : str
        What it shows, in one sentence.
    is_half : bool
        Whether it stands beside another where the page is wide.
    """

    draw: Figure
    part: str
    place: int
    about: str
    is_half: bool = False


_REGISTERED: dict[str, Registered] = {}


def plan_figure(part: str, place: int, about: str, *, is_half: bool = False) -> Callable[[Figure], Figure]:
    """Let a function be a figure of every plan, under its own name.

    Parameters
    ----------
    part, place, about, is_half
        As in :class:`Registered`.

    Returns
    -------
    callable
        The decorator; it leaves the function as it is.
    """

    def register(draw: Figure) -> Figure:
        _REGISTERED[draw.__name__] = Registered(draw, part, place, about, is_half)
        return draw

    return register


def registered() -> dict[str, Registered]:
    """Every figure by name, in the order of the report."""
    order = sorted(_REGISTERED.items(), key=lambda item: (PARTS.index(item[1].part), item[1].place))
    return dict(order)
