import dataclasses
from typing import ClassVar

import numpy as np
import pytest

from kilosol.city import (
    CLASSES,
    LIMITS,
    balance,
    cited_city_rules,
    class_closure,
    constant_closure,
    draw_spread,
    grow_city,
    import_stop_year,
    mean_closure,
    most_growth_per_year,
    stands_alone_from,
    start_stocks,
    stop_diary,
    stop_imports,
)
from kilosol.city.arrivals import arrive
from kilosol.city.growth import STEPS_PER_YEAR
from kilosol.city.params import CitySpread, CityStock, city_params, city_room
from kilosol.city.rules import HOURS_PER_YEAR
from kilosol.city.step import live_step
from kilosol.errors import OutOfRange
from kilosol.records import as_floats, record_of

RULES = cited_city_rules()
DT = 1.0 / STEPS_PER_YEAR
N = len(CLASSES)
SPREAD = record_of(CitySpread())
PARAMS = city_params(RULES)


def rules(**changed):
    return dataclasses.replace(RULES, **changed)


def random_stocks(seed):
    rng = np.random.default_rng(seed)
    people = rng.choice([0.0, 10.0 ** rng.uniform(0, 6)])
    robots = people * rng.uniform(0, 2)
    power_kw = people * rng.uniform(0, 20, 3)
    habitat_m2 = people * rng.uniform(10, 60)
    capital_t, stores_t = 10 ** rng.uniform(-1, 6, N), 10 ** rng.uniform(-1, 6, N)
    stores_t[0] = 0.0
    return record_of(CityStock(people, robots, *power_kw, habitat_m2, capital_t, stores_t))


def numbers_of(stock):
    """All numbers of a city's stocks in one row."""
    return np.hstack(stock.tolist())


def power_of(stock):
    """Power plant of all origins."""
    return stock.small_kw + stock.large_kw + stock.local_kw


def step(stock, how=RULES, *, storm=False, failure=False, spread=SPREAD, dt=DT, left=0.0):
    _, flow, work = city_room()
    live_step(stock, city_params(how), spread, dt, storm, failure, 0, left, flow, work)
    return flow


class TestConservation:
    def test_cargo_becomes_stocks_and_nothing_else(self):
        for seed in range(300):
            stock, rng = random_stocks(seed), np.random.default_rng(1000 + seed)
            before, cargo_t = stock.copy(), 10 ** rng.uniform(0, 6)
            migrants, robots = rng.choice([0.0, 10 ** rng.uniform(0, 5)]), rng.choice([0.0, 1000.0])
            arrive(stock, cargo_t, migrants, robots, PARAMS, SPREAD, city_room().work)
            gained = {name: stock[name] - before[name] for name in stock.dtype.names}
            landed = gained["capital_t"].sum() + gained["stores_t"].sum()
            for name, kg in (
                ("robots", RULES.robot_kg),
                ("small_kw", RULES.small_kg_per_kwe),
                ("large_kw", RULES.large_kg_per_kwe),
                ("habitat_m2", RULES.habitat_imported_kg_m2),
            ):
                landed += gained[name] * kg / 1000.0
            assert landed == pytest.approx(cargo_t, rel=1e-9)
            was = numbers_of(before)
            assert (numbers_of(stock) - was >= -1e-9 * (1.0 + was)).all()
            assert gained["people"] <= migrants + 1e-9 * (1.0 + before.people)

    def test_goods_used_are_goods_made_and_fetched(self):
        """Mass by class."""
        for seed in range(300):
            stock = random_stocks(seed)
            before = stock.copy()
            flow = step(stock)
            used, made, fetched = flow.used_t, flow.made_t, flow.imported_t
            scale = 1e-9 * (1.0 + used.sum())
            np.testing.assert_allclose(used, made + fetched, rtol=1e-9, atol=scale)
            np.testing.assert_allclose(
                before.stores_t - stock.stores_t, fetched, rtol=1e-9, atol=1e-9 * numbers_of(before).max()
            )
            if before.people == 0.0:
                assert used.sum() == 0.0

    def test_what_is_not_lived_on_is_built(self):
        checked = 0
        for seed in range(300):
            stock = random_stocks(seed)
            # Stores for any life, so that people use what they need and no less.
            stock.stores_t[1:] += 1e7
            before = stock.copy()
            flow = step(stock)
            if before.people == 0.0 or flow.alive_frac < 1.0:
                continue
            living = sum(RULES.need_t_per_person_year) * before.people * DT
            built = self.put_in_t(before, stock)
            assert built == pytest.approx(
                flow.used_t.sum() - living, rel=1e-9, abs=1e-9 * before.capital_t.sum()
            )
            checked += 1
        assert checked > 50

    @staticmethod
    def put_in_t(before, after):
        """Mass built in a step: change of each stock and its wear."""
        worn = {
            "capital": RULES.capital_wear_per_year * before.capital_t.sum(),
            "power": RULES.power_wear_per_year * power_of(before),
            "habitat": RULES.habitat_wear_per_year * before.habitat_m2,
            "robots": RULES.robot_wear_per_year * before.robots,
        }
        more_kw = power_of(after) - power_of(before) + worn["power"] * DT
        more_m2 = after.habitat_m2 - before.habitat_m2 + worn["habitat"] * DT
        more_robots = after.robots - before.robots + worn["robots"] * DT
        return (
            after.capital_t.sum() - before.capital_t.sum() + worn["capital"] * DT
            + more_kw * RULES.local_kg_per_kwe / 1000.0
            + more_m2 * RULES.habitat_local_kg_m2 / 1000.0
            + more_robots * RULES.robot_kg / 1000.0
        )  # fmt: skip

    def test_what_is_dug_covers_what_is_made(self):
        for seed in range(100):
            stock = random_stocks(seed)
            able = RULES.output_per_capital_per_year[0] * stock.capital_t[0] * DT
            flow = step(stock)
            assert flow.dug_t == pytest.approx(
                np.array(RULES.feed_factor)[1:] @ flow.made_t[1:], rel=1e-9, abs=1e-9 * able
            )
            assert flow.dug_t <= able * (1.0 + 1e-9)

    @pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
    def test_no_more_energy_is_used_than_there_is(self, factor):
        for seed in range(200):
            stock = random_stocks(seed)
            firm = power_of(stock) * HOURS_PER_YEAR * DT / 1000.0
            flow = step(stock, spread=record_of(CitySpread(energy_factor=factor)))
            assert flow.used_mwh <= flow.had_mwh * (1.0 + 1e-9) + 1e-9
            assert flow.had_mwh == pytest.approx(firm if flow.had_mwh else 0.0, rel=1e-9)

    def test_nothing_is_ever_negative(self):
        for seed in range(200):
            stock = random_stocks(seed)
            for _ in range(8):
                step(stock, storm=True, failure=True)
            left = numbers_of(stock)
            assert (left >= -1e-9 * (1.0 + np.abs(left).max())).all()


class TestPower:
    def test_no_power_no_city(self):
        stock = random_stocks(3)
        stock.people, stock.small_kw, stock.large_kw, stock.local_kw = 1000.0, 0.0, 0.0, 0.0
        flow = step(stock)
        assert stock.people == 0.0
        assert flow.made_t.sum() == pytest.approx(0.0, abs=1e-9)

    def test_power_for_life_alone_makes_nothing(self):
        stock = start_stocks(people=1000.0, power_kw=4500.0, capital_t=1e6, stores_t=1e6, rules=RULES)
        flow = step(stock, rules(robots_per_person=0.0))
        assert flow.made_t.sum() == 0.0
        assert stock.people == pytest.approx(1000.0, rel=0.01)

    def test_a_storm_darkens_local_arrays_and_not_reactors(self):
        sunny, nuclear = (
            start_stocks(people=1000.0, power_kw=p, capital_t=20_000.0, stores_t=1e6, rules=RULES)
            for p in ([0.0, 0.0, 2e4], [0.0, 2e4, 0.0])
        )
        calm = step(sunny.copy()).made_t.sum()
        assert step(sunny.copy(), storm=True).made_t.sum() < calm
        assert step(nuclear.copy(), storm=True).made_t.sum() == pytest.approx(
            step(nuclear.copy()).made_t.sum()
        )

    def test_small_stations_come_first_and_large_reactors_after(self):
        stock = record_of(CityStock())
        arrive(stock, 1e5, 1000.0, 0.0, PARAMS, SPREAD, city_room().work)
        assert stock.small_kw == pytest.approx(RULES.small_until_kw)
        assert stock.large_kw >= 1000.0 * 20.0 - RULES.small_until_kw - 1e-6


class TestLimits:
    @pytest.mark.parametrize(
        ("changed", "limit"),
        [
            ({"power_kw": 5000.0, "capital_t": 5e4}, "power"),
            ({"power_kw": 1e7, "capital_t": 1e6, "habitat_m2": 3e4}, "labour"),
            ({"power_kw": 1e7, "capital_t": 1e6, "habitat_m2": 3e6}, "people"),
            ({"power_kw": 1e7, "capital_t": 100.0}, "capital"),
        ],
    )
    def test_the_limit_is_named(self, changed, limit):
        how = constant_closure(rules(robot_workers=0.0), 1.0)
        stock = start_stocks(people=1000.0, stores_t=1e7, rules=how, **changed)
        assert LIMITS[step(stock, how).limit] == limit

    def test_stores_that_run_short_are_closure(self):
        how = constant_closure(RULES, 0.5)
        stock = start_stocks(people=1000.0, power_kw=1e5, capital_t=2e4, stores_t=1e4, rules=how)
        assert LIMITS[step(stock, how).limit] == "closure"


class TestClosure:
    def test_mean_closure_is_what_was_asked_and_half_of_it_at_its_size(self):
        for most in (0.5, 0.9, 0.98, 1.0):
            how = cited_city_rules(max_closure_frac=most, half_closure_people=20_000)
            assert mean_closure(how, 1e15) == pytest.approx(most, abs=1e-3)
            assert mean_closure(how, 200_000.0) == pytest.approx(most / 2.0, abs=1e-3)

    def test_it_rises_with_scale_in_every_class_vitamins_last(self):
        closure = class_closure(RULES, np.logspace(0, 9, 30))
        assert (np.diff(closure[:, 1:], axis=0) > 0.0).all()
        assert (closure[10:, 1:].argmin(axis=1) == N - 2).all()

    @pytest.mark.parametrize("bad", [-0.1, 1.1])
    def test_it_is_a_part(self, bad):
        for made in (
            lambda: cited_city_rules(max_closure_frac=bad),
            lambda: constant_closure(RULES, bad),
            lambda: import_stop_year(1.0, bad, 1.0, 1.0),
        ):
            with pytest.raises(OutOfRange, match=r"closure_frac must be between 0 and 1"):
                made()


class TestClosedForms:
    """Growth without wear and with constant closure, and stores after a stop."""

    ENDLESS: ClassVar = {
        "need_t_per_person_year": (0.0,) * N,
        "energy_kwh_kg": (0.0,) * N,
        "capital_wear_per_year": 0.0,
        "power_wear_per_year": 0.0,
        "habitat_wear_per_year": 0.0,
        "robot_wear_per_year": 0.0,
        "robots_per_person": 0.0,
        "births_per_year": 0.0,
        "deaths_per_year": 0.0,
        "labour_t_year": (1e12,) * N,
        "store_years": 0.0,
        "deep_store_years": 0.0,
    }

    def grown(self, closure, per_year):
        how = constant_closure(rules(**self.ENDLESS), closure)
        # Balanced capital: each class as large as its share in making more of all.
        out, feed, made = (
            np.array(a) for a in (how.output_per_capital_per_year, how.feed_factor, how.capital_frac)
        )
        mix = made / out
        mix[0] = feed[1:] @ made[1:] / out[0]
        stock = start_stocks(
            people=1.0, power_kw=1e9, habitat_m2=1e9, capital_t=1000.0 * mix / mix.sum(), stores_t=1e12
        )
        params, (_, flow, work) = city_params(how), city_room()
        params.mix_frac[:] = mix / mix.sum()
        for _ in range(5 * per_year):
            live_step(stock, params, SPREAD, 1.0 / per_year, False, False, 0, 0.0, flow, work)
        return stock.capital_t.sum() / 1000.0, most_growth_per_year(how, closure)

    @pytest.mark.parametrize("closure", [1.0, 0.8, 0.4])
    def test_capital_grows_as_the_closed_form(self, closure):
        for per_year in (4, 40):
            grown, rate = self.grown(closure, per_year)
            assert grown == pytest.approx((1.0 + rate / per_year) ** (5 * per_year), rel=1e-9)
        assert np.exp(5 * rate * (1.0 - rate / 40.0)) < grown < np.exp(5 * rate)

    @pytest.mark.parametrize("closure", [0.0, 0.5, 0.9, 0.98])
    def test_stores_last_v_over_gap_times_people(self, closure):
        need = tuple(5.0 if c == "food" else 0.0 for c in CLASSES)
        how = constant_closure(rules(**self.ENDLESS | {"need_t_per_person_year": need}), closure)
        stock = start_stocks(
            people=1000.0, power_kw=1e9, habitat_m2=1e6, capital_t=1e9, stores_t=20_310.0, rules=how
        )
        years = import_stop_year(20_310.0, closure, 1000.0, 5.0)
        quarter = 0
        while quarter < 4000 and step(stock, how, left=20.0).alive_frac == 1.0:
            quarter += 1
        assert quarter * DT <= years < (quarter + 1) * DT + 1e-9

    def test_balance_keeps_itself(self):
        """A city in balance with full closure and no imports neither shrinks nor starves."""
        how = constant_closure(
            rules(births_per_year=0.0, deaths_per_year=0.0, failure_per_year=0.0, storm_per_year=0.0), 1.0
        )
        found = balance(how)
        stock = start_stocks(
            people=1e5,
            robots=1e5,
            power_kw=found.power_kw * 1e5 * 1.001,
            capital_t=found.capital_t * 1e5 * 1.001,
            habitat_m2=3e6,
        )
        before = stock.copy()
        for _ in range(80):
            flow = step(stock, how, left=20.0)
            assert flow.alive_frac == 1.0
        assert stock.capital_t.sum() >= before.capital_t.sum() * (1.0 - 1e-9)
        assert power_of(stock) >= power_of(before) * (1.0 - 1e-9)


def landings(cargo_t=4000.0, migrants=100.0, n=3):
    years = np.arange(2031.3, 2060.0, 2.13)
    factor = np.arange(1, n + 1)
    return cargo_t * np.ones((years.size, 1)) * factor, migrants * np.ones((years.size, n)), years


def grow(cargo_t=4000.0, migrants=100.0, how=RULES, *, first=2030, last=2060, n=3, **more):
    return grow_city(*landings(cargo_t, migrants, n), how, first_year=first, last_year=last, **more)


class TestGrowCity:
    def test_years_and_emptiness_before_the_first_landing(self):
        city = grow()
        assert (city.year[0], city.year[-1]) == (2031.0, 2061.0)
        assert not as_floats(city.stocks)[:, 0].any()
        assert (city.people[:, 1:] > 0.0).all()

    def test_more_ships_more_of_everything(self):
        city = grow()
        for stock in (city.people, city.capital_t):
            assert (np.diff(stock, axis=0) >= -1e-9 * stock.max()).all()

    def test_lighter_power_and_closure_never_a_smaller_city(self):
        by_mass = [grow(how=rules(large_kg_per_kwe=kg)).people[:, -1] for kg in (150.0, 100.0, 60.0, 20.0)]
        assert (np.diff(by_mass, axis=0) >= -1e-6).all()
        by_closure = [grow(how=constant_closure(RULES, c)).capital_t[:, -1] for c in (0.0, 0.3, 0.6, 0.9)]
        assert (np.diff(by_closure, axis=0) > 0.0).all()

    @pytest.mark.parametrize("closure", [0.0, 0.5, 1.0])
    def test_whatever_the_closure_all_is_finite_and_not_negative(self, closure):
        """Capacity used to the last drop once left a negative rest, and growth a not-a-number."""
        city = grow(cargo_t=2e4, migrants=500.0, how=constant_closure(RULES, closure), seed=1)
        stocks = as_floats(city.stocks)
        assert np.isfinite(stocks).all()
        assert np.isfinite(as_floats(city.flows)).all()
        assert (stocks >= -1e-9 * stocks.max()).all()

    def test_campaigns_do_not_see_each_other(self):
        np.testing.assert_array_equal(grow(n=3).stocks[0], grow(n=1).stocks[0])

    def test_steps_of_weather_follow_the_seed(self):
        one, other, calm = (grow(cargo_t=1e5, migrants=3000.0, seed=s) for s in (1, 1, None))
        np.testing.assert_array_equal(one.stocks, other.stocks)
        assert not np.array_equal(one.stocks, calm.stocks)

    @pytest.mark.parametrize(
        ("call", "said"),
        [
            (lambda: grow(first=2030, last=2029), "last_year must be at least 2030"),
            (lambda: grow(first=2020, last=2030), "2031, the year of the first landing"),
            (lambda: grow(migrants=-1.0), "migrants must be 0 or more"),
            (lambda: grow(cargo_t=-1.0), "cargo_t must be 0 or more"),
            (lambda: start_stocks(people=-5.0), "people must be 0 or more"),
            (lambda: grow(how=rules(capital_wear_per_year=-0.1)), "capital_wear_per_year"),
            (lambda: grow(how=rules(max_closure_frac=(1.2,) * N)), "max_closure_frac"),
            (lambda: grow(how=rules(power_kwe_per_person=1.0)), "power_kwe_per_person"),
            (lambda: grow(how=rules(capital_frac=(0.5,) * N)), "capital_frac"),
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, call, said):
        with pytest.raises(OutOfRange, match=said):
            call()

    def test_spread_lies_between_its_ends(self):
        spread = draw_spread(2000, seed=3)
        assert 0.5 <= spread.min() < 0.55
        assert 1.9 < spread.max() <= 2.0


ASK = {"stop_years": 20, "n_draws": 20, "pass_frac": 0.9, "seed": 4}


class TestStopImports:
    # Power beyond the 21 kW that a person takes who makes all he uses.
    RICH = constant_closure(rules(storm_per_year=0.0, failure_per_year=0.0, power_kwe_per_person=30.0), 1.0)

    def rich(self):
        return grow(cargo_t=3e5, migrants=10_000.0, how=self.RICH, n=1)

    def test_an_outpost_fails_and_a_closed_city_passes(self):
        assert not stop_imports(grow(n=1), RULES, 2059, **ASK).any()
        assert stop_imports(self.rich(), self.RICH, 2059, **ASK).all()

    def test_once_alone_counts_from_then_on_and_is_not_tested_again(self):
        city = self.rich()
        year = int(stands_alone_from(city, self.RICH, **ASK)[0])
        assert 2031 <= year < 2059
        assert stop_imports(city, self.RICH, year, **ASK).all()
        assert not stop_imports(city, self.RICH, year - 1, **ASK).any()

    def test_a_test_that_ends_early_says_what_all_its_draws_say(self):
        """Draw by draw through the diary, which lives every one of them to its end."""
        frail = rules(failure_per_year=0.25, failure_loss_frac=0.9, power_kwe_per_person=30.0)
        how = constant_closure(frail, 1.0)
        city = grow(cargo_t=3e5, migrants=10_000.0, how=how, n=1)
        lived, n_draws = 0, 8
        for draw in range(n_draws):
            told = stop_diary(city, how, 0, 2050, stop_years=3, seed=4, draw=draw)
            start = city.stocks[0, city.year == 2051.0][0]
            keeps = [
                told.capital_t[-1] >= start.capital_t.sum(),
                told.power_kw[-1] >= power_of(start),
            ]
            lived += told.served_frac.min() > 1.0 - 1e-9 and told.people[-1] > 0.0 and all(keeps)
        assert 0 < lived < n_draws
        for k in range(1, n_draws + 1):
            ask = {"stop_years": 3, "n_draws": n_draws, "pass_frac": k / n_draws, "seed": 4}
            assert stop_imports(city, how, 2050, **ask).all() == (lived >= k)

    def test_nobody_passes_where_nobody_lives(self):
        assert not stop_imports(grow(), RULES, 2030, **ASK).any()

    def test_the_diary_tells_of_the_same_draw(self):
        city = grow(n=1)
        diary = stop_diary(city, RULES, 0, 2050, stop_years=20, seed=4)
        assert diary.people[-1] < diary.people[0]
        assert "people die of want" in [text for _, text in diary.entries]
        rich = stop_diary(self.rich(), self.RICH, 0, 2059, stop_years=20, seed=4)
        assert rich.served_frac.min() == 1.0
        assert rich.capital_t[-1] >= rich.capital_t[0]

    @pytest.mark.parametrize("year", [2029, 2061])
    def test_years_outside_the_growth_are_refused(self, year):
        with pytest.raises(OutOfRange, match="between 2030 and 2060"):
            stop_imports(grow(), RULES, year, **ASK)

    @pytest.mark.parametrize("changed", [{"stop_years": 0}, {"n_draws": 0}])
    def test_no_years_and_no_draws_are_refused(self, changed):
        with pytest.raises(OutOfRange, match="stop_years and n_draws"):
            stop_imports(grow(), RULES, 2050, **ASK | changed)
