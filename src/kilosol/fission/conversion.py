"""From heat to electricity: a share of the Carnot efficiency, then losses.

First fidelity: the converter's share of Carnot is one number per kind, taken from built and designed
machines. Part load and the warmer ends at part load are left out. An efficiency means little without its
cold end, so the chain carries both temperatures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kilosol.data import table
from kilosol.limits import Floats, require

Converter = Literal["stirling", "brayton", "thermoelectric"]


@dataclass(frozen=True, slots=True)
class EfficiencyChain:
    """Heat balance of a unit at full power.

    Parameters
    ----------
    hot_k, cold_k : float [K]
        Ends of the cycle.
    carnot_frac : float
        Carnot efficiency between them.
    converter_frac : float
        Converter output over its heat.
    pmad_frac : float
        Net power over converter output: power management and distribution.
    heat_loss_frac : float
        Part of the core's heat that misses the converter.
    net_frac : float
        Net electric power over core heat.
    net_kwe : float [kW]
        Net electric power.
    reject_kw : float [kW]
        Heat that the radiator must shed: what enters the converter and does not leave as electricity.
    """

    hot_k: float
    cold_k: float
    carnot_frac: float
    converter_frac: float
    pmad_frac: float
    heat_loss_frac: float
    net_frac: float
    net_kwe: float
    reject_kw: float


def carnot_frac(hot_k: Floats, cold_k: Floats) -> Floats:
    """Carnot efficiency 1 - Tc/Th.

    Parameters
    ----------
    hot_k, cold_k : (*batch,) [K]
        Ends of the cycle, hot above cold above 0.

    Returns
    -------
    (*batch,) [1]   Between 0 and 1.

    Raises
    ------
    OutOfRange
        If the cold end is not positive or not below the hot end.

    Examples
    --------
    >>> float(carnot_frac(1050.0, 420.0))
    0.6
    """
    hot, cold = np.asarray(hot_k, dtype=np.float64), np.asarray(cold_k, dtype=np.float64)
    require(cold > 0, "cold_k", cold_k, "positive [K]")
    require(hot > cold, "hot_k", hot_k, f"above cold_k = {cold_k} [K]")
    frac: Floats = (1 - cold / hot)[()]
    return frac


def efficiency_chain(
    thermal_kwt: float,
    hot_k: float,
    cold_k: float,
    converter: Converter = "stirling",
    *,
    carnot_share_frac: float | None = None,
    pmad_frac: float | None = None,
    heat_loss_frac: float | None = None,
) -> EfficiencyChain:
    """Net power and rejected heat of a unit.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, positive.
    hot_k, cold_k : float [K]
        Ends of the converter's cycle.
    converter : {"stirling", "brayton", "thermoelectric"}
        Kind, for the default share of Carnot.
    carnot_share_frac, pmad_frac, heat_loss_frac : float, optional
        Replace the cited values; each from 0 to 1.

    Returns
    -------
    EfficiencyChain

    Raises
    ------
    OutOfRange
        If heat or a share is outside its range.

    Notes
    -----
    net = heat (1 - loss) x share x (1 - Tc/Th) x pmad. With COMPASS 2022's own values [1]_ it gives that
    study's end-to-end 18.1 percent.

    References
    ----------
    .. [1] S. Oleson et al., NTRS 20220004670, 2022 (key oleson2022 in references.bib).

    Examples
    --------
    >>> chain = efficiency_chain(175.0, 1050.0, 420.0)
    >>> round(chain.net_kwe, 1), round(chain.reject_kw)
    (40.8, 119)
    """
    require(thermal_kwt > 0, "thermal_kwt", thermal_kwt, "positive [kW]")
    require(
        converter in ("stirling", "brayton", "thermoelectric"),
        "converter",
        repr(converter),
        "'stirling', 'brayton' or 'thermoelectric'",
    )
    cited = table("fission/conversion")
    share = cited.number(f"{converter}_carnot_frac") if carnot_share_frac is None else carnot_share_frac
    pmad = cited.number("pmad_frac") if pmad_frac is None else pmad_frac
    loss = cited.number("heat_loss_frac") if heat_loss_frac is None else heat_loss_frac
    for name, value in (("carnot_share_frac", share), ("pmad_frac", pmad), ("heat_loss_frac", loss)):
        require(0 <= value <= 1, name, value, "from 0 to 1")
    carnot = float(carnot_frac(hot_k, cold_k))
    converted = share * carnot
    into_converter = thermal_kwt * (1 - loss)
    net = (1 - loss) * converted * pmad
    return EfficiencyChain(
        hot_k=hot_k,
        cold_k=cold_k,
        carnot_frac=carnot,
        converter_frac=converted,
        pmad_frac=pmad,
        heat_loss_frac=loss,
        net_frac=net,
        net_kwe=net * thermal_kwt,
        reject_kw=into_converter * (1 - converted),
    )
