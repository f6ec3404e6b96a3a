"""The verdict, answers, values and provenance of a made-up run."""

# ruff: noqa: E501 - sentences of the made-up verdict are kept whole

from dataclasses import dataclass
from typing import Any, Literal

from kilosol.data import Cited
from synthetic_run.stages import DESIGNS


@dataclass(frozen=True)
class Answer:
    question: str
    headline: str
    sentence: str
    status: Literal["good", "warn", "bad", "neutral"]


def _arc(departure, arrival, kind, c3, role, window, flags=()):
    return {
        "departure": departure, "arrival": arrival, "type": kind, "c3_km2_s2": c3, "arrival_vinf_km_s": 3.4,
        "entry_speed_km_s": 6.1, "tof_days": 318.0, "tanker_flights": 12, "payload_t": 100.0,
        "window": window, "role": role, "flags": list(flags),
    }  # fmt: skip


def home_part() -> dict[str, Any]:
    """Three routes home: what they take, and how often a crew comes home by them."""
    rows = [
        ("full-propellant", "W1", "Methane and oxygen made on Mars", "own", 750.0, 620.0, 0.6),
        ("ascent-oxygen", "W4", "Small ascent vehicle, oxygen made on Mars", "own", 42.0, 30.0, 0.62),
        ("when-the-base-can", "W9", "The return waits for spare power", "spare power", 750.0, 620.0, 0.0),
    ]
    fates = {"not_flown_frac": 0.2, "lost_frac": 0.1, "home_frac": 0.75, "still_there_frac": 0.15}
    return {
        "route": "when-the-base-can", "label": "W9", "title": "The return waits for spare power",
        "announced_by": "", "plant": "mature", "holds_crew": False, "horizon_year": 2050,
        "p_home_by": {"2040": 0.0, "2050": 0.0}, "fates": fates, "best": "ascent-oxygen",
        "routes": [
            {
                "name": name, "label": label, "title": title, "hardware": hardware, "fails_first": "a valve",
                "making_kw": {"first": first, "mature": mature}, "power_kw": {"first": first, "mature": mature},
                "keep_cold_kw": 2.0, "landed_t": {"first": 154.0, "mature": 140.0}, "vehicle_t": 0.0,
                "ships": {"first": 2.0, "mature": 2.0}, "launches": {"first": 13.0, "mature": 13.0},
                "tankers": 0, "return_ships": 0, "critical_landings": 2, "fates": fates,
                "p_home_by": {"2040": p / 2.0, "2050": p},
            }
            for name, label, title, hardware, first, mature, p in rows
        ],
    }  # fmt: skip


def verdict() -> dict[str, Any]:
    return {
        "scenario": {
            "name": "as-of-2026-11",
            "title": "As of November 2026: the 2026 window given up, a small station on offer",
            "as_of": "2026-11-20",
            "hash": "e9cdc871a0b2",
            "site": "AP-1",
        },
        "seed": 20261120,
        "version": "0.1.0",
        "sensitivity": sensitivity(),
        "windows": [
            _arc("2028-12-02", "2029-10-16", "II", 8.93, "minimum energy", 2028),
            _arc("2028-12-10", "2029-07-01", "I", 11.0, "crew", 2028, ["entry above 7.4 km/s"]),
            _arc("2031-01-28", "2032-01-05", "II", 8.24, "minimum energy", 2031),
            _arc("2031-02-20", "2031-09-08", "I", 9.0, "crew", 2031),
            _arc("2033-04-15", "2034-01-27", "II", 8.41, "minimum energy", 2033),
        ],
        "returns": [
            _arc("2033-06-01", "2034-01-10", "I", 14.2, "crew", 2033),
            _arc("2035-07-20", "2036-02-10", "I", 12.9, "crew", 2035),
        ],
        "loads": {
            "precursor": {"vital_kw": 2.0, "essential_kw": 4.0, "deferrable_kw": 6.0, "sheddable_kw": 3.0},
            "crew": {"vital_kw": 12.5, "essential_kw": 9.0, "deferrable_kw": 11.0, "sheddable_kw": 5.5},
            "propellant": {"vital_kw": 0.6, "essential_kw": 4.0, "deferrable_kw": 352, "sheddable_kw": 0.0},
            "city": {"vital_kw": 1.8, "essential_kw": 6.0, "deferrable_kw": 9.0, "sheddable_kw": 3.2},
        },
        "station": {
            **DESIGNS[0],
            "alternatives": [dict(d) for d in DESIGNS[1:]],
            "partner": {"offered": True, "from": "Russia (Rosatom, Roscosmos)", "saves_kg": 3700.0},
            "propellant": {
                "needed_t": 890.0,
                "power_kw": 641.0,
                "made_t_per_synod": 75.0,
                "energy_kwh_kg": 8.3,
                "production_days": 480.0,
            },
        },
        "adequacy": {
            "lolh_hour_per_mars_year": 0.4,
            "eue_kwh_per_mars_year": 14.0,
            "margin_hour": {"vital": 31.0, "essential": 19.0, "deferrable": 11.0, "sheddable": 9.0},
            "p_crew_survives": 0.9985,
        },
        "safety": {
            "exclusion_distance_m": 1640.0, "trip_dose_msv": 820.0,
            "transients": {
                "fuel_k": 1100.0, "half_load_peak_k": 1150.0, "loss_of_cooling_peak_k": 1260.0,
                "more_load_dip_k": 1080.0, "fuel_limit_k": 1473.0,
            },
        },
        "landing": {
            "p_by_year": {"2029": 0.0, "2031": 0.031, "2033": 0.11, "2035": 0.25, "2040": 0.66, "2050": 0.78},
            "p_loss_of_crew": 0.093,
            "binding_gates": {"too few successful landings": 0.41, "confidence in landing too low": 0.27},
        },
        "home": home_part(),
        "city": {
            "p_by_year": {"2040": 0.0, "2046": 0.03, "2050": 0.03},
            "imported_power_most_people": 1000.0,
            "imported_power_end_year": 2048,
            "power_kwe_per_person": 20.0,
            "diary": [
                {"year": 2051.0, "text": "the last ship has gone"},
                {"year": 2053.25, "text": "a global storm darkens the arrays"},
                {"year": 2057.0, "text": "a global storm darkens the arrays"},
                {"year": 2059.5, "text": "the stores of food are empty"},
                {"year": 2071.0, "text": "industry has shrunk by 60%"},
            ],
        },
        "claims": [
            {
                "id": "human-landing-2029", "text": "Human landings may start as soon as 2029.",
                "by": "Elon Musk", "date": "2025-03-15", "source": "musk2025", "probability": 0.0,
                "verdict": "contradicted",
                "why": "No ship lands cargo before October 2029, so no gate that needs evidence can open.",
            },
            {
                "id": "human-landing-2031", "text": "2031 is more likely.", "by": "Elon Musk",
                "date": "2025-03-15", "source": "musk2025", "probability": 0.031, "verdict": "unlikely",
                "why": "The minimum-energy arc of 2031 lands in January 2032.",
            },
            {
                "id": "starship-2026", "text": "Starship departs for Mars at the end of 2026.",
                "by": "Elon Musk", "date": "2025-03-15", "source": "musk2025", "probability": None,
                "verdict": "superseded", "kind": "absolute",
                "why": "The 2026 window was given up in February 2026.",
            },
            {
                "id": "small-station", "text": "A small nuclear power plant can be supplied.",
                "by": "Kirill Dmitriev", "date": "2025-03-27", "source": "dmitriev2025",
                "probability": 0.7, "verdict": "possible",
                "why": "No power, mass or date was named; a 40 kWe unit stands in.",
            },
        ],
        "notices": [
            {
                "model": "grid.sizing", "what": "sizes on one design year", "limit": "not a stochastic optimum",
                "value": "12 evaluations",
            },
            {
                "model": "fission.shield", "what": "tabulated attenuation", "limit": "no skyshine from berms",
                "value": "",
            },
        ],
    }  # fmt: skip


def sensitivity() -> dict[str, Any]:
    """A study of sensitivity as its command writes it."""
    rows = [
        ("campaign/landing.first_frac", "", "D", 0.5, 0.2, 0.8, 0.66, 0.31, 0.88),
        ("ships/starship.payload_t", "t", "C", 100.0, 50.0, 150.0, 0.66, 0.52, 0.71),
        ("storage/battery.mtbf_hour", "h", "D", 2e5, 5e4, 5e5, 0.66, 0.66, 0.66),
    ]
    keys = ("dial", "unit", "tier", "value", "low", "high", "base", "at_low", "at_high")
    flip = {
        "what": "claim people-2031",
        "before": "unlikely",
        "after": "possible",
        "at": 0.72,
        "tolerance": 0.005,
    }
    tornado = [dict(zip(keys, row, strict=True)) for row in rows]
    kept = {key: tornado[0][key] for key in ("dial", "unit", "tier", "value", "low", "high")}
    found = {"tornado": tornado, "flips": [{**kept, **flip}]}
    return {"kpi": "landed_2040_frac", "scenario": "as-of-2026-11", "draws": 2000, **found}


def answers() -> list[Answer]:
    return [
        Answer("When can ships go?", "December 2028", "The next window takes C3 8.9 km²/s² and lands in October 2029; the one after leaves in January 2031.", "neutral"),
        Answer("What must be powered?", "38 kW", "A base of 6 draws 38 kW on average, 12.5 kW of it vital; return propellant asks for 641 kW.", "warn"),
        Answer("Which station?", "80 kWe: 9.8 t", "Partner station with own units, one flight; without the partner 13.5 t.", "good"),
        Answer("Does it hold?", "99.9 %", "The crew outlives the design storm and trip in 99.9 % of Mars years; stores alone carry vital loads for 31 h.", "good"),
        Answer("Is it safe?", "820 mSv", "The trip's dose is above NASA's career limit of 600 mSv; the reactor adds less than 50 mSv a year at 1 000 m.", "bad"),
        Answer("When do people land, and do they come home?", "25 % by 2035", "66 % by 2040. If they go, the crew is lost with a chance of 9 %.", "warn"),
        Answer("When does the city stand alone?", "3 % by 2050", "Imports cannot be stopped in most futures before 2050; closure is what fails.", "bad"),
        Answer("Is the claim true?", "1 of 4 possible", "Landing people in 2029 is contradicted; 2031 is unlikely.", "bad"),
    ]  # fmt: skip


def used() -> list[Cited]:
    return [
        Cited("constants", "au_km", 149597870.7, "km", "iau2012b2", "resolution", "A"),
        Cited("fission/hp-stirling-40", "mass_kg", 4100.0, "kg", "park2021", "table 3", "B", 3500.0, 5200.0),
        Cited("ships/starship", "payload_t", 100.0, "t", "park2021", "talk, 12:30", "C", 50.0, 150.0),
        Cited("storage/battery", "mtbf_hour", 2e5, "h", "assumption", "", "D", 5e4, 5e5, note="no flight history"),
        Cited("mars/tau", "tau", (0.3, 0.5, 4.5), "1", "archinal2018", "figure 2", "A", seen="primary"),
        Cited("loads/gas", "boiling_k", 90.2, "K", "nist_webbook", "recalled", "C", seen="recalled"),
        Cited("loads/plant", "total_kwh", 8.0, "kWh", "kilosol_computed2026", "sum", "C", seen="computed",
              inputs=("loads/gas.boiling_k",)),
    ]  # fmt: skip


def provenance() -> dict[str, Any]:
    return {
        "version": "0.1.0",
        "seed": 20261120,
        "python": "3.11.9",
        "dependencies": {"numpy": "2.4.6", "scipy": "1.16", "xarray": "2026.9.0"},
        "wall_time_s": {"windows": 1.2, "porkchop": 0.4, "station": 12.0, "landing": 3.4},
        "sources": ["iau2012b2", "park2021"],
        "created": "2026-11-20T23:10:00Z",
        "used": [
            {
                "path": c.path, "value": list(c.value) if isinstance(c.value, tuple) else c.value, "unit": c.unit,
                "low": c.low, "high": c.high, "source": c.source, "where": c.where, "tier": c.tier,
                "note": c.note, "seen": c.seen, "inputs": list(c.inputs),
            }
            for c in used()
        ],
    }  # fmt: skip
