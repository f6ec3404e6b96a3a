"""It is never sooner with fewer robots, more mass, more area, a longer way; without robots never."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol.loads.commissioning import StationWork, commissioning_packages, pace_for
from kilosol.loads.work import milestone_draws

WORKS = st.builds(
    lambda mass, share, n, away, area, m3: StationWork(
        mass, share * mass / max(n, 1), n, share * mass * (n > 0), away, area, 50.0 * n, m3 * n
    ),
    st.floats(0.5, 200.0),
    st.floats(0.05, 1.0),
    st.integers(0, 4),
    st.floats(10.0, 5000.0),
    st.floats(0.0, 30_000.0),
    st.floats(0.0, 300.0),
)
SEASONS = st.sampled_from([(), (0.4,) * 300 + (1.5,) * 369])


def sols(
    work: StationWork, robots: float, season: tuple[float, ...], room: float | None = None
) -> np.ndarray:
    pace = pace_for(work, season=season)
    if room is not None:
        pace = dataclasses.replace(pace, most_at_work=room)
    packages = commissioning_packages(work)
    return milestone_draws(packages, np.array([robots]), seed=3, n_draws=60, pace=pace)[0, 0]


def no_sooner(late: np.ndarray, early: np.ndarray) -> bool:
    both = np.isfinite(late) & np.isfinite(early)
    return bool((np.isfinite(early) >= np.isfinite(late)).all() and (late[both] >= early[both] - 1e-9).all())


@given(WORKS, st.integers(0, 400), st.integers(0, 400), SEASONS)
@settings(max_examples=60, deadline=None)
def test_more_robots_are_never_later(work, few, more, season):
    assert no_sooner(sols(work, few, season), sols(work, few + more, season))


@given(
    WORKS,
    st.sampled_from(["mass_t", "array_m2", "standoff_m", "radiator_m2", "cover_m3"]),
    st.floats(1.0, 3.0),
    st.integers(1, 200),
    SEASONS,
)
@settings(max_examples=100, deadline=None)
def test_more_work_is_never_sooner(work, what, factor, robots, season):
    # On the same ground: a wider field makes room for more hands, which is another change.
    more = dataclasses.replace(work, **{what: getattr(work, what) * factor})
    assert no_sooner(sols(more, robots, season, 50.0), sols(work, robots, season, 50.0))


@given(WORKS)
@settings(max_examples=20, deadline=None)
def test_nobody_sets_up_nothing(work):
    assert np.isinf(sols(work, 0.0, ())).all()
