"""Pages that follow from the code: scenario keys, evidence, the Python door, figures that work offline."""

from __future__ import annotations

import importlib
import inspect
import os
import re
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import plotly.io
from plotly.io.base_renderers import MimetypeRenderer
from plotly.offline import get_plotlyjs
from sphinx.application import Sphinx

from kilosol.evidence import Finding, Selfcheck, case, chosen_rows, run_selfcheck
from kilosol.report import evidence_words as words
from kilosol.results.registry import coordinates, variables
from kilosol.scenario.schema import FieldRow, field_rows

PACKAGES = ("transfer", "ships", "mars", "fission", "solar", "storage", "loads", "grid", "campaign")


class _Inline(MimetypeRenderer):
    """A figure as a part of a page that has loaded the library once."""

    def to_mimebundle(self, fig_dict: dict[str, Any]) -> dict[str, str]:
        html = plotly.io.to_html(fig_dict, include_plotlyjs=False, full_html=False, default_height="460px")
        return {"text/html": html}


def _write(path: Path, text: str) -> None:
    # Left alone when unchanged, so that Sphinx need not read it again.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _default(row: FieldRow) -> str:
    if row.is_required:
        return "must be given"
    if row.default is None:
        return "decided by the rest"
    if isinstance(row.default, bool):
        return f"`{str(row.default).lower()}`"
    return f"`{row.default}`" if row.default != () else "none"


def _scenario_page() -> str:
    lines = [
        "# Scenario keys",
        "",
        "Every key a scenario may hold, made from the schema that checks it. Quantities may be text"
        ' with a unit (`"0.1 kt"`). `kilosol new mine.toml` writes a file with all of them;'
        " `--set key=value` changes one.",
        "",
    ]
    for section, rows in groupby(field_rows(), key=lambda row: row.key.rpartition(".")[0]):
        lines += [f"## {section or 'top of the file'}", "", "| key | allowed | default | meaning |"]
        lines += ["| --- | --- | --- | --- |"]
        for row in rows:
            allowed = row.allowed.replace("|", "or")
            lines.append(f"| `{row.key}` | {allowed} | {_default(row)} | {row.description} |")
        lines.append("")
    return "\n".join(lines)


def _variables_page() -> str:
    lines = [
        "# Result variables",
        "",
        "Every variable of the result datasets, made from the registry that gives them their unit and words."
        " `plan.results.dispatch` and its neighbours are xarray datasets; `results.nc` holds the same, one"
        " group a dataset. A unit of 1 stands for pure numbers and for words.",
        "",
        "| variable | unit | what it is |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{v.name}` | {v.units} | {v.long_name} |" for v in variables()]
    lines += ["", "## Coordinates", "", "Dates are datetime64 in TDB.", ""]
    lines += ["| coordinate | unit | what it is |", "| --- | --- | --- |"]
    lines += [f"| `{c.name}` | {c.units} | {c.long_name} |" for c in coordinates()]
    return "\n".join([*lines, ""])


def _evidence_page() -> str:
    # A build that runs no examples recomputes little.
    is_whole = os.environ.get("KILOSOL_DOCS_RUN_EXAMPLES", "1") == "1"
    check = run_selfcheck(chosen_rows(None if is_whole else "ships"))
    lines = [
        "# Published values and ours",
        "",
        f"{check.summary}. {' '.join(check.remarks)}",
        "",
        "Worked out when these pages were built, from the registry that the oracle tests read; `kilosol"
        " selfcheck` does the same on your machine. A value that is met says that an equation is coded as its"
        " paper has it, not that Mars will agree.",
        "",
    ]
    misses = check.of("fails") + check.of("no longer missed") + check.of("known miss")
    if misses:
        lines += ["## Not reproduced", "", "| what | printed | ours | off by | why | who says so |"]
        lines += ["| --- | ---: | ---: | ---: | --- | --- |", *(_miss_line(one) for one in misses), ""]
    for package in check.packages:
        lines += [f"## {package.capitalize()}", "", *_evidence_tables(check, package)]
    return "\n".join(lines)


def _miss_line(one: Finding) -> str:
    unit = words.unit_text(one)
    cells = [one.row.what, f"{words.published_text(one)} {unit}", f"{words.value_text(one, one.ours)} {unit}"]
    return _line([*cells, words.percent_text(one), one.row.missed or one.state, words.source_text(one)])


def _evidence_tables(check: Selfcheck, package: str) -> list[str]:
    lines = []
    found = check.of_package(package)
    for name in dict.fromkeys(one.row.case for one in found):
        lines += [f"### {case(name).title}", "", f"`tests/oracle/test_{name}.py`", ""]
        lines += ["| what | printed | ours | unit | off by | allowed | is it | who says so |"]
        lines += ["| --- | ---: | ---: | --- | ---: | ---: | --- | --- |"]
        lines += [
            _line(
                [
                    one.row.what,
                    words.published_text(one),
                    words.value_text(one, one.ours),
                    words.unit_text(one),
                    words.difference_text(one),
                    words.allowed_text(one),
                    one.state,
                    words.source_text(one),
                ]
            )
            for one in found
            if one.row.case == name
        ]
        lines.append("")
    return lines


def _line(cells: list[str]) -> str:
    # Brackets and bars would be read as links and as columns.
    plain = (cell.strip().replace("|", "or").replace("[", "(").replace("]", ")") for cell in cells)
    return f"| {' | '.join(plain)} |"


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}\n\n"


def _door_page(module_name: str, about: str) -> str:
    module = importlib.import_module(module_name)
    names = sorted(name for name in module.__all__ if not name.startswith("_"))
    listed = "\n".join(f"   {name}" for name in names)
    described = "\n".join(_described(module, name) for name in names)
    return (
        f"{_title(module_name)}{about}\n\n.. currentmodule:: {module_name}\n\n"
        f".. autosummary::\n   :nosignatures:\n\n{listed}\n\n{described}"
    )


def _described(module: ModuleType, name: str) -> str:
    # One page a package: a page for each function would make every page carry hundreds of entries aside.
    value = getattr(module, name)
    if inspect.ismodule(value):
        # A package that is called like the command of its name: the page tells of the command.
        return f".. autofunction:: {module.HOME_OF[name]}.{name}\n"
    if inspect.isclass(value):
        return f".. autoclass:: {name}\n   :members:\n"
    return f".. {'autofunction' if callable(value) else 'autodata'}:: {name}\n"


def generate(app: Sphinx, _config: object) -> None:
    """Write the pages before Sphinx looks for files."""
    made = Path(app.srcdir) / "reference" / "made"
    _write(made / "scenario.md", _scenario_page())
    _write(made / "variables.md", _variables_page())
    _write(Path(app.srcdir) / "trust" / "evidence.md", _evidence_page())
    _write(made / "kilosol.rst", _door_page("kilosol", "What ``import kilosol`` shows."))
    for name in PACKAGES:
        module = importlib.import_module(f"kilosol.{name}")
        _write(made / f"{name}.rst", _door_page(f"kilosol.{name}", (module.__doc__ or "").strip()))
    _write(Path(app.srcdir) / "_static" / "plotly.min.js", get_plotlyjs())
    plotly.io.renderers["kilosol_docs"] = _Inline()
    plotly.io.renderers.default = "kilosol_docs"


def _load_plotly(app: Sphinx, pagename: str, *_rest: object) -> None:
    if pagename.startswith("gallery/"):
        app.add_js_file("plotly.min.js", priority=100)


def _plain_marks(
    _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Keep ``(*shape)`` from reading as emphasis; list a docstring's references without page-wide labels."""
    in_reference = False
    for i, line in enumerate(lines):
        indent = line[: len(line) - len(line.lstrip())]
        if line.lstrip().startswith(".. ["):
            lines[i] = f"{indent}* {line.lstrip().removeprefix('.. ')}"
            in_reference = True
        elif in_reference and line.strip():
            lines[i] = f"  {line.strip()}"
        else:
            in_reference = False
            lines[i] = re.sub(r"\[(\d+)\]_", r"[\1]", line).replace("(*", "(\\*")


def setup(app: Sphinx) -> dict[str, Any]:
    """Hook the pages into the build."""
    app.connect("config-inited", generate)
    app.connect("html-page-context", _load_plotly)
    app.connect("autodoc-process-docstring", _plain_marks, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
