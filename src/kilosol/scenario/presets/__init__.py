"""The scenarios that ship with Kilosol, commented line by line."""

from __future__ import annotations

from pathlib import Path

from kilosol.errors import UnknownName

_FOLDER = Path(__file__).parent


def preset_names() -> tuple[str, ...]:
    """Names of the presets, sorted.

    Examples
    --------
    >>> preset_names()
    ('announced-2025', 'as-of-2026-11', 'reference')
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def preset_text(name: str) -> str:
    """TOML of a preset, with its comments.

    Parameters
    ----------
    name : str
        One of :func:`preset_names`.

    Returns
    -------
    str

    Raises
    ------
    UnknownName
        If there is none of that name; the nearest is given.
    """
    if name not in preset_names():
        raise UnknownName("preset", name, preset_names())
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
