"""Words of the form: titles of its groups, names that a field may take, and where a value comes from."""

from __future__ import annotations

from functools import lru_cache

from kilosol.data import Cited, cited_values, columns, references, table, table_names
from kilosol.web.fields import Form, FormRow

_TITLES = {
    "": "Scenario", "site": "Site", "weather": "Weather", "ship": "Ship", "transfer": "Transfer",
    "fleet": "Fleet", "landing": "Landing", "crew": "Crew", "robots": "Robots", "base": "Base",
    "propellant": "Propellant for the way home", "power": "Power", "partners.station": "Partner's station",
    "gates": "Gates before a crew leaves", "city": "City",
}  # fmt: skip


def group_titles(form: Form) -> dict[str, str]:
    """Title of each table of a scenario.

    Parameters
    ----------
    form : Form

    Returns
    -------
    dict
        Table -> title; ships of a window are named by its year.
    """
    titles = {}
    for group, rows in form.groups.items():
        if group.startswith("flights."):
            window = next((row.value for row in rows if row.key.endswith(".window")), "")
            titles[group] = f"Ships of the {window} window"
        else:
            titles[group] = _TITLES.get(group, group.replace("_", " ").replace(".", " ").capitalize())
    return titles


@lru_cache(maxsize=1)
def suggestions() -> dict[str, tuple[str, ...]]:
    """Names that fields of free text may take, by key."""
    names = (n for n in table_names() if n.startswith("fission/"))
    units = tuple(n.removeprefix("fission/") for n in names if table(n).text.get("is_surface_unit"))
    return {
        "site.name": tuple(columns("mars/sites").about["names"]),
        "power.own_technology": units,
        "partners.station.technology": units,
    }


#: Key of a scenario -> cited value that presets take over.
_CITED = {
    "weather.storm_onset_ls_deg": "mars/dust.storm_onset_ls_deg",
    "weather.storm_peak_tau": "mars/dust.storm_peak_tau",
    "ship.payload_t": "ships/starship-v3.payload_t",
    "ship.dry_mass_t": "ships/starship-v3.dry_mass_t",
    "ship.propellant_t": "ships/starship-v3.propellant_t",
    "ship.isp_s": "ships/starship-v3.isp_s",
    "ship.tanker_delivers_t": "ships/operations.tanker_delivers_t",
    "ship.boil_off_frac": "ships/operations.boil_off_frac",
    "ship.return_delta_v_km_s": "ships/operations.return_delta_v_km_s",
    "transfer.max_c3_km2_s2": "transfer/limits.max_c3_km2_s2",
    "transfer.max_entry_km_s": "transfer/limits.max_entry_km_s",
    "robots.active_hours_per_sol": "loads/robots.active_hours_per_sol_hour",
    "robots.active_kw": "loads/robots.active_kw",
    "robots.idle_kw": "loads/robots.idle_kw",
    "robots.keep_warm_kw": "loads/robots.keep_warm_kw",
    "base.growth_frac": "loads/habitat.growth_frac",
    "power.dose_limit_msv_year": "fission/dose.limit_msv_year",
    "power.vital_risk_frac": "grid/reliability.vital_risk_frac",
    "power.essential_short_sols": "grid/reliability.essential_short_sol",
    "power.propellant_on_time_frac": "grid/reliability.propellant_on_time_frac",
}

_TIERS = {"A": "measured", "B": "study", "C": "claimed", "D": "assumption"}


def source_of(row: FormRow) -> tuple[str, str]:
    """Where the value that the form began from comes from.

    Parameters
    ----------
    row : FormRow

    Returns
    -------
    text : str
        In words.
    find : str
        What finds it on the page of sources; empty where the value is the scenario's own choice.
    """
    path = _CITED.get(row.key, "")
    cited = _by_path().get(path)
    try:
        same = cited is not None and float(row.base) == float(cited.value)  # type: ignore[arg-type]
    except ValueError:
        same = False
    if cited is None or not same:
        return ("a choice of this scenario", "") if row.base else ("left to the rest", "")
    reference = references().get(cited.source)
    tier = _TIERS[cited.tier]
    return (f"{tier}: {reference.author}, {reference.year}" if reference else tier), path


@lru_cache(maxsize=1)
def _by_path() -> dict[str, Cited]:
    return {c.path: c for c in cited_values()}
