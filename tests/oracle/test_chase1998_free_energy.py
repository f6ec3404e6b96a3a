"""Free energies of formation, NIST-JANAF tables (Chase 1998), and cell voltages that follow.

JANAF at 1000 and 1500 K: H2O(g) -192.590 and -164.376, CO -200.275 and -243.740, CO2 -395.886 and -396.288,
CH4 19.492 and 74.918 kJ/mol. Tolerance 0.1 kJ/mol: our curves are pinned to the NBS values at 298 K, which
differ from JANAF's by up to 0.02. Voltages: 1.229 V at 298 K, 1.18 V at 353 K, 0.98 V for steam and CO2 at
1073 K within 0.01 V (textbook values).
"""


def test_rows(as_stated):
    as_stated("chase1998_free_energy")
