"""What the report says and in which order: the eight answers, then limits, values and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kilosol.report import (
    campaign_tables,
    city_tables,
    energy_flows,
    home_tables,
    load_tables,
    power_tables,
    shield_tables,
    transfer_tables,
    value_tables,
)
from kilosol.report.figures import REGISTERED
from kilosol.report.number_text import tied
from kilosol.report.tables import Section, Table

if TYPE_CHECKING:
    from kilosol.planning import Answer
    from kilosol.results import Results


#: Told where no study says which values matter.
_UNRANKED = (
    "They stand by name, not by weight: `kilosol sensitivity` ranks them by what they move, and "
    "`kilosol report FOLDER --sensitivity DIR` shows it here."
)

#: Anchor and label of each answer, in the order of the answers.
_ANSWERS = {
    "windows": "Windows",
    "loads": "Loads",
    "station": "Station",
    "adequacy": "Holding",
    "safety": "Safety",
    "landing": "Landing",
    "city": "City",
    "claims": "Claims",
}


def answer_sections(
    results: Results, verdict: Mapping[str, Any], answers: Sequence[Answer]
) -> tuple[Section, ...]:
    """The eight answers with their figures and tables.

    Parameters
    ----------
    results : Results
        Datasets.
    verdict : mapping
        Of the run.
    answers : sequence of Answer
        In the order of ``kilosol.planning.answers``.

    Returns
    -------
    tuple of Section
    """
    tables = _tables(results, verdict)
    return tuple(
        Section(
            name=name,
            label=label,
            title=answer.question,
            headline=tied(answer.headline),
            sentence=tied(answer.sentence),
            status=answer.status,
            figures=[figure for figure, about in REGISTERED.items() if about.part == name],
            tables=[t for t in tables[name] if t is not None and t.rows],
        )
        for (name, label), answer in zip(_ANSWERS.items(), answers, strict=True)
    )


def closing_sections(
    verdict: Mapping[str, Any], used: Sequence[Mapping[str, Any]], provenance: Mapping[str, Any]
) -> tuple[Section, ...]:
    """What it hangs on where that was studied, limits of the models, cited values and provenance."""
    from kilosol.report.influence import KEY, influence_section

    found = verdict.get(KEY)
    return (
        *([influence_section(found)] if found else []),
        Section(
            name="limits",
            label="Limits",
            title="What is first fidelity here",
            text="Each model below ran in its first, simplest form. What it leaves out stands beside it.",
            tables=[
                table
                for table in (
                    campaign_tables.outside_table(verdict.get("notices", ())),
                    campaign_tables.notices_table(verdict.get("notices", ())),
                )
                if table is not None
            ],
        ),
        Section(
            name="values",
            label="Values",
            title="Every cited value used",
            text=f"{value_tables.used_summary(used)}. Claimed values come from announcements and were not "
            "measured by anyone else; assumptions have no published source and are set off in the table."
            + ("" if found else f" {_UNRANKED}"),
            tables=[value_tables.used_table(used)],
        ),
        Section(
            name="provenance",
            label="Provenance",
            title="How this run was made",
            text="The same scenario, seed and version give the same answers.",
            tables=[value_tables.provenance_table(provenance, verdict)],
        ),
    )


def _horizon(verdict: Mapping[str, Any]) -> str:
    """Last year that the run answers for."""
    return max(verdict.get("landing", {}).get("p_by_year", {}), default="the last year")


def _tables(results: Results, verdict: Mapping[str, Any]) -> dict[str, list[Table | None]]:
    return {
        "windows": [transfer_tables.windows_table(verdict), transfer_tables.returns_table(verdict)],
        "loads": [
            power_tables.phases_table(verdict),
            load_tables.plant_steps_table(results),
            load_tables.schedule_table(results, verdict),
            load_tables.heat_table(results),
            power_tables.items_table(results),
        ],
        "station": [
            power_tables.designs_table(results, verdict),
            power_tables.components_table(results),
            energy_flows.energy_table(results),
            power_tables.propellant_table(verdict),
        ],
        "adequacy": [power_tables.adequacy_table(results, verdict), power_tables.dispatch_table(results)],
        "safety": [
            power_tables.safety_table(results, verdict),
            shield_tables.cover_table(results),
            power_tables.dose_table(results),
        ],
        "landing": [
            campaign_tables.fates_table(verdict.get("landing", {}).get("fates"), _horizon(verdict)),
            home_tables.routes_table(verdict),
            campaign_tables.landing_table(results),
            campaign_tables.gates_table(results),
            campaign_tables.losses_table(results),
        ],
        "city": [
            campaign_tables.city_table(results),
            city_tables.supply_table(results),
            city_tables.closure_table(results),
            city_tables.diary_table(verdict),
        ],
        "claims": [campaign_tables.claims_table(verdict)],
    }
