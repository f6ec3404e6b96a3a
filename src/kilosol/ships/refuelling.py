"""Refuelling in Earth orbit: how many tanker flights a departure takes, and how long they last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import Infeasible, OutOfRange

# A need that exceeds whole tankers by less than this part of one is rounding of the division.
WHOLE_TANKER_TOL = 1e-9
# More flights than this nobody counts: the need is that of a flight which no ship can fly, asked by mistake.
MOST_FLIGHTS = 1e9


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
        If a need is negative or beyond all counting, a delivery is not positive, or the boil-off is not in
        [0, 1).

    Notes
    -----
    n = ceil(need / (delivery (1 - boil-off))). The ship itself is taken to arrive in orbit empty. For a
    boil-off that grows with the waiting see :func:`tanker_campaign`.

    Examples
    --------
    >>> tanker_flights([509.0, 1200.0], 120.0, 0.05).tolist()
    [5, 11]
    """
    need = np.asarray(propellant_needed_t, dtype=np.float64)
    delivery = np.asarray(tanker_delivers_t, dtype=np.float64)
    lost = np.asarray(boil_off_frac, dtype=np.float64)
    if not ((need >= 0) & np.isfinite(need)).all():
        got = float(need[~((need >= 0) & np.isfinite(need))].flat[0])
        raise OutOfRange("propellant_needed_t", got, "a number, at least 0")
    if not (delivery > 0).all():
        raise OutOfRange("tanker_delivers_t", float(delivery.min()), "positive")
    if not ((lost >= 0) & (lost < 1)).all():
        raise OutOfRange("boil_off_frac", boil_off_frac, "at least 0 and below 1")
    filled = delivery * (1 - lost)
    if not (need <= MOST_FLIGHTS * filled).all():
        allowed = f"at most what {MOST_FLIGHTS:g} tankers of {float(filled.min()):g} t bring"
        raise OutOfRange("propellant_needed_t", float(need.max()), allowed)
    flights: NDArray[np.int64] = np.ceil(need / filled - WHOLE_TANKER_TOL).astype(np.int64)
    return flights


@dataclass(frozen=True, slots=True)
class TankerCampaign:
    """Filling of one ship while what it already holds boils off.

    Parameters
    ----------
    n_flights : int
        Tanker flights.
    days : float [d]
        From the first to the last of them.
    lost_t : float [t]
        Propellant that boils off in that time.
    """

    n_flights: int
    days: float
    lost_t: float


def tanker_campaign(
    propellant_needed_t: float,
    tanker_delivers_t: float | None = None,
    *,
    cadence_day: float | None = None,
    boil_off_per_day: float | None = None,
) -> TankerCampaign:
    """Tanker flights when the loss grows with the waiting.

    Parameters
    ----------
    propellant_needed_t : [t]
        On board at departure, on the day of the last tanker.
    tanker_delivers_t : [t]
        That one tanker brings; the cited default is 120.
    cadence_day : [d]
        Between two flights; the cited default is 6.
    boil_off_per_day : [1/d]
        Part of what is on board that is lost in a day; the cited default is 0.001.

    Returns
    -------
    TankerCampaign

    Raises
    ------
    OutOfRange
        If the need or the cadence is negative, a delivery is not positive, or the loss not in [0, 1).
    Infeasible
        If as much boils off between two tankers as one brings before the ship is full.

    Notes
    -----
    With q what is left of a load after one cadence, n flights hold d (1 + q + ... + q^(n-1)); the least n
    that covers the need.

    Examples
    --------
    >>> tanker_campaign(1200.0, 120.0, cadence_day=6.0, boil_off_per_day=0.0).n_flights
    10
    >>> tanker_campaign(1200.0, 120.0, cadence_day=12.0, boil_off_per_day=0.005).n_flights
    15
    """
    operations = table("ships/operations")
    if tanker_delivers_t is None:
        tanker_delivers_t = operations.number("tanker_delivers_t")
    if cadence_day is None:
        cadence_day = operations.number("tanker_cadence_day")
    if boil_off_per_day is None:
        boil_off_per_day = operations.number("depot_boil_off_per_day")
    if not 0 <= propellant_needed_t < np.inf:
        raise OutOfRange("propellant_needed_t", propellant_needed_t, "a number, at least 0")
    if not tanker_delivers_t > 0:
        raise OutOfRange("tanker_delivers_t", tanker_delivers_t, "positive")
    if not cadence_day >= 0:
        raise OutOfRange("cadence_day", cadence_day, "at least 0")
    if not 0 <= boil_off_per_day < 1:
        raise OutOfRange("boil_off_per_day", boil_off_per_day, "at least 0 and below 1")
    kept = (1 - boil_off_per_day) ** cadence_day
    on_board, lost, n = 0.0, 0.0, 0
    while on_board < propellant_needed_t - WHOLE_TANKER_TOL * tanker_delivers_t:
        lost += on_board * (1 - kept)
        before = on_board
        on_board = on_board * kept + tanker_delivers_t
        n += 1
        if on_board - before < WHOLE_TANKER_TOL * tanker_delivers_t:
            raise Infeasible(
                f"a ship in orbit never holds more than {on_board:.0f} t when {boil_off_per_day:g} of it "
                f"boils off a day and a tanker comes every {cadence_day:g} days"
            )
    return TankerCampaign(n, max(n - 1, 0) * cadence_day, lost)


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
    if not (n >= 0).all():
        raise OutOfRange("n_flights", float(n.min()), "at least 0")
    if not cadence_day >= 0:
        raise OutOfRange("cadence_day", cadence_day, "at least 0")
    return np.maximum(n - 1, 0) * cadence_day
