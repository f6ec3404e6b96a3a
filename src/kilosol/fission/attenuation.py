"""How matter weakens a reactor's dose: tabulated by Monte Carlo, and textbook removal theory beside it.

Removal theory counts a neutron as gone at its first large loss of energy. That holds where hydrogen or boron
ends it at once. In dry regolith and in beryllium oxide neutrons that have been slowed fly on, and the theory
promises two to three times too short a length: :func:`removal_notice` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.limits import Floats, require

Material = Literal["lih", "b4c", "beo", "regolith"]
MATERIALS: tuple[Material, ...] = ("lih", "b4c", "beo", "regolith")

#: Photon table's columns by material.
_PHOTON = {
    "tungsten": "tungsten_cm2_g",
    "lih": "lithium_hydride_cm2_g",
    "regolith": "regolith_cm2_g",
    "lead": "lead_cm2_g",
    "iron": "iron_cm2_g",
    "uranium": "uranium_cm2_g",
}


@dataclass(frozen=True, slots=True)
class Attenuation:
    """Tabulated attenuation of one material.

    Parameters
    ----------
    density_g_cm3 : float [g/cm3]
        Of the runs.
    neutron_g_cm2, total_g_cm2 : float [g/cm2]
        Length over which the dose falls by e, of neutrons alone and with the gammas they make.
    removal_g_cm2 : float [g/cm2]
        What removal theory gives; never used for a thickness.
    depth_cm : (points,) [cm]
        Depths of the table.
    frac : (points,)
        4 pi r2 D there over that of the bare source.
    tail_cm : float [cm]
        Depth for another factor of e beyond the table.
    """

    density_g_cm3: float
    neutron_g_cm2: float
    total_g_cm2: float
    removal_g_cm2: float
    depth_cm: NDArray[np.float64]
    frac: NDArray[np.float64]
    tail_cm: float

    @property
    def decade_cm(self) -> float:
        """Depth for another factor of ten beyond the table [cm]."""
        return self.tail_cm * float(np.log(10))


def attenuation(material: Material, water_frac: float = 0.0) -> Attenuation:
    """Table of one material.

    Parameters
    ----------
    material : {"lih", "b4c", "beo", "regolith"}
        Lithium hydride, boron carbide, beryllium oxide, Mars regolith.
    water_frac : float [1]
        Water in the regolith by mass, 0 to 0.1; 0 for the others.

    Returns
    -------
    Attenuation

    Raises
    ------
    OutOfRange
        If the material is not tabulated or the water outside its range.

    Notes
    -----
    Regolith is linear in water between tabulated contents, which errs to the thick side. Beryllium oxide has
    lengths only: its fraction is exp(-depth / length), without the build-up that comes before.

    Examples
    --------
    >>> wet = attenuation("regolith", 0.02)
    >>> wet.neutron_g_cm2, wet.total_g_cm2
    (36.0, 39.0)
    """
    require(material in MATERIALS, "material", repr(material), f"one of {', '.join(MATERIALS)}")
    cited = table("fission/attenuation")
    if material == "regolith":
        return _regolith(water_frac)
    require(water_frac == 0, "water_frac", water_frac, "0 for a material that is not regolith")
    density, total = cited.number(f"{material}_g_cm3"), cited.number(f"{material}_total_g_cm2")
    keys = [f"{material}_{word}_cm" for word in ("tenth", "hundredth", "thousandth")]
    known = [cited.number(key) for key in keys if key in cited]
    # No table of depths: the length alone.
    depths = known or [total / density * float(np.log(10))]
    last = [0.0, *depths][-2:]
    tail = f"{material}_tail_cm"
    return Attenuation(
        density_g_cm3=density,
        neutron_g_cm2=cited.number(f"{material}_neutron_g_cm2"),
        total_g_cm2=total,
        removal_g_cm2=cited.number(f"{material}_removal_g_cm2"),
        depth_cm=np.array([0.0, *depths]),
        frac=10.0 ** -np.arange(len(depths) + 1.0),
        tail_cm=cited.number(tail) if tail in cited else (last[1] - last[0]) / float(np.log(10)),
    )


def _regolith(water_frac: float) -> Attenuation:
    soil, cited = columns("fission/regolith_shield"), table("fission/attenuation")
    contents = soil["water_frac"]
    wettest = float(contents[-1])
    require(0 <= water_frac <= wettest, "water_frac", water_frac, f"from 0 to {wettest:g}")

    def at(column: str) -> float:
        return float(np.interp(water_frac, contents, soil[column]))

    depth, frac = [0.0, at("tenth_cm"), at("hundredth_cm")], [1.0, 1 / 10, 1 / 100]
    if water_frac < contents[1]:
        # The rise behind thin dry soil is tabulated for dry soil; it is taken to fade with the first water.
        share = 1 - water_frac / float(contents[1])
        depth.insert(1, cited.number("thin_dry_cm"))
        frac.insert(1, 1 + (cited.number("thin_dry_factor") - 1) * share)
    return Attenuation(
        density_g_cm3=cited.number("regolith_g_cm3"),
        neutron_g_cm2=at("neutron_g_cm2"),
        total_g_cm2=at("total_g_cm2"),
        removal_g_cm2=at("removal_g_cm2"),
        depth_cm=np.array(depth),
        frac=np.array(frac),
        tail_cm=(at("hundredth_cm") - at("tenth_cm")) / float(np.log(10)),
    )


def attenuation_frac(material: Material, thickness_m: Floats, water_frac: float = 0.0) -> Floats:
    """Part of a reactor's dose that a layer of one material lets through.

    Parameters
    ----------
    material : {"lih", "b4c", "beo", "regolith"}
        See :func:`attenuation`.
    thickness_m : (*batch,) [m]
        0 or more.
    water_frac : float [1]
        Water in regolith by mass, 0 to 0.1.

    Returns
    -------
    (*batch,) [1]   Neutrons with the gammas they make. Above 1 behind thin dry regolith: it raises the dose.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> attenuation_frac("regolith", np.array([0.25, 1.70, 2.45])).round(3)
    array([1.9 , 0.1 , 0.01])
    """
    thickness = np.asarray(thickness_m, dtype=np.float64)
    good = (thickness >= 0) & np.isfinite(thickness)
    require(good, "thickness_m", thickness_m, "0 or more [m]")
    known = attenuation(material, water_frac)
    depth = 100 * thickness
    decades = np.interp(depth, known.depth_cm, -np.log10(known.frac))
    decades = decades + np.maximum(depth - known.depth_cm[-1], 0) / known.decade_cm
    through: Floats = (10.0**-decades)[()]
    return through


def thickness_for_m(material: Material, frac: Floats, water_frac: float = 0.0) -> Floats:
    """Layer of one material that lets no more than a part of the dose through.

    Parameters
    ----------
    material : {"lih", "b4c", "beo", "regolith"}
        See :func:`attenuation`.
    frac : (*batch,) [1]
        Part let through, above 0; 1 or more needs nothing.
    water_frac : float [1]
        Water in regolith by mass, 0 to 0.1.

    Returns
    -------
    (*batch,) [m]
        Beyond the table the line through its last two points in log dose is prolonged. Regolith: never less
        than the first tenth, because thin dry soil raises the dose.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> round(float(thickness_for_m("lih", 1e-3)), 2), round(float(thickness_for_m("regolith", 0.5)), 2)
    (0.53, 1.7)
    """
    through = np.asarray(frac, dtype=np.float64)
    require(through > 0, "frac", frac, "above 0")
    known = attenuation(material, water_frac)
    decades = -np.log10(through)
    at = -np.log10(known.frac)
    # The rise at small depth is left out: a thickness is asked for, and the deeper one is safe.
    falling = np.concatenate([[True], at[1:] > 0])
    depth, at = known.depth_cm[falling], at[falling]
    found = np.interp(decades, at, depth) + np.maximum(decades - at[-1], 0) * known.decade_cm
    if material == "regolith":
        found = np.where(decades > 0, np.maximum(found, depth[1]), 0.0)
    return (np.where(decades > 0, found, 0.0) / 100)[()]


def removal_length_g_cm2(mass_frac: Mapping[int, float]) -> float:
    """Textbook removal length of a mixture of elements.

    Parameters
    ----------
    mass_frac : mapping of int to float
        Atomic number to part by mass; the parts make 1.

    Returns
    -------
    float [g/cm2]

    Raises
    ------
    OutOfRange
        If the parts are negative or do not make 1.

    Notes
    -----
    0.190 Z^-0.743 up to oxygen, 0.125 Z^-0.565 above, 0.602 cm2/g for hydrogen, summed by mass.

    Examples
    --------
    Water:

    >>> round(removal_length_g_cm2({1: 0.112, 8: 0.888}), 1)
    9.7
    """
    parts = np.array(list(mass_frac.values()), dtype=np.float64)
    whole = bool(np.all(parts >= 0)) and bool(np.isclose(parts.sum(), 1, 1e-3))
    require(whole, "mass_frac", dict(mass_frac), "parts of 0 or more that make 1")
    cited = table("fission/removal")
    oxygen = 8
    per_g = 0.0
    for z, part in mass_frac.items():
        require(z >= 1, "mass_frac", z, "keyed by atomic numbers, 1 or more")
        if z == 1:
            own = cited.number("hydrogen_cm2_g")
        else:
            kind = "light" if z <= oxygen else "heavy"
            own = cited.number(f"{kind}_cm2_g") * z ** cited.number(f"{kind}_exponent")
        per_g += part * own
    return 1 / per_g


def removal_notice(material: Material, water_frac: float = 0.0) -> str:
    """Where removal theory must not be used for a material: one sentence, empty where it holds.

    Parameters
    ----------
    material : {"lih", "b4c", "beo", "regolith"}
        See :func:`attenuation`.
    water_frac : float [1]
        Water in regolith by mass, 0 to 0.1.

    Returns
    -------
    str

    Examples
    --------
    >>> removal_notice("lih")
    ''
    >>> print(removal_notice("beo"))
    Removal theory gives 20 g/cm2 where transport gives 58: it would make the shield 2.9 times too thin.
    """
    known = attenuation(material, water_frac)
    short = 1 - known.removal_g_cm2 / known.neutron_g_cm2
    if short <= table("fission/attenuation").number("removal_short_frac"):
        return ""
    times = known.neutron_g_cm2 / known.removal_g_cm2
    return (
        f"Removal theory gives {known.removal_g_cm2:.0f} g/cm2 where transport gives "
        f"{known.neutron_g_cm2:.0f}: it would make the shield {times:.1f} times too thin."
    )


def photon_mass_attenuation_cm2_g(material: str, energy_mev: Floats) -> Floats:
    """Photon attenuation coefficient over density.

    Parameters
    ----------
    material : {"tungsten", "lih", "regolith", "lead", "iron", "uranium"}
        Material.
    energy_mev : (*batch,) [MeV]
        0.5 to 8.

    Returns
    -------
    (*batch,) [cm2/g]   Logarithmic interpolation in the table.

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Examples
    --------
    >>> float(photon_mass_attenuation_cm2_g("tungsten", 1.0))
    0.0659
    """
    require(material in _PHOTON, "material", repr(material), f"one of {', '.join(_PHOTON)}")
    photon = columns("fission/photon")
    known = photon["energy_mev"]
    energy = np.asarray(energy_mev, dtype=np.float64)
    low, high = float(known[0]), float(known[-1])
    require((energy >= low) & (energy <= high), "energy_mev", energy_mev, f"{low:g} to {high:g} [MeV]")
    values = photon[_PHOTON[material]]
    return np.exp(np.interp(np.log(energy), np.log(known), np.log(values)))[()]
