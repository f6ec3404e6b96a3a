"""
Cargo by nuclear-electric tug or by chemical ship
=================================================

A tug of half a megawatt needs a third of the mass in orbit for each tonne delivered, and some five
times as long. Its cargo ends in orbit about Mars and has still to land.
"""

from kilosol.ships import compare_cargo, ship
from kilosol.transfer import arc, tug, tug_flight

#: Dose rate behind a ship's hull in deep space, as measured on the way in 2012 [mSv/d].
DOSE_MSV_DAY = 1.8

for name, days in (("zeus-500", 690.0), ("zeus-1000", 400.0)):
    flight = tug_flight(tug(name), "2030-10-01", days, escape_mass_t=60.0)
    print(name, flight)
    options = compare_cargo(
        flight, arc("2031-02-23", "2032-01-09"), ship("v3"), dose_msv_day=DOSE_MSV_DAY, max_entry_km_s=7.5
    )
    for one in options:
        print(
            f"  {one.name:28} {one.orbit_mass_t:6.0f} t in orbit for {one.delivered_t:5.1f} t to the "
            f"{one.delivered_to}, {one.days:5.0f} days, {one.power_on_days:5.0f} under power, "
            f"{one.dose_msv:6.0f} mSv"
        )
