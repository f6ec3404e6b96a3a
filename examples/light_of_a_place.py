"""
Light of a place
================

Light and power of a site through a Mars year, quiet and stormy, and what tilting the array would bring.
"""

import numpy as np

from kilosol import mars, solar

place = mars.site("AP-1")
season = mars.ls_of_sol_deg(np.arange(669) + 0.5)

for dust in ("quiet", "my28", "my34"):
    tau = mars.replay_tau(dust, pressure_pa=place.pressure_pa)
    light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo)
    power = solar.design_year_output_w_m2(place, tau, 60).reshape(669, 24).mean(axis=1)
    darkest = int(power.argmin())
    print(
        f"{dust:6s} light {light.mean():5.0f} Wh/m2 a sol, power {power.mean():4.1f} W/m2, "
        f"darkest sol at Ls {season[darkest]:.0f}: {power[darkest]:.2f} W/m2"
    )

# %%
# Tilt pays in clear air and not in a storm.

for dust in ("quiet", "my28"):
    tau = mars.replay_tau(dust, pressure_pa=place.pressure_pa)
    tilts = np.arange(0.0, 50.0, 10.0)
    year = mars.daily_insolation_wh_m2(
        place.latitude_deg, season[:, None], tau[:, None], place.albedo, tilt_deg=tilts, use="triple"
    )
    winter = year[(season > 270) & (season < 300)].mean(axis=0)
    print(dust, "year", (year.mean(axis=0) / year.mean(axis=0)[0]).round(3), "winter", winter.round())

# %%
# The radiator's sink by the hour, and the dose by phase of the solar cycle.

ground = mars.ground_year(place, mars.replay_tau("quiet", pressure_pa=place.pressure_pa))
sink = mars.sink_by_hour_k(ground, place.albedo).reshape(669, 24).mean(axis=0)
print("sink by hour, K:", sink.round().astype(int))
for phase in mars.PHASES:
    rate = mars.surface_dose_msv_day(mars.modulation_mv(phase), place.pressure_pa)
    print(f"{phase}: {float(rate):.2f} mSv a day")
