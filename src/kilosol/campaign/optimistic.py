"""Optimistic bound: gates that stay closed even if all goes as well as it can never open.

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
from kilosol.campaign.draws import Draws
from kilosol.campaign.gates import GATES, REASONS, ROUNDING, TESTS, Evidence, GateLimits
from kilosol.campaign.params import SolParams, campaign_records
from kilosol.campaign.rules import CampaignRules
from kilosol.records import record_of, records_of


@dataclass(frozen=True, slots=True)
class InfeasibleGate:
    """Something that keeps every crew at home, whatever is drawn.

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


def infeasible_gates(
    calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules
) -> tuple[InfeasibleGate, ...]:
    """Gates and systems that keep every crew at home even if all goes as well as it can.

    Parameters
    ----------
    calendar, plan, rules
        As for :func:`kilosol.campaign.run_campaigns`.

    Returns
    -------
    tuple of InfeasibleGate
        Empty where some draws let a crew fly, or where no window has a flight for one. Gates that can each
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
    >>> [(h.limit, h.asked, h.best) for h in infeasible_gates(calendar, plan, rules)]
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
        InfeasibleGate(reason, "", 1.0, 0.0)
        for k, reason in enumerate(REASONS)
        if closed >> k & 1 and reason not in GATES and reason != "stand-down"
    ]
    return (*found, *_asks_too_much(rules.gates, [e for _, e in shown], closed))


def _asks_too_much(limits: GateLimits, shown: list[Evidence], closed: int) -> list[InfeasibleGate]:
    found, last = [], []
    for limit, (gate, test) in TESTS.items():
        asked, is_closed = float(getattr(limits, limit)), closed >> GATES.index(gate) & 1
        if not test.evidence or asked <= 0.0 or not is_closed:
            continue
        best = max(float(getattr(e, test.evidence)) for e in shown)
        if best <= 0.0 if test.comparison == "any" else best < asked - ROUNDING:
            found.append(InfeasibleGate(gate, limit, asked, best))
        last.append(InfeasibleGate(gate, limit, asked, float(getattr(shown[-1], test.evidence))))
    # Without any, each can be shown, but not all before the same window.
    return found or last


def _played(
    calendar: Calendar, plan: tuple[Manifest, ...], rules: CampaignRules, stormy: bool
) -> list[tuple[int, Evidence]]:
    """What closed the gates, and what was seen, in each window in which a crew might have flown."""
    # Imported here: the compiled transitions bring Numba.
    from kilosol.campaign.events import Trace
    from kilosol.campaign.trace_player import Player
    from kilosol.campaign.transitions import system_ready_jd

    records = campaign_records(calendar, plan, rules)
    dates = records.dates
    # Nobody leaves or slips; the best availability of those known is shown.
    best = Draws(withdrawal=(1.0, 1.0), delay=(1.0, 1.0), shown=1.0, storm=0.0 if stormy else 1.0)
    draws = records_of([best] * max(len(dates.windows), len(dates.homes), 1))
    systems_jd = np.array(
        [system_ready_jd(0.0, system.not_before_jd, system.ready_per_day) for system in dates.systems]
    )
    player = Player(plan, rules, records, draws, systems_jd, Trace(0), record_of(SolParams()))
    player.play()
    able = (dates.years >= rules.crew_first_window) & np.isfinite(calendar.crew_departure_jd)
    return [(mask, seen) for i, mask, seen in player.decisions if able[i]]
