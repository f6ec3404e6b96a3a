"""Words of the form: titles of its groups, names that a field may take, and where a value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kilosol.data import Cited, cited_values, columns, references, table, table_names
from kilosol.scenario import preset_names
from kilosol.web.commands import as_command, as_python
from kilosol.web.field_sources import ASSUMED, CITED, REFERRED
from kilosol.web.fields import Form, FormRow
from kilosol.web.texts import as_text

#: What a scenario of the user's own is called where a preset's name would stand.
OWN_FILE = "scenario.toml"

_TITLES = {
    "": "Scenario", "site": "Site", "weather": "Weather", "ship": "Ship", "transfer": "Transfer",
    "fleet": "Fleet", "landing": "Landing", "crew": "Crew", "robots": "Robots", "base": "Base",
    "propellant": "Propellant for the way home", "home": "Way home", "power": "Power",
    "partners.station": "Partner's station",
    "gates": "Gates before a crew leaves", "city": "City",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListWords:
    """Words of a list of tables.

    Parameters
    ----------
    row : str
        What one row is.
    add : str
        Words of the button that adds one.
    begins : str
        What a new row begins with.
    """

    row: str
    add: str
    begins: str


def group_titles(form: Form) -> dict[str, str]:
    """Title of each table of a scenario.

    Parameters
    ----------
    form : Form

    Returns
    -------
    dict
        Table -> title; ships of a window are named by its year, systems by what they are.
    """
    titles = {}
    for group, rows in form.groups.items():
        if group.partition(".")[0] in form.lists and rows:
            titles[group] = _row_title(group, {row.key.rpartition(".")[2]: row.value for row in rows})
        else:
            titles[group] = _TITLES.get(group, group.replace("_", " ").replace(".", " ").capitalize())
    for group in form.removed:
        table, _, number = group.partition(".")
        entry = form.base[table][int(number)]
        titles[group] = _row_title(group, {key: as_text(value) for key, value in entry.items()})
    return titles


def _row_title(group: str, values: Mapping[str, str]) -> str:
    if group.startswith("flights."):
        return f"Ships of the {values.get('window') or 'new'} window"
    name = values.get("name", "")
    return f"Waits for: {name}" if name else "Waits for something new"


def list_words() -> dict[str, ListWords]:
    """Words of the lists of tables."""
    return {
        "flights": ListWords("window", "Add a window", "as many ships as in the last, two years later"),
        "systems": ListWords("system", "Add something to wait for", "a name, a day and a hazard a year"),
    }


@lru_cache(maxsize=1)
def suggestions() -> dict[str, tuple[str, ...]]:
    """Names that fields of free text may take, by key."""
    names = (n for n in table_names() if n.startswith("fission/"))
    units = tuple(n.removeprefix("fission/") for n in names if table(n).text.get("is_surface_unit"))
    return {
        "site.name": tuple(columns("mars/sites").about["names"]),
        "power.own_technology": units,
        "partners.station.technology": units,
    }


def form_values(base: str, form: Form) -> dict[str, Any]:
    """What the templates of the form take.

    Parameters
    ----------
    base : str
        Preset or run that the form began from.
    form : Form

    Returns
    -------
    dict
    """
    shown = base if base in preset_names() else OWN_FILE
    return {
        "base": base, "form": form, "command": as_command(shown, form), "python": as_python(shown, form),
        "suggestions": suggestions(), "titles": group_titles(form), "lists": list_words(),
    }  # fmt: skip


def source_of(row: FormRow) -> tuple[str, str]:
    """What the value that a form's field began with rests on.

    Parameters
    ----------
    row : FormRow

    Returns
    -------
    text : str
        In words, never empty.
    find : str
        What finds it on the page of sources; empty where there is nothing to cite.
    """
    if row.row.key in CITED:
        return _cited(row, CITED[row.row.key])
    if row.row.key in REFERRED:
        find, text = REFERRED[row.row.key]
        return text, find
    return ASSUMED[row.row.key], ""


def _cited(row: FormRow, path: str) -> tuple[str, str]:
    cited = _by_path()[path]
    reference = references().get(cited.source)
    rests = cited.standing
    rests = f"{rests}: {reference.author}, {reference.year}" if reference else rests
    value = cited.value
    assert not isinstance(value, tuple)
    text = row.base or as_text(row.row.default)
    told = ("no", "yes")[bool(value)] if row.row.kind == "flag" else f"{value:g}"
    try:
        is_same = _number(text) == value
    except ValueError:
        is_same = False
    if is_same:
        return rests, path
    return f"a choice of this scenario; cited is {told} ({rests})", path


def _number(text: str) -> float:
    """A number or a flag."""
    return {"true": 1.0, "false": 0.0}[text] if text in ("true", "false") else float(text)


@lru_cache(maxsize=1)
def _by_path() -> dict[str, Cited]:
    return {c.path: c for c in cited_values()}
