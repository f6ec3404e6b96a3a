"""Replays that ship: sequences of events for the dynamic station, by name."""

from __future__ import annotations

from pathlib import Path

from kilosol.errors import UnknownName

_FOLDER = Path(__file__).parent / "replays"


def replay_names() -> tuple[str, ...]:
    """Names of the shipped replays, sorted.

    Examples
    --------
    >>> "krusty-15c" in replay_names()
    True
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def replay_text(name: str) -> str:
    """TOML text of a shipped replay.

    Parameters
    ----------
    name : str
        One of :func:`replay_names`.

    Returns
    -------
    str

    Raises
    ------
    UnknownName
        If none bears the name; the nearest is given.

    Examples
    --------
    >>> replay_text("krusty-15c").splitlines()[-1].startswith("actions")
    True
    """
    if name not in replay_names():
        raise UnknownName("replay", name, replay_names())
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
