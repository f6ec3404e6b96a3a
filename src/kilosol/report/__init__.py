"""Figures and the one-file report of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kilosol.report.figures import FIGURES, Figures
    from kilosol.report.page import render, write

__all__ = ["FIGURES", "Figures", "render", "write"]


def __getattr__(name: str) -> Any:
    # Plotly and Jinja take half a second to import: only who draws or writes pays for them.
    if name in {"render", "write"}:
        from kilosol.report import page

        return getattr(page, name)
    if name in {"FIGURES", "Figures"}:
        from kilosol.report import figures

        return getattr(figures, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
