"""
A small fission station for a base
==================================

One unit as a sum of components, its hours under a Martian sky, its years, and the same power in
smaller units. Planning figures from open literature: nothing here is a design to build. Runs
offline.
"""

import numpy as np

from kilosol import fission, mars

unit = fission.station_of(fission.fission_unit("hp-stirling-40"))
for what, power_kw, part in unit.ladder():
    print(f"{what:32s}{power_kw:8.1f} kW{100 * part:7.1f} %")
for name, kilograms in unit.mass_kg.items():
    print(f"{name:32s}{kilograms:8.0f} kg")
low, high = fission.level_band(1).around(unit.total_kg)
print(f"with growth {unit.total_kg:.0f} kg ({low:.0f} to {high:.0f}); radiator {unit.radiator_m2:.0f} m2")

# %%
# A Mars year, hour by hour, with the load of a base that sleeps at night.

# %%
place = mars.site("AP-1")
year = mars.ground_year(place, mars.replay_tau("my28", pressure_pa=place.pressure_pa))
sink = mars.sink_by_hour_k(year, place.albedo)
hour = np.arange(sink.size) % 24
load = np.where((hour > 6) & (hour < 22), 38.0, 20.0)
run = fission.operate(unit, sink, demand_kw=load)
print(f"core heat {run.thermal_kwt.min():.0f} to {run.thermal_kwt.max():.0f} kWt")
print(f"at full heat it could give {run.full_heat_kw.min():.1f} to {run.full_heat_kw.max():.1f} kWe")

# %%
# After ten years some converters have failed; small units degrade more gently and weigh more.

# %%
for n in (1, 2, 4):
    small = fission.design_station(40.0 / n, limit_msv_year=50.0 / n)
    chances = fission.station_chances(small, n, [0.0, 10.0], unit_mtbf_hour=2e4, unit_repair_hour=500.0)
    print(
        f"{n} x {40 / n:2.0f} kWe: {n * small.total_kg / 1000:5.1f} t, "
        f"half the power or more after ten years {100 * chances.at_least(20.0)[1]:.1f} %"
    )

# %%
burnt = fission.burn_up(43.3, 15.0, u235_kg=43.7)
print(
    f"a 10 kWe core burns {burnt.fissioned_kg:.2f} kg in 15 years "
    f"and loses up to {burnt.drift_cents:.0f} cents"
)
print(f"an hour after shutdown {1e3 * unit.thermal_kwt * fission.decay_heat_frac(3600.0, 3e8):.0f} W remain")
