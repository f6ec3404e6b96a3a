"""Refuelling in Earth orbit: how many tanker flights a departure takes, and how long they last."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.ships.vehicle import departure_propellant_t

# A need that exceeds whole tankers by less than this part of one is rounding of the division.
WHOLE_TANKER_TOL = 1e-9


def tanker_flights(
    propellant_needed_t: ArrayLike, tanker_delivers_t: ArrayLike, boil_off_frac: ArrayLike = 0
) -> NDArray[np.int64]:
    """Tanker flights that fill a ship in Earth orbit.

    Parameters
    ----------
    propellant_needed_t : (*batch,) [t]
        On board at departure.
    tanker_delivers_t : (*batch,) [t]
        That one tanker brings to orbit.
    boil_off_frac : (*batch,) [1]
        Part of what is brought that is lost before departure.

    Returns
    -------
    (*batch,) int
        Whole flights.

    Raises
    ------
    OutOfRange
        If a need is negative, a delivery is not positive, or the boil-off is not in [0, 1).

    Notes
    -----
    n = ceil(need / (delivery (1 - boil-off))). The ship itself is taken to arrive in orbit empty. The
    boil-off does not grow with the number of flights: first fidelity.

    Examples
    --------
    >>> tanker_flights([509.0, 1200.0], 120.0, 0.05).tolist()
    [5, 11]
    """
    need = np.asarray(propellant_needed_t, dtype=np.float64)
    delivery = np.asarray(tanker_delivers_t, dtype=np.float64)
    lost = np.asarray(boil_off_frac, dtype=np.float64)
    if not (need >= 0).all():
        raise OutOfRange("propellant_needed_t", float(need.min()), "at least 0")
    if not (delivery > 0).all():
        raise OutOfRange("tanker_delivers_t", float(delivery.min()), "positive")
    if not ((lost >= 0) & (lost < 1)).all():
        raise OutOfRange("boil_off_frac", boil_off_frac, "at least 0 and below 1")
    flights: NDArray[np.int64] = np.ceil(need / (delivery * (1 - lost)) - WHOLE_TANKER_TOL).astype(np.int64)
    return flights


def refuelling_days(n_flights: ArrayLike, cadence_day: float | None = None) -> NDArray[np.float64]:
    """Days from the first to the last tanker flight.

    Parameters
    ----------
    n_flights : (*batch,) [1]
        Tanker flights.
    cadence_day : [d]
        Between two flights; the cited default is 6.

    Returns
    -------
    (*batch,) [d]

    Raises
    ------
    OutOfRange
        If a number of flights or the cadence is negative.

    Examples
    --------
    >>> float(refuelling_days(12, 6.0))
    66.0
    """
    if cadence_day is None:
        cadence_day = table("ships/operations").number("tanker_cadence_day")
    n = np.asarray(n_flights, dtype=np.float64)
    if (n < 0).any() or cadence_day < 0:
        raise OutOfRange("number of flights and cadence", (n_flights, cadence_day), "at least 0")
    return np.maximum(n - 1, 0) * cadence_day


__all__ = ["departure_propellant_t", "refuelling_days", "tanker_flights"]
