"""
A first plan
============

Run a preset, read the answers, change one input.
"""

import kilosol as ks

few = {"draws": 500}  # campaigns; the presets use 10 000
plan = ks.plan("as-of-2026-11", set=few)
print(plan)

# %%
# Withdraw the partner's station: heavier, and later.

alone = ks.plan("as-of-2026-11", set={**few, "partners.station.offered": False})
for name, one in (("with the partner", plan), ("without", alone)):
    station, landing = one.verdict["station"], one.verdict["landing"]
    print(
        f"{name}: {station['title']}, {station['mass_kg'] / 1000:.1f} t; "
        f"people by 2040: {landing['p_by_year']['2040']:.2f}, "
        f"first crew lost: {landing['p_loss_of_crew']:.2f}"
    )

# %%
# The hours of the design year are an xarray dataset with units.

year = plan.results.dispatch
storm = year.sel(step=(year.sol >= year.attrs["storm_start_sol"]) & (year.sol < year.attrs["storm_end_sol"]))
print(storm.generation_kw.mean().item(), year.generation_kw.attrs["units"])
