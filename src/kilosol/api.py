"""The door for users: ``kilosol.plan()`` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol import results as results_store
from kilosol.errors import DataError, NotKept
from kilosol.planning import Answer, Progress, Run, answers, run_plan
from kilosol.scenario import Scenario, load_scenario, scenario_hash, to_toml

if TYPE_CHECKING:
    import xarray as xr

    from kilosol.report import Figures
    from kilosol.studies.axes import Sampling
    from kilosol.studies.comparison import Comparison
    from kilosol.studies.draws_of_runs import Luck

DEFAULT_SCENARIO = "as-of-2026-11"

#: Where results go unless told otherwise, below the current folder.
DEFAULT_FOLDER = results_store.DEFAULT_FOLDER


class Plan:
    """A finished plan.

    Parameters
    ----------
    run : Run
        What the stages left.
    folder : Path or None
        Where it was written; None if it was not.
    """

    def __init__(self, run: Run, folder: Path | None = None) -> None:
        self._run = run
        self.folder = folder

    @property
    def scenario(self) -> Scenario:
        """The scenario as run."""
        return self._run.scenario

    @property
    def verdict(self) -> dict[str, Any]:
        """The eight answers in numbers and words, as in verdict.json."""
        return self._run.verdict

    @property
    def results(self) -> results_store.Results:
        """Datasets by stage."""
        return self._run.results

    @property
    def provenance(self) -> dict[str, Any]:
        """Versions, seed, sources and wall times."""
        return self._run.provenance

    @property
    def luck(self) -> Luck:
        """Every single campaign and drawn year: what plans of one seed are compared by."""
        from kilosol.studies.draws_of_runs import luck_of

        return luck_of(self._run)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The eight answers in sentences."""
        return answers(self.verdict)

    @property
    def figures(self) -> Figures:
        """Plotly figures by name, for example ``plan.figures.porkchop()``."""
        from kilosol.report import Figures

        return Figures(self.results, self.verdict)

    def report(self) -> str:
        """The report as one self-contained HTML page."""
        from kilosol.report import render

        return render(self.results, self.verdict, self.answers, self._run.used, self.provenance)

    def report_parts(self) -> str:
        """The report's answers, figures and tables, for a page that has its own frame."""
        from kilosol.report.page import render_parts

        return render_parts(self.results, self.verdict, self.answers, self._run.used, self.provenance)

    def summary(self) -> list[tuple[str, str]]:
        """Question and sentence of each answer."""
        return [(a.question, a.sentence) for a in self.answers]

    def save(self, folder: str | Path | None = None) -> Path:
        """Write the results folder, whole or not at all.

        Parameters
        ----------
        folder : str or Path, optional
            Where to; by default ``kilosol-out/<scenario>-<hash>``.

        Returns
        -------
        Path
            The folder.
        """
        where = Path(folder) if folder is not None else default_folder(self.scenario)
        text = to_toml(self.scenario)
        self.folder = results_store.save(
            where, self.results, self.verdict, text, self.provenance, self.report()
        )
        return self.folder

    def _repr_html_(self) -> str:
        """What a notebook shows: the eight questions, each with its short answer and its sentence."""
        rows = "".join(
            f"<tr><th scope='row'>{escape(a.question)}</th><td><b>{escape(a.headline)}</b></td>"
            f"<td style='text-align:left'>{escape(a.sentence)}</td></tr>"
            for a in self.answers
        )
        head = f"Plan of {escape(self.scenario.title)} (seed {self.scenario.seed})"
        return f"<table><caption>{head}</caption><tbody>{rows}</tbody></table>"

    def __repr__(self) -> str:
        lines = [f"Plan of {self.scenario.name} (seed {self.scenario.seed})"]
        lines += [f"  {a.question}  {a.headline}" for a in self.answers]
        return "\n".join(lines)


def default_folder(scenario: Scenario) -> Path:
    """Where the results of a scenario go unless told otherwise."""
    return results_store.default_folder(scenario.name, scenario_hash(scenario))


def plan(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    seed: int | None = None,
    out: str | Path | None = None,
    save: bool = False,
    progress: Progress | None = None,
) -> Plan:
    """Plan a campaign.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    set : mapping, optional
        Dotted keys to change, for example ``{"partners.station.offered": False}``.
    seed : int, optional
        Takes the place of the scenario's seed.
    out : str or Path, optional
        Writes the results folder there.
    save : bool
        Writes the results folder to its default place; implied by `out`.
    progress : Progress, optional
        Told of each stage.

    Returns
    -------
    Plan

    Raises
    ------
    ScenarioError
        With every problem of the scenario at once.
    DataError
        If the results folder can be seen to be unwritable, before any work.
    NotKept
        If it could not be written after it; the plan is the error's `answer`.
    """
    overrides = dict(set or {})
    if seed is not None:
        overrides["seed"] = seed
    if isinstance(scenario, Scenario):
        chosen = scenario if not overrides else load_scenario_text(scenario, overrides)
    else:
        chosen = load_scenario(scenario, overrides)
    is_saved = save or out is not None
    if is_saved:
        results_store.refuse_unwritable(Path(out) if out is not None else default_folder(chosen))
    made = Plan(run_plan(chosen, progress))
    if is_saved:
        try:
            made.save(out)
        except DataError as error:
            raise NotKept(str(error), made) from error
    return made


def compare(base: Plan | str | Path, *others: Plan | str | Path, baseline: str | None = None) -> Comparison:
    """Compare plans with the first: inputs that differ, and numbers with their uncertainty.

    Parameters
    ----------
    base, *others : Plan, str or Path
        Finished plans, presets, scenario files or results folders.
    baseline : str, optional
        One more plan to compare with: the first with a ready-made change, for example ``"all-solar"`` or
        ``"partner-withdrawn"``.

    Returns
    -------
    Comparison
        Plans that share their seed share their luck, so small differences are told from chance.

    Raises
    ------
    UnknownName
        If no baseline bears the name.
    OutOfRange
        If there is nothing to compare with.
    """
    from kilosol.errors import OutOfRange
    from kilosol.studies import comparison, subjects

    plans = [
        comparison.Subject(p.scenario.name, p.scenario, p.verdict, p._run)
        if isinstance(p, Plan)
        else subjects.subject_of(p)
        for p in (base, *others)
    ]
    if baseline is not None:
        changes = comparison.baseline(baseline)
        run = subjects.planned(subjects.changed(plans[0].scenario, changes))
        plans.append(comparison.Subject(baseline, run.scenario, run.verdict, run))
    if len(plans) < 2:
        raise OutOfRange("plans to compare", len(plans), "at least 2, or one with a baseline")
    return comparison.compare_subjects(plans)


def load_scenario_text(scenario: Scenario, overrides: Mapping[str, object]) -> Scenario:
    """A scenario with some keys changed, checked anew."""
    from kilosol.scenario import read_scenario

    return read_scenario(to_toml(scenario), f"scenario {scenario.name}", overrides)


def sweep(
    scenario: str | Path | Scenario,
    *vary: str,
    sample: Sampling = "grid",
    cases: int | None = None,
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
    """
    from kilosol.studies.axes import parse_axis
    from kilosol.studies.sweep import run_sweep

    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    folder = Path(out) if out is not None else default_sweep_folder(chosen, (*vary, sample, str(cases)))
    axes = [parse_axis(text) for text in vary]
    return run_sweep(
        chosen, axes, folder, sampling=sample, n_cases=cases, scheduler=scheduler, n_workers=workers
    )


def default_sweep_folder(scenario: Scenario, axes: tuple[str, ...]) -> Path:
    """Where a sweep goes unless told otherwise: one folder for the same scenario and axes."""
    from kilosol.planning.memory.digests import digest_of

    return DEFAULT_FOLDER / f"sweep-{scenario.name}-{digest_of(scenario_hash(scenario), axes)[:8]}"
