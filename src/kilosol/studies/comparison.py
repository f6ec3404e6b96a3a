"""Plans side by side: which inputs differ, what that changes, and whether the change is more than luck.

Plans with one seed share their luck: campaign 17 of the one meets the same readiness and the same landings as
campaign 17 of the other wherever their inputs agree (common random numbers). The uncertainty of a difference
is therefore taken over the differences of single campaigns, and is far smaller than that of two plans drawn
apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import UnknownName
from kilosol.planning.run import Run
from kilosol.scenario import Scenario
from kilosol.studies.draws_of_runs import Luck, luck_of
from kilosol.studies.kpis import KPIS, LANDING_YEARS, kpi_words

#: Two-sided 95 % point of the normal distribution.
Z95 = 1.96

#: Part of the larger value below which two computed numbers count as equal: the verdict's rounding.
EQUAL_FRAC = 1e-5

#: Ready-made changes to compare with.
BASELINES: dict[str, dict[str, Any]] = {
    "all-solar": {"power.architectures": ["solar"], "partners.station.offered": False},
    "all-fission": {"power.architectures": ["fission"]},
    "partner-withdrawn": {"partners.station.offered": False},
    # Neither in the design year nor in the years that crews live: a base sized for calm would meet storms.
    "no-storm": {"weather.global_storm": False, "weather.storm_per_mars_year": 0.0},
    "landings-only": {
        "gates.station_sols": 0.0,
        "gates.propellant_t": 0.0,
        "gates.min_confidence_frac": 0.0,
        "gates.style": "landings only",
    },
}


@dataclass(frozen=True)
class Subject:
    """One plan that is compared.

    Parameters
    ----------
    label : str
        What the tables call it.
    scenario : Scenario
    verdict : mapping
    run : Run or None
        With the draws; None for a verdict read from a file that this version does not repeat.
    kept : Luck or None
        Draws of a run that is over, where they were kept beside its verdict.
    """

    label: str
    scenario: Scenario
    verdict: Mapping[str, Any]
    run: Run | None = None
    kept: Luck | None = None

    @property
    def luck(self) -> Luck | None:
        """Its single campaigns and years, if they are known."""
        return self.kept if self.run is None else luck_of(self.run)


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of a plan against the same of the first.

    Parameters
    ----------
    name, words : str
        The number.
    base, other : float
        Its values.
    change : float
        Other less base.
    low, high : float
        95 % interval of the change; its ends are equal where nothing is drawn at random.
    is_drawn : bool
        Whether luck has a part in it.
    is_paired : bool
        Whether the interval rests on shared luck.
    is_real : bool
        Whether the interval leaves out zero.
    """

    name: str
    words: str
    base: float
    other: float
    change: float
    low: float
    high: float
    is_drawn: bool
    is_paired: bool
    is_real: bool


@dataclass(frozen=True)
class Comparison:
    """Plans beside the first of them.

    Parameters
    ----------
    subjects : tuple of Subject
    inputs : tuple of (str, tuple)
        Keys whose values differ, and the values in the order of the subjects; None where a key is absent.
    differences : tuple of tuples of Difference
        For each subject after the first.
    words : tuple of dict
        For each subject, what is decided in words.
    """

    subjects: tuple[Subject, ...]
    inputs: tuple[tuple[str, tuple[Any, ...]], ...]
    differences: tuple[tuple[Difference, ...], ...]
    words: tuple[dict[str, str], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the plans."""
        return tuple(s.label for s in self.subjects)

    def difference(self, name: str, other: int = 1) -> Difference:
        """One difference by its number's name.

        Parameters
        ----------
        name : str
            Of a number of the verdict, for example ``landed_2040_frac``.
        other : int
            Which plan, counted from 1.
        """
        found = {d.name: d for d in self.differences[other - 1]}
        if name not in found:
            raise UnknownName("number that both plans have", name, found)
        return found[name]

    def as_dict(self) -> dict[str, Any]:
        """Everything in plain numbers and words, for JSON."""
        return {
            "plans": [
                {"label": s.label, "scenario": s.scenario.name, "seed": s.scenario.seed, **w}
                for s, w in zip(self.subjects, self.words, strict=True)
            ],
            "inputs": [{"key": key, "values": list(values)} for key, values in self.inputs],
            "differences": [
                {
                    "plan": s.label,
                    "against": self.subjects[0].label,
                    "numbers": [{n: getattr(d, n) for n in Difference.__slots__} for d in found],
                }
                for s, found in zip(self.subjects[1:], self.differences, strict=True)
            ],
        }

    def __repr__(self) -> str:
        lines = [f"Comparison of {', '.join(self.labels)}"]
        lines += [f"  {key}: {' | '.join(str(v) for v in values)}" for key, values in self.inputs]
        for subject, found in zip(self.subjects[1:], self.differences, strict=True):
            lines.append(f"  {subject.label} less {self.subjects[0].label}")
            lines += [
                f"    {d.name}: {d.change:+.4g} ({d.low:+.4g} to {d.high:+.4g})" for d in found if d.is_real
            ]
        return "\n".join(lines)


def baseline(name: str) -> dict[str, Any]:
    """Changes of a ready-made baseline.

    Examples
    --------
    >>> baseline("partner-withdrawn")
    {'partners.station.offered': False}
    """
    if name not in BASELINES:
        raise UnknownName("baseline", name, BASELINES)
    return dict(BASELINES[name])


def compare_subjects(subjects: Sequence[Subject]) -> Comparison:
    """Compare any number of plans with the first."""
    base = subjects[0]
    return Comparison(
        subjects=tuple(subjects),
        inputs=tuple(_inputs(subjects)),
        differences=tuple(tuple(_differences(base, other)) for other in subjects[1:]),
        words=tuple(kpi_words(s.verdict) for s in subjects),
    )


def _inputs(subjects: Sequence[Subject]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    flat = [dict(_flattened(s.scenario.model_dump(by_alias=True, mode="json"), "")) for s in subjects]
    keys = dict.fromkeys(key for one in flat for key in one)
    for key in keys:
        values = tuple(one.get(key) for one in flat)
        if key not in ("name", "title") and any(v != values[0] for v in values):
            yield key, values


def _flattened(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flattened(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for row in value:
            # Rows of flights are known by their window, as in --set; systems by their name.
            mark = "window" if "window" in row else "name"
            yield from _flattened({k: v for k, v in row.items() if k != mark}, f"{key}.{row[mark]}")
    else:
        yield key, value


def _differences(base: Subject, other: Subject) -> Iterator[Difference]:
    spreads = _spreads(base, other)
    for kpi in KPIS:
        a, b = kpi.of(base.verdict), kpi.of(other.verdict)
        if math.isnan(a) or math.isnan(b):
            continue
        change = b - a
        spread = spreads.get(kpi.name)
        if spread is None:
            is_real = abs(change) > EQUAL_FRAC * max(abs(a), abs(b))
            yield Difference(kpi.name, kpi.words, a, b, change, change, change, False, False, is_real)
            continue
        stderr, is_paired = spread
        low, high = change - Z95 * stderr, change + Z95 * stderr
        is_real = low > 0.0 or high < 0.0
        yield Difference(kpi.name, kpi.words, a, b, change, low, high, True, is_paired, is_real)


def _spreads(base: Subject, other: Subject) -> dict[str, tuple[float, bool]]:
    """Standard error of every difference that luck has a part in, and whether luck was shared."""
    found: dict[str, tuple[float, bool]] = {}
    verdicts = base.verdict, other.verdict
    for name, draws in (("city_frac", "draws"), ("million_t_frac", "draws")):
        p = [next(k for k in KPIS if k.name == name).of(v) for v in verdicts]
        n = [v["landing"][draws] for v in verdicts]
        found[name] = (_apart(p, n), False)
    hours = [v["adequacy"]["lolh_stderr_hour"] for v in verdicts]
    found["lolh_hour"] = (math.hypot(*hours), False)
    # Without the draws the plans count as drawn apart: an interval that errs wide.
    for name, count in (*((f"landed_{y}_frac", "draws") for y in LANDING_YEARS), ("landed_frac", "draws"),
                        ("crew_flies_frac", "draws"), ("loss_of_crew_frac", "flown"),
                        ("crew_home_frac", "flown"), ("crew_still_there_frac", "flown")):  # fmt: skip
        p = [next(k for k in KPIS if k.name == name).of(v) for v in verdicts]
        flown = [v["landing"]["p_crew_flies"] if count == "flown" else 1.0 for v in verdicts]
        n = [v["landing"]["draws"] * max(f, 1e-6) for v, f in zip(verdicts, flown, strict=True)]
        found[name] = (_apart(p, n), False)
    p = [v["adequacy"]["p_crew_survives"] for v in verdicts]
    found["survives_year_frac"] = (_apart(p, [v["adequacy"]["n_years"] for v in verdicts]), False)
    one, two = base.luck, other.luck
    if one is not None and two is not None and base.scenario.seed == other.scenario.seed:
        found |= _paired(one, two, base.scenario.horizon_year, other.scenario.horizon_year)
    return found


def _apart(p: Sequence[float], n: Sequence[float]) -> float:
    """Standard error of the difference of two shares drawn apart; none or all still leave a doubt of 1/n."""
    return math.sqrt(sum(max(a * (1 - a), 1 / b) / b for a, b in zip(p, n, strict=True) if a == a))


def _paired(a: Luck, b: Luck, a_horizon: int, b_horizon: int) -> dict[str, tuple[float, bool]]:
    found: dict[str, tuple[float, bool]] = {}
    if a.first_landing_year.size == b.first_landing_year.size:
        for year in LANDING_YEARS:
            found[f"landed_{year}_frac"] = (_stderr(_landed(b, year) - _landed(a, year)), True)
        found["landed_frac"] = (_stderr(_landed(b, b_horizon) - _landed(a, a_horizon)), True)
        found["crew_flies_frac"] = (_stderr(_flag(b.lost_by > -2) - _flag(a.lost_by > -2)), True)
        found["loss_of_crew_frac"] = (_stderr(_influence(b.lost_by) - _influence(a.lost_by)), True)
    if a.year_lives.size == b.year_lives.size:
        found["survives_year_frac"] = (_stderr(_flag(b.year_lives) - _flag(a.year_lives)), True)
    return found


def _landed(luck: Luck, year: int) -> NDArray[np.float64]:
    """1 for every campaign that has landed people by the end of a year."""
    return _flag((luck.first_landing_year > 0) & (luck.first_landing_year <= year))


def _flag(values: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _influence(lost_by: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each campaign adds to the share of flown crews that are lost (delta method)."""
    flew, lost = _flag(lost_by > -2), _flag(lost_by >= 0)
    share = float(flew.mean())
    return np.asarray((lost - lost.sum() / max(flew.sum(), 1.0) * flew) / max(share, 1.0 / flew.size))


def _stderr(differences: NDArray[np.float64]) -> float:
    n = differences.size
    if not differences.any():
        # Not one campaign differs: the difference is none, and no draw could tell.
        return 0.0
    return float(np.sqrt(max(differences.var(ddof=1), 1.0 / n**2) / n))
