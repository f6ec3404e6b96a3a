"""The door for users: ``kilosol.plan()`` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol import results as results_store
from kilosol.planning import Answer, Progress, Run, answers, run_plan
from kilosol.scenario import Scenario, load_scenario, scenario_hash, to_toml

if TYPE_CHECKING:
    from kilosol.report import Figures

DEFAULT_SCENARIO = "as-of-2026-11"

#: Where results go unless told otherwise, below the current folder.
DEFAULT_FOLDER = Path("kilosol-out")


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

    def save(self, folder: Path | None = None) -> Path:
        """Write the results folder, whole or not at all.

        Parameters
        ----------
        folder : Path, optional
            Where to; by default ``kilosol-out/<scenario>-<hash>``.

        Returns
        -------
        Path
            The folder.
        """
        where = folder or default_folder(self.scenario)
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
    return DEFAULT_FOLDER / f"{scenario.name}-{scenario_hash(scenario)}"


def plan(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    seed: int | None = None,
    out: Path | None = None,
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
    out : Path, optional
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
    """
    overrides = dict(set or {})
    if seed is not None:
        overrides["seed"] = seed
    if isinstance(scenario, Scenario):
        chosen = scenario if not overrides else load_scenario_text(scenario, overrides)
    else:
        chosen = load_scenario(scenario, overrides)
    made = Plan(run_plan(chosen, progress))
    if save or out is not None:
        made.save(out)
    return made


def load_scenario_text(scenario: Scenario, overrides: Mapping[str, object]) -> Scenario:
    """A scenario with some keys changed, checked anew."""
    from kilosol.scenario import read_scenario

    return read_scenario(to_toml(scenario), f"scenario {scenario.name}", overrides)
