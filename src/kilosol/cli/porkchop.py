"""``kilosol porkchop``: energies over departure and arrival dates, as a figure, a table or a dataset."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.cli.arc import Center, Planet, arc_values
from kilosol.cli.output import Json, kept_first, refuse_unwritable, say, say_json
from kilosol.errors import OutOfRange

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import xarray as xr

    from kilosol.transfer.arcs import Arc
    from kilosol.transfer.porkchops import Porkchop

ENDINGS = (".html", ".csv", ".nc")
#: First, last and step of the contour lines: launch energy [km2/s2], arrival speed [km/s].
C3_LINES, SPEED_LINES = (8, 40, 2), (2.5, 8.0, 0.5)
#: Points of the figure along each axis.
MOST_POINTS = 150


def draw_porkchop(
    *,
    depart: str,
    arrive: str,
    origin: Planet = "earth",
    target: Planet = "mars",
    center: Center | None = None,
    points: int = 200,
    out: Path | None = None,
    json: Json = False,
) -> None:
    """Launch energy and arrival speed for every pair of dates.

    Parameters
    ----------
    depart
        First and last day of departure: 2030-11-01..2031-05-01.
    arrive
        First and last day of arrival, likewise.
    origin
        Planet to leave.
    target
        Planet to reach.
    center
        Point that stands for the Earth: emb, the Earth-Moon barycentre (default), or earth, its centre
        (default for arcs that end there).
    points
        Dates along each axis.
    out
        File to write: .html (figure), .csv (table) or .nc (netCDF).
    """
    if not 2 <= points <= 5000:
        raise OutOfRange("--points", points, "between 2 and 5000")
    if out is not None and out.suffix not in ENDINGS:
        raise OutOfRange("--out", out.name, f"a file that ends in {', '.join(ENDINGS)}")
    refuse_unwritable(out)
    from kilosol.transfer.porkchops import porkchop

    leave, reach = _dates("--depart", depart, points), _dates("--arrive", arrive, points)
    if reach[-1] <= leave[0]:
        raise OutOfRange("last day of --arrive", arrive, f"after the first of --depart, {depart}")
    grid = porkchop(leave, reach, origin, target, center)
    best = {kind: _best(grid, i) for i, kind in ((1, "I"), (2, "II"))}
    with kept_first(None if out is None else lambda: _write(grid, best, out)):
        if json:
            say_json(_summary(grid, best, out))
        for kind, arc in () if json else best.items():
            say(str(arc) if arc is not None else f"no arc of type {kind} between these dates")
    if out is not None and not json:
        say(f"wrote {out}")


def _dates(option: str, span: str, points: int) -> Any:
    """Moments on whole minutes (seconds, where they are closer), so that each has a name of its own."""
    import numpy as np

    from kilosol.transfer.dates import jd_from_iso

    first, found, last = span.partition("..")
    if not found or last.startswith("."):
        raise OutOfRange(option, repr(span), "two dates with two dots between, 2030-11-01..2031-05-01")
    begin, end = jd_from_iso(first.strip()), jd_from_iso(last.strip())
    if begin == end:
        raise OutOfRange(
            f"last day of {option}", last, f"after the first, {first} (kilosol arc takes one day)"
        )
    if not end > begin:
        raise OutOfRange(f"last day of {option}", last, f"after the first, {first}")
    per_day = 1440 if (end - begin) * 1440 >= points else 86400
    jd = begin + np.rint(np.linspace(0, end - begin, points) * per_day) / per_day
    if (np.diff(jd) <= 0).any():
        raise OutOfRange("--points", points, f"at most one a second between {first} and {last}")
    return jd


def _best(grid: Porkchop, kind: int) -> Arc | None:
    """Cheapest arc of a type on the grid."""
    import numpy as np

    from kilosol.transfer.arcs import arc

    c3 = np.where((grid.kind == kind) & grid.mask, grid.c3_km2_s2, np.inf)
    i, j = np.unravel_index(int(np.argmin(c3)), c3.shape)
    if not np.isfinite(c3[i, j]):
        return None
    return arc(float(grid.depart_jd[i]), float(grid.arrive_jd[j]), grid.origin, grid.target, grid.center)


def _summary(grid: Porkchop, best: dict[str, Arc | None], out: Path | None) -> dict[str, Any]:
    return {
        "origin": grid.origin,
        "target": grid.target,
        "center": grid.center,
        "n_departures": grid.depart_jd.size,
        "n_arrivals": grid.arrive_jd.size,
        "n_arcs": int(grid.mask.sum()),
        "type1": arc_values(best["I"]) if best["I"] else None,
        "type2": arc_values(best["II"]) if best["II"] else None,
        "file": str(out) if out is not None else None,
    }


def _write(grid: Porkchop, best: dict[str, Arc | None], out: Path) -> None:
    from kilosol.results.netcdf import as_netcdf
    from kilosol.results.whole import written_whole

    try:
        with written_whole(out) as part:
            if out.suffix == ".csv":
                _write_csv(grid, part)
            elif out.suffix == ".nc":
                part.write_bytes(as_netcdf({"": _dataset(grid)}))
            else:
                _figure(grid, best).write_html(part, include_plotlyjs=True)
    except OSError as error:
        raise OutOfRange(
            "--out", f"{out} ({error.strerror or error})", "a file that can be written"
        ) from None


def _write_csv(grid: Porkchop, part: Path) -> None:
    from kilosol.transfer.dates import iso_time_from_jd

    leave, reach = iso_time_from_jd(grid.depart_jd), iso_time_from_jd(grid.arrive_jd)
    names = ("c3_km2_s2", "arrival_vinf_km_s", "entry_speed_km_s", "tof_days")
    values = [getattr(grid, name) for name in names]
    with part.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("departure", "arrival", "departure_jd", "arrival_jd", "type", *names))
        for i, j in zip(*grid.mask.nonzero(), strict=True):
            dates = (leave[i], reach[j], f"{grid.depart_jd[i]:.4f}", f"{grid.arrive_jd[j]:.4f}")
            rows.writerow((*dates, "I" * int(grid.kind[i, j]), *(f"{v[i, j]:.6f}" for v in values)))


def _dataset(grid: Porkchop) -> xr.Dataset:
    import xarray as xr

    from kilosol.results import describe
    from kilosol.transfer.dates import iso_time_from_jd

    names = ("c3_km2_s2", "arrival_vinf_km_s", "entry_speed_km_s", "tof_days")
    dataset = xr.Dataset(
        {name: (("departure_jd", "arrival_jd"), getattr(grid, name)) for name in names},
        coords={
            "departure_jd": grid.depart_jd,
            "arrival_jd": grid.arrive_jd,
            "departure": ("departure_jd", iso_time_from_jd(grid.depart_jd)),
            "arrival": ("arrival_jd", iso_time_from_jd(grid.arrive_jd)),
            "transfer_type": (("departure_jd", "arrival_jd"), grid.kind),
        },
        attrs={"origin": grid.origin, "target": grid.target, "center": grid.center, "time_scale": "TDB"},
    )
    return describe(dataset)


def _figure(grid: Porkchop, best: dict[str, Arc | None]) -> go.Figure:
    import numpy as np
    import plotly.graph_objects as go

    from kilosol.report.figures.colours import colour
    from kilosol.report.figures.template import finish
    from kilosol.transfer.dates import iso_time_from_jd

    # A figure needs no more points than a screen shows lines.
    rows = slice(None, None, 1 + grid.depart_jd.size // MOST_POINTS)
    columns = slice(None, None, 1 + grid.arrive_jd.size // MOST_POINTS)
    x, y = iso_time_from_jd(grid.depart_jd[rows]), iso_time_from_jd(grid.arrive_jd[columns])
    figure = go.Figure()
    for key, label, (start, end, size), ink, dash in (
        ("c3_km2_s2", "launch energy C3, km²/s²", C3_LINES, colour("accent"), "solid"),
        ("arrival_vinf_km_s", "arrival speed at infinity, km/s", SPEED_LINES, colour("muted"), "dot"),
    ):
        values = getattr(grid, key)[rows, columns].T
        figure.add_trace(
            go.Contour(
                x=x,
                y=y,
                z=np.where(values < 2 * end, values, np.nan).round(3),
                name=label,
                showlegend=True,
                contours={
                    "start": start,
                    "end": end,
                    "size": size,
                    "coloring": "none",
                    "showlabels": True,
                    "labelfont": {"color": ink},
                },
                line={"color": ink, "dash": dash, "width": 1},
                hovertemplate="leave %{x}<br>arrive %{y}<br>%{z:.2f}<extra>" + label + "</extra>",
            )
        )
    for kind, arc in best.items():
        if arc is not None:
            figure.add_trace(_point(arc, kind, colour("ink")))
    figure.update_xaxes(title_text=f"Departure from {grid.origin.capitalize()}", type="date")
    figure.update_yaxes(title_text=f"Arrival at {grid.target.capitalize()}", type="date")
    arcs = [arc for arc in best.values() if arc is not None]
    finding = "No arc joins these dates"
    if arcs:
        low = min(arcs, key=lambda a: a.c3_km2_s2)
        finding = (
            f"The cheapest flight leaves on {low.departure} at {low.c3_km2_s2:.2f} km²/s² "
            f"and arrives on {low.arrival}"
        )
    return finish(
        figure, finding, "Launch energy and arrival speed by departure and arrival date", height=640
    )


def _point(arc: Arc, kind: str, ink: str) -> go.Scatter:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[arc.departure],
        y=[arc.arrival],
        mode="markers+text",
        text=[f"type {kind}"],
        textposition="top center",
        marker={"color": ink, "size": 9, "symbol": "x"},
        showlegend=False,
        hovertemplate=(
            f"{arc.departure} to {arc.arrival}<br>C3 {arc.c3_km2_s2:.2f} km²/s²<br>"
            f"entry {arc.entry_speed_km_s:.2f} km/s<extra>type {kind}</extra>"
        ),
    )
