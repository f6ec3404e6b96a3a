"""Ways home: plants of an ascent vehicle, from our own steps."""

from __future__ import annotations

from kilosol.data import table
from kilosol.home import Basis, Burns, Tanks, load_route, made_for
from kilosol.loads import load_process, plant_energy

#: The study's inputs: propellant, time, soil, growth, and what case 3 makes for the crew besides [t].
_METHANE_T, _OXYGEN_T, _HOURS = 6.978, 22.728, 480.0 * 24.0
_SOIL_FRAC, _GROWTH_FACTOR, _CREW_WATER_T = 0.013, 1.2, 24.2


def ascent_flow_t(species: str) -> float:
    """Water and carbon dioxide taken, and oxygen made, for the study's methane."""
    basis = Basis(Burns(4.3, 5.7, 2.6, 0.0, 375.0, 327.0), 125.0, 20.0)
    tanks = Tanks(_OXYGEN_T, _METHANE_T, 0.0, 0.0, 0)
    made = made_for(load_route("ascent-propellant"), tanks, basis)
    return made.gives_t["O2"] if species == "O2" else made.takes_t[species]


def ascent_plant_kw(case: int) -> float:
    """Power of a case, heat included, from our steps of a first plant."""
    if case == 1:
        oxygen = load_process("carbon_dioxide_electrolysis_small")
        gas_kg_kg = oxygen.inputs["CO2"] / oxygen.outputs["O2"]
        steps = plant_energy("high")
        capture = steps.carbon_dioxide_kwh_kg * _propellant_t() / ascent_flow_t("CO2")
        per_kg = oxygen.kwh_per_kg + capture * gas_kg_kg + _oxygen_liquid_kwh_kg()
        return _GROWTH_FACTOR * 1000.0 * _OXYGEN_T * per_kg / _HOURS
    return ascent_plant_electric_kw(case) + ascent_plant_heat_kw(case)


def ascent_plant_electric_kw(case: int) -> float:
    """Power of a case without the heat of its soil."""
    del case
    steps = plant_energy("high")
    per_kg = steps.total_kwh_kg - steps.water_kwh_kg
    return _GROWTH_FACTOR * 1000.0 * _propellant_t() * per_kg / _HOURS


def ascent_plant_heat_kw(case: int) -> float:
    """Heat that frees the water of a case from its soil."""
    soil = load_process("soil_water")
    known_frac = soil.outputs["H2O"] / soil.inputs["soil"]
    water_t = ascent_flow_t("H2O") + (_CREW_WATER_T if case == 3 else 0.0)
    per_kg = soil.kwh_per_kg * known_frac / _SOIL_FRAC
    return _GROWTH_FACTOR * 1000.0 * water_t * per_kg / _HOURS


def _propellant_t() -> float:
    return _METHANE_T + _OXYGEN_T


def _oxygen_liquid_kwh_kg() -> float:
    """Liquefaction of oxygen in the high case, as a first plant pays it."""
    return table("loads/isru").number("oxygen_liquid_high_kwh_kg")
