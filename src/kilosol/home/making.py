"""What a route's plant makes, from what, and the energy that it takes; no atom is won or lost.

Methane comes from water by CO2 + 2 H2O -> CH4 + 2 O2, or from hydrogen that was brought by
CO2 + 2 H2 -> CH4 + O2. Oxygen that neither gives comes from carbon dioxide alone, 2 CO2 -> 2 CO + O2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kilosol.data import table
from kilosol.home.basis import Basis
from kilosol.home.propellant import Tanks
from kilosol.home.routes import Route
from kilosol.loads import formula_atoms, molar_mass_g_mol, plant_energy, sabatier_kg_per_kg_methane
from kilosol.loads.isru import Case

#: Cited roll-up of loads/isru that the steps of a plant with water are taken from.
_STEPS: Case = "mid"


@dataclass(frozen=True, slots=True)
class Made:
    """What a plant turns into what.

    Parameters
    ----------
    takes_t, gives_t : mapping [t]
        Formula -> mass: feeds, and all that comes out, spare oxygen and carbon monoxide too.
    oxygen_t, methane_t : float [t]
        Of the propellant, what is made on Mars.
    spare_oxygen_t : float [t]
        Made beside it: a crew may breathe it.
    feed_t : float [t]
        Hydrogen or water from Earth that goes in.
    energy_kwh, heat_kwh : float [kWh]
        All that the plant takes, and the part of it that may be a reactor's waste heat.
    """

    takes_t: Mapping[str, float]
    gives_t: Mapping[str, float]
    oxygen_t: float
    methane_t: float
    spare_oxygen_t: float
    feed_t: float
    energy_kwh: float
    heat_kwh: float


def made_for(route: Route, tanks: Tanks, basis: Basis) -> Made:
    """What is made for a route's tanks, and the energy for it.

    Parameters
    ----------
    route : Route
        Without parts.
    tanks : Tanks
    basis : Basis

    Returns
    -------
    Made

    Examples
    --------
    Six tonnes of hydrogen make 108 t of propellant at 3.5 parts of oxygen to one of methane:

    >>> from kilosol.home import Basis, Burns, load_route
    >>> methane = 108.0 / 4.5
    >>> made = made_for(load_route("hydrogen-brought"), Tanks(108.0 - methane, methane, 0.0, 0.0, 0),
    ...                 Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0))
    >>> round(made.feed_t, 2)
    6.03
    """
    oxygen_t = tanks.oxygen_t if "oxygen" in route.makes else 0.0
    methane_t = tanks.methane_t if "methane" in route.makes else 0.0
    if not route.makes:
        return Made({}, {}, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    has_hydrogen = "hydrogen" in route.carries
    with_methane = _with_methane_t(methane_t, has_hydrogen) if methane_t > 0.0 else {}
    from_water_t = with_methane.get("O2", 0.0)
    from_air_t = max(oxygen_t - from_water_t, 0.0)
    spare_t = max(from_water_t - oxygen_t, 0.0)
    in_air_t, out_air_t = _from_air_t(from_air_t)
    feed = "H2" if has_hydrogen else "H2O"
    takes = {"CO2": with_methane.get("CO2", 0.0) + in_air_t}
    if methane_t > 0.0:
        takes[feed] = with_methane[feed]
    gives = {"CH4": methane_t, "O2": oxygen_t + spare_t, "CO": out_air_t}
    is_brought = has_hydrogen or "water" in route.carries
    energy, heat = _energy_kwh(route, basis, methane_t, oxygen_t, from_air_t)
    return Made(
        takes_t=takes,
        gives_t={formula: mass for formula, mass in gives.items() if mass > 0.0},
        oxygen_t=oxygen_t,
        methane_t=methane_t,
        spare_oxygen_t=spare_t,
        feed_t=takes.get(feed, 0.0) if is_brought else 0.0,
        energy_kwh=energy,
        heat_kwh=heat,
    )


def element_balance_kg(made: Made) -> dict[str, float]:
    """Element -> what comes out less what goes in: nought, to rounding [kg].

    Examples
    --------
    >>> split = Made({"H2O": 18.015}, {"H2": 2.016, "O2": 15.999}, 0, 0, 0, 0, 0, 0)
    >>> all(abs(kg) < 1e-9 for kg in element_balance_kg(split).values())
    True
    """
    found: dict[str, float] = {}
    for sign, side in ((-1.0, made.takes_t), (1.0, made.gives_t)):
        for formula, mass_t in side.items():
            kilomoles = 1000.0 * mass_t / molar_mass_g_mol(formula)
            for element, n in formula_atoms(formula).items():
                kg = kilomoles * n * molar_mass_g_mol(element)
                found[element] = found.get(element, 0.0) + sign * kg
    return found


def _with_methane_t(methane_t: float, has_hydrogen: bool) -> dict[str, float]:
    """Feeds of so much methane, and the oxygen that comes with it."""
    made = sabatier_kg_per_kg_methane()
    if has_hydrogen:
        # Half of the hydrogen comes back as water, is split and goes round again.
        return {
            "CO2": methane_t * made["carbon_dioxide"],
            "H2": methane_t * made["hydrogen"] / 2.0,
            "O2": methane_t * made["oxygen"] / 2.0,
        }
    return {
        "CO2": methane_t * made["carbon_dioxide"],
        "H2O": methane_t * made["net_water"],
        "O2": methane_t * made["oxygen"],
    }


def _from_air_t(oxygen_t: float) -> tuple[float, float]:
    """Carbon dioxide taken and carbon monoxide let go for oxygen by 2 CO2 -> 2 CO + O2."""
    moles = oxygen_t / molar_mass_g_mol("O2")
    return 2.0 * moles * molar_mass_g_mol("CO2"), 2.0 * moles * molar_mass_g_mol("CO")


def _energy_kwh(
    route: Route, basis: Basis, methane_t: float, oxygen_t: float, from_air_t: float
) -> tuple[float, float]:
    """All the energy of a plant, and the part of it that may be heat.

    A plant whose water or hydrogen is brought is the one with an ice well less what it does not do: the
    water's share, and with hydrogen half of the splitting, which oxygen from carbon dioxide makes up for.
    """
    if basis.kwh_kg is not None:
        whole = 1000.0 * basis.kwh_kg * (methane_t + oxygen_t)
        return whole, whole * _heat_frac(route)
    if methane_t <= 0.0:
        return 1000.0 * oxygen_t * chain_kwh_kg("oxygen", basis), 0.0
    chain = "soil" if route.water_from == "soil" else "ice"
    per_kg = chain_kwh_kg(chain, basis)
    whole = 1000.0 * (methane_t + oxygen_t) * per_kg
    steps = plant_energy(_STEPS)
    if "water" in route.carries:
        return whole * (1.0 - steps.water_kwh_kg / steps.total_kwh_kg), 0.0
    if "hydrogen" in route.carries:
        done = 1.0 - (steps.water_kwh_kg + steps.electrolysis_kwh_kg / 2.0) / steps.total_kwh_kg
        # The oxygen from the air is liquefied within its own chain, so the other need not do it again.
        share = 1.0 - from_air_t / (methane_t + oxygen_t) * _liquefied_frac()
        return whole * done * share + 1000.0 * from_air_t * chain_kwh_kg("oxygen", basis), 0.0
    return whole, whole * _heat_frac(route)


def chain_kwh_kg(chain: str, basis: Basis) -> float:
    """Energy per kilogram of what a chain makes, by stage and case [kWh/kg]."""
    cited = table("home/chains")[f"{chain}_{basis.stage}_kwh_kg"]
    value = {"low": cited.low, "mid": float(cited), "high": cited.high}[basis.case]
    return float(cited) if value is None else value


def _heat_frac(route: Route) -> float:
    """Part of the energy that is heat at a few hundred degrees at most: thawing ice, baking soil."""
    if route.water_from == "soil":
        return table("home/chains").number("soil_heat_frac")
    if route.water_from == "ice":
        steps = plant_energy(_STEPS)
        return steps.water_kwh_kg / steps.total_kwh_kg
    return 0.0


def _liquefied_frac() -> float:
    """Part of a plant's energy, less water and half of the splitting, that liquefies."""
    steps = plant_energy(_STEPS)
    left = steps.total_kwh_kg - steps.water_kwh_kg - steps.electrolysis_kwh_kg / 2.0
    return steps.liquefaction_kwh_kg / left
