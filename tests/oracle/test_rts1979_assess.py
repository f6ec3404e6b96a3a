"""The IEEE Reliability Test System through ``kilosol.grid.assess``.

System: IEEE RTS Task Force, IEEE Trans. Power Apparatus and Systems PAS-98, 2047-2054, 1979 (rts1979.json).
Exact: LOLH 9.39418 h/yr, LOLE 1.36886 d/yr, EUE 1176.30 MWh (R. N. Allan et al., 1986; recalled), to the last
printed digit. Drawn passes, units seen on the hour: within three standard errors of these, and of LOLEv
1.912 /yr and 1.589 sequential days, which a million years of another program gave (its own errors 0.003 and
0.002). With stores of 100 MW and 400 MWh, 0.85 on charging, full at the start, one after another: LOLH
5.40 +- 0.05 and EUE 797 +- 11 MWh with one, 1.153 +- 0.021 and 246 +- 6 with five (that program, 50,000
years). If outages had no memory from hour to hour it would be 4.40 and 0.118: persistence is what is tested.
"""

from kilosol.evidence.cases import adequacy


def test_rows(as_stated):
    """Rows; and the exact answer without stores takes noise out where one store changes little."""
    as_stated("rts1979_assess")
    bare, one = adequacy.bare(), adequacy.stored(1)
    assert bare.lole_sequential_day.value > bare.lole_daily_peak_day.value
    assert one.lolh_h.drawn != one.lolh_h.value
    assert one.lolh_h.stderr < 0.5 * bare.lolh_h.stderr
