"""Plants for an ascent vehicle against the results of Kleinhenz & Paz 2017, as other texts report them.

30 t of methane and oxygen in 480 days. Powers are those of our own steps for a first plant (the high case),
with soil at 1.3 percent of water and the study's growth of a fifth; its margins and machines differ.
"""


def test_rows(as_stated):
    as_stated("kleinhenz2017_ascent_plant")
