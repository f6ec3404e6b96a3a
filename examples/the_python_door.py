"""
Every command from Python
=========================

What ``kilosol`` does in a shell, ``import kilosol as ks`` does in a notebook: the same names, the same
defaults, and typed answers instead of printed ones. Runs offline in seconds once its loops are compiled.
"""

import tempfile
from pathlib import Path

import kilosol as ks

# %%
# A launch window, and one flight in it
# -------------------------------------
(window,) = ks.windows(2031, 2031)
print(f"type I leaves on {window.type1.departure}, type II on {window.type2.departure}")
flight = ks.arc("2031-01-28", "2031-08-06")
print(f"C3 {flight.c3_km2_s2:.2f} km2/s2, entry at {flight.entry_speed_km_s:.2f} km/s")
map_of_dates = ks.porkchop("2030-12-01..2031-04-01", "2031-07-01..2032-02-01", points=60)
print(f"{map_of_dates.mask.sum()} arcs, the cheapest at {map_of_dates.c3_km2_s2.min():.2f} km2/s2")

# %%
# A place and a station
# ---------------------
place = ks.site(name="our camp", lat=39.0, lon=202.0, elevation_km=-3.9)
print(place, place.values()["ice"]["text"])
print(ks.station("kilopower-10", units=4, solar=False))

# %%
# Where a number comes from
# -------------------------
for cited in ks.sources("fission/hp-stirling-40.mass_kg"):
    print(cited.path, cited.value, cited.unit, cited.source, cited.where)

# %%
# A plan, kept and opened again
# -----------------------------
# Dates are datetime64 and sols are coordinates, so xarray selects by them.
with tempfile.TemporaryDirectory() as folder:
    changes = {"draws": 200, "power.architectures": ["fission"]}
    ks.plan(set=changes, out=Path(folder) / "plan")
    plan = ks.open(Path(folder) / "plan")
print(plan)
december = plan.results.porkchop.c3_km2_s2.sel(departure="2028-12")
print(f"cheapest in December 2028: {float(december.min()):.2f} {december.attrs['units']}")
storm = plan.results.dispatch.demand_kw.sel(sol=slice(400, 410)).sum("load_class")
print(f"sols 400 to 410 ask for {float(storm.mean()):.1f} kW")

# %%
# What cannot be is one error with every problem
# ----------------------------------------------
try:
    ks.plan(set={"crew.people": -3, "partners.station.ofered": False})
except ks.ScenarioError as error:
    for problem in error.problems:
        print(problem.what, problem.message)
