"""Radiator: panel flux, and area along a coolant that cools as it goes.

The area is integrated at constant capacity rate from inlet to outlet; a mean temperature would serve only
short spans. Dust acts through emissivity and absorptivity, sky, ground and Sun through the sink.
"""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.limits import Floats, require

Array = NDArray[np.float64]

# The integrand is smooth: 24 points keep the quadrature below 1e-10 of the area even near the sink.
_QUADRATURE_POINTS = 24
# A fall below this part of the outlet is level: the middle temperature errs by its square.
_LEVEL_FRAC = 1e-9
# Where the closed form hands over to its series, and terms of it: (1/10)^20 is below rounding.
_COLD_SINK_FRAC, _SERIES_TERMS = 0.1, 5
# Default of a public argument; the table's cited panel_frac, which a test holds it to.
_PANEL_FACTOR = 0.70


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
    heat_kw: Floats,
    inlet_k: Floats,
    outlet_k: Floats,
    emissivity: Floats,
    sink_k: Floats,
    panel_factor: Floats = _PANEL_FACTOR,
) -> Floats:
    """Emitting area of one face that sheds a heat while the coolant cools from inlet to outlet.

    Parameters
    ----------
    heat_kw : (*batch,) [kW]
        Heat to shed, 0 or more.
    inlet_k, outlet_k : (*batch,) [K]
        Coolant temperatures; equal for a condensing one.
    emissivity : (*batch,) [1]
        Of the face, above 0, up to 1.
    sink_k : (*batch,) [K]
        Radiative sink, below the outlet.
    panel_factor : (*batch,) [1]
        Real over ideal flux: fins, views and margin in one. The default is what the Stirling panel of
        NETS 2025 implies [1]_.

    Returns
    -------
    (*batch,) [m2]   A panel that emits from both faces is half as large in plan.

    Raises
    ------
    OutOfRange
        If the inlet is below the outlet, the outlet not above the sink, or a fraction outside its range.

    Notes
    -----
    Each strip radiates at the coolant's own temperature, which falls at a constant heat-capacity rate:

        A = Q / (f e sigma (Ti - To)) integral_To^Ti dT / (T^4 - s^4)

    in closed form, [ln((T - s)/(T + s)) - 2 atan(T/s)] / (4 s^3), as differences that keep their digits;
    where the sink is below a tenth of the outlet its logarithm and arctangent cancel, and their series in
    (s/T)^4 takes over. No wind; see :func:`windy_radiator_area_m2`.

    References
    ----------
    .. [1] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).

    Examples
    --------
    >>> round(float(radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0)))
    141
    """
    heat, inlet, outlet, sink = (
        np.asarray(v, dtype=np.float64) for v in (heat_kw, inlet_k, outlet_k, sink_k)
    )
    require((heat >= 0) & np.isfinite(heat), "heat_kw", heat_kw, "0 or more [kW]")
    for name, part in (("emissivity", emissivity), ("panel_factor", panel_factor)):
        require((np.asarray(part) > 0) & (np.asarray(part) <= 1), name, part, "above 0, up to 1")
    require((sink >= 0) & np.isfinite(sink), "sink_k", sink_k, "0 or more [K]")
    require(outlet > sink, "outlet_k", outlet_k, f"above the sink, sink_k = {sink_k} [K]")
    require((inlet >= outlet) & np.isfinite(inlet), "inlet_k", inlet_k, f"at least outlet_k = {outlet_k} [K]")
    sigma = table("constants").number("stefan_boltzmann_w_m2_k4")
    ideal = np.asarray(panel_factor) * np.asarray(emissivity) * sigma
    area: Floats = (heat * 1e3 * _mean_inverse(inlet, outlet, sink) / ideal)[()]
    return area


def _mean_inverse(inlet: Array, outlet: Array, sink: Array) -> Array:
    """Mean over the coolant's fall of 1 / (T^4 - s^4), in 1/K^4."""
    inlet, outlet, sink = np.broadcast_arrays(inlet, outlet, sink)
    drop = inlet - outlet
    is_level = drop <= _LEVEL_FRAC * outlet
    span = np.where(is_level, 1.0, drop)
    middle = (inlet + outlet) / 2
    level = 1 / (middle**4 - sink**4)
    # Warm sink: logarithm and arctangent of differences.
    s = np.where(sink > 0, sink, 1.0)
    log = np.log1p(2 * s * span / ((outlet + span + s) * np.abs(outlet - s) + (sink <= 0)))
    arc = np.arctan(s * span / (s**2 + (outlet + span) * outlet))
    warm = (log - 2 * arc) / (4 * s**3 * span)
    # Cold sink: term by term of 1/T^4 (1 + (s/T)^4 + ...).
    fall = np.log1p(span / outlet)
    cold = np.zeros_like(span)
    for k in range(_SERIES_TERMS):
        n = 4 * k + 3
        cold = cold + (sink / outlet) ** (4 * k) * -np.expm1(-n * fall) / n
    cold = cold / (outlet**3 * span)
    return np.where(is_level, level, np.where(sink < _COLD_SINK_FRAC * outlet, cold, warm))


def windy_radiator_area_m2(
    heat_kw: float,
    inlet_k: float,
    outlet_k: float,
    emissivity: float,
    sink_k: float,
    *,
    air_k: float,
    convection_w_m2_k: float,
    panel_factor: float = _PANEL_FACTOR,
) -> float:
    """Emitting area where air carries heat away besides, by quadrature.

    Parameters
    ----------
    heat_kw, inlet_k, outlet_k, emissivity, sink_k, panel_factor
        As in :func:`radiator_area_m2`.
    air_k : float [K]
        Air temperature.
    convection_w_m2_k : float [W/m2/K]
        Heat transfer to the air, 1 to 2 on Mars.

    Returns
    -------
    float [m2]

    Raises
    ------
    OutOfRange
        If the inlet is below the outlet, or nothing is shed at the outlet.

    Notes
    -----
    A = Q / (Ti - To) integral_To^Ti dT / q(T) with the flux of :func:`panel_flux_w_m2`, by Gauss-Legendre
    quadrature.

    Examples
    --------
    >>> round(windy_radiator_area_m2(119.0, 433.0, 403.0, 0.85, 210.0, air_k=210.0, convection_w_m2_k=1.5))
    94
    """
    require(heat_kw >= 0, "heat_kw", heat_kw, "0 or more [kW]")
    require(inlet_k >= outlet_k, "inlet_k", inlet_k, f"at least outlet_k = {outlet_k} [K]")
    nodes, weights = leggauss(_QUADRATURE_POINTS)
    temperature = (inlet_k + outlet_k) / 2 + (inlet_k - outlet_k) / 2 * nodes

    def flux(coolant_k: Floats) -> Array:
        return np.asarray(
            panel_flux_w_m2(
                coolant_k,
                sink_k,
                emissivity_frac=emissivity,
                panel_frac=panel_factor,
                air_k=air_k,
                convection_w_m2_k=convection_w_m2_k,
            )
        )

    require(flux(outlet_k) > 0, "outlet_k", outlet_k, f"above the sink, {sink_k:g} K, enough to shed heat")
    return heat_kw * 1e3 * float((weights / flux(temperature)).sum()) / 2


def dusty_panel(cover_frac: Floats, emissivity: Floats | None = None) -> tuple[Floats, Floats]:
    """Emissivity and solar absorptivity of a panel of which dust covers a part.

    Parameters
    ----------
    cover_frac : (*batch,) [1]
        Part of the face that dust covers, 0 to 1.
    emissivity : (*batch,), optional [1]
        Of the clean face; cited default 0.85.

    Returns
    -------
    emissivity, absorptivity : (*batch,) [1]

    Raises
    ------
    OutOfRange
        If the cover is outside 0 to 1.

    Notes
    -----
    By area between the clean face and dust, both at the panel's temperature: a layer thick enough to insulate
    is left out. Dust is dark to sunlight and nearly black in the infrared, so that what it costs is sunlight.

    Examples
    --------
    >>> emissivity, absorptivity = dusty_panel(0.5)
    >>> round(float(absorptivity), 2)
    0.45
    """
    cover = np.asarray(cover_frac, dtype=np.float64)
    require((cover >= 0) & (cover <= 1), "cover_frac", cover_frac, "from 0 to 1")
    cited = table("fission/radiator")
    clean = cited.number("emissivity_frac") if emissivity is None else np.asarray(emissivity)
    dusty = cited.number("dust_emissivity_frac")
    clean_absorbs, dust_absorbs = cited.number("absorbed_frac"), cited.number("dust_absorbed_frac")
    return (
        (clean + cover * (dusty - clean))[()],
        (clean_absorbs + cover * (dust_absorbs - clean_absorbs))[()],
    )
