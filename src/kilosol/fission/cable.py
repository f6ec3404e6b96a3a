"""Cable from the station to the base: conductor for a voltage and a loss, insulation and jacket.

First fidelity: two conductors at one voltage either side of ground, as long as the way is; reels, connectors
and converters at the ends are left to the power electronics. The two coefficients beside Ohm's law are fitted
to the three cables that one study prints, which they meet within 28 percent.

References
----------
.. [1] S. Oleson et al., COMPASS 2022, NTRS 20220004670 (key oleson2022 in references.bib).
"""

from __future__ import annotations

import numpy as np

from kilosol.data import table
from kilosol.limits import Floats, require


def cable_mass_kg(
    power_kw: Floats, length_m: Floats, voltage_v: Floats | None = None, loss_frac: Floats | None = None
) -> Floats:
    """Mass of a cable that loses a given part of the power.

    Parameters
    ----------
    power_kw : (*batch,) [kW]
        Power into the cable, 0 or more.
    length_m : (*batch,) [m]
        Way from station to base, 0 or more.
    voltage_v : (*batch,), optional [V]
        Either side of ground, so that twice as much drives the current; cited default 2800.
    loss_frac : (*batch,), optional [1]
        Part of the power lost in it, above 0, below 1; cited default 0.02.

    Returns
    -------
    (*batch,) [kg]

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    M = f d 4 r L^2 P / (V^2 loss) + j L, with resistivity r and density d of aluminium, V between the two
    conductors, f for insulation and j for the jacket. Mass grows with the square of the length and falls with
    the square of the voltage, until the jacket is all that is left.

    Examples
    --------
    >>> round(float(cable_mass_kg(43.5, 3000.0, 500.0, 0.05)))
    3118
    """
    power, length = np.asarray(power_kw, dtype=np.float64), np.asarray(length_m, dtype=np.float64)
    cited = table("fission/cable")
    voltage = np.asarray(cited.number("voltage_v") if voltage_v is None else voltage_v, dtype=np.float64)
    loss = np.asarray(cited.number("loss_frac") if loss_frac is None else loss_frac, dtype=np.float64)
    require((power >= 0) & np.isfinite(power), "power_kw", power_kw, "0 or more [kW]")
    require((length >= 0) & np.isfinite(length), "length_m", length_m, "0 or more [m]")
    require((voltage > 0) & np.isfinite(voltage), "voltage_v", voltage_v, "positive [V]")
    require((loss > 0) & (loss < 1), "loss_frac", loss_frac, "above 0, below 1")
    area_m2 = 2 * cited.number("aluminium_ohm_m") * length * power * 1e3 / ((2 * voltage) ** 2 * loss)
    conductor_kg = cited.number("aluminium_kg_m3") * 2 * length * area_m2
    mass: Floats = (cited.number("insulation_factor") * conductor_kg + cited.number("jacket_kg_m") * length)[
        ()
    ]
    return mass
