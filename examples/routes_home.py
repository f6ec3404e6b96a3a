"""
Which way home, and what it takes of a station
==============================================

A ship that is refilled on Mars and a small ascent vehicle whose return ship waits in orbit bring the
same crew home. One asks for twenty times the power of the other. Runs offline in seconds.
"""

from kilosol.home import Basis, Burns, load_route, synods_to_fill, way_needs

#: 145 t land on the Earth, 6.9 km/s from the surface and 0.5 for the landing, 480 days of production.
burns = Burns(4.3, 5.7, 2.6, 0.5, isp_s=375.0, landing_isp_s=327.0)
basis = Basis(burns, dry_mass_t=125.0, return_payload_t=20.0, people=4)

for label in ("W1", "W2", "W3", "W4", "W7"):
    needs = way_needs(load_route(label), basis)
    print(
        f"{label}: {needs.route.title}\n"
        f"    {needs.power_kw:.0f} kW, {needs.landed_t:.0f} t landed in {needs.ships} ships, "
        f"{needs.critical_landings} landings; fails first: {needs.route.fails_first}"
    )

# %%
# How long a station of a given power takes for each:

for kw in (40.0, 400.0):
    for label in ("W1", "W4"):
        needs = way_needs(load_route(label), basis)
        print(f"{kw:.0f} kWe fill the tanks of {label} in {synods_to_fill(needs, kw, 0.9):.1f} synods")
