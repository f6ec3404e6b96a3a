"""Progress of a run on stderr: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
from typing import Protocol

from kilosol.cli.output import complain, stderr
from kilosol.errors import Cancelled


class Stages(Protocol):
    """Something that is told how far a run has come."""

    def stage(self, name: str, index: int, total: int) -> None:
        """Stage `index` of `total`, counted from 0, begins."""

    def done(self) -> None:
        """The last stage has ended."""


class LineProgress:
    """One line for each stage."""

    def stage(self, name: str, index: int, total: int) -> None:
        """Name the stage that begins."""
        complain(f"[{index + 1}/{total}] {name}")

    def done(self) -> None:
        """Say nothing: the results follow."""


class LiveProgress:
    """A bar that fills with the stages and goes away."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            console=stderr(),
            transient=True,
        )
        self._task = self._bar.add_task("starting", total=1)
        self._bar.start()

    def stage(self, name: str, index: int, total: int) -> None:
        """Show the stage that begins."""
        self._bar.update(self._task, description=name, completed=index, total=total)

    def done(self) -> None:
        """Take the bar away."""
        self._bar.stop()


class CancellableProgress:
    """Passes progress on, and ends the run at the next stage once its user has asked for that.

    Parameters
    ----------
    inner : Stages
        What shows the progress.
    """

    def __init__(self, inner: Stages) -> None:
        self._inner = inner
        self._asked = threading.Event()

    def cancel(self) -> None:
        """Ask the run to stop, and give the terminal back as it was."""
        self._asked.set()
        self._inner.done()

    def stage(self, name: str, index: int, total: int) -> None:
        """Show the stage that begins, or stop here."""
        if self._asked.is_set():
            raise Cancelled("interrupted")
        self._inner.stage(name, index, total)

    def done(self) -> None:
        """Take the progress away."""
        self._inner.done()


def progress_on_stderr() -> CancellableProgress:
    """Progress in the form that fits where stderr goes."""
    return CancellableProgress(LiveProgress() if stderr().is_terminal else LineProgress())
