"""
How often does a village go dark?
=================================

Nothing here is about Mars: diesel sets that fail, a field of panels, a battery, a year of hourly
load. `kilosol.grid.assess` draws the year many times over and gives every number with its 95 %
interval.
"""

import math

import numpy as np

from kilosol.grid import Store, Unit, assess

hour = np.arange(8760)
load_kw = 180.0 + 60.0 * np.sin(2 * np.pi * (hour - 13) / 24) + 30.0 * np.cos(2 * np.pi * hour / 8760)
panels_kw = 120.0 * np.clip(np.sin(np.pi * (hour % 24 - 6) / 12), 0.0, None)

# One failure in twenty stops all sets at once (fuel, switchboard), and repairs are many short and few long.
sets = Unit("diesel", 90.0, 4, 950.0, 50.0, beta=0.05, repair_law="lognormal", repair_shape=1.0)
panels = Unit("panels", panels_kw, 1, math.inf, 0.0)

# %%
# Without a battery, with one, and with two: what does another one buy?
for n_batteries in (0, 1, 2):
    battery = Store("battery", 90.0, 360.0, n_batteries, charge_efficiency=0.95, discharge_efficiency=0.95)
    found = assess([sets, panels], load_kw, [battery], samples=1000, seed=7, ride_through_h=8.0)
    print(f"{n_batteries} batteries: short for {found.lolh_h} h a year, {found.eue_kwh} kWh unserved")
    print(f"   nobody is dark for more than eight hours in a year: {found.p_vital_served}")

# %%
# Which matters most? The share of the unserved energy that falls while any of a group is down.
for one in found.importance:
    print(f"   {one.name}: {100 * one.share_frac.value:.0f} % of what is unserved")
