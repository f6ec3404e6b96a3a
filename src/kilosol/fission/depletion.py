"""What years at power take from a core: uranium fissioned and used up, reactivity lost, temperature drooping.

First fidelity: one published drift, that of the 1 kWe Kilopower core, scaled with burn-up. It is on the high
side: the loss of fissile uranium alone would be about a third of it. Poisons with a memory of hours are left
out, as they are small in a fast spectrum; a moderated core would lose more.
"""

from __future__ import annotations

from dataclasses import dataclass

from kilosol.data import table
from kilosol.limits import require


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Burn-up after years at power.

    Parameters
    ----------
    energy_mwd : float [MW d]
        Heat made.
    fissioned_kg, consumed_kg : float [kg]
        Uranium-235 fissioned, and lost in all with captures.
    fissioned_frac, drift_cents, droop_k : float or None
        Fissioned part of the uranium-235; reactivity lost [cents]; fall of the core's temperature if nobody
        moves a control [K]. None where the load of uranium-235 is not published.
    """

    energy_mwd: float
    fissioned_kg: float
    consumed_kg: float
    fissioned_frac: float | None
    drift_cents: float | None
    droop_k: float | None


def burn_up(
    thermal_kwt: float, years: float, u235_kg: float | None = None, capacity_frac: float = 1.0
) -> BurnUp:
    """Burn-up of a core.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat at full power, positive.
    years : float [yr]
        Time in service, 0 or more.
    u235_kg : float, optional [kg]
        Uranium-235 at the start.
    capacity_frac : float [1]
        Mean power over full power.

    Returns
    -------
    BurnUp

    Raises
    ------
    OutOfRange
        If an argument is outside its range, or more uranium burns than there is.

    Notes
    -----
    1.05 g of uranium-235 are fissioned by a megawatt day and some 1.17 times that lost. Drift is 2 cents a
    year at 4.3 kWt from 27.7 kg, in proportion to the part fissioned; droop is drift over 0.2 cents/K.

    Examples
    --------
    >>> found = burn_up(43.3, 15.0, 43.7)
    >>> round(found.energy_mwd), round(found.fissioned_kg, 2), round(100 * found.fissioned_frac, 2)
    (237, 0.25, 0.57)
    """
    require(thermal_kwt > 0, "thermal_kwt", thermal_kwt, "positive [kW]")
    require(0 <= years < float("inf"), "years", years, "0 or more [yr]")
    require(0 <= capacity_frac <= 1, "capacity_frac", capacity_frac, "from 0 to 1")
    cited = table("fission/burn_up")
    year_day = cited.number("year_day")
    days = years * year_day
    energy = thermal_kwt / 1e3 * days * capacity_frac
    fissioned = energy * cited.number("fissioned_g_mwd") / 1e3
    consumed = fissioned * cited.number("consumed_factor")
    if u235_kg is None:
        return BurnUp(energy, fissioned, consumed, None, None, None)
    require(u235_kg > consumed, "u235_kg", u235_kg, f"above what burns, {consumed:.3g} kg")
    frac = fissioned / u235_kg
    once = cited.number("reference_kwt") / 1e3 * year_day
    per_year = once * cited.number("fissioned_g_mwd") / 1e3 / cited.number("reference_u235_kg")
    drift = cited.number("reference_drift_cents_year") * frac / per_year
    return BurnUp(energy, fissioned, consumed, frac, drift, drift / cited.number("feedback_cents_k"))
