"""The Roy Billinton Test System through ``kilosol.grid.assess``.

System: R. Billinton et al., IEEE Trans. Power Systems 4(3), 1238-1244, 1989: 11 units of 240 MW, peak 185 MW
under the hourly load of the IEEE RTS. Exact: LOLH 1.0916 h/yr, LOLE of daily peaks 0.1469 d/yr, EUE
9.8613 MWh/yr (Billinton and Huang 2006; recalled). A ninth of the risk of the RTS, and units of up to a fifth
of the peak: its answer hangs on coincidences of few units.
"""

from kilosol.evidence.cases import adequacy


def test_rows(as_stated):
    as_stated("billinton1989_rbts")
    found = adequacy.rbts()
    # Persistence: a shortage lasts longer than the hour that independent hours would give it.
    assert found.lolev.value < 0.5 * found.lolh_h.value
