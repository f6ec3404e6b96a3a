"""The application: its commands, and the translation of every error into one text and one exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from kilosol._version import __version__
from kilosol.cli import (
    arc,
    campaign,
    check,
    city,
    claims,
    commission,
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
from kilosol.cli.console import let_go, take_any_text
from kilosol.cli.faults import tell_fault
from kilosol.cli.output import complain
from kilosol.errors import Cancelled, KilosolError
from kilosol.lifeline import end_at_second

USAGE_ERROR = 2

_EPILOGUE = (
    "Exit codes: 0 ok, 2 wrong input or a place that cannot be written, 3 infeasible, 4 not converged or a "
    "fault of Kilosol, 130 interrupted."
)


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
    app.command(commission.ask_robots, name="commission")
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
        Exit code: 0 ok, 2 wrong input or a place that cannot be written, 3 infeasible, 4 not converged or a
        fault of Kilosol, 130 interrupted.
    """
    take_any_text()
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
        return _left_by_its_reader()
    except SystemExit as error:
        # What Rich, which writes tables and help, makes of a reader that has gone.
        if isinstance(error.__context__, BrokenPipeError):
            return _left_by_its_reader()
        raise
    except OSError as error:
        # Where no command knew better: a disk that is full or gone, a folder that may not be read.
        return _told_of_the_system(error)
    except Exception as error:  # noqa: BLE001 - the last net: no user is to read a traceback
        return tell_fault(error)
    return code if isinstance(code, int) else 0


def _left_by_its_reader() -> int:
    """The reader (`| head`) has gone; what is still buffered must not fail at exit."""
    let_go(sys.stdout)
    return 0


def _told_of_the_system(error: OSError) -> int:
    """One sentence of what the system refused; what could not be written is not tried again at exit."""
    where = error.filename or "the output"
    complain(f"{where} cannot be used: {error.strerror or error}")
    let_go(sys.stdout)
    return USAGE_ERROR
