"""A process that plans: it reads run folders from standard input and tells how far it is on standard output.

Kept apart from the server so that a run can be ended at any moment, and cannot take the server with it.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from kilosol.errors import KilosolError
from kilosol.lifeline import end_with_parent


class _Told:
    """Progress as lines of JSON."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def tell(self, **event: object) -> None:
        self._out.write(json.dumps(event) + "\n")
        self._out.flush()

    def stage(self, name: str, index: int, total: int) -> None:
        self.tell(kind="stage", name=name, index=index, total=total)

    def done(self) -> None:
        """The end is told once the folder is written."""


def main() -> None:
    """Plan one folder a line until standard input ends."""
    out = sys.stdout
    # Anything that a library prints must not be taken for an event.
    sys.stdout = sys.stderr
    end_with_parent()
    told = _Told(out)
    for line in sys.stdin:
        _plan(Path(json.loads(line)), told)


def _plan(folder: Path, told: _Told) -> None:
    begun = time.perf_counter()
    try:
        from kilosol import api
        from kilosol.results.whole import write_whole, written_whole
        from kilosol.studies.draws_of_runs import FILE_NAME, luck_bytes

        plan = api.plan(folder / "scenario.toml", out=folder / "plan", progress=told)
        # Drawn here once, so that the server needs neither datasets nor figures to show it.
        write_whole(folder / "body.html", plan.report_parts())
        write_whole(folder / "theme.json", plan_theme())
        # Every campaign by itself, so that a comparison can be paired without planning anew.
        with written_whole(folder / FILE_NAME) as part:
            part.write_bytes(luck_bytes(plan.luck))
    except KilosolError as error:
        told.tell(kind="failed", message=str(error))
    except OSError as error:
        told.tell(kind="failed", message=f"the results could not be written: {error.strerror or error}")
    except MemoryError:
        told.tell(kind="failed", message="this plan needs more memory than there is")
    except Exception as error:  # noqa: BLE001 - whatever it is, the run is told and the next one gets its turn
        traceback.print_exc()
        fault = f"{type(error).__name__}: {error}"
        told.tell(
            kind="failed", message=f"a fault of Kilosol, not of the scenario ({fault}); please report it"
        )
    else:
        told.tell(kind="done", wall_s=round(time.perf_counter() - begun, 2))


def plan_theme() -> str:
    """Look of all figures, for pages that draw some of their own."""
    from kilosol.report.figures.colours import swaps
    from kilosol.report.figures.template import template
    from kilosol.report.page import embedded

    return str(embedded({"template": template().to_plotly_json(), "swaps": swaps()}))


if __name__ == "__main__":
    main()
