"""A process that obeys conservation: what breaks mass or energy cannot be built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.limits import require
from kilosol.loads.chemistry import formula_atoms, molar_mass_g_mol, reaction_gibbs_kj, reaction_kj
from kilosol.loads.floors import KJ_PER_KWH, WORK_FLOORS, FloorName, floor_kwh_kg

# Relative closure of mass: a thousand times the rounding of sums of a few terms, a millionth of any leak.
BALANCE_TOLERANCE = 1e-9

#: What is wrong, what was got, what is allowed.
Fault = tuple[str, object, str]


@dataclass(frozen=True, slots=True)
class Process:
    """A chemical or physical step with its energy, its machine and its limits.

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
        Names of floors (:func:`~kilosol.loads.floors.floor_kwh_kg`) to reach beside those that follow
        from the formulas, per kilogram of product.
    heat_kwh_per_kg, sunlight_kwh_per_kg : float [kWh/kg]
        Heat and light from elsewhere per kilogram of product.
    temperature_k : float, optional [K]
        Of the reaction; 298.15 unless said.
    unit_kg, unit_kg_day : float, optional [kg], [kg/d]
        Mass of one machine and what it makes in a day; None where not known.
    min_load_frac : float
        Least part of its capacity at which the machine runs.
    start_hour, start_kwh : float [h], [kWh]
        Time and electricity from cold to full capacity, one machine.
    standby_kw : float [kW]
        Of one machine that waits warm.
    starts_per_sol : float, optional [1/sol]
        Most starts that the machine stands; None where not known.

    Raises
    ------
    OutOfRange
        If a mass is negative, masses or elements do not close to 1e-9, the product is not an output, or
        the energy lies below a floor: electricity below the free energy at the process temperature, or
        electricity, heat and light below the enthalpy.

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
    heat_kwh_per_kg: float = 0.0
    sunlight_kwh_per_kg: float = 0.0
    temperature_k: float | None = None
    unit_kg: float | None = None
    unit_kg_day: float | None = None
    min_load_frac: float = 0.0
    start_hour: float = 0.0
    start_kwh: float = 0.0
    standby_kw: float = 0.0
    starts_per_sol: float | None = None

    def __post_init__(self) -> None:
        # A frozen object must not share dicts that the caller may still change.
        object.__setattr__(self, "inputs", MappingProxyType(dict(self.inputs)))
        object.__setattr__(self, "outputs", MappingProxyType(dict(self.outputs)))
        faults = list(_faults(self))
        if faults:
            # All at once: "a must be x, got y; b must be z, got w".
            name, got, allowed = faults[0]
            rest = [f"{n} must be {a}, got {g}" for n, g, a in faults[1:]]
            raise OutOfRange(name, "; ".join([str(got), *rest]), allowed)

    @property
    def product_kg(self) -> float:
        """Mass of the product in one batch [kg]."""
        return self.outputs[self.product]

    @property
    def reaction_k(self) -> float:
        """Temperature of the reaction [K]."""
        return reference_k() if self.temperature_k is None else self.temperature_k

    @property
    def mass_per_kg_day(self) -> float | None:
        """Mass of machines for a capacity of one kilogram a day [kg per kg/d]; None where not known."""
        if self.unit_kg is None or self.unit_kg_day is None:
            return None
        return self.unit_kg / self.unit_kg_day

    @property
    def gibbs_kwh_per_kg(self) -> float | None:
        """Free energy taken up at the reaction's temperature [kWh/kg]; None for mixtures."""
        joule = reaction_gibbs_kj(self.inputs, self.outputs, self.reaction_k)
        return None if joule is None else joule / KJ_PER_KWH / self.product_kg

    @property
    def enthalpy_kwh_per_kg(self) -> float | None:
        """Enthalpy taken up, feeds and products at 298 K [kWh/kg]; None for mixtures."""
        joule = reaction_kj(self.inputs, self.outputs)
        return None if joule is None else joule / KJ_PER_KWH / self.product_kg

    @property
    def released_kwh_per_kg(self) -> float | None:
        """Heat given off: what goes in as electricity, heat and light less the enthalpy [kWh/kg]."""
        taken = self.enthalpy_kwh_per_kg
        if taken is None:
            return None
        return self.kwh_per_kg + self.heat_kwh_per_kg + self.sunlight_kwh_per_kg - taken

    def energy_kwh(self, product_kg: float) -> float:
        """Electricity [kWh] that makes a mass of product [kg]."""
        return self.kwh_per_kg * product_kg

    def needs_kg(self, product_kg: float) -> dict[str, float]:
        """Feeds [kg] for a mass of product [kg]."""
        return {species: mass * product_kg / self.product_kg for species, mass in self.inputs.items()}

    def n_machines(self, product_kg_day: float) -> int:
        """Machines needed for a rate, without spares.

        Raises
        ------
        OutOfRange
            If the rate is negative or the capacity of a machine is not known.
        """
        require(product_kg_day >= 0, "product_kg_day", product_kg_day, "0 or more [kg/d]")
        if self.unit_kg_day is None:
            raise OutOfRange(f"unit_kg_day of {self.name!r}", None, "known to count machines")
        # A machine that is full to rounding needs no second one.
        return int(np.ceil(product_kg_day / self.unit_kg_day - BALANCE_TOLERANCE))

    def mean_power_kw(self, product_kg_day: float, starts_per_sol: float = 0.0) -> float:
        """Mean electricity at a rate, with standby and starts.

        Parameters
        ----------
        product_kg_day : float [kg/d]
            Mean rate, 0 or more.
        starts_per_sol : float [1/sol]
            Cold starts of each machine; between them it is off.

        Returns
        -------
        float [kW]
            Without starts, machines below their least load run at it in turns and stand by meanwhile.

        Raises
        ------
        OutOfRange
            If the rate is negative or the machines do not stand so many starts.
        """
        require(product_kg_day >= 0, "product_kg_day", product_kg_day, "0 or more [kg/d]")
        most = np.inf if self.starts_per_sol is None else self.starts_per_sol
        allowed = f"from 0 to {most:g} [1/sol] for {self.name!r}"
        require(0 <= starts_per_sol <= most, "starts_per_sol", starts_per_sol, allowed)
        making = self.kwh_per_kg * product_kg_day / 24
        if self.unit_kg_day is None:
            return making
        machines = self.n_machines(product_kg_day)
        if starts_per_sol > 0:
            sol_hour = table("constants").number("sol_s") / 3600
            return making + machines * starts_per_sol * self.start_kwh / sol_hour
        load = product_kg_day / (machines * self.unit_kg_day) if machines else 1.0
        waits = 1 - min(1.0, load / self.min_load_frac) if self.min_load_frac > 0 else 0.0
        return making + machines * waits * self.standby_kw


def reference_k() -> float:
    """Temperature of the enthalpies of formation, 298.15 [K]."""
    return table("loads/chemistry").number("reference_k")


def water_electrolysis(kwh_per_kg_oxygen: float, heat_kwh_per_kg: float = 0.0) -> Process:
    """Electrolysis of liquid water at 298 K, counted by oxygen.

    Parameters
    ----------
    kwh_per_kg_oxygen : float [kWh/kg]
        Electricity; at least the free energy of 4.117.
    heat_kwh_per_kg : float [kWh/kg]
        Heat from elsewhere; with the electricity at least the heating value of 4.963.

    Returns
    -------
    Process
        A batch that makes one kilogram of oxygen.

    Raises
    ------
    OutOfRange
        If the energy is below a floor.

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
        floors=("oxygen_by_electrolysis_gibbs", "oxygen_by_electrolysis_heating_value"),
        heat_kwh_per_kg=heat_kwh_per_kg,
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


def _faults(process: Process) -> Iterator[Fault]:
    masses = [*process.inputs.items(), *process.outputs.items()]
    bad: list[Fault] = [
        (f"mass of {species} in {process.name!r}", mass, "0 or more [kg]")
        for species, mass in masses
        if not (np.isfinite(mass) and mass >= 0)
    ]
    bad += list(_plain_faults(process))
    if process.product not in process.outputs or not process.product_kg > 0:
        bad.append((f"product of {process.name!r}", repr(process.product), "an output with mass"))
    if bad:
        # Balances and floors of nonsense would only add noise.
        yield from bad
        return
    yield from _energy_faults(process)
    balance = [*_mass_faults(process), *_element_faults(process)]
    yield from balance
    if not balance:
        yield from _reaction_faults(process)


def _plain_faults(process: Process) -> Iterator[Fault]:
    for field, unit in (
        ("kwh_per_kg", "kWh/kg"),
        ("heat_kwh_per_kg", "kWh/kg"),
        ("sunlight_kwh_per_kg", "kWh/kg"),
        ("start_hour", "h"),
        ("start_kwh", "kWh"),
        ("standby_kw", "kW"),
    ):
        value = getattr(process, field)
        if not (np.isfinite(value) and value >= 0):
            yield f"{field} of {process.name!r}", value, f"0 or more [{unit}]"
    for field, unit in (("unit_kg", "kg"), ("unit_kg_day", "kg/d"), ("starts_per_sol", "1/sol")):
        value = getattr(process, field)
        if value is not None and not (np.isfinite(value) and value > 0):
            yield f"{field} of {process.name!r}", value, f"positive [{unit}]"
    if not 0 <= process.min_load_frac <= 1:
        yield f"min_load_frac of {process.name!r}", process.min_load_frac, "from 0 to 1"
    cited = table("loads/chemistry")
    low, high = cited.number("lowest_k"), cited.number("highest_k")
    if not low <= process.reaction_k <= high:
        yield f"temperature_k of {process.name!r}", process.reaction_k, f"from {low:g} to {high:g} [K]"


def _mass_faults(process: Process) -> Iterator[Fault]:
    taken, made = sum(process.inputs.values()), sum(process.outputs.values())
    if not abs(taken - made) <= BALANCE_TOLERANCE * max(taken, made):
        yield f"outputs of {process.name!r}", f"{made:.9g} kg", f"the inputs' {taken:.9g} kg"


def _element_faults(process: Process) -> Iterator[Fault]:
    species = {*process.inputs, *process.outputs}
    if not all(formula_atoms(s) for s in species):
        return
    total = sum(process.inputs.values())
    for element in sorted({e for s in species for e in formula_atoms(s)}):
        gap = _element_kg(process.outputs, element) - _element_kg(process.inputs, element)
        if not abs(gap) <= BALANCE_TOLERANCE * total:
            yield f"{element} made by {process.name!r}", f"{gap:+.6g} kg", "0 kg: elements last"


def _energy_faults(process: Process) -> Iterator[Fault]:
    """Floors that the process names."""
    for name in process.floors:
        yield from _below(process, floor_kwh_kg(name), repr(name), is_work=name in WORK_FLOORS)


def _reaction_faults(process: Process) -> Iterator[Fault]:
    """Floors that follow from the formulas."""
    gibbs, enthalpy = process.gibbs_kwh_per_kg, process.enthalpy_kwh_per_kg
    if gibbs is not None:
        label = f"'free energy at {process.reaction_k:g} K'"
        yield from _below(process, gibbs, label, is_work=True)
    if enthalpy is not None:
        yield from _below(process, enthalpy, "'enthalpy'", is_work=False)


def _below(process: Process, floor: float, label: str, *, is_work: bool) -> Iterator[Fault]:
    # Light does the work in a leaf; heat only stands in where energy, not work, is short.
    given = process.kwh_per_kg + process.sunlight_kwh_per_kg
    what = "kwh_per_kg"
    if not is_work and process.heat_kwh_per_kg > 0:
        given += process.heat_kwh_per_kg
        what = "kwh_per_kg plus heat_kwh_per_kg"
    if given < floor * (1 - BALANCE_TOLERANCE):
        allowed = f"at least {floor:.3f} kWh/kg of {process.product} (floor {label})"
        yield f"{what} of {process.name!r}", f"{given:.6g}", allowed


def _element_kg(masses: Mapping[str, float], element: str) -> float:
    return sum(
        mass * formula_atoms(species).get(element, 0) * molar_mass_g_mol(element) / molar_mass_g_mol(species)
        for species, mass in masses.items()
    )
