"""Sobol indices of the Ishigami function.

T. Ishigami and T. Homma, "An importance quantification technique in uncertainty analysis for computer
models", ISUMA 1990; f = sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3 with a = 7, b = 0.1. The analytic
indices follow from the integrals: S1 = 0.3139, S2 = 0.4424, S3 = 0; ST1 = 0.5576, ST2 = 0.4424,
ST3 = 0.2437. Tolerance 0.03: the error of 1024 quasi-random samples.
"""

from __future__ import annotations

import math

import pytest

from kilosol.planning.dials import Dial
from kilosol.planning.sensitivity import sobol

DIALS = [Dial(f"x{i}", 0.0, -math.pi, math.pi, "uniform") for i in (1, 2, 3)]
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


def run(cases, batch):
    return [
        {
            "kpis": {
                "y": math.sin(c["x1"]) + 7.0 * math.sin(c["x2"]) ** 2 + 0.1 * c["x3"] ** 4 * math.sin(c["x1"])
            },
            "judgements": {},
            "error": "",
        }
        for c in cases
    ]


def test_indices_of_ishigami():
    found = {i.dial.key: i for i in sobol(DIALS, "y", run, n=1024)}
    for key, one in found.items():
        assert one.first == pytest.approx(FIRST[key], abs=0.03)
        assert one.total == pytest.approx(TOTAL[key], abs=0.03)
        assert one.total_low - 0.02 <= TOTAL[key] <= one.total_high + 0.02
