"""The results of a run: one dataset for each stage."""

from __future__ import annotations

from dataclasses import dataclass, fields
from html import escape
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
    """Datasets by stage; every variable and coordinate carries ``units`` and ``long_name``.

    Dates are datetime64, in TDB, and sols are coordinates: ``results.porkchop.sel(departure="2028-12")`` and
    ``results.dispatch.sel(sol=slice(200, 210))``. Dates have no attribute ``units``, as xarray keeps them.

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

    def __repr__(self) -> str:
        lines = [
            f"  {name:<9} {_sizes(one)} ({len(one.data_vars)} variables)"
            for name, one in self.stages().items()
        ]
        return "\n".join(["Results by stage", *lines])

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a stage, with its dimensions and variables in words."""
        rows = "".join(_row(name, dataset) for name, dataset in self.stages().items())
        return (
            "<table><caption>Results by stage</caption><thead><tr><th scope='col'>stage</th>"
            "<th scope='col'>dimensions</th><th scope='col'>variables [unit]</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


def _row(name: str, dataset: xr.Dataset) -> str:
    told = "; ".join(
        f"<span title='{escape(str(v.attrs.get('long_name', '')), quote=True)}'>{escape(str(key))}"
        f"{'' if v.attrs.get('units', '1') == '1' else ' [' + escape(str(v.attrs['units'])) + ']'}</span>"
        for key, v in dataset.data_vars.items()
    )
    return f"<tr><th scope='row'>{escape(name)}</th><td>{escape(_sizes(dataset))}</td><td>{told}</td></tr>"


def _sizes(dataset: xr.Dataset) -> str:
    return ", ".join(f"{dim} {n}" for dim, n in dataset.sizes.items())
