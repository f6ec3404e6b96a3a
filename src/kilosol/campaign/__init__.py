"""The campaign: calendar, learning, gates, first landing of people, growth of the city.

Everything here is a method over arrays of simulated campaigns; what a window, a station or a landing is
worth in physics comes in as numbers.
"""

from kilosol.campaign.calendar import Calendar, Manifest, fleet_plan
from kilosol.campaign.city_energy import (
    imported_power_people,
    person_power_kw,
    power_by_size_kw,
    what_lowers_power_kw,
)
from kilosol.campaign.gates import GATES, GateLimits
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
from kilosol.campaign.kernel import (
    CampaignRules,
    Campaigns,
    CrewRisk,
    PartnerRules,
    StationRules,
    run_campaigns,
)
from kilosol.campaign.learning import LandingBelief, p_at_least, update
from kilosol.campaign.requirements import Requirement, smallest_change

__all__ = [
    "CLASSES",
    "GATES",
    "LIMITS",
    "ORIGINS",
    "Balance",
    "Calendar",
    "CampaignRules",
    "Campaigns",
    "City",
    "CityRules",
    "CrewRisk",
    "Diary",
    "GateLimits",
    "LandingBelief",
    "Manifest",
    "PartnerRules",
    "Requirement",
    "StationRules",
    "balance",
    "cited_city_rules",
    "class_closure",
    "closure_by_class",
    "constant_closure",
    "draw_spread",
    "fleet_plan",
    "grow_city",
    "import_stop_year",
    "imported_power_people",
    "mean_closure",
    "most_growth_per_year",
    "p_at_least",
    "person_power_kw",
    "power_by_size_kw",
    "run_campaigns",
    "smallest_change",
    "stands_alone_from",
    "start_stocks",
    "stop_diary",
    "stop_imports",
    "update",
    "what_lowers_power_kw",
]
