"""The IEEE Reliability Test System through ``kilosol.grid.assess``.

System: IEEE RTS Task Force, IEEE Trans. Power Apparatus and Systems PAS-98, 2047-2054, 1979 (rts1979.json).
Exact: LOLH 9.39418 h/yr, LOLE 1.36886 d/yr, EUE 1176.30 MWh (R. N. Allan et al., 1986; recalled), to the last
printed digit. Drawn passes, units seen on the hour: within three standard errors of these, and of LOLEv
1.912 /yr and 1.589 sequential days, which a million years of another program gave (its own errors 0.003 and
0.002). With stores of 100 MW and 400 MWh, 0.85 on charging, full at the start, one after another: LOLH
5.40 +- 0.05 and EUE 797 +- 11 MWh with one, 1.153 +- 0.021 and 246 +- 6 with five (that program, 50,000
years). If outages had no memory from hour to hour it would be 4.40 and 0.118: persistence is what is tested.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from kilosol.grid import Store, Unit, assess

RTS = json.loads((Path(__file__).parent / "rts1979.json").read_text(encoding="utf-8"))
N_YEARS = 6000


def units():
    rows = [dict(zip(RTS["units"]["columns"], row, strict=True)) for row in RTS["units"]["rows"]]
    return [
        Unit(f"{u['capacity_mw']} MW", u["capacity_mw"], u["n_units"], u["mttf_hour"], u["mttr_hour"])
        for u in rows
    ]


def hourly_load_mw():
    """The year of 52 weeks by week, day and hour."""
    load = []
    for week, of_peak in enumerate(RTS["week_percent"], start=1):
        is_winter = any(first <= week <= last for first, last in RTS["winter_weeks"])
        first, last = RTS["summer_weeks"]
        season = "winter" if is_winter else "summer" if first <= week <= last else "spring_fall"
        for day, of_week in enumerate(RTS["day_percent"]):
            profile = RTS["hour_percent"][f"{season}_weekday" if day < 5 else f"{season}_weekend"]
            load += [of_peak * of_week * of_day * 1e-6 for of_day in profile]
    return RTS["peak_mw"] * np.array(load)


@pytest.fixture(scope="module")
def bare():
    return assess(units(), hourly_load_mw(), samples=N_YEARS, seed=5)


def assert_within(found, expected, n_errors=3.0, also=0.0):
    assert abs(found.drawn - expected) < n_errors * np.hypot(found.stderr, also)


def test_exact_indices_as_published(bare):
    assert bare.lolh_h.value == pytest.approx(9.39418, abs=5e-6)
    assert bare.lole_daily_peak_day.value == pytest.approx(1.36886, abs=5e-6)
    assert bare.eue_kwh.value == pytest.approx(1176.30, abs=0.005)
    assert bare.neue_ppm.value == pytest.approx(76.897, abs=5e-4)
    assert bare.lolp.value == pytest.approx(9.39418 / 8736, abs=1e-9)
    assert bare.lolh_h.is_exact


def test_drawn_years_agree(bare):
    assert_within(bare.lolh_h, 9.39418)
    assert_within(bare.lole_daily_peak_day, 1.36886)
    assert_within(bare.eue_kwh, 1176.30)
    assert_within(bare.lolev, 1.912, also=0.003)
    assert_within(bare.lole_sequential_day, 1.589, also=0.002)
    assert bare.lole_sequential_day.value > bare.lole_daily_peak_day.value


@pytest.mark.parametrize(
    ("n_stores", "lolh", "lolh_error", "eue", "eue_error"),
    [(1, 5.40, 0.05, 797.0, 11.0), (5, 1.153, 0.021, 246.0, 6.0)],
)
def test_stores_one_after_another(n_stores, lolh, lolh_error, eue, eue_error):
    store = Store("store", 100.0, 400.0, n_stores, charge_efficiency=0.85)
    found = assess(units(), hourly_load_mw(), [store], samples=N_YEARS, seed=5)
    assert abs(found.lolh_h.value - lolh) < 3.0 * np.hypot(found.lolh_h.stderr, lolh_error)
    assert abs(found.eue_kwh.value - eue) < 3.0 * np.hypot(found.eue_kwh.stderr, eue_error)
    # The exact no-store result takes most of the noise out where one store changes little.
    raw = found.lolh_h.drawn
    assert raw != found.lolh_h.value
    if n_stores == 1:
        plain_error = assess(units(), hourly_load_mw(), samples=N_YEARS, seed=5).lolh_h.stderr
        assert found.lolh_h.stderr < 0.5 * plain_error
