"""
Why did nobody land in 2031?
============================

Ten thousand campaigns give chances; one of them, told day by day, gives reasons. The same number is
the same campaign in both. Runs offline in seconds once its loops are compiled.
"""

from kilosol.campaign import (
    CampaignRules,
    CrewRisk,
    GateLimits,
    PartnerRules,
    StationRules,
    run_campaigns,
    trace_campaign,
)
from kilosol.planning.stages import find_transfers
from kilosol.planning.stages.fleets import fleets_of
from kilosol.scenario import load_scenario
from kilosol.transfer import iso_from_jd

scenario = load_scenario("announced-2025")
transfers = find_transfers(scenario)
fleets = fleets_of(scenario, transfers)
rules = CampaignRules(
    ready_frac=0.6,
    ready_again_frac=0.8,
    prior_success=1.0,
    prior_failure=1.0,
    failure_discount_frac=0.5,
    success_frac=None,
    crew_first_window=2028,
    gates=GateLimits(
        min_landings=3, min_success_frac=0.6, min_confidence_frac=0.0, station_sols=300.0, propellant_t=0.0
    ),
    partner=PartnerRules(True, 2028, works_frac=0.7, withdrawn_per_window=0.1, fallback_delay_windows=1),
    station=StationRules(0.7, 60.0, 0.12, 0.05, 1.0275, power_kw=(0.0, 80.0, 60.0)),
    crew=CrewRisk(0.98, 0.985, 0.999, 0.99, 0.5, 0.3, return_t=800.0, own_stores_sols=1500.0),
)
found = run_campaigns(transfers.calendar, fleets, rules, n_draws=2000, seed=1)
for year in (2029, 2031, 2033, 2035):
    landed = (found.first_landing_year > 0) & (found.first_landing_year <= year)
    print(f"people have landed by {year}: {landed.mean():.2f}")

# %%
diary = trace_campaign(transfers.calendar, fleets, rules, seed=1, campaign=3)
for event in diary.events[:16]:
    print(iso_from_jd(event.jd), event.text)
