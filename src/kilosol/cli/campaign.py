"""``kilosol campaign``: when people land, what it risks, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.planning.campaign_run import CampaignRun


def show_campaign(
    scenario: str = "as-of-2026-11",
    *,
    draws: int | None = None,
    seed: int | None = None,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
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
    out
        Write the page with its figures to this HTML file.
    """
    from kilosol.scenario import load_scenario, parse_override

    values: dict[str, object] = dict(parse_override(text) for text in set_values)
    values |= {key: given for key, given in (("draws", draws), ("seed", seed)) if given is not None}
    chosen = load_scenario(scenario, values)

    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr
    from kilosol.planning.campaign_run import run_campaign_alone

    progress = progress_on_stderr()
    try:
        run = interruptible(lambda: run_campaign_alone(chosen, progress), cancel=progress.cancel)
    finally:
        progress.done()
    if out is not None:
        from kilosol.report.campaign_page import render_campaign
        from kilosol.results.whole import write_whole

        try:
            write_whole(out, render_campaign(run))
        except OSError as error:
            raise ScenarioError(
                "the command line", [Problem("", "--out", f"cannot be written: {error}")]
            ) from error
    if json:
        say_json(run.values)
        return
    _show(run)
    if out is not None:
        say(str(out))


def _show(run: CampaignRun) -> None:
    from kilosol.planning.wording import REASON_WORDS, percent
    from kilosol.report.campaign_diary import day_of

    found: dict[str, Any] = run.values["landing"]
    beside: dict[str, float] = run.values["beside"]["p_by_year"]
    rows = [
        (year, percent(p), percent(beside[year]) if year in beside else "")
        for year, p in found["p_by_year"].items()
        if int(year) % 2 or p > 0.0
    ]
    say_table(("by the end of", "people landed", f"under {run.beside_name}"), rows, right=("people landed",))
    say(
        f"The first crew that flies is lost with a chance of {percent(found['p_loss_of_crew'])} "
        f"({percent(found['p_loss_of_crew_low'])} to {percent(found['p_loss_of_crew_high'])}), "
        f"and comes home with {percent(found['p_crew_home'])}."
    )
    causes = ", ".join(f"{name} {percent(p)}" for name, p in found["p_loss_by_cause"].items() if p > 0.0)
    say(f"By cause: {causes}.")
    gates = sorted(found["binding_gates"].items(), key=lambda item: -item[1])[:3]
    said = ", ".join(f"{REASON_WORDS[name]} {percent(share)}" for name, share in gates if share > 0.0)
    say(f"What keeps crews at home: {said}.")
    value = found["partner_value"]
    if value is not None:
        say(
            f"The partner's offer brings people {value['years_sooner_mean']:.1f} years sooner and changes "
            f"the chance of a landing by {100 * value['p_landed_gain']:.1f} ± "
            f"{100 * value['p_landed_gain_stderr']:.1f} points by {run.scenario.horizon_year}."
        )
    _show_belief(run.values["landing_belief"])
    for one in run.values["survival"]:
        calm, storm = one["p_survive"].values()
        error = f"; surface within {one['surface_error_frac']:.3f}" if "surface_error_frac" in one else ""
        say(
            f"Power of {one['station']}: {one['power_share']:.2f} of the load, {one['storage_hour']:.0f} h "
            f"stored; a Mars year is survived with {percent(calm)}, with a storm {percent(storm)}{error}."
        )
    say(f"\nDiary of campaign {run.trace.campaign}:")
    for event in run.trace.events:
        say(f"  {day_of(event.jd)}  {event.text}")


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
