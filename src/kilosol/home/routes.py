"""Routes home as rows of a table: each ships as one file, and a file of one's own stands beside them.

A file says in words what is made on Mars, what is brought, which vehicle leaves and how far it goes::

    title = "Oxygen made on Mars, methane from Earth, the ship flies straight home"
    id = "W2"
    makes = ["oxygen"]                 # methane and oxygen, oxygen alone, or nothing
    carries = ["methane"]              # methane, oxygen, hydrogen or water, from Earth
    vehicle = "ship"                   # or "ascent vehicle", which meets a return ship in orbit
    leg = "Earth"                      # how far what is on the ground takes it: low orbit, one-sol orbit
    hardware = "own"                   # power and plant of its own, or "spare power" of the base
    fails_first = "..."
    [values]
    shipped_loss_frac = { value = 0.05, unit = "1", source = "...", where = "...", tier = "D" }

In a file of one's own a value may be a bare number; it then counts as an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from kilosol.data import Table, table, table_names
from kilosol.data.inputs import own_table
from kilosol.data.own_files import own_text, own_toml
from kilosol.data.tables import ROOT
from kilosol.errors import DataError, UnknownName, did_you_mean
from kilosol.units import unit_of

Species = Literal["methane", "oxygen", "hydrogen", "water"]
Vehicle = Literal["ship", "ascent vehicle"]
Leg = Literal["Earth", "low orbit", "one-sol orbit"]
Hardware = Literal["own", "spare power"]
WaterFrom = Literal["", "ice", "soil"]

_FOLDER = "routes/"
_TEXT = {
    "title", "id", "makes", "carries", "vehicle", "leg", "hardware", "water_from", "fails_first", "parts",
    "notes", "dockings", "crews",
}  # fmt: skip
#: Key in a file -> its smallest and largest value.
_NUMBERS = {
    "dry_mass_t": (0.0, 2000.0),
    "return_payload_t": (0.0, 1000.0),
    "shipped_loss_frac": (0.0, 1.0),
    "shipped_loss_per_day": (0.0, 0.1),
    "shipped_days": (0.0, 3000.0),
    "keep_cold_kw": (0.0, 1e6),
}
#: Key in a file -> least count.
_COUNTS = {"dockings": 0, "crews": 1}
#: Most that a count may be.
_MOST = 100
#: Key in a file -> the words that it may be.
_WORDS: dict[str, tuple[str, ...]] = {
    "vehicle": get_args(Vehicle),
    "leg": get_args(Leg),
    "hardware": get_args(Hardware),
    "water_from": get_args(WaterFrom),
}
_MADE = ((), ("oxygen",), ("methane", "oxygen"))


@dataclass(frozen=True, slots=True)
class Route:
    """A way home.

    Parameters
    ----------
    name : str
        Of its file.
    title : str
        In a sentence.
    label : str
        Short name in tables, such as ``W1``.
    makes : tuple of str
        Propellant made on Mars: nothing, oxygen, or methane and oxygen.
    carries : tuple of str
        What comes from Earth: methane, oxygen, hydrogen, water.
    vehicle : {"ship", "ascent vehicle"}
        What leaves the ground.
    leg : {"Earth", "low orbit", "one-sol orbit"}
        How far the propellant on the ground takes it.
    hardware : {"own", "spare power"}
        Whether power and plant are landed for it, or it lives on what the base's station spares.
    water_from : {"", "ice", "soil"}
        Where water is won; empty where none is.
    fails_first : str
        What it hangs on.
    parts : tuple of str
        Routes that it is made of; empty for a simple one.
    n_dockings, n_crews : int
        Meetings and transfers in orbit that must succeed; crews that go home on one load.
    values : mapping
        Numbers of its own by key; what it leaves out is the scenario's.
    """

    name: str
    title: str
    label: str
    makes: tuple[str, ...]
    carries: tuple[str, ...]
    vehicle: Vehicle
    leg: Leg
    hardware: Hardware
    water_from: WaterFrom
    fails_first: str
    parts: tuple[str, ...] = ()
    n_dockings: int = 0
    n_crews: int = 1
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_brought_whole(self) -> bool:
        """Whether nothing is made on Mars."""
        return not self.makes and not self.parts

    def number(self, key: str, default: float) -> float:
        """One of its own numbers, or what stands in for it."""
        return self.values.get(key, default)


def route_names() -> tuple[str, ...]:
    """Names of the routes that ship, in the order of their labels.

    Examples
    --------
    >>> route_names()[0], "ascent-oxygen" in route_names()
    ('full-propellant', True)
    """
    names = [name.removeprefix(_FOLDER) for name in table_names(_FOLDER)]
    return tuple(sorted(names, key=_order_of))


def _order_of(name: str) -> tuple[int, str]:
    label = str(table(_FOLDER + name).text["id"])
    digits = "".join(c for c in label if c.isdigit())
    return int(digits or 0), label


def load_route(source: str | Path) -> Route:
    """Route by name, by its short name, or of a file of one's own.

    Parameters
    ----------
    source : str or Path
        A name (:func:`route_names`), a label such as ``W4``, or the path of a TOML file.

    Returns
    -------
    Route

    Raises
    ------
    UnknownName
        If there is neither such a name nor such a file.
    DataError
        If the file is not TOML, lacks something or holds something unknown; all at once.

    Examples
    --------
    >>> route = load_route("ascent-oxygen")
    >>> route.label, route.makes, route.carries
    ('W4', ('oxygen',), ('methane',))
    >>> load_route("W4") == route
    True
    """
    name = str(source)
    if (ROOT / f"{_FOLDER}{name}.toml").is_file():
        return _build(name, table(_FOLDER + name))
    labels = {str(table(_FOLDER + one).text["id"]): one for one in route_names()}
    if name in labels:
        return load_route(labels[name])
    path = Path(source)
    if not path.is_file():
        raise UnknownName("route home or file", name, (*route_names(), *labels))
    try:
        raw = own_toml(own_text(path))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: not a TOML file: {error}") from error
    return _build(path.stem, own_table(path.name, _with_sources(raw, path.name)))


def _with_sources(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The file with bare numbers made into assumptions."""
    values = raw.get("values", {})
    if not isinstance(values, Mapping):
        raise DataError(f"{name}: values must be a table [values]")
    full = {
        key: {"value": entry, "unit": unit_of(key) or "1", "source": "assumption", "where": name, "tier": "D"}
        if isinstance(entry, int | float) and not isinstance(entry, bool)
        else entry
        for key, entry in values.items()
    }
    return {**raw, "values": full}


def _build(name: str, file: Table) -> Route:
    problems = _problems(name, file)
    if problems:
        raise DataError("\n".join(problems))
    text = file.text
    return Route(
        name=name,
        title=str(text["title"]),
        label=str(text["id"]),
        makes=tuple(text.get("makes", ())),
        carries=tuple(text.get("carries", ())),
        vehicle=text.get("vehicle", "ship"),
        leg=text.get("leg", "Earth"),
        hardware=text.get("hardware", "own"),
        water_from=text.get("water_from", ""),
        fails_first=str(text["fails_first"]),
        parts=tuple(text.get("parts", ())),
        n_dockings=text.get("dockings", 0),
        n_crews=text.get("crews", 1),
        values={key: _number(file, key) for key in file},
    )


def _number(file: Table, key: str) -> float:
    """Value of a route; what a file of one's own states is no shipped value whose use could be told."""
    is_shipped = key in file.pointers or file.name in table_names(_FOLDER)
    return file.number(key) if is_shipped else float(file.cited_at(key))


def _problems(name: str, file: Table) -> list[str]:
    text = file.text
    lacks = [key for key in ("title", "id", "fails_first") if not str(text.get(key, "")).strip()]
    problems = [f"{name}: lacks {key!r}" for key in lacks]
    problems += [f"{name}: unknown key {key!r}{did_you_mean(key, _TEXT)}" for key in text if key not in _TEXT]
    problems += [
        f"{name}: unknown value {key!r}{did_you_mean(key, _NUMBERS)}" for key in file if key not in _NUMBERS
    ]
    for cited in file.peek():
        low, high = _NUMBERS.get(cited.key, (float("-inf"), float("inf")))
        if not isinstance(cited.value, float) or not low <= cited.value <= high:
            allowed = f"a number from {low:g} to {high:g}"
            problems.append(f"{name}: {cited.key} must be {allowed}, got {cited.value!r}")
    for key, least in _COUNTS.items():
        count = text.get(key, least)
        if isinstance(count, bool) or not isinstance(count, int) or not least <= count <= _MOST:
            problems.append(f"{name}: {key} must be a whole number from {least} to {_MOST}, got {count!r}")
    for key, words in _WORDS.items():
        if key in text and text[key] not in words:
            told = ", ".join(repr(word) for word in words)
            problems.append(f"{name}: {key} must be one of {told}, got {text[key]!r}")
    return problems + ([] if text.get("parts") else _problems_of_goods(name, text))


def _problems_of_goods(name: str, text: Mapping[str, Any]) -> list[str]:
    """What is made and what is brought must make a full tank, each part of it once."""
    makes, carries = text.get("makes", ()), text.get("carries", ())
    known = get_args(Species)
    if not all(isinstance(one, list | tuple) for one in (makes, carries)):
        return [f"{name}: makes and carries must be lists of {', '.join(known)}"]
    problems = [
        f"{name}: {one!r} is none of {', '.join(known)}{did_you_mean(str(one), known)}"
        for one in (*makes, *carries)
        if one not in known
    ]
    if problems:
        return problems
    if tuple(sorted(makes)) not in _MADE:
        return [f"{name}: makes must be nothing, oxygen, or methane and oxygen, got {list(makes)!r}"]
    feeds = [one for one in carries if one in ("hydrogen", "water")]
    propellant = sorted({*makes, *(one for one in carries if one not in feeds)})
    if propellant != ["methane", "oxygen"] or set(makes) & set(carries):
        problems.append(f"{name}: methane and oxygen must each be either made or carried")
    if feeds and "methane" not in makes:
        problems.append(f"{name}: carries {feeds[0]}, which nothing is made from")
    if len(feeds) > 1:
        problems.append(f"{name}: carries both hydrogen and water; one of them is enough")
    needs_water = "methane" in makes and not feeds
    if needs_water != bool(text.get("water_from", "")):
        told = "must say where water is won (water_from)" if needs_water else "wins no water (water_from)"
        problems.append(f"{name}: {told}")
    return problems
