"""Two runs side by side: inputs that differ, and the numbers that a reader compares first."""

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
            for index, row in enumerate(value):
                out += _flat(row, f"{prefix}{key}.{index}.")
        else:
            out.append((prefix + key, str(value).lower() if isinstance(value, bool) else str(value)))
    return out


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a verdict that a comparison shows.

    Parameters
    ----------
    path : str
        Dotted place in verdict.json.
    what : str
        In words.
    scale : float
        From the verdict's unit to the one shown.
    unit : str
        As shown.
    """

    path: str
    what: str
    scale: float = 1.0
    unit: str = ""


NUMBERS = (
    Number("station.title", "Station"),
    Number("station.mass_kg", "Landed mass of the station", 1e-3, "t"),
    Number("station.binding_constraint", "What its mass hangs on"),
    Number("adequacy.p_crew_survives", "Crew comes through a Mars year", 100, "%"),
    Number("adequacy.lolh_hour_per_mars_year", "Vital loads without power", 1, "h a Mars year"),
    Number("safety.exclusion_distance_m", "Exclusion distance", 1e-3, "km"),
    Number("safety.trip_dose_msv", "Dose of the trip", 1, "mSv"),
    Number("landing.median_year", "People on Mars, as likely as not by"),
    Number("landing.p_crew_flies", "A crew flies before the horizon", 100, "%"),
    Number("landing.p_loss_of_crew", "First crew lost", 100, "%"),
    Number("city.people_p50", "People at the horizon, middle draw"),
    Number("city.closure_p50_frac", "Closure at the horizon, middle draw", 100, "%"),
)


def compare_verdicts(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Difference]:
    """Numbers of two verdicts in words."""
    return [Difference(n.what, _told(first, n), _told(second, n)) for n in NUMBERS]


def _told(verdict: Mapping[str, Any], number: Number) -> str:
    here: Any = verdict
    for part in number.path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    if here is None:
        return "none"
    if isinstance(here, str):
        return here
    if not number.unit and float(here).is_integer():
        return str(int(here))
    return f"{float(here) * number.scale:.4g} {number.unit}".strip()
