"""``kilosol station``: the design sheet of a fission station."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from kilosol.cli import station_replay
from kilosol.cli.output import Json, page_first, refuse_unwritable, say, say_json, say_table
from kilosol.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from kilosol.fission import FissionUnit

#: Technology that is shown when none is named.
DEFAULT = "hp-stirling-40"
_HEADS = ("case", "sink K", "net kW", "able kW", "core kWt", "cold end K")


def build_station() -> App:
    """The command with its sub-commands."""
    app = App(name="station", help="A fission station: its design sheet.", help_format="plaintext")
    app.default(show_station)
    app.command(station_replay.replay, name="replay")
    return app


def show_station(
    technology: str = DEFAULT,
    *,
    units: int = 1,
    distance_m: float = 1000.0,
    site: str = "AP-1",
    limit_msv_year: float = 50.0,
    buried: Annotated[bool, Parameter(negative="")] = False,
    solar: bool = True,
    out: Path | None = None,
    json: Json = False,
) -> None:
    """The design sheet of a fission station: mass, heat, hours, years, and what would do instead.

    Parameters
    ----------
    technology
        A known technology, for example hp-stirling-40 or kilopower-10; or a TOML of your own.
    units
        How many units stand there.
    distance_m
        From the station to the base, 10 to 5000 m.
    site
        A known site on Mars.
    limit_msv_year
        Dose at the base from the whole station, mSv a year.
    buried
        Regolith is the shield; none is carried.
    solar
        Size the solar plant that would carry the same load (some seconds).
    out
        Write the page with its figures to this HTML file.
    """
    refuse_unwritable(out)
    from kilosol.mars import site as site_of
    from kilosol.sheets.station_sheet import station_sheet

    sheet = station_sheet(
        _unit(technology),
        site_of(site),
        n_units=units,
        distance_m=distance_m,
        limit_msv_year=limit_msv_year,
        is_buried=buried,
        with_solar=solar,
    )

    def page() -> str:
        from kilosol.report.station_page import render_station

        return render_station(sheet)

    with page_first(out, page, is_told=not json):
        values = sheet.values()
        say_json(values) if json else _show(values)


def _unit(technology: str) -> FissionUnit:
    """A unit that ships, or one from a file."""
    from kilosol.data.own_files import own_text
    from kilosol.fission import fission_unit, unit_from_text

    path = Path(technology)
    if path.suffix.casefold() != ".toml" and not path.is_file():
        return fission_unit(technology)
    try:
        text = own_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            technology, [Problem("", technology, f"cannot be read as text: {error}")]
        ) from error
    return unit_from_text(text, path.name)


def _show(values: dict[str, Any]) -> None:
    about, station, published = values["technology"], values["station"], values["published"]
    say(
        f"{station['n_units']} x {about['title']}: {station['net_kwe']:g} kWe net at {station['site']}, "
        f"{station['distance_m']:g} m from the base; fuel {about['fuel']}, figures tier {about['tier']}"
    )
    if "mass" in values:
        _show_design(values)
    else:
        mass = published["mass_kg"]
        say(f"published mass {'none' if mass is None else f'{mass:g} kg'}; {station['why_no_components']}")
    hour = {row["after"]: row["unit_kw"] for row in values["decay_heat"]["rows"]}
    dose = values["dose"]
    say(f"decay heat of a core: {hour['1 h']:.3g} kW after an hour, {hour['1 d']:.3g} kW after a day")
    say(
        f"dose: bare {dose['bare_at_base_msv_year'] / 1000:.3g} Sv a year at the base; "
        f"a berm of dry regolith would be {dose['berm_dry_m']:.1f} m"
    )
    lost = values["transients"]
    if lost is not None:
        say(
            f"all cooling lost, no control: the fuel peaks at {lost['loss_of_cooling_peak_k']:.0f} K, "
            f"{'below' if lost['survives_loss_of_cooling'] else 'ABOVE'} {lost['fuel_limit_k']:.0f} K; "
            f"{lost['basis']}"
        )
    start = values["start_up"]
    say(f"start-up: {start['hours']:.0f} h and {start['energy_kwh']:.3g} kWh from landing to full power")


def _show_design(values: dict[str, Any]) -> None:
    mass, chain, panel = values["mass"], values["efficiency"], values["radiator"]
    rows = [
        (name.replace("_", " "), f"{kilograms:.0f}", f"{mass['growth_by_component_kg'][name]:.0f}")
        for name, kilograms in mass["by_component_kg"].items()
    ]
    rows.append(("one unit", f"{mass['basic_kg']:.0f}", f"{mass['unit_kg'] - mass['basic_kg']:.0f}"))
    say_table(("component", "kg", "growth kg"), rows, right=("kg", "growth kg"))
    published = "" if mass["published_kg"] is None else f", published {mass['published_kg']:.0f}"
    say(
        f"{mass['unit_kg']:.0f} kg a unit ({mass['unit_low_kg']:.0f} to {mass['unit_high_kg']:.0f}"
        f"{published}), {mass['specific_mass_kg_kwe']:.0f} kg/kWe; the station {mass['station_kg']:.0f} kg"
    )
    say(
        f"{chain['net_frac']:.1%} net between {chain['hot_k']:.0f} and {chain['cold_k']:.0f} K; radiator "
        f"{panel['area_m2']:.0f} m2 for {panel['reject_kw']:.0f} kW, "
        f"{panel['in_k']:.0f} to {panel['out_k']:.0f} K, sink {panel['sink_k']:.0f} K"
    )
    keys = ("sink_k", "net_kw", "able_kw", "thermal_kwt", "cold_k")
    cases = [(row["name"], *(f"{row[key]:.1f}" for key in keys)) for row in values["cases"]]
    say_table(_HEADS, cases, right=_HEADS[1:])
    after = {row["year"]: row for row in values["availability"]["rows"]}[10.0]
    say(
        f"after 10 years: {after['mean_kw']:.1f} kW expected, half the power or more with "
        f"{after['at_least_50_percent']:.1%}"
    )
    if values["binds"]:
        first = values["binds"][0]
        say(f"what binds: without {first['what']} a unit would be {first['saves_kg']:.0f} kg lighter")
    sizes = [
        f"{row['n_units']} x {row['unit_kwe']:g} kWe {row['total_kg'] / 1000:.1f} t"
        for row in values["sizes"]
    ]
    say(f"the same power from {', '.join(sizes)}")
    solar = values["solar"]
    if solar is not None:
        told = f"{solar['total_kg'] / 1000:.1f} t" if solar["is_feasible"] else "none that holds"
        say(f"a solar plant for the same load: {told}")
