"""Ranges in which the models of a plan were checked, and what of a plan lies outside them.

Each limit names its model and says what happens beyond: the plan goes on, and the reader is told. What a
model cannot do at all is refused elsewhere, with the key to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kilosol.data import columns, table
from kilosol.fission import fission_unit, mass_law
from kilosol.planning.designs import core_heat_kwt
from kilosol.planning.stages import CityAnswer, Power, Transfers
from kilosol.planning.stages.weather import place_of
from kilosol.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Reach:
    """One quantity of a plan beside the range in which its model was checked.

    Parameters
    ----------
    model : str
        Package or stage, as notices name it.
    quantity : str
        What is looked at.
    unit : str
        Empty for counts and ratios.
    low, high : float or None
        Ends of the range; None where it has none.
    value : float
        Of this plan.
    beyond : str
        What the model does outside.
    """

    model: str
    quantity: str
    unit: str
    low: float | None
    high: float | None
    value: float
    beyond: str

    @property
    def is_within(self) -> bool:
        """Whether the value lies in the range, its ends included."""
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def allowed(self) -> str:
        """The range in words.

        Examples
        --------
        >>> Reach("loads", "people", "", None, 8.0, 40.0, "").allowed
        'people: at most 8'
        """
        unit = f" {self.unit}" if self.unit else ""
        if self.low is None:
            return f"{self.quantity}: at most {self.high:g}{unit}"
        if self.high is None:
            return f"{self.quantity}: at least {self.low:g}{unit}"
        return f"{self.quantity}: {self.low:g} to {self.high:g}{unit}"

    def as_notice(self) -> dict[str, Any]:
        """Model, what, limit and value, as in verdict.json; marked as outside, not as first fidelity."""
        unit = f" {self.unit}" if self.unit else ""
        return {
            "model": self.model,
            "what": self.beyond,
            "limit": self.allowed,
            "value": f"{self.value:.4g}{unit}",
            "is_outside": True,
        }


def reaches(scenario: Scenario, transfers: Transfers, power: Power, city: CityAnswer) -> tuple[Reach, ...]:
    """Every quantity of a plan that has a range, in the order of the stages.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    power : Power
    city : CityAnswer

    Returns
    -------
    tuple of Reach
    """
    return (
        *_of_the_way(scenario, transfers),
        *_of_the_place(scenario, power),
        *_of_the_base(scenario),
        *_of_the_station(power),
        *_of_the_city(city),
    )


def find_beyond(
    scenario: Scenario, transfers: Transfers, power: Power, city: CityAnswer
) -> list[dict[str, Any]]:
    """Notices of what lies outside the range of its model; none for a plan that stays inside."""
    return [r.as_notice() for r in reaches(scenario, transfers, power, city) if not r.is_within]


def _of_the_way(scenario: Scenario, transfers: Transfers) -> Iterator[Reach]:
    limits = table("campaign/validity")
    flown = {f.window for f in scenario.flights}
    arcs = [a for w in transfers.windows if w.year in flown for a in (w.type1, w.type2, w.crew) if a]
    yield Reach(
        "transfer", "launch energy C3", "km²/s²", None, limits.number("high_c3_km2_s2"),
        max(scenario.transfer.max_c3_km2_s2, min(a.c3_km2_s2 for a in arcs)),
        "The scenario allows dearer arcs than the search for windows covers: cheaper or faster ones may be "
        "missed.",
    )  # fmt: skip
    engine = table("ships/starship-v3")["isp_s"]
    yield Reach(
        "ships", "specific impulse", "s", engine.low, engine.high, scenario.ship.isp_s,
        "Other engines than those of the ship whose masses the plan takes: methane and oxygen do not "
        "give it.",
    )  # fmt: skip


def _of_the_place(scenario: Scenario, power: Power) -> Iterator[Reach]:
    sites, place = columns("mars/sites"), place_of(scenario)
    yield Reach(
        "mars", "distance from the equator", "°", None, float(abs(sites["latitude_deg"]).max()),
        abs(place.latitude_deg),
        "Nearer to a pole than any site that light and ground were checked at: caps of frost and polar dust "
        "are not in the model.",
    )  # fmt: skip
    heights = sites["elevation_km"]
    yield Reach(
        "mars", "elevation", "km", float(heights.min()), float(heights.max()), place.elevation_km,
        "Higher or lower than any site that pressure was checked at; thin air also lands less than the plan "
        "assumes.",
    )  # fmt: skip
    storm = table("mars/dust")["storm_peak_tau"]
    yield Reach(
        "mars", "optical depth", "", None, storm.high, float(power.weather.tau.max()),
        "Thicker dust than any rover has seen: light, sky and ground are extrapolated.",
    )  # fmt: skip


def _of_the_base(scenario: Scenario) -> Iterator[Reach]:
    most = table("loads/life_support").number("n_cdra_people")
    yield Reach(
        "loads", "people", "", None, most, float(scenario.crew.people),
        "More people than one set of life support serves: published loads of a small base are scaled by "
        "head, without the savings or the spares of a large one.",
    )  # fmt: skip


def _of_the_station(power: Power) -> Iterator[Reach]:
    limits, plant = table("campaign/validity"), power.chosen.sized.plant
    for block in plant.fission:
        if block.n_units == 0:
            continue
        unit = fission_unit(block.technology)
        law = mass_law()
        yield Reach(
            "fission", f"power of a unit of {unit.title}", "kW", law.low_kwe, law.high_kwe, unit.power_kwe,
            "The sum of components behind radiator and chances was checked on units of this range; mass and "
            "power are the published ones.",
        )  # fmt: skip
        yield Reach(
            "shield", f"core heat of {unit.title}", "kW", limits.number("low_core_kwt"),
            limits.number("high_core_kwt"), core_heat_kwt(unit),
            "The core's size, and with it the shield's mass, is extrapolated.",
        )  # fmt: skip
    if plant.battery_kwh > 0.0:
        yield Reach(
            "storage", "battery", "kWh", limits.number("pack_kwh"), None, plant.battery_kwh,
            "Smaller than the packs whose specific mass is taken: cells, case and converter weigh more.",
        )  # fmt: skip


def _of_the_city(city: CityAnswer) -> Iterator[Reach]:
    yield Reach(
        "city", "people at the horizon (median)", "",
        table("campaign/validity").number("n_city_people"), None, float(city.verdict["people_p50"]),
        "Too few people for what a settlement makes itself on average: closure and capital say little.",
    )  # fmt: skip
