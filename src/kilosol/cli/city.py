"""``kilosol city``: when the city stands alone, and what stands in its way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, asked_scenario, page_first, refuse_unwritable, say, say_json, say_table


def show_city(
    scenario: str = "as-of-2026-11",
    *,
    draws: int | None = None,
    seed: int | None = None,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    out: Path | None = None,
    json: Json = False,
) -> None:
    """When the city stands alone: growth on the campaigns' landings, and a test that stops all imports.

    Parameters
    ----------
    scenario
        Name of a preset or path to a scenario file.
    draws
        Campaigns, each with a city; by default the scenario's, with a city on the first five hundred
        as in `kilosol plan`.
    seed
        Seed of the random draws, instead of the scenario's.
    set_values
        key=value set over the scenario, for example --set city.imported_kg_per_kwe=30; repeatable.
    out
        Write the page with its figures to this HTML file.
    """
    asked = asked_scenario(scenario, set_values, draws, seed)
    refuse_unwritable(out)

    from kilosol.cli.interrupt import interruptible
    from kilosol.cli.progress import progress_on_stderr
    from kilosol.studies.city_run import run_city

    progress = progress_on_stderr()
    try:
        run = interruptible(
            lambda: run_city(asked, progress, all_draws=draws is not None), cancel=progress.cancel
        )
    finally:
        progress.done()

    def page() -> str:
        from kilosol.report.city_page import render_city

        return render_city(run)

    with page_first(out, page, is_told=not json):
        say_json(run.verdict) if json else _show(run.verdict)


def _show(verdict: dict[str, Any]) -> None:
    from kilosol.planning.wording import imported_power_words

    city = verdict["city"]
    chances, ceiling, limits = city["p_by_year"], city["p_million_t_by_year"], city["limit_by_year"]
    rows = [
        (year, f"{p:.1%}", f"{ceiling[year]:.1%}", limits.get(year, "nobody there"))
        for year, p in chances.items()
        if int(year) % 2 == 0
    ]
    say_table(
        ("by", "stands alone", "a million t landed", "binds most"),
        rows,
        right=("stands alone", "a million t landed"),
    )
    say(
        f"{city['horizon_year']}: {city['people_p50']:.0f} people in the median campaign "
        f"({city['people_p10']:.0f} to {city['people_p90']:.0f}), {city['power_p50_kw'] / 1000:.0f} MWe, "
        f"{city['closure_p50_frac']:.0%} of goods made there, "
        f"{city['import_p50_kg_per_person_year']:.0f} kg imported a person and year"
    )
    say(
        "closure by class: "
        + ", ".join(f"{n} {c:.0%}" for n, c in city["closure_by_class_p50_frac"].items() if n != "mining")
    )
    say(
        "power: " + ", ".join(f"{n} {kw / 1000:.1f} MWe" for n, kw in city["power_by_origin_mean_kw"].items())
    )
    say(imported_power_words(city))
    _show_energy(verdict["energy"])
    _show_requirements(verdict["requirements"])


def _show_energy(energy: dict[str, Any]) -> None:
    uses = sorted(energy["by_use_kwe"].items(), key=lambda pair: -pair[1])
    say(
        f"a person in a city that makes all it uses takes {energy['kwe_per_person']:.1f} kWe: "
        + ", ".join(f"{name} {kw:.1f}" for name, kw in uses)
    )
    changed = {k: v for k, v in energy["after_one_change_kwe"].items() if k != "as it is"}
    say("it would be " + ", ".join(f"{kw:.1f} with {name}" for name, kw in changed.items()))


def _show_requirements(found: dict[str, Any]) -> None:
    words = ", ".join(f"{c['what']} x {c['factor']:g}" for c in found["changes"])
    if found["base_chance"] > found["above"]:
        say(f"it stands alone by {found['year']} with a chance of {found['base_chance']:.0%} as it is")
    elif found["is_reached"]:
        say(f"to stand alone by {found['year']} more likely than not ({found['chance']:.0%}): {words}")
    else:
        say(
            f"no set of changes lifts the chance by {found['year']} above {found['above']:.0%}; with all of "
            f"them ({words}) it is {found['chance']:.0%}, and people live there by then in "
            f"{found['p_people_by_year']:.0%} of campaigns"
        )
