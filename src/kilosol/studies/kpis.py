"""The numbers of a verdict that studies vary, compare and explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kilosol.errors import UnknownName
from kilosol.planning.answers import answers

#: Years whose chance of a landing is a number of its own.
LANDING_YEARS = (2029, 2031, 2033, 2035, 2040)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One number of a verdict.

    Parameters
    ----------
    name : str
        Ends in its unit.
    words : str
        What it is.
    path : tuple of str
        Where it stands in the verdict; ``"last"`` is the last entry of a mapping by year.
    """

    name: str
    words: str
    path: tuple[str, ...]

    def of(self, verdict: Mapping[str, Any]) -> float:
        """Its value in a verdict; not-a-number where the verdict has none."""
        at: Any = verdict
        for part in self.path:
            if not isinstance(at, Mapping) or not at:
                return float("nan")
            at = at[max(at)] if part == "last" else at.get(part)
        return float("nan") if at is None else float(at)


def _kpi(name: str, words: str, path: str) -> Kpi:
    return Kpi(name, words, tuple(path.split(".")))


#: Every number, in the order of the eight answers.
KPIS: tuple[Kpi, ...] = (
    _kpi("base_vital_kw", "vital load of the crewed base", "loads.crew.vital_kw"),
    _kpi("base_essential_kw", "essential load of the crewed base", "loads.crew.essential_kw"),
    _kpi("way_home_t", "propellant for the way home", "station.propellant.needed_t"),
    _kpi("way_home_kw", "power that makes it in time", "station.propellant.power_kw"),
    _kpi("made_t_per_synod", "propellant made between two windows", "station.propellant.made_t_per_synod"),
    _kpi("station_kg", "landed mass of the chosen station", "station.mass_kg"),
    _kpi("station_flights", "cargo ships that the station fills", "station.flights"),
    _kpi("n_units", "fission units of the station", "station.n_units"),
    _kpi("fission_kw", "power of its fission units", "station.fission_kw"),
    _kpi("solar_m2", "area of its array", "station.solar_m2"),
    _kpi("is_feasible", "1 where the station holds through its design year", "station.is_feasible"),
    _kpi("partner_saves_kg", "mass that the partner's unit, or the design that stands in for it, saves",
         "station.partner.saves_kg"),
    _kpi("partner_alone_frac", "chance that one such unit alone carries a crew through a year",
         "station.partner.p_crew_survives_alone"),
    _kpi("lolh_hour", "hours a Mars year in which vital loads are short", "adequacy.lolh_hour_per_mars_year"),
    _kpi("eue_kwh", "vital and essential energy not served in a Mars year", "adequacy.eue_kwh_per_mars_year"),
    _kpi("survives_year_frac", "chance that no vital outage of a Mars year is deadly",
         "adequacy.p_crew_survives"),
    _kpi("margin_vital_hour", "hours that the stores alone carry vital loads", "adequacy.margin_hour.vital"),
    _kpi("exclusion_m", "distance to keep outside the shield's cone", "safety.exclusion_distance_m"),
    _kpi("trip_dose_msv", "dose of the round trip", "safety.trip_dose_msv"),
    *(_kpi(f"landed_{y}_frac", f"chance that people have landed by {y}", f"landing.p_by_year.{y}")
      for y in LANDING_YEARS),
    _kpi("landed_frac", "chance that people have landed by the horizon", "landing.p_by_year.last"),
    _kpi("loss_of_crew_frac", "chance that the first crew that flies is lost", "landing.p_loss_of_crew"),
    _kpi("crew_home_frac", "chance that the first crew that flies comes home", "landing.fates.home_frac"),
    _kpi("crew_still_there_frac", "chance that the first crew that flies is still on Mars at the horizon, "
         "without a way home", "landing.fates.still_there_frac"),
    _kpi("crew_flies_frac", "chance that a crew flies by the horizon", "landing.p_crew_flies"),
    _kpi("city_frac", "chance that the city stands alone by the horizon", "city.p_by_year.last"),
    _kpi("million_t_frac", "chance that a million tonnes have landed by the horizon",
         "city.p_million_t_by_year.last"),
    _kpi("people_p50", "people of the median city at the horizon", "city.people_p50"),
    _kpi("closure_frac", "part of its needs that the median city makes", "city.closure_p50_frac"),
)  # fmt: skip

_BY_NAME = {kpi.name: kpi for kpi in KPIS}


def kpi(name: str) -> Kpi:
    """A number by name.

    Raises
    ------
    UnknownName
        If there is none; the nearest is given.

    Examples
    --------
    >>> kpi("station_kg").words
    'landed mass of the chosen station'
    """
    if name not in _BY_NAME:
        raise UnknownName("number of a verdict", name, _BY_NAME)
    return _BY_NAME[name]


def kpi_values(verdict: Mapping[str, Any]) -> dict[str, float]:
    """Every number of a verdict by name."""
    return {k.name: k.of(verdict) for k in KPIS}


def kpi_words(verdict: Mapping[str, Any]) -> dict[str, str]:
    """What a verdict says in words: the design, what it hangs on, the gate that binds."""
    gates = verdict["landing"]["binding_gates"]
    return {
        "design": verdict["station"]["design"],
        "binding_constraint": verdict["station"]["binding_constraint"],
        "binding_gate": max(gates, key=lambda name: gates[name]) if any(gates.values()) else "",
    }


def judgements(verdict: Mapping[str, Any]) -> dict[str, str]:
    """What a verdict decides: a change of any of these words is a flip.

    Returns
    -------
    dict
        ``station`` (the design), ``holds``, ``safe``, ``landing``, ``city`` (good, warn or bad) and
        ``claim ...`` (supported to stale).
    """
    said = answers(verdict)
    found = {"station": str(verdict["station"]["design"])}
    found |= {name: said[i].status for name, i in (("holds", 3), ("safe", 4), ("landing", 5), ("city", 6))}
    return found | {f"claim {c['id']}": str(c["verdict"]) for c in verdict["claims"]}
