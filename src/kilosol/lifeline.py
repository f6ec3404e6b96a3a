"""Processes that do not outlive the one that started them."""

from __future__ import annotations

import os
import threading
import time

# How soon after its parent a process ends: another may already be about to do its work again.
WAKE_S = 1.0


def end_with_parent(parent: int | None = None) -> None:
    """End this process soon after its parent, even one that was killed and could say nothing.

    Parameters
    ----------
    parent : int, optional
        Its number, where it may have gone before this is called; the parent of now if left out.
    """
    parent = os.getppid() if parent is None else parent

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WAKE_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
