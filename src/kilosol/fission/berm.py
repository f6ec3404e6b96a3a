"""Regolith as a shield: how thick, how much to move, how long it takes; and why an open pit is none.

Over Mars the air sends neutrons back down: a reactor in an open pit or behind a wall without a roof still
gives one or two percent of its bare dose at 500 m to 1 km. On an airless world the same pit would do. Water
decides the thickness: from dry to 2 percent it falls by a third. If the water is not known, take none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kilosol.data import table
from kilosol.fission.attenuation import Material, attenuation, attenuation_frac, thickness_for_m
from kilosol.fission.dose import (
    default_limit_msv_year,
    dose_msv_year,
    needed_attenuation_frac,
    open_pit_frac,
)
from kilosol.limits import Floats, require

Way = Literal["cover", "wall", "open_pit", "plugged_pit"]
WAYS: tuple[Way, ...] = ("cover", "wall", "open_pit", "plugged_pit")

# Part by which a dose may exceed a limit that its thickness was computed for: rounding only.
_LIMIT_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Earthwork:
    """One way to shield a bare unit with regolith.

    Parameters
    ----------
    way : {"cover", "wall", "open_pit", "plugged_pit"}
        A mound all round and above; a ring wall open above; a pit; a pit with a plug on it.
    thickness_m : float [m]
        Least regolith on any straight line to people; the pit's is the ground itself, NaN.
    plug_m : float [m]
        Thickness of the plug, 0 without.
    plug_kg : float [kg]
        Mass of a plug brought from Earth; 0 if it is regolith.
    moved_m3 : float [m3]
        Regolith to dig and to heap, each cubic metre counted once a move.
    work_hour : float [h]
        Labour: hours of whoever `hour_per_m3` was given for.
    dose_msv_year : float [mSv/yr]
        What the unit then gives at the distance, in a year of full power.
    holds : bool
        Whether that is within the limit.
    """

    way: Way
    thickness_m: float
    plug_m: float
    plug_kg: float
    moved_m3: float
    work_hour: float
    dose_msv_year: float
    holds: bool


def berm_thickness_m(
    thermal_kwt: Floats, distance_m: Floats, water_frac: float, limit_msv_year: Floats | None = None
) -> Floats:
    """Regolith all round and above a unit that holds a limit.

    Parameters
    ----------
    thermal_kwt : (*batch,) [kW]
        Core heat, 0 or more.
    distance_m : (*batch,) [m]
        From core to people, 10 to 5000; beyond 2000 extrapolated.
    water_frac : float [1]
        Water in the regolith by mass, 0 to 0.1; 0.02 is common dry ground. If it is not known, take 0.
    limit_msv_year : (*batch,), optional [mSv/yr]
        Limit, positive; cited default 50.

    Returns
    -------
    (*batch,) [m]   0 where a bare unit meets the limit. Within some 20 percent.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Thickness at 0.1 and 0.01 of the bare dose is tabulated by Monte Carlo; deeper, the line through the
    two in log dose is prolonged. Above 0.1 the full first tenth is taken, because thin regolith first
    RAISES the dose. Linear in water between tabulated contents, which errs to the thick side.

    Examples
    --------
    >>> round(float(berm_thickness_m(175.0, 1000.0, 0.0)), 1)
    3.7
    """
    limit = default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    through = needed_attenuation_frac(thermal_kwt, distance_m, limit)
    return thickness_for_m("regolith", through, water_frac)


def earthwork(
    way: Way,
    thermal_kwt: float,
    distance_m: float,
    water_frac: float,
    limit_msv_year: float | None = None,
    *,
    plug: Material = "regolith",
    hour_per_m3: float | None = None,
) -> Earthwork:
    """Regolith round one bare unit: what it takes and what it gives.

    Parameters
    ----------
    way : {"cover", "wall", "open_pit", "plugged_pit"}
        See :class:`Earthwork`. What comes over a wall and out of a pit is tabulated from 100 m to 1 km: a
        pit's figures at other distances are refused.
    thermal_kwt : float [kW]
        Core heat, 0 or more.
    distance_m : float [m]
        From core to people, 10 to 5000; 100 to 1000 for all but a cover.
    water_frac : float [1]
        Water in the regolith by mass, 0 to 0.1.
    limit_msv_year : float, optional [mSv/yr]
        Limit, positive; cited default 50.
    plug : {"regolith", "lih", "b4c", "beo"}
        Of what the plug is.
    hour_per_m3 : float, optional [h]
        Labour to move a cubic metre, positive: a robot's hours if the answer shall be robots' hours.

    Returns
    -------
    Earthwork

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Loose regolith stands at 35 degrees. Every surface keeps the thickness to the unit's edge, measured
    across. The open sky above a wall is taken as that above the computed pit, which is the least a wall
    without a roof lets through.

    Examples
    --------
    >>> pit = earthwork("open_pit", 175.0, 1000.0, 0.02)
    >>> pit.holds, round(pit.dose_msv_year)
    (False, 4655)
    >>> work = earthwork("plugged_pit", 175.0, 1000.0, 0.02)
    >>> work.holds, round(work.plug_m, 2)
    (True, 1.75)
    """
    require(way in WAYS, "way", repr(way), f"one of {', '.join(WAYS)}")
    limit = default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    cited = table("fission/earthworks")
    hours = cited.number("dig_hour") if hour_per_m3 is None else hour_per_m3
    require(0 < hours < np.inf, "hour_per_m3", hours, "positive [h]")
    bare = float(dose_msv_year(thermal_kwt, distance_m))
    thickness, plug_m, plug_kg = float("nan"), 0.0, 0.0
    if way == "cover":
        thickness = float(berm_thickness_m(thermal_kwt, distance_m, water_frac, limit))
        moved = _mound_m3(thickness)
        left = float(attenuation_frac("regolith", thickness, water_frac))
    elif way == "wall":
        thickness = float(berm_thickness_m(thermal_kwt, distance_m, water_frac, limit))
        moved = _wall_m3(thickness)
        left = float(attenuation_frac("regolith", thickness, water_frac)) + float(open_pit_frac(distance_m))
    else:
        over = float(open_pit_frac(distance_m))
        if way == "plugged_pit":
            plug_m = plug_thickness_m(thermal_kwt, distance_m, limit, plug, water_frac=water_frac)
            over *= float(attenuation_frac(plug, plug_m, water_frac if plug == "regolith" else 0.0))
        moved, plug_m3 = _pit_m3(plug_m)
        left = over
        if plug == "regolith":
            moved += plug_m3
        else:
            plug_kg = 1e3 * attenuation(plug).density_g_cm3 * plug_m3
    # The thickness was cut to meet the limit: rounding must not turn that into a miss.
    holds = bare * left <= limit * (1 + _LIMIT_TOLERANCE)
    return Earthwork(way, thickness, plug_m, plug_kg, moved, moved * hours, bare * left, holds)


def plug_thickness_m(
    thermal_kwt: float,
    distance_m: float,
    limit_msv_year: float | None = None,
    plug: Material = "regolith",
    *,
    water_frac: float = 0.0,
) -> float:
    """Plug on a pit that holds a limit.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, 0 or more.
    distance_m : float [m]
        From pit to people, 100 to 1000.
    limit_msv_year : float, optional [mSv/yr]
        Limit, positive; cited default 50.
    plug : {"regolith", "lih", "b4c", "beo"}
        Its material.
    water_frac : float [1]
        Water of a regolith plug by mass, 0 to 0.1.

    Returns
    -------
    float [m]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    What the open pit gives, weakened by the plug as a point source's dose is. A plug's own skyshine is that
    of the pit: what passes it goes up as before.

    Examples
    --------
    >>> round(plug_thickness_m(175.0, 1000.0, plug="lih"), 2)
    0.36
    """
    limit = default_limit_msv_year() if limit_msv_year is None else limit_msv_year
    need = float(needed_attenuation_frac(thermal_kwt, distance_m, limit))
    over = float(open_pit_frac(distance_m))
    water = water_frac if plug == "regolith" else 0.0
    return float(thickness_for_m(plug, min(need / over, 1.0), water))


def side_cover_m3() -> float:
    """Regolith heaped to the rim of one unit's sides, its top left open [m3].

    Notes
    -----
    A ring with the section of a triangle at the angle of repose (Pappus).

    Examples
    --------
    >>> round(side_cover_m3(), 1)
    12.3
    """
    cited = table("fission/earthworks")
    radius, height = cited.number("unit_radius_m"), cited.number("unit_height_m")
    foot = height / np.tan(np.radians(cited.number("repose_deg")))
    return float(2 * np.pi * (radius + foot / 3) * height * foot / 2)


def _mound_m3(thickness_m: float) -> float:
    """A cone's slice at the angle of repose that keeps its distance from the unit's upper edge."""
    cited = table("fission/earthworks")
    radius, height = cited.number("unit_radius_m"), cited.number("unit_height_m")
    if thickness_m <= 0:
        return 0.0
    slope = float(np.radians(cited.number("repose_deg")))
    top = radius + thickness_m * np.tan(slope / 2)
    foot = radius + height / np.tan(slope) + thickness_m / np.sin(slope)
    mound = np.pi / 3 * (height + thickness_m) * (top**2 + top * foot + foot**2)
    return float(mound - np.pi * radius**2 * height)


def _wall_m3(thickness_m: float) -> float:
    """A ring wall, both faces at the angle of repose, as thick at its crest."""
    cited = table("fission/earthworks")
    height = cited.number("wall_height_m")
    spread = height / np.tan(np.radians(cited.number("repose_deg")))
    middle = cited.number("unit_radius_m") + cited.number("wall_gap_m") + spread + thickness_m / 2
    return float(2 * np.pi * middle * height * (thickness_m + spread)) if thickness_m > 0 else 0.0


def _pit_m3(plug_m: float) -> tuple[float, float]:
    """Regolith dug for a pit and filled back round the unit; and the plug, as far over the rim as thick."""
    cited = table("fission/earthworks")
    radius, depth = cited.number("unit_radius_m"), cited.number("pit_depth_m")
    rim = radius + depth / np.tan(np.radians(cited.number("repose_deg")))
    dug = np.pi / 3 * depth * (radius**2 + radius * rim + rim**2)
    back = dug - np.pi * radius**2 * depth
    plug = np.pi * (radius + plug_m) ** 2 * plug_m
    return float(dug + back), float(plug)
