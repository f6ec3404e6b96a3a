"""The place: clock, seasons, pressure, temperatures, dust, dose."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol import mars
from kilosol.data import columns, table
from kilosol.evidence.registry import shared
from kilosol.transfer import state

#: Instants of the clock's worked examples, Julian dates in UTC.
_EXAMPLES = {"first": 2451549.5, "second": 2453008.0 + (1 + 46 / 60 + 31 / 3600) / 24}
#: West longitude of the first example's place.
_EXAMPLE_WEST_DEG = 184.702
#: Days between dates where the distance, Ls and irradiance are compared over the kernel's span.
_SEASON_DATES = np.linspace(2450083.5, 2469443.5, 2000)
#: Onset and peak of the storm of Mars year 34 over Gale (guzewich2019).
_GALE_ONSET_LS, _GALE_PEAK_TAU = 187.0, 8.5
#: Bisections of a day's search: below a second.
_HALVINGS = 40


def clock_ls(example: str) -> float:
    """Solar longitude of an example."""
    return float(mars.ls_deg(_EXAMPLES[example]))


def clock_sol_date(example: str) -> float:
    """Mars sol date of an example."""
    return float(mars.mars_sol_date(_EXAMPLES[example]))


def clock_coordinated() -> float:
    """Coordinated Mars time of the second example."""
    return float(mars.mars_sol_date(_EXAMPLES["second"])) % 1 * 24


def clock_equation_of_time() -> float:
    """Equation of time of the first example, in degrees."""
    return float(mars.equation_of_time_hour(_EXAMPLES["first"])) * 360 / 24


def clock_local_time() -> float:
    """Local true solar time of the first example."""
    return float(mars.ltst_hour(_EXAMPLES["first"], -_EXAMPLE_WEST_DEG))


def clock_distance() -> float:
    """Distance from the Sun in the first example."""
    return float(mars.heliocentric_distance_au(_EXAMPLES["first"]))


def clock_declination() -> float:
    """Declination as the example counts it, against the plumb line."""
    season = clock_ls("first")
    return float(mars.declination_deg(season)) + 0.25 * float(np.sin(np.radians(season)))


def date_of_season(year: int, ls: float) -> float:
    """Julian date in UTC on which a Mars year reaches a solar longitude."""
    low, high = _EXAMPLES["first"] - 17200.0, _EXAMPLES["first"] + 18200.0

    def late(jd: float) -> bool:
        now = int(mars.mars_year(jd))
        return now > year or (now == year and float(mars.ls_deg(jd)) >= ls)

    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if late(middle) else (middle, high)
    return high


def pressure_gale(ls: float) -> float:
    """Pressure at the rover."""
    return float(mars.surface_pressure_pa(ls, -4.45))


def pressure_insight(end: str) -> float:
    """Lowest or highest pressure of the year at InSight."""
    year = mars.surface_pressure_pa(np.arange(360.0), -2.64)
    return float(year.min() if end == "Lowest" else year.max())


def irradiance_end(end: str) -> float:
    """Largest or least irradiance of the year."""
    light = mars.toa_irradiance_w_m2(np.arange(0.0, 360.0, 0.1))
    return float(light.max() if end == "Largest" else light.min())


def irradiance_season(end: str) -> float:
    """Solar longitude of the largest or least irradiance."""
    season = np.arange(0.0, 360.0, 0.1)
    light = mars.toa_irradiance_w_m2(season)
    return float(season[light.argmax() if end == "Largest" else light.argmin()])


def irradiance_mean() -> float:
    """Mean irradiance over the sols of a year."""
    return float(mars.toa_irradiance_w_m2(mars.design_year_ls_deg()).mean())


def declination_at(ls: float) -> float:
    """Declination of the Sun."""
    return float(mars.declination_deg(ls))


def sols_to(ls: float) -> float:
    """Sols from the beginning of the year to a solar longitude."""
    return float(mars.sol_of_ls(ls))


def storm_tau(ls: float) -> float:
    """Median optical depth of the design storm within five degrees of Ls."""
    season = mars.design_year_ls_deg(1)
    tau = mars.design_year_tau(latitude_deg=-1.95)
    return float(np.median(tau[np.abs(season - ls) < 5]))


def storm_sols() -> float:
    """Sols from the storm's onset until tau is below one."""
    after = mars.design_year_tau(latitude_deg=-1.95)[round(float(mars.sol_of_ls(262.0))) :]
    # The first fortnight is the rise.
    rise = 15
    return float(np.argmax(after[rise:] < 1) + rise)


def quiet_tau(ls: float) -> float:
    """Optical depth of a year without a storm."""
    quiet = mars.design_year_tau(latitude_deg=-1.95, global_storm=False)
    return float(np.interp(ls, mars.design_year_ls_deg(1)[:-1], quiet[:-1]))


def trip_value(stay_days: float, key: str) -> float:
    """Dose of two cruises of 180 days with a stay between them."""
    return float(getattr(mars.trip_dose_msv(180.0, stay_days, 180.0), key))


def dose_under(depth_m: float) -> float:
    """Yearly dose under soil of 1.58 g/cm3 where 153 mSv fall on the surface."""
    return 153 * float(mars.cover_factor(depth_m * 158))


@cache
def _years() -> dict[str, Any]:
    quiet = mars.replay_tau("quiet")
    return {name: mars.ground_year(mars.site(name), quiet) for name in mars.site_names()}


def ground_error(words: str, key: str, column: str) -> float:
    """Largest distance of the sites' yearly mean, highest or lowest ground temperature."""
    del words
    here = np.array([getattr(year.ground_k, key)() for year in _years().values()])
    return float(np.abs(here - columns("mars/sites")[column]).max())


def sink_k(name: str, words: str, key: str) -> float:
    """Temperature of a radiator's sink."""
    del words
    sink = mars.sink_summary_k(mars.sink_by_hour_k(_years()[name], mars.site(name).albedo))
    return float(getattr(sink, key))


def _air_errors() -> NDArray[np.float64]:
    given = shared("kilosol2026_ground")
    air = _years()["Gale"].air_k.reshape(669, 24)
    season = mars.ls_of_sol_deg(np.arange(669) + 0.5)
    errors = []
    for k, (low, high) in enumerate(zip(given["air_low_c"], given["air_high_c"], strict=True)):
        here = air[(season >= 30 * k) & (season < 30 * k + 30)] - 273.15
        errors += [here.min(axis=1).mean() - low, here.max(axis=1).mean() - high]
    return np.array(errors)


def air_rms() -> float:
    """Root mean square error of the air's lowest and highest at Gale."""
    return float(np.sqrt(np.mean(np.square(_air_errors()))))


def air_bias() -> float:
    """Mean error of the air's lowest and highest at Gale."""
    return float(_air_errors().mean())


def sky_heat(words: str) -> float:
    """Least or most of the sites' yearly mean heat from the sky."""
    sigma = table("constants").number("stefan_boltzmann_w_m2_k4")
    down = [sigma * float((year.sky_k**4).mean()) for year in _years().values()]
    return min(down) if words == "least" else max(down)


@cache
def _storm_at_gale() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ground of calm and stormy sols around the peak of Mars year 34 there, (n_sols, 24) [K]."""
    place, quiet = mars.site("Gale"), mars.replay_tau("quiet")
    tau = mars.design_year_tau(
        latitude_deg=place.latitude_deg,
        storm_onset_ls_deg=_GALE_ONSET_LS,
        storm_peak_tau=_GALE_PEAK_TAU,
        storm_shape="meridiani-2018",
    )
    storm = mars.ground_year(place, np.maximum(quiet, tau))
    peak = slice(*(round(float(mars.sol_of_ls(ls))) for ls in (191.0, 205.0)))
    calm, dark = (y.ground_k.reshape(669, 24)[peak] for y in (_years()["Gale"], storm))
    return calm, dark


def storm_range_fall() -> float:
    """Fall of the ground's daily range."""
    calm, dark = _storm_at_gale()
    return float(np.ptp(calm, axis=1).mean() - np.ptp(dark, axis=1).mean())


def storm_mean_fall() -> float:
    """Fall of the ground's mean temperature."""
    calm, dark = _storm_at_gale()
    return float(calm.mean() - dark.mean())


def storm_end(words: str, end: str) -> float:
    """Fall of the ground's daily highest, or rise of its lowest."""
    del words
    calm, dark = _storm_at_gale()
    if end == "highest":
        return float(calm.max(axis=1).mean() - dark.max(axis=1).mean())
    return float(dark.min(axis=1).mean() - calm.min(axis=1).mean())


def air_extreme(name: str, end: str, first_ls: float, last_ls: float) -> float:
    """Mean of the air's daily lowest or highest over a season, in a year without a global storm."""
    season = mars.ls_of_sol_deg(np.arange(669) + 0.5)
    air = _years()[name].air_k.reshape(669, 24)[(season >= first_ls) & (season < last_ls)]
    return float((air.min(axis=1) if end == "lowest" else air.max(axis=1)).mean())


def lander_air_rms(name: str) -> float:
    """Root mean square error of the air's lowest and highest over what was published for a lander."""
    rows = [row for row in shared("lander_air")["seen"] if row[0] == name]
    errors = [
        air_extreme(name, end, first, last) - seen
        for _, first, last, low, high in rows
        for end, seen in (("lowest", low), ("highest", high))
    ]
    return float(np.sqrt(np.mean(np.square(errors))))


def pressure_at(name: str, ls: float) -> float:
    """Pressure at a site in a season."""
    place = mars.site(name)
    return float(mars.surface_pressure_pa(ls, place.elevation_km, place.latitude_deg))


@cache
def _seen() -> dict[str, NDArray[np.float64]]:
    """Season, declination and distance of the Sun from the ephemeris and the pole."""
    given = shared("park2021_seasons")
    centuries = (_SEASON_DATES - 2451545.0) / 36525
    right, height = (
        np.radians(at + drift * centuries) for at, drift in (given["pole_ra_deg"], given["pole_dec_deg"])
    )
    pole = np.stack([np.cos(height) * np.cos(right), np.cos(height) * np.sin(right), np.sin(height)], axis=-1)
    eps = np.radians(table("constants").number("earth_obliquity_deg"))
    c, s = np.cos(eps), np.sin(eps)
    pole = pole @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]]).T
    r, v = state("mars", _SEASON_DATES)
    sun = -r / np.linalg.norm(r, axis=-1, keepdims=True)
    orbit = np.cross(r, v)
    orbit /= np.linalg.norm(orbit, axis=-1, keepdims=True)
    node = np.cross(pole, orbit)
    node /= np.linalg.norm(node, axis=-1, keepdims=True)
    along = np.cross(orbit, node)
    return {
        "ls": np.degrees(np.arctan2((sun * along).sum(-1), (sun * node).sum(-1))) % 360,
        "declination": np.degrees(np.arcsin((sun * pole).sum(-1))),
        "au": np.linalg.norm(r, axis=-1) / table("constants").number("au_km"),
        # Terrestrial and barycentric dynamical time differ by 2 ms at most; UTC by the leap seconds.
        "utc": 2 * _SEASON_DATES - mars.tt_jd(_SEASON_DATES),
    }


def _season_apart() -> NDArray[np.float64]:
    seen = _seen()
    return np.asarray((mars.ls_deg(seen["utc"]) - seen["ls"] + 180) % 360 - 180)


def season_error() -> float:
    """Largest error of the solar longitude."""
    return float(np.abs(_season_apart()).max())


def season_scatter() -> float:
    """Standard deviation of that error."""
    return float(_season_apart().std())


def declination_error() -> float:
    """Largest error of the declination."""
    return float(np.abs(mars.declination_deg(_seen()["ls"]) - _seen()["declination"]).max())


def distance_error() -> float:
    """Largest error of the distance."""
    return float(np.abs(mars.heliocentric_distance_au(_seen()["utc"]) - _seen()["au"]).max())


def flux_error() -> float:
    """Largest error of the irradiance, as a share."""
    flux = mars.toa_irradiance_w_m2(_seen()["ls"]) / (1361 / _seen()["au"] ** 2)
    return float(np.abs(flux - 1).max())
