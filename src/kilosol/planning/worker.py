"""``python -m kilosol.planning.worker``: takes cases as lines of JSON, gives rows as lines of JSON.

It ends when its input does, so it never outlives the sweep that started it, even one that was killed.
"""

from __future__ import annotations

import json
import os
import sys

from kilosol.planning.cases import run_case


def serve() -> None:
    """Answer every line of standard input until it ends."""
    # Rows alone go back; whatever a library prints goes where people read.
    back = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        back.write(json.dumps(run_case(json.loads(line))) + "\n")
        back.flush()


if __name__ == "__main__":
    serve()
