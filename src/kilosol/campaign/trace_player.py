"""The event queue of a single campaign. Importing this module imports Numba: reach it through the trace."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import transitions as t
from kilosol.campaign.calendar import Manifest
from kilosol.campaign.draws import Draws
from kilosol.campaign.events import KINDS, Event, Trace
from kilosol.campaign.gates import REASONS, Evidence
from kilosol.campaign.kernel import FATES
from kilosol.campaign.kernel_loop import home_opens_by_sols
from kilosol.campaign.params import (
    BY_LAUNCH,
    LIVES,
    LOST,
    NOT_FLOWN,
    ON_MARS,
    STATION,
    CampaignRecords,
    SolParams,
    begin_state,
)
from kilosol.campaign.rules import CAUSES, STATIONS, CampaignRules
from kilosol.campaign.sol_steps import live_until


class Player:
    """An event queue over the state of one campaign."""

    def __init__(
        self,
        plan: tuple[Manifest, ...],
        rules: CampaignRules,
        records: CampaignRecords,
        draws: Sequence[Draws],
        systems_jd: NDArray[np.float64],
        trace: Trace,
        sols: SolParams,
    ) -> None:
        self.plan, self.rules, self.draws, self.systems_jd = plan, rules, draws, systems_jd
        self.params, self.dates, self.fleets, tests = records
        self.trace, self.sols = trace, sols
        self.state, self.gates = begin_state(self.params), t.gate_check(tests)
        self.queue: list[tuple[float, int, int]] = []
        #: Day on which the station is to run, as last foreseen.
        self.station_jd = np.inf
        #: Window, reasons that kept a crew at home, and what was seen, for each decision.
        self.decisions: list[tuple[int, int, Evidence]] = []

    def play(self) -> Trace:
        """Run all events in the order of their dates."""
        s, out = self.state, self.trace
        w = len(self.dates.windows)
        for name in ("landed_ships", "crew_ships_landed", "station_running", "blocked_mask"):
            setattr(out, name, [0] * w)
        out.flown, out.landing_belief_mean, out.propellant_t = [False] * w, [0.0] * w, [0.0] * w
        for i, window in enumerate(self.dates.windows):
            self.at(window.decision_jd, "window", i)
        for r, home in enumerate(self.dates.homes):
            self.at(home.departure_jd, "home opens", r)
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
        out.lost_jd, out.home_jd = float(s.lost_jd), float(s.home_jd)
        out.first_landing_year, out.crew_fate = int(s.first_landing_year), int(s.crew)
        out.first_flight_window = int(s.first_window)
        out.lost_by = max(int(s.lost_by), -1) if out.first_flight_window else NOT_FLOWN
        return out

    def live(self, jd: float) -> None:
        """Run the crew's stay by sols until an event, as long as a way home is still to come."""
        s = self.state
        is_followed = any(home.departure_jd >= jd for home in self.dates.homes)
        if not self.sols.is_by_sols or s.crew != ON_MARS or not is_followed:
            return
        live_until(s, jd, self.draws, self.params, self.dates, self.sols)
        if s.crew == LOST:
            day = round((s.lost_jd - s.arrived_jd) / self.params.sol_day)
            cause = CAUSES[int(s.lost_by)]
            self.say(float(s.lost_jd), "home opens", 0, f"The crew is lost on its sol {day}: {cause}.")

    def at(self, jd: float, kind: str, i: int) -> None:
        """Put an event into the queue."""
        heapq.heappush(self.queue, (float(jd), KINDS.index(kind), i))

    def say(self, jd: float, kind: str, i: int, text: str) -> None:
        """Write a line of the diary."""
        year = int(self.dates.windows[i].year) if kind != "home opens" else 0
        self.trace.events.append(Event(jd, kind, year, text))

    def believe(self, i: int) -> None:
        """Note what is believed of a landing."""
        a, b = t.belief(self.state, self.params)
        self.trace.landing_belief_mean[i] = a / (a + b)

    def window(self, jd: float, i: int) -> None:
        """Decide who flies in a window."""
        s, out, dates = self.state, self.trace, self.dates
        was_out = s.is_out[STATION]
        t.begin_window(s, i, self.draws, self.systems_jd, self.params, dates, self.fleets)
        out.propellant_t[i] = t.store_t(s, jd, self.draws, self.params, dates)
        mask = int(
            t.decide_crew(s, i, self.draws, self.systems_jd, self.params, dates, self.fleets, self.gates)
        )
        self.decisions.append((i, mask, Evidence(*self.gates.numbers.tolist())))
        window = dates.windows[i]
        if window.is_meant and s.first_landing_year == 0:
            out.blocked_mask[i] = mask
        out.station_running[i] = (
            int(s.builder[STATION]) if s.from_jd[STATION] < window.crew_departure_jd else 0
        )
        out.flown[i] = bool(s.is_ready)
        self.believe(i)
        if s.is_out[STATION] > was_out:
            self.say(jd, "window", i, "The partner withdraws: the station must come from elsewhere.")
        if self.draws[i].storm < self.params.storm_frac:
            self.say(jd, "window", i, "A global dust storm will come before the next window.")
        if not out.flown[i] and self.fleets[s.fleet].window <= window.year:
            self.say(jd, "window", i, "The fleet is not ready: 26 months are lost.")
        if mask and out.flown[i] and out.blocked_mask[i]:
            names = ", ".join(reason for k, reason in enumerate(REASONS) if mask >> k & 1)
            self.say(jd, "window", i, f"The crew stays at home: {names}.")
        if out.flown[i]:
            self.at(window.cargo_departure_jd, "cargo departs", i)
            self.at(window.cargo_arrival_jd, "cargo lands", i)
        if s.n_flying > 0:
            self.at(window.crew_departure_jd, "crew departs", i)
            self.at(window.crew_arrival_jd, "crew lands", i)

    def crew_departs(self, jd: float, i: int) -> None:
        """Crew ships leave Earth."""
        s = self.state
        t.crew_departs(s, i, self.draws, self.params, self.dates)
        n = int(s.n_flying)
        lost = s.leader == BY_LAUNCH
        self.say(jd, "crew departs", i, f"{_ships(n, 'crew ship')} leave{'s' if n == 1 else ''} Earth"
                 + ("; the first is lost at launch or refuelling." if lost else "."))  # fmt: skip

    def crew_lands(self, jd: float, i: int) -> None:
        """Crew ships land, or do not."""
        s, was = self.state, self.state.first_landing_year
        t.crew_arrives(s, i, self.draws, self.params, self.dates, self.fleets)
        n = int(s.n_crews_landed)
        self.trace.landed_ships[i] += n
        self.trace.crew_ships_landed[i] = n
        self.believe(i)
        text = f"{n} of {_ships(int(s.n_flying), 'crew ship')} land."
        if s.leader != LIVES:
            text += f" The leading crew was lost: {CAUSES[int(s.leader)]}."
        if not was and s.first_landing_year:
            text += " These are the first people on Mars."
        self.say(jd, "crew lands", i, text)
        self.foresee_station(jd, i, is_new=False)

    def cargo_departs(self, jd: float, i: int) -> None:
        """The fleet leaves."""
        t.cargo_departs(self.state)
        fleet = self.plan[int(self.state.fleet)]
        aboard = " with the station aboard" if fleet.brings_station else ""
        self.say(jd, "cargo departs", i, f"{_ships(fleet.n_cargo, 'cargo ship')} leave{aboard}.")

    def cargo_lands(self, jd: float, i: int) -> None:
        """The fleet lands, with what it brings."""
        s = self.state
        before = s.builder[STATION]
        t.cargo_arrives(s, i, self.draws, self.systems_jd, self.params, self.dates, self.fleets)
        n, sent = int(s.n_landed), self.plan[int(s.fleet)].n_cargo
        self.trace.landed_ships[i] += n
        self.believe(i)
        mean = self.trace.landing_belief_mean[i]
        self.say(jd, "cargo lands", i, f"{n} of {sent} cargo ships land; the next landing is now believed in "
                 f"with {100.0 * mean:.0f} %.")  # fmt: skip
        self.foresee_station(jd, i, is_new=bool(s.builder[STATION] > before))

    def foresee_station(self, jd: float, i: int, *, is_new: bool) -> None:
        """Note the day on which the station will run, if it has come nearer; without hands there is none."""
        runs_jd = float(self.state.from_jd[STATION])
        if is_new and np.isinf(runs_jd):
            self.say(jd, "cargo lands", i, "The station has landed, but nobody is there who could set it up.")
        if runs_jd < self.station_jd:
            self.station_jd = runs_jd
            self.at(runs_jd, "station runs", i)

    def station_runs(self, jd: float, i: int) -> None:
        """The station is switched on."""
        if jd > self.station_jd:
            # More hands have come meanwhile: it runs already.
            return
        kind = int(self.state.builder[STATION])
        self.say(
            jd,
            "station runs",
            i,
            f"The {STATIONS[kind]}'s station runs, {self.rules.station.power_kw[kind]:.0f} kW.",
        )

    def home_opens(self, jd: float, r: int) -> None:
        """A way home opens."""
        s = self.state
        seen = s.n_returns
        if self.sols.is_by_sols:
            home_opens_by_sols(s, r, self.draws, self.params, self.dates, self.sols)
        else:
            t.home_opens(s, r, self.draws, self.params, self.dates)
        if s.n_returns == seen:
            return
        fate = FATES[int(s.crew)]
        left = t.store_t(s, jd, self.draws, self.params, self.dates)
        texts = {
            "home": "The crew leaves for Earth and comes home.",
            "lost": f"The crew is lost: {CAUSES[max(int(s.lost_by), 0)]}.",
            "on Mars": f"A way home opens, but only {left:.0f} t of propellant are there: the crew waits.",
            "stays": f"Another way home passes with {left:.0f} t of propellant there: the crew stays.",
        }
        self.say(jd, "home opens", r, texts[fate])


def _ships(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
