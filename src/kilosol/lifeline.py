"""Processes that end when they should: with the one that started them, and at the second signal."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from contextlib import suppress
from types import FrameType

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


def end_at_second(*signals: signal.Signals) -> None:
    """Let each signal be handled once, as it is now; at the next the system ends the process at once.

    A handler in Python waits until the interpreter comes round to it, which long work in compiled code may
    put off without end. The system's own default asks nobody.

    Parameters
    ----------
    *signals : signal.Signals
        With a handler in Python already set, such as SIGINT.

    Notes
    -----
    The C library sets the same handler anew with the flag that takes it away when it has been called. Where
    it has no such function, the handler takes itself away, as soon as the interpreter comes round to it.
    """
    for one in signals:
        if not _handled_once(one):
            _handled_once_in_python(one)


def _handled_once(one: signal.Signals) -> bool:
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.signal.restype = library.sysv_signal.restype = ctypes.c_void_p
        library.signal.argtypes = library.sysv_signal.argtypes = (ctypes.c_int, ctypes.c_void_p)
        # What is set now: the C function in which Python notes that the signal has come.
        handler = library.signal(one, ctypes.c_void_p(int(signal.SIG_IGN)))
        library.sysv_signal(one, ctypes.c_void_p(handler))
        return True
    return False


def _handled_once_in_python(one: signal.Signals) -> None:
    before = signal.getsignal(one)

    def once(number: int, frame: FrameType | None) -> None:
        signal.signal(one, signal.SIG_DFL)
        if callable(before):
            before(number, frame)

    signal.signal(one, once)
