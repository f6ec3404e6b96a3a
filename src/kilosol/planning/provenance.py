"""Where a run came from: versions, seed, sources, wall time."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from kilosol.data import Cited, references
from kilosol.data.shares import tier_counts
from kilosol.scenario import Scenario, scenario_hash

DEPENDENCIES = ("numpy", "scipy", "numba", "xarray", "h5netcdf", "pydantic", "cmaes", "plotly")


def describe_run(
    scenario: Scenario, used: tuple[Cited, ...], wall_time_s: Mapping[str, float], version: str
) -> dict[str, Any]:
    """Provenance of a run, as in provenance.json.

    Parameters
    ----------
    scenario : Scenario
        As run.
    used : tuple of Cited
        Values that it read.
    wall_time_s : mapping
        Stage -> seconds.
    version : str
        Of Kilosol.

    Returns
    -------
    dict
    """
    known = references()
    keys = sorted({c.source for c in used if c.source in known})
    return {
        "version": version,
        "scenario": scenario.name,
        "scenario_hash": scenario_hash(scenario),
        "seed": scenario.seed,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "dependencies": {name: metadata.version(name) for name in DEPENDENCIES},
        "wall_time_s": dict(wall_time_s),
        "sources": [
            {"key": key, "text": str(known[key]), "note": known[key].note, "seen": known[key].seen}
            for key in keys
        ],
        "n_values": len(used),
        "n_assumptions": sum(c.is_assumption for c in used),
        "n_by_tier": tier_counts(used),
        "used": [_entry(c) for c in used],
    }


def _entry(cited: Cited) -> dict[str, Any]:
    # A long table is named, not printed: its CSV ships with the package.
    value: Any = cited.value
    if isinstance(value, tuple):
        value = list(value) if len(value) <= 32 else f"{len(value)} values"
    return {
        "path": cited.path,
        "value": value,
        "unit": cited.unit,
        "low": cited.low,
        "high": cited.high,
        "source": cited.source,
        "where": cited.where,
        "tier": cited.tier,
        "seen": cited.seen,
        "inputs": list(cited.inputs),
        "note": cited.note,
    }
