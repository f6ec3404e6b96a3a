"""The event queue of a single campaign. Importing this module imports Numba: reach it through the trace."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import transitions as t
from kilosol.campaign.calendar import Manifest
from kilosol.campaign.events import KINDS, Event, Trace
from kilosol.campaign.gates import REASONS
from kilosol.campaign.kernel import FATES
from kilosol.campaign.kernel_loop import home_opens_by_sols
from kilosol.campaign.packed import (
    CARGO_ARRIVAL,
    CARGO_DEPARTURE,
    CREW_ARRIVAL,
    CREW_DEPARTURE,
    DECISION,
    IS_MEANT,
    SOL_DAY,
    STORM_FRAC,
    Dates,
)
from kilosol.campaign.rules import CAUSES, STATIONS, CampaignRules
from kilosol.campaign.sol_steps import live_until


class Player:
    """An event queue over one state vector."""

    def __init__(
        self,
        plan: tuple[Manifest, ...],
        rules: CampaignRules,
        packed: tuple[NDArray[np.float64], Dates, NDArray[np.int64]],
        luck: NDArray[np.float64],
        systems: NDArray[np.float64],
        trace: Trace,
        sols: NDArray[np.float64] | None = None,
    ) -> None:
        self.plan, self.rules, self.luck, self.systems, self.trace = plan, rules, luck, systems, trace
        self.odds, self.dates, self.fleets = packed
        #: Numbers of the sol level; none where the stay is not run by sols.
        self.sols = np.zeros(0) if sols is None else sols
        self.state, self.evidence = np.zeros(len(t.STATE)), np.zeros(12)
        self.queue: list[tuple[float, int, int]] = []
        #: Window, reasons that kept a crew at home, and what was seen, for each decision.
        self.decisions: list[tuple[int, int, NDArray[np.float64]]] = []

    def play(self) -> Trace:
        """Run all events in the order of their dates."""
        s, out = self.state, self.trace
        w = self.dates.windows.shape[1]
        t.begin_campaign(s, self.odds)
        for name in ("landed_ships", "crew_ships_landed", "station_running", "blocked_mask"):
            setattr(out, name, [0] * w)
        out.flown, out.landing_belief_mean, out.propellant_t = [False] * w, [0.0] * w, [0.0] * w
        for i in range(w):
            self.at(self.dates.windows[DECISION, i], "window", i)
        for r in range(self.dates.homes.shape[1]):
            self.at(self.dates.homes[0, r], "home opens", r)
        does = {
            "window": self.window,
            "crew departs": self.crew_departs,
            "cargo departs": self.cargo_departs,
            "crew lands": self.crew_lands,
            "cargo lands": self.cargo_lands,
            "station runs": self.station_runs,
            "home opens": self.home_opens,
        }
        while self.queue:
            jd, kind, i = heapq.heappop(self.queue)
            self.live(jd)
            does[KINDS[kind]](jd, i)
        for i in range(1, w):
            out.landing_belief_mean[i] = out.landing_belief_mean[i] or out.landing_belief_mean[i - 1]
        out.lost_jd, out.home_jd = float(s[t.LOST_JD]), float(s[t.HOME_JD])
        out.first_landing_year, out.crew_fate = int(s[t.FIRST_LANDING]), int(s[t.CREW])
        out.first_flight_window = int(s[t.FIRST_WINDOW])
        out.lost_by = max(int(s[t.LOST_BY]), -1) if out.first_flight_window else -2
        return out

    def live(self, jd: float) -> None:
        """Run the crew's stay by sols until an event, as long as a way home is still to come."""
        s, home = self.state, self.dates.homes[0]
        if self.sols.size == 0 or s[t.CREW] != t.ON_MARS or not (home >= jd).any():
            return
        live_until(s, jd, self.luck, self.odds, self.dates, self.sols)
        if s[t.CREW] == t.LOST:
            day = round((s[t.LOST_JD] - s[t.ARRIVED]) / self.odds[SOL_DAY])
            cause = CAUSES[int(s[t.LOST_BY])]
            self.say(float(s[t.LOST_JD]), "home opens", 0, f"The crew is lost on its sol {day}: {cause}.")

    def at(self, jd: float, kind: str, i: int) -> None:
        """Put an event into the queue."""
        heapq.heappush(self.queue, (float(jd), KINDS.index(kind), i))

    def say(self, jd: float, kind: str, i: int, text: str) -> None:
        """Write a line of the diary."""
        year = int(self.dates.years[i]) if kind != "home opens" else 0
        self.trace.events.append(Event(jd, kind, year, text))

    def believe(self, i: int) -> None:
        """Note what is believed of a landing."""
        a, b = t.belief(self.state, self.odds)
        self.trace.landing_belief_mean[i] = a / (a + b)

    def window(self, jd: float, i: int) -> None:
        """Decide who flies in a window."""
        s, out, dates = self.state, self.trace, self.dates
        was_out = s[t.OUT]
        t.begin_window(s, i, self.luck, self.systems, self.odds, dates, self.fleets)
        out.propellant_t[i] = t.made_t(s, jd, self.luck, self.odds, dates) - s[t.USED]
        mask = int(t.decide_crew(s, i, self.luck, self.systems, self.odds, dates, self.fleets, self.evidence))
        self.decisions.append((i, mask, self.evidence.copy()))
        first = s[t.FIRST_LANDING] == 0.0
        if dates.windows[IS_MEANT, i] > 0.0 and first:
            out.blocked_mask[i] = mask
        leaves_jd = dates.windows[CREW_DEPARTURE, i]
        out.station_running[i] = int(s[t.BUILDER]) if s[t.FROM_JD] < leaves_jd else 0
        out.flown[i] = bool(s[t.READY])
        self.believe(i)
        if s[t.OUT] > was_out:
            self.say(jd, "window", i, "The partner withdraws: the station must come from elsewhere.")
        if self.luck[t.STORM, i] < self.odds[STORM_FRAC]:
            self.say(jd, "window", i, "A global dust storm will come before the next window.")
        if not out.flown[i] and self.fleets[0, int(s[t.FLEET_OF])] <= dates.years[i]:
            self.say(jd, "window", i, "The fleet is not ready: 26 months are lost.")
        if mask and out.flown[i] and out.blocked_mask[i]:
            names = ", ".join(reason for k, reason in enumerate(REASONS) if mask >> k & 1)
            self.say(jd, "window", i, f"The crew stays at home: {names}.")
        if out.flown[i]:
            self.at(dates.windows[CARGO_DEPARTURE, i], "cargo departs", i)
            self.at(dates.windows[CARGO_ARRIVAL, i], "cargo lands", i)
        if s[t.FLYING] > 0.0:
            self.at(leaves_jd, "crew departs", i)
            self.at(dates.windows[CREW_ARRIVAL, i], "crew lands", i)

    def crew_departs(self, jd: float, i: int) -> None:
        """Crew ships leave Earth."""
        s = self.state
        t.crew_departs(s, i, self.luck, self.odds, self.dates)
        n = int(s[t.FLYING])
        lost = s[t.LEADER] == t.BY_LAUNCH
        self.say(jd, "crew departs", i, f"{_ships(n, 'crew ship')} leave{'s' if n == 1 else ''} Earth"
                 + ("; the first is lost at launch or refuelling." if lost else "."))  # fmt: skip

    def crew_lands(self, jd: float, i: int) -> None:
        """Crew ships land, or do not."""
        s, was = self.state, self.state[t.FIRST_LANDING]
        t.crew_arrives(s, i, self.luck, self.odds, self.dates)
        n = int(s[t.N_CREWS])
        self.trace.landed_ships[i] += n
        self.trace.crew_ships_landed[i] = n
        self.believe(i)
        text = f"{n} of {_ships(int(s[t.FLYING]), 'crew ship')} land."
        if s[t.LEADER] >= 0:
            text += f" The leading crew was lost: {CAUSES[int(s[t.LEADER])]}."
        if not was and s[t.FIRST_LANDING]:
            text += " These are the first people on Mars."
        self.say(jd, "crew lands", i, text)

    def cargo_departs(self, jd: float, i: int) -> None:
        """The fleet leaves."""
        t.cargo_departs(self.state)
        fleet = self.plan[int(self.state[t.FLEET_OF])]
        aboard = " with the station aboard" if fleet.brings_station else ""
        self.say(jd, "cargo departs", i, f"{_ships(fleet.n_cargo, 'cargo ship')} leave{aboard}.")

    def cargo_lands(self, jd: float, i: int) -> None:
        """The fleet lands, with what it brings."""
        s = self.state
        before = s[t.BUILDER]
        t.cargo_arrives(s, i, self.luck, self.systems, self.odds, self.dates, self.fleets)
        n, sent = int(s[t.N_LANDED]), self.plan[int(s[t.FLEET_OF])].n_cargo
        self.trace.landed_ships[i] += n
        self.believe(i)
        mean = self.trace.landing_belief_mean[i]
        self.say(jd, "cargo lands", i, f"{n} of {sent} cargo ships land; the next landing is now believed in "
                 f"with {100.0 * mean:.0f} %.")  # fmt: skip
        if s[t.BUILDER] > before:
            self.at(s[t.FROM_JD], "station runs", i)

    def station_runs(self, jd: float, i: int) -> None:
        """The station is switched on."""
        kind = int(self.state[t.BUILDER])
        self.say(
            jd,
            "station runs",
            i,
            f"The {STATIONS[kind]}'s station runs, {self.rules.station.power_kw[kind]:.0f} kW.",
        )

    def home_opens(self, jd: float, r: int) -> None:
        """A way home opens."""
        s = self.state
        seen = s[t.N_RETURNS]
        if self.sols.size:
            home_opens_by_sols(s, r, self.luck, self.odds, self.dates, self.sols)
        else:
            t.home_opens(s, r, self.luck, self.odds, self.dates)
        if s[t.N_RETURNS] == seen:
            return
        fate = FATES[int(s[t.CREW])]
        left = t.made_t(s, jd, self.luck, self.odds, self.dates)
        texts = {
            "home": "The crew leaves for Earth and comes home.",
            "lost": f"The crew is lost: {CAUSES[max(int(s[t.LOST_BY]), 0)]}.",
            "on Mars": f"A way home opens, but only {left:.0f} t of propellant were made: the crew waits.",
            "stays": f"Another way home passes with {left:.0f} t of propellant made: the crew stays.",
        }
        self.say(jd, "home opens", r, texts[fate])


def _ships(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
