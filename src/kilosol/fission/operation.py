"""A station through hours and years, each hour in balance: what it gives as sky, ground and dust change.

Quasi-steady: core, converters and radiator settle within an hour, so that every hour stands alone. The
radiator's area is fixed, its temperature follows from what it must shed to the sink of the hour; the cold end
follows the radiator, the converters the cold end. Heat that misses the converters leaves at a constant rate,
because the core stays hot whatever the load.

First fidelity: the share of Carnot is that of full power at all loads, and the coolant's heat-capacity rate
is the design's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from kilosol.data import table
from kilosol.fission.station import StationDesign
from kilosol.limits import Floats, require

Array = NDArray[np.float64]
Control = Literal["follow", "full"]

# Fall of a coolant that condenses [K]: its heat-capacity rate is as good as infinite.
_LEVEL_K = 1e-6
# Gauss-Legendre points along the coolant's fall, few for one below so many kelvins: within 1e-6.
_FEW, _MANY, _LONG_K = 3, 8, 60.0


@dataclass(frozen=True, slots=True)
class Operation:
    """What a unit gives and sheds, hour by hour, all (n,).

    Parameters
    ----------
    net_kw : [kW]
        At the base.
    thermal_kwt : [kW]
        Core heat.
    gross_kw, shunt_kw : [kW]
        Out of the converters; of that, into the shunt because nobody wants it.
    reject_kw : [kW]
        Through the radiator.
    cold_k, radiator_in_k, radiator_out_k : [K]
        Cold end of the cycle; coolant into and out of the radiator.
    able_kw : [kW]
        What the base could have had: what the core's full heat and the machines that run allow.
    full_heat_kw : [kW]
        What the core's full heat would give if the machines took it all.
    """

    net_kw: Array
    thermal_kwt: Array
    gross_kw: Array
    shunt_kw: Array
    reject_kw: Array
    cold_k: Array
    radiator_in_k: Array
    radiator_out_k: Array
    able_kw: Array
    full_heat_kw: Array


def operate(
    design: StationDesign,
    sink_k: Floats,
    *,
    demand_kw: Floats | None = None,
    emissivity_frac: Floats | None = None,
    air_k: Floats | None = None,
    convection_w_m2_k: float = 0.0,
    working_frac: Floats = 1.0,
    control: Control = "follow",
) -> Operation:
    """Run a unit through hours of Mars.

    Parameters
    ----------
    design : StationDesign
    sink_k : (n,) [K]
        Radiative sink in each hour, as from `kilosol.mars.sink_by_hour_k`.
    demand_kw : (n,), optional [kW]
        What the base asks for; the design's power by default.
    emissivity_frac : (n,), optional [1]
        Of the dusty face; the design's by default.
    air_k : (n,), optional [K]
        Air, where there is convection.
    convection_w_m2_k : float [W/m2/K]
        Heat transfer to the air, 1 to 2 on Mars; 0 is conservative.
    working_frac : (n,) [1]
        Part of the installed converters that runs.
    control : {"follow", "full"}
        Whether core and machines follow the demand, or the machines give all they can and the shunt takes
        what nobody wants.

    Returns
    -------
    Operation

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    With heat Q into the converters and gross power G, the radiator sheds Q - G. At full heat
    G = Q s (1 - Tc/Th); at a demand, Q = G / (s (1 - Tc/Th)). In both, one unknown, the coolant's mean
    temperature T, solves A (Ti - To) / integral dT/q(T) = Q - G by Newton's method, with
    Ti - To = (Q - G)/C and Tc - T as in the design.

    Examples
    --------
    >>> from kilosol.fission import design_station
    >>> unit = design_station(40.0)
    >>> operate(unit, np.array([270.0, 170.0])).full_heat_kw.round(1)
    array([40. , 41.1])
    """
    require(control in ("follow", "full"), "control", repr(control), "'follow' or 'full'")
    demand = design.net_kwe if demand_kw is None else demand_kw
    emissivity = design.emissivity_frac if emissivity_frac is None else emissivity_frac
    air = 0.0 if air_k is None else air_k
    require(
        air_k is not None or convection_w_m2_k == 0, "air_k", air_k, "given where there is convection [K]"
    )
    given = (sink_k, demand, emissivity, air, working_frac)
    sink, wanted, face, around, working = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in given)
    )
    warmest = design.radiator_out_k
    require((sink >= 0) & (sink < warmest), "sink_k", sink_k, f"from 0 to below {warmest:g}, the outlet [K]")
    require(wanted >= 0, "demand_kw", demand_kw, "0 or more [kW]")
    require((face > 0) & (face <= 1), "emissivity_frac", emissivity_frac, "above 0, up to 1")
    require((working >= 0) & (working <= 1), "working_frac", working_frac, "from 0 to 1")
    require(convection_w_m2_k >= 0, "convection_w_m2_k", convection_w_m2_k, "0 or more [W/m2/K]")
    from kilosol.fission import operation_kernel

    rows = np.empty((10, sink.size))
    arrays = [np.ascontiguousarray(v) for v in (sink, face, around, wanted, working)]
    nodes = np.array(leggauss(_FEW if _span_k(design) < _LONG_K else _MANY))
    operation_kernel.run_hours(_packed(design), nodes, convection_w_m2_k, control == "full", *arrays, rows)
    return Operation(*rows)


def _packed(design: StationDesign) -> Array:
    """Numbers of a design in the kernel's order."""
    return np.array(
        [
            design.thermal_kwt - design.heat_loss_kw,
            design.carnot_share_frac / design.hot_k,
            design.hot_k,
            design.cold_k - (design.radiator_in_k + design.radiator_out_k) / 2,
            design.reject_kw / _span_k(design),
            design.radiator_m2,
            design.panel_frac * table("constants").number("stefan_boltzmann_w_m2_k4"),
            design.pmad_frac * design.cable_frac,
            design.gross_kwe * design.n_converters / design.n_needed,
            design.heat_loss_kw,
        ]
    )


def _span_k(design: StationDesign) -> float:
    return max(design.radiator_in_k - design.radiator_out_k, _LEVEL_K)
