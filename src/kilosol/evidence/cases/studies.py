"""Studies: sensitivity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from kilosol.studies.dials import Dial
from kilosol.studies.sensitivity import sobol

#: Constants of the function, and samples of its indices.
_A, _B, _N_SAMPLES = 7.0, 0.1, 1024


def _runs(cases: Sequence[Mapping[str, float]], batch: str) -> list[dict[str, Any]]:
    del batch
    values = [
        math.sin(c["x1"]) + _A * math.sin(c["x2"]) ** 2 + _B * c["x3"] ** 4 * math.sin(c["x1"]) for c in cases
    ]
    return [{"kpis": {"y": value}, "judgements": {}, "error": ""} for value in values]


@cache
def ishigami_indices() -> dict[str, Any]:
    """Indices of the three inputs by name."""
    dials = [Dial(f"x{i}", 0.0, -math.pi, math.pi, "uniform") for i in (1, 2, 3)]
    return {one.dial.key: one for one in sobol(dials, "y", _runs, n=_N_SAMPLES)}


def ishigami(order: str, key: str) -> float:
    """First or total index of an input."""
    found = ishigami_indices()[key]
    return float(found.first if order == "First" else found.total)
