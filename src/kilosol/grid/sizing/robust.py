"""Sizing with Monte Carlo inside the search: the lightest plant that carries its design year and its targets.

Sizes, dispatch thresholds and the propellant reserve are sought by CMA-ES [1]_ over the simulated design
year and the hardest of many drawn years, all trials on the same draws; unit counts and spare parts by
enumeration. The plant found then runs through years that no search has seen. Where these break a target,
the worst of them join the search and others are drawn, until a fresh check passes or the rounds are spent:
a plant is said to hold only after a fresh check.

References
----------
.. [1] N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016 (key hansen2016).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.grid.plant import FissionBlock, Plant
from kilosol.grid.sizing.case import (
    BOOKED,
    Additions,
    SizingStudy,
    Trial,
    Weathers,
    Years,
    design_year,
    run_trials,
)
from kilosol.grid.sizing.check import Check, check_years, missed_kwh
from kilosol.grid.sizing.decisions import Decisions, minimum
from kilosol.grid.sizing.quick import PENALTY_KG_PER_KWH

#: Drawn years from which the hardest are picked, and how many are.
N_DRAWN, N_HARD = 1024, 6

#: Years of a fresh check: with no failure in them the upper end of the interval stands at 0.94 in a thousand.
N_FRESH = 4096

#: A plant this much smaller tells hard years from easy ones, where the plant itself fails in none.
HARDER = 0.9

#: Factors by which all that was added shrinks until something fails.
SHRINKS = (0.99, 0.97, 0.9, 0.5, 0.0)

#: Mass over which a trial is said to miss something [kg].
ROUNDING_KG = 1e-3

#: Rounds of search and fresh check.
MOST_ROUNDS = 5

#: A search whose plant outgrows that of the design year so many times is given up.
HOPELESS = 5.0

#: Reserve of propellant over what the search found: the cheapest insurance against a worse year than drawn.
RESERVE_MARGIN = 1.15

#: Part of the hours allowed for essential loads that the next search may use up.
ESSENTIAL_PART = 0.8

#: Years that are drawn and run together.
BATCH = 256

#: Trials of the scaling to what just holds, and how far it looks.
N_FACTORS, LEAST, MOST = 16, 0.7, 2.5

#: Chances that a year's failures find their parts, at which numbers of parts are tried, the most first.
PART_CHANCES = (0.9995, 0.99, 0.9)

#: Plants tried between one that missed its fresh check and a heavier one that passed: shares of the way.
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

#: And the heavier one scaled; below this the mixtures lie closer to what failed anyway.
LIGHTER = (0.86, 0.88, 0.9, 0.92, 0.94, 0.96, 0.98)

#: How many of those that pass on shared years are put to a fresh check of their own.
MOST_LIGHTER = 3

#: Draws weather years: number of the first, how many.
DrawWeathers = Callable[[int, int], Weathers]


@dataclass(frozen=True, slots=True)
class Tried:
    """A plant that a sizing came to, with its fresh check."""

    trial: Trial
    check: Check


@dataclass(frozen=True, slots=True)
class RobustPlant:
    """A thoroughly sized plant.

    Parameters
    ----------
    trial : Trial
        Plant, thresholds and parts.
    mass_kg : dict
        Landed mass by component [kg].
    total_kg : float [kg]
    design_year_kg : float [kg]
        The lightest plant found that carries the design year alone; infinite where none does.
    check : Check
        On fresh years.
    is_feasible : bool
        Whether the design year is carried and the fresh check passed.
    rounds : int
        Searches made.
    binding : str
        What fails first when all that was added shrinks.
    tried : tuple of Tried
        Every plant that went through a fresh check, in order: what mass buys.
    """

    trial: Trial
    mass_kg: dict[str, float]
    total_kg: float
    design_year_kg: float
    check: Check
    is_feasible: bool
    rounds: int
    binding: str
    tried: tuple[Tried, ...] = ()


def size_robustly(
    blocks: Sequence[FissionBlock],
    study: SizingStudy,
    additions: Additions,
    draw_weathers: DrawWeathers,
    *,
    seed: int,
    n_fresh: int = N_FRESH,
    tick: Callable[[str], None] = lambda _: None,
) -> RobustPlant:
    """Lightest plant around a station that carries its design year and meets its targets.

    Parameters
    ----------
    blocks : sequence of FissionBlock
        Fission units that stand there; may be empty.
    study : SizingStudy
        Design year, targets, masses, failures.
    additions : Additions
        What may be added.
    draw_weathers : callable
        Takes the number of a first year and a count [years]; the same numbers give the same weather.
    seed : int
        Of outages and searches.
    n_fresh : int
        Years of each fresh check.
    tick : callable
        Told what is being done.

    Returns
    -------
    RobustPlant
    """
    maker = _Maker(tuple(blocks), study, additions, draw_weathers, seed)
    design = maker.design_year()
    tick("design year")
    first = maker.searched(design, 0, maker.start())
    design_kg = first.total_kg(study) if maker.holds(first, design, 0) else math.inf
    tick("drawn years")
    sample, n_drawn = maker.years(0, N_DRAWN), N_DRAWN
    trial = dataclasses.replace(first, n_spares=maker.part_counts()[0])
    hard = Years.joined([design, maker.hardest(trial, sample)])
    offset = N_DRAWN
    essential_hour, tried = math.inf, list[Tried]()
    for round_no in range(1, MOST_ROUNDS + 1):
        tick(f"search {round_no}")
        maker = dataclasses.replace(maker, essential_hour=essential_hour)
        trial = maker.searched(hard, n_drawn, maker.settings_of(trial), trial.n_spares).with_reserve(
            RESERVE_MARGIN
        )
        tick(f"fresh check {round_no}")
        check, worst = maker.fresh(trial, offset, n_fresh)
        offset += n_fresh
        tried.append(Tried(trial, check))
        if check.passes and maker.holds(trial, design, 0):
            if len(tried) > 1:
                tick("lighter plants")
                tried += maker.lighter(tried[-2].trial, trial, design, offset, n_fresh)
                offset += (1 + MOST_LIGHTER) * n_fresh
                trial, check = next((t.trial, t.check) for t in reversed(tried) if t.check.passes)
            tick("spare parts")
            tried += maker.leaner(trial, offset, n_fresh)
            trial, check = next((t.trial, t.check) for t in reversed(tried) if t.check.passes)
            break
        if round_no == MOST_ROUNDS or trial.total_kg(study) > HOPELESS * first.total_kg(study):
            break
        hard = Years.joined([hard, worst])
        n_drawn += n_fresh
        essential_hour = min(essential_hour, maker.essential_budget(trial, hard, check))
    return RobustPlant(
        trial=trial,
        mass_kg=trial.mass_kg(study),
        total_kg=trial.total_kg(study),
        design_year_kg=design_kg,
        check=check,
        is_feasible=check.passes and maker.holds(trial, design, 0),
        rounds=round_no,
        binding=maker.binding(trial, hard, n_drawn),
        tried=tuple(tried),
    )


def size_design_year(
    blocks: Sequence[FissionBlock], study: SizingStudy, additions: Additions, *, seed: int
) -> Trial:
    """Lightest plant found around a station for the design year alone: :func:`size_robustly` begins with it.

    Parameters
    ----------
    blocks, study, additions, seed
        As there.

    Returns
    -------
    Trial
    """
    maker = _Maker(tuple(blocks), study, additions, _no_weathers, seed)
    return maker.searched(maker.design_year(), 0, maker.start())


def _no_weathers(first: int, count: int) -> Weathers:
    raise ValueError(f"no weather for years {first} to {first + count}: the design year has its own")


@dataclass(frozen=True, slots=True)
class _Maker:
    """Searches around one station."""

    blocks: tuple[FissionBlock, ...]
    study: SizingStudy
    additions: Additions
    draw_weathers: DrawWeathers
    seed: int
    essential_hour: float = math.inf

    @property
    def base(self) -> Plant:
        return Plant(fission=self.blocks, reserve_kw=float(self.study.case.load_kw[0].max()))

    def part_counts(self) -> tuple[int, ...]:
        """Sets of parts for each block to try, by the Poisson law of a year's failures; the most first."""
        from scipy.stats import poisson

        if not self.blocks:
            return (0,)
        how, case = self.study.reliability, self.study.case
        hours = case.load_kw.shape[1] * case.step_hour
        counts = []
        for chance in PART_CHANCES:
            most = 0
            for block in self.blocks:
                # A trip that a restart mends takes no part.
                failures = (1.0 - how.unit_trip_frac) * how.failure_factor * hours / block.mtbf_hour
                own = poisson.ppf(chance, block.n_units * (1.0 - how.common_cause_frac) * failures)
                shared = poisson.ppf(chance, how.common_cause_frac * failures)
                most = max(most, int(own + block.n_units * shared))
            counts.append(most)
        return tuple(dict.fromkeys(counts))

    def lighter(self, light: Trial, heavy: Trial, design: Years, first: int, count: int) -> list[Tried]:
        """Plants lighter than one that passed, the last of them the lightest found that passes too.

        A search that hard years were added to overshoots: it sees these years alone, and they are the worst.
        All candidates run through the same drawn years; the lightest that pass there have a fresh check each.
        """
        candidates = [light.toward(heavy, share) for share in SHARES] + [heavy.scaled(f) for f in LIGHTER]
        mass = np.array([t.total_kg(self.study) for t in candidates])
        holds = self.prices_kg(candidates, design, 0) <= mass + ROUNDING_KG
        fits = np.flatnonzero(holds & (mass < heavy.total_kg(self.study)))
        candidates = [candidates[k] for k in fits[np.argsort(mass[fits], kind="stable")]]
        if not candidates:
            return []
        booked = np.concatenate(
            [
                run_trials(
                    candidates, self.years(at, min(BATCH, first + count - at), heavy.n_spares), self.study
                )
                for at in range(first, first + count, BATCH)
            ]
        )
        passing = [
            t for k, t in enumerate(candidates) if check_years(booked[:, :, k : k + 1], self.study).passes
        ]
        tried: list[Tried] = []
        for trial in passing[:MOST_LIGHTER]:
            first += count
            check, _ = self.fresh(trial, first, count)
            tried.append(Tried(trial, check))
            if check.passes:
                break
        return tried

    def leaner(self, trial: Trial, first: int, count: int) -> list[Tried]:
        """The trial with fewer and fewer parts, until a fresh check fails."""
        tried: list[Tried] = []
        for n_spares in self.part_counts()[1:]:
            fewer = dataclasses.replace(trial, n_spares=n_spares)
            check, _ = self.fresh(fewer, first, count)
            tried.append(Tried(fewer, check))
            first += count
            if not check.passes:
                break
        return tried

    def start(self) -> Decisions:
        return Decisions.at_start(self.study.case, self.additions)

    def settings_of(self, trial: Trial) -> Decisions:
        return Decisions.around(trial, self.study.case, self.additions)

    def design_year(self) -> Years:
        """The design year as a set of one; its outage is the one it states."""
        return design_year(self.study, self.seed)

    def years(self, first: int, count: int, n_spares: int | None = None) -> Years:
        """Drawn years, numbered, with the parts stated or else the most that are tried."""
        case, study = self.study.case, self.study
        numbers, parts = np.arange(first, first + count), n_spares
        if n_spares is None:
            parts = self.part_counts()[0]
        if not self.additions.solar:
            # Without an array no weather matters.
            light = np.zeros((count, case.load_kw.shape[1]))
            return Years(light, np.zeros((count, study.tau.size)), numbers, self.seed, parts)
        weathers = self.draw_weathers(first, count)
        return Years(weathers.solar_w_m2, weathers.tau, numbers, self.seed, parts)

    def essential_budget(self, trial: Trial, hard: Years, check: Check) -> float:
        """Hours with essential loads short that the hard years may have, in the measure of the whole [h]."""
        allowed, upper = self.study.targets.essential_lole_sol, check.essential_ci95[1]
        if upper <= allowed:
            return math.inf
        hours = float(run_trials([trial], hard, self.study)[1:, BOOKED.index("essential_hour"), 0].sum())
        return ESSENTIAL_PART * hours * allowed / upper

    def hardest(self, trial: Trial, years: Years) -> Years:
        """The years that a trial comes off worst in."""
        missed = missed_kwh(run_trials([trial.scaled(HARDER)], years, self.study), self.study).sum(axis=1)[
            :, 0
        ]
        return years.at(np.argsort(-missed, kind="stable")[:N_HARD])

    def prices_kg(self, trials: list[Trial], years: Years, n_drawn: int) -> NDArray[np.float64]:
        """Mass with what is missed priced in; the first year is the design year."""
        missed = missed_kwh(run_trials(trials, years, self.study), self.study, n_drawn, self.essential_hour)
        mass = np.array([t.total_kg(self.study) for t in trials])
        return np.asarray(mass + PENALTY_KG_PER_KWH * missed.sum(axis=(0, 1)))

    def holds(self, trial: Trial, years: Years, n_drawn: int) -> bool:
        return bool(self.prices_kg([trial], years, n_drawn)[0] <= trial.total_kg(self.study) + ROUNDING_KG)

    def searched(self, years: Years, n_drawn: int, around: Decisions, n_spares: int = 0) -> Trial:
        """Best trial of several searches, pruned and scaled to what just holds."""

        def trials(points: Sequence[NDArray[np.float64]]) -> list[Trial]:
            return [around.trial(self.base, x, n_spares) for x in points]

        point = minimum(
            lambda points: self.prices_kg(trials(points), years, n_drawn),
            around,
            self.seed,
            is_first=n_drawn == 0,
        )
        return self.just_holding(self.pruned(trials([point])[0], years, n_drawn), years, n_drawn)

    def just_holding(self, trial: Trial, years: Years, n_drawn: int) -> Trial:
        """The trial scaled by the least factor with which it holds, as far as three passes see."""
        low, high = LEAST, MOST
        found = trial
        for _ in range(3):
            factors = np.geomspace(low, high, N_FACTORS)
            tried = [trial.scaled(f) for f in factors]
            mass = np.array([t.total_kg(self.study) for t in tried])
            good = self.prices_kg(tried, years, n_drawn) <= mass + ROUNDING_KG
            if not good.any():
                return found
            at = int(np.argmax(good))
            found = tried[at]
            low, high = float(factors[max(at - 1, 0)]), float(factors[at])
            if at == 0:
                low = high * LEAST
        return found

    def pruned(self, trial: Trial, years: Years, n_drawn: int) -> Trial:
        """Without each component that the trial can do without at no cost."""
        price = float(self.prices_kg([trial], years, n_drawn)[0])
        for names in (("fuel_cell_kwh", "fuel_cell_kw", "electrolyser_kw"), ("battery_kwh", "battery_kw"),
                      ("solar_m2",), ("reserve_kwh", "reserve_kw")):  # fmt: skip
            nothing: dict[str, Any] = dict.fromkeys(names, 0.0)
            without = dataclasses.replace(trial, plant=dataclasses.replace(trial.plant, **nothing))
            cheaper = float(self.prices_kg([without], years, n_drawn)[0])
            if cheaper <= price:
                trial, price = without, cheaper
        return trial

    def fresh(self, trial: Trial, first: int, count: int) -> tuple[Check, Years]:
        """Check on years that no search has seen, and the worst of them."""
        booked: list[NDArray[np.float64]] = []
        worst: list[Years] = []
        for start in range(first, first + count, BATCH):
            years = self.years(start, min(BATCH, first + count - start), trial.n_spares)
            one = run_trials([trial], years, self.study)
            booked.append(one)
            missed = missed_kwh(one, self.study).sum(axis=1)[:, 0]
            bad = np.flatnonzero(missed > 0.0)
            worst.append(years.at(bad[np.argsort(-missed[bad], kind="stable")][:N_HARD]))
        check = check_years(np.concatenate(booked), self.study)
        every = Years.joined(worst)
        if len(every) == 0:
            return check, every
        missed = missed_kwh(run_trials([trial], every, self.study), self.study).sum(axis=1)[:, 0]
        return check, every.at(np.argsort(-missed, kind="stable")[:N_HARD])

    def binding(self, trial: Trial, years: Years, n_drawn: int) -> str:
        """What fails first when all that was added shrinks by a little."""
        from kilosol.grid.sizing.check import TIERS

        for factor in SHRINKS:
            booked = run_trials([trial.scaled(factor)], years, self.study)
            missed = missed_kwh(booked, self.study, n_drawn)[:, :, 0]
            if missed[0].sum() > 0.0:
                return "the design year"
            if missed.sum() > 0.0:
                return TIERS[int(np.argmax(missed.sum(axis=0)))]
        return "the fission units"
