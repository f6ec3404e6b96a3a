"""What the app may use, and whom it answers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

#: Hosts that only this machine reaches.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server runs.

    Parameters
    ----------
    folder : Path
        Where runs are kept.
    host, port
        Address listened on.
    token : str
        Asked of every caller; empty on loopback only.
    n_workers : int
        Runs at the same time.
    most_waiting : int
        Runs in the queue before new ones are refused.
    run_limit_s : float [s]
        Time after which a run is ended.
    idle_s : float [s]
        Time after which a worker without work ends, and its memory is free again.
    body_limit_bytes : int
        Largest request.
    body_patience_s : float [s]
        Time within which a request must have arrived.
    most_connections : int
        Connections at the same time before new ones are refused.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    n_workers: int = field(default_factory=lambda: max(1, min(4, (os.cpu_count() or 2) // 2)))
    most_waiting: int = 100
    run_limit_s: float = 900.0
    idle_s: float = 30.0
    body_limit_bytes: int = 1_000_000
    body_patience_s: float = 20.0
    most_connections: int = 400

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOOPBACK
