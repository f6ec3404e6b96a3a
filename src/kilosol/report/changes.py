"""Numbers of two plans and what lies between them, as tables print them; no figure library here."""

from __future__ import annotations

from kilosol.report.number_text import number, percent
from kilosol.studies.comparison import Difference


def change_text(change: Difference) -> str:
    """A change with its interval, as tables print it.

    Examples
    --------
    >>> from kilosol.studies.comparison import Difference
    >>> change_text(Difference("landed_2040_frac", "", 0.5, 0.4, -0.1, -0.11, -0.09, True, True, True))
    '-10.0 points (-11.0 to -9.0)'
    """
    if change.name.endswith("_frac"):
        low, high = (f"{v * 100:+.1f}" for v in (change.low, change.high))
        return f"{change.change * 100:+.1f} points ({low} to {high})"
    if change.is_drawn:
        return f"{change.change:+.3g} ({change.low:+.3g} to {change.high:+.3g})"
    return f"{change.change:+.4g}"


def value_text(name: str, value: float) -> str:
    """A number of a verdict, as tables print it."""
    return percent(value) if name.endswith("_frac") else number(value, 4)
