"""The campaign: calendar, learning, gates, first landing of people, growth of the city.

Everything here is a method over arrays of simulated campaigns; what a window, a station or a landing is
worth in physics comes in as numbers.
"""

from kilosol.campaign.calendar import Calendar, Manifest, fleet_plan
from kilosol.campaign.gates import GATES, GateLimits
from kilosol.campaign.growth import City, CityRules, grow_city, import_stop_year, stop_imports
from kilosol.campaign.kernel import (
    CampaignRules,
    Campaigns,
    CrewRisk,
    PartnerRules,
    StationRules,
    run_campaigns,
)
from kilosol.campaign.learning import LandingBelief, p_at_least, update

__all__ = [
    "GATES",
    "Calendar",
    "CampaignRules",
    "Campaigns",
    "City",
    "CityRules",
    "CrewRisk",
    "GateLimits",
    "LandingBelief",
    "Manifest",
    "PartnerRules",
    "StationRules",
    "fleet_plan",
    "grow_city",
    "import_stop_year",
    "p_at_least",
    "run_campaigns",
    "stop_imports",
    "update",
]
