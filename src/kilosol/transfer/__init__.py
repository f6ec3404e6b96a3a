"""The way to Mars and back: ephemeris, Lambert arcs, porkchops, windows, returns, radio contact.

Dates are Julian dates in TDB, or ISO strings at 0 h TDB; positions are Sun-centred in the ecliptic of J2000.
"""

from kilosol.transfer.arcs import (
    Arc,
    Energies,
    arc,
    capture_delta_v_km_s,
    energies,
    entry_speed_km_s,
    injection_delta_v_km_s,
)
from kilosol.transfer.contact import Conjunction, conjunctions, light_time_s, sun_earth_mars_angle_deg
from kilosol.transfer.dates import iso_from_jd, jd_from_iso, jd_of
from kilosol.transfer.ephemeris import coverage_jd, state
from kilosol.transfer.hohmann import HohmannTransfer, hohmann_transfer, synodic_period_days
from kilosol.transfer.lambert import lambert_velocities
from kilosol.transfer.porkchops import Porkchop, porkchop
from kilosol.transfer.returns import ReturnWindow, next_return, return_windows, stay_days
from kilosol.transfer.search import Limits
from kilosol.transfer.windows import Window, cheapest, launch_windows

__all__ = [
    "Arc",
    "Conjunction",
    "Energies",
    "HohmannTransfer",
    "Limits",
    "Porkchop",
    "ReturnWindow",
    "Window",
    "arc",
    "capture_delta_v_km_s",
    "cheapest",
    "conjunctions",
    "coverage_jd",
    "energies",
    "entry_speed_km_s",
    "hohmann_transfer",
    "injection_delta_v_km_s",
    "iso_from_jd",
    "jd_from_iso",
    "jd_of",
    "lambert_velocities",
    "launch_windows",
    "light_time_s",
    "next_return",
    "porkchop",
    "return_windows",
    "state",
    "stay_days",
    "sun_earth_mars_angle_deg",
    "synodic_period_days",
]
