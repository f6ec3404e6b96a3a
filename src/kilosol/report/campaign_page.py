"""The page of a campaign: one HTML file that asks nothing of the network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kilosol.planning.fates import fates_sentence
from kilosol.planning.stand_in import partner_unit, stand_in_sentence
from kilosol.planning.wording import partner_words
from kilosol.report import campaign_tables
from kilosol.report.campaign_diary import diary_table
from kilosol.report.campaign_logistics import logistics_figures, logistics_section
from kilosol.report.figures.campaigns import landings_compared, manifest_chart, survival_map
from kilosol.report.figures.landings import binding_gates, landing_cdf, loss_of_crew_causes
from kilosol.report.number_text import number, percent
from kilosol.report.page import Page
from kilosol.report.tables import Section, Table, columns

if TYPE_CHECKING:
    from kilosol.studies.campaign_run import CampaignRun


def render_campaign(run: CampaignRun) -> str:
    """The page of a campaign.

    Parameters
    ----------
    run : CampaignRun

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; texts and tables need no script.
    """
    results: Any = SimpleNamespace(landing=run.landing.dataset)
    found, beside = run.values["landing"], run.values["beside"]
    partner = run.values["survival"][1]
    stands_in = partner_unit(run.scenario)["stands_in"]
    figures = {
        "landing_cdf": landing_cdf(results, {}),
        "landings_compared": landings_compared(
            found["p_by_year"], run.scenario.name, beside["p_by_year"], run.beside_name
        ),
        "binding_gates": binding_gates(results, {}),
        "loss_of_crew_causes": loss_of_crew_causes(results, {}),
        "manifest_chart": manifest_chart(
            run.transfers.calendar, run.landing.plan, run.scenario.crew.first_window
        ),
        **logistics_figures(run.values["logistics"]),
        "survival_map": survival_map(
            run.surfaces["partner"],
            "global storm",
            partner["power_share"],
            partner["storage_hour"],
            "The stand-in for the partner's station" if stands_in else "The partner's station",
        ),
    }
    return Page(
        title=f"Campaign: {run.scenario.title}",
        facts=[f"{run.scenario.draws} campaigns", f"seed {run.scenario.seed}", run.scenario.gates.style],
        parts=_parts(run),
        note="What this is not: a forecast. Chances are those of the model under its stated assumptions.",
        rests_on="for this scenario and seed",
        figures=figures,
    ).html()


def _parts(run: CampaignRun) -> list[Section]:
    found = run.values["landing"]
    results: Any = SimpleNamespace(landing=run.landing.dataset)
    fates = campaign_tables.fates_table(found["fates"], run.scenario.horizon_year)
    return [
        Section(
            "landing",
            "Landing",
            "When do people land?",
            text=fates_sentence(found["fates"], found["draws"], run.scenario.horizon_year) + _partner(run),
            figures=("landing_cdf", "landings_compared"),
            tables=(
                *([fates] if fates is not None else []),
                campaign_tables.landing_table(results),
                _belief_table(run.values["landing_belief"]),
            ),
        ),
        Section(
            "risk",
            "Risk",
            "What does it risk, and what keeps crews at home?",
            text="A chance of a date never stands without the chance of losing the crew beside it.",
            figures=("binding_gates", "loss_of_crew_causes"),
            tables=(campaign_tables.losses_table(results), campaign_tables.gates_table(results)),
        ),
        Section(
            "manifest",
            "Manifest",
            "What flies when?",
            text="Fleets as listed in the scenario, then as they grow; a fleet that is not ready slips.",
            figures=("manifest_chart",),
            tables=(_propellant_table(found), _cost_table(found)),
        ),
        logistics_section(run.values["logistics"]),
        Section(
            "survival",
            "Power",
            "How much power keeps a crew alive?",
            text="Simulated hour by hour with outages, storms and stores, like every plant of the plan.",
            figures=("survival_map",),
            tables=(_survival_table(run.values["survival"]), _sols_table(run.values["by_sols"])),
        ),
        Section(
            "diary",
            "Diary",
            "How does one campaign go?",
            text="The first of the campaigns whose first landing falls in the median year.",
            tables=(diary_table(run.trace),),
        ),
    ]


def _partner(run: CampaignRun) -> str:
    """What the partner's station is worth; nothing where none is offered."""
    value = run.values["landing"]["partner_value"]
    if value is None:
        return ""
    words = partner_words(value, run.scenario.horizon_year)
    return f" {words} {stand_in_sentence(partner_unit(run.scenario))}".rstrip()


def _propellant_table(found: dict[str, Any]) -> Table:
    rows = [
        [year, number(one["mean_t"]), f"{number(one['p10_t'])} to {number(one['p90_t'])}"]
        for year, one in found["propellant_by_window"].items()
    ]
    return Table("Propellant in store on Mars at each window, t", columns("Window", "Mean|P10 to P90"), rows)


def _cost_table(found: dict[str, Any]) -> Table:
    rows = [
        [name, number(one["usd_kg"]), number(one["likely"] / 1000.0),
         f"{number(one['low'] / 1000.0)} to {number(one['high'] / 1000.0)}"]
        for name, one in found["cost_usd_m"].items()
    ]  # fmt: skip
    return Table(
        f"Cost of {number(found['landed_t_by_horizon'])} t landed by the horizon, by stated prices (class 5)",
        columns("Price", "USD per kg|Billion USD|Range"),
        rows,
    )


def _belief_table(belief: dict[str, Any]) -> Table:
    after = [
        (f"After {one['landed']} landed, {one['lost']} lost of the first fleet", "this run", one)
        for one in belief["after_first_fleet"]
    ]
    past = [
        (
            f"{one['name']}: {one['successes']} of {one['successes'] + one['failures']}, for comparison",
            campaign_tables.source_text(one["source"]),
            one,
        )
        for one in belief["histories"]
    ]
    rows = [
        [what, source, f"Beta({one['alpha']:g}, {one['beta']:g})", percent(one["mean"]),
         f"{percent(one['low'])} to {percent(one['high'])}"]
        for what, source, one in (("Before any landing", "this run", belief["prior"]), *after, *past)
    ]  # fmt: skip
    title = "What is believed of a landing" + ("" if belief["is_used"] else " (fixed in this run: not used)")
    return Table(title, columns("Evidence|From", "Belief|Mean|90 % interval"), rows, stacks=True)


def _sols_table(fine: dict[str, Any]) -> Table:
    coarse = fine["p_loss_by_cause_of_windows"]
    rows = [
        [cause.capitalize(), percent(p), percent(coarse[cause])]
        for cause, p in fine["p_loss_by_cause"].items()
    ]
    rows.append(["On Mars", percent(fine["p_loss_on_mars"]), percent(fine["p_loss_on_mars_of_windows"])])
    return Table(
        f"Loss of the first crew with its stay run by sols, {number(fine['draws'])} campaigns "
        f"(± {100.0 * fine['stderr']:.1f} points)",
        columns("Cause", "By sols|By windows"),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )


def _survival_table(survival: list[dict[str, Any]]) -> Table:
    rows = [
        [
            one["station"].capitalize(),
            number(one["power_share"]),
            number(one["storage_hour"]),
            *(percent(p) for p in one["p_survive"].values()),
            number(one.get("surface_error_frac"), 2),
        ]
        for one in survival
    ]
    heads = "Power over load|Hours stored|Lives a calm year|A year with a storm|Error of the surface"
    return Table("Survival by power, for each station", columns("Station", heads), rows)
