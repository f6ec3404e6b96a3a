"""The campaign: calendar, learning, gates, first landing of people, growth of the city.

Everything here is a method over arrays of simulated campaigns; what a window, a station or a landing is
worth in physics comes in as numbers.
"""

from kilosol.campaign.best_luck import Hopeless, hopeless_gates
from kilosol.campaign.calendar import Calendar, Manifest, fleet_plan
from kilosol.campaign.city_energy import (
    imported_power_people,
    person_power_kw,
    power_by_size_kw,
    what_lowers_power_kw,
)
from kilosol.campaign.gates import GATES, REASONS, Evidence, GateLimits, closed_gates
from kilosol.campaign.growth import (
    LIMITS,
    ORIGINS,
    City,
    closure_by_class,
    draw_spread,
    grow_city,
    start_stocks,
)
from kilosol.campaign.growth_rules import (
    CLASSES,
    Balance,
    CityRules,
    balance,
    cited_city_rules,
    class_closure,
    constant_closure,
    mean_closure,
    most_growth_per_year,
)
from kilosol.campaign.import_stop import Diary, import_stop_year, stands_alone_from, stop_diary, stop_imports
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
from kilosol.campaign.requirements import Requirement, smallest_change
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
    "CLASSES",
    "FATES",
    "GATES",
    "LIMITS",
    "NEEDS",
    "ORIGINS",
    "REASONS",
    "Balance",
    "Calendar",
    "CampaignRules",
    "Campaigns",
    "City",
    "CityRules",
    "CrewRisk",
    "Diary",
    "Event",
    "Evidence",
    "GateLimits",
    "Good",
    "Hopeless",
    "LandingBelief",
    "Manifest",
    "ManifestPlan",
    "PartnerRules",
    "PlantRules",
    "Requirement",
    "Spare",
    "StationRules",
    "SystemRule",
    "Trace",
    "balance",
    "cheapest_manifest",
    "cited_city_rules",
    "class_closure",
    "closed_gates",
    "closure_by_class",
    "constant_closure",
    "crow_amsaa",
    "crow_amsaa_times",
    "draw_spread",
    "fleet_plan",
    "grow_city",
    "hopeless_gates",
    "import_stop_year",
    "imported_power_people",
    "mean_closure",
    "most_growth_per_year",
    "p_at_least",
    "p_sufficient",
    "person_power_kw",
    "power_by_size_kw",
    "run_campaigns",
    "ships_for_confidence",
    "smallest_change",
    "spares_for",
    "stands_alone_from",
    "start_stocks",
    "stop_diary",
    "stop_imports",
    "trace_campaign",
    "update",
    "what_lowers_power_kw",
]
