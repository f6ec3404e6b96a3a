"""A fault of Kilosol: one sentence for its user, and the place in the code for who mends it."""

from __future__ import annotations

import os
import tempfile
import traceback

from kilosol._version import __version__
from kilosol.cli.output import complain

#: Exit code of a fault, as of an iteration that does not end: the input need not be wrong.
FAULT = 4

#: Set to anything, the place in the code is printed instead of kept in a file.
SHOW = "KILOSOL_TRACEBACK"


def tell_fault(error: Exception) -> int:
    """Tell of an exception that no command expected.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    int
        Exit code.
    """
    if isinstance(error, MemoryError):
        complain("this needs more memory than there is; fewer draws (--set draws=...) need less")
        return FAULT
    said = " ".join(str(error).split())
    what = type(error).__name__ + (f": {said}" if said else "")
    details = "".join(traceback.format_exception(error))
    if os.environ.get(SHOW):
        complain(details.rstrip())
        where = "what is printed above"
    else:
        kept = _kept(f"Kilosol {__version__}\n{details}")
        where = kept or f"what the same command prints with {SHOW}=1 set before it"
    complain(
        f"a fault of Kilosol {__version__}, not of your input ({what}); please report it on the page of "
        f"Kilosol's repository under Issues, with the command and {where}"
    )
    return FAULT


def _kept(details: str) -> str:
    """Name of a file of details; empty where none can be written."""
    try:
        handle, path = tempfile.mkstemp(prefix="kilosol-fault-", suffix=".txt")
        with os.fdopen(handle, "wb") as file:
            file.write(details.encode("utf-8", "backslashreplace"))
    except OSError:
        return ""
    return path
