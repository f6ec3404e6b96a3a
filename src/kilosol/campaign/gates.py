"""Gates: what must have happened before a crew ship leaves Earth, in one table.

A gate looks only at evidence from before the crew's departure. Every gate is tested in every window, so
that a run can say which of them kept the crew at home. All that a gate is stands in its row of
:data:`GATE_ROWS`; the compiled test, the keys of a scenario, the search for gates that cannot open and the
words of every page are made from it. A new gate is a row, a field of :class:`GateLimits` and, where nothing
shows it yet, a field of :class:`Evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Rounding that a sum of times and rates may carry when it is held against a limit.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class GateTest:
    """One number that a gate asks for.

    Parameters
    ----------
    limit : str
        Field of :class:`GateLimits`, and key under ``gates`` in a scenario.
    evidence : str
        Field of :class:`Evidence` that is held against it; empty for a number by which the evidence of the
        gate's next test is reckoned.
    comparison : {"at least", "any"}
        Whether the evidence must reach the limit, or must be there at all.
    most : float
        Largest value that a scenario may set.
    words : str
        What the number is, in a scenario.
    shown : str
        A value of it in a sentence.
    remedy : str
        What would help where it is never reached.
    unit : str or None
        Where the key's ending does not say it.
    is_whole : bool
        Whether it is a count.
    is_stated : bool
        Whether a scenario must state it.
    """

    limit: str
    evidence: str
    comparison: Literal["at least", "any"]
    most: float
    words: str
    shown: str = ""
    remedy: str = ""
    unit: str | None = None
    is_whole: bool = False
    is_stated: bool = False

    @property
    def kind(self) -> type:
        """Type of its key in a scenario."""
        if self.comparison == "any":
            return bool
        return int if self.is_whole else float


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate.

    Parameters
    ----------
    name : str
        By which results know it.
    because : str
        Why a crew stays at home, as it reads after "by".
    sentence : str
        The same as a clause of its own.
    tests : tuple of GateTest
        All must hold.
    is_of_landings : bool
        Whether it asks how many ships have landed: how the fleet flies decides it, not a proof on Mars.
    """

    name: str
    because: str
    sentence: str
    tests: tuple[GateTest, ...]
    is_of_landings: bool = False


_EARLIER = "bring the station in an earlier window"
_MORE_UNITS = "raise partners.station.n_units"
_MORE_SHIPS = "list more cargo_ships"

#: All gates, in the order in which they are named.
GATE_ROWS = (
    GateRow(
        "landings", "too few landings", "too few cargo ships have landed",
        (
            GateTest("min_landings", "n_landings", "at least", 10_000, "Successful landings so far",
                     "{:.0f} landings", _MORE_SHIPS, is_whole=True, is_stated=True),
        ),
        is_of_landings=True,
    ),
    GateRow(
        "success", "failures in the last fleet", "too many of the last ships failed",
        (
            GateTest("min_success_frac", "last_success_frac", "at least", 1,
                     "Part of the last flown window's ships that landed",
                     "{:.2f} of the last fleet landed", "raise landing.success_frac", is_stated=True),
        ),
        is_of_landings=True,
    ),
    GateRow(
        "confidence", "too little confidence in a landing", "too little confidence in a landing",
        (
            GateTest("min_confidence_frac", "confidence_frac", "at least", 1,
                     "Posterior mean of a landing's success; 0: no such gate",
                     "a posterior mean of {:.3f}", _MORE_SHIPS, is_stated=True),
            GateTest("landing_bound_frac", "", "at least", 1, "Chance of a landing to be proven"),
            GateTest("landing_bound_confidence_frac", "bound_chance_frac", "at least", 1,
                     "How sure one must be that a landing has at least that chance; 0: no such gate",
                     "a posterior chance of {:.3f} that landings reach the bound",
                     f"lower landing_bound_frac, or {_MORE_SHIPS}"),
        ),
    ),
    GateRow(
        "site", "a site that nothing has confirmed", "nothing has confirmed the site",
        (
            GateTest("site_confirmed", "site_flag", "any", 1,
                     "Whether ice and ground must have been confirmed on the spot",
                     "a site confirmed {:.0f} times", "send cargo ahead of the crew"),
        ),
    ),
    GateRow(
        "station", "the proof that the power station runs", "the station has not run long enough",
        (
            GateTest("station_sols", "station_sols", "at least", 10_000,
                     "Of running station; 0: no such gate",
                     "{:.0f} sols of a running station", _EARLIER, unit="sol", is_stated=True),
            GateTest("station_kw", "station_kw", "at least", 1_000_000,
                     "Power of the station that runs; 0: no such gate",
                     "{:.1f} kW of station", _MORE_UNITS),
        ),
    ),
    GateRow(
        "availability", "the station's record through winter and storm",
        "the station has not proven itself through winter or storm",
        (
            GateTest("station_availability_frac", "availability_frac", "at least", 1,
                     "Part of its time in which it carried vital and essential loads; 0: no such gate",
                     "an availability of {:.4f}", _MORE_UNITS),
            GateTest("through_winter", "n_trials", "any", 1,
                     "Whether it must have run through a winter or a global storm",
                     "{:.0f} winters or storms", _EARLIER),
        ),
    ),
    GateRow(
        "propellant", "the propellant for the way home", "too little propellant is made",
        (
            GateTest("propellant_t", "propellant_t", "at least", 100_000, "Made on Mars; 0: no such gate",
                     "{:.1f} t of propellant", "bring the station or the plant earlier, or a larger one",
                     is_stated=True),
        ),
    ),
    GateRow(
        "way home", "a return vehicle that is not full", "the return vehicle is not full",
        (
            GateTest("way_home_full", "home_flag", "any", 1,
                     "Whether the return vehicle must stand full on Mars before a crew leaves Earth",
                     "{:.0f} full return vehicles",
                     "choose a route home that the fleet can land in time, or land its parts earlier"),
        ),
    ),
    GateRow(
        "rate", "the rate of the propellant plant", "the propellant plant is too slow",
        (
            GateTest("propellant_t_per_sol", "propellant_t_per_sol", "at least", 1000,
                     "Rate of the propellant plant; 0: no such gate",
                     "{:.4f} t of propellant a sol", _MORE_UNITS, unit="t"),
        ),
    ),
    GateRow(
        "stores", "the stores landed ahead", "too few stores have landed",
        (
            GateTest("stores_sols", "stores_sols", "at least", 10_000,
                     "Stores landed for the crew before it leaves; 0: no such gate",
                     "{:.0f} sols of stores", f"{_MORE_SHIPS}, or raise crew.stores_sols", unit="sol"),
        ),
    ),
    GateRow(
        "partner", "the partner's delivery", "the partner has not delivered",
        (
            GateTest("partner_delivered", "station_sols", "any", 1,
                     "Whether the partner's station, or what replaces it, must run",
                     "{:.0f} sols of a station", "set brings_station in an earlier flight"),
        ),
    ),
)  # fmt: skip

#: Gates in the order in which they are named.
GATES = tuple(row.name for row in GATE_ROWS)

#: What else keeps a crew at home -> the same words: what is not ready, and the pause after a loss.
OTHER_REASONS = {
    "crew systems": ("the readiness of the crew's systems", "the crew's systems are not ready"),
    "licence": ("the licence to fly a crew", "no licence to fly a crew"),
    "readiness": ("the readiness of the fleet", "the fleet is not ready"),
    "stand-down": ("the stand-down after a loss", "flights stand down after a loss"),
}

#: Reasons that keep a crew at home: the gates, then the others.
REASONS = (*GATES, *OTHER_REASONS)

#: Reason -> why a crew stays at home, as it reads after "by".
BECAUSE = {row.name: row.because for row in GATE_ROWS} | {k: said[0] for k, said in OTHER_REASONS.items()}

#: Reason -> the same as a clause of its own.
SENTENCES = {row.name: row.sentence for row in GATE_ROWS} | {k: said[1] for k, said in OTHER_REASONS.items()}

#: Every test by its limit, with its gate, in the order of the gates.
TESTS = {test.limit: (row.name, test) for row in GATE_ROWS for test in row.tests}


@dataclass(frozen=True, slots=True)
class GateLimits:
    """Limits of the gates; zero switches a gate off.

    Parameters
    ----------
    min_landings : int
        Clean landings in all windows so far, a crew's too.
    min_success_frac : float
        Part of the cargo ships of the last flown fleet that landed.
    min_confidence_frac : float
        Posterior mean of a landing's success.
    station_sols : float [sol]
        Time that the station has run.
    propellant_t : float [t]
        Propellant made on Mars.
    landing_bound_frac, landing_bound_confidence_frac : float
        Chance of a landing that must be reached, and how sure that must be: P(chance >= bound) >= confidence.
    site_confirmed : bool
        Whether ice and ground must have been confirmed by something that landed.
    station_kw : float [kW]
        Power that the running station must have.
    station_availability_frac : float
        Part of its time in which it has carried the base's vital and essential loads.
    through_winter : bool
        Whether it must have run through a winter of the site or a global storm.
    propellant_t_per_sol : float [t/sol]
        Propellant made in a sol.
    stores_sols : float [sol]
        Food, water and oxygen landed for the crew.
    partner_delivered : bool
        Whether the partner's station, or what replaces it, must stand.
    way_home_full : bool
        Whether the return vehicle must be full, beside what crews on Mars will take.
    """

    min_landings: int
    min_success_frac: float
    min_confidence_frac: float
    station_sols: float
    propellant_t: float
    landing_bound_frac: float = 0.0
    landing_bound_confidence_frac: float = 0.0
    site_confirmed: bool = False
    station_kw: float = 0.0
    station_availability_frac: float = 0.0
    through_winter: bool = False
    propellant_t_per_sol: float = 0.0
    stores_sols: float = 0.0
    partner_delivered: bool = False
    way_home_full: bool = False


@dataclass(slots=True)
class Evidence:
    """What has been seen by a crew's departure in one campaign.

    Parameters
    ----------
    n_landings : float
        Clean landings so far.
    last_success_frac : float
        Part of the last flown fleet that landed; 0 before the first.
    confidence_frac : float
        Posterior mean of a landing's success.
    bound_chance_frac : float
        Posterior chance that a landing succeeds at least as often as the bound asks; 1 without a bound.
    site_flag : float
        1 once the site is confirmed.
    station_sols : float [sol]
        Time that the station has run; 0 before it does.
    station_kw : float [kW]
        Its power.
    availability_frac : float
        Part of its time in which it has carried vital and essential loads.
    n_trials : float
        Winters and storms that it has come through.
    propellant_t : float [t]
        Propellant made on Mars and still there.
    propellant_t_per_sol : float [t/sol]
        Propellant made in a sol.
    stores_sols : float [sol]
        Stores landed.
    home_flag : float
        1 once a return vehicle is full that no crew on Mars will take.
    """

    n_landings: float = 0.0
    last_success_frac: float = 0.0
    confidence_frac: float = 0.0
    bound_chance_frac: float = 1.0
    site_flag: float = 0.0
    station_sols: float = 0.0
    station_kw: float = 0.0
    availability_frac: float = 0.0
    n_trials: float = 0.0
    propellant_t: float = 0.0
    propellant_t_per_sol: float = 0.0
    stores_sols: float = 0.0
    home_flag: float = 0.0


def asked_evidence(limits: GateLimits) -> frozenset[str]:
    """Fields of :class:`Evidence` that some gate is switched on for.

    Examples
    --------
    >>> sorted(asked_evidence(GateLimits(3, 0.6, 0.0, 0.0, 0.0)))
    ['last_success_frac', 'n_landings']
    """
    asked = {test.evidence for limit, (_, test) in TESTS.items() if getattr(limits, limit)}
    return frozenset(asked - {""})
