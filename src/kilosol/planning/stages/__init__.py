"""The stages of a plan: the only place where physics, methods and the scenario meet.

Each module holds one stage as one function that takes the scenario and what earlier stages found, and
returns numbers for later stages, a dataset and its part of the verdict.
"""

from kilosol.planning.stages.city import CityAnswer, find_city
from kilosol.planning.stages.demand import Demand, find_demand
from kilosol.planning.stages.landing import Landing, find_landing
from kilosol.planning.stages.power import Power, find_power
from kilosol.planning.stages.safety import Safety, find_safety
from kilosol.planning.stages.transfers import Transfers, find_transfers
from kilosol.planning.stages.ways_home import WaysHome, find_ways_home

__all__ = [
    "CityAnswer",
    "Demand",
    "Landing",
    "Power",
    "Safety",
    "Transfers",
    "WaysHome",
    "find_city",
    "find_demand",
    "find_landing",
    "find_power",
    "find_safety",
    "find_transfers",
    "find_ways_home",
]
