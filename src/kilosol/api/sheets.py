"""Sheets: a place, a station, a replay; the cited values; published values recomputed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kilosol.api.pages import with_page
from kilosol.errors import PYTHON, DataError, Door, UnknownName

if TYPE_CHECKING:
    from kilosol.data import Cited
    from kilosol.evidence import Selfcheck
    from kilosol.fission import FissionUnit, Replay
    from kilosol.mars import Site
    from kilosol.sheets.commission_sheet import CommissionSheet
    from kilosol.sheets.replay_sheet import ReplaySheet
    from kilosol.sheets.site_sheet import SiteSheet
    from kilosol.sheets.station_sheet import StationSheet


def site(
    name: str | None = None,
    *,
    lat: float | None = None,
    lon: float | None = None,
    elevation_km: float | None = None,
    dust: str | Path = "quiet",
    out: str | Path | None = None,
) -> SiteSheet:
    """A place on Mars: light, power, temperatures, pressure, dose, sunrise, ice.

    Parameters
    ----------
    name : str, optional
        A known site, for example ``"AP-1"``; or what to call a place given by its coordinates.
    lat, lon : float, optional [deg]
        Latitude, north positive; longitude, east positive.
    elevation_km : float, optional [km]
        Height above the laser altimeter's datum.
    dust : str or Path
        ``"quiet"``, ``"my28"`` or ``"my34"`` (the storms of those Mars years), or a CSV with the columns sol
        (or ls_deg) and tau.
    out : str or Path, optional
        Writes the page with its figures to this HTML file.

    Returns
    -------
    SiteSheet
        Its ``values()`` are what ``kilosol site --json`` prints.

    Raises
    ------
    UnknownName
        If no site bears the name.
    ScenarioError, OutOfRange
        If a coordinate is missing or wrong, or a file cannot be read.
    """

    def page(sheet: SiteSheet) -> str:
        from kilosol.report.site_page import render_site

        return render_site(sheet)

    return with_page(out, lambda: site_sheet_of(name, lat, lon, elevation_km, dust, PYTHON), page)


def site_sheet_of(
    name: str | None,
    lat: float | None,
    lon: float | None,
    elevation_km: float | None,
    dust: str | Path,
    door: Door,
) -> SiteSheet:
    """Sheet of a place and its dust, as they were named at a door; degrees [deg] and kilometres [km]."""
    from kilosol.sheets.inputs import dust_of, place_of
    from kilosol.sheets.site_sheet import site_sheet

    place = place_of(name, lat, lon, elevation_km, door)
    return site_sheet(place, *dust_of(dust, door))


def station(
    technology: str | Path | FissionUnit = "hp-stirling-40",
    *,
    units: int = 1,
    distance_m: float = 1000.0,
    site: str | Site = "AP-1",
    limit_msv_year: float = 50.0,
    buried: bool = False,
    solar: bool = True,
    out: str | Path | None = None,
) -> StationSheet:
    """The design sheet of a fission station: mass, heat, hours, years, and what would do instead.

    Parameters
    ----------
    technology : str, Path or FissionUnit
        A known technology, for example ``"kilopower-10"``; or a TOML of your own.
    units : int
        How many units stand there.
    distance_m : float [m]
        From the station to the base, 10 to 5000.
    site : str or Site
        A known site on Mars.
    limit_msv_year : float [mSv/yr]
        Dose at the base from the whole station.
    buried : bool
        Regolith is the shield; none is carried.
    solar : bool
        Size the solar plant that would carry the same load (some seconds).
    out : str or Path, optional
        Writes the page with its figures to this HTML file.

    Returns
    -------
    StationSheet
        Its ``values()`` are what ``kilosol station --json`` prints.

    Raises
    ------
    UnknownName
        If no technology or site bears the name.
    ScenarioError, OutOfRange
        If a number or a file is wrong.
    """

    def make() -> StationSheet:
        from kilosol.mars import site as site_of
        from kilosol.sheets.inputs import fission_unit_of
        from kilosol.sheets.station_sheet import station_sheet

        return station_sheet(
            fission_unit_of(technology) if isinstance(technology, str | Path) else technology,
            site_of(site) if isinstance(site, str) else site,
            n_units=units,
            distance_m=distance_m,
            limit_msv_year=limit_msv_year,
            is_buried=buried,
            with_solar=solar,
        )

    def page(sheet: StationSheet) -> str:
        from kilosol.report.station_page import render_station

        return render_station(sheet)

    return with_page(out, make, page)


def commission(
    *,
    array_m2: float = 0.0,
    mass_t: float | None = None,
    largest_t: float | None = None,
    reactors: int = 0,
    standoff_m: float = 1000.0,
    radiator_m2: float = 0.0,
    cover_m3: float = 0.0,
    within: float | None = None,
    robots: int | None = None,
    productivity: float | None = None,
    hours: float | None = None,
    seed: int = 1,
) -> CommissionSheet:
    """From touchdown to the first kilowatt: the robots that make it in time, or the time that robots make.

    Parameters
    ----------
    array_m2, radiator_m2 : float [m2]
        Array to deploy, radiators to unfold.
    mass_t : float, optional [t]
        Landed mass to unload and haul; left out: the array's own.
    largest_t : float, optional [t]
        Heaviest piece; of reactors, one of them.
    reactors : int
        How many are set up, covered and connected.
    standoff_m : float [m]
        From the ship to the reactors.
    cover_m3 : float [m3]
        Regolith to heap at the reactors' sides.
    within : float, optional [sol]
        Sols in which it must run: tells the least number of robots.
    robots : int, optional
        Robots that land: tells when it runs.
    productivity : float, optional
        Speed of a robot over a person's; left out: drawn over what is known.
    hours : float, optional [h]
        Active hours of a robot in a sol.
    seed : int
        Of the draws.

    Returns
    -------
    CommissionSheet
        Its ``values()`` are what ``kilosol commission --json`` prints.

    Raises
    ------
    ScenarioError
        If a number is wrong, or neither `within` nor `robots` is given.
    Infeasible
        If no number of robots is in time in half of the draws.

    Examples
    --------
    >>> slow, fast = (commission(array_m2=2000.0, within=90.0, productivity=p) for p in (0.3, 0.5))
    >>> slow.robots["half"] > fast.robots["half"]
    True
    """
    return commission_of(
        PYTHON,
        array_m2=array_m2,
        mass_t=mass_t,
        largest_t=largest_t,
        reactors=reactors,
        standoff_m=standoff_m,
        radiator_m2=radiator_m2,
        cover_m3=cover_m3,
        within=within,
        robots=robots,
        productivity=productivity,
        hours=hours,
        seed=seed,
    )


def commission_of(door: Door, **asked: Any) -> CommissionSheet:
    """Sheet of a station's start, as it was asked for at a door."""
    from kilosol.sheets.commission_sheet import commission_sheet

    return commission_sheet(door=door, **asked)


def replay(name: str | Path | Replay, *, out: str | Path | None = None) -> ReplaySheet:
    """Replay events on a dynamic station: peak, times, temperatures, traces.

    Parameters
    ----------
    name : str, Path or Replay
        One that ships, for example ``"krusty-15c"``, or a TOML of your own.
    out : str or Path, optional
        Writes the page with its figures to this HTML file.

    Returns
    -------
    ReplaySheet
        Its ``result.status`` says whether it ran to its end.

    Raises
    ------
    UnknownName
        If no replay bears the name.
    ScenarioError
        If the file is wrong.
    """

    def make() -> ReplaySheet:
        from kilosol.sheets.inputs import replay_of
        from kilosol.sheets.replay_sheet import replay_sheet

        return replay_sheet(replay_of(name) if isinstance(name, str | Path) else name)

    def page(sheet: ReplaySheet) -> str:
        from kilosol.report.replay_page import render_replay

        return render_replay(sheet)

    return with_page(out, make, page)


def sources(key: str | None = None, *, check: bool = False, assumptions: bool = False) -> list[Cited]:
    """The cited values: what, how much, how sure, from where.

    Parameters
    ----------
    key : str, optional
        Only values whose path begins so (``"mars/"``, ``"constants.au_km"``), or of this source.
    check : bool
        Verify first that every source is in the bibliography and every name agrees with its unit.
    assumptions : bool
        Only values without a published source.

    Returns
    -------
    list of Cited
        By path.

    Raises
    ------
    UnknownName
        If no value or source is called so.
    DataError
        If the check finds something.

    Examples
    --------
    >>> [f"{one.value:g} {one.unit}" for one in sources("constants.au_km")]
    ['1.49598e+08 km']
    """
    from kilosol.data import cited_values

    if check:
        from kilosol.data.source_check import source_problems

        problems = source_problems()
        if problems:
            raise DataError(
                "\n".join([f"{len(problems)} problem(s) in the data", *(f"  {p}" for p in problems)])
            )
    values = cited_values()
    shown = values if key is None else [c for c in values if c.path.startswith(key) or c.source == key]
    if key is not None and not shown:
        known = {c.source for c in values} | {c.path for c in values} | {c.table for c in values}
        raise UnknownName("value or source", key, known)
    return [c for c in shown if c.is_assumption] if assumptions else shown


def selfcheck(*, package: str | None = None, full: bool = False, out: str | Path | None = None) -> Selfcheck:
    """Recompute every published value that Kilosol is checked against, beside what is known to be missed.

    Parameters
    ----------
    package : str, optional
        Only this package, for example ``"fission"``; or one case.
    full : bool
        Also the slow rows.
    out : str or Path, optional
        Writes the page with its figure to this HTML file.

    Returns
    -------
    Selfcheck
        Its ``is_good`` says whether all that is claimed holds.

    Raises
    ------
    UnknownName
        If there is no such package or case.

    Examples
    --------
    >>> selfcheck(package="bate1971_hohmann").is_good
    True
    """
    from kilosol.evidence import chosen_rows, run_selfcheck

    def page(check: Selfcheck) -> str:
        from kilosol.report.evidence_page import render_selfcheck

        return render_selfcheck(check)

    return with_page(out, lambda: run_selfcheck(chosen_rows(package), is_full=full), page)
