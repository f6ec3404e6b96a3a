"""Datasets as bytes of a netCDF file.

The HDF5 library brings the whole process down when a disk is full while it writes. It therefore writes to
memory, and the bytes then go to the disk like any others.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def as_netcdf(datasets: Mapping[str, xr.Dataset]) -> bytes:
    """Bytes of a netCDF file.

    Parameters
    ----------
    datasets : mapping
        Datasets by the group they go to; the name of the root is empty.

    Returns
    -------
    bytes

    Examples
    --------
    >>> import xarray as xr
    >>> as_netcdf({"": xr.Dataset({"mass_kg": 1.0})})[1:4]
    b'HDF'
    """
    import h5netcdf
    from xarray.backends import H5NetCDFStore

    memory = io.BytesIO()
    with h5netcdf.File(memory, "w") as file:
        for group, dataset in datasets.items():
            dataset.dump_to_store(H5NetCDFStore(file.create_group(group) if group else file))
    return memory.getvalue()
