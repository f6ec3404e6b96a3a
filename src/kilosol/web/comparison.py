"""Two runs side by side: inputs that differ, and answers with the uncertainty of each difference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison.

    Parameters
    ----------
    what : str
        Key or name of the number.
    first, second : str
        As text.
    """

    what: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.first != self.second


def inputs_that_differ(first_toml: str, second_toml: str) -> list[Difference]:
    """Keys whose values differ between two scenarios; names and titles are left out."""
    one, two = dict(_flat(tomllib.loads(first_toml))), dict(_flat(tomllib.loads(second_toml)))
    keys = [*one, *(key for key in two if key not in one)]
    told = [Difference(key, one.get(key, "not set"), two.get(key, "not set")) for key in keys]
    return [d for d in told if d.differs and d.what not in ("name", "title")]


def _flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    out = []
    for key, value in values.items():
        if isinstance(value, dict):
            out += _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for row in value:
                # Rows of flights are known by their window, systems by their name.
                mark = "window" if "window" in row else "name"
                out.append((f"{prefix}{key}.{row[mark]}", "listed"))
                out += _flat({k: v for k, v in row.items() if k != mark}, f"{prefix}{key}.{row[mark]}.")
        else:
            out.append((prefix + key, str(value).lower() if isinstance(value, bool) else str(value)))
    return out


@dataclass(frozen=True, slots=True)
class Answered:
    """What two plans say to one question.

    Parameters
    ----------
    what : str
        The question in words.
    first, second : str
        What each plan says.
    change : str
        What lies between them, with its 95 % interval; empty for words.
    weight : str
        How far the difference can be trusted; empty where the two are the same.
    """

    what: str
    first: str
    second: str
    change: str = ""
    weight: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two differ by more than luck."""
        return bool(self.weight)


def answers_of(
    comparison: Mapping[str, Any], first: Mapping[str, Any], second: Mapping[str, Any]
) -> tuple[list[Answered], list[Answered]]:
    """Answers of two plans: those that differ by more than luck, and the others.

    Parameters
    ----------
    comparison : mapping
        As :func:`kilosol.web.quick.compared` gives it.
    first, second : mapping
        The verdicts.

    Returns
    -------
    differing, others : list of Answered
    """
    titles = [(verdict["station"].get("title") or "none", w) for verdict, w in zip(
        (first, second), comparison["words"], strict=True)]  # fmt: skip
    rows = [
        _words("Station", *(title for title, _ in titles)),
        _words("What its mass hangs on", *(w["binding_constraint"] or "none" for _, w in titles)),
        _words("Gate that holds the crew back longest", *(w["binding_gate"] or "none" for _, w in titles)),
    ]
    rows += [
        Answered(n["what"], n["first"], n["second"], n["change"], _weight(n)) for n in comparison["numbers"]
    ]
    return [r for r in rows if r.differs], [r for r in rows if not r.differs]


def _words(what: str, first: str, second: str) -> Answered:
    return Answered(what, first, second, weight="decided otherwise" if first != second else "")


def _weight(number: Mapping[str, Any]) -> str:
    if not number["is_real"]:
        return ""
    if not number["is_drawn"]:
        return "no interval"
    return "more than luck, same luck in both" if number["is_paired"] else "more than luck, drawn apart"
