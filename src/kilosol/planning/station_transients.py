"""A station's transients in words and numbers, for its sheet and for the plan's safety."""

from __future__ import annotations

import math
from typing import Any

from kilosol.errors import OutOfRange
from kilosol.fission import FissionUnit, station_transients


def transients_of(unit: FissionUnit) -> dict[str, Any] | None:
    """What one unit does when cooling, load or a heat pipe is lost, and how long a restart takes.

    Parameters
    ----------
    unit : FissionUnit

    Returns
    -------
    dict or None
        None where the published figures do not suffice for a model.
    """
    try:
        found = station_transients(unit)
    except OutOfRange:
        return None
    return {
        "basis": found.basis,
        "fuel_k": found.fuel_k,
        "fuel_limit_k": found.limit_k,
        "loss_of_cooling_peak_k": found.loss_of_cooling_peak_k,
        "survives_loss_of_cooling": found.survives_loss_of_cooling,
        "half_load_peak_k": found.half_load_peak_k,
        "more_load_dip_k": found.more_load_dip_k,
        "pipe_lost_rise_k": found.pipe_lost_rise_k,
        "restart_hour": None if math.isnan(found.restart_s) else found.restart_s / 3600,
    }
