"""Vectors of lanes do to each lane what NumPy does to each number."""

import numpy as np
import pytest
from numba import njit
from numba.core.errors import TypingError

from kilosol.grid.vectors import (
    LANES,
    above,
    align_stack,
    any_of,
    at_least,
    chosen,
    equal,
    is_asked,
    least,
    most,
    of_step,
    product_and,
    put,
    side_by_side,
    zero_of,
)


@njit
def computed(a, b, out):
    align_stack()
    x, y = of_step(a, 0), of_step(b, 0)
    results = (
        x + y, x - y, x * y, 2 * x - 1.0, 1.0 - x, least(x, y), most(x, 0.5), product_and(x, y, 3.0),
        chosen(above(x, y), x, 0.0), chosen(at_least(x, y), 1, y), chosen(equal(x, y), 1.0, 0.0),
    )  # fmt: skip
    for k, result in enumerate(results):
        put(out, k, result)


def test_lanes_do_what_numpy_does_to_each_number():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, LANES))
    b[3], a[5], b[5] = a[3], 0.0, -0.0
    out = np.empty((11, LANES))
    computed(a[None], b[None], out)
    want = (
        a + b, a - b, a * b, 2 * a - 1, 1 - a, np.minimum(a, b), np.maximum(a, 0.5), a * b + 3,
        np.where(a > b, a, 0), np.where(a >= b, 1, b), np.where(a == b, 1, 0),
    )  # fmt: skip
    np.testing.assert_array_equal(np.delete(out, 7, 0), np.delete(np.array(want), 7, 0))
    np.testing.assert_allclose(out[7], want[7], rtol=1e-15)


@njit
def whether_any_is_above(a, limit):
    return any_of(above(of_step(a, 0), limit))


@pytest.mark.parametrize("lane", [None, 0, 7, LANES - 1])
def test_one_lane_is_enough_for_any(lane):
    a = np.zeros(LANES)
    if lane is not None:
        a[lane] = 1.0
    a = a[None]
    assert whether_any_is_above(a, 0.5) == (lane is not None)
    assert not whether_any_is_above(a, 1.0)


@njit
def summed(series, out):
    total = of_step(out, 0)
    for i in range(series.shape[0]):
        total = total + of_step(series, i)
    put(out, 0, total)


def test_a_series_is_shared_by_all_lanes_or_has_one_for_each():
    shared, own = np.arange(5.0), np.arange(5.0 * LANES).reshape(5, LANES)
    for series, total in ((shared, np.full(LANES, 10.0)), (own, own.sum(axis=0))):
        out = np.zeros((1, LANES))
        summed(series, out)
        np.testing.assert_array_equal(out[0], total)


@pytest.mark.parametrize(("rows", "n", "width"), [(3, 5, 18), (40, 33, LANES), (1, 8, 1)])
def test_rows_stand_side_by_side(rows, n, width):
    rng = np.random.default_rng(2)
    series, which = rng.random((rows, n)), rng.integers(0, rows, width)
    np.testing.assert_array_equal(side_by_side(series, which), series[which].T)


@njit
def chosen_of_numbers(a, b, c):
    flag = above(a, b)
    return (
        least(a, b), most(a, 0.0), product_and(a, b, c), chosen(flag, a, b), chosen(equal(a, a), 1, b),
        any_of(flag), is_asked(flag), zero_of(a), at_least(a, b),
    )  # fmt: skip


@pytest.mark.parametrize(("a", "b", "c"), [(1.0, 2.0, 3.0), (2.0, -1.0, 0.5), (-3.0, -3.0, 1.0)])
def test_the_same_functions_of_plain_numbers_give_plain_numbers(a, b, c):
    want = (min(a, b), max(a, 0.0), a * b + c, a if a > b else b, 1.0, a > b, a > b, 0.0, a >= b)
    assert chosen_of_numbers(a, b, c) == want


@njit
def doubled(rows, k, asked):
    put(rows, k, 2.0 * of_step(rows, k))
    if is_asked(above(of_step(rows, k), 1e9)):
        asked[0] = 1.0


def test_a_table_has_a_number_for_all_lanes_or_one_for_each():
    for rows, is_always_asked in ((np.arange(4.0), 0.0), (np.arange(4.0 * LANES).reshape(4, LANES), 1.0)):
        want, asked = rows.copy(), np.zeros(1)
        want[2] *= 2.0
        doubled(rows, 2, asked)
        np.testing.assert_array_equal(rows, want)
        # A branch of a single lane is taken where it asks; one of sixteen always.
        assert asked[0] == is_always_asked


def test_a_vector_is_read_from_whole_rows_of_doubles_only():
    @njit
    def read(a):
        return any_of(above(of_step(a, 0), 0.0))

    for array in (np.zeros((1, LANES), np.float32), np.zeros((LANES, 2))[:, 0]):
        with pytest.raises(TypingError):
            read(array)


def test_a_number_is_no_flag_and_a_vector_fits_no_table_of_numbers():
    @njit
    def no_flag(a):
        return any_of(of_step(a, 0))

    @njit
    def no_table(a):
        put(a[0], 0, of_step(a, 0))

    for function in (no_flag, no_table):
        with pytest.raises(TypingError):
            function(np.zeros((1, LANES)))
