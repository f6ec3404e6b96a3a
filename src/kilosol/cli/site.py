"""``kilosol site``: a place on Mars through its year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.cli.output import Json, page_first, refuse_unwritable, say, say_json, say_table
from kilosol.errors import OutOfRange, Problem, ScenarioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kilosol.mars import Site


def show_site(
    name: str | None = None,
    *,
    lat: float | None = None,
    lon: float | None = None,
    elevation_km: float | None = None,
    dust: str = "quiet",
    out: Path | None = None,
    json: Json = False,
) -> None:
    """A place on Mars: light, power, temperatures, pressure, dose, sunrise, ice.

    Parameters
    ----------
    name
        A known site, for example AP-1 or Jezero; or what to call a place given by its coordinates.
    lat
        Latitude in degrees, north positive.
    lon
        Longitude in degrees, east positive.
    elevation_km
        Height above the laser altimeter's datum.
    dust
        quiet, my28 or my34 (the storms of Mars years 28 and 34), or a CSV of your own with the columns sol
        (or ls_deg) and tau.
    out
        Write the page with its figures to this HTML file.
    """
    refuse_unwritable(out)
    from kilosol.sheets.site_sheet import site_sheet

    place = _place(name, lat, lon, elevation_km)
    dust_name, tau = _dust(dust)
    sheet = site_sheet(place, dust_name, tau)

    def page() -> str:
        from kilosol.report.site_page import render_site

        return render_site(sheet)

    with page_first(out, page, is_told=not json):
        values = sheet.values()
        say_json(values) if json else _show(values)


def _place(name: str | None, lat: float | None, lon: float | None, elevation_km: float | None) -> Site:
    from kilosol.mars import custom_site, site

    given = {"--lat": lat, "--lon": lon, "--elevation-km": elevation_km}
    missing = [option for option, value in given.items() if value is None]
    if len(missing) == len(given):
        if name is None:
            cure = "is needed: the name of a site, or --lat, --lon and --elevation-km"
            raise ScenarioError("the command line", [Problem("", "a place", cure)])
        return site(name)
    if lat is None or lon is None or elevation_km is None:
        cure = "also needed: a place of your own takes all three of --lat, --lon and --elevation-km"
        raise ScenarioError("the command line", [Problem("", ", ".join(missing), cure)])
    if not -180 <= lon <= 360:
        raise OutOfRange("--lon", lon, "between -180 and 360, east positive")
    own = name or f"{lat:g}, {lon:g}"
    return custom_site(own, latitude_deg=lat, east_longitude_deg=lon % 360, elevation_km=elevation_km)


def _dust(dust: str) -> tuple[str, NDArray[np.float64] | None]:
    """Name of the dust and, for a user's own file, its year."""
    from kilosol.errors import did_you_mean
    from kilosol.mars import REPLAYS, tau_from_csv

    if dust in REPLAYS:
        return dust, None
    from kilosol.data.own_files import own_text

    path = Path(dust)
    if path.suffix.casefold() != ".csv" and not path.is_file():
        raise OutOfRange("--dust", repr(dust), f"quiet, my28, my34 or a CSV{did_you_mean(dust, REPLAYS)}")
    try:
        text = own_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(dust, [Problem("", dust, f"cannot be read as text: {error}")]) from error
    return path.name, tau_from_csv(text, path.name)


def _show(values: dict[str, Any]) -> None:
    place, array, heat = values["site"], values["array"], values["temperature"]
    dose = values["dose"]["by_phase"]
    say(
        f"{place['name']}: latitude {place['latitude_deg']['value']:g}, "
        f"east longitude {place['east_longitude_deg']['value']:g}, {place['elevation_km']['value']:g} km, "
        f"{place['pressure_pa']['value']:.0f} Pa; dust: {values['dust']}"
    )
    rows = [
        (
            name,
            f"{values['insolation']['year'][f'{name}_mean_wh_m2']:.0f}",
            f"{values['insolation']['year'][f'{name}_darkest_30_sols_wh_m2']:.0f}",
            f"{one['mean_w_m2']:.1f}",
            f"{one['darkest_30_sols_w_m2']:.2f}",
            f"{one['area_m2_per_kwe_mean']:.0f}",
            "none" if one["area_m2_per_kwe_darkest"] is None else f"{one['area_m2_per_kwe_darkest']:.0f}",
        )
        for name, one in array.items()
        if isinstance(one, dict)
    ]
    heads = (
        "dust",
        "light Wh/m2 a sol",
        "darkest 30 sols",
        "power W/m2",
        "darkest",
        "m2 per kWe, mean",
        "m2 per kWe, darkest",
    )
    say_table(heads, rows, right=heads[1:])
    say(
        f"ground {heat['ground_min_k']:.0f} to {heat['ground_max_k']:.0f} K; radiator's sink "
        f"{heat['sink_mean_k']:.0f} K mean, {heat['sink_max_k']:.0f} K hottest; "
        f"wall of {heat['wall_w_m2_k']:g} W/m2/K loses {heat['heat_loss_mean_w_m2']:.0f} W/m2"
    )
    say(
        f"dose {dose['maximum']['surface_msv_day']:.2f} (weak solar maximum) to "
        f"{dose['minimum']['surface_msv_day']:.2f} mSv a day (quiet Sun)"
    )
    seasons = values["sunrise"]
    days = [row["day_hour"] for row in seasons]
    say(f"day {min(days):.1f} to {max(days):.1f} Mars hours long")
    say(f"ice: {values['ice']['text']}")
