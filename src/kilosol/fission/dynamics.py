"""A reactor with its heat paths, ready for the dynamic solver: KRUSTY, and stations scaled from it.

Nine nodes: fuel, evaporators with their clamps, condensers, hot ends and cold ends of the converters (with
the radiator), axial reflector, vacuum can, radial reflector, shield. Conductances follow from published
operating temperatures and powers; nothing is set by a transient. A technology without coefficients of its
own takes KRUSTY's, scaled by its heat: masses, pipes and conductances with the heat, surfaces with its
two-thirds power, reactivity per kelvin unchanged. Such results say so and are of tier D.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.data import columns, table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.fission.conversion import Converter, efficiency_chain
from kilosol.fission.heat_pipe import heat_pipe_limits
from kilosol.fission.kinetics import Spectrum, delayed_groups, fuel_terms
from kilosol.fission.unit import FissionUnit, fission_unit, unit_names
from kilosol.limits import require

HeatCapacity = Literal["u8mo", "u10mo"]

#: Reactors with coefficients of their own.
OWN_REACTORS = ("krusty",)
#: Names of the nodes, in order.
NODE_NAMES = (
    "fuel",
    "evaporators",
    "condensers",
    "hot end",
    "cold end",
    "axial reflector",
    "can",
    "radial reflector",
    "shield",
)
# Grid of the pipes' limit [K]: fine enough for a straight line in its logarithm.
_GRID_START_K, _GRID_STEP_K, _GRID_SIZE = 300.0, 10, 120
# Least limit [W]: a frozen pipe's logarithm must stay finite.
_FROZEN_W = 1e-6
_MASSES = ("fuel", "evaporator", "clamps", "wick", "sodium", "condenser", "hot_end", "cold_end")
_SURFACES = ("axial_kg", "can_kg", "radial_kg", "shield_kg", "insulation_warm_w", "insulation_hot_w")
# What the converters can draw beyond their design, over it: pistons have that much stroke left.
_STROKE_MARGIN = 1.3


@dataclass(frozen=True, slots=True)
class Reactor:
    """A reactor as arrays for the solver.

    Parameters
    ----------
    name : str
        What it is.
    basis : str
        Whose coefficients it has.
    values : dict of float
        All numbers it was made of, by the keys of its table.
    heat_capacity, spectrum : str
        Correlation of the fuel; delayed neutrons.
    delayed : (2, 6)
        Decay constants [1/s] and fractions [1].
    decay : (2, 23)
        Decay heat: constants [1/s] and parts of the power [1].
    nodes : (9, 8)
        Four terms of the heat capacity [J/K], part of the heat, feedback [1/K, 1/K2] and its reference [K].
    links : (n, 4)
        From, to, conductance [W/K] and radiance [W/K4].
    pipe : (6,)
        Number, conductance, activation, width, first and step of the grid of the limit.
    log_limits : (m,)
        Logarithm of a pipe's limit [W] over temperature.
    plant : (6,)
        Generation time [s], source, ambient [K], sink [K], most removal [W/K], share of Carnot.
    pmad_frac : float
        Net electricity over the converters'.
    """

    name: str
    basis: str
    values: dict[str, float]
    heat_capacity: HeatCapacity
    spectrum: Spectrum
    delayed: NDArray[np.float64]
    decay: NDArray[np.float64]
    nodes: NDArray[np.float64]
    links: NDArray[np.float64]
    pipe: NDArray[np.float64]
    log_limits: NDArray[np.float64]
    plant: NDArray[np.float64]
    pmad_frac: float

    @property
    def arrays(self) -> tuple[NDArray[np.float64], ...]:
        """What the solver takes, in its order."""
        return (
            self.delayed, self.decay, self.nodes, self.links, self.pipe, self.log_limits, self.plant,
        )  # fmt: skip

    @property
    def beta_frac(self) -> float:
        """Effective fraction of delayed neutrons."""
        return self.values["beta_frac"]

    @property
    def n_pipes(self) -> float:
        """Heat pipes."""
        return self.values["n_pipes"]

    @property
    def thermal_w(self) -> float:
        """Rated heat of the core [W]."""
        return self.values["thermal_w"]


def reactor_model(
    name: str | FissionUnit = "krusty",
    *,
    overrides: Mapping[str, float] | None = None,
    heat_capacity: HeatCapacity = "u8mo",
    spectrum: Spectrum = "fast",
) -> Reactor:
    """Reactor by name, for :func:`kilosol.fission.run_replay`.

    Parameters
    ----------
    name : str or FissionUnit
        ``krusty``, or any unit with published heat and cycle temperatures, scaled from it. Kilopower
        designs without published ends of the cycle take KRUSTY's.
    overrides : mapping, optional
        Numbers that replace those of the table, by key, for example ``{"fuel_kg": 30.0}``.
    heat_capacity : {"u8mo", "u10mo"}
        Correlation of the fuel alloy: the largest uncertainty of a free run's peak.
    spectrum : {"fast", "thermal"}
        Delayed neutrons.

    Returns
    -------
    Reactor

    Raises
    ------
    UnknownName
        If no reactor or value bears a name; the nearest is given.
    OutOfRange
        If a unit's figures do not suffice, or a number is out of range.

    Examples
    --------
    >>> reactor_model("krusty").n_pipes
    8.0
    """
    require(heat_capacity in ("u8mo", "u10mo"), "heat_capacity", repr(heat_capacity), "'u8mo' or 'u10mo'")
    source = table("fission/dynamics/krusty")
    values = {key: source.number(key) for key in source}
    basis, pmad = "KRUSTY's own coefficients", 1.0
    if isinstance(name, str) and name not in OWN_REACTORS:
        if name not in unit_names():
            raise UnknownName("reactor", name, {*OWN_REACTORS, *unit_names()})
        name = fission_unit(name)
    if isinstance(name, FissionUnit):
        pmad = _scale(values, name)
        name, basis = name.name, "coefficients of KRUSTY, scaled by heat: an assumption"
    for key, value in (overrides or {}).items():
        if key not in values:
            raise UnknownName("value of a reactor", key, values)
        require(isinstance(value, int | float) and np.isfinite(value), key, repr(value), "a finite number")
        values[key] = float(value)
    _check(values)
    rates, shares = delayed_groups(spectrum)
    return Reactor(
        name=name,
        basis=basis,
        values=values,
        heat_capacity=heat_capacity,
        spectrum=spectrum,
        delayed=np.array([rates, values["beta_frac"] * shares]),
        decay=_decay(),
        nodes=_nodes(values, heat_capacity),
        links=_links(values),
        pipe=_pipe(values),
        log_limits=_log_limits(),
        plant=_plant(values),
        pmad_frac=pmad,
    )


def _check(values: Mapping[str, float]) -> None:
    for key, value in values.items():
        if key.endswith(("_kg", "_k", "_w_k", "_s")) or key in ("n_pipes", "beta_frac", "thermal_w"):
            require(value > 0, key, value, "positive")
        elif key.endswith("_frac"):
            require(0 <= value <= 1, key, value, "from 0 to 1")
        elif key.endswith("_w") or key in ("source_per_s", "scram_cents"):
            require(value >= 0, key, value, "0 or more")
    require(
        values["hot_k"] > values["cold_k"], "hot_k", values["hot_k"], f"above cold_k = {values['cold_k']} [K]"
    )


def _scale(values: dict[str, float], unit: FissionUnit) -> float:
    """Turn KRUSTY's numbers into a unit's by its heat; returns the part of electricity that leaves."""
    known = {"thermal_kwt": unit.thermal_kwt, "hot_k": unit.hot_k, "cold_k": unit.cold_k}
    if unit.name.startswith("kilopower"):
        for key in ("hot_k", "cold_k"):
            known[key] = values[key] if known[key] is None else known[key]
    missing = [key for key, value in known.items() if value is None]
    kinds: dict[str, Converter] = {
        "stirling": "stirling",
        "brayton": "brayton",
        "thermoelectric": "thermoelectric",
    }
    if missing or unit.conversion not in kinds:
        lacks = ", ".join(missing) if missing else f"a model of {unit.conversion} conversion"
        raise OutOfRange("reactor", repr(unit.name), f"one with published heat and cycle; it lacks {lacks}")
    thermal_kwt, hot, cold = (float(value) for value in known.values() if value is not None)
    chain = efficiency_chain(thermal_kwt, hot, cold, kinds[unit.conversion])
    ratio = 1000 * thermal_kwt / values["thermal_w"]
    for key in (
        *(f"{name}_kg" for name in _MASSES), "n_pipes", "fuel_to_pipes_w_k", "source_per_s",
    ):  # fmt: skip
        values[key] *= ratio
    for key in _SURFACES:
        values[key] *= ratio ** (2 / 3)
    values["thermal_w"] = 1000 * thermal_kwt
    values["hot_k"], values["cold_k"] = hot, cold
    # The steady station's loss is shared by what misses the fuel and what leaks from it.
    outside = chain.heat_loss_frac / 2
    missed = 1 - values["fuel_heat_frac"]
    for key in ("shield_heat_frac", "radial_heat_frac"):
        values[key] *= outside / missed
    values["fuel_heat_frac"] = 1 - outside
    leaked = values["insulation_hot_w"] + values["converter_loss_w"] * ratio
    leak = chain.heat_loss_frac / 2 * values["thermal_w"] / leaked
    values["converter_loss_w"] *= ratio * leak
    for key in ("insulation_hot_w", "insulation_warm_w"):
        values[key] *= leak
    sink = table("fission/radiator").number("sink_k")
    values["room_k"] = sink
    carried = values["thermal_w"] * (1 - chain.heat_loss_frac) + values["converter_loss_w"]
    drop = carried * (1 / values["fuel_to_pipes_w_k"] + 1 / (values["n_pipes"] * values["pipe_w_k"]))
    condenser = max(values["fuel_operating_k"] - drop, hot + drop)
    values["hot_end_w_k"] = carried / (condenser - hot)
    removed = values["thermal_w"] * (1 - chain.heat_loss_frac)
    values["most_removal_w"] = _STROKE_MARGIN * removed
    values["converter_carnot_frac"] = chain.converter_frac / chain.carnot_frac
    return chain.pmad_frac


def _decay() -> NDArray[np.float64]:
    groups = columns("fission/decay_heat")
    rate = groups["lambda_per_s"]
    released = table("fission/decay_constants").number("fission_mev")
    return np.array([rate, groups["alpha_mev_s"] / rate / released])


def _nodes(values: Mapping[str, float], heat_capacity: HeatCapacity) -> NDArray[np.float64]:
    cited = table("fission/dynamics/heat_capacity")
    alloy = cited.array(f"{heat_capacity}_j_kg_k")
    haynes, steel, sodium, beryllia, aluminium = (
        cited.array(f"{name}_j_kg_k") for name in ("haynes230", "steel", "sodium", "beryllia", "aluminium")
    )
    kg = {key.removesuffix("_kg"): value for key, value in values.items() if key.endswith("_kg")}
    capacity = [
        kg["fuel"] * alloy,
        (kg["evaporator"] + kg["clamps"]) * haynes + kg["wick"] * steel + kg["sodium"] * sodium,
        kg["condenser"] * haynes,
        kg["hot_end"] * haynes,
        kg["cold_end"] * aluminium,
        kg["axial"] * beryllia,
        kg["can"] * steel,
        kg["radial"] * beryllia,
        kg["shield"] * steel,
    ]
    nodes = np.zeros((len(NODE_NAMES), 8))
    nodes[:, :4] = capacity
    rest = 1 - values["fuel_heat_frac"] - values["radial_heat_frac"] - values["shield_heat_frac"]
    require(rest >= -1 / 10**9, "fuel_heat_frac", values["fuel_heat_frac"], "1 at most with the other parts")
    nodes[:, 4] = [
        values["fuel_heat_frac"], 0, 0, 0, 0, rest / 2, rest / 2,
        values["radial_heat_frac"], values["shield_heat_frac"],
    ]  # fmt: skip
    # Cents become reactivity by the beta they are quoted with; another beta leaves the physics as it is.
    one_cent = values["quoted_beta_frac"] / 100
    reference = values["reference_k"]
    tangent, square = fuel_terms(
        values["fuel_tangent_cents"] * values["tangent_beta_frac"] / values["quoted_beta_frac"],
        values["fuel_defect_cents"],
        values["fuel_operating_k"] - reference,
    )
    nodes[0, 5:7] = tangent * one_cent, square * one_cent
    for place, part in ((1, "pipes"), (1, "clamps"), (5, "axial"), (6, "can"), (7, "radial"), (8, "shield")):
        rise = values[f"{part}_operating_k"] - reference
        nodes[place, 5] += values[f"{part}_defect_cents"] / rise * one_cent
    nodes[:, 7] = reference
    return nodes


def _links(values: Mapping[str, float]) -> NDArray[np.float64]:
    """Heat paths; those behind the insulation carry the rated heat at the published temperatures."""
    room, power = values["room_k"], values["thermal_w"]
    rest = (1 - values["fuel_heat_frac"] - values["radial_heat_frac"] - values["shield_heat_frac"]) / 2
    axial_k, can_k, radial_k, shield_k = (
        values[f"{part}_operating_k"] for part in ("axial", "can", "radial", "shield")
    )
    share, leak = values["axial_loss_frac"], values["insulation_hot_w"]
    through_axial = share * leak + rest * power
    through_can = (1 - share) * leak + rest * power
    through_radial = through_can + values["radial_heat_frac"] * power
    through_shield = through_radial + through_axial + values["shield_heat_frac"] * power
    links = [
        (0, 1, values["fuel_to_pipes_w_k"], 0.0),
        (1, 2, values["n_pipes"] * values["pipe_wall_w_k"], 0.0),
        (2, 3, values["hot_end_w_k"], 0.0),
        (3, 9, values["converter_loss_w"] / (values["hot_k"] - room), 0.0),
        (5, 8, through_axial / (axial_k - shield_k), 0.0),
        (6, 7, through_can / (can_k - radial_k), 0.0),
        (7, 8, through_radial / (radial_k - shield_k), 0.0),
        (8, 9, through_shield / (shield_k - room), 0.0),
        (0, 5, *_insulation(values, share, axial_k)),
        (0, 6, *_insulation(values, 1 - share, can_k)),
        _rejection(values),
    ]
    return np.array(links, dtype=np.float64)


def _insulation(values: Mapping[str, float], share: float, cold_k: float) -> tuple[float, float]:
    """Conductance and radiance that meet the loss at two published temperatures of the fuel."""
    room, hot_w = values["room_k"], values["insulation_hot_w"]
    rows, right = [], []
    for fuel_k, loss_w in (
        (values["insulation_warm_k"], values["insulation_warm_w"]),
        (values["insulation_hot_k"], hot_w),
    ):
        behind = room + (cold_k - room) * loss_w / hot_w
        rows.append([fuel_k - behind, fuel_k**4 - behind**4])
        right.append(share * loss_w)
    conductance, radiance = np.linalg.solve(np.array(rows), np.array(right))
    if conductance < 0 or radiance < 0:
        # The two losses do not fit a mix of conduction and radiation: the hot one rules, conduction alone.
        return float(right[1] / rows[1][0]), 0.0
    return float(conductance), float(radiance)


def _rejection(values: Mapping[str, float]) -> tuple[float, ...]:
    """Cold end to the sky: rated waste heat at the rated cold temperature, radiated."""
    chain = values["converter_carnot_frac"] * (1 - values["cold_k"] / values["hot_k"])
    losses = values["insulation_hot_w"] + values["converter_loss_w"]
    rated = values["fuel_heat_frac"] * values["thermal_w"] - losses
    waste = max(rated, values["thermal_w"] / 10) * (1 - chain)
    return 4, 10, 0.0, waste / (values["cold_k"] ** 4 - values["room_k"] ** 4)


def _pipe(values: Mapping[str, float]) -> NDArray[np.float64]:
    cited = table("fission/dynamics/heat_pipe")
    return np.array(
        [
            values["n_pipes"],
            values["pipe_w_k"],
            cited.number("activation_k"),
            cited.number("activation_width_k"),
            _GRID_START_K,
            float(_GRID_STEP_K),
        ]
    )


def _log_limits() -> NDArray[np.float64]:
    grid = _GRID_START_K + _GRID_STEP_K * np.arange(_GRID_SIZE, dtype=np.float64)
    limits = np.asarray(heat_pipe_limits(grid).least_w)
    return np.asarray(np.log(np.maximum(limits, _FROZEN_W)))


def _plant(values: Mapping[str, float]) -> NDArray[np.float64]:
    source_w = values["source_per_s"] / values["n_per_fission"] / values["fissions_in_joule"]
    span = values["hot_k"] - values["cold_k"]
    return np.array(
        [
            values["generation_s"],
            source_w,
            values["room_k"],
            values["room_k"],
            values["most_removal_w"] / span,
            values["converter_carnot_frac"],
        ]
    )
