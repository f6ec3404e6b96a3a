"""Range of a cited value, for draws and low and high cases."""

from __future__ import annotations

from kilosol.data import Cited


def bounds(cited: Cited) -> tuple[float, float]:
    """Range of a cited value; the value itself where it has none, widened to a replaced value.

    Parameters
    ----------
    cited : Cited
        From a table.

    Returns
    -------
    tuple of float
        Low and high, in the value's unit.

    Examples
    --------
    >>> from kilosol.data import table
    >>> bounds(table("loads/robots")["mtbf_hour"])
    (200.0, 1000.0)
    """
    value = float(cited)
    low = value if cited.low is None else min(cited.low, value)
    high = value if cited.high is None else max(cited.high, value)
    return low, high
