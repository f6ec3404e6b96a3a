"""Lithium-ion batteries: mass, efficiency, usable depth, cold, heaters and ageing.

Masses are planning values after flight packs, with their ranges in the table `storage/battery`. Ageing is
the semi-empirical model of [1]_, fitted to LMO cells.

References
----------
.. [1] B. Xu, A. Oudalov, A. Ulbig, G. Andersson, D. S. Kirschen, "Modeling of lithium-ion battery
   degradation for cell life assessment", IEEE Transactions on Smart Grid 9 (2018) 1131-1140,
   doi 10.1109/TSG.2016.2578950 (key xu2018).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.limits import require
from kilosol.storage.store import MassCase, Store, of_case

#: By definition.
JULIAN_YEAR_DAYS = 365.25


def lithium_ion(case: MassCase = "mid") -> Store:
    """The lithium-ion pack of table `storage/battery`.

    Parameters
    ----------
    case : {"low", "mid", "high"}
        End of the ranges by mass: the lightest pack, the expected one, the heaviest.

    Returns
    -------
    Store

    Notes
    -----
    kg/kWh = 1000 / (Wh/kg) / depth of discharge.

    Examples
    --------
    >>> [round(lithium_ion(case).specific_mass_kg_kwh, 2) for case in ("low", "mid", "high")]
    [6.94, 8.66, 18.52]
    """
    pack = table("storage/battery")
    depth = of_case(pack["depth_of_discharge_frac"], case, better="high")
    return Store(
        specific_mass_kg_kwh=1000 / of_case(pack["cell_wh_kg"], case, better="high") / depth,
        power_kg_kw=of_case(pack["power_kg_kw"], case, better="low"),
        round_trip_frac=of_case(pack["round_trip_frac"], case, better="high"),
        depth_of_discharge_frac=depth,
    )


def cold_capacity_frac(cell_k: ArrayLike) -> NDArray[np.float64]:
    """Charge that cold cells give, over that at room temperature.

    Parameters
    ----------
    cell_k : (*shape) [K]
        From 233 K; warmer than room temperature gives no more.

    Returns
    -------
    (*shape)

    Examples
    --------
    >>> cold_capacity_frac([243.15, 298.15, 310.0]).round(3).tolist()
    [0.6, 1.0, 1.0]
    """
    pack = table("storage/battery")
    known, capacity = pack.array("cold_k"), pack.array("cold_capacity_frac")
    cell = np.asarray(cell_k, dtype=np.float64)
    if not np.all(cell >= known[0]):
        raise OutOfRange("cell_k", cell_k, f"at least {known[0]:g} K")
    return np.asarray(np.interp(cell, known, capacity))


def heater_kw(energy_kwh: float, ambient_k: ArrayLike) -> NDArray[np.float64]:
    """Heat that keeps an idle pack warm enough to be charged.

    Parameters
    ----------
    energy_kwh : float [kWh]
        Nameplate energy, from 0.
    ambient_k : (*shape) [K]
        Air about the box.

    Returns
    -------
    (*shape) [kW]
        Nothing where it is warm enough outside. The cells' own losses are not counted: an idle night.

    Notes
    -----
    A cube of the pack's volume: Q = U 6 V^(2/3) (T_keep - T), so that large packs need less for each kWh.

    Examples
    --------
    >>> heater_kw(500.0, [190.0, 300.0]).round(2).tolist()
    [0.28, 0.0]
    """
    require(energy_kwh >= 0, "energy_kwh", energy_kwh, "at least 0 kWh")
    pack = table("storage/battery")
    faces, face_power = 6, 2 / 3
    mass_kg = 1000 * energy_kwh / pack.number("cell_wh_kg")
    area = faces * (mass_kg / pack.number("pack_density_kg_m3")) ** face_power
    cold = np.maximum(pack.number("keep_k") - np.asarray(ambient_k, dtype=np.float64), 0)
    return np.asarray(pack.number("wall_w_m2_k") * area * cold / 1000)


def equal_depth_frac(depth_frac: ArrayLike) -> float:
    """The one depth at which every cycle would wear a battery as uneven ones do on the whole.

    Parameters
    ----------
    depth_frac : (n,)
        Depth of each cycle, 0 to 1; a cycle of no depth wears nothing.

    Returns
    -------
    float
        From 0 to 1; for :func:`capacity_left_frac`, with the number of cycles unchanged.

    Notes
    -----
    Eq. 18 of [1]_ for the mean wear of a cycle, solved for its depth: deep cycles count for more.

    References
    ----------
    .. [1] Xu et al. (2018), as in the module's docstring (key xu2018).

    Examples
    --------
    >>> round(equal_depth_frac([0.3, 0.3]), 6), round(equal_depth_frac([0.0, 0.7, 0.7, 0.0]), 2)
    (0.3, 0.44)
    """
    depth = np.asarray(depth_frac, dtype=np.float64)
    if depth.size == 0 or not np.all((depth >= 0) & (depth <= 1)):
        raise OutOfRange("depth_frac", depth_frac, "one or more depths between 0 and 1")
    pack = table("storage/battery")
    scale, power, offset = (pack.number(f"depth_{k}") for k in ("scale", "exponent", "offset"))
    used = depth[depth > 0]
    wear = float(np.sum(1 / (scale * used**power + offset))) / depth.size
    return ((1 / wear - offset) / scale) ** (1 / power) if wear > 0 else 0.0


def capacity_left_frac(
    years: ArrayLike,
    cycles_per_year: float,
    depth_frac: float,
    *,
    cell_k: float | None = None,
    mean_charge_frac: float | None = None,
) -> NDArray[np.float64]:
    """Capacity after calendar and cycle ageing, over that when new.

    Parameters
    ----------
    years : (*shape) [yr]
        Age in Julian years, from 0.
    cycles_per_year : float [1/yr]
        Full swings of depth `depth_frac`.
    depth_frac : float
        Depth of each, above 0 and at most 1.
    cell_k : float, optional [K]
        Temperature of the cells, 288 to 328 K, where the stress law holds; 298.15 by default.
    mean_charge_frac : float, optional
        Mean state of charge; 0.5 by default.

    Returns
    -------
    (*shape)

    Notes
    -----
    Eqs. 1 to 24 of [1]_: f = S_T S_sigma (k_t t + N / (k1 depth^k2 + k3)), capacity =
    alpha exp(-beta f) + (1 - alpha) exp(-f).

    References
    ----------
    .. [1] Xu et al. (2018), as in the module's docstring (key xu2018).

    Examples
    --------
    >>> capacity_left_frac([0.0, 5.0, 10.0], 355.0, 0.7).round(3).tolist()
    [1.0, 0.848, 0.764]
    """
    age = np.asarray(years, dtype=np.float64)
    if not np.all(age >= 0):
        raise OutOfRange("years", years, "at least 0")
    require(cycles_per_year >= 0, "cycles_per_year", cycles_per_year, "at least 0")
    require(0 < depth_frac <= 1, "depth_frac", depth_frac, "above 0 and at most 1")
    pack = table("storage/battery")
    warm_k, charge = pack.number("reference_k"), pack.number("reference_charge_frac")
    heat_k = warm_k if cell_k is None else cell_k
    coldest, hottest = pack.number("ageing_coldest_k"), pack.number("ageing_hottest_k")
    require(coldest <= heat_k <= hottest, "cell_k", heat_k, f"between {coldest:g} and {hottest:g} K")
    level = charge if mean_charge_frac is None else mean_charge_frac
    stress = np.exp(pack.number("heat_stress") * (heat_k - warm_k) / heat_k)
    stress *= np.exp(pack.number("charge_stress") * (level - charge))
    to_end = pack.number("depth_scale") * depth_frac ** pack.number("depth_exponent")
    per_cycle = 1 / (to_end + pack.number("depth_offset"))
    year_s = JULIAN_YEAR_DAYS * table("constants").number("day_s")
    fade = stress * age * (pack.number("time_stress_per_s") * year_s + cycles_per_year * per_cycle)
    film = pack.number("sei_frac")
    return np.asarray(film * np.exp(-pack.number("sei_rate") * fade) + (1 - film) * np.exp(-fade))
