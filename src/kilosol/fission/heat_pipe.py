"""What a sodium heat pipe can carry: viscous, sonic, entrainment, flooding and capillary limits.

A pipe whose sodium is frozen or whose vapour is too thin carries nothing but what its wall conducts. First
fidelity: one vapour temperature, monatomic vapour, formulas of the handbooks. For KRUSTY's own pipes the
viscous and flooding limits are those digitised from the test's paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kilosol.data import Table, table
from kilosol.limits import Floats, require

_TABLE = "fission/dynamics/heat_pipe"
# Correlations of sodium hold between these [K].
_LEAST_K, _MOST_K = 300.0, 2000.0
# Iterations for the temperature at which the vapour becomes a continuum.
_N_BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class PipeLimits:
    """Most heat of one pipe by mechanism, at given temperatures.

    Parameters
    ----------
    viscous_w, sonic_w, entrainment_w, flooding_w, capillary_w : (*batch,) [W]
        Limits.
    """

    viscous_w: Floats
    sonic_w: Floats
    entrainment_w: Floats
    flooding_w: Floats
    capillary_w: Floats

    @property
    def least_w(self) -> Floats:
        """The limit that binds [W], (*batch,)."""
        parts = [self.viscous_w, self.sonic_w, self.entrainment_w, self.flooding_w, self.capillary_w]
        least: Floats = np.minimum.reduce([np.asarray(p, dtype=np.float64) for p in parts])[()]
        return least

    @property
    def binding(self) -> list[str] | str:
        """Name of the limit that binds, for each temperature."""
        names = ("viscous", "sonic", "entrainment", "flooding", "capillary")
        parts = [getattr(self, f"{name}_w") for name in names]
        which = np.argmin(np.array([np.asarray(p, dtype=np.float64) for p in parts]), axis=0)
        return names[int(which)] if which.ndim == 0 else [names[int(i)] for i in which]


def heat_pipe_limits(vapour_k: Floats, *, is_digitised: bool = True, gravity_m_s2: float = 0.0) -> PipeLimits:
    """Limits of one of KRUSTY's sodium heat pipes.

    Parameters
    ----------
    vapour_k : (*batch,) [K]
        Temperature of the vapour in the evaporator, 300 to 2000.
    is_digitised : bool
        Viscous and flooding limits as digitised from the test's paper; otherwise by formula.
    gravity_m_s2 : float [m/s2]
        Where the formula of flooding is used; 0 takes Earth's.

    Returns
    -------
    PipeLimits

    Raises
    ------
    OutOfRange
        If a temperature is outside 300 to 2000 K.

    Notes
    -----
    Viscous r^2 h rho p A / (16 mu L); sonic 0.474 h A sqrt(rho p) (Levy); entrainment
    h A sqrt(sigma rho / (2 w)) with the wick's thickness w; flooding by Tien and Chung; capillary
    (2 sigma / r) rho h K A / (mu L) of the wick alone [1]_.

    References
    ----------
    .. [1] A. Faghri, Heat pipe science and technology, 1995 (key faghri1995 in references.bib).

    Examples
    --------
    >>> limits = heat_pipe_limits(np.array([873.15, 1073.15]))
    >>> np.round(limits.flooding_w).tolist(), limits.binding
    ([284.0, 797.0], ['flooding', 'flooding'])
    """
    temperature = np.asarray(vapour_k, dtype=np.float64)
    require((temperature >= _LEAST_K) & (temperature <= _MOST_K), "vapour_k", vapour_k, "300 to 2000 [K]")
    cited = table(_TABLE)
    gravity = gravity_m_s2 if gravity_m_s2 > 0 else table("constants").number("gravity_m_s2")
    radius = cited.number("inner_radius_m")
    wick = cited.number("wick_m")
    lengths = [cited.number(key) for key in ("evaporator_m", "adiabatic_m", "condenser_m")]
    effective = (lengths[0] + lengths[2]) / 2 + lengths[1]
    area = np.pi * radius**2
    pressure, vapour = sodium_vapour(temperature)
    liquid, latent, tension, viscosity = _liquid(cited, temperature)
    first, slope = cited.array("vapour_viscosity_fit")
    thin = first + slope * (temperature - _celsius())
    viscous = radius**2 * latent * vapour * pressure * area / (16 * thin * effective)
    sonic = cited.number("levy_factor") * latent * area * np.sqrt(vapour * pressure)
    entrainment = latent * area * np.sqrt(tension * vapour / (2 * wick))
    flooding = _flooding(cited, (liquid, vapour, tension, latent), area, 2 * radius, gravity)
    ring = np.pi * (radius**2 - (radius - wick) ** 2)
    capillary = (
        2 * tension / cited.number("pore_m") * liquid * latent
        * cited.number("permeability_m2") * ring / (viscosity * lengths[0])
    )  # fmt: skip
    if is_digitised:
        above = np.maximum(temperature - _celsius(), 1.0)
        scale, power = cited.array("viscous_fit")
        viscous = np.exp(np.log(scale) + power * np.log(above))
        flooding = _digitised_flooding(cited, above, flooding)
    parts = (np.asarray(p, dtype=np.float64)[()] for p in (viscous, sonic, entrainment, flooding, capillary))
    return PipeLimits(*parts)


def sodium_vapour(temperature_k: Floats) -> tuple[Floats, Floats]:
    """Saturation pressure and density of sodium vapour.

    Parameters
    ----------
    temperature_k : (*batch,) [K]
        300 to 2000.

    Returns
    -------
    tuple of (*batch,)
        Pressure [Pa]; density as a monatomic ideal gas, in kg per cubic metre.

    Raises
    ------
    OutOfRange
        If a temperature is outside 300 to 2000 K.

    Examples
    --------
    >>> round(float(sodium_vapour(1156.0)[0]) / 1000)
    103
    """
    temperature = np.asarray(temperature_k, dtype=np.float64)
    require(
        (temperature >= _LEAST_K) & (temperature <= _MOST_K),
        "temperature_k",
        temperature_k,
        "300 to 2000 [K]",
    )
    cited = table(_TABLE)
    a, b, c = cited.array("vapour_pressure_fit")
    pressure = 1e6 * np.exp(a + b / temperature + c * np.log(temperature))
    density = pressure * cited.number("molar_kg") / (cited.number("gas_j_k") * temperature)
    return pressure[()], density[()]


def continuum_k() -> float:
    """Temperature [K] above which the vapour in KRUSTY's pipes is a continuum and the pipe can start.

    Returns
    -------
    float [K]   About 700; the pipes were seen to start at about 773.

    Notes
    -----
    Mean free path over diameter, 1.051 k T / (sqrt 2 pi d^2 p D), equal to the critical Knudsen number; the
    factor 1.051 is within the scatter of the diameter of the atom and left out.

    Examples
    --------
    >>> 680 < continuum_k() < 720
    True
    """
    cited = table(_TABLE)
    diameter = 2 * (cited.number("inner_radius_m") - cited.number("wick_m"))
    cross = np.sqrt(2) * np.pi * cited.number("molecule_m") ** 2 * diameter
    low, high = _LEAST_K, _MOST_K
    for _ in range(_N_BISECTIONS):
        middle = (low + high) / 2
        pressure = float(np.asarray(sodium_vapour(middle)[0]))
        knudsen = cited.number("boltzmann_j_k") * middle / (cross * pressure)
        low, high = (middle, high) if knudsen > cited.number("knudsen_frac") else (low, middle)
    return (low + high) / 2


def _celsius() -> float:
    """Kelvins at 0 C; a definition."""
    return 27315 / 100


def _liquid(cited: Table, temperature: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Density, latent heat [J/kg], surface tension and viscosity of liquid sodium, SI units."""
    left = 1 - np.asarray(temperature) / cited.number("critical_k")
    a, b, c = cited.array("liquid_density_fit")
    density = a + b * left + c * np.sqrt(left)
    a, b, c = cited.array("latent_fit")
    latent = 1000 * (a * left + b * left**c)
    a, b = cited.array("tension_fit")
    tension = a * left**b
    a, b, c = cited.array("liquid_viscosity_fit")
    viscosity = np.exp(a + b * np.log(temperature) + c / np.asarray(temperature))
    return density, latent, tension, viscosity


def _flooding(
    cited: Table, sodium: tuple[Floats, Floats, Floats, Floats], area: float, bore: float, gravity: float
) -> Floats:
    """Flooding limit of a thermosiphon [W], Tien and Chung."""
    liquid, vapour, tension, latent = (np.asarray(part) for part in sodium)
    weight = gravity * (liquid - vapour)
    bond = bore * np.sqrt(weight / tension)
    factor, slope = cited.array("tien_fit")
    constant = factor * np.tanh(slope * bond ** (1 / 4)) ** 2
    fourth = (liquid ** (-1 / 4) + vapour ** (-1 / 4)) ** -2
    limit: Floats = constant * latent * area * (tension * weight) ** (1 / 4) * fourth
    return limit


def _digitised_flooding(cited: Table, above_c: Floats, formula: Floats) -> Floats:
    """The paper's curve from 400 C on; below, the formula scaled to meet it there."""
    a, b, c = cited.array("flooding_fit")
    start = 400
    celsius = np.asarray(above_c)
    curve = a * celsius**2 + b * celsius + c
    at_start = a * start**2 + b * start + c
    joined: Floats = np.where(celsius >= start, curve, np.minimum(at_start, formula))
    return joined
