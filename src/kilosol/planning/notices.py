"""Notices: where a model of the plan is first fidelity, and where a value was outside its range."""

from __future__ import annotations

from typing import Any

from kilosol.data import table
from kilosol.errors import Problem
from kilosol.planning.stages import Power, Safety
from kilosol.planning.wording import NEVER
from kilosol.scenario import Scenario

_FIRST_FIDELITY: tuple[tuple[str, str, str], ...] = (
    (
        "transfer",
        "Patched conics with one burn at each end; no deep-space manoeuvres, no gravity losses.",
        "C3 ± 0.1 km²/s²",
    ),
    (
        "ships",
        "Payload is the claim, or less where full tanks do not carry it; dry mass is a claim too.",
        "claimed",
    ),
    (
        "loads",
        "Load trees from published base studies; the habitat's heat balance is shown, not fed back.",
        "± 30 %",
    ),
    (
        "fission",
        "Mass and power of published designs; dynamics are KRUSTY's, scaled by heat, with one fuel node.",
        "± 25 %",
    ),
    (
        "shield",
        "Point sources, tabulated attenuation, sharp cones; air scatter from one pair of runs. "
        "For planning, not for a licence.",
        "a factor of two in dose",
    ),
    (
        "solar",
        "Discrete-ordinate light on flat arrays of triple-junction cells; dust record of one site for all.",
        "± 10 %, storms more",
    ),
    (
        "grid",
        "Quick sizing on the design year by a rule without foresight; `kilosol grid` sizes fully.",
        "up to a fifth above the best mass",
    ),
    (
        "campaign",
        "Window by window; a missed window is lost and its fleet flies in the next.",
        "shape, not decimals",
    ),
    (
        "city",
        "Eight classes of goods and capital with assumed values; no age structure, no trade.",
        "orders of magnitude",
    ),
    (
        "survival",
        "A crew's survival by power is taken at the designs' own points; `kilosol campaign` simulates the"
        " whole surface of power, storage, storms and people.",
        "± 0.02 between points",
    ),
    ("radiation", "Mean dose rates of one solar cycle; no solar particle events.", "± 15 %"),
)


def find_notices(
    scenario: Scenario, power: Power, safety: Safety, not_judged: list[str]
) -> list[dict[str, Any]]:
    """Notices of one plan: model, what, limit, value."""
    notices: list[dict[str, Any]] = [
        {"model": model, "what": what, "limit": limit, "value": "first fidelity"}
        for model, what, limit in _FIRST_FIDELITY
    ]
    peak = float(power.weather.tau.max())
    checked_tau = table("solar/array").number("reported_tau")
    if peak > checked_tau:
        notices.append(
            {
                "model": "solar",
                "what": "In dust thicker than one rover's regular reports, what arrays give rests on five of"
                " its days in two storms: one set the law, the others are met within 27 %.",
                "limit": f"optical depth {checked_tau:g}",
                "value": f"{peak:.1f}",
            }
        )
    notices += _of_the_shield(safety.verdict)
    notices += [
        {"model": "station", "what": out.reason, "limit": "published figures only", "value": "left out"}
        for out in power.left_out
    ]
    notices += _care_of_stores(power)
    notices += _missing_fallback(power)
    if not power.chosen.sized.is_feasible:
        notices.append(
            {
                "model": "station",
                "what": "No design holds; the lightest is shown with what it fails to serve.",
                "limit": "no unserved vital or essential energy",
                "value": f"{power.chosen.sized.unserved_kwh[:2].sum():.0f} kWh",
            }
        )
    notices += [
        {"model": "claims", "what": reason, "limit": "what the plan compares", "value": "left out"}
        for reason in not_judged
    ]
    if scenario.draws < 1000:
        notices.append(
            {
                "model": "campaign",
                "what": "Few campaigns: chances are coarse.",
                "limit": "1000 draws",
                "value": str(scenario.draws),
            }
        )
    return notices


def of_infeasible_gates(problems: list[Problem]) -> list[dict[str, Any]]:
    """Notices of what keeps every crew at home whatever the luck, with the cure; they stand first."""
    return [
        {"model": "campaign", "what": f"{p.what}: {p.message}", "limit": "some luck opens it", "value": NEVER}
        for p in problems
    ]


def _care_of_stores(power: Power) -> list[dict[str, Any]]:
    """What ageing and cold cost the stores of the chosen design."""
    care = power.chosen.care
    told = care.numbers(power.weather.air_k)
    words = f"Coolers of the propellant reserve take {told['cooler_kw']:.2g} kW."
    if care.battery_kwh > 0.0:
        words = (
            f"The battery is sized for what {told['service_day']:.0f} days of service leave of it in cells"
            f" kept just above freezing; its heaters take {told['heater_mean_kw']:.2g} kW. {words}"
        )
    elif care.reserve_kwh <= 0.0:
        return []
    left = f"{100.0 * care.capacity_left_frac:.0f} % left" if care.battery_kwh > 0.0 else "no battery"
    return [{"model": "stores", "what": words, "limit": "even wear, a calm year's air", "value": left}]


def _of_the_shield(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if verdict["exclusion_is_extrapolated"]:
        found.append(
            {
                "model": "shield",
                "what": "The distance to keep outside the cone lies beyond the dose rule; it errs high.",
                "limit": "2 km",
                "value": f"{verdict['exclusion_distance_m'] / 1000.0:.1f} km",
            }
        )
    if not verdict["dose_is_within_limit"]:
        found.append(
            {
                "model": "shield",
                "what": "Published side shields leak enough that the air brings the dose at the habitat above"
                " the limit: the sides need a cover of regolith or more shield.",
                "limit": f"{verdict['dose_limit_msv_year']:.0f} mSv a year",
                "value": f"{verdict['dose_at_habitat_msv_year']:.0f} mSv a year",
            }
        )
    return found


def _missing_fallback(power: Power) -> list[dict[str, Any]]:
    if any(j.design.can_be_chosen and not j.design.uses_partner for j in power.judged):
        return []
    return [
        {
            "model": "campaign",
            "what": "No compared design does without the partner: if it leaves, no station follows.",
            "limit": "designs on offer",
            "value": "no fallback",
        }
    ]
