"""
What a person's power goes into, and what would lower it
========================================================
"""

import numpy as np

from kilosol import city

rules = city.cited_city_rules()
for use, kw in sorted(city.person_power_kw(rules).items(), key=lambda pair: -pair[1]):
    print(f"{use:14s} {kw:5.2f} kWe")
for change, kw in city.what_lowers_power_kw(rules).items():
    print(f"{change:32s} {kw:5.1f} kWe")

# %%
# Cities on the same landings at three closures that do not depend on size: how much they import, and when
# each passes the import-stop test.

# %%
arrival = np.arange(2031.5, 2060.0, 2.135)
ships = np.minimum(20 * 1.8 ** np.arange(arrival.size), 1000.0)[:, None]
for closure in (0.5, 0.9, 1.0):
    # More industry in the cargo than is usual, and a little more power than people will take in the end.
    own = city.constant_closure(
        city.cited_city_rules(power_kwe_per_person=22.0, capital_cargo_frac=0.7), closure
    )
    grown = city.grow_city(100.0 * ships, 10.0 * ships, arrival, own, first_year=2030, last_year=2060, seed=1)
    alone = city.stands_alone_from(grown, own, stop_years=20, n_draws=20, pass_frac=0.9, seed=1)[0]
    print(
        f"closure {closure:.0%}: {grown.people[0, -1]:7.0f} people, {grown.power_kw[0, -1] / 1000:6.0f} MWe, "
        f"imports {grown.import_kg_per_person_year[0, -1]:5.0f} kg a person and year, "
        + (f"stands alone from {alone}" if alone else "never stands alone")
    )

# %%
# The rule of thumb behind it: stores V of N tonnes a person and year last V / ((1 - c) N P).

# %%
print(f"{city.import_stop_year(stores_t=5000.0, closure_frac=0.9, people=1000.0, need_t_year=5.0):.1f} years")
