"""Sobol indices of the Ishigami function.

T. Ishigami and T. Homma, "An importance quantification technique in uncertainty analysis for computer
models", ISUMA 1990; f = sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3 with a = 7, b = 0.1. The analytic
indices follow from the integrals: S1 = 0.3139, S2 = 0.4424, S3 = 0; ST1 = 0.5576, ST2 = 0.4424,
ST3 = 0.2437. Tolerance 0.03: the error of 1024 quasi-random samples.
"""

from __future__ import annotations

from kilosol.evidence import rows
from kilosol.evidence.cases import studies


def test_rows(as_stated):
    as_stated("ishigami1990_sobol")


def test_intervals_hold_the_truth():
    totals = [row for row in rows("ishigami1990_sobol") if row.arguments["order"] == "Total"]
    truth = {row.arguments["key"]: row.published[0] for row in totals}
    for key, one in studies.ishigami_indices().items():
        assert one.total_low - 0.02 <= truth[key] <= one.total_high + 0.02
