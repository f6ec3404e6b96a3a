"""The report: one HTML file that asks nothing of the network and reads without scripts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, UndefinedError, select_autoescape
from markupsafe import Markup

from kilosol._version import __version__
from kilosol.data import Cited
from kilosol.errors import DataError
from kilosol.report.figures import FIGURES, REGISTERED
from kilosol.report.figures.colours import PALETTE, STATUS_SIGNS, STATUS_WORDS, swaps
from kilosol.report.figures.storms import hours_of_year
from kilosol.report.figures.template import template
from kilosol.report.number_text import long_date
from kilosol.report.sections import answer_sections, closing_sections
from kilosol.report.tables import Badge, Section
from kilosol.report.value_tables import entry_of
from kilosol.results.whole import reason, write_whole

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from kilosol.planning import Answer
    from kilosol.results import Results

#: Name of the report in a results folder.
FILE_NAME = "report.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of findings, figures and tables that stands alone: of a station, a place, a study.

    Parameters
    ----------
    title : str
        Heading.
    facts : sequence of str
        Short facts below it.
    note : str
        What the page is not, in one or two sentences.
    parts : sequence of Section
        At least one; they name the figures.
    figures : mapping
        Name -> figure.
    rests_on : str
        What its numbers change with, as it reads after "a model's answer".
    hours : mapping
        Name of a figure -> hourly series, which the page samples when a reader zooms in.
    """

    title: str
    facts: Sequence[str]
    note: str
    parts: Sequence[Section]
    figures: Mapping[str, go.Figure]
    rests_on: str = "under its inputs"
    hours: Mapping[str, Markup] = field(default_factory=dict)

    def html(self) -> str:
        """HTML with style, figures and Plotly's script inside; texts and tables need no script."""
        return (
            environment()
            .get_template("page.html.j2")
            .render(
                title=self.title,
                facts=self.facts,
                note=self.note,
                parts=self.parts,
                rests_on=self.rests_on,
                hours=self.hours,
                plotly_script=plotly_script(),
                version=__version__,
                **_drawn(self.figures),
            )
        )


def _drawn(figures: Mapping[str, go.Figure]) -> dict[str, Any]:
    """Figures as the templates print them."""
    return {
        "figures": {name: figure.layout.meta for name, figure in figures.items()},
        "payloads": {name: embedded(payload(figure)) for name, figure in figures.items()},
        "theme": embedded({"template": template().to_plotly_json(), "swaps": swaps()}),
    }


def render(
    results: Results,
    verdict: Mapping[str, Any],
    answers: Sequence[Answer],
    used: Sequence[Cited | Mapping[str, Any]],
    provenance: Mapping[str, Any],
) -> str:
    """The report of a run as one self-contained HTML page.

    Parameters
    ----------
    results : Results
        Datasets.
    verdict : mapping
        As in verdict.json.
    answers : sequence of Answer
        The eight answers, in order.
    used : sequence of Cited or mapping
        Every cited value that the run read, or its entry in provenance.json.
    provenance : mapping
        As in provenance.json.

    Returns
    -------
    str
        HTML with style, figures and Plotly's script inside; text and tables need no script.
    """
    context = _context(results, verdict, answers, used, provenance)
    return environment().get_template("report.html.j2").render(plotly_script=plotly_script(), **context)


def render_parts(
    results: Results,
    verdict: Mapping[str, Any],
    answers: Sequence[Answer],
    used: Sequence[Cited | Mapping[str, Any]],
    provenance: Mapping[str, Any],
) -> str:
    """The report's answers, figures and tables without a page around them: for a page that has its own.

    Parameters
    ----------
    results, verdict, answers, used, provenance
        As for :func:`render`.

    Returns
    -------
    str
        HTML of the sections and the figures' data; the page adds style, Plotly and ``report.js``.
    """
    context = _context(results, verdict, answers, used, provenance)
    parts = ("plan_body.html.j2", "plan_data.html.j2")
    return "\n".join(environment().get_template(part).render(**context) for part in parts)


def _context(
    results: Results,
    verdict: Mapping[str, Any],
    answers: Sequence[Answer],
    used: Sequence[Cited | Mapping[str, Any]],
    provenance: Mapping[str, Any],
) -> dict[str, Any]:
    """What the templates print."""
    entries = [entry_of(value) if isinstance(value, Cited) else value for value in used]
    sections = answer_sections(results, verdict, answers)
    closing = closing_sections(verdict, entries, provenance)
    figures = {
        name: FIGURES[name](results, verdict) for section in (*sections, *closing) for name in section.figures
    }
    return {
        "scenario": verdict.get("scenario", {}),
        "run": {"seed": verdict.get("seed"), "version": verdict.get("version")},
        "answers": sections,
        "closing": closing,
        "hours": hourly_payloads(results),
        **_drawn(figures),
    }


def write(folder: Path, sensitivity: Path | None = None) -> Path:
    """Write report.html of a results folder anew from the files in it.

    Parameters
    ----------
    folder : Path
        A folder that ``kilosol plan`` wrote; a study of sensitivity that was put there is shown too.
    sensitivity : Path, optional
        File or folder of a study by ``kilosol sensitivity``: it is copied there, and shown.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    DataError
        If the folder is not a run's, is damaged, was written by a version with other contents, or cannot
        be written; or if the study is none or of another scenario.
    """
    from kilosol.planning import answers
    from kilosol.report import influence
    from kilosol.results import load

    results, verdict, provenance = load(folder)
    kept = folder / influence.FILE_NAME
    if sensitivity is not None or kept.is_file():
        found = influence.read(sensitivity or kept)
        if found["scenario"] != verdict["scenario"]["name"]:
            raise DataError(
                f"the study of sensitivity is of {found['scenario']} and {folder} of "
                f"{verdict['scenario']['name']}; study that one with "
                f"`kilosol sensitivity {folder / 'scenario.toml'}`"
            )
        if sensitivity is not None:
            _written(kept, json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        verdict = {**verdict, influence.KEY: found}
    try:
        page = render(results, verdict, answers(verdict), provenance.get("used", ()), provenance)
    except KeyError as error:
        # The datasets are all there, but not what this version puts into them.
        lacks = str(error.args[0]).removeprefix("No variable named ").split(". ")[0].strip("'")
        raise DataError(
            f"{folder} was written by another version ({verdict.get('version')}): it lacks {lacks}; make it "
            f"anew with `kilosol plan {folder / 'scenario.toml'}`"
        ) from error
    except (LookupError, TypeError, ValueError, AttributeError, UndefinedError) as error:
        # The page reads hundreds of places in files that anybody may have edited.
        raise DataError(
            f"{folder} is damaged or was written by another version ({type(error).__name__}: {error}); "
            "plan its scenario.toml again"
        ) from error
    _written(folder / FILE_NAME, page)
    return folder / FILE_NAME


def _written(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {reason(error)}; what was there is as it was") from error


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates with what they may call."""
    templates = Environment(
        loader=PackageLoader("kilosol.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        palette=PALETTE,
        status_words=STATUS_WORDS,
        status_signs=STATUS_SIGNS,
        long_date=long_date,
        half_width=frozenset(name for name, about in REGISTERED.items() if about.is_half),
    )
    templates.tests["badge"] = lambda cell: isinstance(cell, Badge)
    return templates


@lru_cache(maxsize=1)
def plotly_script() -> Markup:
    from plotly.offline import get_plotlyjs

    # Part of the installed Plotly, and so as trusted as its Python code.
    return Markup(get_plotlyjs())


def payload(figure: go.Figure) -> dict[str, Any]:
    """A figure as the page needs it: the page prints the title and keeps one template for all."""
    out: dict[str, Any] = json.loads(figure.to_json())
    layout = out["layout"]
    layout["height"] = layout["meta"]["height"]
    layout["margin"] = {"t": layout["meta"]["top"]}
    for key in ("template", "title", "meta"):
        layout.pop(key, None)
    return out


def hourly_payloads(results: Results) -> dict[str, Markup]:
    """Hourly series by figure, which ``report.js`` samples when a reader zooms into the year."""
    packed = {
        name: value if isinstance(value, int) else base64.b64encode(value.astype("<f4").tobytes()).decode()
        for name, value in hours_of_year(results).items()
    }
    return {"storm_dispatch": embedded(packed)}


def embedded(value: Any) -> Markup:
    """JSON that may stand inside a script element, whatever texts it holds."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    # Unicode escapes are legal in JSON strings, and no bare "<" or "&" remains for the HTML parser.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


__all__ = ["FILE_NAME", "Page", "Section", "render", "render_parts", "write"]
