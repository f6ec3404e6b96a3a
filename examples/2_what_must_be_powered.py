"""
What must be powered
====================

The propellant for the way home step by step, a process checked against its floor, and the base's load.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from kilosol import loads
from kilosol.errors import OutOfRange

print(loads.propellant_breakdown(1200.0, 780.0).sentence)
for step in loads.propellant_breakdown(1200.0, 780.0).steps:
    print(f"  {step.name:17s}{step.kwh_kg:6.2f} kWh/kg {step.kw:6.0f} kW")

# %%
# A process of your own is checked against mass, elements and thermodynamics. The energy below stands in a
# public habitat simulator.

wishful = """
product = "O2"
basis = "mol"
[inputs]
H2O = 2
[outputs]
H2 = 2
O2 = 1
[values]
electricity_kwh_kg = 2.61
"""
with TemporaryDirectory() as folder:
    path = Path(folder) / "wishful.toml"
    path.write_text(wishful, encoding="utf-8")
    try:
        loads.load_process(path)
    except OutOfRange as refusal:
        print(refusal)

# %%
# Why a crew dies, in the order in which it would.

for stop in sorted((loads.if_stopped(p) for p in loads.PROCESSES), key=lambda s: s.loss_hour):
    print(
        f"  without {stop.process:24s}{stop.what:42s}{stop.effect_hour:9.0f} h, lost {stop.loss_hour:9.0f} h"
    )

# %%
# What fifty robots make of two reactors, a plant and a base for six.

station = loads.StationWork(17.0, 6.8, n_reactors=2, reactor_t=13.6, standoff_m=1000.0, radiator_m2=280.0)
work = (*loads.commissioning_packages(station), *loads.base_packages(plant_t=42.0, n_people=6))
plan = loads.work_schedule(work, 50, seed=1)
for milestone, (early, middle, late) in zip(loads.MILESTONES, plan.milestone_sol, strict=True):
    print(f"  {milestone:16s} sol {middle:4.0f} ({early:.0f} to {late:.0f})")
print(f"  before the station runs: {plan.before_station_kwh[1] / 1000:.0f} MWh")
