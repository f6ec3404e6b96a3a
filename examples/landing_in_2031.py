"""
Who can land on Mars in 2031?
=============================

The cheapest flight of 2031 lands in January 2032. People land in 2031 by a faster arc, and how many
days they can leave on depends on how fast their ship may enter. Runs offline in a few seconds.
"""

from kilosol.ships import landed_load, ship
from kilosol.transfer import cheapest, landings_in_year, launch_windows

(window,) = launch_windows(2031, 2031)
print("cheapest:", cheapest(window))
print("crew:    ", window.crew)

# %%
for limit_km_s in (6.5, 7.0, 7.5, 8.5):
    spans = landings_in_year(2031, max_entry_km_s=limit_km_s)
    said = spans[0] if spans else "nobody lands in 2031"
    print(f"entry up to {limit_km_s} km/s: {said}")

# %%
# What one ship lands, and what it takes to send it:

for version in ("v3", "v3-heavy"):
    load = landed_load(window.crew, ship(version))
    print(
        f"{version}: {load.payload_t:.0f} t ({load.low_payload_t:.0f} to {load.high_payload_t:.0f}), "
        f"bound by the {load.bound}; {load.propellant_t:.0f} t of propellant, {load.tanker_flights} tankers"
    )
