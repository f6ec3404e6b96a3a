"""The campaign: calendar, learning, gates, logistics, first landing of people, growth of the city.

Everything here is a method over arrays of simulated campaigns; what a window, a station or a landing is
worth in physics comes in as numbers.
"""

from kilosol.campaign.calendar import Calendar, Manifest, fleet_plan
from kilosol.campaign.gates import GATES, REASONS, Evidence, GateLimits, closed_gates
from kilosol.campaign.growth import City, CityRules, grow_city, import_stop_year, stop_imports
from kilosol.campaign.kernel import FATES, Campaigns, run_campaigns
from kilosol.campaign.learning import LandingBelief, crow_amsaa, p_at_least, update
from kilosol.campaign.logistics import (
    Good,
    ManifestPlan,
    Spare,
    cheapest_manifest,
    p_sufficient,
    ships_for_confidence,
    spares_for,
)
from kilosol.campaign.rules import (
    CAUSES,
    NEEDS,
    CampaignRules,
    CrewRisk,
    PartnerRules,
    PlantRules,
    StationRules,
    SystemRule,
)
from kilosol.campaign.trace import Event, Trace, trace_campaign

__all__ = [
    "CAUSES",
    "FATES",
    "GATES",
    "NEEDS",
    "REASONS",
    "Calendar",
    "CampaignRules",
    "Campaigns",
    "City",
    "CityRules",
    "CrewRisk",
    "Event",
    "Evidence",
    "GateLimits",
    "Good",
    "LandingBelief",
    "Manifest",
    "ManifestPlan",
    "PartnerRules",
    "PlantRules",
    "Spare",
    "StationRules",
    "SystemRule",
    "Trace",
    "cheapest_manifest",
    "closed_gates",
    "crow_amsaa",
    "fleet_plan",
    "grow_city",
    "import_stop_year",
    "p_at_least",
    "p_sufficient",
    "run_campaigns",
    "ships_for_confidence",
    "spares_for",
    "stop_imports",
    "trace_campaign",
    "update",
]
