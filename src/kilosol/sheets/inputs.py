"""What sheets are made of, as users name it or write it in a file: a place, dust, a unit, a replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kilosol.data.own_files import own_text, own_toml
from kilosol.errors import PYTHON, Door, OutOfRange, Problem, ScenarioError, UnknownName, did_you_mean
from kilosol.mars import REPLAYS, Site, custom_site, site, tau_from_csv

if TYPE_CHECKING:
    # Its loops take a while to import: a place needs none of them.
    from kilosol.fission import FissionUnit, Replay


def place_of(
    name: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
    elevation_km: float | None = None,
    door: Door = PYTHON,
) -> Site:
    """A site by its name, or a place by its coordinates.

    Parameters
    ----------
    name : str, optional
        Of a site; or what to call a place given by its coordinates.
    lat, lon : float, optional [deg]
        North positive, and east positive from -180 to 360.
    elevation_km : float, optional [km]
        Above the laser altimeter's datum.
    door : Door
        Where it was asked for.

    Returns
    -------
    Site

    Examples
    --------
    >>> place_of(lat=40.0, lon=-158.0, elevation_km=-4.0).east_longitude_deg
    202.0
    """
    given = {"lat": lat, "lon": lon, "elevation_km": elevation_km}
    *first, last = (door.option(option) for option in given)
    options = f"{', '.join(first)} and {last}"
    missing = [door.option(option) for option, value in given.items() if value is None]
    if len(missing) == len(given):
        if name is None:
            cure = f"is needed: the name of a site, or {options}"
            raise ScenarioError(door.title, [Problem("", "a place", cure)])
        return site(name)
    if lat is None or lon is None or elevation_km is None:
        cure = f"also needed: a place of your own takes all three of {options}"
        raise ScenarioError(door.title, [Problem("", ", ".join(missing), cure)])
    if not -180 <= lon <= 360:
        raise OutOfRange(door.option("lon"), lon, "between -180 and 360, east positive")
    own = name or f"{lat:g}, {lon:g}"
    return custom_site(own, latitude_deg=lat, east_longitude_deg=lon % 360, elevation_km=elevation_km)


def dust_of(dust: str | Path, door: Door = PYTHON) -> tuple[str, NDArray[np.float64] | None]:
    """Name of a year's dust and, from a user's own file, its optical depth by sol.

    Parameters
    ----------
    dust : str or Path
        ``"quiet"``, ``"my28"``, ``"my34"``, or a CSV with the columns sol (or ls_deg) and tau.
    door : Door
        Where it was asked for.

    Returns
    -------
    str, array or None

    Examples
    --------
    >>> dust_of("my34")
    ('my34', None)
    """
    if dust in REPLAYS:
        return str(dust), None
    path = Path(dust)
    if path.suffix.casefold() != ".csv" and not path.is_file():
        allowed = f"quiet, my28, my34 or a CSV{did_you_mean(str(dust), REPLAYS)}"
        raise OutOfRange(door.option("dust"), repr(str(dust)), allowed)
    return path.name, tau_from_csv(_text(path), path.name)


def fission_unit_of(technology: str | Path) -> FissionUnit:
    """A fission unit that ships, or one from a TOML file.

    Examples
    --------
    >>> fission_unit_of("kilopower-10").power_kwe
    10.0
    """
    from kilosol.fission import fission_unit, unit_from_text

    path = Path(technology)
    if path.suffix.casefold() != ".toml" and not path.is_file():
        return fission_unit(str(technology))
    return unit_from_text(_text(path), path.name)


def replay_of(name: str | Path) -> Replay:
    """A replay that ships, or one from a TOML file.

    Examples
    --------
    >>> replay_of("krusty-15c").title[:6]
    'KRUSTY'
    """
    from kilosol.fission import parse_replay, replay_names, shipped_replay

    path = Path(name)
    if path.suffix.casefold() != ".toml" and not path.is_file():
        if str(name) not in replay_names():
            raise UnknownName("replay (or file)", str(name), replay_names())
        return shipped_replay(str(name))
    raw = _toml(path)
    reactor = raw.get("reactor")
    if isinstance(reactor, str) and reactor.casefold().endswith(".toml"):
        # A reactor in a file of its own: its values, flat or below [values], replace those of its base.
        own = _toml(path.parent / reactor)
        raw["reactor"] = {key: own[key] for key in ("base",) if key in own} | own.get(
            "values", {key: value for key, value in own.items() if key != "base"}
        )
    return parse_replay(raw, path.name)


def _text(path: Path) -> str:
    try:
        return own_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            str(path), [Problem("", str(path), f"cannot be read as text: {error}")]
        ) from error


def _toml(path: Path) -> dict[str, Any]:
    text = _text(path)
    try:
        return own_toml(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(str(path), [Problem(path.name, "TOML", str(error))]) from error
