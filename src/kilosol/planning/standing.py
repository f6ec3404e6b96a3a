"""How designs stand beside each other: their order, whether they are to be had, which limits they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kilosol.planning.wording import percent, rough

#: What keeps a design of a unit that is not the partner's from being chosen.
OWN_SWITCH = "power.own_on_offer = false"


def designs_in_order(station: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The chosen design and its rivals, the lightest that holds first, those that do not hold last."""
    chosen = {key: value for key, value in station.items() if key != "alternatives"}
    return sorted([chosen, *station["alternatives"]], key=lambda d: (not d["is_feasible"], d["mass_kg"]))


def lighter_kept_out(station: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Designs that hold and are lighter than the chosen one, yet may not be chosen."""
    return [
        d
        for d in designs_in_order(station)
        if d["is_feasible"] and d["mass_kg"] < station["mass_kg"] and not may_be_chosen(d)
    ]


def next_lightest(station: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The next design that holds, at the chosen one's mass or above, whatever its standing."""
    order = designs_in_order(station)
    above = [
        d
        for d in order
        if d["is_feasible"] and d["mass_kg"] >= station["mass_kg"] and d["design"] != station["design"]
    ]
    return above[0] if above else None


def may_be_chosen(design: Mapping[str, Any]) -> bool:
    """Whether a plan may rest on it: to be had in time, and not on claims alone."""
    return bool(design["on_offer"]) and not design["is_claimed"]


def standing_words(design: Mapping[str, Any]) -> str:
    """Why a design may not be chosen, in brackets; empty where it may.

    Examples
    --------
    >>> standing_words({"on_offer": True, "is_claimed": True})
    ' (claimed figures)'
    """
    if not design["on_offer"]:
        return f" (not on offer: {OWN_SWITCH})"
    return " (claimed figures)" if design["is_claimed"] else ""


def breaches(verdict: Mapping[str, Any]) -> list[str]:
    """Limits of the scenario that the chosen design does not keep, in words; older verdicts know less.

    Returns
    -------
    list of str
        Dose at the habitat above its limit; chance of a deadly outage above the scenario's target.
    """
    found, safety, adequacy = [], verdict["safety"], verdict["adequacy"]
    if not safety.get("dose_is_within_limit", True):
        limit = safety["dose_limit_msv_year"]
        found.append(
            f"the dose at the habitat, some {rough(safety['dose_at_habitat_msv_year'], limit)} mSv a year, "
            f"is above the limit of {limit:.0f}"
        )
    target = adequacy.get("vital_risk_frac")
    if target is not None and is_above_risk(adequacy["p_crew_survives"], target):
        found.append(
            f"an outage kills the crew in {percent(1.0 - adequacy['p_crew_survives'])} of Mars years, above "
            f"this scenario's target of {target_words(target)}"
        )
    return found


def is_above_risk(p_crew_survives: float, vital_risk_frac: float) -> bool:
    """Whether a yearly chance of losing the crew by its power is above the scenario's target.

    Examples
    --------
    >>> is_above_risk(0.9866, 1e-3), is_above_risk(1.0, 1e-3)
    (True, False)
    """
    # A rounded verdict must not turn a risk at its target into one above it.
    return 1.0 - p_crew_survives > vital_risk_frac * (1.0 + 1e-6)


def target_words(risk_frac: float) -> str:
    """A target as it was set: never a bound, as a counted chance would be.

    Examples
    --------
    >>> target_words(0.001), target_words(0.02), target_words(1e-05)
    ('0.1 %', '2 %', '0.001 %')
    """
    return f"{100.0 * risk_frac:.10f}".rstrip("0").rstrip(".") + " %"


def and_list(words: Sequence[str]) -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> and_list(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
