"""A process that obeys conservation: what breaks mass or energy cannot be built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kilosol.errors import OutOfRange
from kilosol.loads.chemistry import FloorName, floor_kwh_kg, formula_atoms, molar_mass_g_mol

# Relative closure of mass: a thousand times the rounding of sums of a few terms, a millionth of any leak.
BALANCE_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Process:
    """A chemical or physical step with its electricity.

    Parameters
    ----------
    name : str
        For messages.
    inputs, outputs : mapping [kg]
        Species -> mass of one batch; a formula (``H2O``) is also balanced by element, any other word
        (``soil``) by mass only.
    product : str
        The output that the energy is counted by.
    kwh_per_kg : float [kWh/kg]
        Electricity per kilogram of product.
    floors : tuple of str
        Names of the floors (:func:`~kilosol.loads.chemistry.floor_kwh_kg`) that the electricity must
        reach, per kilogram of product.

    Raises
    ------
    OutOfRange
        If a mass is negative, masses or elements do not close to 1e-9, the product is not an output, or
        the electricity lies below a floor.

    Examples
    --------
    >>> Process("wishful", {"H2O": 1.0}, {"O2": 1.0}, "O2", 2.61, ("oxygen_by_electrolysis_gibbs",))
    Traceback (most recent call last):
        ...
    kilosol.errors.OutOfRange: kwh_per_kg of 'wishful' must be at least 4.117 kWh/kg of O2 (floor ...
    """

    name: str
    inputs: Mapping[str, float]
    outputs: Mapping[str, float]
    product: str
    kwh_per_kg: float
    floors: tuple[FloorName, ...] = ()

    def __post_init__(self) -> None:
        # A frozen object must not share dicts that the caller may still change.
        object.__setattr__(self, "inputs", MappingProxyType(dict(self.inputs)))
        object.__setattr__(self, "outputs", MappingProxyType(dict(self.outputs)))
        for species, mass in (*self.inputs.items(), *self.outputs.items()):
            if not mass >= 0:
                raise OutOfRange(f"mass of {species} in {self.name!r}", mass, "0 or more [kg]")
        self._check_energy()
        self._check_mass()
        self._check_elements()

    @property
    def product_kg(self) -> float:
        """Mass of the product in one batch [kg]."""
        return self.outputs[self.product]

    def energy_kwh(self, product_kg: float) -> float:
        """Electricity [kWh] that makes a mass of product [kg]."""
        return self.kwh_per_kg * product_kg

    def _check_mass(self) -> None:
        taken, made = sum(self.inputs.values()), sum(self.outputs.values())
        if not abs(taken - made) <= BALANCE_TOLERANCE * max(taken, made):
            raise OutOfRange(f"outputs of {self.name!r}", f"{made:.9g} kg", f"the inputs' {taken:.9g} kg")

    def _check_elements(self) -> None:
        species = {*self.inputs, *self.outputs}
        if not all(formula_atoms(s) for s in species):
            return
        total = sum(self.inputs.values())
        for element in sorted({e for s in species for e in formula_atoms(s)}):
            gap = _element_kg(self.outputs, element) - _element_kg(self.inputs, element)
            if not abs(gap) <= BALANCE_TOLERANCE * total:
                raise OutOfRange(f"{element} made by {self.name!r}", f"{gap:+.6g} kg", "0 kg: elements last")

    def _check_energy(self) -> None:
        if self.product not in self.outputs or not self.product_kg > 0:
            raise OutOfRange(f"product of {self.name!r}", repr(self.product), "an output with mass")
        if not self.kwh_per_kg >= 0:
            raise OutOfRange(f"kwh_per_kg of {self.name!r}", self.kwh_per_kg, "0 or more [kWh/kg]")
        for name in self.floors:
            floor = floor_kwh_kg(name)
            if self.kwh_per_kg < floor * (1 - BALANCE_TOLERANCE):
                allowed = f"at least {floor:.3f} kWh/kg of {self.product} (floor {name!r})"
                raise OutOfRange(f"kwh_per_kg of {self.name!r}", self.kwh_per_kg, allowed)


def water_electrolysis(kwh_per_kg_oxygen: float) -> Process:
    """Electrolysis of water, counted by oxygen.

    Parameters
    ----------
    kwh_per_kg_oxygen : float [kWh/kg]
        Electricity; at least the free energy of 4.117.

    Returns
    -------
    Process
        A batch that makes one kilogram of oxygen.

    Raises
    ------
    OutOfRange
        If the electricity is below the floor.

    Examples
    --------
    >>> round(water_electrolysis(7.75).inputs["H2O"], 3)
    1.126
    """
    water = 2 * molar_mass_g_mol("H2O") / molar_mass_g_mol("O2")
    hydrogen = 2 * molar_mass_g_mol("H2") / molar_mass_g_mol("O2")
    return Process(
        name="water electrolysis",
        inputs={"H2O": water},
        outputs={"O2": 1.0, "H2": hydrogen},
        product="O2",
        kwh_per_kg=kwh_per_kg_oxygen,
        floors=("oxygen_by_electrolysis_gibbs",),
    )


def methane_synthesis(kwh_per_kg_methane: float) -> Process:
    """Methane and oxygen from water and carbon dioxide, counted by methane.

    Parameters
    ----------
    kwh_per_kg_methane : float [kWh/kg]
        Electricity; at least the reverse of combustion, 15.42.

    Returns
    -------
    Process
        A batch that makes one kilogram of methane.

    Raises
    ------
    OutOfRange
        If the electricity is below the floor.

    Examples
    --------
    >>> round(methane_synthesis(30.0).outputs["O2"], 3)
    3.989
    """
    methane = molar_mass_g_mol("CH4")
    return Process(
        name="methane synthesis",
        inputs={"CO2": molar_mass_g_mol("CO2") / methane, "H2O": 2 * molar_mass_g_mol("H2O") / methane},
        outputs={"CH4": 1.0, "O2": 2 * molar_mass_g_mol("O2") / methane},
        product="CH4",
        kwh_per_kg=kwh_per_kg_methane,
        floors=("methane_reverse_combustion",),
    )


def _element_kg(masses: Mapping[str, float], element: str) -> float:
    return sum(
        mass * formula_atoms(species).get(element, 0) * molar_mass_g_mol(element) / molar_mass_g_mol(species)
        for species, mass in masses.items()
    )
