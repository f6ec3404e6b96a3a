"""From landing to full power: what keeps a unit alive, and what its start-up takes.

First fidelity: durations of unloading and cabling are assumptions; energies are those of two studies, scaled
with power where a study gives one power only.
"""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.data import table
from kilosol.limits import require


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline.

    Parameters
    ----------
    what : str
        What is done.
    start_hour, end_hour : float [h]
        From landing.
    power_kw : float [kW]
        Drawn from stores or a small array.
    """

    what: str
    start_hour: float
    end_hour: float
    power_kw: float

    @property
    def energy_kwh(self) -> float:
        """Energy of the step [kWh]."""
        return self.power_kw * (self.end_hour - self.start_hour)


@dataclass(frozen=True, slots=True)
class StartUp:
    """Timeline from landing to full power.

    Parameters
    ----------
    steps : tuple of Step
        In order.
    battery_kwh, array_kwe : float [kWh], [kW]
        What the study behind it carries for the start-up of one unit.
    """

    steps: tuple[Step, ...]
    battery_kwh: float
    array_kwe: float

    @property
    def energy_kwh(self) -> float:
        """Energy from landing to full power [kWh]."""
        return sum(step.energy_kwh for step in self.steps)

    @property
    def hours(self) -> float:
        """Time from landing to full power [h]."""
        return self.steps[-1].end_hour


def start_up(unit_kwe: float, wait_hour: float = 0.0, keep_alive_kw: float | None = None) -> StartUp:
    """Timeline of one unit from landing to full power.

    Parameters
    ----------
    unit_kwe : float [kW]
        Net power of the unit, positive.
    wait_hour : float [h]
        Time it stands before anybody begins to deploy it, 0 or more.
    keep_alive_kw : float, optional [kW]
        What it draws while it waits; cited default 0.106.

    Returns
    -------
    StartUp

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Start-up proper takes 8 h and 4 kWh at 40 kWe; energy goes with power, hours do not. KRUSTY went from cold
    to 800 C in 1.5 h.

    Examples
    --------
    >>> timeline = start_up(40.0)
    >>> round(timeline.steps[-1].energy_kwh, 1)
    4.0
    """
    require(unit_kwe > 0, "unit_kwe", unit_kwe, "positive [kW]")
    require(0 <= wait_hour < float("inf"), "wait_hour", wait_hour, "0 or more [h]")
    cited = table("fission/start_up")
    alive = cited.number("keep_alive_kw") if keep_alive_kw is None else keep_alive_kw
    require(alive >= 0, "keep_alive_kw", keep_alive_kw, "0 or more [kW]")
    size = unit_kwe / cited.number("start_kwe")
    battery = cited.number("start_kwh") * size
    start = cited.number("start_hour")
    clock, steps = 0.0, []
    for what, hours, power in (
        ("waits on its lander", wait_hour, alive),
        ("is moved off and set up", cited.number("place_hour"), alive),
        ("cable is laid, radiators unfold", cited.number("cable_hour"), alive),
        ("is checked", cited.number("check_hour"), alive),
        ("reactor starts, heats up and takes load", start, battery / start),
    ):
        steps.append(Step(what, clock, clock + hours, power))
        clock += hours
    return StartUp(tuple(steps), battery, cited.number("start_array_kwe") * size)
