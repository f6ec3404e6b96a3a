"""``kilosol campaign``: when people land, what it risks, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, asked_scenario, page_first, refuse_unwritable, say, say_json, say_table

if TYPE_CHECKING:
    from kilosol.studies.campaign_run import CampaignRun


def show_campaign(
    scenario: str = "as-of-2026-11",
    *,
    draws: int | None = None,
    seed: int | None = None,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    crew_window: int | None = None,
    confidence: float = 0.7,
    out: Path | None = None,
    json: Json = False,
) -> None:
    """When people land, what it risks and what keeps them at home, with one campaign told as a diary.

    Parameters
    ----------
    scenario
        Name of a preset or path to a scenario file.
    draws
        Simulated campaigns, instead of the scenario's.
    seed
        Seed of the random draws, instead of the scenario's.
    set_values
        key=value set over the scenario, for example --set gates.preset=cautious; repeatable.
    crew_window
        Window in which the cheapest manifest is to let a crew leave; by default the first that it can.
    confidence
        Chance that all of that manifest lands in time.
    out
        Write the page with its figures to this HTML file.
    """
    chosen = asked_scenario(scenario, set_values, draws, seed)
    refuse_unwritable(out)

    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr
    from kilosol.studies.campaign_run import run_campaign_alone
    from kilosol.studies.manifests import Ask

    ask, progress = Ask(confidence, crew_window), progress_on_stderr()
    try:
        run = interruptible(lambda: run_campaign_alone(chosen, progress, ask=ask), cancel=progress.cancel)
    finally:
        progress.done()

    def page() -> str:
        from kilosol.report.campaign_page import render_campaign

        return render_campaign(run)

    with page_first(out, page, is_told=not json):
        say_json(run.values) if json else _show(run)


def _show(run: CampaignRun) -> None:
    from kilosol.planning.fates import fates_sentence
    from kilosol.planning.stand_in import partner_unit, stand_in_sentence
    from kilosol.planning.wording import REASON_WORDS, partner_words, percent
    from kilosol.report.campaign_diary import day_of

    found: dict[str, Any] = run.values["landing"]
    beside: dict[str, float] = run.values["beside"]["p_by_year"]
    ends = run.values["p_by_year_interval"]
    rows = [
        (
            year,
            percent(p),
            f"{percent(ends['low'][year])} to {percent(ends['high'][year])}",
            percent(beside[year]) if year in beside else "",
        )
        for year, p in found["p_by_year"].items()
        if int(year) % 2 or p > 0.0
    ]
    say_table(
        ("by the end of", "people landed", "95 % interval", f"under {run.beside_name}"),
        rows,
        right=("people landed",),
    )
    say(fates_sentence(found["fates"], found["draws"], run.scenario.horizon_year))
    if found["fates"]["lost_frac"] is not None:
        causes = ", ".join(f"{name} {percent(p)}" for name, p in found["p_loss_by_cause"].items() if p > 0.0)
        say(
            f"Lost by cause: {causes or 'none'}; 95 % interval of the sum "
            f"{percent(found['p_loss_of_crew_low'])} to {percent(found['p_loss_of_crew_high'])}."
        )
    gates = sorted(found["binding_gates"].items(), key=lambda item: -item[1])[:3]
    said = ", ".join(f"{REASON_WORDS[name]} {percent(share)}" for name, share in gates if share > 0.0)
    say(f"What keeps crews at home: {said}.")
    if found["partner_value"] is not None:
        say(partner_words(found["partner_value"], run.scenario.horizon_year))
        stand_in = stand_in_sentence(partner_unit(run.scenario))
        if stand_in:
            say(stand_in)
    _show_belief(run.values["landing_belief"])
    for one in run.values["survival"]:
        calm, storm = one["p_survive"].values()
        error = f"; surface within {one['surface_error_frac']:.3f}" if "surface_error_frac" in one else ""
        say(
            f"Power of {one['station']}: {one['power_share']:.2f} of the load, {one['storage_hour']:.0f} h "
            f"stored; a Mars year is survived with {percent(calm)}, with a storm {percent(storm)}{error}."
        )
    fine = run.values["by_sols"]
    say(
        f"Run by sols, {fine['draws']} campaigns: the stay on Mars costs the crew with "
        f"{percent(fine['p_loss_on_mars'])} (± {100.0 * fine['stderr']:.1f} points), by windows with "
        f"{percent(fine['p_loss_on_mars_of_windows'])}."
    )
    _show_logistics(run.values["logistics"])
    say(f"\nDiary of campaign {run.trace.campaign}:")
    for event in run.trace.events:
        say(f"  {day_of(event.jd)}  {event.text}")


def _show_logistics(found: dict[str, Any]) -> None:
    """The cheapest manifest, what else would take, and how long the stores last."""
    from kilosol.planning.wording import percent

    manifest, year = found["manifest"], found["crew_window"]
    sure = percent(found["confidence_frac"])
    if "why" in manifest:
        say(f"\nCheapest manifest for a crew that leaves in {year}, {sure} sure: none. {manifest['why']}.")
        return
    flown = ", ".join(f"{n} in {w}" for w, n in zip(manifest["windows"], manifest["ships"], strict=True) if n)
    goods = ", ".join(f"{one['name']} {one['mass_t']:.0f} t" for one in found["goods"])
    prices = list(manifest["cost_usd_m"].values())
    say(
        f"\nCheapest manifest for a crew that leaves in {year}, {sure} sure that all of it lands: "
        f"{manifest['n_ships']} cargo ships ({flown}) for {goods}; "
        f"{prices[-1]['likely'] / 1000.0:.1f} to {prices[0]['likely'] / 1000.0:.0f} billion USD."
    )
    surer = ", ".join(
        f"{percent(one['confidence_frac'])}: {one.get('n_ships', 'no fleet')}"
        for one in found["by_confidence"]
    )
    say(f"  ships by confidence: {surer}")
    spares = found["spares"]
    say(
        f"  spares for {spares['for_sols']:.0f} sols: {spares['mass_kg'] / 1000.0:.1f} t suffice with "
        f"{percent(spares['p_sufficient'])}"
    )
    for stay in found["stays"]:
        told = "has them" if stay["suffices"] else f"has {stay['has_sols']:.0f}"
        missed, sols = stay["missed_windows"], stay["sols"]
        say(f"  a stay with {missed} missed ways home takes {sols:.0f} sols of stores; {told}")


def _show_belief(belief: dict[str, Any]) -> None:
    """Prior of a landing, what histories would make of it, and the posterior after the first fleet."""
    from kilosol.planning.wording import percent

    def beta(one: dict[str, Any]) -> str:
        return (
            f"Beta({one['alpha']:g}, {one['beta']:g}), mean {percent(one['mean'])} "
            f"({percent(one['low'])} to {percent(one['high'])})"
        )

    use = "" if belief["is_used"] else ", but the chance of a landing is fixed and nothing is learned"
    say(f"\nA landing, before any: {beta(belief['prior'])}, 90 % interval{use}.")
    for one in belief["after_first_fleet"]:
        say(f"  after {one['landed']} landed and {one['lost']} lost of the first fleet: {beta(one)}")
    for one in belief["histories"]:
        counts = f"{one['successes']} of {one['successes'] + one['failures']}"
        say(f"  {one['name']}, {counts}, after Beta(1, 1): {beta(one)} [{one['source']}]; shown, not used")
