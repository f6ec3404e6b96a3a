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
    least,
    load,
    most,
    of_step,
    product_and,
    side_by_side,
    store,
)


@njit
def computed(a, b, out):
    align_stack()
    x, y = load(a, 0), load(b, 0)
    results = (
        x + y, x - y, x * y, 2 * x - 1.0, 1.0 - x, least(x, y), most(x, 0.5), product_and(x, y, 3.0),
        chosen(above(x, y), x, 0.0), chosen(at_least(x, y), 1, y), chosen(equal(x, y), 1.0, 0.0),
    )  # fmt: skip
    for k, result in enumerate(results):
        store(out, k * LANES, result)


def test_lanes_do_what_numpy_does_to_each_number():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, LANES))
    b[3], a[5], b[5] = a[3], 0.0, -0.0
    out = np.empty((11, LANES))
    computed(a, b, out)
    want = (
        a + b, a - b, a * b, 2 * a - 1, 1 - a, np.minimum(a, b), np.maximum(a, 0.5), a * b + 3,
        np.where(a > b, a, 0), np.where(a >= b, 1, b), np.where(a == b, 1, 0),
    )  # fmt: skip
    np.testing.assert_array_equal(np.delete(out, 7, 0), np.delete(np.array(want), 7, 0))
    np.testing.assert_allclose(out[7], want[7], rtol=1e-15)


@njit
def whether_any_is_above(a, limit):
    return any_of(above(load(a, 0), limit))


@pytest.mark.parametrize("lane", [None, 0, 7, LANES - 1])
def test_one_lane_is_enough_for_any(lane):
    a = np.zeros(LANES)
    if lane is not None:
        a[lane] = 1.0
    assert whether_any_is_above(a, 0.5) == (lane is not None)
    assert not whether_any_is_above(a, 1.0)


@njit
def summed(series, out):
    total = load(out, 0)
    for i in range(series.shape[0]):
        total = total + of_step(series, i)
    store(out, 0, total)


def test_a_series_is_shared_by_all_lanes_or_has_one_for_each():
    shared, own = np.arange(5.0), np.arange(5.0 * LANES).reshape(5, LANES)
    for series, total in ((shared, np.full(LANES, 10.0)), (own, own.sum(axis=0))):
        out = np.zeros(LANES)
        summed(series, out)
        np.testing.assert_array_equal(out, total)


@pytest.mark.parametrize(("rows", "n", "first", "width"), [(3, 5, 0, 18), (40, 33, 38, LANES), (1, 8, 0, 1)])
def test_rows_stand_side_by_side_and_begin_again(rows, n, first, width):
    series = np.random.default_rng(2).random((rows, n))
    put = side_by_side(series, first, width)
    np.testing.assert_array_equal(put, series[(first + np.arange(width)) % rows].T)


def test_a_vector_is_read_from_whole_rows_of_doubles_only():
    @njit
    def read(a):
        return any_of(above(load(a, 0), 0.0))

    for array in (np.zeros(LANES, np.float32), np.zeros((LANES, 2))[:, 0]):
        with pytest.raises(TypingError):
            read(array)


def test_a_number_is_no_flag_and_two_numbers_are_no_vector():
    @njit
    def no_flag(a):
        return any_of(load(a, 0))

    @njit
    def no_vector(a):
        return least(a[0], a[1])

    for function in (no_flag, no_vector):
        with pytest.raises(TypingError):
            function(np.zeros(LANES))
