"""Ways home: what each route makes on Mars, what it brings, what it takes in power, mass, ships and launches.

A route is a row of ``data/tables/routes``, or a file of one's own. Everything here is a function of a route
and of a basis; when ships land and whether a crew comes home is the campaign's to tell.
"""

from kilosol.home.basis import Basis, Burns
from kilosol.home.making import Made, element_balance_kg, made_for
from kilosol.home.needs import WayNeeds, keeping_cold_kw, p_all_land, power_units, synods_to_fill, way_needs
from kilosol.home.propellant import Tanks, tanks_of
from kilosol.home.routes import Route, load_route, route_names

__all__ = [
    "Basis",
    "Burns",
    "Made",
    "Route",
    "Tanks",
    "WayNeeds",
    "element_balance_kg",
    "keeping_cold_kw",
    "load_route",
    "made_for",
    "p_all_land",
    "power_units",
    "route_names",
    "synods_to_fill",
    "tanks_of",
    "way_needs",
]
