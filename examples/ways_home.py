"""
There and back: long stays, short stays, Venus, free returns
============================================================

A long stay waits for the cheap way home; a short one pays in burns, and Venus takes part of the
bill.
"""

from kilosol.transfer import find_free_returns, find_round_trips

for kind in ("conjunction", "opposition", "venus"):
    for trip in find_round_trips(2031, 2034, kind):
        print(f"{kind:12}", trip)

# %%
# A free return needs no burn after departure. The flight of January 2018 is the best known:

for flight in find_free_returns(2017, 2018, max_days=510.0):
    print(flight)
