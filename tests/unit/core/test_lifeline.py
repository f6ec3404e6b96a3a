"""A second signal ends a process that is too busy to see the first."""

import os
import signal
import subprocess
import sys
import time

import pytest

from kilosol import lifeline

#: Compiled code that holds the interpreter and looks at no signal, for ever.
FROZEN = (
    "import collections, itertools, sys; sys.stdout.write('on\\n'); sys.stdout.flush(); "
    "collections.deque(itertools.repeat(0), maxlen=0)"
)

PROGRAMS = {
    "the main thread": f"from kilosol.lifeline import end_at_second; import signal; "
    f"end_at_second(signal.SIGINT); {FROZEN}",
    "work in a thread": "from kilosol.lifeline import end_at_second; import signal; "
    "from kilosol.cli.interrupt import interruptible; end_at_second(signal.SIGINT); "
    f"interruptible(lambda: exec({FROZEN!r}), cancel=lambda: None)",
}

PATIENCE_S = 120.0


def begun(program):
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "on\n"
    return process


def wait_for(is_so):
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def cpu_s(pid):
    """Processor time of a process."""
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - a file of the kernel
        words = file.read().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def is_caught(pid, number):
    """Whether a process still has a handler of its own for a signal."""
    with open(f"/proc/{pid}/status") as file:  # noqa: PTH123 - a file of the kernel
        mask = next(line for line in file if line.startswith("SigCgt")).split()[1]
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="handlers are seen in /proc")  # noqa: PTH110
@pytest.mark.parametrize("place", PROGRAMS)
def test_the_second_interruption_ends_what_is_frozen(place):
    process = begun(PROGRAMS[place])
    try:
        # Deep in it: nothing but the frozen call takes so much processor time.
        before_s = cpu_s(process.pid)
        wait_for(lambda: cpu_s(process.pid) > before_s + 0.5)
        process.send_signal(signal.SIGINT)
        # It has come, and nobody could look at it; a signal sent too soon would be one with it.
        wait_for(lambda: not is_caught(process.pid, signal.SIGINT))
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == -signal.SIGINT
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_without_the_help_of_the_system_the_handler_takes_itself_away(monkeypatch):
    seen = []
    before = signal.signal(signal.SIGUSR1, lambda number, _frame: seen.append(number))
    monkeypatch.setattr(lifeline, "_handled_once", lambda _one: False)
    try:
        lifeline.end_at_second(signal.SIGUSR1)
        signal.raise_signal(signal.SIGUSR1)
        assert seen == [signal.SIGUSR1]
        assert signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_the_first_interruption_is_handled_as_ever():
    program = (
        "from kilosol.lifeline import end_at_second; import signal, time; end_at_second(signal.SIGINT)\n"
        "try:\n    print('on', flush=True); time.sleep(600)\n"
        "except KeyboardInterrupt:\n    raise SystemExit(130)"
    )
    process = begun(program)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == 130
    process.stdout.close()
