"""Ways home of a scenario, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.api.scenarios import DEFAULT_SCENARIO, chosen_scenario

if TYPE_CHECKING:
    from kilosol.planning import Progress
    from kilosol.scenario import Scenario


@dataclass(frozen=True)
class RouteRow:
    """One route home in a plan.

    Parameters
    ----------
    name, label, title : str
        Of its row.
    making_kw, heat_kw : dict [kW]
        While it makes propellant, with the ``first`` plant of its kind and with a ``mature`` one; and the
        part that may be waste heat.
    keep_cold_kw : float [kW]
        With full tanks.
    landed_t : dict [t]
        For the way home beside ascent vehicles, by the same stages.
    vehicle_t : float [t]
        Ascent vehicles.
    ships, launches : dict
        Cargo ships to land, and launches with their tankers, by the same stages.
    tankers, return_ships : int
        That must reach an orbit about Mars.
    critical_landings : int
        That must succeed beside the crew's own.
    p_home_by : dict
        Year -> chance, over all campaigns, that the first crew is home.
    p_loss : float or None
        Of first crews that fly; None where none does.
    fails_first : str
    values : dict
        The whole row, as in the verdict.
    """

    name: str
    label: str
    title: str
    making_kw: dict[str, float]
    heat_kw: dict[str, float]
    keep_cold_kw: float
    landed_t: dict[str, float]
    vehicle_t: float
    ships: dict[str, float]
    launches: dict[str, float]
    tankers: int
    return_ships: int
    critical_landings: int
    p_home_by: dict[str, float]
    p_loss: float | None
    fails_first: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Routes:
    """All ways home of a scenario.

    Parameters
    ----------
    rows : tuple of RouteRow
    stated : RouteRow
        The scenario's own route, with its own gates where they are looser: see ``verdict``.
    best : RouteRow or None
        By which a first crew comes home most often; None where none does.
    sentence : str
    verdict : dict
        As under ``home`` of verdict.json.
    """

    rows: tuple[RouteRow, ...]
    stated: RouteRow
    best: RouteRow | None
    sentence: str
    verdict: dict[str, Any]

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from html import escape

        from kilosol.report.home_tables import routes_rows

        heads, rows = routes_rows(self.verdict)
        head = "".join(f"<th>{escape(one)}</th>" for one in heads)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        return (
            f"<table><caption>{escape(self.sentence)}</caption><thead><tr>{head}</tr></thead>{body}</table>"
        )


def routes(
    scenario: str | Path | Scenario = DEFAULT_SCENARIO,
    *,
    set: Mapping[str, object] | None = None,  # noqa: A002 - the name users know from --set
    seed: int | None = None,
    progress: Progress | None = None,
) -> Routes:
    """All ways home of a scenario in one table, as ``kilosol plan --routes`` prints it.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A preset's name, a TOML file, or a scenario.
    set : mapping, optional
        Dotted keys to change, for example ``{"home.route": "W4"}``.
    seed : int, optional
        Takes the place of the scenario's seed.
    progress : Progress, optional
        Told of each stage.

    Returns
    -------
    Routes

    Raises
    ------
    ScenarioError
        With every problem of the scenario at once.
    """
    from kilosol.planning.run import answer_plan

    chosen = chosen_scenario(scenario, set, seed=seed)
    return routes_of(answer_plan(chosen, progress).verdict["home"])


def routes_of(home: dict[str, Any]) -> Routes:
    """Ways home as a verdict holds them, with types."""
    from kilosol.planning.home_words import home_sentences

    rows = tuple(_row(one) for one in home["routes"])
    by_name = {row.name: row for row in rows}
    return Routes(
        rows=rows,
        stated=by_name[home["route"]],
        best=by_name.get(home["best"]),
        sentence=home_sentences(home),
        verdict=home,
    )


def _row(one: dict[str, Any]) -> RouteRow:
    names = (
        "name", "label", "title", "making_kw", "heat_kw", "keep_cold_kw", "landed_t", "vehicle_t", "ships",
        "launches", "tankers", "return_ships", "critical_landings", "p_home_by", "fails_first",
    )  # fmt: skip
    return RouteRow(**{name: one[name] for name in names}, p_loss=one["fates"]["lost_frac"], values=one)
