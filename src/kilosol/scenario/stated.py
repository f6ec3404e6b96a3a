"""Everything a user may state, each value in its range."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kilosol.scenario import sections
from kilosol.scenario.fields import Section, number, words


class Stated(Section):
    """What a scenario states; whether it holds together is asked by :class:`kilosol.scenario.Scenario`."""

    schema_version: Literal[1] = words("Version of this file format")
    name: str = words("Short name, used for folders", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: str = words("One line for people", min_length=1)
    as_of: date = words("Day at which claims and evidence are judged")
    horizon_year: int = number(2030, 2070, "Last year that is answered for", unit="")
    seed: int = number(0, 10**12, "Same scenario and seed: same answer")
    draws: int = number(1, 10000000, "Simulated campaigns")
    site: sections.Site = words("Where the base stands")
    weather: sections.Weather = words("The Mars year that the station is tested on")
    ship: sections.Ship = words("The ship and its tankers")
    transfer: sections.Transfer = words("Limits on the way to Mars")
    flights: tuple[sections.Flight, ...] = words(
        "Ships that leave Earth, by window, in ascending order", min_length=1, strict=False
    )
    fleet: sections.Fleet = words("Growth after the last listed window, and readiness")
    landing: sections.Landing = words("What is believed about landings")
    crew: sections.Crew = words("The people of the first landing")
    robots: sections.Robots = words("Humanoid robots")
    base: sections.Base = words("What the base does beside keeping its crew alive")
    propellant: sections.Propellant = words("The question of the way home")
    home: sections.Home = words("The way home: which route", default=sections.Home())
    power: sections.Power = words("Which stations are compared")
    partners: sections.Partners = words("Contributions of partners")
    gates: sections.Gates = words("What must have happened before a crew ship leaves Earth")
    systems: tuple[sections.System, ...] = words(
        "What must be ready beside money and will, by dated hazards", default=(), strict=False
    )
    city: sections.City = words("From the base to a city that stands alone")
