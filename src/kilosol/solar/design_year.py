"""Output of a dusty array through the design year: light, electricity and soiling together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.mars.sites import Site
from kilosol.solar.array import output_w_m2
from kilosol.solar.soiling import dust_factor


def design_year_output_w_m2(
    site: Site,
    tau: ArrayLike,
    cleaning_interval_sols: int | None = None,
    *,
    system_efficiency_frac: float | None = None,
) -> NDArray[np.float64]:
    """Electric output of each square metre of array, dust and cleaning counted.

    Parameters
    ----------
    site : kilosol.mars.Site
        Gives latitude and ground albedo.
    tau : (n_sols,)
        Visible optical depth by sol, as from `kilosol.mars.design_year_tau`.
    cleaning_interval_sols : int, optional
        Sols between commanded cleanings; None: never cleaned, first year.
    system_efficiency_frac : float, optional
        Light on the array to power at the bus; 0.22 by default.

    Returns
    -------
    (n_sols * 24,) [W/m2]
        Mean over each step of 1/24 sol.

    Examples
    --------
    >>> from kilosol.mars import design_year_tau, site
    >>> place = site("AP-1")
    >>> tau = design_year_tau(latitude_deg=place.latitude_deg)
    >>> design_year_output_w_m2(place, tau, 60).shape
    (16056,)
    """
    clean = output_w_m2(
        site.latitude_deg, tau, ground_albedo=site.albedo, system_efficiency_frac=system_efficiency_frac
    )
    return clean * np.repeat(dust_factor(tau, cleaning_interval_sols), 24)
