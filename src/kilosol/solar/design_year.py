"""Output of a dusty array through the design year: light, cells, temperature and soiling together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.mars.ground import GroundYear, ground_year
from kilosol.mars.irradiance import design_year_global_w_m2
from kilosol.mars.sheets import Use
from kilosol.mars.sites import Site
from kilosol.solar.array import efficiency_frac, output_w_m2
from kilosol.solar.cell import cell_temperature_k, temperature_factor
from kilosol.solar.soiling import dust_factor


def design_year_output_w_m2(
    site: Site,
    tau: ArrayLike,
    cleaning_interval_sols: int | None = None,
    *,
    system_efficiency_frac: float | None = None,
    use: Use = "triple",
    ground: GroundYear | None = None,
) -> NDArray[np.float64]:
    """Electric output of each square metre of array: dust, cleaning and cell temperature counted.

    Parameters
    ----------
    site : kilosol.mars.Site
        Gives latitude, elevation and ground.
    tau : (n_sols,)
        Visible optical depth by sol, as from `kilosol.mars.design_year_tau`.
    cleaning_interval_sols : int, optional
        Sols between commanded cleanings; None: never cleaned, first year.
    system_efficiency_frac : float, optional
        Light on the array to power at the bus; 0.172 by default.
    use : {"triple", "single", "broadband"}
        Kind of cell.
    ground : GroundYear, optional
        Temperatures of ground, air and sky, worked out from `tau` by default. Those of a calm year serve
        for many dusty ones: storms make days colder and cells a little better.

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
    eta = efficiency_frac(system_efficiency_frac)
    climate = ground_year(site, tau) if ground is None else ground
    clean = output_w_m2(
        site.latitude_deg, tau, ground_albedo=site.albedo, system_efficiency_frac=eta, use=use
    )
    light = design_year_global_w_m2(site.latitude_deg, tau, ground_albedo=site.albedo)
    cell = cell_temperature_k(light, climate.air_k, climate.ground_k, climate.sky_k, electric_frac=eta)
    return clean * temperature_factor(cell) * np.repeat(dust_factor(tau, cleaning_interval_sols), 24)
