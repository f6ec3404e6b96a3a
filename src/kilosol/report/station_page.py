"""The page of a fission station: one HTML file that asks nothing of the network."""

from __future__ import annotations

from typing import Any

from kilosol.report.figures.station_figures import COMPONENT_NAMES, STATION_FIGURES
from kilosol.report.number_text import mass, number, percent, power, quantity
from kilosol.report.page import Page
from kilosol.report.shield_tables import shield_sheet_tables
from kilosol.report.tables import Column, Section, Table, columns
from kilosol.sheets.station_sheet import StationSheet

_TIERS = {"A": "measured", "B": "from studies", "C": "claimed", "D": "assumed"}
_FIGURES_OF_DESIGN = ("mass_by_component", "power_ladder", "power_chances_by_year")


def render_station(sheet: StationSheet) -> str:
    """The page of a station.

    Parameters
    ----------
    sheet : StationSheet

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    values = sheet.values()
    figures = {
        name: draw(sheet)
        for name, draw in STATION_FIGURES.items()
        if sheet.design is not None or name not in _FIGURES_OF_DESIGN
    }
    return Page(
        title=sheet.unit.title if sheet.n_units == 1 else f"{sheet.n_units} × {sheet.unit.title}",
        facts=[
            f"{power(sheet.n_units * sheet.unit.power_kwe, 3)} net",
            f"at {sheet.place.name}",
            f"{quantity(sheet.distance_m, 'm', 4)} from the base",
            f"figures {_TIERS[sheet.unit.tier]}",
        ],
        parts=station_sections(values),
        note="What this is not: a design to build or to license. Its figures are for planning.",
        rests_on="from published figures and stated assumptions",
        figures=figures,
    ).html()


def station_sections(values: dict[str, Any]) -> list[Section]:
    """Sections of the page, in order; those that need a sum of components only where there is one."""
    parts = []
    if "mass" in values:
        parts += [_mass_section(values), _heat_section(values), _hours_section(values)]
    parts += [_after_section(values), _shield_section(values)]
    if "availability" in values:
        parts += [_years_section(values), _rivals_section(values)]
    parts.append(_published_section(values))
    return parts


def _shield_section(values: dict[str, Any]) -> Section:
    limit = values["station"]["limit_msv_year"]
    where = quantity(values["station"]["distance_m"], "m", 4)
    return Section(
        "shield",
        "Shield",
        "What hides the core, and who may go near?",
        text=f"The limit of {number(limit)} mSv a year at {where} is shared by the units; each table is of "
        "one unit. For planning, not for a licence.",
        tables=shield_sheet_tables(values["shield_and_dose"]),
    )


def _mass_section(values: dict[str, Any]) -> Section:
    found = values["mass"]
    binds = values["binds"][0] if values["binds"] else None
    told = (
        f"A unit lands as {mass(found['unit_kg'])}, {number(found['specific_mass_kg_kwe'])} kg per kilowatt; "
        f"published cases put it between {mass(found['unit_low_kg'])} and {mass(found['unit_high_kg'])}."
    )
    if found["published_kg"] is not None:
        told += f" Its own publication says {mass(found['published_kg'])}."
    if binds is not None:
        told += f" Most would be saved without {binds['what']}: {mass(binds['saves_kg'])} a unit."
    rows = [
        [
            COMPONENT_NAMES.get(name, name),
            quantity(kilograms, "kg"),
            quantity(found["growth_by_component_kg"][name], "kg"),
            _part(kilograms / found["basic_kg"]),
        ]
        for name, kilograms in found["by_component_kg"].items()
    ]
    growth = found["unit_kg"] - found["basic_kg"]
    rows.append(["All", quantity(found["basic_kg"], "kg"), quantity(growth, "kg"), _part(1.0)])
    by_part = Table(
        "Mass of one unit by component",
        columns("Component", "Mass|Growth allowance|Part"),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )
    binding = Table(
        "What each demand costs: mass saved without it",
        columns("Without", "A unit is lighter by"),
        [[row["what"], quantity(row["saves_kg"], "kg")] for row in values["binds"]],
    )
    return Section(
        "mass",
        "Mass",
        "What does it weigh?",
        text=told,
        figures=("mass_by_component",),
        tables=(by_part, binding, _levels_table(values["levels"])),
    )


def _part(share: float) -> str:
    """Part of a whole; unlike a chance it may be all."""
    return quantity(100.0 * share, "%")


def _levels_table(levels: list[dict[str, Any]]) -> Table:
    names = {0: "0, law through published designs", 1: "1, sum of components"}
    rows = [
        [
            names[row["level"]],
            row["quantity"],
            quantity(row["value"], row["unit"]),
            f"{quantity(row['low'], row['unit'])} to {quantity(row['high'], row['unit'])}",
            f"{100 * row['low_frac']:+.0f} to {100 * row['high_frac']:+.0f} %".replace("-", "−"),
            ", ".join(case["name"] for case in row["cases"]),
        ]
        for row in levels
    ]
    heads = (
        Column("Level"), Column("Quantity"), Column("Value", is_number=True), Column("Band", is_number=True),
        Column("Published over computed", is_number=True), Column("Cases that it was not fitted to"),
    )  # fmt: skip
    return Table("Levels of detail, each with its band", heads, rows, stacks=True)


def _heat_section(values: dict[str, Any]) -> Section:
    chain, panel = values["efficiency"], values["radiator"]
    steps = Table(
        "Power from the core to the base, one unit",
        columns("Step", "Power|Part of the core's heat"),
        [
            [row["what"].capitalize(), power(row["power_kw"], 3), _part(row["of_core_frac"])]
            for row in chain["steps"]
        ],
    )
    known = (
        ("Emitting face", "area_m2", "m2"),
        ("Published", "published_m2", "m2"),
        ("Heat shed", "reject_kw", "kW"),
        ("Coolant in", "in_k", "K"),
        ("Coolant out", "out_k", "K"),
        ("Sink that it is sized for", "sink_k", "K"),
        ("Emissivity", "emissivity_frac", "1"),
        ("Real over ideal flux", "panel_factor", "1"),
    )
    radiator = Table(
        "Radiator of one unit",
        columns("Quantity", "Value"),
        [[label, quantity(panel[key], unit)] for label, key, unit in known if panel[key] is not None],
    )
    return Section(
        "heat",
        "Heat",
        "How much of the heat becomes power?",
        text=f"Hot end {number(chain['hot_k'])} K, cold end {number(chain['cold_k'])} K: Carnot allows "
        f"{percent(chain['carnot_frac'])}, the machines reach {percent(chain['carnot_share_frac'])} of that, "
        f"{percent(chain['net_frac'])} of the core's heat arrives.",
        figures=("power_ladder",),
        tables=(steps, radiator),
    )


def _hours_section(values: dict[str, Any]) -> Section:
    rows = [
        [
            f"{row['name'].capitalize()}: {row['what']}",
            number(row["sink_k"]),
            quantity(row["net_kw"], "kW"),
            quantity(row["able_kw"], "kW"),
            quantity(row["thermal_kwt"], "kW"),
            number(row["cold_k"]),
            f"{number(row['radiator_in_k'])} to {number(row['radiator_out_k'])}",
        ]
        for row in values["cases"]
    ]
    year = values["year"]
    heads = "Sink, K|Net|Able at full heat|Core heat|Cold end, K|Radiator, K"
    return Section(
        "hours",
        "Hours",
        "What do night, noon, storm and winter change?",
        text=f"Little: at full heat a unit could give {quantity(year['least_able_kw'], 'kW')} in its worst "
        f"hour and {quantity(year['most_able_kw'], 'kW')} in its best. Dust lies on part of the radiator.",
        tables=(Table("One unit under the hours of the place", columns("Case", heads), rows, stacks=True),),
    )


def _after_section(values: dict[str, Any]) -> Section:
    heat, dose, start = values["decay_heat"], values["dose"], values["start_up"]
    rows = [[row["after"], percent(row["part_frac"]), power(row["unit_kw"])] for row in heat["rows"]]
    burnt = [
        [
            number(row["year"]),
            quantity(row["energy_mwd"], "MWd"),
            quantity(1e3 * row["fissioned_kg"], "g"),
            percent(row["fissioned_frac"]),
            quantity(row["drift_cents"], "cents"),
            quantity(row["droop_k"], "K"),
        ]
        for row in values["burn_up"]
    ]
    steps = [
        [step["what"].capitalize(), quantity(step["end_hour"] - step["start_hour"], "h"),
         quantity(step["energy_kwh"], "kWh")]
        for step in start["steps"] if step["end_hour"] > step["start_hour"]
    ]  # fmt: skip
    bare = dose["bare_at_base_msv_year"] / 1e3
    tables = [
        Table("Heat of one core after shutdown", columns("After", "Part of full heat|Heat"), rows),
        Table("From landing to full power, one unit", columns("Step", "Takes|Energy"), steps),
        Table(
            "Burn-up of one core at full power",
            columns("Years", "Energy|Uranium-235 fissioned|Part of the load|Reactivity lost|Droop untouched"),
            burnt,
        ),
    ]
    if values["transients"] is not None:
        tables.append(_transients_table(values["transients"]))
    return Section(
        "core",
        "Core",
        "What does the core do before, after and over the years?",
        text=f"Bare, the station would give {quantity(bare, 'Sv')} a year at the base; the shield or "
        f"{quantity(dose['berm_dry_m'], 'm', 2)} of dry regolith all round must leave "
        f"{number(values['station']['limit_msv_year'])} mSv. From landing to full power it takes "
        f"{quantity(start['hours'], 'h')} and {quantity(start['energy_kwh'], 'kWh')} a unit.",
        figures=("decay_heat",),
        tables=tables,
    )


def _transients_table(found: dict[str, Any]) -> Table:
    """No control acts in any of these: the core answers by its own temperature."""
    restart = found["restart_hour"]
    rows = [
        ["At rated power", quantity(found["fuel_k"], "K", 4), "mean fuel temperature"],
        [
            "All cooling lost",
            quantity(found["loss_of_cooling_peak_k"], "K", 4),
            f"{'below' if found['survives_loss_of_cooling'] else 'above'} the solidus of KRUSTY's alloy, "
            f"{quantity(found['fuel_limit_k'], 'K', 4)}",
        ],
        ["Half the load dropped", quantity(found["half_load_peak_k"], "K", 4), "highest"],
        ["Half as much load again", quantity(found["more_load_dip_k"], "K", 4), "lowest"],
        ["A heat pipe of eight lost", f"+{quantity(found['pipe_lost_rise_k'], 'K', 2)}", "rise of the mean"],
        [
            "Restart an hour after shutdown",
            "none within 10 h" if restart is None else quantity(restart, "h", 2),
            "",
        ],
    ]
    return Table(
        f"Fuel temperature without control; {found['basis']}",
        columns("What happens", "Fuel or time|Note"),
        rows,
    )


def _years_section(values: dict[str, Any]) -> Section:
    found = values["availability"]
    rows = [
        [number(row["year"]), quantity(row["mean_kw"], "kW")]
        + [percent(row[f"at_least_{share}_percent"]) for share in (100, 75, 50, 25)]
        for row in found["rows"]
    ]
    return Section(
        "years",
        "Years",
        "How much power is there after years?",
        text=f"Each unit has {found['n_converters']} converters and needs {found['n_needed']} for full "
        f"power; it trips every {number(found['unit_mtbf_hour'])} h in the mean and is back after "
        f"{number(found['unit_repair_hour'])} h. "
        "No small unit has a record on any surface: these rates are assumptions.",
        figures=("power_chances_by_year",),
        tables=(
            Table(
                "Chance of at least a part of the station's power",
                columns("Years", "Mean power|All|Three quarters|Half|A quarter"),
                rows,
            ),
        ),
    )


def _rivals_section(values: dict[str, Any]) -> Section:
    asked = values["station"]["n_units"]
    rows = [
        [
            f"{row['n_units']} × {quantity(row['unit_kwe'], 'kWe')}",
            mass(row["total_kg"]),
            number(row["total_kg"] / (row["n_units"] * row["unit_kwe"])),
            quantity(row["left_kw"], "kW"),
            percent(row["chance_half_frac"]),
        ]
        for row in values["sizes"]
    ]
    sizes = Table(
        "The same power from units of other sizes",
        columns("Units", "Landed mass|kg per kWe|Left with one out|Half the power after ten years"),
        rows,
        strong_rows=frozenset(i for i, row in enumerate(values["sizes"]) if row["n_units"] == asked),
    )
    solar, told = values["solar"], "The solar plant was not sized."
    tables = [sizes]
    if solar is not None:
        station = values["mass"]["station_kg"]
        if solar["is_feasible"]:
            ratio = solar["total_kg"] / station
            told = (
                f"A solar plant that carries {power(solar['load_kw'], 3)} through night, winter and a global "
                f"storm weighs {mass(solar['total_kg'])} here, {number(ratio, 2)} times the station's "
                f"{mass(station)}."
            )
        else:
            told = f"No solar plant carries {power(solar['load_kw'], 3)} through the year here."
        known = (
            ("Array", "array_m2", "m2", "array_kg"),
            ("Batteries", "battery_kwh", "kWh", "battery_kg"),
            ("Fuel cells", "fuel_cell_kwh", "kWh", "fuel_cell_kg"),
        )
        tables.append(
            Table(
                "The solar plant that would carry the same load",
                columns("Part", "Size|Mass"),
                [[label, quantity(solar[size], unit), mass(solar[kg])] for label, size, unit, kg in known],
            )
        )
    return Section("rivals", "Rivals", "Why not others?", text=told, tables=tables)


def _published_section(values: dict[str, Any]) -> Section:
    about, published = values["technology"], values["published"]
    known = (
        ("Net power", "power_kwe", "kW"),
        ("Core heat", "thermal_kwt", "kW"),
        ("Landed mass", "mass_kg", "kg"),
        ("Mass per power", "specific_mass_kg_kwe", "kg/kW"),
        ("Radiator", "radiator_m2", "m2"),
        ("Hot end", "hot_k", "K"),
        ("Cold end", "cold_k", "K"),
        ("Reactor", "reactor_kg", "kg"),
        ("Shield", "shield_kg", "kg"),
        ("Life", "life_year", "years"),
    )
    rows = [[label, quantity(published[key], unit, 4)] for label, key, unit in known]
    why = values["station"]["why_no_components"]
    told = f"{about['offered_by']}; {about['readiness']}. Fuel: {about['fuel']}. {about['notes']}"
    return Section(
        "published",
        "Published",
        "What is published?",
        text=told + (f" No sum of components: {why}." if why else ""),
        tables=(Table("As published; a dash where no figure is public", columns("Quantity", "Value"), rows),),
    )
