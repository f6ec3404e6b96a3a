"""A station as a sum of its components: heat, converters, radiator, shield, cable, and what they weigh.

First fidelity: one operating point at full power and the hottest sink; hours and years are in `operation` and
`availability`. Mass is a sum of lines from few published lists, so its band is wide; see `ladder`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kilosol.data import table
from kilosol.fission.cable import cable_mass_kg
from kilosol.fission.components import balance_of_plant_kg, growth_frac, reactor_mass_kg, structure_mass_kg
from kilosol.fission.conversion import carnot_frac
from kilosol.fission.radiator import radiator_area_m2
from kilosol.fission.shield import shadow_shield
from kilosol.fission.unit import Conversion, FissionUnit, Fuel, Maturity
from kilosol.limits import require

#: Kinds of machine with enough published for a sum of components.
MACHINES = ("stirling", "brayton")


@dataclass(frozen=True, slots=True)
class StationDesign:
    """One unit at full power, as a sum of components.

    Parameters
    ----------
    name, title : str
        Technology.
    conversion : str
        Kind of machine.
    fuel : str
        Of the core.
    net_kwe, thermal_kwt : float [kW]
        Power at the base's end of the cable, and core heat.
    hot_k, cold_k : float [K]
        Ends of the cycle.
    carnot_share_frac : float
        Converter's efficiency over Carnot's.
    heat_loss_kw : float [kW]
        Core heat that misses the converters; it leaves whether or not they run.
    pmad_frac, cable_frac : float
        Power out over power in of the electronics and the cable.
    reject_kw, radiator_in_k, radiator_out_k, sink_k : float [kW], [K]
        What the radiator sheds, between which temperatures, to what.
    radiator_m2, emissivity_frac, panel_frac : float [m2], [1]
        Emitting face, and how well it emits.
    n_converters, n_needed : int
        Machines, and how many of them give full power.
    distance_m, voltage_v : float [m], [V]
        Cable.
    mass_kg : dict
        Component -> mass without growth [kg]; empty where no sum of components is possible.
    maturity : str
        How firm the masses are, for the growth allowance on their sum.
    shield_m : tuple of float [m]
        Thickness of lithium hydride and tungsten; zeros without a shield.
    """

    name: str
    title: str
    conversion: Conversion
    fuel: Fuel
    net_kwe: float
    thermal_kwt: float
    hot_k: float
    cold_k: float
    carnot_share_frac: float
    heat_loss_kw: float
    pmad_frac: float
    cable_frac: float
    reject_kw: float
    radiator_in_k: float
    radiator_out_k: float
    sink_k: float
    radiator_m2: float
    emissivity_frac: float
    panel_frac: float
    n_converters: int
    n_needed: int
    distance_m: float
    voltage_v: float
    maturity: Maturity
    mass_kg: dict[str, float] = field(default_factory=dict)
    shield_m: tuple[float, float] = (0.0, 0.0)

    @property
    def gross_kwe(self) -> float:
        """Output of all converters [kW]."""
        return self.net_kwe / (self.pmad_frac * self.cable_frac)

    @property
    def converter_frac(self) -> float:
        """Output of the converters over their heat."""
        return self.gross_kwe / (self.thermal_kwt - self.heat_loss_kw)

    @property
    def net_frac(self) -> float:
        """Power at the base over core heat."""
        return self.net_kwe / self.thermal_kwt

    @property
    def growth_frac(self) -> float:
        """Growth allowance over the sum of the components."""
        return growth_frac(self.maturity)

    @property
    def basic_kg(self) -> float:
        """Sum of the components without growth [kg]."""
        return sum(self.mass_kg.values())

    @property
    def total_kg(self) -> float:
        """Landed mass with growth [kg]."""
        return self.basic_kg * (1 + self.growth_frac)

    def ladder(self) -> tuple[tuple[str, float, float], ...]:
        """Power by step from the core to the base: what, power [kW], part of the core's heat."""
        into = self.thermal_kwt - self.heat_loss_kw
        steps = (
            ("core heat", self.thermal_kwt),
            ("into the converters", into),
            ("out of the converters", self.gross_kwe),
            ("after power electronics", self.gross_kwe * self.pmad_frac),
            ("at the base, after the cable", self.net_kwe),
        )
        return tuple((what, power, power / self.thermal_kwt) for what, power in steps)


def design_station(
    net_kwe: float,
    conversion: Conversion = "stirling",
    *,
    thermal_kwt: float | None = None,
    hot_k: float | None = None,
    cold_k: float | None = None,
    radiator_k: tuple[float, float] | None = None,
    carnot_share_frac: float | None = None,
    heat_loss_frac: float | None = None,
    pmad_frac: float | None = None,
    fuel: Fuel = "HALEU",
    maturity: Maturity = "layout",
    distance_m: float = 1000.0,
    limit_msv_year: float | None = None,
    has_shield: bool = True,
    voltage_v: float | None = None,
    cable_loss_frac: float | None = None,
    emissivity_frac: float | None = None,
    panel_frac: float | None = None,
    sink_k: float | None = None,
    n_converters: int | None = None,
    n_spare: int = 0,
    name: str = "own",
    title: str = "",
) -> StationDesign:
    """Design one unit for a power at the base.

    Parameters
    ----------
    net_kwe : float [kW]
        Power at the base's end of the cable, positive.
    conversion : {"stirling", "brayton"}
        Kind of machine.
    thermal_kwt : float, optional [kW]
        Core heat; then the share of Carnot follows from it. Otherwise heat follows from the share.
    hot_k, cold_k, radiator_k : optional [K]
        Ends of the cycle; radiator's inlet and outlet. Cited defaults by kind.
    carnot_share_frac, heat_loss_frac, pmad_frac : float, optional [1]
        Cited defaults.
    fuel, maturity : str
        See :func:`reactor_mass_kg` and :func:`growth_frac`.
    distance_m, limit_msv_year : float [m], [mSv/yr]
        To the people, and their limit; 50 by default.
    has_shield : bool
        Whether a shadow shield is carried; a buried unit's shield is regolith.
    voltage_v, cable_loss_frac : float, optional [V], [1]
        See :func:`cable_mass_kg`.
    emissivity_frac, panel_frac, sink_k : float, optional [1], [1], [K]
        Radiator; cited defaults 0.85, 0.70 and 270.
    n_converters, n_spare : int
        Machines, and how many of them full power does without.
    name, title : str
        What to call it.

    Returns
    -------
    StationDesign

    Raises
    ------
    OutOfRange
        If an argument is outside its range, or the heat is too little for the power.

    Notes
    -----
    net = (heat - loss) x share x (1 - Tc/Th) x pmad x (1 - cable loss). The radiator is sized for the heat
    that enters the converters and does not leave as electricity.

    Examples
    --------
    >>> unit = design_station(40.0, thermal_kwt=175.0)
    >>> round(unit.radiator_m2), round(unit.net_frac, 3), round(unit.total_kg, -2)
    (141, 0.229, 7000.0)
    """
    require(0 < net_kwe < float("inf"), "net_kwe", net_kwe, "positive [kW]")
    allowed = "'stirling' or 'brayton' for a sum of components"
    require(conversion in MACHINES, "conversion", repr(conversion), allowed)
    hot = _given(hot_k, "cycles", f"{conversion}_hot_k")
    cold = _given(cold_k, "cycles", f"{conversion}_cold_k")
    pmad = _fraction("pmad_frac", pmad_frac, "conversion")
    loss = _fraction("heat_loss_frac", heat_loss_frac, "conversion")
    cable_frac = 1 - _fraction("loss_frac", cable_loss_frac, "cable")
    gross = net_kwe / (pmad * cable_frac)
    usable = float(carnot_frac(hot, cold)) * (1 - loss)
    heat = _heat_kwt(conversion, gross / usable, thermal_kwt, carnot_share_frac)
    n_machines = int(_given(n_converters, "cycles", f"n_{conversion}"))
    require(n_machines >= 1, "n_converters", n_machines, "1 or more")
    require(0 <= n_spare < n_machines, "n_spare", n_spare, f"0 to {n_machines - 1}")
    reject = heat * (1 - loss) - gross
    ends = _radiator_ends(conversion, cold) if radiator_k is None else radiator_k
    emissivity = _given(emissivity_frac, "radiator", "emissivity_frac")
    factor = _given(panel_frac, "radiator", "panel_frac")
    sink = _given(sink_k, "radiator", "sink_k")
    area = float(radiator_area_m2(reject, ends[0], ends[1], emissivity, sink, factor))
    volts = _given(voltage_v, "cable", "voltage_v")
    mass, thickness = _core_masses(heat, fuel, (distance_m, limit_msv_year) if has_shield else None)
    mass |= balance_of_plant_kg(conversion, gross, reject, area)
    mass["converters"] *= n_machines / (n_machines - n_spare)
    mass["structure"] = structure_mass_kg(mass)
    mass["cable"] = float(cable_mass_kg(gross * pmad, distance_m, volts, 1 - cable_frac))
    return StationDesign(
        name=name,
        title=title or f"{net_kwe:g} kWe {conversion}",
        conversion=conversion,
        fuel=fuel,
        net_kwe=net_kwe,
        thermal_kwt=heat,
        hot_k=hot,
        cold_k=cold,
        carnot_share_frac=gross / (heat * usable),
        heat_loss_kw=loss * heat,
        pmad_frac=pmad,
        cable_frac=cable_frac,
        reject_kw=reject,
        radiator_in_k=ends[0],
        radiator_out_k=ends[1],
        sink_k=sink,
        radiator_m2=area,
        emissivity_frac=emissivity,
        panel_frac=factor,
        n_converters=n_machines,
        n_needed=n_machines - n_spare,
        distance_m=distance_m,
        voltage_v=volts,
        maturity=maturity,
        mass_kg=mass,
        shield_m=thickness,
    )


def station_of(
    unit: FissionUnit,
    distance_m: float = 1000.0,
    limit_msv_year: float | None = None,
    *,
    has_shield: bool = True,
    sink_k: float | None = None,
) -> StationDesign:
    """Sum of components for a published unit, from the figures that it publishes and cited defaults.

    Parameters
    ----------
    unit : FissionUnit
        Stirling or Brayton.
    distance_m : float [m]
        To the people.
    limit_msv_year : float, optional [mSv/yr]
        Their limit; 50 by default.
    has_shield : bool
        Whether a shadow shield for people is carried.
    sink_k : float, optional [K]
        Sink to size the radiator for.

    Returns
    -------
    StationDesign

    Raises
    ------
    OutOfRange
        If the unit's kind of conversion has no public masses, or a figure is outside its range.

    Examples
    --------
    >>> from kilosol.fission import fission_unit
    >>> round(station_of(fission_unit("gc-brayton-40")).thermal_kwt)
    230
    """
    ends = unit.figure("radiator_in_k"), unit.figure("radiator_out_k")
    return design_station(
        unit.power_kwe,
        unit.conversion,
        thermal_kwt=unit.thermal_kwt,
        hot_k=unit.hot_k,
        cold_k=unit.cold_k,
        radiator_k=None if ends[0] is None or ends[1] is None else (ends[0], ends[1]),
        heat_loss_frac=unit.figure("heat_loss_frac"),
        pmad_frac=unit.figure("pmad_frac"),
        fuel=unit.fuel,
        maturity=unit.maturity,
        distance_m=distance_m,
        limit_msv_year=limit_msv_year,
        has_shield=has_shield,
        emissivity_frac=unit.figure("emissivity_frac"),
        sink_k=sink_k,
        name=unit.name,
        title=unit.title,
    )


def _radiator_ends(conversion: str, cold_k: float) -> tuple[float, float]:
    cycles = table("fission/cycles")
    inlet = cold_k + cycles.number(f"{conversion}_above_k")
    return inlet, inlet - cycles.number(f"{conversion}_span_k")


def _core_masses(
    heat_kwt: float, fuel: Fuel, way: tuple[float, float | None] | None
) -> tuple[dict[str, float], tuple[float, float]]:
    """Reactor and shield, and the shield's two thicknesses; `way` is distance and limit, None without one."""
    mass = {"reactor": reactor_mass_kg(heat_kwt, fuel)}
    if way is None:
        return mass, (0.0, 0.0)
    shield = shadow_shield(heat_kwt, *way)
    mass["shield"] = shield.mass_kg
    return mass, (shield.lih_m, shield.tungsten_m)


def _heat_kwt(
    conversion: str, ideal_kwt: float, thermal_kwt: float | None, share_frac: float | None
) -> float:
    """Core heat: as given, or an ideal machine's over the share of Carnot."""
    if thermal_kwt is None:
        share = _given(share_frac, "conversion", f"{conversion}_carnot_frac")
        require(0 < share < 1, "carnot_share_frac", share, "above 0, below 1")
        return ideal_kwt / share
    allowed = f"above {ideal_kwt:.3g}, what an ideal machine would take [kW]"
    require(thermal_kwt > ideal_kwt, "thermal_kwt", thermal_kwt, allowed)
    return thermal_kwt


def _given(value: float | None, name: str, key: str) -> float:
    return table(f"fission/{name}").number(key) if value is None else value


def _fraction(key: str, value: float | None, name: str) -> float:
    found = _given(value, name, key)
    require(0 <= found < 1 if key != "pmad_frac" else 0 < found <= 1, key, found, "from 0 to 1")
    return found
