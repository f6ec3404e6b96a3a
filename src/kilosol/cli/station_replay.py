"""``kilosol station replay``: events on a dynamic station, over time."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.cli.output import Json, page_first, refuse_unwritable, say, say_json, say_table
from kilosol.errors import NotConverged, Problem, ScenarioError, UnknownName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kilosol.fission import Replay

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 72
#: Decades of power below the peak that the line of bars shows.
_DECADES = 5.0


def replay(name: str, *, out: Path | None = None, json: Json = False) -> int:
    """Replay events on a dynamic station: peak, times, temperatures, traces.

    Parameters
    ----------
    name
        A TOML of your own, or one that ships: krusty-15c, krusty-30c, krusty-60c, krusty-28h, cold-start,
        load-step-down, load-step-up, lose-one-pipe, loss-of-cooling, shutdown.
    out
        Write the page with its figures to this HTML file.

    Returns
    -------
    int
        0, or 4 where the replay could not be finished; what it found until then is printed all the same.
    """
    refuse_unwritable(out)
    from kilosol.sheets.replay_sheet import replay_sheet

    sheet = replay_sheet(_load(name))

    def page() -> str:
        from kilosol.report.replay_page import render_replay

        return render_replay(sheet)

    with page_first(out, page, is_told=not json):
        values = sheet.values()
        say_json(values) if json else _show(values)
    return 0 if sheet.result.status == "completed" else NotConverged.exit_code


def _load(name: str) -> Replay:
    """A replay from a file, or one that ships."""
    from kilosol.fission import parse_replay, replay_names, shipped_replay

    path = Path(name)
    if path.suffix.casefold() != ".toml" and not path.is_file():
        if name not in replay_names():
            raise UnknownName("replay (or file)", name, replay_names())
        return shipped_replay(name)
    raw = _toml(path)
    reactor = raw.get("reactor")
    if isinstance(reactor, str) and reactor.casefold().endswith(".toml"):
        # A reactor in a file of its own: its values, flat or below [values], replace those of its base.
        own = _toml(path.parent / reactor)
        raw["reactor"] = {key: own[key] for key in ("base",) if key in own} | own.get(
            "values", {key: value for key, value in own.items() if key != "base"}
        )
    return parse_replay(raw, path.name)


def _toml(path: Path) -> dict[str, Any]:
    from kilosol.data.own_files import own_text, own_toml

    try:
        return own_toml(own_text(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            str(path), [Problem("", str(path), f"cannot be read as text: {error}")]
        ) from error
    except (ValueError, RecursionError) as error:
        raise ScenarioError(str(path), [Problem(path.name, "TOML", str(error))]) from error


def _show(values: dict[str, Any]) -> None:
    say(f"{values['title']}: {values['reactor']['name']}, {values['reactor']['basis']}")
    if values["status"] != "completed":
        say(f"stopped: {values['reason']}")
    rows = [
        ("highest power", f"{values['peak_power_w']:.5g} W", f"after {values['peak_time_min']:.4g} min"),
        ("hottest fuel, mean", f"{values['max_fuel_c']:.1f} C", ""),
        ("power held", f"{values['hold_s']:.1f} s", f"{values['inserted_cents']:.4g} cents in all"),
        ("energy from fission", f"{values['energy_j']['fission'] / 1e6:.4g} MJ",
         f"balance closes to {values['balance_frac']:.0e}"),
    ]  # fmt: skip
    other = values["heat_capacity"]["other"]
    rows.append(
        (
            f"with {other['name']} for {values['heat_capacity']['used']}",
            f"{other['peak_power_w']:.5g} W",
            f"after {other['peak_time_min']:.4g} min, {other['max_fuel_c']:.1f} C",
        )
    )
    say_table(("what", "value", ""), rows, right=("value",))
    if values["events"]:
        say_table(
            ("hour", "event"),
            [(f"{event['time_s'] / 3600:.3f}", event["what"]) for event in values["events"]],
            right=("hour",),
        )
    import numpy as np

    traces = {key: np.array(series, dtype=np.float64) for key, series in values["traces"].items()}
    times = traces["time_s"]
    if times[-1] > times[0]:
        power = np.log10(np.maximum(traces["power_w"], 1e-300))
        low = max(float(power.max()) - _DECADES, float(power.min()))
        say(
            f"power  {_line(times, power, low, float(power.max()))} "
            f"{_span(traces['power_w'], 'W')}, log scale"
        )
        fuel = traces["fuel_k"] - 273.15
        say(f"fuel   {_line(times, fuel, float(fuel.min()), float(fuel.max()))} {_span(fuel, 'C')}")
        net = traces["net_cents"]
        say(f"net    {_line(times, net, float(net.min()), float(net.max()))} {_span(net, 'cents')}")
        say(f"       {'0':<{_WIDTH - 8}}{times[-1] / 3600:>6.3g} h")


def _line(times: NDArray[np.float64], series: NDArray[np.float64], low: float, high: float) -> str:
    """A series as a line of bars."""
    import numpy as np

    at = np.linspace(times[0], times[-1], _WIDTH)
    share = np.clip((np.interp(at, times, series) - low) / max(high - low, 1e-12), 0, 1)
    return "".join(_BARS[min(int(s * len(_BARS)), len(_BARS) - 1)] for s in share)


def _span(series: NDArray[np.float64], unit: str) -> str:
    low, high = float(series.min()), float(series.max())
    return f"{low:.3g} to {high:.4g} {unit}" if math.isfinite(high) else ""
