"""After shutdown and after a fault: heat of the cores over time, temperatures of the fuel by event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kilosol.report.figures.colours import colour
from kilosol.report.figures.registry import plan_figure
from kilosol.report.figures.template import finish, nothing, small
from kilosol.report.number_text import as_float, number, power
from kilosol.results import Results

#: Marks of the time axis [s].
_MARKS = {
    "1 s": 1.0,
    "1 min": 60.0,
    "1 h": 3600.0,
    "1 d": 86400.0,
    "30 d": 30 * 86400.0,
    "1 yr": 365 * 86400.0,
}
#: Events of the verdict and their words.
_EVENTS = {
    "half_load_peak_k": "Half of the load lost",
    "loss_of_cooling_peak_k": "All cooling lost",
    "fuel_k": "Full power",
    "more_load_dip_k": "More load asked for",
}


@plan_figure("safety", 4, "Heat of the cores after shutdown.", is_half=True)
def cooling_down(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Decay heat of the cores at power over the time after shutdown.

    Parameters
    ----------
    results : Results
        Uses ``safety``.
    verdict : mapping
        Not used.

    Returns
    -------
    Figure
    """
    run = results.safety
    heat = float(run.attrs.get("thermal_kwt", 0.0))
    if "decay_heat_kw" not in run or heat <= 0.0:
        return nothing("No core heats on after shutdown", "The chosen design has no reactor")
    after, left = run["after_s"].values, run["decay_heat_kw"].values
    figure = go.Figure(
        go.Scatter(
            x=small(after),
            y=small(left),
            mode="lines",
            name="Decay heat",
            line={"color": colour("accent"), "width": 3},
            hovertemplate="%{x:.3g} s after shutdown: %{y:.3g} kW<extra></extra>",
        )
    )
    figure.update_xaxes(
        title_text="Time after shutdown", type="log", tickvals=list(_MARKS.values()), ticktext=list(_MARKS)
    )
    figure.update_yaxes(title_text="Heat of the cores, kW", type="log", dtick=1)
    hour, day = (float(np.interp(np.log(_MARKS[t]), np.log(after), left)) for t in ("1 h", "1 d"))
    finding = f"An hour after shutdown the cores still give {power(hour)}, a day after {power(day)}"
    years = number(run.attrs.get("operated_year"))
    shows = f"Cores of {power(heat, 3)} together after {years} years at full power, ANS-5.1"
    return finish(figure, finding, shows, 320)


@plan_figure("safety", 5, "Temperature of the fuel when load or cooling is lost.", is_half=True)
def fuel_after_faults(results: Results, verdict: Mapping[str, Any]) -> go.Figure:  # noqa: ARG001 - one shape for all
    """Extreme temperature of the fuel in each event that a unit must bear without hands.

    Parameters
    ----------
    results : Results
        Not used.
    verdict : mapping
        Uses ``safety``.

    Returns
    -------
    Figure
    """
    told = verdict.get("safety", {}).get("transients") or {}
    asked = [(words, as_float(told.get(key))) for key, words in _EVENTS.items()]
    events = [(words, kelvin) for words, kelvin in asked if kelvin is not None and np.isfinite(kelvin)]
    limit = as_float(told.get("fuel_limit_k"))
    if not events or limit is None:
        return nothing("No model of the chosen unit's faults", "Its published figures do not suffice")
    kelvins = [kelvin for _, kelvin in events]
    figure = go.Figure(
        go.Bar(
            x=small(kelvins, 5),
            y=[words for words, _ in events],
            orientation="h",
            marker_color=[colour("bad" if kelvin > limit else "fission") for kelvin in kelvins],
            text=[f"{number(kelvin, 4)} K" for kelvin in kelvins],
            textposition="inside",
            insidetextanchor="start",
            insidetextfont={"color": colour("card")},
            hovertemplate="%{y}: %{x:.0f} K<extra></extra>",
            width=3 / 5,
        )
    )
    figure.add_vline(
        x=limit,
        line={"color": colour("limit"), "dash": "dash"},
        annotation={"text": f"limit {number(limit, 4)} K", "font": {"color": colour("limit")}},
    )
    figure.update_xaxes(title_text="Fuel temperature, K", range=[0, max(*kelvins, limit) * 6 / 5])
    hottest = max(events, key=lambda event: event[1])
    gap = limit - hottest[1]
    finding = (
        f"{hottest[0]}: the fuel reaches {number(hottest[1], 4)} K, "
        f"{number(abs(gap))} K {'below' if gap >= 0 else 'above'} its limit"
    )
    shows = "One unit, without scram and without hands; mean temperature of the fuel at its extreme"
    return finish(figure, finding, shows, 300, top=24)
