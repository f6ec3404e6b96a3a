"""What a radiator sees: effective sink temperature by latitude.

The numbers come from a one-dimensional conduction model of the ground under a grey sky, run for named
sites; it holds the sol-mean ground temperature of other models within 1 K at InSight, Viking 1, Gale and
Jezero, and the daily swing within 5 to 6 K rms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class SinkTemperature:
    """Temperature to which a vertical two-sided panel radiates, over a Mars year.

    Parameters
    ----------
    max_k, mean_k, min_k : float [K]
        99.5th percentile; fourth-power mean; lowest.
    """

    max_k: float
    mean_k: float
    min_k: float


def sink_temperature_k(latitude_deg: float) -> SinkTemperature:
    """Effective sink of a vertical radiator.

    Parameters
    ----------
    latitude_deg : float [deg]
        Planetocentric, between -70 and 70; south is taken as north, though its summers are warmer.

    Returns
    -------
    SinkTemperature
        Linear between tabulated sites; constant from the equator to 20 degrees. Size for `max_k`, run at
        `mean_k`.

    Notes
    -----
    Absorptivity 0.2, emissivity 0.9, half sky, half ground. Dust on the panel raises the absorptivity and
    is not in these numbers.

    Examples
    --------
    >>> sink_temperature_k(40.0)
    SinkTemperature(max_k=245.0, mean_k=190.0, min_k=133.0)
    """
    ground = table("mars/ground")
    nodes = ground.array("latitude_deg")
    # Phoenix is the last node; a degree or two beyond it is no different.
    if not abs(latitude_deg) <= np.ceil(nodes[-1] / 10) * 10:
        raise OutOfRange(
            "latitude_deg", latitude_deg, "between -70 and 70 (no ground model nearer the poles)"
        )
    max_k, mean_k, min_k = (
        float(np.interp(abs(latitude_deg), nodes, ground.array(key)))
        for key in ("sink_max_k", "sink_mean_k", "sink_min_k")
    )
    return SinkTemperature(max_k=max_k, mean_k=mean_k, min_k=min_k)
