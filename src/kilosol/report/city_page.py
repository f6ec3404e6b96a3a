"""The page of a city: one HTML file that asks nothing of the network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kilosol.planning.wording import imported_power_words
from kilosol.report import city_tables
from kilosol.report.campaign_tables import city_table
from kilosol.report.figures import FIGURES
from kilosol.report.number_text import percent, tied
from kilosol.report.page import Page
from kilosol.report.tables import Section

if TYPE_CHECKING:
    from kilosol.studies.city_run import CityRun

_NOTE = "What this is not: a forecast. Chances are those of the model under its stated assumptions."


def render_city(run: CityRun) -> str:
    """The page of a city.

    Parameters
    ----------
    run : CityRun

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    results: Any = SimpleNamespace(city=run.dataset)
    parts = _parts(run, results)
    figures = {name: FIGURES[name](results, run.verdict) for part in parts for name in part.figures}
    city = run.verdict["city"]
    return Page(
        title=f"City: {run.scenario.title}",
        facts=[
            f"{city['cities']} campaigns with a city",
            f"seed {run.scenario.seed}",
            f"to {city['horizon_year']}",
        ],
        note=_NOTE,
        parts=parts,
        figures=figures,
    ).html()


def _parts(run: CityRun, results: Any) -> list[Section]:
    city, energy, found = (run.verdict[key] for key in ("city", "energy", "requirements"))
    horizon = str(city["horizon_year"])
    parts = [
        Section(
            "growth",
            "Growth",
            "When does the city stand alone?",
            text=f"It lives {city['import_stop_years']} years without imports by {horizon} in "
            f"{percent(city['p_by_year'][horizon])} of campaigns; a million tonnes have landed by then in "
            f"{percent(city['p_million_t_by_year'][horizon])}.",
            figures=("city_fan",),
            tables=(city_table(results),),
        ),
        Section(
            "power",
            "Power",
            "What does it live on?",
            text=tied(imported_power_words(city)),
            figures=("city_power", "city_imports"),
            tables=(city_tables.energy_table(energy), city_tables.changes_table(energy)),
        ),
        Section(
            "limits",
            "Limits",
            "What stands in its way, and what does it make itself?",
            text="A city grows as fast as the scarcest of what it needs allows; the rest must be sent.",
            figures=("city_limits", "city_power_mix", "city_closure"),
            tables=(city_tables.supply_table(results), city_tables.closure_table(results)),
        ),
        Section(
            "stop",
            "Import stop",
            "What happens when no ship comes any more?",
            text="One city in one draw of storms, failures and a missed delivery; chances are of many.",
            figures=("city_stop_diary",),
            tables=(city_tables.diary_table(run.verdict),),
        ),
    ]
    if found is not None:
        parts.append(
            Section(
                "requirements",
                "Requirements",
                f"What would have to be true by {found['year']}?",
                text=_requirement_words(found),
                tables=(city_tables.requirements_table(found),),
            )
        )
    return parts


def _requirement_words(found: dict[str, Any]) -> str:
    above = percent(found["above"])
    if found["base_chance"] > found["above"]:
        return f"Nothing more: it stands alone by then with a chance of {percent(found['base_chance'])}."
    if found["is_reached"]:
        return (
            f"The smallest set of changes found that lifts the chance above {above} gives "
            f"{percent(found['chance'])}; as it is, the chance is {percent(found['base_chance'])}."
        )
    return (
        f"No set of the changes tried lifts the chance above {above}; people live there by then in "
        f"{percent(found['p_people_by_year'])} of campaigns, and no lever on the city can lift it above that."
    )
