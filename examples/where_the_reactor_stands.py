"""
Where a 40 kWe reactor stands, what covers it and who may go near
=================================================================
"""

import numpy as np

from kilosol import fission

heat_kwt = 175.0
shield = fission.shadow_shield(heat_kwt, 1000.0)
print(
    f"Shadow shield for people at 1 km: {shield.mass_kg:.0f} kg, {100 * shield.tungsten_m:.0f} cm of "
    f"tungsten and {100 * shield.lih_m:.0f} cm of lithium hydride, cone {shield.cone_deg:.0f} degrees"
)

# %%
# On Mars the air brings what leaves the sides round the shield.

# %%
unit = fission.shielded_source(heat_kwt, 1000.0, 50.0, fission.published_side_frac(), azimuth_deg=90.0)
there = fission.dose_at([unit], 1000.0, 0.0)
print(
    f"At the habitat: neutrons {there.neutron_msv_year:.0f}, gammas {there.gamma_msv_year:.0f}, "
    f"through the air {there.scattered_msv_year:.0f} mSv a year"
)

# %%
# The other way: regolith. An open pit is no shield on Mars.

# %%
for way in fission.WAYS:
    work = fission.earthwork(way, heat_kwt, 1000.0, 0.02)
    print(f"{way:12s} {work.moved_m3:5.0f} m3, {work.dose_msv_year:7.0f} mSv a year, holds: {work.holds}")

# %%
# After shutdown, and the least of shield and cable over distance.

# %%
days = fission.walk_in_day(heat_kwt, 10.0, gamma_frac=fission.published_side_frac())
siting = fission.best_siting(heat_kwt, 40.0, voltage_v=1000.0)
print(f"Beside the shield at 10 m people wait {days:.0f} days for 0.1 mSv an hour")
print(f"Shield and cable weigh least at {siting.best_m:.0f} m, {np.min(siting.total_kg):.0f} kg")

# %%
# The transport behind it, on cross-sections of one's own: a sphere that is exactly critical.

# %%
plutonium = fission.Medium(0.3264, 0.225216, 2.84 * 0.0816)
found = fission.multiplication([fission.Layer(plutonium, 6.082547)])
print(f"k = {found.k:.5f}, {100 * found.leakage_frac:.0f} percent leak")
