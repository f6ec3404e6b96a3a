"""The campaign's calendar: windows with their dates, and the fleets meant for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates of the windows in order.

    Parameters
    ----------
    year : (w,)
        Name of each window.
    cargo_departure_jd, cargo_arrival_jd : (w,) [d]
        Flight of the cargo ships.
    crew_departure_jd, crew_arrival_jd : (w,) [d]
        Flight of the crew ships; NaN where no arc is within their limits.
    crew_arrival_year : (w,)
        Calendar year in which a crew of that window lands; 0 where there is no arc.
    return_departure_jd, return_arrival_jd : (r,) [d]
        Ways home in order; empty: none is known, and a crew's risk is counted over one Mars year.
    winter_jd : (k,) [d]
        Middles of the site's dark seasons.
    storm_season_jd : (k, 2) [d]
        First and last days, of each Mars year, on which a global storm may begin; empty: any day may be. Only
        the kernel that runs by sols asks.
    """

    year: NDArray[np.int64]
    cargo_departure_jd: NDArray[np.float64]
    cargo_arrival_jd: NDArray[np.float64]
    crew_departure_jd: NDArray[np.float64]
    crew_arrival_jd: NDArray[np.float64]
    crew_arrival_year: NDArray[np.int64]
    return_departure_jd: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    return_arrival_jd: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    winter_jd: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    storm_season_jd: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))

    @property
    def n_windows(self) -> int:
        """Number of windows."""
        return int(self.year.size)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the fleet of one window is meant to be.

    Parameters
    ----------
    window : int
        Year of the window it is meant for; it never flies before.
    n_cargo, n_crew : int
        Cargo ships and crew ships.
    brings_station : bool
        Whether the power station is aboard.
    brings_plant : bool
        Whether a propellant plant is aboard.
    n_robots : int
        Robots aboard all of them.
    """

    window: int
    n_cargo: int
    n_crew: int
    brings_station: bool
    brings_plant: bool = False
    n_robots: int = 0


def fleet_plan(
    listed: Sequence[Manifest],
    windows: Sequence[int],
    *,
    growth_factor: float,
    max_ships: int,
    crew_ships_after: int,
) -> tuple[Manifest, ...]:
    """Manifests for all windows: those listed, then fleets that grow by a factor.

    Parameters
    ----------
    listed : sequence of Manifest
        What the scenario spells out, in order of windows.
    windows : sequence of int
        Years of the windows, in order.
    growth_factor : float
        Cargo ships of a window over those of the one before, after the last one listed.
    max_ships : int
        Most ships in one window.
    crew_ships_after : int
        Crew ships meant for each window after the last one listed.

    Returns
    -------
    tuple of Manifest
        From the first listed window on, one for each window.

    Raises
    ------
    OutOfRange
        If none is listed, or a listed window is not in `windows`; the nearest ones are named.

    Examples
    --------
    >>> plan = fleet_plan([Manifest(2028, 4, 0, False)], [2026, 2028, 2031, 2033], growth_factor=2.0,
    ...                   max_ships=10, crew_ships_after=1)
    >>> [(m.window, m.n_cargo, m.n_crew) for m in plan]
    [(2028, 4, 0), (2031, 8, 1), (2033, 10, 1)]
    """
    by_window = {m.window: m for m in listed}
    if not by_window:
        raise OutOfRange("flights", "none", "at least one")
    for window in by_window:
        if window not in windows:
            near = sorted(windows, key=lambda w: abs(w - window))[:2]
            raise OutOfRange(
                "flights.window", window, f"the year of a window; the nearest are {sorted(near)}"
            )
    first, last = min(by_window), max(by_window)
    plan: list[Manifest] = []
    n_cargo = 0
    for window in windows:
        if window < first:
            continue
        if window in by_window:
            manifest = by_window[window]
        elif window < last:
            # A window that the scenario leaves out between two listed ones is not flown.
            continue
        else:
            grown = min(max_ships, round(n_cargo * growth_factor))
            # As many robots a ship as in the last fleet listed.
            listed_last = by_window[last]
            ships = max(listed_last.n_cargo + listed_last.n_crew, 1)
            robots = round(listed_last.n_robots / ships * (grown + crew_ships_after))
            manifest = Manifest(window, grown, crew_ships_after, brings_station=False, n_robots=robots)
        n_cargo = manifest.n_cargo
        plan.append(manifest)
    return tuple(plan)
