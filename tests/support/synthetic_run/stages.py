"""The datasets of a made-up run, stage by stage."""

# ruff: noqa: E501 - rows of the made-up designs are kept whole

from datetime import date, timedelta
from typing import Any

import numpy as np
import xarray as xr

from kilosol.results import Results, describe

CLASSES = ["vital", "essential", "deferrable", "sheddable"]
STEPS = 669 * 24


def windows() -> xr.Dataset:
    years = [2028, 2031, 2033, 2035, 2037]
    dep = [
        ["2028-11-20", "2028-12-02", "2028-12-10"],
        ["2031-02-20", "2031-01-28", "2031-02-20"],
        ["2033-04-28", "2033-04-15", "2033-05-01"],
        ["2035-06-25", "2035-07-02", "2035-06-25"],
        ["", "2037-08-10", ""],
    ]
    arr = [
        ["2029-07-10", "2029-10-16", "2029-07-01"],
        ["2031-09-10", "2032-01-05", "2031-09-08"],
        ["2033-11-10", "2034-01-27", "2033-11-05"],
        ["2035-12-20", "2036-01-15", "2035-12-20"],
        ["", "2038-09-01", ""],
    ]
    c3 = np.array(
        [[9.9, 8.93, 11.0], [9.0, 8.24, 9.0], [8.8, 8.41, 9.2], [10.2, 17.5, 10.2], [np.nan, 14.8, np.nan]]
    )
    shape = ("window", "arc")
    data = {
        "departure": (shape, np.array(dep, dtype=object)),
        "arrival": (shape, np.array(arr, dtype=object)),
        "c3_km2_s2": (shape, c3),
        "arrival_vinf_km_s": (shape, c3 * 0.4),
        "entry_speed_km_s": (shape, c3 * 0.2 + 4.5),
        "tof_days": (shape, c3 * 12 + 120),
        "tanker_flights": (shape, np.ceil(c3 * 1.2)),
        "payload_t": (shape, np.where(np.isnan(c3), np.nan, 100.0)),
        "departure_jd": (shape, c3 * 0 + 2.46e6),
        "arrival_jd": (shape, c3 * 0 + 2.46e6 + 200),
    }
    return describe(xr.Dataset(data, coords={"window": years, "arc": ["I", "II", "crew"]}))


def porkchop() -> xr.Dataset:
    start, landing = date(2028, 9, 1), date(2029, 5, 1)
    dep = np.arange(120) * 1.5
    arr = np.arange(120) * 3.0
    d, a = np.meshgrid(dep, arr, indexing="ij")
    type_two = 8.93 + ((d - 92) / 18) ** 2 + ((a - 168 - 0.6 * (d - 92)) / 40) ** 2
    type_one = 9.9 + ((d - 80) / 22) ** 2 + ((a - 70 - 0.8 * (d - 80)) / 25) ** 2
    c3 = np.minimum(type_one, type_two)
    c3[c3 > 60] = np.nan
    tof = a + 242 - d
    vinf = 3.0 + np.abs(a - 150) / 60 + 0 * c3
    data = {
        "c3_km2_s2": (("departure", "arrival"), c3),
        "arrival_vinf_km_s": (("departure", "arrival"), vinf),
        "entry_speed_km_s": (("departure", "arrival"), np.sqrt(vinf**2 + 4.92**2)),
        "tof_days": (("departure", "arrival"), np.where(np.isnan(c3), np.nan, tof)),
    }
    out = xr.Dataset(
        data,
        coords={
            "departure": [str(start + timedelta(days=float(x))) for x in dep],
            "arrival": [str(landing + timedelta(days=float(x))) for x in arr],
        },
        attrs={
            "window": 2028,
            "chosen_departure": "2028-12-02",
            "chosen_arrival": "2029-10-16",
            "chosen_kind": "II",
            "chosen_c3_km2_s2": 8.93,
            "crew_departure": "2028-11-20",
            "crew_arrival": "2029-07-10",
            "max_c3_km2_s2": 25.0,
            "max_entry_km_s": 7.5,
        },
    )
    return describe(out)


def flight() -> xr.Dataset:
    turn = np.linspace(0, 1, 91)
    start = date(2028, 12, 2)

    def circle(radius: object, angle: np.ndarray) -> np.ndarray:
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)

    ships = [circle(1 + 0.52 * turn**2, 3.6 * turn), circle(1 + 0.52 * turn**2, 2.6 * turn)]
    earths = [circle(1.0, 5.4 * turn), circle(1.0, 4.0 * turn)]
    marses = [circle(1.52, 3.6 - 2.8 * (1 - turn)), circle(1.52, 2.6 - 2.0 * (1 - turn))]
    days = [[str(start + timedelta(days=float(n * t))) for t in turn] for n in (318, 232)]
    data = {
        "ship_au": (("flight", "point", "axis"), np.array(ships)),
        "earth_au": (("flight", "point", "axis"), np.array(earths)),
        "mars_au": (("flight", "point", "axis"), np.array(marses)),
        "date": (("flight", "point"), np.array(days, dtype=object)),
    }
    attrs = {
        "window": 2028,
        "cargo_tof_days": 318.0,
        "cargo_transfer_angle_deg": 206.0,
        "crew_tof_days": 232.0,
        "crew_transfer_angle_deg": 149.0,
    }
    return describe(xr.Dataset(data, coords={"flight": ["cargo", "crew"], "axis": ["x", "y"]}, attrs=attrs))


def loads() -> xr.Dataset:
    mean = np.array([[2.0, 4.0, 6.0, 3.0], [12.5, 9.0, 11.0, 5.5], [0.6, 4.0, 352.0, 0], [1.8, 6, 9, 3.2]])
    items = [
        ("Oxygen generation", "crew", "vital", 4.2, 8.0),
        ("Carbon dioxide removal", "crew", "vital", 2.6, 6.0),
        ("Habitat heating", "crew", "vital", 4.1, 24.0),
        ("Water recovery", "crew", "essential", 3.1, 72.0),
        ("Communications", "crew", "essential", 1.9, 48.0),
        ("Galley and hygiene", "crew", "essential", 4.0, 72.0),
        ("Rover charging", "crew", "deferrable", 11.0, 240.0),
        ("Laboratory", "crew", "sheddable", 5.5, 1000.0),
        ("Robots, work", "precursor", "deferrable", 6.0, 240.0),
        ("Robots, keep warm", "precursor", "vital", 2.0, 24.0),
        ("Electrolysis and Sabatier", "propellant", "deferrable", 352.0, 1000.0),
    ]
    data = {
        "mean_kw": (("phase", "load_class"), mean),
        "item_name": ("item", np.array([i[0] for i in items], dtype=object)),
        "item_phase": ("item", np.array([i[1] for i in items], dtype=object)),
        "item_class": ("item", np.array([i[2] for i in items], dtype=object)),
        "item_kw": ("item", [i[3] for i in items]),
        "item_allowed_outage_hour": ("item", [i[4] for i in items]),
        "heater_kw": (("habitat", "sol_index"), np.tile([[2.0], [0.0]], (1, 669))),
        "cooling_kw": (("habitat", "sol_index"), np.tile([[0.0], [18.0]], (1, 669))),
        **plant_steps(),
        **schedule(),
    }
    coords = {
        "phase": ["precursor", "crew", "propellant", "city"],
        "load_class": CLASSES,
        "milestone": ["station running", "plant running", "base ready"],
        "quantile": [0.1, 0.5, 0.9],
    }
    attrs = {
        "propellant_sentence": "890 t of propellant in 480 days takes 641 kWe (530 to 1040) while the plant "
        "runs, 73% of it to split water; 40 kWe makes 81 t per synodic period",
        "floor_kwh_kg": 3.351,
        "station_window": 2031,
        "n_robots": 100.0,
    }
    return describe(xr.Dataset(data, coords=coords, attrs=attrs))


def plant_steps() -> dict[str, Any]:
    names = ["mining", "capture", "electrolysis", "Sabatier", "liquefaction", "balance of plant"]
    return {
        "step_name": ("plant_step", np.array(names, dtype=object)),
        "step_kwh_kg": ("plant_step", [0.49, 0.45, 6.01, 0.11, 0.79, 0.43]),
        "step_kw": ("plant_step", [38.0, 35.0, 466.0, 8.0, 61.0, 33.0]),
        "step_t": ("plant_step", [434.0, 531.0, 772.0, 193.0, 890.0, 0.0]),
    }


def schedule() -> dict[str, Any]:
    names = ["unload the station", "bury and connect reactors", "assemble the plant", "erect habitats"]
    owners = ["station running", "station running", "plant running", "base ready"]
    ends = np.array([[0.4, 0.8, 1.5], [5.0, 9.0, 18.0], [25.0, 44.0, 80.0], [38.0, 70.0, np.nan]])
    by_package, by_milestone = ("package", "quantile"), ("milestone", "quantile")
    return {
        "package_name": ("package", np.array(names, dtype=object)),
        "package_milestone": ("package", np.array(owners, dtype=object)),
        "package_labour_hour": ("package", [56.0, 600.0, 2720.0, 1800.0]),
        "package_start_sol": (by_package, np.vstack([np.zeros(3), ends[:-1]])),
        "package_end_sol": (by_package, ends),
        "milestone_sol": (by_milestone, [[19.0, 29.0, 43.0], [50.0, 74.0, 105.0], [88.0, 133.0, np.nan]]),
        "never_frac": ("milestone", [0.0, 0.0, 0.12]),
        "robots_left": (by_milestone, [[88.0, 97.0, 99.0], [70.0, 91.0, 97.0], [54.0, 85.0, 96.0]]),
        "before_station_kwh": ("quantile", [13700.0, 20300.0, 29700.0]),
    }


DESIGNS: list[dict[str, Any]] = [
    {"design": "partner-fission", "title": "Partner station with own units", "architecture": "fission",
     "technology": "hp-stirling-40", "binding_constraint": "one unit out for 500 h", "fission_kg": 8200.0,
     "solar_kg": 0.0, "battery_kg": 1600.0, "fuel_cell_kg": 0.0, "reserve_kg": 0.0, "starter_kg": 0.0, "n_units": 2, "fission_kw": 80.0,
     "solar_m2": 0.0, "battery_kwh": 240.0, "fuel_cell_kwh": 0.0, "lolh_hour": 0.4, "eue_kwh": 12.0,
     "p_crew_survives": 0.9992, "is_feasible": 1, "uses_partner": 1, "is_claimed": 1},
    {"design": "own-fission", "title": "Own fission units", "architecture": "fission",
     "technology": "hp-stirling-40", "binding_constraint": "one unit out for 500 h", "fission_kg": 12600.0,
     "solar_kg": 0.0, "battery_kg": 900.0, "fuel_cell_kg": 0.0, "reserve_kg": 0.0, "starter_kg": 0.0, "n_units": 3, "fission_kw": 120.0,
     "solar_m2": 0.0, "battery_kwh": 130.0, "fuel_cell_kwh": 0.0, "lolh_hour": 0.2, "eue_kwh": 7.0,
     "p_crew_survives": 0.9996, "is_feasible": 1, "uses_partner": 0, "is_claimed": 0},
    {"design": "own-hybrid", "title": "Own fission and solar", "architecture": "hybrid",
     "technology": "hp-stirling-40", "binding_constraint": "global storm", "fission_kg": 8400.0,
     "solar_kg": 4100.0, "battery_kg": 2200.0, "fuel_cell_kg": 1400.0, "reserve_kg": 0.0, "starter_kg": 0.0, "n_units": 2, "fission_kw": 80.0,
     "solar_m2": 1450.0, "battery_kwh": 330.0, "fuel_cell_kwh": 700.0, "lolh_hour": 2.1, "eue_kwh": 60.0,
     "p_crew_survives": 0.996, "is_feasible": 1, "uses_partner": 0, "is_claimed": 0},
    {"design": "own-solar", "title": "Solar and storage only", "architecture": "solar", "technology": "",
     "binding_constraint": "winter and global storm", "fission_kg": 0.0, "solar_kg": 17500.0,
     "battery_kg": 6200.0, "fuel_cell_kg": 9300.0, "reserve_kg": 0.0, "starter_kg": 0.0, "n_units": 0, "fission_kw": 0.0, "solar_m2": 6100.0,
     "battery_kwh": 930.0, "fuel_cell_kwh": 5200.0, "lolh_hour": 14.0, "eue_kwh": 640.0,
     "p_crew_survives": 0.975, "is_feasible": 1, "uses_partner": 0, "is_claimed": 0},
    {"design": "partner-alone", "title": "Partner station alone", "architecture": "fission",
     "technology": "selena-nikiet-1", "binding_constraint": "one unit out for 500 h", "fission_kg": 6800.0,
     "solar_kg": 0.0, "battery_kg": 700.0, "fuel_cell_kg": 0.0, "reserve_kg": 0.0, "starter_kg": 0.0, "n_units": 1, "fission_kw": 40.0,
     "solar_m2": 0.0, "battery_kwh": 100.0, "fuel_cell_kwh": 0.0, "lolh_hour": 320.0, "eue_kwh": 9000.0,
     "p_crew_survives": 0.42, "is_feasible": 0, "uses_partner": 1, "is_claimed": 1},
]  # fmt: skip
for _design in DESIGNS:
    _design["mass_kg"] = sum(_design[f"{c}_kg"] for c in ("fission", "solar", "battery", "fuel_cell"))
    _design["flights"] = int(np.ceil(_design["mass_kg"] / 100e3))


def station() -> xr.Dataset:
    data = {}
    for key in DESIGNS[0]:
        if key != "design":
            column = [d[key] for d in DESIGNS]
            data[key] = ("design", np.array(column, dtype=object if isinstance(column[0], str) else float))
    out = xr.Dataset(data, coords={"design": [d["design"] for d in DESIGNS]})
    out.attrs["chosen"] = "partner-fission"
    return describe(out)


def dispatch() -> xr.Dataset:
    rng = np.random.default_rng(1)
    hour = np.arange(STEPS)
    sol = hour / 24.0
    tau = 0.5 + 0.2 * np.sin(np.arange(669) / 100) + 0.05 * rng.random(669)
    storm = (np.arange(669) >= 380) & (np.arange(669) < 470)
    tau[storm] += 4.0 * np.exp(-(np.arange(storm.sum())) / 35)
    light = np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, None) * np.repeat(np.exp(-0.35 * tau), 24)
    solar = 60 * light
    fission = np.full(STEPS, 33.0)
    fission[(sol >= 400) & (sol < 420)] = 22.0
    demand = np.stack(
        [
            12.5 + 0.5 * np.sin(hour / 24 * 2 * np.pi),
            9 + 0 * hour,
            11 * (1 + 0.3 * np.sin(hour / 3.8)),
            5.5 + 0 * hour,
        ]
    )
    total = demand.sum(0)
    store = np.zeros(STEPS)
    level, served = 600.0, np.zeros(STEPS)
    for i in range(STEPS):
        have = fission[i] + solar[i]
        surplus = have - total[i]
        if surplus >= 0:
            level = min(600.0, level + 0.9 * surplus)
            served[i] = total[i]
        else:
            take = min(level, -surplus)
            level -= take
            served[i] = have + take
        store[i] = level
    charge = np.clip(np.diff(store, prepend=600.0), 0, None) / 0.9
    left = served.copy()
    by_class = np.zeros_like(demand)
    for c in range(4):
        by_class[c] = np.minimum(left, demand[c])
        left -= by_class[c]
    data = {
        "generation_kw": ("step", fission + solar),
        "fission_kw": ("step", fission),
        "solar_kw": ("step", solar),
        "battery_kwh": ("step", store * 0.4),
        "fuel_cell_kwh": ("step", store * 0.6),
        "curtailed_kw": ("step", np.clip(fission + solar - total - charge, 0, None)),
        "charge_kw": ("step", charge),
        "discharge_kw": ("step", np.clip(served - fission - solar, 0, None)),
        "demand_kw": (("load_class", "step"), demand),
        "served_kw": (("load_class", "step"), by_class),
        "tau": ("sol_index", tau),
        "heat_chain_frac": ("chain_step", [0.27, 0.23, 0.22]),
    }
    out = xr.Dataset(
        data,
        coords={"sol": ("step", sol), "ls_deg": ("step", (sol / 669 * 360)), "load_class": CLASSES},
        attrs={
            "design": "partner-fission",
            "title": "Partner station with own units",
            "stored_at_start_kwh": 600.0,
            "storm_start_sol": 380.0,
            "storm_end_sol": 470.0,
            "trip_start_sol": 400.0,
            "trip_end_sol": 420.0,
        },
    )
    return describe(out)


def adequacy() -> xr.Dataset:
    rng = np.random.default_rng(2)
    longest = np.where(rng.random(2000) < 0.9, 0.0, rng.exponential(2.0, 2000))
    data = {
        "lolh_hour_per_mars_year": ("load_class", [0.4, 3.0, 41.0, 160.0]),
        "lolh_stderr_hour": ("load_class", [0.05, 0.2, 1.2, 4.0]),
        "eue_kwh_per_mars_year": ("load_class", [2.0, 12.0, 260.0, 700.0]),
        "margin_hour": ("load_class", [31.0, 19.0, 11.0, 9.0]),
        "longest_vital_hour": ("draw", longest),
    }
    attrs = {
        "p_crew_survives": float((longest <= 8).mean()),
        "p_low": 0.995,
        "p_high": 0.9997,
        "n_years": 2000,
        "ride_through_hour": 8.0,
    }
    return describe(xr.Dataset(data, coords={"load_class": CLASSES}, attrs=attrs))


def safety() -> xr.Dataset:
    distance = np.geomspace(50, 5000, 60)
    metres = np.linspace(-12000.0, 12000.0, 161)
    east, north = metres[None, :], metres[:, None]
    beside = np.abs(np.degrees(np.arctan2(north, east))) > 18.0
    around = np.where(beside, 500.0, 90.0) * 1e6 / np.maximum(east**2 + north**2, 1e3)
    data = {
        "dose_cone_msv_year": ("distance", 8.0 * (1000 / distance) ** 2 * np.exp(-distance / 900)),
        "dose_outside_msv_year": ("distance", 900.0 * (1000 / distance) ** 2 * np.exp(-distance / 600)),
        "career_limit_msv": ("agency", [600.0, 1000.0, 1000.0]),
        "dose_map_msv_year": (("north_m", "east_m"), around),
        "decay_heat_kw": ("after_s", 160.0 * 0.06 * np.geomspace(1.0, 3.15576e8, 86) ** -0.25),
        "cover_m": ("water_frac", [3.7, 2.8]),
        "cover_moved_m3": ("water_frac", [552.0, 302.0]),
        "cover_robot_hour": ("water_frac", [1214.0, 664.0]),
    }
    attrs = {
        "dose_at_habitat_msv_year": 91.0,
        "exclusion_distance_m": 1640.0,
        "standoff_m": 1000.0,
        "dose_limit_msv_year": 50.0,
        "trip_dose_msv": 820.0,
        "trip_cruise_msv": 540.0,
        "trip_surface_msv": 280.0,
        "trip_sigma_msv": 120.0,
        "thermal_kwt": 160.0,
        "operated_year": 10.0,
        "shield_kg": 1900.0,
    }
    return describe(
        xr.Dataset(
            data,
            coords={
                "distance": distance,
                "after_s": np.geomspace(1.0, 3.15576e8, 86),
                "agency": ["NASA", "ESA", "Roscosmos"],
                "east_m": metres,
                "north_m": metres,
                "water_frac": [0.0, 0.02],
            },
            attrs=attrs,
        )
    )


def landing() -> xr.Dataset:
    year = np.arange(2026, 2051)
    p = 0.78 / (1 + np.exp(-(year - 2036.5) / 2.0))
    p[year < 2031] = 0.0
    data = {
        "p_landed": ("year", p),
        "p_low": ("year", np.clip(p - 0.02, 0, 1)),
        "p_high": ("year", np.clip(p + 0.02, 0, 1)),
        "blocked_frac": ("reason", [0.41, 0.27, 0.2, 0.12]),
        "p_lost": ("cause", [0.008, 0.012, 0.052, 0.021]),
    }
    coords = {
        "year": year,
        "reason": [
            "too few successful landings",
            "confidence in landing too low",
            "station has run too briefly",
            "fleet not ready",
        ],
        "cause": ["launch", "transit", "landing", "surface"],
    }
    return describe(
        xr.Dataset(data, coords=coords, attrs={"p_loss_of_crew": 0.093, "p_landed_by_horizon": float(p[-1])})
    )


def city() -> xr.Dataset:
    year = np.arange(2026, 2051)
    t = np.clip(year - 2031, 0, None)
    median = np.where(t > 0, 6 * np.exp(0.32 * t), 0.0)
    spread = np.array([0.25, 1.0, 3.0])
    people = median[:, None] * spread
    shape = ("year", "quantile")
    data = {
        "people": (shape, people),
        "power_kw": (shape, people * 20),
        "capital_t": (shape, people * 40),
        "closure_frac": (shape, 0.98 * people / (people + 20000)),
        "import_kg_per_person_year": (shape, 2000 / (1 + people / 5000)),
        "p_self_sustaining": ("year", np.clip((year - 2040) / 200, 0, 0.03)),
        "p_million_t": ("year", np.clip((year - 2044) / 60, 0, 0.1)),
    }
    stop = 2051 + np.arange(1, 81) / 4
    left = np.clip((2061 - stop) / 10, 0, 1)
    there = (median > 0)[:, None]
    built = np.clip((year - 2031) / 40, 0, 1)[:, None]
    ships = np.clip((year - 2033) / 10, 0, 1)[:, None]
    hardness = np.array([0.0, 50, 50, 400, 2e3, 3e4, 5e4, 4e5])
    data |= {
        "origin_kw": (
            ("year", "origin"),
            people[:, 1:2] * 20 * np.hstack([0.3 * (1 - built), 0.7 * (1 - built), built]),
        ),
        "limit_frac": (
            ("year", "limit"),
            there * np.hstack([0.9 * ships, 0.1 + 0 * ships, 0.9 - 0.9 * ships]),
        ),
        "class_closure_frac": (("year", "class"), people[:, 1:2] / (people[:, 1:2] + hardness + 1e-9)),
        "diary_people": ("diary_year", 2000 * left),
        "diary_capital_t": ("diary_year", 8e4 * (1 - 0.03 * (stop - 2051))),
        "diary_power_kw": ("diary_year", 4e4 * (1 - 0.02 * (stop - 2051))),
        "diary_stores_t": (("diary_year", "class"), left[:, None] * 100.0 * np.arange(8)),
    }
    coords = {
        "year": year,
        "quantile": [0.1, 0.5, 0.9],
        "origin": ["small stations", "large reactors", "local arrays"],
        "limit": ["ships", "labour", "closure"],
        "class": [
            "mining", "propellant", "water and air", "food", "structure", "power plant", "machines", "vitamins",
        ],
        "diary_year": stop,
    }  # fmt: skip
    return describe(xr.Dataset(data, coords=coords))


def results() -> Results:
    return Results(
        windows=windows(),
        porkchop=porkchop(),
        flight=flight(),
        loads=loads(),
        station=station(),
        dispatch=dispatch(),
        adequacy=adequacy(),
        safety=safety(),
        landing=landing(),
        city=city(),
    )
