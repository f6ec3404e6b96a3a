"""``kilosol grid``: thorough sizing of every design of a scenario."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, kept_first, refuse_unwritable_folder, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.scenario import Scenario


def size_grid(
    scenario: str = "as-of-2026-11",
    *,
    design: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    years: int = 4096,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    json: Json = False,
) -> None:
    """The lightest plant that holds: sizing with outages and storms inside the search.

    Every design gets a lower bound, a search and a check on years that no search has seen. This takes
    minutes; with --out a run that was stopped goes on where it was.

    Parameters
    ----------
    scenario
        Name of a preset or path to a scenario file.
    design
        Size this design alone, for example partner-hybrid; repeatable.
    years
        Drawn years of each fresh check. Fewer are faster, but cannot show a rare failure to be rare: with
        none of 4,096 dark the upper end of the risk is 0.0009.
    set_values
        key=value set over the scenario; repeatable.
    out
        Folder that keeps each finished design, the sheet (grid.json) and its page (grid.html).
    """
    if years < 1:
        raise ScenarioError("the command line", [Problem("", "--years", f"must be 1 or more, got {years}")])
    from kilosol.scenario import load_scenario, parse_override

    asked = load_scenario(scenario, dict(parse_override(text) for text in set_values))
    refuse_unwritable_folder(out)

    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr
    from kilosol.studies.grid_run import run_grid

    progress = progress_on_stderr()
    try:
        sheet = interruptible(
            lambda: run_grid(asked, progress, out, only=design, n_fresh=years), cancel=progress.cancel
        )
    finally:
        progress.done()
    with kept_first(None if out is None else lambda: _write(out, asked, sheet)):
        say_json(sheet) if json else _show(sheet)
    if out is not None and not json:
        say(str(out / "grid.json"))
        say(str(out / "grid.html"))
    if sheet["chosen"] is None:
        _refuse(sheet)


def _write(out: Path, asked: Scenario, sheet: dict[str, Any]) -> None:
    import json

    from kilosol.report.grid_page import render_grid
    from kilosol.results.durable import make_folder
    from kilosol.results.whole import write_whole
    from kilosol.studies.grid_views import find_views

    page = render_grid(asked.title, sheet, find_views(asked, sheet))
    try:
        make_folder(out)
        write_whole(out / "grid.json", json.dumps(sheet, indent=1, allow_nan=False))
        write_whole(out / "grid.html", page)
    except OSError as error:
        raise ScenarioError(
            "the command line", [Problem("", "--out", f"cannot be written: {error}")]
        ) from error


def _tonnes(kilograms: float | None) -> str:
    return "-" if kilograms is None else f"{kilograms / 1000:.1f}"


def _show(sheet: dict[str, Any]) -> None:
    rows = []
    for d in sheet["designs"]:
        risk = d["check"]["vital_risk"]
        mark = " (chosen)" if d["design"] == sheet["chosen"] else ""
        rows.append(
            (
                d["title"] + mark,
                _tonnes(d["mass_kg"]) if d["is_feasible"] else "does not hold",
                _tonnes(d["lower_bound_kg"]),
                _tonnes(d["price_of_no_foresight_kg"]) if d["is_feasible"] else "-",
                _tonnes(d["price_of_reliability_kg"]) if d["is_feasible"] else "-",
                f"{risk['value']:.1e} ({risk['ci95'][0]:.0e}-{risk['ci95'][1]:.0e})",
                d["binding"] if d["is_feasible"] else f"misses {', '.join(d['misses']) or 'the design year'}",
            )
        )
    heads = ("design", "t", "bound, t", "no foresight, t", "reliability, t", "vital risk a year", "binds")
    say_table(heads, rows, right=heads[1:6])
    say("Best of each kind, of those sized here and on offer:")
    for kind, who in sheet["best"].items():
        with_it, without = who["with_partner"] or "none", who["without_partner"] or "none"
        say(f"{kind}: {with_it} with the partner, {without} without")


def _refuse(sheet: dict[str, Any]) -> None:
    from kilosol.errors import Infeasible

    lines = [f"  {d['title']}: {_why_not(d, sheet['targets'])}" for d in sheet["designs"]]
    raise Infeasible("\n".join(["no design on offer meets the targets", *lines]))


def _why_not(design: dict[str, Any], asked: dict[str, float]) -> str:
    """Which targets a design misses, by how much, and what it would take."""
    if design["is_feasible"]:
        return f"holds at {_tonnes(design['mass_kg'])} t, but is not on offer or rests on a claim"
    if not math.isfinite(design["lower_bound_kg"]):
        return "the design year is not carried by any array and stores, however large: more units are needed"
    from kilosol.grid.estimates import Z95

    check, told = design["check"], list[str]()
    for miss in design["misses"]:
        if miss.startswith("vital"):
            risk = check["vital_risk"]
            words = f"up to {risk['ci95'][1]:.1e} a year where {asked['vital_risk']:.1e} is asked"
            if risk["value"] == 0.0:
                # The upper end of Wilson's interval for none of n is z^2 / (n + z^2).
                z2 = Z95**2
                years = math.ceil(z2 / asked["vital_risk"] - z2)
                words += f", though none of {check['n_years']} was dark: --years {years} could show it"
        elif miss.startswith("essential"):
            short = check["essential_short_sol"]
            words = (
                f"up to {short['ci95'][1]:.2g} sols a year where {asked['essential_short_sol']:g} is asked"
            )
            if short["value"] <= asked["essential_short_sol"]:
                words += f", though {short['value']:.2g} were drawn: more --years could show it"
        elif miss.startswith("care"):
            words = _care_words(design["store_care"])
        else:
            chance = check["propellant_on_time"]
            words = f"down to {chance['ci95'][0]:.4f} where {asked['propellant_on_time']:g} is asked"
            if chance["value"] >= asked["propellant_on_time"]:
                words += f", though {chance['value']:.4f} was drawn: more --years could show it"
        told.append(f"{miss}: {words}")
    why = "; ".join(told) or "the design year is not carried"
    return f"{why}; at least {_tonnes(design['lower_bound_kg'])} t would be needed for the design year alone"


def _care_words(care: dict[str, Any]) -> str:
    """What the stores of a plant need that it was not sized with."""
    needed = care["needed"]
    words = (
        f"heaters and coolers take {needed['heater_mean_kw'] + needed['cooler_kw']:.2f} kW where "
        f"{care['heater_mean_kw'] + care['cooler_kw']:.2f} was reckoned with"
    )
    # A plant without a battery has none that ages.
    left = [numbers["capacity_left_frac"] for numbers in (needed, care) if "capacity_left_frac" in numbers]
    return f"{words}, and ageing leaves {left[0]:.3f} where {left[1]:.3f} was" if len(left) == 2 else words
