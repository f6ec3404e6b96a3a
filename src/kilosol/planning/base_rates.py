"""Base rates: what dated cases say on a day, by Jeffreys' or Laplace's rule, without a look ahead."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kilosol.data.cases import Case, known_cases
from kilosol.errors import OutOfRange
from kilosol.scenario import Scenario
from kilosol.ships.launch_ceiling import YEAR_DAY, mean_synod_days

#: What each rule counts before the first case, on either side.
PRIOR_CASES = {"jeffreys": 0.5, "laplace": 1.0}

#: The interval that stands beside a mean.
INTERVAL = (0.05, 0.95)

#: Countries that read with an article.
_ARTICLE = {"United States": "the United States"}

WINDOWS, REACTORS, PARTNERS = "cases/mars_windows", "cases/reactor_programmes", "cases/partner_withdrawals"


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases decided by a day, and the years over which all were followed.

    Parameters
    ----------
    n_true, n_false : int
        By outcome.
    years : float [yr]
        From each begin to its decision, or to the day while open.
    """

    n_true: int
    n_false: int
    years: float


def count_cases(known: Sequence[Case], as_of: datetime.date) -> Counts:
    """Count cases as they stood on a day (`known_cases`).

    Examples
    --------
    >>> day = datetime.date(2026, 11, 20)
    >>> found = count_cases(known_cases(WINDOWS, day), day)
    >>> found.n_true, found.n_false
    (0, 5)
    """
    outcomes = [c.outcome for c in known]
    days = sum(((c.decided_on or as_of) - c.began).days for c in known)
    return Counts(outcomes.count(True), outcomes.count(False), days / YEAR_DAY)


def described(alpha: float, beta: float) -> dict[str, float]:
    """A Beta distribution by its parameters, mean and 90 % interval.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in described(1.0, 1.0).items()}
    {'alpha': 1.0, 'beta': 1.0, 'mean': 0.5, 'low': 0.05, 'high': 0.95}
    """
    from scipy.special import betaincinv

    low, high = (float(betaincinv(alpha, beta, u)) for u in INTERVAL)
    return {"alpha": alpha, "beta": beta, "mean": alpha / (alpha + beta), "low": low, "high": high}


def updated_beta(
    n_true: int, n_false: int, rule: Literal["jeffreys", "laplace"] = "jeffreys"
) -> dict[str, float]:
    """Beta distribution of a chance after so many cases: ``alpha, beta, mean, low, high`` (90 %).

    Examples
    --------
    >>> round(updated_beta(0, 5)["mean"], 3), round(updated_beta(0, 5, "laplace")["mean"], 3)
    (0.083, 0.143)
    """
    if min(n_true, n_false) < 0:
        raise OutOfRange("cases", min(n_true, n_false), "0 or more")
    prior = PRIOR_CASES[rule]
    return described(prior + n_true, prior + n_false)


def happens_within(counts: Counts, years: float) -> float:
    """Chance that an open case comes out true within some years, and is not ended before.

    Parameters
    ----------
    counts : Counts
        Of its kind; those that came out true and those that ended compete.
    years : float [yr]
        From now on.

    Returns
    -------
    float

    Notes
    -----
    Rates of both kinds of end have Jeffreys priors of a Poisson rate: Gamma(n + 1/2, T). Their share is then
    Beta(n_true + 1/2, n_false + 1/2) and their sum Gamma(n_true + n_false + 1, T), independent of it, so that
    P = (n_true + 1/2) / (n + 1) (1 - (T / (T + t))^(n + 1)). With t without end it is Jeffreys' mean.

    Examples
    --------
    >>> happens_within(Counts(1, 9, 60.0), 0.0)
    0.0
    >>> round(happens_within(Counts(1, 9, 60.0), 1e9), 4), round(1.5 / 11, 4)
    (0.1364, 0.1364)
    """
    if years < 0.0:
        raise OutOfRange("years", years, "0 or more")
    ends = counts.n_true + counts.n_false + 1.0
    share = (counts.n_true + PRIOR_CASES["jeffreys"]) / ends
    if counts.years + years == 0.0:
        return 0.0
    return float(share * (1.0 - (counts.years / (counts.years + years)) ** ends))


def leaves_within(counts: Counts, years: float) -> float:
    """Chance that a partner leaves within some years, by the rate at which partners have.

    Examples
    --------
    >>> round(leaves_within(Counts(2, 6, 51.0), 2.135), 2)
    0.23
    """
    whole = counts.years + years
    return 1.0 - (counts.years / whole) ** (counts.n_false + PRIOR_CASES["jeffreys"]) if whole > 0.0 else 0.0


def programme_frac(country: str, year: int, as_of: datetime.date) -> float:
    """Chance that an announced reactor programme flies by the end of a year.

    Parameters
    ----------
    country : str
        Whose record counts; one without cases has the record of all.
    year : int
        By when; the years from the day on are its lead.
    as_of : datetime.date
        Day on which it is asked: later cases do not count.

    Examples
    --------
    >>> day = datetime.date(2026, 11, 20)
    >>> programme_frac("United States", 2028, day) < programme_frac("United States", 2030, day)
    True
    """
    lead = (datetime.date(year, 12, 31) - as_of).days / YEAR_DAY
    return happens_within(programme_counts(country, as_of), max(lead, 0.0))


def programme_counts(country: str, as_of: datetime.date) -> Counts:
    """Reactor programmes of a country as they stood on a day; of all where it has none."""
    known = known_cases(REACTORS, as_of, country) or known_cases(REACTORS, as_of)
    return count_cases(known, as_of)


def programme_record(country: str, as_of: datetime.date) -> str:
    """What became of a country's reactor programmes by a day, in a sentence.

    Examples
    --------
    >>> programme_record("Russia", datetime.date(2026, 11, 20))
    'Of 4 space-reactor programmes of Russia 2 flew, 1 ended before and 1 goes on.'
    """
    own = known_cases(REACTORS, as_of, country)
    outcomes = [c.outcome for c in own or known_cases(REACTORS, as_of)]
    n, flew, ended = len(outcomes), outcomes.count(True), outcomes.count(False)
    whose = f" of {_ARTICLE.get(country, country)}" if own else " of all countries"
    return (
        f"Of {n} space-reactor programmes{whose} {flew} flew, {ended} ended before and {n - flew - ended} "
        f"{'goes' if n - flew - ended == 1 else 'go'} on."
    )


def readiness_frac(scenario: Scenario) -> float:
    """Chance that a fleet flies its window: as stated, else by the windows announced so far."""
    stated = scenario.fleet.ready_frac
    return float(belief_cases(scenario)["ready_frac"]["jeffreys"]) if stated is None else stated


def withdrawal_frac(scenario: Scenario) -> float:
    """Chance in a window that the partner leaves: as stated, else by the joint missions so far."""
    stated = scenario.partners.station.withdrawn_per_window
    return float(belief_cases(scenario)["withdrawn_per_window"]["jeffreys"]) if stated is None else stated


def readiness_basis(stated: float | None) -> str:
    """What a readiness rests on, as it reads after the number."""
    return "by the windows announced so far" if stated is None else "by assumption"


def belief_cases(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """What the cases known on a scenario's day say of its beliefs, beside what it states.

    Returns
    -------
    dict
        ``ready_frac`` and ``withdrawn_per_window``, each with ``stated`` (None: the cases decide),
        ``jeffreys``, counts and table; readiness also ``laplace`` and the 90 % interval.
    """
    day = scenario.as_of
    windows, partners = (count_cases(known_cases(name, day), day) for name in (WINDOWS, PARTNERS))
    ready = updated_beta(windows.n_true, windows.n_false)
    return {
        "ready_frac": {
            "stated": scenario.fleet.ready_frac,
            "jeffreys": ready["mean"],
            "low": ready["low"],
            "high": ready["high"],
            "laplace": updated_beta(windows.n_true, windows.n_false, "laplace")["mean"],
            "n_true": windows.n_true,
            "n_false": windows.n_false,
            "table": WINDOWS,
        },
        "withdrawn_per_window": {
            "stated": scenario.partners.station.withdrawn_per_window,
            "jeffreys": leaves_within(partners, mean_synod_days() / YEAR_DAY),
            "n_true": partners.n_true,
            "n_false": partners.n_false,
            "table": PARTNERS,
        },
    }


def readiness_sentence(found: dict[str, Any]) -> str:
    """What the scenario believes of a fleet's readiness, and what the cases say.

    Examples
    --------
    >>> print(readiness_sentence({"stated": 0.6, "jeffreys": 0.083, "low": 0.0004, "high": 0.31,
    ...                           "laplace": 0.143, "n_true": 0, "n_false": 5}))  # doctest: +ELLIPSIS
    A fleet flies its window with 60 %, ... 0 were flown: by Jeffreys 8 % (0 to 31 %), by Laplace 14 %.
    """
    mean, low, high, laplace = (f"{100.0 * found[key]:.0f}" for key in ("jeffreys", "low", "high", "laplace"))
    n = found["n_true"] + found["n_false"]
    return (
        f"A fleet flies its window with {_stated_words(found)}; of {n} windows "
        f"announced and decided before its day {found['n_true']} were flown: by Jeffreys {mean} % ({low} to "
        f"{high} %), by Laplace {laplace} %."
    )


def _stated_words(found: dict[str, Any]) -> str:
    if found["stated"] is None:
        return f"{100.0 * found['jeffreys']:.0f} %, as the cases give"
    return f"{100.0 * found['stated']:.0f} %, as this scenario states"


def _partner_sentence(found: dict[str, Any]) -> str:
    n = found["n_true"] + found["n_false"]
    return (
        f"In a window the partner leaves with {_stated_words(found)}; of {n} joint missions "
        f"{found['n_false']} were left by a partner, which over their years is "
        f"{100.0 * found['jeffreys']:.0f} % a window."
    )


def of_beliefs(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Notices of beliefs that are stated, with what the cases say beside them."""
    ready, leaves = found["ready_frac"], found["withdrawn_per_window"]
    told = ((readiness_sentence(ready), ready), (_partner_sentence(leaves), leaves))
    return [
        {
            "model": "base rates",
            "what": words,
            "limit": f"`kilosol sources {one['table']}`",
            "value": "by cases" if one["stated"] is None else "stated",
        }
        for words, one in told
    ]
