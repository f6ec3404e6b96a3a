"""The application: its commands, and the translation of every error into one text and one exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from cyclopts import App, CycloptsError

from kilosol._version import __version__
from kilosol.cli import (
    arc,
    campaign,
    check,
    city,
    claims,
    compare,
    export,
    grid,
    new,
    plan,
    porkchop,
    report,
    selfcheck,
    sensitivity,
    serve,
    site,
    sources,
    station,
    sweep,
    windows,
)
from kilosol.cli.output import complain
from kilosol.errors import Cancelled, KilosolError
from kilosol.lifeline import end_at_second

USAGE_ERROR = 2

_EPILOGUE = "Exit codes: 0 ok, 2 wrong input, 3 infeasible, 4 not converged, 130 interrupted."


def build_app() -> App:
    """The command line with all its commands."""
    app = App(
        name="kilosol",
        help="Plans the power of a Mars campaign, from the first launch window to a self-sustaining city.",
        help_epilogue=_EPILOGUE,
        version=__version__,
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
        exit_on_error=False,
        print_error=False,
    )
    app.command(plan.run_plan, name="plan")
    app.command(check.check_scenario, name="check")
    app.command(new.write_new, name="new")
    app.command(windows.list_windows, name="windows")
    app.command(arc.show_arc, name="arc")
    app.command(porkchop.draw_porkchop, name="porkchop")
    app.command(site.show_site, name="site")
    app.command(station.build_station())
    app.command(grid.size_grid, name="grid")
    app.command(city.show_city, name="city")
    app.command(campaign.show_campaign, name="campaign")
    app.command(sources.list_sources, name="sources")
    app.command(report.render_report, name="report")
    app.command(compare.compare_runs, name="compare")
    app.command(claims.judge_claims, name="claims")
    app.command(sensitivity.study_sensitivity, name="sensitivity")
    app.command(sweep.run_sweep, name="sweep")
    app.command(selfcheck.check_self, name="selfcheck")
    app.command(export.export_run, name="export")
    app.command(serve.serve_app, name="serve")
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``kilosol``; those of the process if left out.

    Returns
    -------
    int
        Exit code: 0 ok, 2 wrong input, 3 infeasible, 4 not converged, 130 interrupted.
    """
    if arguments is None:
        # The process is ours: Ctrl-C is obeyed once, and a second time whatever goes on.
        end_at_second(signal.SIGINT)
    try:
        code = build_app()(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except CycloptsError as error:
        complain(f"{error}\nTry `kilosol --help`, or --help after a command.")
        return USAGE_ERROR
    except KilosolError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        complain("interrupted")
        return Cancelled.exit_code
    except BrokenPipeError:
        # The reader (`| head`) has gone; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Where no command knew better: a disk that is full or gone, a folder that may not be read.
        return _told_of_the_system(error)
    return code if isinstance(code, int) else 0


def _told_of_the_system(error: OSError) -> int:
    """One sentence of what the system refused; what could not be written is not tried again at exit."""
    where = error.filename or "the output"
    complain(f"{where} cannot be used: {error.strerror or error}")
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return USAGE_ERROR
