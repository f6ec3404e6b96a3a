import dataclasses

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from kilosol.errors import NotConverged, OutOfRange
from kilosol.grid import (
    FissionBlock,
    SizingCase,
    SpecificMasses,
    StorageTechnology,
    foresight_bound,
)
from kilosol.grid.sizing import highs, linear_bound
from kilosol.grid.sizing.segments import segment_means, segment_starts

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
    # What an interior point leaves unpaid is subtracted, 1e-5 of the mass at the most.
    assert all(lighter <= whole * (1 + linear_bound.UNPAID_FRAC) for lighter in masses)
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
    vertex = found["simplex"].total_kg
    for one in found.values():
        assert one.total_kg == pytest.approx(vertex, rel=linear_bound.UNPAID_FRAC)
        assert one.total_kg <= vertex * (1 + 1e-10)


def test_a_solver_that_did_not_run_is_not_believed(monkeypatch):
    """HiGHS without its extra runs another solver and says so only in its log."""
    monkeypatch.setattr(highs, "_ran", lambda *_: "simplex")
    with pytest.raises(NotConverged, match="asked for hipo and ran simplex"):
        bound(weeks(4), solver="hipo")
    assert bound(weeks(4)).solver == "simplex"


def plainly_kg(case, *, station_kw=0.0, reserve_hour=0.0, storage=STORAGE):
    """The programme with every flow written out, as a primal, by another door to a solver.

    Unknowns by step: battery in, out, held; cells in, out, held; work, overflow, backlog, reserve burned.
    """
    n, vital = case.load_kw.shape[1], case.load_kw[0]
    one, nil = sparse.identity(n, format="csr"), sparse.csr_matrix((n, n))
    step = one - sparse.diags([np.ones(n - 1)], [-1], format="csr")
    first = (np.arange(n) == 0).astype(float)

    def size(k, values):
        return sparse.csr_matrix(np.outer(np.broadcast_to(values, n), np.arange(5) == k))

    def row(sizes, **flows):
        names = ("b_in", "b_out", "b", "c_in", "c_out", "c", "work", "over", "back", "burn")
        return [flows.get(name, nil) for name in names] + [sizes]

    d, none = case.step_hour, size(0, 0.0)
    rows = [
        row(
            size(0, -case.solar_w_m2 / 1000.0),
            b_in=one,
            b_out=-one,
            c_in=one,
            c_out=-one,
            work=one,
            burn=-one,
        ),
        row(size(1, -1.0), b=one),
        row(size(2, -1.0), b_in=one, b_out=one),
        row(size(3, -1.0), c=one),
        row(size(4, -1.0), c_in=one, c_out=one),
    ]
    held = [
        row(size(1, -first), b=step, b_in=-storage.battery_round_trip_frac * d * one, b_out=d * one),
        row(size(3, -first), c=step, c_in=-storage.fuel_cell_round_trip_frac * d * one, c_out=d * one),
        row(none, back=step, work=d * one, over=d * one),
    ]
    sums = sparse.csr_matrix(np.kron(np.eye(10)[[7, 9]], np.full(n, d)))
    reserve_kwh = reserve_hour * vital.mean()
    burn_kw = min(vital.max(), 1e9) if reserve_hour > 0.0 else 0.0
    most = np.full((10, n), np.inf)
    most[8], most[9] = 72.0 * case.load_kw[2].mean(), np.minimum(burn_kw, vital)
    cost = [MASSES.solar_kg_m2, MASSES.battery_kg_kwh, MASSES.battery_kg_kw]
    cost += [MASSES.fuel_cell_kg_kwh, MASSES.fuel_cell_kg_kw]
    found = linprog(
        np.concatenate([np.zeros(10 * n), cost]),
        A_ub=sparse.vstack([sparse.bmat(rows), sparse.hstack([sums, sparse.csr_matrix((2, 5))])]),
        b_ub=np.concatenate(
            [
                station_kw - case.load_kw[:2].sum(axis=0),
                np.zeros(4 * n),
                [case.deferrable_slack_kwh, reserve_kwh],
            ]
        ),
        A_eq=sparse.bmat(held),
        b_eq=np.concatenate([np.zeros(2 * n), case.load_kw[2] * d]),
        bounds=[(0.0, x) for x in np.append(most.ravel(), np.full(5, np.inf))],
        method="highs",
    )
    assert found.status == 0, found.message
    return float(found.fun + reserve_kwh * MASSES.reserve_kg_kwh + burn_kw * MASSES.reserve_kg_kw)


@pytest.mark.parametrize(
    ("case", "reserve_hour", "storage"),
    [
        (weeks(5), 0.0, STORAGE),
        (weeks(6, min_deferrable_frac=0.4), 0.0, STORAGE),
        (weeks(7, min_deferrable_frac=1.0), 20.0, STORAGE),
        (weeks(6), 0.0, StorageTechnology(1.0, 1.0)),
    ],
)
def test_it_is_the_programme_written_out_with_every_flow(case, reserve_hour, storage):
    found = foresight_bound((), case, storage, MASSES, reserve_hour=reserve_hour, **ALL)
    asked = plainly_kg(case, reserve_hour=reserve_hour, storage=storage)
    assert found.solver == "hipo"
    assert found.total_kg == pytest.approx(asked, rel=linear_bound.UNPAID_FRAC)
    assert found.total_kg <= asked * (1 + 1e-9)


def test_prices_that_are_a_little_wrong_still_give_a_bound(monkeypatch):
    """Whatever prices come back, what they ask too much is subtracted: the bound falls, it never rises."""
    case = weeks(5)
    right = bound(case, solver="simplex").total_kg

    def told(factor, seed):
        def worse(*args, **options):
            found = highs.solve_linear(*args, **options)
            noise = np.random.default_rng(seed).standard_normal(found.values.size)
            return dataclasses.replace(found, values=found.values * (1.0 + factor * noise) + factor * noise)

        monkeypatch.setattr(linear_bound, "solve_linear", worse)
        return bound(case).total_kg

    for seed in range(3):
        assert right * 0.99 < told(1e-7, seed) < right
        assert 0.0 <= told(1e-2, seed) < right


def test_prices_that_leave_much_unpaid_are_sent_on_to_a_vertex(monkeypatch):
    asked = []

    def noted(*args, **options):
        asked.append(options["to_vertex"])
        return highs.solve_linear(*args, **options)

    monkeypatch.setattr(linear_bound, "solve_linear", noted)
    monkeypatch.setattr(linear_bound, "UNPAID_FRAC", 1e-13)
    case = weeks(5)
    precise = bound(case, solver="hipo").total_kg
    assert asked == [False, True]
    assert precise == pytest.approx(bound(case, solver="simplex").total_kg, rel=1e-10)


@pytest.mark.parametrize("units", [0, 1])
def test_nothing_that_carries_the_load_is_infeasible(units):
    blocks = (dataclasses.replace(UNIT, n_units=units),) if units else ()
    found = bound(weeks(), blocks, with_solar=False, with_battery=False, with_fuel_cell=False)
    assert not found.is_feasible
    assert found.total_kg == np.inf
    assert np.isnan(found.sizes["solar_m2"])
    # An array without a store does not carry a night.
    assert not bound(weeks(), blocks, with_battery=False, with_fuel_cell=False).is_feasible


def test_units_that_carry_all_need_nothing_else():
    found = bound(weeks(n_tripped=0), (dataclasses.replace(UNIT, n_units=3),))
    assert found.total_kg == pytest.approx(3 * 1544.0, rel=1e-6)
    assert max(found.sizes.values()) < 1e-3


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
