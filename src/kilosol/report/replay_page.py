"""The page of a replay: one HTML file that asks nothing of the network."""

from __future__ import annotations

from typing import Any

from kilosol.report.figures.transients import REPLAY_FIGURES
from kilosol.report.number_text import number, power, quantity
from kilosol.report.page import Page
from kilosol.report.tables import Column, Section, Table, columns
from kilosol.sheets.replay_sheet import ReplaySheet

_ENERGIES = {
    "fission": "From fission",
    "latent": "Still to come as decay heat",
    "stored": "Stored in the parts",
    "surroundings": "To the surroundings",
    "radiated": "From the radiator",
    "electric": "As electricity",
}


def render_replay(sheet: ReplaySheet) -> str:
    """The page of a replay.

    Parameters
    ----------
    sheet : ReplaySheet

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    values = sheet.values()
    figures = {name: draw(sheet) for name, draw in REPLAY_FIGURES.items()}
    return Page(
        title=values["title"],
        facts=[
            f"reactor {values['reactor']['name']}",
            f"from {power(values['initial_power_w'] / 1000)} and "
            f"{quantity(values['initial_temperature_k'], 'K')}",
            f"{quantity(values['duration_s'] / 3600, 'h')} replayed",
            values["status"],
        ],
        parts=_parts(values),
        note="What this is not: a design to build or to license, nor a safety analysis. Its figures are "
        "for planning.",
        rests_on="from published figures and stated assumptions",
        figures=figures,
    ).html()


def _parts(values: dict[str, Any]) -> list[Section]:
    other = values["heat_capacity"]["other"]
    told = [values["notes"]] if values["notes"] else []
    if values["reason"]:
        told.append(f"It stopped: {values['reason']}.")
    told.append(
        f"Heat capacity of the fuel: {values['heat_capacity']['used']}. With {other['name']}, the other "
        f"measured alloy and the largest uncertainty, the peak is {power(other['peak_power_w'] / 1000)} "
        f"after {number(other['peak_time_min'])} min and the fuel reaches {number(other['max_fuel_c'])} °C."
    )
    return [
        Section(
            "power", "Power", "What happens?", text=" ".join(told), figures=("power_over_time",),
            tables=(_findings(values), _events(values)),
        ),
        Section(
            "temperature", "Temperature", "How hot?",
            text="Mean temperature of each part; the hottest spot of the fuel is above its mean by some tens "
            "of kelvins at full power.",
            figures=("temperatures_over_time",),
        ),
        Section(
            "reactivity", "Reactivity", "Why does it settle?",
            text="Warm fuel is larger and leaks more neutrons: no rod moves where none is told to.",
            figures=("reactivity_over_time",),
        ),
        Section(
            "energy", "Energy", "Where does the energy go?",
            text=f"What comes in is found again to {values['balance_frac']:.0e} of it. Coefficients: "
            f"{values['reactor']['basis']}.",
            tables=(_energy(values),),
        ),
    ]  # fmt: skip


def _findings(values: dict[str, Any]) -> Table:
    other = values["heat_capacity"]["other"]
    rows = [
        ["Highest power", power(values["peak_power_w"] / 1000, 4), power(other["peak_power_w"] / 1000, 4)],
        ["After", f"{number(values['peak_time_min'], 4)} min", f"{number(other['peak_time_min'], 4)} min"],
        [
            "Hottest fuel, mean",
            f"{number(values['max_fuel_c'], 4)} °C",
            f"{number(other['max_fuel_c'], 4)} °C",
        ],
        ["Power held", quantity(values["hold_s"], "s"), "–"],
        ["Inserted in all", f"{number(values['inserted_cents'], 4)} cents", "–"],
    ]
    return Table(
        "Findings, by heat capacity of the fuel",
        columns("Quantity", f"{values['heat_capacity']['used']}|{other['name']}"),
        rows,
    )


def _events(values: dict[str, Any]) -> Table:
    rows = [[quantity(event["time_s"] / 60, "min", 4), event["what"]] for event in values["events"]]
    return Table("Events", (Column("When"), Column("What")), rows, is_long=len(rows) > 12)


def _energy(values: dict[str, Any]) -> Table:
    rows = [[label, quantity(values["energy_j"][key] / 1e6, "MJ", 4)] for key, label in _ENERGIES.items()]
    return Table("Energy over the replay", columns("Part", "Energy"), rows)
