"""An unused core on its way: how active it is, and whether it stays below critical when it falls into water.

A core that has never run holds uranium and nothing else: its activity is a millionth of a radioisotope
generator's. What must be shown is that no fall makes it critical. Here the fuel is melted down, in thought,
to a sphere without its absorber rod and with whatever it fell into all round: more reactive than any real
core of that fuel that has lost its reflector, so that a low answer is safe and a high one says that a rod or
poison must hold. It does not know hydride-moderated cores, nor water that floods the fuel's inside: such
cores have gone critical in analysis (TOPAZ-II did in water) and need their own proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.fission.core import Layer, Medium, multiplication
from kilosol.limits import require

Uranium = Literal["heu", "haleu"]
Surrounding = Literal["bare", "water", "sand", "wet_sand"]
SURROUNDINGS: tuple[Surrounding, ...] = ("bare", "water", "sand", "wet_sand")

# Avogadro's number times a barn, exact: atoms per barn and centimetre of a mole in a cubic centimetre.
_MOL_BARN_CM = 0.602214076
# Cells of the reflector in the one-group run.
_REFLECTOR_CELLS = 60


@dataclass(frozen=True, slots=True)
class Immersion:
    """Multiplication of a core's fuel, as a sphere, in what it fell into.

    Parameters
    ----------
    surrounding : {"bare", "water", "sand", "wet_sand"}
        What is all round it.
    k : float
        Effective multiplication.
    margin : float
        Limit less k; negative asks for a rod or poison that stays.
    is_safe : bool
        Whether the fuel alone, without any absorber, stays below the limit.
    method : str
        How k was found.
    """

    surrounding: Surrounding
    k: float
    margin: float
    is_safe: bool
    method: str


def cold_activity_gbq(uranium_kg: float, uranium: Uranium = "heu") -> float:
    """Activity of a core that has never run.

    Parameters
    ----------
    uranium_kg : float [kg]
        Uranium in it, 0 or more.
    uranium : {"heu", "haleu"}
        Of 93 percent, or of just under 20 percent.

    Returns
    -------
    float [GBq]
        Alpha decays of the uranium alone; tests at no power add a few GBq that fade in weeks.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(cold_activity_gbq(29.75))
    71
    """
    require(0 <= uranium_kg < np.inf, "uranium_kg", uranium_kg, "0 or more [kg]")
    require(uranium in ("heu", "haleu"), "uranium", repr(uranium), "'heu' or 'haleu'")
    cited = table("fission/launch")
    parts = {i: cited.number(f"{uranium}_{i}_frac") for i in ("u234", "u235", "u236")}
    parts["u238"] = 1 - sum(parts.values())
    per_g = sum(part * cited.number(f"{i}_per_g_s") for i, part in parts.items())
    return float(1e3 * uranium_kg * per_g / 1e3**3)


def activity_of_generators(activity_gbq: float) -> float:
    """An activity as a part of that of one radioisotope generator as it flies to Mars.

    Parameters
    ----------
    activity_gbq : float [GBq]
        0 or more.

    Returns
    -------
    float

    Examples
    --------
    >>> activity_of_generators(cold_activity_gbq(30.0)) < 1e-4
    True
    """
    require(0 <= activity_gbq < np.inf, "activity_gbq", activity_gbq, "0 or more [GBq]")
    return activity_gbq / table("fission/launch").number("rtg_gbq")


def immersion(fuel_kg: float, u235_kg: float, density_g_cm3: float | None = None) -> tuple[Immersion, ...]:
    """Multiplication of a metal core's fuel as a sphere: alone, in water, in dry and in wet sand.

    Parameters
    ----------
    fuel_kg : float [kg]
        Fuel, positive.
    u235_kg : float [kg]
        U-235 in it, positive, at most the fuel.
    density_g_cm3 : float, optional [g/cm3]
        Of the fuel, 1 to 20; that of KRUSTY's uranium-molybdenum by default.

    Returns
    -------
    tuple of Immersion
        In the order of ``SURROUNDINGS``.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    Bare: S_N in six groups with the U-235 alone; the rest of the fuel would scatter some neutrons back, a
    few percent of k. Water: the same sphere enlarged by the reflector's saving, the difference of the
    published critical radii of bare and water-reflected metal, 2.1 cm. Sand: k in water times the ratio of
    two one-group S_N runs, sand being taken to absorb nothing: an estimate of a few percent.

    Examples
    --------
    KRUSTY's fuel stays below critical in all of them even without its rod, in wet sand by little:

    >>> [round(case.k, 2) for case in immersion(32.2, 27.7)]
    [0.75, 0.93, 0.93, 0.96]
    """
    cited = table("fission/launch")
    density = cited.number("krusty_g_cm3") if density_g_cm3 is None else density_g_cm3
    require(0 < fuel_kg < np.inf, "fuel_kg", fuel_kg, "positive [kg]")
    require(0 < u235_kg <= fuel_kg, "u235_kg", u235_kg, f"above 0 and at most the fuel's {fuel_kg:g} [kg]")
    require(1 <= density <= 2 * 10, "density_g_cm3", density, "from 1 to 20 [g/cm3]")
    radius = float(_radius_cm(fuel_kg, density))
    u235_g_cm3 = density * u235_kg / fuel_kg
    saving = float(
        _radius_cm(cited.number("heu_bare_kg"), cited.number("heu_g_cm3"))
        - _radius_cm(cited.number("heu_water_kg"), cited.number("heu_g_cm3"))
    )
    bare = bare_uranium_k(radius, u235_g_cm3)
    water = bare_uranium_k(radius + saving, u235_g_cm3)
    sand = _one_group_ratios(radius, u235_g_cm3)
    found: list[tuple[Surrounding, float, str]] = [
        ("bare", bare, "six-group S_N"),
        ("water", water, "six-group S_N with the published saving of water"),
        ("sand", water * sand[0], "water's, times a ratio of one-group S_N"),
        ("wet_sand", water * sand[1], "water's, times a ratio of one-group S_N"),
    ]
    limit = cited.number("most_k_factor")
    return tuple(Immersion(where, k, limit - k, k <= limit, how) for where, k, how in found)


def bare_uranium_k(radius_cm: float, u235_g_cm3: float) -> float:
    """Multiplication of a bare sphere of U-235 by S_N in six fast groups.

    Parameters
    ----------
    radius_cm : float [cm]
        Positive.
    u235_g_cm3 : float [g/cm3]
        Density of the U-235, positive.

    Returns
    -------
    float

    Raises
    ------
    OutOfRange
        If an argument is not positive.

    Examples
    --------
    A sphere of 47 kg of pure U-235 is close to critical:

    >>> round(bare_uranium_k(8.42, 18.8), 2)
    1.0
    """
    require(0 < radius_cm < np.inf, "radius_cm", radius_cm, "positive [cm]")
    require(0 < u235_g_cm3 < np.inf, "u235_g_cm3", u235_g_cm3, "positive [g/cm3]")
    group = columns("fission/uranium_six_group")
    per_barn_cm = u235_g_cm3 / table("fission/launch").number("u235_g_mol") * _MOL_BARN_CM
    scatter = np.stack([group[f"to_{i + 1}_barn"] for i in range(group["spectrum_frac"].size)], axis=1)
    total = group["fission_barn"] + group["capture_barn"] + scatter.sum(axis=1)
    medium = Medium(
        per_barn_cm * total,
        per_barn_cm * scatter,
        per_barn_cm * group["nu_fission_barn"],
        group["spectrum_frac"],
    )
    return multiplication([Layer(medium, radius_cm)]).k


def _radius_cm(mass_kg: float, density_g_cm3: float) -> NDArray[np.float64]:
    return np.asarray(np.cbrt(3 * 1e3 * mass_kg / (4 * np.pi * density_g_cm3)))


def _one_group_ratios(radius_cm: float, u235_g_cm3: float) -> tuple[float, float]:
    """K in dry and in wet sand over that in water, one group."""
    cited = table("fission/launch")
    thin = u235_g_cm3 / cited.number("uranium_one_group_g_cm3")
    fuel = Medium(
        thin * cited.number("uranium_total_per_cm"),
        thin * cited.number("uranium_scatter_per_cm"),
        thin * cited.number("uranium_nu_fission_per_cm"),
    )
    water, sand = cited.number("water_total_per_cm"), cited.number("sand_total_per_cm")
    kept, pores = cited.number("water_scatter_per_cm"), cited.number("sand_pores_frac")

    def k_in(total: float, scatter: float) -> float:
        around = Layer(Medium(total, scatter), cited.number("reflector_cm"), _REFLECTOR_CELLS)
        return multiplication([Layer(fuel, radius_cm, _REFLECTOR_CELLS), around], n_directions=16).k

    in_water = k_in(water, kept)
    return (
        k_in(sand, sand) / in_water,
        k_in(sand + pores * water, sand + pores * kept) / in_water,
    )
