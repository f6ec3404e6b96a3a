"""The tables of a scenario, in the order in which the file holds them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import create_model, model_validator

from kilosol.campaign.gates import TESTS, GateLimits, GateTest
from kilosol.scenario.fields import Section, above, below, number, words

Architecture = Literal["fission", "solar", "hybrid"]


class Site(Section):
    """Where the base stands; a known site by name, moved or wholly described by three numbers."""

    name: str = words("Name of a known site, or any new name with all three coordinates", min_length=1)
    latitude_deg: float | None = number(-90, 90, "Areocentric latitude, north positive", default=None)
    east_longitude_deg: float | None = below(0, 360, "Longitude, east positive", default=None)
    elevation_km: float | None = number(-9, 22, "Height above the MOLA areoid", default=None)


class Weather(Section):
    """The Mars year that the station is sized and tested on, and the odds of others."""

    global_storm: bool = words("Whether that year holds a global dust storm")
    storm_onset_ls_deg: float = below(0, 360, "Solar longitude at which the storm begins")
    storm_peak_tau: float = number(0, 12, "Visible optical depth at the storm's peak")
    storm_shape: Literal["meridiani-2007", "viking1-1977a", "viking1-1977b", "meridiani-2018"] = words(
        "Storm on record whose course that one takes, scaled to the peak", default="meridiani-2007"
    )
    storm_per_mars_year: float = number(
        0, 1, "Chance of a global storm in a Mars year drawn at random", unit="1"
    )
    tau_series: str | None = words(
        "CSV of your own dust (columns sol or ls_deg, and tau) for the design year", default=None
    )


class Ship(Section):
    """The ship that lands cargo and people, and the tankers that fill it."""

    payload_t: float = above(0, 1000, "Landed on Mars by a cargo ship")
    dry_mass_t: float = above(0, 2000, "Ship without propellant and payload")
    propellant_t: float = above(0, 10000, "Tanks full in low Earth orbit")
    isp_s: float = number(200, 1000, "Specific impulse in vacuum")
    tanker_delivers_t: float = above(0, 2000, "Propellant that one tanker flight brings to orbit")
    boil_off_frac: float = below(0, 1, "Part of what the tankers bring that is lost before departure")
    return_payload_t: float = number(0, 1000, "People, cabin stores and samples brought home")
    return_delta_v_km_s: float | None = number(
        5,
        15,
        "From the surface of Mars to the way home; left out, it follows from the crew's own arc home",
        default=None,
    )


class Transfer(Section):
    """Limits on the ways from Earth to Mars and home, and what the crew's flights are best in."""

    max_c3_km2_s2: float = number(5, 200, "Launch energy that ships may use")
    max_entry_km_s: float = number(5, 15, "Inertial entry speed at Mars, 125 km up")
    max_crew_tof_days: float = number(60, 400, "Longest flight of a crew to Mars", unit="d")
    max_declination_deg: float = number(
        0, 90, "Declination of a crew's departure asymptote, north or south", default=90.0
    )
    parking_inclination_deg: float = number(
        0, 90, "Of the orbit about Earth in which ships are filled", default=28.5
    )
    launch_site_latitude_deg: float = number(
        -90, 90, "Of the launch site; no orbit lies lower than it", default=28.5
    )
    max_return_c3_km2_s2: float = number(3, 200, "Departure energy on the way home", default=16.0)
    max_earth_entry_km_s: float = number(
        11.1, 20, "Inertial entry speed at Earth on the way home, 125 km up", default=14.0
    )
    max_return_tof_days: float = number(60, 400, "Longest flight of a crew home", unit="d", default=210.0)
    crew_objective: Literal["energy", "shortest", "entry", "landing"] = words(
        "What a crew's flights are best in: departure energy, days, entry speed or day of landing",
        default="energy",
    )
    launch_period_days: int = number(
        1,
        100,
        "Days in a row on which a crew must be able to leave for one landing, every limit kept",
        unit="d",
        default=10,
    )
    margin_frac: float = below(0, 1, "Part of each limit that a crew's flights leave unused", default=0.0)
    min_stay_days: float = number(
        0, 1500, "Shortest stay of a crew on Mars before it leaves for home", unit="d", default=30.0
    )


class Flight(Section):
    """Ships that leave Earth in one launch window, if the fleet is ready."""

    window: int = number(2020, 2070, "Year in which the window's minimum-energy departure falls", unit="")
    cargo_ships: int = number(0, 100000, "Ships without people")
    crew_ships: int = number(0, 100000, "Ships with people, held back until the gates open", default=0)
    robots: int = number(0, 1000000, "Humanoid robots on board of all of them")
    brings_station: bool = words("Whether the power station is on board", default=False)
    brings_plant: bool = words(
        "Whether a propellant plant of its own is on board; if on none, it comes with the station",
        default=False,
    )


class Fleet(Section):
    """Growth after the last listed window, readiness, and how many ships can be filled."""

    growth_factor: float = number(0, 10, "Ships of a window over those of the window before")
    max_ships: int = number(1, 100000, "Most ships in one window")
    ready_frac: float | None = above(
        0,
        1,
        "Chance that the fleet flies a given window, before it has flown any; left out, by the windows that "
        "were announced and flown or not",
        default=None,
    )
    ready_again_frac: float = above(0, 1, "The same once it has flown one")
    launches_per_year: float | None = number(
        0,
        100000,
        "Launches a year of ships and tankers; left out, by the record's pace, licences and pads",
        default=None,
    )
    launch_growth_factor: float | None = number(
        0.5, 10, "Launches of a year over those of the year before, until licences or pads bind", default=None
    )
    other_launches_frac: float | None = number(
        0, 1, "Part of all launches that others take: satellites, the Moon", default=None
    )
    tankers_per_ship: float | None = number(
        0, 1000, "Tanker loads that fill one ship; left out, by the flight of its window", default=None
    )
    failed_tanker_frac: float | None = below(
        0, 1, "Part of the tanker flights that bring nothing", default=None
    )
    failed_transfer_frac: float | None = below(
        0, 1, "Part of the loads that are lost at the transfer", default=None
    )
    ships_built_per_year: float | None = number(
        0, 100000, "Ships built in a year; left out, one for each launch of the record's pace", default=None
    )
    filled_first: Literal["crew", "cargo", "share"] = words(
        "Whose ships are filled first: crew, cargo, or both in the share in which they are listed",
        default="crew",
    )


class Landing(Section):
    """What is believed about landings before the first, and how fast it is learned."""

    prior_success: float = above(0, 1000, "Successes that the prior belief is worth (Beta alpha)")
    prior_failure: float = above(0, 1000, "Failures that the prior belief is worth (Beta beta)")
    failure_discount_frac: float = number(
        0, 1, "Part of each failure found and mended before the next window"
    )
    crew_margin_frac: float = number(0, 1, "Part of the failures that a crewed ship's extra care removes")
    success_frac: float | None = number(
        0, 1, "Fixes the chance of a landing instead of learning it", default=None
    )


class Crew(Section):
    """The people of the first landing."""

    people: int = number(1, 1000, "Of the first landing, and of the base sized here")
    first_window: int = number(2020, 2070, "No crew ship leaves before this window", unit="")
    stores_sols: float = number(0, 10000, "Food, water and oxygen sent ahead", unit="sol")
    career_limit_msv: float = above(0, 10000, "Dose that a crew member may receive in a career")


class Robots(Section):
    """Humanoid robots, in the precursor phase and at the base."""

    active_hours_per_sol: float = number(0, 24, "Work of one robot in a sol", unit="h")
    active_kw: float = number(0, 10, "Power of one robot at work")
    idle_kw: float = number(0, 10, "Power of one robot awake and at rest")
    keep_warm_kw: float = number(0, 10, "Heat to keep one robot alive when it does not work")
    n_at_base: int = number(0, 1000000, "Robots at the base when people live there")


class Base(Section):
    """What the base does beside keeping its crew alive."""

    food_by_lamps_frac: float = number(0, 1, "Part of the food grown under lamps")
    propellant_t_per_synod: float = number(0, 100000, "Made from the base's own power", unit="t")
    growth_frac: float = number(0, 5, "Margin on every load")
    load_series: str | None = words(
        "CSV of your own load of the crewed base (vital_kw, essential_kw, deferrable_kw, sheddable_kw)",
        default=None,
    )


class Propellant(Section):
    """The question of the way home."""

    ships_to_refuel: int = number(0, 1000, "Ships whose tanks are filled on Mars")
    case: Literal["low", "mid", "high"] = words("Energy per kilogram of propellant")
    availability_frac: float = above(0, 1, "Part of the time that the plant runs")
    production_days: float = above(
        0, 10000, "From a running plant to the crew's departure for home", unit="d"
    )


class Home(Section):
    """The way home: by which route, whose, and how its parts reach Mars."""

    route: str = words(
        "Route home by name or label; `kilosol plan --routes` shows them all",
        default="when-the-base-can",
        min_length=1,
    )
    route_file: str | None = words("TOML file of a route of your own, in its place", default=None)
    announced_by: str = words(
        "Who has announced this way home; empty: nobody has, and it is a choice of the scenario", default=""
    )
    plant: Literal["first", "mature"] = words(
        "Energy per kilogram of a plant of its own: the first of its kind, or one built often",
        default="mature",
    )
    first_window: int | None = number(
        2020, 2070, "First window whose cargo ships carry parts of it; left out: the first flight",
        unit="", default=None,
    )  # fmt: skip
    cargo_frac: float = above(
        0, 1, "Part of each of those ships that they may fill until all of it has landed", default=0.5
    )


class Power(Section):
    """Which stations are compared, and what they must ride through."""

    architectures: tuple[Architecture, ...] = words("Kinds of station to compare", min_length=1, strict=False)
    own_technology: str = words("Fission unit of another provider, to compare with", min_length=1)
    own_on_offer: bool = words("Whether that unit is to be had in time, so that it may be chosen")
    array_cleaning_sols: int = number(
        1, 669, "Sols between two cleanings of the arrays by robots", unit="sol"
    )
    n_units_tripped: int = number(0, 100, "Fission units out at once that the base must ride through")
    min_deferrable_frac: float = number(0, 1, "Part of the deferrable energy to serve in the year")
    vital_reserve_hours: float = number(
        0, 20000, "Propellant kept to burn for vital loads alone, in hours of their mean demand", unit="h"
    )
    trip_hours: float = number(0, 20000, "Length of that outage", unit="h")
    standoff_m: float = number(100, 2000, "Reactor to habitat; the dose rule holds to 2 km")
    dose_limit_msv_year: float = above(0, 1000, "At the habitat, from the reactor alone")
    unit_failure_factor: float = number(0, 100, "Multiplies the failure rate of every unit")
    vital_risk_frac: float = above(
        0, 1, "Highest chance, in a year, of vital loads dark for longer than can be borne", default=1e-3
    )
    essential_short_sols: float = number(
        0, 669, "Highest mean time in a year with essential loads short", unit="sol", default=1.0
    )
    propellant_on_time_frac: float = above(
        0, 1, "Least chance that a year's deferrable work is done", default=0.99
    )


class StationPartner(Section):
    """A partner's offer of the power station."""

    offered: bool = words("Whether the offer stands; false: the fallback follows as if the partner had left")
    provider: str = words("Who offers it", alias="from", min_length=1)
    offered_on: date = words("Day of the offer")
    technology: str = words("Fission unit that stands in for the offered one", min_length=1)
    claimed_alternatives: tuple[str, ...] = words("Other units it might turn out to be", strict=False)
    unpublished: tuple[str, ...] = words(
        "What the partner has not said of its own unit: power, mass, date", strict=False, default=()
    )
    n_units: int = number(1, 100, "Units of the station")
    first_window: int = number(2020, 2070, "First window in which it can leave Earth", unit="")
    works_frac: float = number(0, 1, "Chance, per window from then on, that it is landed and runs")
    withdrawn_per_window: float | None = number(
        0,
        1,
        "Chance, per window before delivery, that the partner leaves; left out, by the joint missions that "
        "partners kept to or left",
        unit="1",
        default=None,
    )
    fallback_delay_windows: int = number(0, 20, "Windows after which solar and storage follow")
    delayed_per_window: float = number(
        0, 1, "Chance, per window, that it misses its ship and waits for the next", unit="1", default=0.0
    )


class Partners(Section):
    """Contributions of partners."""

    station: StationPartner = words("The power station")


class System(Section):
    """Something that must be ready beside money and will, from some day on with a hazard a year."""

    name: str = words("What it is", min_length=1)
    needed_for: Literal["fleet", "crew", "licence", "station", "plant"] = words(
        "What cannot fly without it: any ship, crew ships (for hardware or a licence), station or plant"
    )
    not_before: date = words("Earliest day on which it is ready")
    ready_per_year: float = number(
        0, 1000, "Chance per year, as a hazard, that it gets ready after it", unit="1"
    )


class _NamedGates(Section):
    """What must have happened before a crew ship leaves Earth."""

    preset: Literal["own", "cautious", "nasa-like", "spacex-like"] = words(
        "Fills the keys that are left out; own: every number is stated here", default="own"
    )
    style: str = words("A label; the numbers decide", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _filled_from_preset(cls, values: object) -> object:
        if not isinstance(values, dict) or values.get("preset", "own") == "own":
            return values
        # What is no text has no hash, perhaps; the field itself then refuses it.
        if not isinstance(values["preset"], str) or values["preset"] not in gate_presets():
            return values
        return {"style": values["preset"], **gate_presets()[values["preset"]], **values}


def _key_of(test: GateTest) -> tuple[type, Any]:
    """Type and field of a gate's number; zero switches it off."""
    default: dict[str, Any] = {} if test.is_stated else {"default": test.kind(0)}
    if test.kind is bool:
        return bool, words(test.words, **default)
    return test.kind, number(0, test.most, test.words, unit=test.unit, **default)


if TYPE_CHECKING:

    class Gates(_NamedGates):
        """One key for every test of the campaign's table of gates."""

        def __getattr__(self, name: str) -> Any: ...
else:
    Gates = create_model(
        "Gates",
        __base__=_NamedGates,
        __doc__=_NamedGates.__doc__,
        __module__=__name__,
        **{limit: _key_of(TESTS[limit][1]) for limit in GateLimits.__slots__},
    )


def gate_preset_keys() -> tuple[str, ...]:
    """Keys that the named sets of gates fill."""
    from kilosol.data import table

    return tuple(table("campaign/gates").text["keys"])


def gate_presets() -> dict[str, dict[str, object]]:
    """Named sets of gates: name -> the keys that it fills.

    Examples
    --------
    >>> gate_presets()["spacex-like"]["min_landings"]
    3
    """
    from kilosol.data import table

    cited = table("campaign/gates")
    found: dict[str, dict[str, object]] = {}
    for name in cited.text["names"]:
        numbers = {key: cited.number(f"{name}_{key}") for key in cited.text["keys"]}
        found[name] = {key: TESTS[key][1].kind(value) for key, value in numbers.items()}
    return found


class City(Section):
    """From the base to a city that lives without deliveries."""

    migrants_per_ship: float = number(0, 1000, "On a crewed ship once the base stands")
    migrant_ships_frac: float = number(0, 1, "Part of the fleet that carries people")
    power_kwe_per_person: float = above(
        0, 1000, "Food, life support, transport and industry, all electric, for each person", unit="kW"
    )
    imported_kg_per_kwe: float = number(0, 10000, "Specific mass of imported power", unit="kg/kW")
    max_closure_frac: float = number(0, 1, "Part, by mass, of what a large city can make itself")
    half_closure_people: float = above(0, 10000000, "City size at which half of that is reached")
    import_stop_years: int = number(1, 200, "How long it must live after the last delivery", unit="yr")
    pass_frac: float = above(0, 1, "Part of the draws of each campaign that must survive")
