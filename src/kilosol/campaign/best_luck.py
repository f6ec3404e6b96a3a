"""What the best of luck can bring: gates that stay closed even then can never open.

One campaign is played in which every fleet is ready, every ship lands and all that has any chance of
working does, by the same transitions as all others: with the partner's station and with the fallback, with
a storm between all windows and with none. What a gate asks for is held against the most that any of the
four shows before any crew could leave.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from kilosol.campaign.calendar import Calendar, Manifest
from kilosol.campaign.gates import GATES, REASONS, Evidence, GateLimits
from kilosol.campaign.packed import pack
from kilosol.campaign.rules import CampaignRules

#: What is tested, by the field of the limits -> its gate and the field of the evidence.
TESTS = {
    "min_landings": ("landings", "n_landings"),
    "min_success_frac": ("success", "last_success_frac"),
    "min_confidence_frac": ("confidence", "confidence_frac"),
    "bound_confidence_frac": ("confidence", "bound_chance_frac"),
    "needs_site": ("site", "site_flag"),
    "station_sols": ("station", "station_sols"),
    "station_kw": ("station", "station_kw"),
    "availability_frac": ("availability", "availability_frac"),
    "needs_winter": ("availability", "n_trials"),
    "propellant_t": ("propellant", "propellant_t"),
    "rate_t_per_sol": ("rate", "rate_t_per_sol"),
    "stores_sols": ("stores", "stores_sols"),
    "needs_partner": ("partner", "station_sols"),
}

#: Rounding of sums of times and rates, as the gates allow it.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Hopeless:
    """Something that keeps every crew at home, whatever the luck.

    Parameters
    ----------
    reason : str
        One of ``REASONS``.
    limit : str
        Field of ``GateLimits`` that asks too much; empty for what is not a gate.
    asked, best : float
        What it asks, and the most that can be shown before a crew of the last window leaves.
    """

    reason: str
    limit: str
    asked: float
    best: float


def hopeless_gates(
    calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules
) -> tuple[Hopeless, ...]:
    """Gates and systems that keep every crew at home even in the best of luck.

    Parameters
    ----------
    calendar, plan, rules
        As for :func:`kilosol.campaign.run_campaigns`.

    Returns
    -------
    tuple of Hopeless
        Empty where some luck lets a crew fly, or where no window has a flight for one. Gates that can each
        open, but never together, are all named.

    Examples
    --------
    >>> from kilosol.campaign import CrewRisk, PartnerRules, StationRules
    >>> jd = 2461000.0 + 780.0 * np.arange(3)
    >>> calendar = Calendar(np.array([2026, 2028, 2031]), jd, jd + 300.0, jd + 20.0, jd + 200.0,
    ...                     np.array([2027, 2029, 2031]))
    >>> plan = tuple(Manifest(int(y), 5, 1, y == 2028) for y in calendar.year)
    >>> rules = CampaignRules(0.6, 0.8, 1.0, 1.0, 0.5, None, 2028, GateLimits(3, 0.6, 0.0, 300.0, 0.0,
    ...     station_kw=100.0), PartnerRules(True, 2028, 0.7, 0.1, 1),
    ...     StationRules(0.7, 60.0, 0.1, 0.05, 1.0275, (0.0, 40.0, 30.0)),
    ...     CrewRisk(0.98, 0.985, 0.99, 0.98, 0.5, 0.3))
    >>> [(h.limit, h.asked, h.best) for h in hopeless_gates(calendar, plan, rules)]
    [('station_kw', 100.0, 40.0)]
    """
    can_land = rules.success_frac is None or rules.success_frac > 0.0
    sure = dataclasses.replace(rules, success_frac=1.0 if can_land else 0.0)
    shown: list[tuple[int, Evidence]] = []
    for is_offered in {rules.partner.is_offered, False}:
        partner = dataclasses.replace(rules.partner, is_offered=is_offered)
        for stormy in (False, True):
            windows = _played(calendar, plan, dataclasses.replace(sure, partner=partner), stormy)
            if any(mask == 0 for mask, _ in windows):
                return ()
            shown += windows
    if not shown:
        return ()
    always = int(np.bitwise_and.reduce([mask for mask, _ in shown]))
    # Gates that can each open, but never together: all that were closed when the last crew could leave.
    closed = always or shown[-1][0]
    found = [
        Hopeless(reason, "", 1.0, 0.0)
        for k, reason in enumerate(REASONS)
        if closed >> k & 1 and reason not in GATES and reason != "stand-down"
    ]
    return (*found, *_asks_too_much(rules.gates, [e for _, e in shown], closed))


def _asks_too_much(limits: GateLimits, shown: list[Evidence], closed: int) -> list[Hopeless]:
    found = []
    for field, (gate, seen) in TESTS.items():
        asked = float(getattr(limits, field))
        best = max(float(getattr(e, seen)) for e in shown)
        is_closed = closed >> GATES.index(gate) & 1
        too_much = best <= 0.0 if field == "needs_partner" else best < asked - ROUNDING
        if is_closed and asked > 0.0 and too_much:
            found.append(Hopeless(gate, field, asked, best))
    if not found:
        # Each can be shown, but not all before the same window.
        found = [
            Hopeless(gate, field, float(getattr(limits, field)), float(getattr(shown[-1], seen)))
            for field, (gate, seen) in TESTS.items()
            if closed >> GATES.index(gate) & 1 and getattr(limits, field)
        ]
    return found


def _played(
    calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules, stormy: bool
) -> list[tuple[int, Evidence]]:
    """What closed the gates, and what was seen, in each window in which a crew might have flown."""
    # Imported here: the compiled transitions bring Numba.
    from kilosol.campaign import transitions as t
    from kilosol.campaign.events import Trace
    from kilosol.campaign.trace_player import Player

    _, dates, _ = packed = pack(calendar, plan, rules)
    luck = np.zeros((len(t.LUCK), max(dates.years.size, dates.homes.shape[1], 1)))
    # Nobody leaves or slips; the best availability of those known is shown.
    luck[[t.WITHDRAWAL, t.WITHDRAWAL + 1, t.DELAY, t.DELAY + 1, t.SHOWN]] = 1.0
    luck[t.STORM] = 0.0 if stormy else 1.0
    systems = np.array([t.system_ready_jd(0.0, from_jd, per_day) for _, from_jd, per_day in dates.systems.T])
    player = Player(plan, rules, packed, luck, systems, Trace(0))
    player.play()
    able = (dates.years >= rules.crew_first_window) & np.isfinite(calendar.crew_departure_jd)
    return [(mask, Evidence(*seen.tolist())) for i, mask, seen in player.decisions if able[i]]
