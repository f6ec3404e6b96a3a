"""Heat balance of a habitat: heating and cooling over the hours of a year.

First fidelity: one lump at constant temperature, a hull with one conductance to one effective sink; no sun
through windows, no heat into the ground, no storage over the sol. Waste heat of the station counts only over
a stated pipe; by default there is none, for the reactor stands a kilometre away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import Floats, require
from kilosol.loads.crew import crew_flows


@dataclass(frozen=True, slots=True)
class HeatBalance:
    """Heat of a habitat; every field has the shape of the outside temperatures.

    Parameters
    ----------
    loss_kw : (*batch,) [kW]
        Through the hull.
    inside_kw : (*batch,) [kW]
        From people and from electricity used inside.
    piped_kw : (*batch,) [kW]
        Waste heat used, never more than is needed.
    heater_kw, cooling_kw : (*batch,) [kW]
        Heat from electric heaters; heat to reject by radiators.
    electric_kw : (*batch,) [kW]
        Electricity of heaters and cooling pumps.
    """

    loss_kw: Floats
    inside_kw: Floats
    piped_kw: Floats
    heater_kw: Floats
    cooling_kw: Floats
    electric_kw: Floats


def heat_balance(
    outside_k: Floats,
    n_people: float,
    inside_electric_kw: Floats,
    *,
    hull_w_k: float | None = None,
    inside_k: float | None = None,
    piped_kw: Floats = 0.0,
) -> HeatBalance:
    """Heating and cooling that hold a habitat at its temperature.

    Parameters
    ----------
    outside_k : (*batch,) [K]
        Effective sink round the hull, 100 to 330.
    n_people : float
        People inside, 0 or more.
    inside_electric_kw : (*batch,) [kW]
        Electricity used inside, all of which ends as heat; 0 or more.
    hull_w_k : float, optional [W/K]
        Conductance of the whole hull; by default 5 for each person, at least one.
    inside_k : float, optional [K]
        Cabin, 273 to 313; cited default 294.
    piped_kw : (*batch,) [kW]
        Waste heat at hand (:func:`piped_heat_kw`), 0 or more.

    Returns
    -------
    HeatBalance

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Loss U (Ti - To); what people and machines give beyond it is rejected, what is short is heated, by
    piped heat first.

    Examples
    --------
    >>> empty = heat_balance(164.0, 0, 0.0, hull_w_k=30.0)
    >>> round(float(empty.heater_kw), 2)
    3.9
    """
    cited = table("loads/heat")
    outside = np.asarray(outside_k, dtype=np.float64)
    electric = np.asarray(inside_electric_kw, dtype=np.float64)
    pipe = np.asarray(piped_kw, dtype=np.float64)
    low, high = cited.number("coldest_outside_k"), cited.number("hottest_outside_k")
    require((outside >= low) & (outside <= high), "outside_k", outside_k, f"from {low:g} to {high:g} [K]")
    require(np.isfinite(n_people) and n_people >= 0, "n_people", n_people, "0 or more")
    require(
        np.isfinite(electric) & (electric >= 0), "inside_electric_kw", inside_electric_kw, "0 or more [kW]"
    )
    require(np.isfinite(pipe) & (pipe >= 0), "piped_kw", piped_kw, "0 or more [kW]")
    hull = cited.number("hull_w_k") * max(n_people, 1.0) if hull_w_k is None else hull_w_k
    require(hull > 0, "hull_w_k", hull_w_k, "positive [W/K]")
    cabin = cited.number("comfort_k") if inside_k is None else inside_k
    coolest, warmest = cited.number("coolest_k"), cited.number("warmest_k")
    require(coolest <= cabin <= warmest, "inside_k", cabin, f"from {coolest:g} to {warmest:g} [K]")
    loss = hull * (cabin - outside) / 1000
    inside = electric + crew_flows(n_people).heat_w / 1000
    short = np.maximum(0.0, loss - inside)
    used = np.minimum(short, pipe)
    heater = short - used
    cooling = np.maximum(0.0, inside - loss)
    pumps = cited.number("cooling_frac") * cooling
    return HeatBalance(
        loss_kw=loss[()],
        inside_kw=(inside + 0 * loss)[()],
        piped_kw=used[()],
        heater_kw=heater[()],
        cooling_kw=cooling[()],
        electric_kw=(heater + pumps)[()],
    )


def piped_heat_kw(
    source_kw: Floats, pipe_m: float | None = None, outside_k: Floats | None = None
) -> tuple[Floats, float]:
    """Waste heat that reaches the habitat over a pipe, and the power of its pumps.

    Parameters
    ----------
    source_kw : (*batch,) [kW]
        Heat that the station rejects, 0 or more.
    pipe_m : float, optional [m]
        Length of the pipe one way, positive; None, the default, is no pipe and no heat.
    outside_k : (*batch,) [K], optional
        Temperature round the pipe; cited default 210.

    Returns
    -------
    tuple of (*batch,) [kW] and float [kW]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Flow and return lose U L (Tp - To) each; the pumps take a fixed power for each metre.

    Examples
    --------
    >>> heat, pumps = piped_heat_kw(120.0, 1000.0)
    >>> round(float(heat)), round(pumps, 2)
    (64, 0.5)
    >>> [float(kw) for kw in piped_heat_kw(120.0)]
    [0.0, 0.0]
    """
    source = np.asarray(source_kw, dtype=np.float64)
    require(np.isfinite(source) & (source >= 0), "source_kw", source_kw, "0 or more [kW]")
    if pipe_m is None:
        return (0 * source)[()], 0.0
    require(np.isfinite(pipe_m) and pipe_m > 0, "pipe_m", pipe_m, "positive [m]")
    cited = table("loads/heat")
    outside = np.asarray(
        table("loads/isru").number("sink_k") if outside_k is None else outside_k, dtype=np.float64
    )
    lost = 2 * pipe_m * cited.number("pipe_w_m_k") * (cited.number("pipe_k") - outside) / 1000
    heat: Floats = np.maximum(0.0, source - lost)[()]
    return heat, cited.number("pipe_pump_w_m") * pipe_m / 1000


def outside_year_k(latitude_deg: float, ls_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Effective sink round a habitat by sol and Mars hour.

    Parameters
    ----------
    latitude_deg : float [deg]
        Between -70 and 70, north positive.
    ls_deg : (n_sols,) [deg]
        Solar longitude of each sol.

    Returns
    -------
    (n_sols, 24) [K]

    Raises
    ------
    OutOfRange
        If the latitude is outside its range or `ls_deg` no row of numbers.

    Notes
    -----
    The yearly mean of a vertical face (:func:`kilosol.mars.sink_temperature_k`), a daily wave of half the
    gap between the sinks of night and noon, and a yearly wave that takes up the rest of the yearly range.
    The dust of a storm, which narrows the daily wave, is left out.

    Examples
    --------
    >>> year = outside_year_k(40.0, np.array([90.0, 270.0]))
    >>> year.mean(axis=1).round()
    array([205., 175.])
    """
    ls = np.asarray(ls_deg, dtype=np.float64)
    require(ls.ndim == 1 and ls.size > 0 and bool(np.isfinite(ls).all()), "ls_deg", ls.shape, "a row [deg]")
    # Most heat balances take their temperatures from the caller and need no Mars.
    from kilosol.mars import sink_temperature_k

    cited, sink = table("loads/profile"), sink_temperature_k(latitude_deg)
    daily = (cited.number("day_sink_k") - cited.number("night_sink_k")) / 2
    yearly = max(0.0, (sink.max_k - sink.min_k) / 2 - daily)
    turn = 2 * np.pi * (np.arange(24) + 0.5 - cited.number("warmest_hour")) / 24
    # Below the equator winter stands half a year away.
    north = 1.0 if latitude_deg >= 0 else -1.0
    season = np.cos(np.radians(ls - cited.number("winter_ls_deg")))
    wave: NDArray[np.float64] = sink.mean_k - north * yearly * season[:, None] + daily * np.cos(turn)[None, :]
    return wave
