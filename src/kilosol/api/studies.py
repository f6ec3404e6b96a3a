"""Studies: campaigns, the city, the grid, claims, comparisons, sweeps, what a verdict hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.api.folders import default_sweep_folder
from kilosol.api.pages import kept, with_page
from kilosol.api.scenarios import DEFAULT_SCENARIO, chosen_scenario
from kilosol.errors import PYTHON, OutOfRange
from kilosol.results.targets import refuse_unwritable_file, refuse_unwritable_folder

if TYPE_CHECKING:
    import xarray as xr

    from kilosol.planning import Progress
    from kilosol.scenario import Scenario
    from kilosol.studies.axes import Sampling
    from kilosol.studies.campaign_run import CampaignRun
    from kilosol.studies.city_run import CityRun
    from kilosol.studies.claim_report import Judged
    from kilosol.studies.sensitivity_study import Method, Sensitivity


def campaign(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    draws: int | None = None,
    seed: int | None = None,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    crew_window: int | None = None,
    confidence: float = 0.7,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> CampaignRun:
    """When people land, what it risks and what keeps them at home, with one campaign told as a diary.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    draws : int, optional
        Simulated campaigns, instead of the scenario's.
    seed : int, optional
        Of the random draws, instead of the scenario's.
    set : mapping, optional
        Dotted keys to change.
    crew_window : int, optional
        Window in which the cheapest manifest is to let a crew leave; by default the first that it can.
    confidence : float
        Chance that all of that manifest lands in time.
    out : str or Path, optional
        Writes the page with its figures to this HTML file.
    progress : Progress, optional
        Told of each stage.

    Returns
    -------
    CampaignRun
        Its ``values`` are what ``kilosol campaign --json`` prints.

    Raises
    ------
    ScenarioError
        With every problem of the scenario at once.
    """

    def make() -> CampaignRun:
        chosen = chosen_scenario(scenario, set, draws=draws, seed=seed)
        from kilosol.studies.campaign_run import run_campaign_alone
        from kilosol.studies.manifests import Ask

        return run_campaign_alone(chosen, progress, ask=Ask(confidence, crew_window))

    def page(run: CampaignRun) -> str:
        from kilosol.report.campaign_page import render_campaign

        return render_campaign(run)

    return with_page(out, make, page)


def city(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    draws: int | None = None,
    seed: int | None = None,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> CityRun:
    """When the city stands alone: growth on the campaigns' landings, and a test that stops all imports.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    draws : int, optional
        Campaigns, each with a city; by default the scenario's, with a city on the first five hundred.
    seed : int, optional
        Of the random draws, instead of the scenario's.
    set : mapping, optional
        Dotted keys to change.
    out : str or Path, optional
        Writes the page with its figures to this HTML file.
    progress : Progress, optional
        Told of each stage.

    Returns
    -------
    CityRun
        Its ``verdict`` is what ``kilosol city --json`` prints, its ``dataset`` the years.

    Raises
    ------
    ScenarioError
        With every problem of the scenario at once.
    """

    def make() -> CityRun:
        chosen = chosen_scenario(scenario, set, draws=draws, seed=seed)
        from kilosol.studies.city_run import run_city

        return run_city(chosen, progress, all_draws=draws is not None)

    def page(run: CityRun) -> str:
        from kilosol.report.city_page import render_city

        return render_city(run)

    return with_page(out, make, page)


def grid(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    design: Sequence[str] = (),
    years: int = 4096,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The lightest plant that holds: sizing with outages and storms inside the search.

    Minutes; with a folder a run that was stopped goes on where it was.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    design : sequence of str
        Size only these designs; all if empty.
    years : int
        Drawn years of each fresh check. Fewer are faster, but cannot show a rare failure to be rare.
    set : mapping, optional
        Dotted keys to change.
    out : str or Path, optional
        Folder that keeps each finished design, the sheet (grid.json) and its page (grid.html).
    progress : Progress, optional
        Told of each design.

    Returns
    -------
    dict
        As ``kilosol grid --json`` prints it; "chosen" is None where no design on offer meets the targets.

    Raises
    ------
    ScenarioError
        With every problem of the scenario at once.
    """
    if years < 1:
        raise OutOfRange("years", years, "1 or more")
    chosen = chosen_scenario(scenario, set)
    folder = None if out is None else Path(out)
    refuse_unwritable_folder(folder, PYTHON.option("out"), PYTHON)
    from kilosol.studies.grid_run import run_grid

    sheet = run_grid(chosen, progress, folder, only=tuple(design), n_fresh=years)
    if folder is not None:
        kept(sheet, lambda: write_grid(folder, chosen, sheet))
    return sheet


def write_grid(folder: Path, scenario: Scenario, sheet: Mapping[str, Any]) -> None:
    """Write the sheet of a sizing and its page into a folder."""
    import json

    from kilosol.report.grid_page import render_grid
    from kilosol.results.durable import make_folder
    from kilosol.results.whole import write_whole
    from kilosol.studies.grid_views import find_views

    page = render_grid(scenario.title, sheet, find_views(scenario, sheet))
    make_folder(folder)
    write_whole(folder / "grid.json", json.dumps(sheet, indent=1, allow_nan=False))
    write_whole(folder / "grid.html", page)


def claims(
    file: str | Path | None = None,
    *,
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    only: str | None = None,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    forecast: str | Path | None = None,
    out: str | Path | None = None,
) -> list[Judged]:
    """Dated public claims against a plan: what is decided, by which number, what would have to be true.

    Parameters
    ----------
    file : str or Path, optional
        TOML of claims; by default the log that ships.
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    only : str, optional
        Identifier of a single claim.
    set : mapping, optional
        Dotted keys to change.
    forecast : str or Path, optional
        File of dated forecasts: those of this plan are added, and those whose event is decided are scored.
    out : str or Path, optional
        Writes the page of claims to this HTML file.

    Returns
    -------
    list of Judged
        In the order of the file.

    Raises
    ------
    UnknownName
        If no claim is called so.
    DataError
        If a file cannot be read.
    """
    page, kept_in = (None if one is None else Path(one) for one in (out, forecast))
    refuse_unwritable_file(page, PYTHON.option("out"), PYTHON)
    refuse_unwritable_file(kept_in, PYTHON.option("forecast"), PYTHON)
    from kilosol.studies.claim_report import chosen_claims, report_claims
    from kilosol.studies.forecast import forecasts_with

    asked = chosen_claims(None if file is None else Path(file), only)
    chosen = chosen_scenario(scenario, set)
    found = report_claims(chosen, asked)
    shipped, own = ([], []) if kept_in is None else forecasts_with(chosen, kept_in)

    def write() -> None:
        from kilosol.report.claims_page import render_claims
        from kilosol.results.whole import write_whole
        from kilosol.studies.forecast import write_forecasts

        if kept_in is not None:
            write_forecasts(kept_in, own)
        if page is not None:
            write_whole(page, render_claims(chosen, found, [*shipped, *own]))

    kept(found, write)
    return found


def sweep(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *vary: str,
    sample: Sampling = "grid",
    cases: int | None = None,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> xr.Dataset:
    """Plan a scenario many times with inputs varied; one row of numbers for each case.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    *vary : str
        ``"crew.people=4,6,8"``, ``"ship.payload_t=50..150:5"``, a cited value by its path, or its published
        range: ``"fission/hp-stirling-40.mass_kg=range"``.
    sample : {"grid", "lhs"}
        Every combination, or a Latin hypercube of `cases`.
    cases : int, optional
        Size of the hypercube.
    set : mapping, optional
        Dotted keys to change first.
    out : str or Path, optional
        Folder of the sweep; an unfinished one is gone on with.
    workers : int, optional
        Processes on this machine; by default one a core; with 1 everything runs in this process.
    scheduler : str, optional
        Address of a Dask scheduler.

    Returns
    -------
    xarray.Dataset
        Inputs and numbers by case, with units.

    Raises
    ------
    ScenarioError, OutOfRange
        If the scenario or an axis is wrong.
    NotKept
        If the dataset could not be written; it is the error's `answer`.
    """
    from kilosol.studies.axes import parse_axis
    from kilosol.studies.sweep import run_sweep

    chosen = chosen_scenario(scenario, set)
    folder = Path(out) if out is not None else default_sweep_folder(chosen, (*vary, sample, str(cases)))
    refuse_unwritable_folder(folder, PYTHON.option("out"), PYTHON)
    axes = [parse_axis(text) for text in vary]
    return run_sweep(
        chosen, axes, folder, sampling=sample, n_cases=cases, scheduler=scheduler, n_workers=workers
    )


def sensitivity(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    kpi: str = "landed_2040_frac",
    method: Method = "tornado",
    dials: Sequence[str] = (),
    vary: Sequence[str] = (),
    trajectories: int = 6,
    samples: int = 64,
    top: int = 8,
    draws: int = 2000,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Sensitivity:
    """What a number hangs on, and which assumption would flip the verdict, and where.

    Every cited value with a range is a dial. An interrupted study goes on where it stopped.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    kpi : str
        The number: station_kg, landed_2040_frac, loss_of_crew_frac, city_frac and others.
    method : {"tornado", "morris", "sobol", "all"}
        One dial at a time; all dials over their whole ranges; parts of the variance; or the three.
    dials : sequence of str
        Patterns of dials to keep, for example ``"loads/"``; all if empty.
    vary : sequence of str
        ``"key=low..high"``: keys of the scenario as more dials.
    trajectories : int
        Of Morris's method; each costs one plan more than there are dials.
    samples : int
        Of Sobol's method, a power of two.
    top : int
        Dials that Sobol's method takes.
    draws : int
        Simulated campaigns of each plan.
    set : mapping, optional
        Dotted keys to change first.
    out : str or Path, optional
        Folder of the study, with its page; by default below ``kilosol-out``.
    workers : int, optional
        Processes on this machine; by default one a core.
    scheduler : str, optional
        Address of a Dask scheduler.

    Returns
    -------
    Sensitivity

    Raises
    ------
    UnknownName
        If no number is called so.
    ScenarioError, OutOfRange
        If the scenario, a dial or a size is wrong.
    """
    from kilosol.studies.axes import parse_axis
    from kilosol.studies.sensitivity_study import Asked, run_sensitivity

    chosen = chosen_scenario(scenario, {"draws": draws, **dict(set or {})})
    axes = [parse_axis(text) for text in vary]
    key = (*dials, *vary, str(trajectories), str(samples), str(top))
    folder = Path(out) if out is not None else default_sweep_folder(chosen, key)
    refuse_unwritable_folder(folder, PYTHON.option("out"), PYTHON)
    asked = Asked(kpi, method, dials, axes, trajectories, samples, top)
    study = run_sensitivity(chosen, asked, folder, n_workers=workers, scheduler=scheduler)
    kept(study, lambda: write_sensitivity(study))
    return study


def write_sensitivity(study: Sensitivity) -> None:
    """Write the page and the numbers of a study into its folder."""
    from kilosol.report.influence import FILE_NAME
    from kilosol.report.sensitivity_page import render_sensitivity
    from kilosol.results.store import as_json
    from kilosol.results.whole import write_whole

    page = render_sensitivity(study.scenario.name, study.kpi, study.parts())
    write_whole(study.folder / "sensitivity.html", page)
    write_whole(study.folder / FILE_NAME, as_json(study.as_dict()))
