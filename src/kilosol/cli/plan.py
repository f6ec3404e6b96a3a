"""``kilosol plan``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from kilosol.cli.output import Json, complain, kept_first, say, say_json, stdout
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.api.plans import Plan


def run_plan(
    scenario: str = "as-of-2026-11",
    *,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    seed: int | None = None,
    routes: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> None:
    """Plan a campaign: windows, loads, station, safety, crew, city, claims.

    Results go to a folder; report.html in it opens in any browser.

    Parameters
    ----------
    scenario
        Name of a preset (`kilosol new` lists them) or path to a scenario file.
    set_values
        key=value set over the scenario, for example --set partners.station.offered=false; repeatable.
    out
        Folder for the results.
    seed
        Seed of the random draws, instead of the scenario's.
    routes
        Show all ways home in one table, instead of the answers.
    """
    from kilosol.results import default_folder, refuse_unwritable
    from kilosol.scenario import load_scenario, parse_override, scenario_hash

    # What was typed is checked before the engine is imported: a slip of the hand is answered at once.
    _refuse_misplaced_setting(scenario)
    values = dict(parse_override(text) for text in set_values)
    asked = load_scenario(scenario, values if seed is None else {**values, "seed": seed})
    folder = out if out is not None else default_folder(asked.name, scenario_hash(asked))
    refuse_unwritable(folder)

    from kilosol.api import plans
    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr

    progress = progress_on_stderr()
    try:
        plan = interruptible(
            lambda: plans.plan(scenario, set=values, seed=seed, progress=progress), cancel=progress.cancel
        )
    finally:
        progress.done()
    with kept_first(lambda: interruptible(lambda: plan.save(folder), cancel=progress.cancel)):
        _show_routes(plan, json=json) if routes else _show(plan, json=json)


def _show(plan: Plan, *, json: bool) -> None:
    _name_infeasible_gates(plan)
    if json:
        say_json(plan.verdict)
        return
    from rich.markup import escape

    console = stdout()
    for index, (heading, sentence) in enumerate(plan.summary(), start=1):
        console.print(f"[bold]{index}. {escape(heading)}[/bold]")
        console.print(f"   {escape(sentence)}\n")
    from kilosol.data.shares import shares_text

    say(f"rests on {plan.provenance['n_values']} cited values: {shares_text(plan.provenance['n_by_tier'])}")
    if plan.folder is not None:
        say(str(plan.folder / "report.html"))


def _show_routes(plan: Plan, *, json: bool) -> None:
    """Ways home in one table, with the sentence that they come to."""
    from kilosol.cli.output import say_table
    from kilosol.planning.home_words import home_sentences
    from kilosol.report.home_tables import routes_legend, routes_rows

    home = plan.verdict["home"]
    if json:
        say_json(home)
        return
    heads, rows = routes_rows(home)
    say_table(heads, rows, right=heads[1:])
    console = stdout()
    for line in [*routes_legend(home), "", home_sentences(home)]:
        console.print(line, markup=False)
    if plan.folder is not None:
        say(str(plan.folder / "report.html"))


def _name_infeasible_gates(plan: Plan) -> None:
    """What keeps every crew at home whatever the luck: beside the answers, which hold without a crew."""
    from kilosol.planning.wording import NEVER

    for notice in plan.verdict["notices"]:
        if notice["value"] == NEVER:
            complain(notice["what"])


def _refuse_misplaced_setting(scenario: str) -> None:
    if "=" in scenario and not Path(scenario).exists():
        cure = "is no scenario; write --set before each key=value"
        raise ScenarioError("the command line", [Problem("", scenario, cure)])
