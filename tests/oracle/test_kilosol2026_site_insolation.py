"""Insolation of sites from 16-stream discrete ordinates with modern dust times triple-junction mismatch.

J in Wh/m2 a sol with the Opportunity climatology: annual mean and mean of the worst 30 sols, and of the
worst 30 in the dust of Mars year 28. The published numbers come from another table of the same kind:
tolerance 1.5 % for the year, 2 % for the winter, 4 % in the storm, whose dust is known by medians of 10
degrees only. Appelbaum's f is the same year within 1.5 %, but 7 to 14 % bright in the storm.
"""


def test_rows(as_stated):
    as_stated("kilosol2026_site_insolation")
