import numpy as np
import pytest

from kilosol import mars
from kilosol.data import overriding, recording
from kilosol.errors import OutOfRange, ScenarioError
from kilosol.streams import generator


def test_storm_changes_only_its_season() -> None:
    quiet = mars.design_year_tau(latitude_deg=39.8, global_storm=False)
    stormy = mars.design_year_tau(latitude_deg=39.8)
    onset = round(float(mars.sol_of_ls(262.0)))
    # A thousandth is left of the exponential decay half a year later.
    assert stormy[250:onset] == pytest.approx(quiet[250:onset], rel=1e-3)
    assert stormy[200:250] == pytest.approx(quiet[200:250], rel=0.01)
    assert np.all(stormy >= quiet)
    assert stormy[onset + 24] > 4 * quiet[onset + 24]


@pytest.mark.parametrize("shape", mars.STORM_SHAPES)
def test_peak_and_onset_are_what_was_asked(shape: str) -> None:
    tau = mars.design_year_tau(
        latitude_deg=0.0, storm_onset_ls_deg=185.0, storm_peak_tau=10.8, storm_shape=shape
    )
    assert tau.max() == 10.8
    onset = round(float(mars.sol_of_ls(185.0)))
    quiet = mars.design_year_tau(latitude_deg=0.0, global_storm=False)
    assert np.array_equal(tau[onset - 20 : onset], quiet[onset - 20 : onset])
    assert 5 < int(np.argmax(tau)) - onset < 60
    # No storm on record stayed within a tenth of its peak for as long as 25 sols.
    assert (tau > 0.9 * 10.8).sum() < 25


def test_a_higher_peak_darkens_every_sol_smoothly() -> None:
    peaks = np.arange(1.0, 11.01, 0.1)
    years = np.stack([mars.design_year_tau(latitude_deg=0.0, storm_peak_tau=float(p)) for p in peaks])
    assert np.all(np.diff(years, axis=0) >= 0)
    assert np.diff(years, axis=0).max() <= 0.1 + 1e-9


def test_courses_on_record_begin_at_nought_and_reach_one() -> None:
    sols = np.arange(-5.0, 400.0)
    for shape in mars.STORM_SHAPES:
        share = mars.storm_shape_frac(sols, shape=shape)
        assert np.all(share[sols <= 0] == 0)
        assert share.max() == 1
        assert np.all((share >= 0) & (share <= 1))
        longer = mars.storm_shape_frac(sols, shape=shape, stretch=1.2)
        assert 1.1 < (longer > 0.5).sum() / (share > 0.5).sum() < 1.3
    with pytest.raises(OutOfRange, match="meridiani-2007"):
        mars.storm_shape_frac([0.0], shape="plateau")


def test_drawn_years_say_which_hold_a_storm() -> None:
    drawn = mars.random_years(generator(5, "dust"), 60, latitude_deg=0.0)
    same = mars.random_years_tau(generator(5, "dust"), 60, latitude_deg=0.0)
    assert np.array_equal(drawn.tau, same)
    assert np.all(drawn.tau[drawn.has_storm].max(axis=1) >= 3.5)
    assert np.all(drawn.tau[~drawn.has_storm].max(axis=1) < 3.5)


def test_late_storm_wraps_into_the_years_beginning() -> None:
    tau = mars.design_year_tau(latitude_deg=0.0, storm_onset_ls_deg=350.0)
    assert tau[0] > 2
    assert tau.max() == 4.5


def test_random_year_is_the_first_of_many_and_repeats() -> None:
    one = mars.random_year_tau(generator(3, "dust"), latitude_deg=10.0)
    again = mars.random_years_tau(generator(3, "dust"), 1, latitude_deg=10.0)[0]
    other = mars.random_year_tau(generator(4, "dust"), latitude_deg=10.0)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert np.all(one > 0)


def test_storm_chance_of_one_and_zero() -> None:
    certain = mars.random_years_tau(generator(5, "dust"), 40, latitude_deg=0.0, storm_frac=1.0)
    never = mars.random_years_tau(generator(5, "dust"), 40, latitude_deg=0.0, storm_frac=0.0)
    assert np.all(certain.max(axis=1) >= 3.5)
    assert np.all(certain.max(axis=1) <= 10.8)
    assert np.all(never.max(axis=1) < 3.5)


def test_values_are_entered_in_the_ledger_and_can_be_replaced() -> None:
    with recording() as used:
        mars.design_year_tau(latitude_deg=0.0)
    assert {"mars/dust.storm_peak_tau", "mars/opportunity_tau.tau_p50"} <= set(used)
    assert "mars/storm_shapes.meridiani_2007_frac" in used
    with overriding({"mars/dust.storm_peak_tau": 7.0}):
        assert mars.design_year_tau(latitude_deg=0.0).max() == 7.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude_deg": 95.0},
        {"latitude_deg": 0.0, "storm_onset_ls_deg": 400.0},
        {"latitude_deg": 0.0, "storm_peak_tau": -1.0},
    ],
)
def test_bad_design_years_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OutOfRange):
        mars.design_year_tau(**wrong)


def test_bad_random_years_are_refused() -> None:
    with pytest.raises(OutOfRange, match="storm_frac"):
        mars.random_year_tau(generator(1, "dust"), latitude_deg=0.0, storm_frac=1.5)
    with pytest.raises(OutOfRange, match="n_years"):
        mars.random_years_tau(generator(1, "dust"), 0, latitude_deg=0.0)
    with pytest.raises(OutOfRange, match="percentile"):
        mars.climatology_tau(0.0, 25)


def test_background_thins_on_high_ground_and_storms_do_not() -> None:
    low, high = (mars.design_year_tau(latitude_deg=0.0, pressure_pa=p) for p in (802.0, 500.0))
    here = mars.design_year_tau(latitude_deg=0.0)
    assert low[200] == here[200]
    assert high[200] / here[200] == pytest.approx(500 / 637, rel=1e-3)
    assert low.max() == here.max() == high.max() == 4.5
    assert np.all(mars.design_year_tau(latitude_deg=0.0, pressure_pa=80.0) >= 0.2)
    with pytest.raises(OutOfRange, match="pressure_pa"):
        mars.site_background_tau(0.5, 0.0)


def test_a_lowland_record_has_the_background_of_meridiani() -> None:
    """Viking 1 from Ls 0 to 180 (figure 3 of TM-105216): 8 % above it, under 23 % more air."""
    seen = {15: 0.60, 45: 0.65, 75: 0.55, 105: 0.50, 135: 0.40, 165: 0.70}
    ours = [float(mars.site_background_tau(mars.climatology_tau(ls), 782.0)) for ls in seen]
    assert np.mean(list(seen.values())) == pytest.approx(np.mean(ours), rel=0.1)


def test_b_storms_keep_to_the_south_pole() -> None:
    def solstice_tau(latitude: float) -> float:
        years = mars.random_years_tau(generator(6, "dust"), 300, latitude_deg=latitude, storm_frac=0.0)
        season = mars.design_year_ls_deg(1)
        return float(years[:, (season > 270) & (season < 290)].mean())

    assert solstice_tau(-80.0) > 1.05 * solstice_tau(0.0)
    assert solstice_tau(40.0) == pytest.approx(solstice_tau(0.0))


def test_replays_hold_what_was_seen() -> None:
    season = mars.design_year_ls_deg(1)
    my28, my34, quiet = (mars.replay_tau(name) for name in ("my28", "my34", "quiet"))
    for ls, tau in ((272.7, 2.74), (277.2, 4.52), (286.8, 4.45), (301.7, 2.31), (326.6, 1.05)):
        assert my28[np.argmin(np.abs(season - ls))] == pytest.approx(tau, rel=0.06)
    onset = round(float(mars.sol_of_ls(186.1)))
    assert my34[onset + 8] == 10.8
    assert my34[onset - 5] == quiet[onset - 5]
    # A hundred sols later it has cleared below 1.5.
    assert my34[onset + 110] < 1.5
    assert np.all(my34 >= quiet - 1e-12)
    assert mars.replay_tau("my28", pressure_pa=802.0).max() == pytest.approx(my28.max())
    with pytest.raises(OutOfRange, match="my28"):
        mars.replay_tau("my29")


def year_csv(*, header: str = "sol,tau", n: int = 669, changes: dict[int, str] | None = None) -> str:
    rows = [header, *(f"{sol},0.6" for sol in range(n))]
    for line, text in (changes or {}).items():
        rows[line - 1] = text
    return "\n".join(row for row in rows if row != "DROP")


def test_a_users_year_is_read() -> None:
    text = "# my own record\n" + year_csv(changes={11: "9,2.5"})
    tau = mars.tau_from_csv(text)
    assert tau.shape == (669,)
    assert tau[9] == 2.5
    by_season = "ls_deg,tau\n" + "\n".join(f"{ls},{0.5 + ls / 720}" for ls in range(0, 361, 5))
    found = mars.tau_from_csv(by_season)
    assert found[round(float(mars.sol_of_ls(180.0)))] == pytest.approx(0.75, abs=0.002)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (year_csv(changes={6: "DROP"}), "dust.csv:6  sol: must be 4, got 5: a gap"),
        (year_csv(changes={6: "4,"}), "dust.csv:6  tau: is empty: a gap"),
        (year_csv(changes={6: "4,60"}), "dust.csv:6  tau: must be between 0.05 and 15, got 60"),
        (year_csv(changes={6: "4,0.01"}), "dust.csv:6  tau"),
        (year_csv(changes={6: "4,thick"}), "dust.csv:6  tau: must be a number"),
        (year_csv(header="day,tau"), "dust.csv:1  header: needs a column 'sol' or 'ls_deg'"),
        (year_csv(header="ls_rad,tau"), "sols or degrees, no other unit"),
        (year_csv(header="sol,tau_percent"), "dust.csv:1  header: needs a column 'tau'"),
        (year_csv(n=300), "dust.csv:301  sol: ends at sol 299"),
        ("ls_deg,tau\n0,0.5\n3,0.5\n40,0.6\n358,0.5\n", "dust.csv:4  ls_deg: a gap of 37 degrees"),
        ("ls_deg,tau\n0,0.5\n3,0.5\n2,0.6\n358,0.5\n", "dust.csv:4  ls_deg: must rise"),
        ("ls_deg,tau\n0,0.5\n3,0.5\n6.2,0.6\n", "look like radians"),
        ("", "dust.csv:1"),
    ],
)
def test_gaps_and_wrong_units_are_refused_with_their_lines(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        mars.tau_from_csv(text, "dust.csv")
    assert said in str(refused.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        mars.tau_from_csv(year_csv(changes={4: "2,", 9: "7,99"}), "dust.csv")
    assert len(refused.value.problems) == 2
