"""
Ten questions
=============

An architect, a power engineer, a student and a journalist ask; each function answers one question
from a scenario and some changes, so that a second call shows what moves the answer. `python
ten_questions.py 1 9` asks only those. Stages that were ever computed are remembered: a second run
is quick.
"""

import math
import sys
from typing import Any

import numpy as np
from scipy.stats import poisson

import kilosol as ks
from kilosol.data import table
from kilosol.loads import (
    city_power_kw_per_person,
    crew_flows,
    floor_kwh_kg,
    plant_mass_t,
    robot_duty,
    time_to_effect,
)
from kilosol.planning import Run
from kilosol.planning.claims import shipped_claims
from kilosol.scenario import Scenario
from kilosol.studies.claim_report import report_claims
from kilosol.studies.comparison import Subject, compare_subjects
from kilosol.studies.subjects import planned

#: Fission alone unless a question is about the others: sizing arrays takes the most time.
QUICK = {"draws": 1000, "power.architectures": ["fission"]}


#: Launches and ships without end: the fleets fly as they are meant.
EVERY_SHIP_FILLED = {"fleet__launches_per_year": 100_000.0, "fleet__ships_built_per_year": 100_000.0}


def scenario_with(preset: str, **changes: object) -> Scenario:
    """Scenario with keys changed; ``crew__people`` stands for ``crew.people``."""
    values = {key.replace("__", "."): value for key, value in changes.items()}
    return ks.load_scenario(preset, {**QUICK, **values})


def plan(preset: str = "as-of-2026-11", **changes: object) -> Run:
    """Plan with keys changed."""
    return planned(scenario_with(preset, **changes))


# %%
# 1. Architect: bring six people home in early 2033; which station, how many flights?


# %%
def way_home(payload_t: float = 100.0, case: str = "mid") -> dict[str, Any]:
    run = plan(ship__payload_t=payload_t, propellant__case=case)
    home, station = run.verdict["station"]["propellant"], run.verdict["station"]
    plant_t = float(plant_mass_t(home["needed_t"], home["production_days"]))
    whole_t = plant_t + home["power_kw"] / station["fission_kw"] * station["mass_kg"] / 1000
    return {
        "propellant_t": home["needed_t"],
        "power_mw": home["power_kw"] / 1000,
        "range_mw": (home["power_low_kw"] / 1000, home["power_high_kw"] / 1000),
        "plant_t": plant_t,
        "plant_and_station_t": whole_t,
        "flights_for_it": math.ceil(whole_t / payload_t),
        "base_station": station["title"],
        "base_station_t": station["mass_kg"] / 1000,
        "base_flights": station["flights"],
        "binds": station["binding_constraint"],
        "ships_by_window": {m.window: m.n_cargo for m in run.answers.landing.plan[:4]},
    }


# %%
# 2. Architect: the chance that humans land by 2029, 2031, 2033 and 2035, as announced and as of today.


# %%
def landing_chances(preset: str = "as-of-2026-11", **changes: object) -> dict[str, Any]:
    run = plan(preset, **changes)
    found = run.results.landing
    chances = {}
    for year in (2029, 2031, 2033, 2035):
        at = found.sel(year=year)
        chances[year] = tuple(round(float(at[name]), 3) for name in ("p_low", "p_landed", "p_high"))
    landing = run.verdict["landing"]
    return {"by": chances, "binds": landing["binding_gates"], "loss_of_crew": landing["p_loss_of_crew"]}


# %%
# 3. Power engineer: the partner offers 40 kWe; what does it serve, and what if it comes a window later?


# %%
def partner_offer(first_window: int = 2031, n_units: int = 2) -> dict[str, Any]:
    run = plan(partners__station__first_window=first_window, partners__station__n_units=n_units)
    power, home = run.answers.power, run.verdict["station"]["propellant"]
    served = {
        name: power.dispatch.row(f"served_{name}_kw").mean() / max(power.case.load_kw[i].mean(), 1e-9)
        for i, name in enumerate(("vital", "essential", "deferrable", "sheddable"))
    }
    return {
        "partner_kw": power.partner_alone_kw,
        "base_kw": float(power.case.load_kw[:2].sum(axis=0).mean()),
        "served_frac": served,
        "spare_kw": power.spare_kw,
        "made_t_per_synod": home["made_by_40_kwe_t_per_synod"],
        "holds_with_one_unit_out": run.verdict["station"]["is_feasible"],
        "landed_2035": run.verdict["landing"]["p_by_year"]["2035"],
    }


# %%
# 4. Power engineer: a storm of 80 sols at an optical depth of 8, one reactor trips on its tenth sol: alive?


# %%
def storm_and_trip(n_units: int = 2, peak_tau: float = 8.0) -> dict[str, Any]:
    run = plan(weather__storm_peak_tau=peak_tau, power__trip_hours=1700.0, partners__station__n_units=n_units)
    power = run.answers.power
    per_sol = {}
    first = int(power.weather.storm_start_sol)
    for i, name in enumerate(("vital", "essential", "deferrable", "sheddable")):
        short = power.case.load_kw[i] - power.dispatch.row(f"served_{name}_kw")
        per_sol[name] = (
            np.maximum(short, 0).reshape(-1, 24).sum(axis=1)[first : first + 80] * power.case.step_hour
        )
    reserve = power.dispatch.row("reserve_kwh")
    burnt_kwh = float(reserve[first * 24] - reserve[(first + 80) * 24])
    return {
        "shed_kwh_by_sol": {name: values.round(1).tolist() for name, values in per_sol.items()},
        "shed_kwh": {name: float(values.sum()) for name, values in per_sol.items()},
        "margin_hour": run.verdict["adequacy"]["margin_hour"],
        "hours_to_loss": time_to_effect("loss"),
        "propellant_burnt_kwh": burnt_kwh,
        "p_survives": run.verdict["adequacy"]["p_crew_survives"],
    }


# %%
# 5. Power engineer: fission, solar with storage, or both, at the equator and at 35 degrees north?


# %%
def designs_at(latitude_deg: float = 35.0) -> dict[str, Any]:
    changes: dict[str, object] = {
        "site__latitude_deg": latitude_deg,
        "power__architectures": ["fission", "solar", "hybrid"],
    }
    run, alone = plan(**changes), plan(**changes, partners__station__offered=False)
    subjects = [Subject(name, r.scenario, r.verdict, r) for name, r in (("with", run), ("without", alone))]
    worth = compare_subjects(subjects)
    every = (run.verdict["station"], *run.verdict["station"]["alternatives"])
    return {
        "designs": {
            d["design"]: (d["mass_kg"] / 1000, d["flights"], d["lolh_hour_per_mars_year"], d["is_feasible"])
            for d in every
        },
        # What is landed for the start alone: it hangs on the light of the season.
        "start_t": {
            d["design"]: sum(d["mass_by_component_kg"][part] for part in ("starter", "crane")) / 1000
            for d in every
        },
        "partner_saves_t": worth.difference("station_kg").change / 1000,
        "partner_brings_2035": -worth.difference("landed_2035_frac").change,
    }


# %%
# 6. Architect: a resupply is missed; who starves, and how many spares make 99 per cent sure?


# %%
def missed_resupply(stores_sols: float = 1350.0, people: int = 6, n_machines: int = 20) -> dict[str, Any]:
    run = plan(crew__stores_sols=stores_sols, crew__people=people)
    transfers, flows = run.answers.transfers, crew_flows(people)
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    synod = run.verdict["station"]["propellant"]["synod_days"]
    last_sol = stores_sols - (transfers.stay_days + synod) / sol_day
    reliability = table("fission/reliability")
    failures = n_machines * (transfers.stay_days + synod) * 24 / reliability.number("unknown_mtbf_hour")
    return {
        "stores_last_sols": stores_sols,
        "needed_sols": (transfers.stay_days + synod) / sol_day,
        "sols_to_spare": last_sol,
        "who_starves": "nobody"
        if last_sol >= 0
        else f"{people} people, {-last_sol:.0f} sols before the ship",
        "oxygen_kg_day": flows.oxygen_kg_day,
        "spares_of_one_kind_for_99_percent": int(poisson.ppf(0.99, failures / n_machines)) * n_machines,
        "decide_before_sol": max(0.0, stores_sols - synod / sol_day),
    }


# %%
# 7. Student: why is one kilowatt a person not enough, and why does oxygen take 5 kWh a kilogram?


# %%
def one_kilowatt(food_by_lamps_frac: float = 0.0) -> dict[str, Any]:
    run = plan(base__food_by_lamps_frac=food_by_lamps_frac)
    tree = {item.name: round(item.mean_kw, 2) for item in run.answers.demand.trees["crew"]}
    people = run.scenario.crew.people
    return {
        "tree_kw": tree,
        "kw_per_person": sum(tree.values()) / people,
        "kw_per_person_of_a_town": sum(city_power_kw_per_person(1000).values()),
        "oxygen_floor_kwh_kg": floor_kwh_kg("oxygen_by_electrolysis_heating_value"),
    }


# %%
# 8. Student: how many humanoids lay 2000 m2 of array in 90 sols, and what do they eat?


# %%
def robots_for_array(productivity: float = 0.3, area_m2: float = 2000.0) -> dict[str, Any]:
    sheet = ks.commission(array_m2=area_m2, within=90.0, productivity=productivity)
    return {
        "labour_hours": sum(p["labour_hour"] for p in sheet.values()["packages"]),
        "robots_in_half_and_nine_in_ten": (sheet.robots["half"], sheet.robots["nine_in_ten"]),
        "kwh_a_sol_each": robot_duty().robot_kwh_sol,
    }


# %%
# 9 and 10. Journalist: is it true? (`kilosol claims --only mars-2031-people`)


# %%
def is_it_true(
    claim: str = "mars-2029-people", preset: str = "as-of-2026-11", **changes: object
) -> dict[str, Any]:
    scenario = scenario_with(preset, **changes)
    run = planned(scenario)
    claims = tuple(c for c in shipped_claims() if c.id in (claim, "mars-2026-uncrewed"))
    found = {j.claim.id: j for j in report_claims(scenario, claims)}
    city = run.verdict["city"]
    return {
        "sentences": found[claim].sentences,
        "date": found[claim].claim.date.isoformat(),
        "source": found[claim].claim.source,
        "probability": found[claim].probability,
        "first_window": found["mars-2026-uncrewed"].sentences[1],
        "loss_of_crew": run.verdict["landing"]["p_loss_of_crew"],
        "assumptions": [c.path for c in run.used if c.is_assumption and c.table.startswith("campaign/")][:3],
        "million_t_by": {y: p for y, p in city["p_million_t_by_year"].items() if int(y) % 10 == 6},
        "power_gw_of_a_million": 1e6 * sum(city_power_kw_per_person(1e6).values()) / 1e6,
        "closure_p50": city["closure_p50_frac"],
        "limited_by": city["limited_by"],
    }


# %%
QUESTIONS: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "1": (way_home, {}, {"payload_t": 80.0}),
    "2": (landing_chances, {"preset": "announced-2025"}, {}),
    "3": (partner_offer, {}, {"first_window": 2033}),
    "4": (storm_and_trip, {}, {"n_units": 1}),
    "5": (designs_at, {"latitude_deg": 0.0}, {"latitude_deg": 35.0}),
    "6": (missed_resupply, {}, {"stores_sols": 1000.0}),
    "7": (one_kilowatt, {}, {"food_by_lamps_frac": 0.5}),
    "8": (robots_for_array, {"productivity": 0.3}, {"productivity": 0.5}),
    "9": (is_it_true, {}, {"preset": "announced-2025"}),
    "10": (
        is_it_true,
        {"claim": "city-two-decades"},
        {"claim": "city-two-decades", "preset": "announced-2025"},
    ),
}

if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word in QUESTIONS] or ["2", "7", "8"]
    for name in asked:
        answer, first, second = QUESTIONS[name]
        for inputs in (first, second):
            print(f"\n{name}. {answer.__name__} {inputs or ''}")
            for key, value in answer(**inputs).items():
                print(f"   {key}: {value}")
