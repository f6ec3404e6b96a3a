"""What null means in a verdict: keys that may have no value, and why then.

Null is never a number that went wrong: such a number ends the plan with an error that names its place
(:class:`kilosol.errors.NotFinite`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FATES = (
    "lost_frac", "home_frac", "still_there_frac", "waiting_frac", "stranded_frac", "sets_out_home_frac",
)  # fmt: skip
_NEVER_RUNS = "the robots that land do not last until then, or there are none"
_NOBODY_FLIES = "no first crew flies in any campaign"

#: Keys of verdict.json that may be null, lists by ``[]``, and what that says.
ABSENT: Mapping[str, str] = {
    "station.partner.saves_kg": (
        "the partner offers no station, or no design holds with it or without: masses cannot be compared"
    ),
    **{
        f"station.commissioning.{what}.{quantile}": _NEVER_RUNS
        for what in ("first_kilowatt_sol", "first_kilowatt", "before_kwh")
        for quantile in ("p10", "p50", "p90")
    },
    "station.commissioning.energy_kwh": _NEVER_RUNS,
    "station.commissioning.gate": "no gate asks for a running station, or no crew leaves after it lands",
    **{
        f"station.commissioning.gate.{what}": "no number of robots has the station running in time"
        for what in ("n_robots_half", "n_robots_nine_in_ten", "by_productivity[].n_robots")
    },
    "safety.radiator_m2": "no reactor stands, or none whose parts are known by public figures",
    "safety.half_power_ten_years_frac": "no reactor stands, or none whose parts are known by public figures",
    "safety.transients": "no reactor stands, or its published figures do not suffice for a model in time",
    "safety.transients.restart_hour": "the unit does not come back by itself",
    "loads.crew_by_use": "the base's load is a series of your own, which does not say whom it serves",
    **{f"landing.fates.{fate}": _NOBODY_FLIES for fate in _FATES},
    "landing.earliest_year": "nobody lands before the horizon in any campaign",
    "landing.median_year": "people land before the horizon in fewer than half of the campaigns",
    "landing.partner_value": "the partner offers no station",
    "home.best": "by no route does a first crew come home in any campaign",
    **{f"home.fates.{fate}": _NOBODY_FLIES for fate in _FATES},
    **{f"home.routes[].fates.{fate}": f"{_NOBODY_FLIES} by this route" for fate in _FATES},
    "city.imported_power_end_year": "imported power suffices for the median city until the horizon",
    "claims[].probability": "the claim was replaced, and reaches beyond the plan's horizon",
    "claims[].year": "the claim names no year",
}


def absent_in(value: Any, place: str = "") -> list[str]:
    """Places at which a nest holds None, lists by ``[]``, each once.

    Parameters
    ----------
    value : nest of dict, list, tuple and plain values
        Such as a verdict.
    place : str
        Where it stands.

    Returns
    -------
    list of str

    Examples
    --------
    >>> absent_in({"claims": [{"year": None}, {"year": 2029}, {"year": None}], "n": 0})
    ['claims[].year']
    """
    if value is None:
        return [place]
    if isinstance(value, Mapping):
        found = [absent_in(v, f"{place}.{k}" if place else str(k)) for k, v in value.items()]
    elif isinstance(value, list | tuple):
        found = [absent_in(v, f"{place}[]") for v in value]
    else:
        return []
    return list(dict.fromkeys(name for names in found for name in names))
