"""What every field of a scenario rests on: a cited value, a reference, or an assumption and its reason."""

from __future__ import annotations

from kilosol.campaign.gates import TESTS
from kilosol.scenario.sections import gate_preset_keys

#: Key of a scenario -> cited value that presets take over. Keys of lists are written ``flights[]``.
CITED = {
    "weather.storm_onset_ls_deg": "mars/dust.storm_onset_ls_deg",
    "weather.storm_peak_tau": "mars/dust.storm_peak_tau",
    "weather.storm_per_mars_year": "mars/dust.storm_frac",
    "ship.payload_t": "ships/starship-v3.payload_t",
    "ship.dry_mass_t": "ships/starship-v3.dry_mass_t",
    "ship.propellant_t": "ships/starship-v3.propellant_t",
    "ship.isp_s": "ships/starship-v3.isp_s",
    "ship.tanker_delivers_t": "ships/operations.tanker_delivers_t",
    "ship.boil_off_frac": "ships/operations.boil_off_frac",
    "transfer.max_c3_km2_s2": "transfer/limits.max_c3_km2_s2",
    "transfer.max_entry_km_s": "transfer/limits.max_entry_km_s",
    "transfer.max_crew_tof_days": "transfer/limits.max_tof_day",
    "transfer.parking_inclination_deg": "transfer/limits.parking_inclination_deg",
    "transfer.launch_site_latitude_deg": "transfer/limits.launch_site_latitude_deg",
    "transfer.max_return_c3_km2_s2": "transfer/limits.max_return_c3_km2_s2",
    "transfer.max_earth_entry_km_s": "transfer/limits.max_earth_entry_km_s",
    "transfer.max_return_tof_days": "transfer/limits.max_return_tof_day",
    "transfer.launch_period_days": "transfer/limits.crew_launch_period_day",
    "robots.active_hours_per_sol": "loads/robots.active_hours_per_sol_hour",
    "robots.active_kw": "loads/robots.active_kw",
    "robots.idle_kw": "loads/robots.idle_kw",
    "robots.keep_warm_kw": "loads/robots.keep_warm_kw",
    "base.growth_frac": "loads/habitat.growth_frac",
    "power.dose_limit_msv_year": "fission/dose.limit_msv_year",
    "power.vital_risk_frac": "grid/reliability.vital_risk_frac",
    "power.essential_short_sols": "grid/reliability.essential_short_sol",
    "power.propellant_on_time_frac": "grid/reliability.propellant_on_time_frac",
    "fleet.launch_growth_factor": "ships/launch_ceiling.launch_growth_factor",
    "fleet.other_launches_frac": "ships/launch_ceiling.other_use_frac",
    "fleet.failed_tanker_frac": "ships/launch_ceiling.failed_tanker_frac",
    "fleet.failed_transfer_frac": "ships/launch_ceiling.failed_transfer_frac",
    **{f"gates.{limit}": f"campaign/gates.nasa-like_{limit}" for limit in gate_preset_keys()},
    "city.imported_kg_per_kwe": "campaign/city.large_kg_kwe",
    "city.power_kwe_per_person": "campaign/city.arriving_kwe",
    "city.max_closure_frac": "campaign/city.max_closure_frac",
    "city.half_closure_people": "campaign/city.half_closure_people_factor",
}

_SITES = ("mars/sites", "the table of sites, where the site's name is known")
_OFFER = ("dmitriev2025march", "the offer of March 2025, which gave neither power, mass nor date")

#: Key -> what finds it on the page of sources, and what it is there.
REFERRED = {
    "site.name": _SITES,
    "site.latitude_deg": _SITES,
    "site.east_longitude_deg": _SITES,
    "site.elevation_km": _SITES,
    "ship.return_delta_v_km_s": (
        "ships/operations.ascent",
        "left out, the ascent is cited and the rest follows from the crew's own way home",
    ),
    "fleet.launches_per_year": (
        "ships/launch_",
        "left out, the record's pace, licences and turnaround of pads decide, day by day",
    ),
    "fleet.tankers_per_ship": (
        "ships/operations.n_tanker_flights",
        "left out, by the flight of the window; what others count is cited",
    ),
    "fleet.ships_built_per_year": (
        "ships/launch_ceiling.built_most_per_year",
        "left out, every flight of the record took a new ship, and works grow as launches do",
    ),
    "crew.career_limit_msv": ("nasastd3001", "NASA-STD-3001; other agencies allow 1000 mSv"),
    "home.route": ("routes/", "one of the routes home that ship"),
    "home.plant": ("home/chains", "energies of first and of mature plants"),
    "propellant.case": ("loads/isru.total", "three studied energies per kilogram"),
    "power.own_technology": ("fission/", "one of the fission units that ship"),
    "partners.station.offered": _OFFER,
    "partners.station.from": _OFFER,
    "partners.station.offered_on": _OFFER,
    "partners.station.technology": ("fission/hp-stirling-40", "a published unit in place of one that is not"),
    "partners.station.unpublished": (
        "dmitriev2025march",
        "what the remarks of 27 March 2025 left out: a design of somebody else stands in",
    ),
    "partners.station.claimed_alternatives": ("fission/selena", "units of the offering side's own papers"),
    "robots.n_at_base": ("loads/robots", "no number was announced; what one robot needs and does is cited"),
    "base.food_by_lamps_frac": ("loads/food", "packed food alone; what lamps would take is cited"),
    "power.array_cleaning_sols": ("solar/soiling", "an assumption; what dust takes is cited"),
    "power.unit_failure_factor": ("fission/reliability", "1 leaves every unit its cited failure rate"),
    "gates.preset": ("campaign/gates", "named sets of gates"),
    "gates.style": ("campaign/gates", "a label; the numbers decide"),
}

_SHIPS = "no fleet is settled: the presets hold what was announced and what is known"
_READINESS = "an assumption: no fleet of this size has met a launch window"
_BELIEF = "an assumption: nothing of this size has landed on Mars"
_PARTNER = "an assumption: the offer names no date and no terms"
_TARGET = "a target of design, for you to set"
_SYSTEMS = "an assumption: no date was announced"
_CITY = "an assumption: nothing like it has been done"
_NO_GATE = "no such gate, unless one is set"
_OWN_DATA = "your own data, where you have some"

#: Key -> why there is nothing to cite.
ASSUMED = {
    "schema_version": "fixed by this version of Kilosol",
    "name": "a name of your choice",
    "title": "words of your choice",
    "as_of": "a choice: what is known on this day counts",
    "horizon_year": "a choice: how far ahead is asked",
    "seed": "a choice without meaning: it fixes the luck that is drawn",
    "draws": "a choice: more draws, less luck in the answers",
    "weather.global_storm": "a choice: the hard year is the one to survive",
    "weather.tau_series": _OWN_DATA,
    "weather.storm_shape": "a choice: the deepest storm that was watched from the ground to its end",
    "ship.return_payload_t": "an assumption: no cabin for the way home was described",
    "transfer.max_declination_deg": "a choice: 90 leaves every window open and prices its declination",
    "transfer.crew_objective": "a choice: the least energy, so that no limit but the days is met",
    "transfer.margin_frac": "a choice: the launch period already keeps a flight from its limits",
    "transfer.min_stay_days": "an assumption: a crew unloads and checks its ship",
    "flights[].window": _SHIPS,
    "flights[].cargo_ships": _SHIPS,
    "flights[].crew_ships": _SHIPS,
    "flights[].robots": "an assumption: robots were announced, their number was not",
    "flights[].brings_station": "a choice: the first window in which the station could fly",
    "flights[].brings_plant": "a choice: a plant of its own, or one that comes with the station",
    "fleet.growth_factor": _READINESS,
    "fleet.max_ships": "a choice: a ceiling on what is meant; launches bind long before it",
    "fleet.filled_first": "a choice: crews wait for no cargo",
    "fleet.ready_frac": "an assumption; left out, the windows announced so far decide (cases/mars_windows)",
    "fleet.ready_again_frac": _READINESS,
    "landing.prior_success": _BELIEF,
    "landing.prior_failure": _BELIEF,
    "landing.failure_discount_frac": _BELIEF,
    "landing.crew_margin_frac": _BELIEF,
    "landing.success_frac": "left out, it is learned from the landings",
    "crew.people": "an assumption: no size of crew was announced",
    "crew.first_window": "a choice: the earliest that was spoken of, or later",
    "crew.stores_sols": "an assumption: a stay and one missed window",
    "base.propellant_t_per_synod": "a choice: the way home is asked for apart from it",
    "base.load_series": _OWN_DATA,
    "propellant.ships_to_refuel": "a choice: one crew goes home",
    "propellant.availability_frac": "an assumption: no plant of this kind has run for a year",
    "propellant.production_days": "a choice: from a running plant to the crew's departure",
    "home.route_file": _OWN_DATA,
    "home.announced_by": "a matter of record: nobody has announced a way home",
    "home.first_window": "a choice: left out, the first fleet carries its parts",
    "home.cargo_frac": "a choice: the rest of each ship is for the base",
    "power.architectures": "a choice: all that can be compared",
    "power.own_on_offer": "a choice: whether the unit may be chosen",
    "power.n_units_tripped": _TARGET,
    "power.min_deferrable_frac": _TARGET,
    "power.vital_reserve_hours": _TARGET,
    "power.trip_hours": "an assumption: three weeks to find and mend a fault",
    "power.standoff_m": "a choice: near enough for a cable, far enough for a shield of soil",
    "partners.station.n_units": "an assumption: one carries the base, one stands by",
    "partners.station.first_window": _PARTNER,
    "partners.station.works_frac": _PARTNER,
    "partners.station.withdrawn_per_window": (
        "an assumption; left out, the joint missions so far decide (cases/partner_withdrawals)"
    ),
    "partners.station.fallback_delay_windows": _PARTNER,
    "partners.station.delayed_per_window": _PARTNER,
    **{f"gates.{limit}": _NO_GATE for limit in TESTS if limit not in gate_preset_keys()},
    "systems[].name": _SYSTEMS,
    "systems[].needed_for": _SYSTEMS,
    "systems[].not_before": _SYSTEMS,
    "systems[].ready_per_year": _SYSTEMS,
    "city.migrants_per_ship": _CITY,
    "city.migrant_ships_frac": _CITY,
    "city.import_stop_years": "a choice: what standing alone means",
    "city.pass_frac": "a choice: how sure one wants to be of it",
}
