"""What the claims are judged by: a few numbers of a plan, with their names."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.planning.base_rates import readiness_basis, readiness_frac
from kilosol.planning.stages import CityAnswer, Demand, Landing, Power, Transfers
from kilosol.planning.stages.demand import propellant_made_t
from kilosol.planning.stages.power import Judged
from kilosol.planning.stages.transfers import year_of
from kilosol.planning.stages.weather import place_of
from kilosol.planning.stand_in import partner_unit, stand_in_sentence
from kilosol.planning.wording import REASON_WORDS
from kilosol.scenario import Scenario
from kilosol.streams import generator

#: Draws over the published ranges of specific masses.
N_MASS_DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers of one plan that decide claims; see the fields' names for their units."""

    as_of: datetime.date
    ready_frac: float
    ready_basis: str
    could_fill: Mapping[int, int]
    first_flight_window: int
    departures: NDArray[np.int64]
    window_years: NDArray[np.int64]
    draws: int
    p_by_year: Mapping[int, float]
    cargo_by_year: Mapping[int, float]
    p_lost: float | None
    p_home: float | None
    binding_gate: str
    earliest_year: int | None
    people: int
    base_kw: float
    partner_kw: float
    stand_in: str
    p_partner_alone: float
    partner_t_per_synod: float
    way_home_kw: float
    way_home_t: float
    way_home_days: float
    fission_t: float | None
    solar_t: float | None
    p_fission_lighter: float
    sized: frozenset[str]
    latitude_deg: float
    city_by_year: Mapping[int, float]
    million_t_by_year: Mapping[int, float]
    import_stop_years: int
    horizon_year: int
    people_p50: float
    closure_p50_frac: float

    def p_departs(self, year: int, n_ships: int) -> float:
        """Chance that at least so many ships have left for Mars in one window by the end of a year."""
        by_then = self.window_years <= year
        if not by_then.any():
            return 0.0
        return float((self.departures[by_then] >= n_ships).any(axis=0).mean())

    def p_landed_by(self, year: int) -> float:
        """Chance that people have landed by the end of a year."""
        return _by_year(self.p_by_year, year)

    def p_cargo_by(self, year: int) -> float:
        """Chance that a ship of cargo has landed by the end of a year."""
        return _by_year(self.cargo_by_year, year)

    def p_city_by(self, year: int) -> float:
        """Chance that a city has passed the import-stop test by the end of a year."""
        return _by_year(self.city_by_year, year)

    def p_million_t_by(self, year: int) -> float:
        """Chance that a million tonnes have landed by the end of a year."""
        return _by_year(self.million_t_by_year, year)


def gather_evidence(
    scenario: Scenario,
    transfers: Transfers,
    demand: Demand,
    power: Power,
    landing: Landing,
    city: CityAnswer,
) -> Evidence:
    """Collect from the stages what the claims are judged by."""
    fission, solar = _best_of(power, with_fission=True), _best_of(power, with_fission=False)
    gates: dict[str, float] = landing.verdict["binding_gates"]
    worst = max(gates, key=lambda name: gates[name])
    way_home = demand.way_home
    manifests = np.array([m.n_cargo for m in landing.plan])
    flown = landing.campaigns.flown
    order = np.minimum(np.cumsum(flown, axis=0) - 1, manifests.size - 1)
    departures = np.where(flown, manifests[np.maximum(order, 0)], 0)
    return Evidence(
        as_of=scenario.as_of,
        ready_frac=readiness_frac(scenario),
        ready_basis=readiness_basis(scenario.fleet.ready_frac),
        could_fill={one["window"]: one["could_fill"] for one in landing.verdict["fleets"]},
        first_flight_window=scenario.flights[0].window,
        departures=departures,
        window_years=transfers.calendar.year,
        draws=scenario.draws,
        p_by_year=landing.p_by_year,
        cargo_by_year=_cargo_by_year(landing, transfers),
        p_lost=landing.verdict["fates"]["lost_frac"],
        p_home=landing.verdict["fates"]["home_frac"],
        binding_gate=REASON_WORDS[worst],
        earliest_year=landing.verdict["earliest_year"],
        people=scenario.crew.people,
        base_kw=float(demand.base_kw[:2].sum(axis=0).mean()),
        partner_kw=power.partner_alone_kw,
        # Said also where the offer is withdrawn: the claim is judged by the same unit.
        stand_in=stand_in_sentence({**partner_unit(scenario), "offered": True}),
        p_partner_alone=power.partner_alone.p_crew_survives,
        partner_t_per_synod=propellant_made_t(scenario, power.partner_alone_kw, way_home.synod_days),
        way_home_kw=way_home.power_kw,
        way_home_t=way_home.needed_t,
        way_home_days=way_home.days,
        fission_t=fission.sized.total_kg / 1000.0 if fission else None,
        solar_t=solar.sized.total_kg / 1000.0 if solar else None,
        p_fission_lighter=p_lighter(fission, solar, scenario.seed),
        sized=frozenset(
            "without fission" if j.design.architecture == "solar" else "with fission"
            for j in power.judged
            if not j.design.is_claimed and not j.design.uses_partner
        ),
        latitude_deg=abs(place_of(scenario).latitude_deg),
        city_by_year=city.p_by_year,
        million_t_by_year={int(y): p for y, p in city.verdict["p_million_t_by_year"].items()},
        import_stop_years=scenario.city.import_stop_years,
        horizon_year=scenario.horizon_year,
        people_p50=city.verdict["people_p50"],
        closure_p50_frac=city.verdict["closure_p50_frac"],
    )


def p_lighter(fission: Judged | None, solar: Judged | None, seed: int) -> float:
    """Chance that the fission design is the lighter, over the published ranges of masses.

    Parameters
    ----------
    fission, solar : Judged or None
        Best designs with and without fission; one that does not exist loses.
    seed : int
        Seed of the draws.

    Returns
    -------
    float
        Each component's mass is scaled by a triangular draw over its published range, sizes fixed; arrays
        and batteries of both designs share their draw.
    """
    if fission is None or solar is None:
        return 0.0 if fission is None else 1.0
    rng = generator(seed, "claims/masses")
    factor = {
        # The first technology is the one that the design is named after and that weighs most.
        "fission": _factors(rng, f"fission/{fission.sized.plant.fission[0].technology}", "mass_kg"),
        "solar": _factors(rng, "solar/array", "mass_kg_m2"),
        "battery": 1.0 / _factors(rng, "storage/battery", "cell_wh_kg"),
        "fuel_cell": 1.0 / _factors(rng, "storage/fuel_cell", "tank_wh_kg"),
    }

    def total(judged: Judged) -> NDArray[np.float64]:
        # The reserve is the same in both and has no published range.
        parts = (factor.get(name, 1.0) * mass for name, mass in judged.sized.mass_kg.items())
        return np.asarray(sum(parts))

    return float((total(fission) < total(solar)).mean())


def _factors(rng: np.random.Generator, name: str, key: str) -> NDArray[np.float64]:
    cited = table(name)[key]
    value, low, high = float(cited), cited.low, cited.high
    if low is None or high is None or low == high:
        return np.ones(N_MASS_DRAWS)
    return rng.triangular(low, value, high, N_MASS_DRAWS) / value


def _best_of(power: Power, *, with_fission: bool) -> Judged | None:
    """Lightest design of published figures, whether it is on offer or not.

    A partner's unit is none of them: what holds of nuclear power does not hang on who stays.
    """
    found = [
        j
        for j in power.judged
        if j.sized.is_feasible
        and not j.design.is_claimed
        and not j.design.uses_partner
        and (j.design.architecture != "solar") == with_fission
    ]
    return min(found, key=lambda j: j.sized.total_kg, default=None)


def _cargo_by_year(landing: Landing, transfers: Transfers) -> dict[int, float]:
    """Share of campaigns in which a ship of cargo has landed by the end of a year."""
    years = np.array([year_of(float(jd)) for jd in transfers.calendar.cargo_arrival_jd])
    landed = np.maximum.accumulate(landing.campaigns.landed_ships > 0, axis=0)
    return {int(year): float(landed[years <= year][-1].mean()) for year in np.unique(years)}


def _by_year(chances: Mapping[int, float], year: int) -> float:
    """Cumulative chance by a year: nothing before the first year known, the last one after it."""
    known = [y for y in chances if y <= year]
    return chances[max(known)] if known else 0.0
