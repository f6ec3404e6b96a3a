"""Dust that happened: replays of two storm years, and a user's own series of optical depth.

References
----------
.. [1] M. T. Lemmon, Pancam atmospheric opacity, NASA PDS (key lemmon_mer_pancam).
.. [2] S. D. Guzewich et al., Geophysical Research Letters 46, 2019 (key guzewich2019): Mars year 34 at Gale.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange, Problem, ScenarioError
from kilosol.mars.clock import design_year_ls_deg, n_design_sols
from kilosol.mars.dust import climatology_tau, design_year_tau, site_background_tau, sol_of_ls
from kilosol.mars.sheets import tau_range

Floats = NDArray[np.float64]
Replay = Literal["quiet", "my28", "my34"]
REPLAYS: tuple[Replay, ...] = ("quiet", "my28", "my34")

# Two values of a series by Ls may lie no farther apart than this [deg]: some ten sols.
_WIDEST_LS_DEG = 6
# At most so many problems are named; the first ones show what is wrong.
_MOST_PROBLEMS = 20


def replay_tau(dust: Replay, *, pressure_pa: float | None = None) -> Floats:
    """Optical depth of a year that happened, or of a quiet one.

    Parameters
    ----------
    dust : {"quiet", "my28", "my34"}
        Seasonal median without a global storm; Mars year 28 as Opportunity saw it, storm from Ls 263, peak
        4.5; Mars year 34, storm from Ls 186, peak 10.8.
    pressure_pa : float [Pa], optional
        Annual mean at the site, by which the background is scaled; Meridiani's by default.

    Returns
    -------
    (669,)
        One value a sol. The storms are taken as they were over Meridiani.

    Notes
    -----
    Of year 34 only the rise was seen there; the fall is exponential with 33 sols, as in year 28, down to
    the seasonal median.

    Examples
    --------
    >>> [float(replay_tau(name).max().round(1)) for name in ("quiet", "my28", "my34")]
    [1.1, 4.5, 10.8]
    """
    if dust not in REPLAYS:
        raise OutOfRange("dust", repr(dust), "'quiet', 'my28' or 'my34'")
    season = design_year_ls_deg(1)
    if dust == "quiet":
        return design_year_tau(latitude_deg=0, global_storm=False, pressure_pa=pressure_pa)
    if dust == "my28":
        record = columns("mars/dust_my28")
        seen = np.interp(season, record["ls_deg"], record["tau"], period=360)
        return _storm_as_seen(seen, site_background_tau(seen, pressure_pa))
    record = columns("mars/dust_my34")
    rise_sol = sol_of_ls(record["ls_deg"])
    sols = np.arange(season.size, dtype=np.float64)
    rising = np.interp(sols, rise_sol, record["tau"], left=0, right=0)
    # The peak falls between two whole sols: the sol that holds it takes it.
    rising[round(float(rise_sol[-1]))] = record["tau"][-1]
    values = table("mars/dust")
    floor = values.number("storm_floor_tau")
    after = sols - round(float(rise_sol[-1]))
    fading = floor + (record["tau"][-1] - floor) * np.exp(
        -np.maximum(after, 0) / values.number("my34_decay_sol")
    )
    storm = np.where(after > 0, fading, rising)
    return np.maximum(site_background_tau(climatology_tau(season), pressure_pa), storm)


def _storm_as_seen(seen: Floats, carried: Floats) -> Floats:
    """Background carried to the site, storm left as it was: the share of storm grows from tau 1 to 2."""
    share = np.clip(seen - 1, 0, 1)
    return np.asarray(carried * (1 - share) + seen * share)


def tau_from_csv(text: str, file_name: str = "the series") -> Floats:
    r"""A user's own year of optical depth.

    Parameters
    ----------
    text : str
        A CSV with a header and the columns ``tau`` and ``sol`` (every sol from 0 to 668) or ``ls_deg``
        (rising from 0 to 360, no gap wider than 6 degrees). Lines that begin with # are left out.
    file_name : str
        For messages.

    Returns
    -------
    (669,)
        One value a sol.

    Raises
    ------
    ScenarioError
        With the line of every gap, wrong unit and wrong value.

    Examples
    --------
    >>> year = "sol,tau\n" + "".join(f"{sol},0.6\n" for sol in range(669))
    >>> tau_from_csv(year).shape
    (669,)
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1)]
    kept = [(n, line) for n, line in lines if line.strip() and not line.lstrip().startswith("#")]
    problems: list[Problem] = []
    if not kept:
        raise ScenarioError(file_name, [Problem(f"{file_name}:1", "header", "is missing; need sol,tau")])
    header_line = kept[0][0]
    axis, at_axis, at_tau = _header(kept[0][1], f"{file_name}:{header_line}")
    numbers: list[tuple[int, float, float]] = []
    low, high = tau_range("disort")
    for n, line in kept[1:]:
        cells = [cell.strip() for cell in next(csv.reader([line]))]
        where = f"{file_name}:{n}"
        found = _number(cells, at_axis, axis, where, problems), _number(cells, at_tau, "tau", where, problems)
        if math.isnan(found[0]) or math.isnan(found[1]):
            continue
        if not low <= found[1] <= high:
            told = f"must be between {low:g} and {high:g}, got {found[1]:g}"
            cure = "; optical depth has no unit, not per cent" if found[1] > high else ""
            problems.append(Problem(where, "tau", told + cure))
        numbers.append((n, *found))
    if not problems:
        problems += _gaps(axis, numbers, file_name, kept[-1][0])
    if problems:
        raise ScenarioError(file_name, problems[:_MOST_PROBLEMS])
    where_is, tau = (np.array([row[k] for row in numbers]) for k in (1, 2))
    if axis == "sol":
        return np.asarray(
            np.resize(tau, n_design_sols()) if tau.size >= n_design_sols() else np.append(tau, tau[0])
        )
    return np.asarray(np.interp(design_year_ls_deg(1), where_is, tau, period=360))


def _header(line: str, where: str) -> tuple[str, int, int]:
    """Name of the axis, and the places of axis and tau; refuses other units by name."""
    names = [cell.strip().casefold() for cell in next(csv.reader([line]))]
    axes = [name for name in names if name in ("sol", "ls_deg")]
    problems = []
    if not axes:
        cure = f"needs a column 'sol' or 'ls_deg' (sols or degrees, no other unit), got {', '.join(names)}"
        problems.append(Problem(where, "header", cure))
    if "tau" not in names:
        cure = f"needs a column 'tau' (optical depth, no unit), got {', '.join(names)}"
        problems.append(Problem(where, "header", cure))
    if problems:
        raise ScenarioError(where.rpartition(":")[0], problems)
    return axes[0], names.index(axes[0]), names.index("tau")


def _number(cells: Sequence[str], place: int, name: str, where: str, problems: list[Problem]) -> float:
    """A cell as a number; NaN, and a problem, where it is none."""
    text = cells[place] if place < len(cells) else ""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        problems.append(
            Problem(where, name, "is empty: a gap" if not text else f"must be a number, got {text!r}")
        )
        return math.nan
    return value


def _gaps(
    axis: str, rows: Sequence[tuple[int, float, float]], file_name: str, last_line: int
) -> list[Problem]:
    """What is missing or out of order along the axis."""
    problems = []
    if axis == "sol":
        expected = 0
        for n, sol, _ in rows:
            if sol != expected:
                told = f"must be {expected}, got {sol:g}: a gap or not whole sols in order"
                problems.append(Problem(f"{file_name}:{n}", "sol", told))
            expected = math.floor(sol) + 1
        years = (n_design_sols() - 1, n_design_sols())
        if not problems and len(rows) not in years:
            told = f"ends at sol {expected - 1}; a Mars year has {years[0]} or {years[1]} sols, from 0"
            problems.append(Problem(f"{file_name}:{last_line}", "sol", told))
        return problems
    seasons = [row[1] for row in rows]
    if seasons and max(seasons) <= 2 * math.pi:
        told = f"ends at {max(seasons):g}: degrees are wanted, these look like radians"
        return [Problem(f"{file_name}:{last_line}", "ls_deg", told)]
    before = seasons[-1] - 360 if seasons else -math.inf
    for n, ls, _ in rows:
        if not 0 <= ls <= 360:
            problems.append(Problem(f"{file_name}:{n}", "ls_deg", f"must be between 0 and 360, got {ls:g}"))
        elif ls < before or (ls == before and before != 0):
            problems.append(Problem(f"{file_name}:{n}", "ls_deg", f"must rise, got {ls:g} after {before:g}"))
        elif ls - before > _WIDEST_LS_DEG:
            told = f"a gap of {ls - before:g} degrees; at most {_WIDEST_LS_DEG} are bridged"
            problems.append(Problem(f"{file_name}:{n}", "ls_deg", told))
        before = ls
    return problems
