"""Work in a thread that Ctrl-C ends at once, even while a compiled kernel runs."""

from __future__ import annotations

import contextvars
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

from kilosol.cli.output import complain
from kilosol.errors import Cancelled

Result = TypeVar("Result")

# A signal waits for the main thread to wake: short enough to feel immediate.
WAKE_S = 0.1


def interruptible(work: Callable[[], Result], cancel: Callable[[], None]) -> Result:
    """Result of `work`, done in a thread of its own.

    Parameters
    ----------
    work : callable
        Takes nothing; its exceptions are raised here.
    cancel : callable
        Called on Ctrl-C, before the process leaves.

    Returns
    -------
    object
        What `work` returns.

    Notes
    -----
    A compiled kernel that has released the interpreter cannot be asked to stop, so on Ctrl-C half-written
    folders are removed and the process leaves with exit code 130 without waiting for it. Where that cannot
    be, because other compiled code holds the interpreter, a second Ctrl-C ends the process at once.

    Examples
    --------
    >>> interruptible(lambda: 6 * 7, cancel=lambda: None)
    42
    """
    results: list[Result] = []
    failures: list[BaseException] = []
    context = contextvars.copy_context()

    def run() -> None:
        try:
            results.append(context.run(work))
        except BaseException as error:  # noqa: BLE001 - handed to the main thread, whatever it is
            failures.append(error)

    thread = threading.Thread(target=run, name="kilosol-work", daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(WAKE_S)
    except KeyboardInterrupt:
        cancel()
        _leave()
    if failures:
        raise failures[0]
    return results[0]


def _leave() -> NoReturn:
    # What was never imported has written nothing.
    store = sys.modules.get("kilosol.results.store")
    if store is not None:
        store.cleanup_temporaries()
    complain("\ninterrupted")
    sys.stdout.flush()
    os._exit(Cancelled.exit_code)
