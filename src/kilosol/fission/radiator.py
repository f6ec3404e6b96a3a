"""Radiator: panel flux, and area along a coolant that cools as it goes.

The area is integrated at constant capacity rate from inlet to outlet; a mean temperature would serve only
short spans. Dust acts through the emissivity, sky and ground through the sink.
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss

from kilosol.data import table
from kilosol.limits import Floats, require

# The integrand is smooth: 24 points keep the quadrature below 1e-10 of the area even near the sink.
_QUADRATURE_POINTS = 24


def panel_flux_w_m2(
    panel_k: Floats,
    sink_k: Floats,
    *,
    emissivity_frac: float | None = None,
    panel_frac: float | None = None,
    air_k: Floats | None = None,
    convection_w_m2_k: float = 0.0,
) -> Floats:
    """Heat shed by one square metre of radiating face.

    Parameters
    ----------
    panel_k : (*batch,) [K]
        Coolant temperature.
    sink_k : (*batch,) [K]
        Radiative sink: what sky, ground and sunlight amount to.
    emissivity_frac : float, optional
        Of the face, 0 to 1; cited default 0.85.
    panel_frac : float, optional
        Part of the ideal flux that a real panel reaches (fins, views, margin); cited default 0.70.
    air_k : (*batch,) [K], optional
        Air temperature, needed where `convection_w_m2_k` is positive.
    convection_w_m2_k : float [W/m2/K]
        Heat transfer to the air, 1 to 2 on Mars; 0 is conservative.

    Returns
    -------
    (*batch,) [W/m2]   Negative where the sink is the warmer.

    Raises
    ------
    OutOfRange
        If a temperature is not positive, or a fraction is outside 0 to 1.

    Notes
    -----
    q = panel_frac x emissivity x sigma (T^4 - Ts^4) + h (T - Tair).

    Examples
    --------
    >>> round(float(panel_flux_w_m2(418.0, 270.0)))
    851
    """
    cited = table("fission/radiator")
    emissivity = cited.number("emissivity_frac") if emissivity_frac is None else emissivity_frac
    panel = cited.number("panel_frac") if panel_frac is None else panel_frac
    for name, value in (("emissivity_frac", emissivity), ("panel_frac", panel)):
        require(0 < value <= 1, name, value, "above 0, up to 1")
    hot, sink = np.asarray(panel_k, dtype=np.float64), np.asarray(sink_k, dtype=np.float64)
    require(hot > 0, "panel_k", panel_k, "positive [K]")
    require(sink >= 0, "sink_k", sink_k, "0 or more [K]")
    require(convection_w_m2_k >= 0, "convection_w_m2_k", convection_w_m2_k, "0 or more [W/m2/K]")
    require(
        air_k is not None or convection_w_m2_k == 0, "air_k", air_k, "given where there is convection [K]"
    )
    sigma = table("constants").number("stefan_boltzmann_w_m2_k4")
    flux = panel * emissivity * sigma * (hot**4 - sink**4)
    if air_k is not None:
        flux = flux + convection_w_m2_k * (hot - np.asarray(air_k, dtype=np.float64))
    return flux[()]


def radiator_area_m2(
    reject_kw: float,
    inlet_k: float,
    outlet_k: float,
    sink_k: float | None = None,
    *,
    emissivity_frac: float | None = None,
    panel_frac: float | None = None,
    air_k: float | None = None,
    convection_w_m2_k: float = 0.0,
) -> float:
    """Radiating area that sheds a heat while the coolant cools from inlet to outlet.

    Parameters
    ----------
    reject_kw : float [kW]
        Heat to shed.
    inlet_k, outlet_k : float [K]
        Coolant temperatures; equal for a condensing one.
    sink_k : float, optional [K]
        Radiative sink; cited default 270.
    emissivity_frac, panel_frac : float, optional
        As in :func:`panel_flux_w_m2`.
    air_k : float, optional [K]
        As in :func:`panel_flux_w_m2`.
    convection_w_m2_k : float [W/m2/K]
        As in :func:`panel_flux_w_m2`.

    Returns
    -------
    float [m2]   Radiating faces: a two-sided panel counts twice its plan area.

    Raises
    ------
    OutOfRange
        If the outlet is above the inlet or not above the temperature at which nothing is shed.

    Notes
    -----
    A = Q / (Ti - To) integral_To^Ti dT / q(T), by Gauss-Legendre quadrature.

    Examples
    --------
    >>> round(radiator_area_m2(119.0, 433.0, 403.0))
    141
    """
    require(reject_kw >= 0, "reject_kw", reject_kw, "0 or more [kW]")
    require(outlet_k <= inlet_k, "outlet_k", outlet_k, f"at most inlet_k = {inlet_k} [K]")
    sink = table("fission/radiator").number("sink_k") if sink_k is None else sink_k
    nodes, weights = leggauss(_QUADRATURE_POINTS)
    temperature = (inlet_k + outlet_k) / 2 + (inlet_k - outlet_k) / 2 * nodes

    def flux(coolant_k: Floats) -> Floats:
        return panel_flux_w_m2(
            coolant_k,
            sink,
            emissivity_frac=emissivity_frac,
            panel_frac=panel_frac,
            air_k=air_k,
            convection_w_m2_k=convection_w_m2_k,
        )

    require(
        np.asarray(flux(outlet_k)) > 0,
        "outlet_k",
        outlet_k,
        f"above the sink, {sink:g} K, enough to shed heat",
    )
    mean_inverse = float((weights / np.asarray(flux(temperature))).sum()) / 2
    return reject_kw * 1e3 * mean_inverse
