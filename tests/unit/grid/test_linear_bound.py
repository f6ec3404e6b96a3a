import dataclasses

import numpy as np
import pytest

from kilosol.errors import NotConverged, OutOfRange
from kilosol.grid import FissionBlock, SizingCase, SpecificMasses, StorageTechnology, foresight_bound, highs
from kilosol.grid.segments import segment_means, segment_starts

STORAGE = StorageTechnology(0.95, 0.5, 0.5)
MASSES = SpecificMasses(2.0, 8.66, 2.0, 2.5, 250.0, 0.6, 10.0)
UNIT = FissionBlock("unit", 1, 10.0, 1544.0, 1e5, 500.0)
ALL = {"with_solar": True, "with_battery": True, "with_fuel_cell": True}


def weeks(days=14, *, min_deferrable_frac=0.9, storm=0.3, n_tripped=1):
    hour, day = np.arange(24 * days) % 24, np.arange(24 * days) // 24
    light = 60.0 * np.clip(np.sin(np.pi * (hour - 6.0) / 12.0), 0.0, None) * (1.0 + 0.1 * np.sin(day))
    load = np.repeat([[5.0], [7.0], [4.0], [2.0]], 24 * days, axis=1)
    return SizingCase(
        np.where((day >= 5) & (day < 8), storm * light, light), load, 1.0, n_tripped, 130.0, 50.0,
        min_deferrable_frac,
    )  # fmt: skip


def bound(case, blocks=(), *, n_segments=10**6, **options):
    return foresight_bound(blocks, case, STORAGE, MASSES, n_segments=n_segments, **(ALL | options))


def test_by_hand_one_dark_half_of_the_day():
    """1 kW through a night of 12 h: 12 kWh; by day 1 kW and what the night needs over its losses."""
    sun = np.where(np.arange(48) % 24 < 12, 100.0, 0.0)
    case = SizingCase(sun, np.outer([1.0, 0, 0, 0], np.ones(48)), 1.0, 0, 0.0, 0.0)
    found = bound(case, with_fuel_cell=False)
    # Full at the start: the first night needs no sun, the second as many hours of light as the first.
    assert found.sizes["battery_kwh"] == pytest.approx(12.0)
    assert found.sizes["solar_m2"] == pytest.approx(10.0 * (1.0 + 1.0 / 0.95))
    assert found.total_kg == pytest.approx(2.0 * found.sizes["solar_m2"] + 12 * 8.66 + 2.0 * (1 / 0.95))


@pytest.mark.parametrize("blocks", [(), (UNIT,)])
def test_fewer_segments_never_ask_for_more(blocks):
    case = weeks()
    whole = bound(case, blocks).total_kg
    masses = [bound(case, blocks, n_segments=n).total_kg for n in (200, 100, 50, 25)]
    assert all(lighter <= whole * (1 + 1e-7) for lighter in masses)
    assert masses[0] > 0.97 * whole


def test_what_is_harder_is_no_lighter():
    base = bound(weeks()).total_kg
    assert bound(weeks(storm=0.1)).total_kg > base
    assert bound(weeks(min_deferrable_frac=1.0)).total_kg >= base
    assert bound(weeks(), with_fuel_cell=False).total_kg >= base * (1 - 1e-9)
    assert bound(weeks(), (UNIT,)).total_kg - 1544.0 < base


def test_the_solvers_agree_and_are_the_ones_asked_for():
    case, found = weeks(7), {}
    for solver in ("hipo", "ipx", "simplex"):
        found[solver] = bound(case, solver=solver)
        assert found[solver].solver == solver
    assert len({round(f.total_kg, 3) for f in found.values()}) == 1


def test_a_solver_that_did_not_run_is_not_believed(monkeypatch):
    """HiGHS without its extra runs another solver and says so only in its log."""
    monkeypatch.setattr(highs, "_ran", lambda *_: "simplex")
    with pytest.raises(NotConverged, match="asked for hipo and ran simplex"):
        bound(weeks(4), solver="hipo")
    assert bound(weeks(4)).solver == "simplex"


def test_nothing_that_carries_the_load_is_infeasible():
    found = bound(weeks(), with_solar=False, with_battery=False, with_fuel_cell=False)
    assert not found.is_feasible
    assert found.total_kg == np.inf
    assert np.isnan(found.sizes["solar_m2"])


def test_prices_pay_for_the_mass():
    """Strong duality: what demand pays at its prices, less what the station earns, is what was added."""
    case = dataclasses.replace(weeks(), min_deferrable_frac=0.0)
    case = dataclasses.replace(case, load_kw=case.load_kw * np.array([[1.0], [1.0], [0.0], [0.0]]))
    found = bound(case)
    paid = float((found.price_kg_kwh * found.duration_hour).sum() * 12.0)
    assert paid == pytest.approx(found.total_kg, rel=1e-6)


def test_segments_keep_what_must_be_kept_and_means_keep_sums():
    series = np.random.default_rng(3).random((2, 240))
    keep = np.zeros(240, dtype=bool)
    keep[100:124] = True
    starts = segment_starts(series, 60, keep)
    assert starts.size == 60
    assert set(range(100, 125)) <= set(starts.tolist())
    lengths = np.diff(np.append(starts, 240))
    np.testing.assert_allclose(segment_means(series, starts) @ lengths, series.sum(axis=1))
    with pytest.raises(OutOfRange, match="n_segments"):
        segment_starts(series, 0)
