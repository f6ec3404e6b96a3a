"""Where cases run: in this process, in processes beside it, or on the workers of a Dask scheduler.

Every way takes the same orders and gives the same rows, in any order.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kilosol.errors import DataError, Problem, ScenarioError
from kilosol.studies.cases import run_case

Order = dict[str, Any]
Row = dict[str, Any]

#: How often a case whose worker died is given to another before it is recorded as an error.
MOST_DEATHS = 3

#: How long a scheduler may take to answer.
DASK_TIMEOUT = "10s"

#: One thread of linear algebra a worker: the workers already fill the cores.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def default_workers() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def rows_here(orders: Sequence[Order]) -> Iterator[Row]:
    """Rows of cases run one after the other in this process."""
    return map(run_case, orders)


def rows_of_processes(orders: Sequence[Order], n_workers: int) -> Iterator[Row]:
    """Rows of cases run in processes of this machine; a case whose process dies is run again.

    Parameters
    ----------
    orders : sequence of dict
    n_workers : int

    Yields
    ------
    dict
        Rows, as they are done.
    """
    waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[Row | BaseException] = queue.SimpleQueue()
    for order in orders:
        waiting.put(order)
    crew = [_Foreman(waiting, done) for _ in range(min(n_workers, len(orders)))]
    for one in crew:
        one.start()
    try:
        for _ in orders:
            row = done.get()
            if isinstance(row, BaseException):
                raise row
            yield row
    finally:
        for one in crew:
            one.stop()


class _Foreman(threading.Thread):
    """Feeds one worker process, and starts another where it died."""

    def __init__(
        self, waiting: queue.SimpleQueue[Order | None], done: queue.SimpleQueue[Row | BaseException]
    ) -> None:
        super().__init__(daemon=True)
        self._waiting, self._done = waiting, done
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False

    def run(self) -> None:
        try:
            while not self._is_stopped:
                try:
                    order = self._waiting.get_nowait()
                except queue.Empty:
                    return
                if order is not None:
                    self._done.put(self._row_of(order))
        except OSError as error:
            self._done.put(error)
        finally:
            self._end()

    def stop(self) -> None:
        self._is_stopped = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()

    def _row_of(self, order: Order) -> Row:
        for _ in range(MOST_DEATHS):
            process = self._process or _start()
            self._process = process
            if process.stdin is None or process.stdout is None:
                break
            with suppress(OSError):
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
                if answer.endswith("\n"):
                    row: Row = json.loads(answer)
                    return row
            self._end()
            if self._is_stopped:
                break
        text = f"its worker process died {MOST_DEATHS} times (out of memory?)"
        return {"case": order["case"], "code": order["code"], "kpis": {}, "words": {}, "error": text}

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()


def _start() -> subprocess.Popen[str]:
    # The workers import the package that this process imported, wherever it lies.
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "kilosol.studies.worker", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**_ONE_THREAD, **os.environ, "PYTHONPATH": path},
        # Ctrl-C in a terminal goes to the sweep alone, which then ends its workers.
        start_new_session=True,
    )


@contextmanager
def dask_client(address: str) -> Iterator[Any]:
    """A connection to a Dask scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler, for example ``tcp://10.0.0.1:8786``.

    Yields
    ------
    distributed.Client

    Raises
    ------
    ScenarioError
        If Dask is not installed, the address is none or no scheduler answers.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError:
        cure = "needs Dask: install kilosol[cluster]; without --scheduler the cases run on this machine"
        raise _broken(cure) from None
    try:
        # A client that was given no address leaves threads behind that complain for half a minute.
        parse_host_port(parse_address(address)[1])
    except ValueError:
        raise _broken(f"needs an address such as tcp://10.0.0.1:8786, got {address!r}") from None
    # Of a scheduler that has gone it prints pages; what there is to say is said in one sentence.
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=DASK_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        cure = f"no Dask scheduler answers at {address} ({said}); nothing was lost"
        raise _broken(cure) from None
    try:
        yield client
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=DASK_TIMEOUT)
        log.setLevel(level)


def rows_of_dask(orders: Sequence[Order], client: Any) -> Iterator[Row]:
    """Rows of cases run by the workers of a Dask scheduler; those of a lost worker go to the others.

    Parameters
    ----------
    orders : sequence of dict
    client : distributed.Client
        As of :func:`dask_client`.

    Yields
    ------
    dict
        Rows, as they are done.

    Raises
    ------
    DataError
        If the scheduler goes away: cases that were not done are no errors of theirs.
    """
    from distributed import as_completed

    futures = {
        client.submit(run_case, order, key=f"kilosol-{order['sweep']}-{order['case']}", pure=False): order
        for order in orders
    }
    for future in as_completed(futures, loop=client.loop):
        try:
            # A future of a scheduler that has gone is cancelled, or breaks when its row is fetched.
            row = _failed(futures[future], future) if future.status == "error" else future.result()
        except (OSError, CancelledError):
            raise DataError(
                "the Dask scheduler has gone; finished cases are kept: run the same command again, with the "
                "address of one that runs"
            ) from None
        yield row
        future.release()


def _failed(order: Order, future: Any) -> Row:
    said = " ".join(str(future.exception()).split())
    return {"case": order["case"], "code": order["code"], "kpis": {}, "words": {}, "error": f"worker: {said}"}


def _broken(message: str) -> ScenarioError:
    return ScenarioError("the command line", [Problem("", "--scheduler", message)])
