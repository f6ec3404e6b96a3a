"""Masses of a station's components, and the growth that is added to them.

First fidelity: each line is proportional to what it carries, or a power law through two published reactors.
The coefficients come from the one detailed equipment list at hand [1]_; control electronics and Brayton
machines are what the published totals of two designs [2]_ leave for them, so that those two totals test the
other lines only.

References
----------
.. [1] S. Oleson et al., COMPASS 2022, NTRS 20220004670 (key oleson2022 in references.bib).
.. [2] L. Mason et al., NETS 2025, NTRS 20250000841 (key mason2025 in references.bib).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kilosol.data import table
from kilosol.fission.unit import Fuel, Maturity
from kilosol.limits import require


def reactor_mass_kg(thermal_kwt: float, fuel: Fuel = "HALEU") -> float:
    """Mass of core, reflector, controls and the heat pipes or loop to the converters.

    Parameters
    ----------
    thermal_kwt : float [kW]
        Core heat, positive.
    fuel : {"HALEU", "HEU", "not stated"}
        ``HALEU``: through the two 40 kWe reactors of 2025, 175 and 230 kWt, which gives 1512 kg for the
        250 kWt of COMPASS 2022 (1521 kg published). ``HEU``: through KRUSTY and the 10 kWe Kilopower, 5 and
        43 kWt. What is not stated counts as HALEU.

    Returns
    -------
    float [kg]

    Raises
    ------
    OutOfRange
        If the heat is not positive.

    Examples
    --------
    >>> round(reactor_mass_kg(250.0)), round(reactor_mass_kg(43.3, "HEU"))
    (1512, 226)
    """
    require(0 < thermal_kwt < np.inf, "thermal_kwt", thermal_kwt, "positive [kW]")
    if fuel == "HEU":
        cited = table("fission/components")
        small = cited.number("small_heu_reactor_kwt"), cited.number("small_heu_reactor_kg")
        large = cited.number("heu_reactor_kwt"), cited.number("heu_reactor_kg")
    else:
        small, large = (
            (sheet.number("thermal_kwt"), sheet.number("reactor_kg"))
            for sheet in (table("fission/hp-stirling-40"), table("fission/gc-brayton-40"))
        )
    slope = np.log(large[1] / small[1]) / np.log(large[0] / small[0])
    return float(large[1] * (thermal_kwt / large[0]) ** slope)


def balance_of_plant_kg(
    conversion: str, gross_kwe: float, reject_kw: float, radiator_m2: float
) -> dict[str, float]:
    """Mass of what stands between reactor and cable.

    Parameters
    ----------
    conversion : {"stirling", "brayton"}
        Kind of machine.
    gross_kwe : float [kW]
        Output of all machines.
    reject_kw : float [kW]
        Heat to the radiator.
    radiator_m2 : float [m2]
        Emitting face.

    Returns
    -------
    dict
        ``converters``, ``cold_side``, ``radiator``, ``control`` [kg].

    Raises
    ------
    OutOfRange
        If no mass of such machines is public.

    Examples
    --------
    >>> round(balance_of_plant_kg("stirling", 49.6, 126.4, 133.4)["converters"])
    878
    """
    machines = ("stirling", "brayton")
    require(
        conversion in machines,
        "conversion",
        repr(conversion),
        "'stirling' or 'brayton' for a sum of components (no machine of another kind has a public mass)",
    )
    cited = table("fission/components")
    size = gross_kwe / cited.number("control_kwe")
    return {
        "converters": cited.number(f"{conversion}_kg_kwe") * gross_kwe,
        "cold_side": cited.number("cold_side_kg_kw") * reject_kw,
        "radiator": cited.number("radiator_kg_m2") * radiator_m2,
        "control": cited.number("control_kg") * size ** cited.number("control_exponent"),
    }


def structure_mass_kg(carried: Mapping[str, float]) -> float:
    """Mass of the structure that carries the other components.

    Parameters
    ----------
    carried : mapping
        Component -> mass [kg].

    Returns
    -------
    float [kg]

    Examples
    --------
    >>> structure_mass_kg({"reactor": 1000.0})
    30.0
    """
    return table("fission/components").number("structure_frac") * sum(carried.values())


def growth_frac(maturity: Maturity) -> float:
    """Growth allowance over the sum of components.

    Parameters
    ----------
    maturity : {"flown", "tested", "layout", "estimated"}
        How firm the masses are: a study with a layout adds 20 percent, as the designs of 2025 do.

    Returns
    -------
    float [1]

    Raises
    ------
    OutOfRange
        If the word is none of them.

    Examples
    --------
    >>> growth_frac("layout")
    0.2
    """
    known = ("flown", "tested", "layout", "estimated")
    require(maturity in known, "maturity", repr(maturity), f"one of {', '.join(known)}")
    return table("fission/components").number(f"{maturity}_growth_frac")
