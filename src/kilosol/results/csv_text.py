"""A dataset as comma-separated text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr


def csv_of(dataset: xr.Dataset) -> str:
    """A dataset as comma-separated text: one row for each place of its longest set of dimensions.

    Variables of fewer dimensions repeat; those that do not fit are left out. Dates are written as days.

    Examples
    --------
    >>> import xarray as xr
    >>> print(csv_of(xr.Dataset({"mass_kg": ("date", [3.0])}, {"date": np.array(["2031-01-28"], "M8[ns]")})))
    date,mass_kg
    2031-01-28,3.0
    <BLANKLINE>
    """
    import xarray as xr

    if not dataset.data_vars:
        return ""
    widest = max(dataset.data_vars.values(), key=lambda v: v.size)
    names = [str(n) for n, v in dataset.data_vars.items() if set(v.dims) <= set(widest.dims)]
    fitting = xr.broadcast(*(dataset[n] for n in names), exclude=set(dataset.dims) - set(widest.dims))
    coords = [str(d) for d in widest.dims]
    places = xr.broadcast(*(dataset[d] for d in coords))
    columns = [_cells(one.transpose(*coords)) for one in (*places, *fitting)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*coords, *names])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _cells(values: xr.DataArray) -> list[Any]:
    cells = values.values.ravel()
    if cells.dtype.kind == "M":
        cells = np.where(np.isnat(cells), "", np.datetime_as_string(cells, unit="D"))
    return list(cells.tolist())
