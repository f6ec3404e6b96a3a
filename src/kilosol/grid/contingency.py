"""What if units are out: one, two, all of a design at once, at the worst hour; and how long each load lives.

A margin of hours belongs to each vital load: the time it can be without power, less the longest time that it
is. Where vital power falls short, the load that can wait longest is switched off first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import OutOfRange
from kilosol.grid.dispatch import dispatch_year
from kilosol.grid.plant import FissionBlock, Plant, StorageTechnology, tripped_output_kw

#: Power short by less than this is rounding, not a shortfall [kW].
SHORTFALL_KW = 1e-6


@dataclass(frozen=True, slots=True)
class VitalLoad:
    """A vital load.

    Parameters
    ----------
    name : str
    share_frac : float
        Its part of the vital load.
    ride_through_hour : float [h]
        How long it may be without power.
    """

    name: str
    share_frac: float
    ride_through_hour: float


@dataclass(frozen=True, slots=True)
class Contingency:
    """How a base fares with some units out.

    Parameters
    ----------
    name : str
        ``N-1`` and so on, or the design that its common cause takes out.
    lost_kw : float [kW]
        Rated power that is out.
    unserved_kwh : (4,) [kWh]
        Over the year, by class.
    longest_vital_hour : float [h]
        Longest unbroken shortfall of vital loads.
    margin_hour : dict
        Vital load -> its ride-through time less its longest time without power; negative: it is lost.
    """

    name: str
    lost_kw: float
    unserved_kwh: NDArray[np.float64]
    longest_vital_hour: float
    margin_hour: Mapping[str, float]

    @property
    def holds(self) -> bool:
        """Whether no vital load is lost."""
        return all(margin >= 0.0 for margin in self.margin_hour.values())


def vital_margin_hour(
    short_kw: NDArray[np.float64],
    vital_kw: NDArray[np.float64],
    loads: Sequence[VitalLoad],
    step_hour: float,
) -> dict[str, float]:
    """Hours of margin of each vital load.

    Parameters
    ----------
    short_kw : (n,) [kW]
        Vital power that is missing in each step.
    vital_kw : (n,) [kW]
        Vital power that is wanted.
    loads : sequence of VitalLoad
        Their shares add up to at most 1; what is left over belongs to nobody and goes first.
    step_hour : float [h]
        Length of a step.

    Returns
    -------
    dict
        Name -> ride-through time less the longest time without power [h].

    Examples
    --------
    >>> loads = (VitalLoad("air", 0.5, 2.0), VitalLoad("heat", 0.5, 6.0))
    >>> vital_margin_hour(np.array([0.0, 4.0, 4.0, 8.0]), np.full(4, 8.0), loads, 1.0)
    {'air': 1.0, 'heat': 3.0}
    """
    total = sum(load.share_frac for load in loads)
    if not 0.0 <= total <= 1.0 + SHORTFALL_KW:
        raise OutOfRange("share_frac", f"a sum of {total:g}", "parts that add up to at most 1")
    margins = {}
    gone = np.full(short_kw.shape, max(1.0 - total, 0.0)) * vital_kw
    for load in sorted(loads, key=lambda v: -v.ride_through_hour):
        is_off = short_kw > gone + SHORTFALL_KW
        margins[load.name] = load.ride_through_hour - _longest_run(is_off) * step_hour
        gone = gone + load.share_frac * vital_kw
    return {load.name: margins[load.name] for load in loads}


def contingencies(
    plant: Plant,
    storage: StorageTechnology,
    solar_w_m2: NDArray[np.float64],
    load_kw: NDArray[np.float64],
    loads: Sequence[VitalLoad],
    *,
    step_hour: float,
    start_hour: float,
    outage_hour: float,
    deepest: int = 2,
) -> tuple[Contingency, ...]:
    """The base with no unit out, with one and two, and with each design's common cause.

    Parameters
    ----------
    plant, storage
        What stands there.
    solar_w_m2 : (n,) [W/m2]
        Output of the arrays in the year that is replayed: the one with the worst storm.
    load_kw : (4, n) [kW]
        Demand by class.
    loads : sequence of VitalLoad
        Whose margins are asked for.
    step_hour, start_hour, outage_hour : float [h]
        Length of a step; when the units go out, and for how long.
    deepest : int
        Units out at once, at most.

    Returns
    -------
    tuple of Contingency
        N, N-1, ..., then one for each design of more than one unit.

    Examples
    --------
    >>> station = Plant((FissionBlock("unit", 2, 10.0, 1500.0, 1e5, 500.0),))
    >>> cases = contingencies(station, StorageTechnology(0.9, 0.5), np.zeros(48), np.full((4, 48), 4.0),
    ...                       (VitalLoad("air", 1.0, 5.0),), step_hour=1.0, start_hour=9.0, outage_hour=8.0)
    >>> [(case.name, case.margin_hour["air"]) for case in cases]
    [('N', 5.0), ('N-1', 5.0), ('N-2', -3.0), ('all unit', -3.0)]
    """
    n = load_kw.shape[1]
    solar = solar_w_m2 * (plant.solar_m2 / 1000.0)
    calm_kw = tripped_output_kw(plant.fission, 0, start_hour, outage_hour, n, step_hour)
    outputs = [("N", calm_kw)]
    for out in range(1, min(deepest, plant.n_units) + 1):
        tripped = tripped_output_kw(plant.fission, out, start_hour, outage_hour, n, step_hour)
        outputs.append((f"N-{out}", tripped))
    for block in plant.fission:
        if block.n_units > 1:
            lost = tripped_output_kw((block,), block.n_units, start_hour, outage_hour, n, step_hour)
            outputs.append((f"all {block.technology}", calm_kw - _rated_kw(block) + lost))
    found = []
    for name, output in outputs:
        fission_kw = np.maximum(output, 0.0)
        run = dispatch_year(plant, storage, fission_kw, solar, load_kw, step_hour=step_hour, trace=True)
        margins = vital_margin_hour(run.row("unserved_vital_kw"), load_kw[0], loads, step_hour)
        lost_kw = float(plant.fission_kwe - fission_kw.min())
        found.append(Contingency(name, lost_kw, run.unserved_kwh, run.longest_vital_hour, margins))
    return tuple(found)


def _rated_kw(block: FissionBlock) -> float:
    return block.n_units * block.unit_kwe


def _longest_run(flags: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    lengths = edges[1::2] - edges[::2]
    return int(lengths.max(initial=0))
