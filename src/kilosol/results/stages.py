"""The results of a run: one dataset for each stage."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

#: Stages that leave a dataset, in the order in which they run.
STAGES = (
    "windows",
    "porkchop",
    "flight",
    "loads",
    "station",
    "dispatch",
    "adequacy",
    "safety",
    "landing",
    "city",
)


@dataclass(frozen=True)
class Results:
    """Datasets by stage; every variable carries ``units`` and ``long_name``.

    Parameters
    ----------
    windows, porkchop, flight, loads, station, dispatch, adequacy, safety, landing, city : xarray.Dataset
        See :mod:`kilosol.results.registry` for the variables.
    """

    windows: xr.Dataset
    porkchop: xr.Dataset
    flight: xr.Dataset
    loads: xr.Dataset
    station: xr.Dataset
    dispatch: xr.Dataset
    adequacy: xr.Dataset
    safety: xr.Dataset
    landing: xr.Dataset
    city: xr.Dataset

    def stages(self) -> dict[str, xr.Dataset]:
        """Datasets by name, in the order in which the stages run."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
