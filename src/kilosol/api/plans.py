"""A plan: made, or opened again from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol import results as results_store
from kilosol._version import __version__
from kilosol.api.folders import default_folder
from kilosol.api.scenarios import DEFAULT_SCENARIO, chosen_scenario
from kilosol.errors import DataError, KilosolError, NotKept
from kilosol.planning import Answer, Progress, Run, answers, run_plan
from kilosol.results.store import PROVENANCE, SCENARIO, VERDICT
from kilosol.scenario import Scenario, load_scenario, scenario_hash, to_toml

if TYPE_CHECKING:
    from kilosol.report import Figures
    from kilosol.studies.draws_of_runs import Luck


@dataclass(frozen=True)
class Saved:
    """What a results folder keeps of a run.

    Parameters
    ----------
    scenario : Scenario
    results : Results
    verdict : dict
        As in verdict.json.
    provenance : dict
        As in provenance.json.
    used : tuple of dict
        Every cited value that was read, as its entry in provenance.json.
    """

    scenario: Scenario
    results: results_store.Results
    verdict: dict[str, Any]
    provenance: dict[str, Any]
    used: tuple[Mapping[str, Any], ...]


class Plan:
    """A finished plan.

    Parameters
    ----------
    run : Run or Saved
        What the stages left, or what a folder keeps of it.
    folder : Path or None
        Where it was written; None if it was not.
    """

    def __init__(self, run: Run | Saved, folder: Path | None = None) -> None:
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
    def is_opened(self) -> bool:
        """Whether the plan comes from a folder, and not from a run of this process."""
        return isinstance(self._run, Saved)

    @property
    def run(self) -> Run:
        """What the stages left, draw by draw.

        Raises
        ------
        DataError
            If the plan was opened from a folder, which does not keep it.
        """
        if isinstance(self._run, Saved):
            raise DataError(
                "a plan opened from a folder has its answers and datasets but not its single campaigns; "
                "`kilosol.plan(plan.scenario)` draws the same ones again"
            )
        return self._run

    @property
    def luck(self) -> Luck:
        """Every single campaign and drawn year: what plans of one seed are compared by.

        Raises
        ------
        DataError
            If the plan was opened from a folder, which does not keep them.
        """
        from kilosol.studies.draws_of_runs import luck_of

        return luck_of(self.run)

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
    chosen = chosen_scenario(scenario, set, seed=seed)
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


def open(folder: str | Path) -> Plan:  # noqa: A001 - what users know it by
    """A saved plan again, from its results folder.

    Parameters
    ----------
    folder : str or Path
        Written by :meth:`Plan.save` or ``kilosol plan``.

    Returns
    -------
    Plan
        With scenario, verdict, results, provenance, answers, figures and report. Only its single campaigns
        are not kept: :attr:`Plan.luck` says so.

    Raises
    ------
    DataError
        If the folder is not a run's, is damaged, or was written by another version in a way that this one
        does not read.
    """
    where = Path(folder)
    results, verdict, provenance = results_store.load(where)
    by = str(provenance.get("version", "unknown"))
    cure = f"plan it again with `kilosol plan {where / SCENARIO}`"
    told = "" if by == __version__ else f"; version {by} wrote it, and this is {__version__}"
    try:
        scenario = load_scenario(where / SCENARIO)
    except KilosolError as error:
        (first, *_) = str(error).splitlines()[1:] or [str(error)]
        raise DataError(f"{where / SCENARIO} cannot be read ({first.strip()}){told}; {cure}") from error
    if provenance.get("scenario_hash") != scenario_hash(scenario):
        raise DataError(
            f"{where / SCENARIO} is not the scenario that {VERDICT} answers: it was changed{told}; {cure}"
        )
    used = provenance.get("used")
    if not isinstance(used, list) or not all(isinstance(one, Mapping) for one in used):
        raise DataError(f"{where / PROVENANCE} is damaged (it lists no cited values){told}; {cure}")
    try:
        answers(verdict)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise DataError(
            f"{where / VERDICT} is damaged or of another version ({what}){told}; {cure}"
        ) from error
    return Plan(Saved(scenario, results, verdict, provenance, tuple(used)), where)
