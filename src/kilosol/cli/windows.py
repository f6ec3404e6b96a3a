"""``kilosol windows``: when ships can leave, land and return."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from kilosol.cli.arc import arc_values
from kilosol.cli.output import Json, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.transfer.returns import ReturnWindow
    from kilosol.transfer.windows import Window

#: Arcs of a window -> what the table calls them.
_ARCS = {"type1": "type I", "type2": "type II", "crew": "crew"}


def list_windows(
    *,
    first_year: Annotated[int | None, Parameter(name="--from")] = None,
    last_year: Annotated[int | None, Parameter(name="--to")] = None,
    homeward: Annotated[bool, Parameter(name="--return", negative="")] = False,
    land_in: int | None = None,
    max_c3: float | None = None,
    max_entry: float | None = None,
    max_tof: float | None = None,
    center: Literal["emb", "earth"] | None = None,
    json: Json = False,
) -> None:
    """List launch windows with their cheapest arcs and the fast one for a crew.

    Parameters
    ----------
    first_year
        First year of departure.
    last_year
        Last year of departure.
    homeward
        From Mars to the Earth instead; knows no limits.
    land_in
        Only flights that land in this year, within the limits that are given.
    max_c3
        Launch energy that ships may use [km2/s2].
    max_entry
        Inertial entry speed at Mars [km/s].
    max_tof
        Flight time of a crew [d].
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre (outward default, as handbooks take
        it), or earth, its centre (homeward default).
    """
    years = _years(first_year, last_year, land_in)
    if homeward:
        from kilosol.transfer.returns import return_windows

        found = [_values(w) for w in return_windows(*years, center=center or "earth")]
    else:
        from kilosol.transfer.windows import launch_windows

        outward = launch_windows(
            *years,
            max_c3_km2_s2=max_c3,
            max_entry_km_s=max_entry,
            max_tof_days=max_tof,
            center=center or "emb",
        )
        found = [_values(w) for w in outward]
    if land_in is not None:
        limits = {"c3_km2_s2": max_c3, "entry_speed_km_s": max_entry, "tof_days": max_tof}
        found = _landing_in(land_in, found, limits)
    if json:
        say_json(found)
    elif found:
        _show(found)
    else:
        say("no window" + ("" if land_in is None else f" lands ships in {land_in} within the limits"))


def _years(first: int | None, last: int | None, land_in: int | None) -> tuple[int, int]:
    if land_in is not None:
        # Who lands in a year left in that year or the one before.
        return (land_in - 1 if first is None else first, land_in if last is None else last)
    if first is None or last is None:
        cure = "are needed, for example --from 2026 --to 2035 (or --land-in 2031)"
        raise ScenarioError("the command line", [Problem("", "--from and --to", cure)])
    return first, last


def _values(window: Window | ReturnWindow) -> dict[str, Any]:
    """All values of a window; its arcs with their dates as text."""
    from kilosol.transfer.arcs import Arc

    values = {f.name: getattr(window, f.name) for f in dataclasses.fields(window)}
    return {key: arc_values(v) if isinstance(v, Arc) else v for key, v in values.items()}


def _landing_in(
    year: int, found: list[dict[str, Any]], limits: dict[str, float | None]
) -> list[dict[str, Any]]:
    """Windows with the arcs that land in a year and keep the limits; other arcs are None."""

    def fits(arc: dict[str, Any]) -> bool:
        kept = all(most is None or arc[key] <= most for key, most in limits.items())
        return kept and arc["arrival"][:4] == str(year)

    chosen = []
    for window in found:
        arcs = {k: v if v is not None and fits(v) else None for k, v in window.items() if k in _ARCS}
        if any(arcs.values()):
            chosen.append({**window, **arcs})
    return chosen


def _show(found: list[dict[str, Any]]) -> None:
    headings = ("window", "arc", "leaves", "lands", "C3 km2/s2", "entry km/s", "days")
    rows = []
    for window in found:
        for key, label in _ARCS.items():
            arc = window.get(key)
            if arc is not None:
                numbers = (
                    f"{arc['c3_km2_s2']:.2f}",
                    f"{arc['entry_speed_km_s']:.2f}",
                    f"{arc['tof_days']:.0f}",
                )
                rows.append((str(window["year"]), label, arc["departure"], arc["arrival"], *numbers))
    say_table(headings, rows, right=headings[4:])
    for window in found:
        if "launch_period_days" in window:
            period = f"{window['launch_period_days']:.0f}"
            say(f"{window['year']}: ships can leave on {period} days within the limits")
        for flag in window.get("flags", ()):
            say(f"{window['year']}: {flag}")
