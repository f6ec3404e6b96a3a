"""The way to Mars and back: ephemeris, arcs, porkchops, windows, returns, flybys, low thrust, radio contact.

Dates are Julian dates in TDB, or ISO strings at 0 h TDB; positions are Sun-centred in the ecliptic of J2000.
"""

from kilosol.transfer.arcs import Arc, Energies, arc, energies
from kilosol.transfer.arrivals import Arrival, arrival
from kilosol.transfer.asymptotes import departure_declination_deg
from kilosol.transfer.burns import (
    apoapsis_of_period_km,
    capture_delta_v_km_s,
    ellipse_delta_v_km_s,
    entry_speed_km_s,
    injection_delta_v_km_s,
)
from kilosol.transfer.contact import Conjunction, conjunctions, light_time_s, sun_earth_mars_angle_deg
from kilosol.transfer.crew_flights import CrewObjective
from kilosol.transfer.dates import iso_from_jd, iso_time_from_jd, jd_from_iso, jd_of
from kilosol.transfer.departures import Departure, DepotPlane, departure, depot_plane
from kilosol.transfer.ephemeris import acceleration_km_s2, coverage_jd, state
from kilosol.transfer.fast_trips import FastTrip, fast_trip
from kilosol.transfer.free_returns import FreeReturn, find_free_returns
from kilosol.transfer.hohmann import HohmannTransfer, hohmann_transfer, synodic_period_days
from kilosol.transfer.kepler import Motion, fly
from kilosol.transfer.lambert import lambert_velocities
from kilosol.transfer.landings import LandingSpan, landings_in_year
from kilosol.transfer.limits import Limits, cited_limits
from kilosol.transfer.loiter import Loiter, early_departure
from kilosol.transfer.low_thrust import (
    Spiral,
    Tug,
    TugFlight,
    edelbaum_delta_v_km_s,
    fastest_leg_days,
    spiral,
    tug,
    tug_flight,
    tug_names,
)
from kilosol.transfer.paths import FlightPath, flight_path
from kilosol.transfer.porkchops import Porkchop, porkchop
from kilosol.transfer.returns import ReturnWindow, next_return, return_windows, stay_days
from kilosol.transfer.round_trips import RoundTrip, find_round_trips
from kilosol.transfer.sims_flanagan import ThrustLeg, thrust_leg
from kilosol.transfer.slopes import DateSlopes, LambertSlopes, date_slopes, lambert_slopes
from kilosol.transfer.swing_bys import SwingBy, flyby, venus_swing_bys
from kilosol.transfer.windows import Window, arc_flags, cheapest, launch_windows, neighbours

__all__ = [
    "Arc",
    "Arrival",
    "Conjunction",
    "CrewObjective",
    "DateSlopes",
    "Departure",
    "DepotPlane",
    "Energies",
    "FastTrip",
    "FlightPath",
    "FreeReturn",
    "HohmannTransfer",
    "LambertSlopes",
    "LandingSpan",
    "Limits",
    "Loiter",
    "Motion",
    "Porkchop",
    "ReturnWindow",
    "RoundTrip",
    "Spiral",
    "SwingBy",
    "ThrustLeg",
    "Tug",
    "TugFlight",
    "Window",
    "acceleration_km_s2",
    "apoapsis_of_period_km",
    "arc",
    "arc_flags",
    "arrival",
    "capture_delta_v_km_s",
    "cheapest",
    "cited_limits",
    "conjunctions",
    "coverage_jd",
    "date_slopes",
    "departure",
    "departure_declination_deg",
    "depot_plane",
    "early_departure",
    "edelbaum_delta_v_km_s",
    "ellipse_delta_v_km_s",
    "energies",
    "entry_speed_km_s",
    "fast_trip",
    "fastest_leg_days",
    "find_free_returns",
    "find_round_trips",
    "flight_path",
    "fly",
    "flyby",
    "hohmann_transfer",
    "injection_delta_v_km_s",
    "iso_from_jd",
    "iso_time_from_jd",
    "jd_from_iso",
    "jd_of",
    "lambert_slopes",
    "lambert_velocities",
    "landings_in_year",
    "launch_windows",
    "light_time_s",
    "neighbours",
    "next_return",
    "porkchop",
    "return_windows",
    "spiral",
    "state",
    "stay_days",
    "sun_earth_mars_angle_deg",
    "synodic_period_days",
    "thrust_leg",
    "tug",
    "tug_flight",
    "tug_names",
    "venus_swing_bys",
]
