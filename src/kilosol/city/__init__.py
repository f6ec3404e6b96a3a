"""The city: its growth on what lands, and the test that stops all imports.

A method over arrays of simulated campaigns, as the campaign is: what lands in which year comes in as numbers.
"""

from kilosol.city.energy import (
    imported_power_people,
    person_power_kw,
    power_by_size_kw,
    what_lowers_power_kw,
)
from kilosol.city.growth import (
    ORIGINS,
    City,
    closure_by_class,
    draw_spread,
    grow_city,
    start_stocks,
)
from kilosol.city.import_stop import Diary, import_stop_year, stands_alone_from, stop_diary, stop_imports
from kilosol.city.params import LIMITS
from kilosol.city.rules import (
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

__all__ = [
    "CLASSES",
    "LIMITS",
    "ORIGINS",
    "Balance",
    "City",
    "CityRules",
    "Diary",
    "balance",
    "cited_city_rules",
    "class_closure",
    "closure_by_class",
    "constant_closure",
    "draw_spread",
    "grow_city",
    "import_stop_year",
    "imported_power_people",
    "mean_closure",
    "most_growth_per_year",
    "person_power_kw",
    "power_by_size_kw",
    "stands_alone_from",
    "start_stocks",
    "stop_diary",
    "stop_imports",
    "what_lowers_power_kw",
]
