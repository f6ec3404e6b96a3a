"""``python -m kilosol.studies.worker``: takes cases as lines of JSON, gives rows as lines of JSON.

It ends when its input does or its sweep has gone, so it never outlives one that was killed.
"""

from __future__ import annotations

import json
import os
import sys

from kilosol.lifeline import end_with_parent


def serve() -> None:
    """Answer every line of standard input until it ends."""
    # Rows alone go back; whatever a library prints goes where people read.
    back = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # A sweep without standard error (a service, a window of its own) has workers without one.
    where = os.open(os.devnull, os.O_WRONLY) if sys.stderr is None else 2
    os.dup2(where, 1)
    # Told, not asked for: the sweep may have been killed while this process was still loading.
    end_with_parent(int(sys.argv[1]) if len(sys.argv) > 1 else None)

    from kilosol.studies.cases import run_case

    for line in sys.stdin:
        back.write(json.dumps(run_case(json.loads(line))) + "\n")
        back.flush()


if __name__ == "__main__":
    serve()
