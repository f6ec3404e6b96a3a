"""Work in a thread: results and errors come back as if there were none."""

import threading

import pytest

from kilosol import data
from kilosol.cli.interrupt import interruptible
from kilosol.cli.progress import CancellableProgress, LineProgress, progress_on_stderr
from kilosol.errors import Cancelled, Infeasible


def test_the_result_comes_from_another_thread() -> None:
    worker = interruptible(threading.current_thread, cancel=lambda: None)
    assert worker is not threading.main_thread()


def test_an_error_of_the_work_is_raised_here() -> None:
    def fail() -> None:
        raise Infeasible("no station fits")

    with pytest.raises(Infeasible, match="no station fits"):
        interruptible(fail, cancel=lambda: None)


def test_the_ledger_of_the_caller_sees_what_the_work_reads() -> None:
    with data.recording() as used:
        interruptible(lambda: data.table("constants").number("au_km"), cancel=lambda: None)
    assert "constants.au_km" in used


def test_a_cancelled_run_stops_at_its_next_stage(capsys: pytest.CaptureFixture[str]) -> None:
    progress = CancellableProgress(LineProgress())
    progress.stage("windows", 0, 3)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.stage("station", 1, 3)
    assert capsys.readouterr().err == "[1/3] windows\n"


def test_on_a_terminal_the_bar_names_the_stage_and_gives_the_cursor_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    progress = progress_on_stderr()
    progress.stage("windows", 0, 2)
    progress.stage("station", 1, 2)
    progress.cancel()
    shown = capsys.readouterr()
    hide, show = "\x1b[?25l", "\x1b[?25h"
    assert shown.out == ""
    assert "station" in shown.err
    assert hide in shown.err
    assert shown.err.rindex(show) > shown.err.rindex(hide)
