"""The polynomial that Appelbaum and Flood fitted to their table, for checks.

References
----------
.. [1] J. Appelbaum, D. J. Flood, NASA TM-103623, 1990 (key appelbaum1990).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import columns
from kilosol.errors import OutOfRange

# Where the fit holds to a per cent: optical depth, zenith angle [deg].
_HIGHEST_TAU = 5
_HIGHEST_ZENITH_DEG = 75


def polynomial_f(tau: ArrayLike, zenith_deg: ArrayLike, ground_albedo: ArrayLike) -> NDArray[np.float64]:
    """Normalised net flux f by the printed polynomial.

    Parameters
    ----------
    tau : (*shape)
        0.1 to 5: above, the fit errs by up to 40 %, and it is no storm model.
    zenith_deg : (*shape) [deg]
        0 to 75.
    ground_albedo : (*shape)
        0.1 to 0.4.

    Returns
    -------
    (*shape)
        Within 0.4 % of the table in the mean. Light is always taken from the table; this checks it.

    Notes
    -----
    f = (1 - a) sum p_ijk tau^i (z/100)^j a^k ([1]_ of the module).

    Examples
    --------
    >>> float(polynomial_f(1.0, 60.0, 0.1).round(3))
    0.558
    """
    depth, zenith, albedo = (np.asarray(x, dtype=np.float64) for x in (tau, zenith_deg, ground_albedo))
    lowest, brightest = 1 / 10, 4 / 10
    for name, value, low, high in (
        ("tau", depth, lowest, _HIGHEST_TAU),
        ("zenith_deg", zenith, 0, _HIGHEST_ZENITH_DEG),
        ("ground_albedo", albedo, lowest, brightest),
    ):
        if not (np.all(value >= low) and np.all(value <= high)):
            raise OutOfRange(name, value, f"between {low:g} and {high:g}")
    terms = columns("mars/appelbaum_polynomial")
    powers = (
        depth[..., None] ** terms["tau_power"]
        * (zenith[..., None] / 100) ** terms["zenith_power"]
        * albedo[..., None] ** terms["albedo_power"]
    )
    return np.asarray((1 - albedo) * (powers @ terms["coefficient"]))
