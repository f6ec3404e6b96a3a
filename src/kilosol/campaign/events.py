"""What the trace of a campaign holds: its events, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Kinds of events, in the order in which those of one moment happen.
KINDS = ("home opens", "window", "crew departs", "cargo departs", "crew lands", "cargo lands", "station runs")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Parameters
    ----------
    jd : float [d]
        When.
    kind : str
        One of :data:`KINDS`.
    window : int
        Year of the window, or of the way home.
    text : str
        What happened, in one sentence.
    """

    jd: float
    kind: str
    window: int
    text: str


@dataclass(slots=True)
class Trace:
    """One campaign from its first window to its end.

    Parameters
    ----------
    campaign : int
        Which of the seed's campaigns.
    events : list of Event
    first_landing_year, first_flight_window, lost_by, crew_fate : int
        As in ``Campaigns``.
    lost_jd, home_jd : float [d]
        As in ``Campaigns``.
    landed_ships, crew_ships_landed, station_running, blocked_mask : list of int
        By window, as in ``Campaigns``; the mask holds the reasons as bits.
    flown : list of bool
    landing_belief_mean, propellant_t : list of float
    """

    campaign: int
    events: list[Event] = field(default_factory=list)
    first_landing_year: int = 0
    first_flight_window: int = 0
    lost_by: int = -2
    crew_fate: int = 0
    lost_jd: float = 0.0
    home_jd: float = 0.0
    landed_ships: list[int] = field(default_factory=list)
    crew_ships_landed: list[int] = field(default_factory=list)
    station_running: list[int] = field(default_factory=list)
    blocked_mask: list[int] = field(default_factory=list)
    flown: list[bool] = field(default_factory=list)
    landing_belief_mean: list[float] = field(default_factory=list)
    propellant_t: list[float] = field(default_factory=list)
