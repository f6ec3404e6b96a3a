import json

import numpy as np
import pytest

from kilosol.errors import NotFinite
from kilosol.results import rounded


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234567.89, 1234570.0),
        (0.1 + 0.2, 0.3),
        (1.23456749e-12, 1.23457e-12),
        (-0.0, 0.0),
        (np.float64(2.0) / 3.0, 0.666667),
        (np.int64(123456789), 123456789),
        (True, True),
        (np.bool_(False), False),
        ("as it is", "as it is"),
        (None, None),
    ],
)
def test_single_values(value, expected):
    found = rounded(value)
    assert found == expected
    assert type(found) is type(expected)


def test_minus_nothing_prints_as_nothing():
    assert str(rounded(-0.0)) == "0.0"
    assert str(rounded(-1e-320 * 1e-10)) == "0.0"


def test_nests_and_keys():
    found = rounded({2029: (1 / 3, [np.float32(0.5)]), "deep": {"p": None}})
    assert found == {"2029": [0.333333, [0.5]], "deep": {"p": None}}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize("value", [np.nan, -np.inf, np.float32("inf"), float("nan")])
def test_what_is_no_number_is_a_fault_told_with_its_place(value):
    with pytest.raises(NotFinite, match=r"^deep\.p\[1\]\.x came out as -?(nan|inf), .*please report it"):
        rounded({"deep": {"p": (1.0, {"x": value})}})


def test_rounding_twice_changes_nothing():
    values = (np.random.default_rng(1).random(2000) * 10.0 ** np.arange(-10, 10).repeat(100)).tolist()
    once = rounded(values)
    assert rounded(once) == once
    np.testing.assert_allclose(once, values, rtol=5.01e-6)


def test_what_another_processor_would_sum_otherwise_rounds_alike():
    values = np.random.default_rng(2).random(10001)
    forward, backward = float(sum(values.tolist())), float(sum(values[::-1].tolist()))
    assert forward != backward
    assert rounded(forward) == rounded(backward)
