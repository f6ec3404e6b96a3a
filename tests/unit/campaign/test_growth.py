import dataclasses

import numpy as np
import pytest

from kilosol.campaign import CityRules, grow_city, import_stop_year, stop_imports
from kilosol.campaign.growth import LIMITS, STEPS_PER_YEAR
from kilosol.campaign.growth_kernel import HOURS_PER_YEAR, arrive, closure_of, live_step, live_without_imports
from kilosol.errors import OutOfRange

RULES = CityRules(
    power_kwe_per_person=20.0,
    living_kwe_per_person=12.0,
    imported_kg_per_kwe=60.0,
    local_kg_per_kwe=150.0,
    need_t_per_person_year=5.0,
    energy_kwh_per_kg=12.5,
    output_per_capital_per_year=0.5,
    labour_t_per_person_year=20.0,
    max_closure_frac=0.98,
    half_closure_t=200_000.0,
    depreciation_per_year=0.05,
    growth_per_year=0.01,
    store_years=6.4,
    storm_per_year=0.2,
    storm_loss_frac=0.2,
    capital_cargo_frac=0.4,
    deep_store_years=10.7,
)
PEOPLE, POWER, CAPITAL, STORES = range(4)
DT = 1.0 / STEPS_PER_YEAR


def rules(**changed):
    return dataclasses.replace(RULES, **changed)


def random_stocks(seed):
    rng = np.random.default_rng(seed)
    people = rng.choice([0.0, 10.0 ** rng.uniform(0, 6)])
    return np.array([people, people * rng.uniform(0, 40), 10 ** rng.uniform(0, 7), 10 ** rng.uniform(0, 7)])


class TestArrive:
    def test_mass_is_conserved(self):
        """What lands is stores, capital, and power at its imported mass."""
        for seed in range(300):
            stock, rng = random_stocks(seed), np.random.default_rng(1000 + seed)
            before = stock.copy()
            cargo_t, migrants = 10 ** rng.uniform(0, 6), rng.choice([0.0, 10 ** rng.uniform(0, 5)])
            arrive(stock, cargo_t, migrants, RULES.as_array())
            gained = stock - before
            power_t = gained[POWER] * RULES.imported_kg_per_kwe / 1000.0
            assert gained[STORES] + gained[CAPITAL] + power_t == pytest.approx(cargo_t, rel=1e-9)
            assert (gained >= -1e-9).all()
            assert gained[PEOPLE] <= migrants + 1e-9 * (1.0 + before[PEOPLE])

    def test_those_who_are_there_come_first(self):
        hungry = np.array([100.0, 2000.0, 1000.0, 0.0])
        arrive(hungry, 500.0, 50.0, RULES.as_array())
        assert hungry.tolist() == [100.0, 2000.0, 1000.0, 500.0]

    def test_newcomers_bring_their_power_and_stores(self):
        empty = np.zeros(4)
        arrive(empty, 10_000.0, 30.0, RULES.as_array())
        assert empty[PEOPLE] == 30.0
        assert empty[POWER] == pytest.approx(30.0 * 20.0)
        assert empty[STORES] == pytest.approx(30.0 * 5.0 * 10.7)

    def test_no_more_stay_than_the_cargo_carries(self):
        empty = np.zeros(4)
        arrive(empty, 100.0, 1e6, RULES.as_array())
        # Of 100 t, 60 go to people at 1.2 t of power and 32 t of stores each.
        assert empty[PEOPLE] == pytest.approx(60.0 / (1.2 + 32.0))

    def test_power_that_stands_idle_need_not_be_brought(self):
        idle = np.array([0.0, 1000.0, 0.0, 0.0])
        arrive(idle, 10_000.0, 30.0, RULES.as_array())
        assert idle[PEOPLE] == 30.0
        assert idle[POWER] == 1000.0


class TestLiveStep:
    def test_mass_is_conserved(self):
        """Stores fall by what is used; capital and power fall by wear and rise by what is made."""
        for seed in range(300):
            stock = random_stocks(seed)
            before = stock.copy()
            used, closure, _ = live_step(stock, RULES.as_array(), DT, 1.0)
            worn = RULES.depreciation_per_year * DT
            local = RULES.local_kg_per_kwe / 1000.0
            made = (
                stock[CAPITAL] + stock[POWER] * local - (before[CAPITAL] + before[POWER] * local) * (1 - worn)
            )
            if before[PEOPLE] == 0.0:
                assert stock.tolist() == before.tolist()
                continue
            scale = before.sum() + 1.0
            assert stock[STORES] == pytest.approx(before[STORES] - used, abs=1e-9 * scale)
            assert made >= -1e-9 * scale
            # Own use, its share of the investment: no more than power, labour and capital can make.
            spare_kw = max(before[POWER] - 12.0 * before[PEOPLE], 0.0)
            most = min(
                spare_kw * HOURS_PER_YEAR * DT / 12.5 / 1000.0,
                20.0 * before[PEOPLE] * DT,
                0.5 * before[CAPITAL] * DT,
            )
            assert made <= most + 1e-9 * scale
            assert (stock >= 0.0).all()
            assert 0.0 <= closure <= RULES.max_closure_frac

    def test_without_spare_power_nothing_is_made(self):
        stock = np.array([1000.0, 12_000.0, 1e6, 1e6])
        used, _, limit = live_step(stock, RULES.as_array(), DT, 1.0)
        assert used == pytest.approx(1000.0 * 5.0 * DT)
        assert stock[CAPITAL] == pytest.approx(1e6 * (1.0 - 0.05 * DT))
        assert LIMITS[limit] == "power"

    @pytest.mark.parametrize(
        ("stock", "limit"),
        [
            ([0.0, 1e6, 1e6, 1e6], "nobody there"),
            ([1000.0, 1e7, 1e6, 1e6], "labour"),
            ([1000.0, 1e7, 100.0, 1e6], "capital"),
            ([1000.0, 12_001.0, 1e6, 1e6], "power"),
        ],
    )
    def test_the_limit_is_named(self, stock, limit):
        assert LIMITS[live_step(np.array(stock), RULES.as_array(), DT, 1.0)[2]] == limit

    def test_people_starve_when_the_stores_are_empty(self):
        stock = np.array([1000.0, 0.0, 0.0, 1250.0])
        live_step(stock, rules(growth_per_year=0.0).as_array(), DT, 1.0)
        assert stock[PEOPLE] == pytest.approx(500.0)
        assert stock[STORES] == 0.0

    def test_more_power_never_makes_less(self):
        for seed in range(100):
            stock = random_stocks(seed)
            if stock[PEOPLE] == 0.0:
                continue
            ends = []
            for power in np.linspace(0.0, 60.0, 7) * stock[PEOPLE]:
                trial = stock.copy()
                trial[POWER] = power
                used, _, _ = live_step(trial, RULES.as_array(), DT, 1.0)
                kept = power * (1.0 - RULES.depreciation_per_year * DT)
                made = trial[CAPITAL] + (trial[POWER] - kept) * RULES.local_kg_per_kwe / 1000.0 - used
                ends.append(made)
            assert (np.diff(ends) >= -1e-9 * stock.sum()).all()

    def test_a_bad_year_costs_its_part_of_production(self):
        good, bad = (np.array([1e5, 2e6, 1e6, 1e9]) for _ in range(2))
        used_good = live_step(good, RULES.as_array(), DT, 1.0)[0]
        used_bad = live_step(bad, RULES.as_array(), DT, 0.0)[0]
        assert used_bad == pytest.approx(5e5 * DT)
        assert used_bad > used_good


def test_closure_rises_to_its_limit_and_is_half_of_it_where_it_says():
    array = RULES.as_array()
    capital = np.logspace(0, 12, 40)
    closure = np.array([closure_of(k, array) for k in capital])
    assert (np.diff(closure) > 0.0).all()
    assert closure[-1] == pytest.approx(0.98, abs=1e-4)
    assert closure_of(200_000.0, array) == pytest.approx(0.49)
    assert closure_of(0.0, array) == 0.0
    # Logistic in the logarithm of capital.
    odds = np.log(closure / (0.98 - closure))
    np.testing.assert_allclose(np.diff(odds) / np.diff(np.log(capital)), 1.0, rtol=1e-3)


class TestImportStop:
    """With constant closure c, stores V and needs N, people P live V / ((1 - c) N P) without imports."""

    STEADY = rules(half_closure_t=0.0, depreciation_per_year=0.0, growth_per_year=0.0, storm_per_year=0.0)

    @pytest.mark.parametrize("closure", [0.0, 0.5, 0.9, 0.98])
    def test_stores_last_as_long_as_the_formula_says(self, closure):
        people, stores = 1000.0, 20_310.0
        array = dataclasses.replace(self.STEADY, max_closure_frac=closure).as_array()
        years = import_stop_year(stores, closure, people, 5.0)
        # Power and capital beyond any limit, so that only the closure binds.
        start = np.array([[people, 1e9, 1e9, stores]])
        for n_steps in range(1, 500):
            lives = np.zeros(1)
            live_without_imports(start, np.zeros((1, n_steps), dtype=bool), array, DT, lives)
            if lives[0] == 0.0:
                break
        assert (n_steps - 1) * DT <= years < n_steps * DT

    def test_for_ever_at_full_closure(self):
        array = dataclasses.replace(self.STEADY, max_closure_frac=1.0).as_array()
        start = np.array([[1000.0, 1e9, 1e9, 0.0]])
        lives = np.zeros(1)
        live_without_imports(start, np.zeros((1, 400), dtype=bool), array, DT, lives)
        assert lives[0] == 1.0
        assert import_stop_year(1.0, 1.0, 1000.0, 5.0) == np.inf

    @pytest.mark.parametrize("closure", [-0.1, 1.1])
    def test_closure_is_a_part(self, closure):
        with pytest.raises(OutOfRange, match="closure_frac"):
            import_stop_year(1.0, closure, 1.0, 1.0)

    def test_wear_without_industry_fails_the_test(self):
        array = rules(growth_per_year=0.0).as_array()
        start = np.array([[1000.0, 20_000.0, 10.0, 1e9]])
        lives = np.zeros(1)
        live_without_imports(start, np.zeros((1, 40), dtype=bool), array, DT, lives)
        assert lives[0] == 0.0

    def test_bad_years_count_draw_by_draw(self):
        """Enough for good years only: the part of the draws without a bad one survives."""
        steady = dataclasses.replace(self.STEADY, max_closure_frac=1.0, storm_loss_frac=0.5)
        start = np.array([[1000.0, 1e9, 10_000.0, 0.0]])
        is_bad = np.zeros((4, 6), dtype=bool)
        is_bad[1, 2] = is_bad[3, 5] = True
        lives = np.zeros(1)
        live_without_imports(start, is_bad, steady.as_array(), DT, lives)
        assert lives[0] == 0.5


def grow(cargo_t=4000.0, migrants=100.0, how=RULES, *, first=2030, last=2060, n=3):
    years = np.arange(2031.3, 2060.0, 2.13)
    factor = np.arange(1, n + 1)
    cargo = cargo_t * np.ones((years.size, 1)) * factor
    people = migrants * np.ones((years.size, n))
    return grow_city(cargo, people, years, how, first_year=first, last_year=last)


class TestGrowCity:
    def test_steps_span_the_years(self):
        city = grow()
        assert city.year[0] == 2030.5
        assert city.year[-1] == 2061.0
        assert city.people.shape == (3, 31 * STEPS_PER_YEAR)

    def test_nothing_stands_before_the_first_landing(self):
        city = grow()
        before = city.year < 2031.3
        for stock in (city.people, city.power_kw, city.capital_t, city.stores_t):
            assert not stock[:, before].any()
        assert (city.limit[:, before] == 0).all()
        assert (city.people[:, city.year > 2031.5] > 0.0).all()

    def test_more_cargo_is_more_of_everything(self):
        city = grow()
        for stock in (city.people, city.power_kw, city.capital_t):
            assert (np.diff(stock, axis=0) >= -1e-9).all()

    def test_more_power_for_its_mass_is_never_a_smaller_city(self):
        ends = [grow(how=rules(imported_kg_per_kwe=kg)).people[:, -1] for kg in (200.0, 100.0, 60.0, 20.0)]
        assert (np.diff(ends, axis=0) >= -1e-9).all()

    def test_campaigns_do_not_see_each_other(self):
        many, alone = grow(n=3), grow(n=1)
        np.testing.assert_array_equal(many.capital_t[0], alone.capital_t[0])

    def test_imports_per_person_are_what_the_stores_lose(self):
        city = grow(n=1, migrants=100.0)
        assert city.import_kg_per_person_year.max() <= 5000.0 * (1.0 + 1e-9)
        assert city.import_kg_per_person_year[0, 3] == pytest.approx(5000.0, rel=0.05)

    def test_landings_outside_the_span(self):
        cargo, people = np.full((3, 1), 1000.0), np.full((3, 1), 10.0)
        early = grow_city(
            cargo, people, np.array([2020.0, 2021.0, 2070.0]), RULES, first_year=2030, last_year=2040
        )
        assert early.people[0, 0] > 10.0
        assert early.people[0, -1] < 30.0

    def test_an_empty_span_is_refused(self):
        with pytest.raises(OutOfRange, match="last_year must be at least 2030"):
            grow(first=2030, last=2029)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"max_closure_frac": 1.01}, "max_closure_frac"),
            ({"max_closure_frac": -0.1}, "max_closure_frac"),
            ({"depreciation_per_year": -0.1}, "depreciation_per_year"),
            ({"living_kwe_per_person": 30.0}, "living_kwe_per_person"),
            ({"power_kwe_per_person": 0.0, "living_kwe_per_person": 0.0}, "power_kwe_per_person"),
            ({"energy_kwh_per_kg": 0.0}, "energy_kwh_per_kg"),
            ({"local_kg_per_kwe": 0.0}, "local_kg_per_kwe"),
        ],
    )
    def test_rules_that_cannot_be_are_refused(self, changed, said):
        with pytest.raises(OutOfRange, match=said):
            grow(how=rules(**changed))


ASK = {"stop_years": 20, "n_draws": 20, "pass_frac": 0.9, "seed": 4}


class TestStopImports:
    def test_an_outpost_fails_and_a_rich_city_passes(self):
        poor = grow(n=1)
        assert not stop_imports(poor, RULES, 2059, **ASK).any()
        bloom = rules(half_closure_t=1.0, max_closure_frac=1.0, energy_kwh_per_kg=1.0, storm_per_year=0.0)
        rich = grow(cargo_t=3e5, migrants=1000.0, how=bloom, n=1)
        assert stop_imports(rich, bloom, 2059, **ASK).all()

    def test_nobody_passes_where_nobody_lives(self):
        city = grow()
        assert not stop_imports(city, RULES, 2030, **ASK).any()

    def test_the_same_seed_gives_the_same_answer(self):
        city = grow(cargo_t=20_000.0)
        one, other = (stop_imports(city, RULES, 2050, **ASK) for _ in range(2))
        assert one.tolist() == other.tolist()

    @pytest.mark.parametrize("year", [2029, 2061])
    def test_years_outside_the_growth_are_refused(self, year):
        with pytest.raises(OutOfRange, match="between 2030 and 2060"):
            stop_imports(grow(), RULES, year, **ASK)

    def test_the_first_year_is_named_rightly_when_it_is_odd(self):
        with pytest.raises(OutOfRange, match="between 2031 and 2040"):
            stop_imports(grow(first=2031, last=2040), RULES, 2050, **ASK)

    @pytest.mark.parametrize("changed", [{"stop_years": 0}, {"n_draws": 0}])
    def test_no_years_and_no_draws_are_refused(self, changed):
        with pytest.raises(OutOfRange, match="stop_years and n_draws"):
            stop_imports(grow(), RULES, 2050, **ASK | changed)
