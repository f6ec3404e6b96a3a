"""What a sweep varies: keys of the scenario and cited values, by list or by range."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from kilosol import data
from kilosol.errors import Problem, ScenarioError, did_you_mean
from kilosol.scenario import field_rows
from kilosol.scenario.border import MOST_VALUE, key_fault, shown, shown_key
from kilosol.scenario.overrides import parse_value
from kilosol.streams import generator

Sampling = Literal["grid", "lhs"]

#: Most cases of one sweep: beyond it a typing error is likelier than a wish.
MOST_CASES = 1_000_000


@dataclass(frozen=True)
class Axis:
    """One input and the values that it takes.

    Parameters
    ----------
    key : str
        Dotted key of the scenario, or path of a cited value.
    values : tuple
        Its values on a grid; empty for a range that states no number of steps.
    low, high : float or None
        Ends of a range.
    is_whole : bool
        Whether only whole numbers count.
    """

    key: str
    values: tuple[Any, ...]
    low: float | None = None
    high: float | None = None
    is_whole: bool = False

    def at(self, u: float) -> Any:
        """Value at a place from 0 to 1 of the axis."""
        if self.low is None or self.high is None:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.is_whole:
            # Every whole number gets an equal share.
            return min(math.floor(self.low + u * (self.high - self.low + 1)), int(self.high))
        return self.low + u * (self.high - self.low)


def parse_axis(text: str) -> Axis:
    """Axis of one ``key=a,b,c``, ``key=low..high:n``, ``key=low..high`` or, for a cited value, ``key=range``.

    Raises
    ------
    ScenarioError
        If the key is not known (the nearest is given) or holds no value.

    Examples
    --------
    >>> parse_axis("crew.people=4,6").values, parse_axis("ship.payload_t=50..150:3").values
    ((4, 6), (50.0, 100.0, 150.0))
    """
    key, equals, listed = (part.strip() for part in text.partition("="))
    if not equals or not key:
        raise _broken(text, "must be key=a,b,c or key=low..high:n")
    if fault := key_fault(key) or ("" if len(listed) <= MOST_VALUE else f"at most {MOST_VALUE} characters"):
        raise _broken(shown_key(key), fault)
    kind = _kind_of(key)
    if not listed:
        raise _broken(key, "is varied over no value; write key=a,b,c or key=low..high:n")
    if listed == "range":
        return _published_range(key)
    found = _Range.of(listed)
    if found is not None and kind in ("number", "integer", "cited"):
        return _range_axis(key, found, is_whole=kind == "integer")
    parts = _split(listed)
    if any(not part for part in parts):
        raise _broken(key, f"holds an empty value in {listed!r}")
    values = tuple(parse_value(key, part, is_typed=True) for part in parts)
    if kind == "cited":
        values = tuple(_as_number(key, v) for v in values)
    return Axis(key, values)


def make_cases(
    axes: Sequence[Axis], sampling: Sampling = "grid", n_cases: int | None = None, *, seed: int = 1
) -> list[dict[str, Any]]:
    """Inputs of every case.

    Parameters
    ----------
    axes : sequence of Axis
    sampling : {"grid", "lhs"}
        Every combination, the last axis fastest, or a Latin hypercube.
    n_cases : int, optional
        Size of the hypercube.
    seed : int
        Of the hypercube.

    Returns
    -------
    list of dict
        Key -> value.
    """
    if not axes:
        raise _broken("--vary", "is needed at least once, for example --vary crew.people=4,6,8")
    twice = {a.key for a in axes if sum(b.key == a.key for b in axes) > 1}
    if twice:
        raise _broken(sorted(twice)[0], "is varied twice; list all its values in one --vary")
    if sampling == "lhs":
        if n_cases is None or n_cases < 1:
            raise _broken("--cases", f"must be a whole number above 0 with --sample lhs, got {n_cases}")
        if n_cases > MOST_CASES:
            raise _broken("--cases", f"must be at most {MOST_CASES}, got {n_cases}")
        # scipy.stats takes a third of a second to import: workers, which only split cases, do without.
        from scipy.stats import qmc

        points = qmc.LatinHypercube(len(axes), rng=study_rng(seed, "sweep")).random(n_cases)
        return [{a.key: a.at(float(u)) for a, u in zip(axes, row, strict=True)} for row in points]
    if n_cases is not None:
        raise _broken("--cases", "goes with --sample lhs; a grid has as many cases as its axes make")
    for axis in axes:
        if not axis.values:
            raise _broken(
                axis.key, f"needs a number of steps on a grid: {axis.key}={axis.low:g}..{axis.high:g}:5"
            )
    if math.prod(len(a.values) for a in axes) > MOST_CASES:
        raise _broken("--vary", f"makes more than {MOST_CASES} cases; use --sample lhs --cases N")
    names = [a.key for a in axes]
    return [dict(zip(names, row, strict=True)) for row in itertools.product(*(a.values for a in axes))]


def study_rng(seed: int, study: str) -> np.random.Generator:
    """Random generator of a study's design, of the kind that SciPy can spawn others from."""
    return np.random.default_rng(int(generator(seed, f"study/{study}").integers(2**62)))


def split_case(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, float]]:
    """Keys of the scenario, and cited values, of a case."""
    dials = {k: float(v) for k, v in values.items() if _is_cited(k)}
    return {k: v for k, v in values.items() if k not in dials}, dials


def cited_range(key: str) -> tuple[float, float] | None:
    """Published range of a cited value; None where it has none."""
    name, _, last = key.rpartition(".")
    cited = next((c for c in data.table(name).peek() if c.key == last), None)
    if cited is None or cited.low is None or cited.high is None:
        return None
    return cited.low, cited.high


def _is_cited(key: str) -> bool:
    name, _, last = key.rpartition(".")
    return name in data.table_names() and last in data.table(name)


def _kind_of(key: str) -> str:
    if _is_cited(key):
        return "cited"
    generic = re.sub(r"\.\d+(?=\.|$)", "[]", key)
    rows = {row.key: row.kind for row in field_rows()}
    if generic in rows:
        return rows[generic]
    name = key.rpartition(".")[0]
    known = list(rows)
    if name in data.table_names():
        known = [c.path for c in data.table(name).peek()]
    elif "/" in key:
        known = [c.path for n in data.table_names() for c in data.table(n).peek()]
    raise _broken(key, f"no such key of a scenario, nor cited value{did_you_mean(key, known)}")


def _published_range(key: str) -> Axis:
    ends = cited_range(key) if _is_cited(key) else None
    if ends is None:
        raise _broken(key, "has no published range; write key=low..high:n")
    return Axis(key, (), *ends)


class _Range(NamedTuple):
    """``low..high`` or ``low..high:n`` as written."""

    low: str
    high: str
    n: str | None

    @classmethod
    def of(cls, text: str) -> _Range | None:
        """The range that a text is; None if it is none."""
        ends, colon, n = text.partition(":")
        low, dots, high = ends.rpartition("..")
        if not (dots and low and high) or "," in text or ":" in n:
            return None
        return cls(low, high, n if colon else None)


def _range_axis(key: str, found: _Range, *, is_whole: bool) -> Axis:
    low, high = _as_number(key, found.low), _as_number(key, found.high)
    if low >= high:
        raise _broken(key, f"an empty range: {found.low}..{found.high}; the first number must be the smaller")
    if found.n is None:
        return Axis(key, (), low, high, is_whole)
    is_short = len(found.n) <= len(str(MOST_CASES))
    if not (found.n.isascii() and found.n.isdecimal()) or (is_short and int(found.n) < 1):
        raise _broken(key, f"the number of steps must be a whole number above 0, got {shown(found.n)}")
    if not is_short:
        raise _broken(key, f"the number of steps must be at most {MOST_CASES}, got {shown(found.n)}")
    n = int(found.n)
    if n > MOST_CASES:
        raise _broken(key, f"the number of steps must be at most {MOST_CASES}, got {n}")
    steps = np.linspace(low, high, n) if n > 1 else np.array([(low + high) / 2.0])
    values = tuple(dict.fromkeys(round(v) for v in steps.tolist())) if is_whole else tuple(steps.tolist())
    return Axis(key, values, low, high, is_whole)


def _as_number(key: str, text: object) -> float:
    try:
        found = float(str(text))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise _broken(key, f"must be a number, got {text!r}")
    return found


def _split(text: str) -> list[str]:
    """Parts between commas, those inside brackets or quotes left alone."""
    parts, depth, quote, begun = [], 0, "", 0
    for i, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(text[begun:i].strip())
            begun = i + 1
    return [*parts, text[begun:].strip()]


def _broken(key: str, message: str) -> ScenarioError:
    return ScenarioError("what is varied", [Problem("", key, message)])
