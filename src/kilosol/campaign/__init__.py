"""The campaign: calendar, learning, gates, first landing of people.

Everything here is a method over arrays of simulated campaigns; what a window, a station or a landing is
worth in physics comes in as numbers.
"""

from kilosol.campaign.calendar import Calendar, Manifest, fleet_plan
from kilosol.campaign.events import Event, Trace
from kilosol.campaign.gates import GATES, REASONS, Evidence, GateLimits
from kilosol.campaign.kernel import FATES, Campaigns, run_campaigns
from kilosol.campaign.learning import LandingBelief, crow_amsaa, crow_amsaa_times, p_at_least, update
from kilosol.campaign.logistics import (
    Good,
    ManifestPlan,
    Spare,
    cheapest_manifest,
    p_sufficient,
    ships_for_confidence,
    spares_for,
)
from kilosol.campaign.optimistic import InfeasibleGate, infeasible_gates
from kilosol.campaign.requirements import Requirement, smallest_change
from kilosol.campaign.rules import (
    CAUSES,
    NEEDS,
    CampaignRules,
    CrewRisk,
    HomeChain,
    PartnerRules,
    PlantRules,
    StationRules,
    SystemRule,
)
from kilosol.campaign.set_up import SetUp, quantiles_of
from kilosol.campaign.trace import trace_campaign

__all__ = [
    "CAUSES",
    "FATES",
    "GATES",
    "NEEDS",
    "REASONS",
    "Calendar",
    "CampaignRules",
    "Campaigns",
    "CrewRisk",
    "Event",
    "Evidence",
    "GateLimits",
    "Good",
    "HomeChain",
    "InfeasibleGate",
    "LandingBelief",
    "Manifest",
    "ManifestPlan",
    "PartnerRules",
    "PlantRules",
    "Requirement",
    "SetUp",
    "Spare",
    "StationRules",
    "SystemRule",
    "Trace",
    "cheapest_manifest",
    "crow_amsaa",
    "crow_amsaa_times",
    "fleet_plan",
    "infeasible_gates",
    "p_at_least",
    "p_sufficient",
    "quantiles_of",
    "run_campaigns",
    "ships_for_confidence",
    "smallest_change",
    "spares_for",
    "trace_campaign",
    "update",
]
