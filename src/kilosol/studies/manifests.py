"""What must fly so that a crew may land by a date: goods, spares, stores and the cheapest ships for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kilosol.campaign import (
    Good,
    LandingBelief,
    Manifest,
    ManifestPlan,
    Spare,
    cheapest_manifest,
    p_sufficient,
    spares_for,
)
from kilosol.data import table
from kilosol.errors import Infeasible, OutOfRange, Problem, ScenarioError
from kilosol.planning.stages import Power, Transfers
from kilosol.planning.stages.campaign_rules import (
    fallback_design,
    partner_design,
    stores_t_per_sol,
)
from kilosol.planning.stages.first_kilowatt import find_commissioning
from kilosol.planning.stages.landing import stated_costs
from kilosol.scenario import Scenario

#: Confidences that are laid beside the one asked for, and dates beside the first.
CONFIDENCES, MOST_DATES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95), 4

#: Ways home that a stay is counted to: the first, and after one and two missed windows.
N_STAYS = 3

#: What a belief that is fixed is worth in landings: so many that nothing is learned.
FIXED_WEIGHT = 1e7


@dataclass(frozen=True)
class Ask:
    """What the manifest is to meet.

    Parameters
    ----------
    confidence_frac : float
        That everything lands.
    crew_window : int or None
        Window in which the crew is to leave; None: the first for which it can be met.
    """

    confidence_frac: float = 0.7
    crew_window: int | None = None


def find_manifests(
    scenario: Scenario, transfers: Transfers, power: Power, plan: tuple[Manifest, ...], ask: Ask
) -> dict[str, Any]:
    """Goods, spares, stores and the cheapest manifest that lands them before a crew leaves.

    Parameters
    ----------
    scenario : Scenario
    transfers : Transfers
    power : Power
    plan : tuple of Manifest
        Fleets as planned: no window sends more ships than its fleet has.
    ask : Ask

    Returns
    -------
    dict
        As under ``logistics`` in the answers of ``kilosol campaign``.

    Raises
    ------
    ScenarioError
        If the confidence is no chance below one, or no crew can leave in the window asked for.
    """
    refuse_ask(scenario, transfers, ask)
    dates = _crew_windows(scenario, transfers)
    spares = _spares(scenario, power)
    years = {*dates[:MOST_DATES], *([] if ask.crew_window is None else [ask.crew_window])}
    rows = [
        _dated(scenario, transfers, power, plan, spares, year, ask.confidence_frac) for year in sorted(years)
    ]
    asked = [row for row in rows if ask.crew_window in (None, row["crew_window"])]
    # Without any manifest, the first date that at least the station leaves open tells why.
    chosen = next((row for row in asked if "ships" in row["manifest"]), None)
    chosen = chosen or next((row for row in asked if row["goods"]), asked[0])
    year = chosen["crew_window"]
    return {
        "confidence_frac": ask.confidence_frac,
        **chosen,
        "spares": spares,
        "by_crew_window": [_in_short(row) for row in rows],
        "by_confidence": [
            _in_short(_dated(scenario, transfers, power, plan, spares, year, c)) | {"confidence_frac": c}
            for c in CONFIDENCES
        ],
        "stays": _stays(scenario, transfers, year),
    }


def refuse_ask(scenario: Scenario, transfers: Transfers, ask: Ask) -> None:
    """Refuse a confidence that is no chance, and a window in which no crew can leave.

    Raises
    ------
    ScenarioError
        With the chances and windows that may be asked for.
    """
    dates, problems = _crew_windows(scenario, transfers), []
    if not 0.0 < ask.confidence_frac < 1.0:
        problems.append(
            Problem(
                "",
                "--confidence",
                f"must be above 0 and below 1, for example 0.7, got {ask.confidence_frac:g}",
            )
        )
    if ask.crew_window is not None and ask.crew_window not in dates:
        told = ", ".join(str(y) for y in dates)
        problems.append(
            Problem("", "--crew-window", f"no crew can leave in {ask.crew_window}; it can in {told}")
        )
    if problems:
        raise ScenarioError("the command line", problems)


def _crew_windows(scenario: Scenario, transfers: Transfers) -> tuple[int, ...]:
    calendar = transfers.calendar
    able = np.isfinite(calendar.crew_departure_jd) & (calendar.year >= scenario.crew.first_window)
    return tuple(int(y) for y in calendar.year[able])


def _dated(
    scenario: Scenario,
    transfers: Transfers,
    power: Power,
    plan: tuple[Manifest, ...],
    spares: dict[str, Any],
    year: int,
    confidence_frac: float,
) -> dict[str, Any]:
    """Goods and cheapest manifest for a crew that leaves in a window."""
    calendar, volumes = transfers.calendar, table("campaign/logistics")
    leaves_jd = float(calendar.crew_departure_jd[calendar.year == year][0])
    landed_jd = {int(y): float(jd) for y, jd in zip(calendar.year, calendar.cargo_arrival_jd, strict=True)}
    needs_station = scenario.gates.station_sols > 0.0
    before = [m.window for m in plan if m.n_cargo > 0 and landed_jd[m.window] < leaves_jd]
    found: dict[str, Any] = {"crew_window": year, "goods": []}
    if not before:
        return found | {"manifest": {"why": f"no cargo lands before a crew of {year} leaves"}}
    # Where no gate waits for the station it may fly beside the crew.
    fleets = [m for m in plan if m.window in before or (m.window == year and not needs_station)]
    windows = [m.window for m in fleets]
    robot_t = table("loads/robots").number("mass_kg") / 1000.0
    robots_t = robot_t * sum(m.n_robots for m in fleets if m.window in before)
    stores_t = stores_t_per_sol(scenario) * scenario.crew.stores_sols
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    # By the middle of the draws; without robots nothing runs before a crew.
    first = find_commissioning(scenario, power, 0.0).first_sol
    runs_sols = scenario.gates.station_sols + first[1]
    in_time = [y for y in before if landed_jd[y] + runs_sols * sol_day <= leaves_jd]
    in_time = in_time if needs_station else windows
    station_t, station_from = _station(scenario, power, [int(y) for y in calendar.year])
    if not in_time or in_time[-1] < station_from:
        asked_for = f"have run {runs_sols:.0f} sols" if needs_station else "fly"
        told = f"a station that leaves from {station_from} on cannot {asked_for} by then"
        return found | {"manifest": {"why": told}}
    asked = (
        ("robots", robots_t, before[0], before[-1]),
        ("station", station_t, station_from, in_time[-1]),
        ("stores", stores_t, before[0], before[-1]),
        ("spares", spares["mass_kg"] / 1000.0, before[0], before[-1]),
    )
    goods = [
        Good(name, mass, 1000.0 * mass / volumes.number(f"{name}_kg_m3"), first, last)
        for name, mass, first, last in asked
        if mass > 0.0
    ]
    found["goods"] = [
        {"name": g.name, "mass_t": g.mass_t, "volume_m3": g.volume_m3,
         "window_from": g.window_from, "window_by": g.window_by} for g in goods
    ]  # fmt: skip
    try:
        cheapest = cheapest_manifest(
            goods,
            windows,
            payload_t=scenario.ship.payload_t,
            volume_m3=volumes.number("ship_volume_m3"),
            # Every ship costs the same, so the fewest are the cheapest at any price.
            ship_cost_usd_m=1.0,
            max_ships=[m.n_cargo for m in fleets],
            belief=_belief(scenario),
            confidence_frac=confidence_frac,
        )
    except (Infeasible, OutOfRange) as error:
        return found | {"manifest": {"why": str(error)}}
    return found | {"manifest": _manifest_values(cheapest, goods, scenario)}


def _manifest_values(cheapest: ManifestPlan, goods: list[Good], scenario: Scenario) -> dict[str, Any]:
    n_ships = int(cheapest.ships.sum())
    return {
        "windows": list(cheapest.windows),
        "ships": cheapest.ships.tolist(),
        "mass_t": {g.name: cheapest.mass_t[k].tolist() for k, g in enumerate(goods)},
        "volume_m3": [
            float(sum(cheapest.mass_t[k, w] * g.volume_m3 / g.mass_t for k, g in enumerate(goods)))
            for w in range(len(cheapest.windows))
        ],
        "counted_frac": cheapest.counted_frac.tolist(),
        "n_ships": n_ships,
        "confidence_reached_frac": cheapest.confidence_frac,
        "cost_usd_m": stated_costs(n_ships * scenario.ship.payload_t),
    }


def _in_short(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("n_ships", "confidence_reached_frac", "why")
    return {
        "crew_window": row["crew_window"],
        **{k: row["manifest"][k] for k in kept if k in row["manifest"]},
    }


def _belief(scenario: Scenario) -> LandingBelief:
    ask = scenario.landing
    if ask.success_frac is None:
        return LandingBelief(np.array([ask.prior_success]), np.array([ask.prior_failure]))
    # A chance that is known: a belief so heavy that the common draw hardly moves it.
    p = min(max(ask.success_frac, 1.0 / FIXED_WEIGHT), 1.0 - 1.0 / FIXED_WEIGHT)
    return LandingBelief(np.array([p * FIXED_WEIGHT]), np.array([(1.0 - p) * FIXED_WEIGHT]))


def _station(scenario: Scenario, power: Power, windows: list[int]) -> tuple[float, int]:
    """Landed mass of the station that would stand, and the first of the windows that it can fly in.

    Without an offer the fallback follows as many windows after the partner's as it does in the campaigns.
    """
    offer = scenario.partners.station
    first = next((f.window for f in scenario.flights if f.brings_station), windows[0])
    later = [y for y in windows if y >= max(first, offer.first_window)]
    delay = 0 if offer.offered else offer.fallback_delay_windows
    design = partner_design(power) if offer.offered else fallback_design(power)
    design = design or power.chosen
    return design.sized.total_kg / 1000.0, later[delay] if delay < len(later) else scenario.horizon_year + 1


def _spares(scenario: Scenario, power: Power) -> dict[str, Any]:
    """Spares for the sols that the stores are meant for, by probability of sufficiency."""
    cited, robots = table("campaign/logistics"), scenario.robots
    sols = scenario.crew.stores_sols
    hours = sols * table("constants").number("sol_s") / 3600.0
    design = (partner_design(power) or power.chosen).sized.plant
    spare_frac = table("grid/sizing").number("spare_frac")
    n_kinds = round(cited.number("life_support_n_parts"))
    each = hours / cited.number("life_support_mtbf_hour")
    parts = [
        Spare(f"life support {k + 1}", each, cited.number("life_support_part_kg")) for k in range(n_kinds)
    ]
    parts += [
        Spare(f"station: {b.technology}", b.n_units * hours / b.mtbf_hour, spare_frac * b.unit_mass_kg)
        for b in design.fission
    ]
    work_hours = robots.n_at_base * robots.active_hours_per_sol * sols
    if work_hours > 0.0:
        failures = work_hours / table("loads/robots").number("mtbf_hour")
        parts.append(Spare("robots", failures, cited.number("robot_part_kg")))
    counts, p, mass_kg = spares_for(parts, cited.number("sufficiency_frac"))
    groups: dict[str, dict[str, Any]] = {}
    for part, n in zip(parts, counts, strict=True):
        name = part.name.split(":")[0].rstrip("0123456789 ")
        one = groups.setdefault(
            name, {"name": name, "n_expected": 0.0, "n_spares": 0, "mass_kg": 0.0, "p": 1.0}
        )
        one["n_expected"] += part.n_expected
        one["n_spares"] += n
        one["mass_kg"] += n * part.mass_kg
        one["p"] *= p_sufficient(n, part.n_expected)
    return {"for_sols": sols, "p_sufficient": p, "mass_kg": mass_kg, "parts": list(groups.values())}


def _stays(scenario: Scenario, transfers: Transfers, year: int) -> list[dict[str, Any]]:
    """Stores that a crew of a window eats until each of the ways home, and whether it has them."""
    calendar = transfers.calendar
    sol_day = table("constants").number("sol_s") / table("constants").number("day_s")
    own = table("campaign/crew_risk").number("own_stores_sol")
    arrives_jd = float(calendar.crew_arrival_jd[calendar.year == year][0])
    home = calendar.return_departure_jd
    stays = (home[home > arrives_jd + scenario.transfer.min_stay_days] - arrives_jd) / sol_day
    return [
        {
            "missed_windows": k,
            "sols": float(sols),
            "stores_t": float(sols) * stores_t_per_sol(scenario),
            "has_sols": own + scenario.crew.stores_sols,
            "suffices": bool(sols <= own + scenario.crew.stores_sols),
        }
        for k, sols in enumerate(stays[:N_STAYS])
    ]
