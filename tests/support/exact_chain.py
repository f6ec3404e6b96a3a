"""Adequacy of small systems by exact dynamic programming, written apart from Kilosol.

Every state of units, stores, charge and of the run of shortages so far, with its chance, step by step. No
random number is drawn.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One component: chances of a step to fail and to be mended, and to be down at the start."""

    fail: float
    mend: float
    down: float

    def first(self):
        return [(True, 1.0 - self.down), (False, self.down)]

    def after(self, is_up):
        return (
            [(True, 1.0 - self.fail), (False, self.fail)]
            if is_up
            else [(True, self.mend), (False, 1.0 - self.mend)]
        )


def stationary(fail, mend):
    return Part(fail, mend, fail / (fail + mend))


@dataclass(frozen=True)
class Box:
    """One store: power and energy, efficiencies, charge at the start, and how it fails."""

    kw: float
    kwh: float
    into: float
    out: float
    first: float
    part: Part


def solve(units, boxes, load, vital, ride_steps):
    """LOLH, EUE, LOLEv, P(any), P(vital served) of steps of an hour.

    `units`: (series of kW, Part); `boxes`: Box; a run of vital shortages above `ride_steps` is a death.
    """
    parts = [part for _, part in units] + [box.part for box in boxes]
    start = {}
    for ups in itertools.product(*(part.first() for part in parts)):
        chance = 1.0
        for _, p in ups:
            chance *= p
        key = (tuple(up for up, _ in ups), tuple(box.first for box in boxes), False, False, 0, True)
        start[key] = start.get(key, 0.0) + chance
    states, hours, energy, events = start, 0.0, 0.0, 0.0
    for i, want in enumerate(load):
        settled = defaultdict(float)
        for (ups, charge, was_short, any_short, run, lives), chance in states.items():
            supply = sum(kw[i] for (kw, _), up in zip(units, ups[: len(units)], strict=True) if up)
            held, gap = list(charge), want - supply
            for b, box in enumerate(boxes):
                if not ups[len(units) + b]:
                    continue
                if gap > 1e-12:
                    given = min(gap, box.kw, held[b] * box.out)
                    held[b] -= given / box.out
                    gap -= given
                elif gap < -1e-12:
                    taken = min(-gap, box.kw, (box.kwh - held[b]) / box.into)
                    held[b] += taken * box.into
                    gap += taken
            short = max(gap, 0.0) if gap > 1e-9 else 0.0
            hours += chance * (short > 0.0)
            energy += chance * short
            events += chance * (short > 0.0 and not was_short)
            run = run + 1 if short - (want - vital[i]) > 1e-9 else 0
            key = (
                ups,
                tuple(round(h, 9) for h in held),
                short > 0.0,
                any_short or short > 0.0,
                run,
                lives and run <= ride_steps,
            )
            settled[key] += chance
        states = defaultdict(float)
        for (ups, *rest), chance in settled.items():
            for after in itertools.product(*(part.after(up) for part, up in zip(parts, ups, strict=True))):
                p = chance
                for _, q in after:
                    p *= q
                if p > 0.0:
                    states[(tuple(up for up, _ in after), *rest)] += p
    p_any = sum(p for (_, _, _, was, _, _), p in states.items() if was)
    p_lives = sum(p for key, p in states.items() if key[5])
    return hours, energy, events, p_any, p_lives
