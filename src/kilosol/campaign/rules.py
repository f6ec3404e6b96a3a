"""By what rules a campaign runs: readiness, partners, station, crew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign.gates import GateLimits
from kilosol.campaign.set_up import SetUp

#: Causes of the loss of a crew, in order of its journey.
CAUSES = ("launch", "transit", "landing", "power", "life support", "return")

#: Chains of elements for the way home that may stand beside each other.
MOST_CHAINS = 2

#: Who built the running station, as coded in the results.
STATIONS = ("none", "partner", "fallback")

Need = Literal["fleet", "crew", "licence", "station", "plant"]

#: What a system may be needed for, in the order of its code.
NEEDS: tuple[Need, ...] = ("fleet", "crew", "licence", "station", "plant")


@dataclass(frozen=True, slots=True)
class SystemRule:
    """A system that becomes ready some day.

    Parameters
    ----------
    name : str
        What it is; also names its stream of draws.
    need : {"fleet", "crew", "licence", "station", "plant"}
        What cannot fly without it: any ship; crew ships, for want of hardware or of a licence; the station
        or the plant.
    not_before_jd : float [d]
        Earliest day.
    ready_per_year : float [1/yr]
        Hazard of becoming ready after that day; 0: never.
    """

    name: str
    need: Need
    not_before_jd: float
    ready_per_year: float


@dataclass(frozen=True, slots=True)
class PartnerRules:
    """A partner who brings an element of the base: the station, or the propellant plant.

    Parameters
    ----------
    is_offered : bool
        Whether the offer stands at all.
    first_window : int
        First window in which the partner delivers.
    works_frac : float
        Chance, per window flown from then on, that the element is landed and runs.
    withdrawn_per_window : float
        Chance, per window before delivery, that the partner leaves.
    fallback_delay_windows : int
        Windows by which the fallback follows the partner's leaving, or its first window if that is later.
    delayed_per_window : float
        Chance, per window, that the element misses its ship.
    """

    is_offered: bool
    first_window: int
    works_frac: float
    withdrawn_per_window: float
    fallback_delay_windows: int
    delayed_per_window: float = 0.0


@dataclass(frozen=True, slots=True)
class StationRules:
    """The station, whoever brings it.

    Parameters
    ----------
    fallback_works_frac : float
        Chance, per window, that the fallback (solar and storage) is landed and runs.
    commissioning_sols : float [sol]
        From landing to running.
    propellant_t_per_sol : float [t/sol]
        Made by a running partner station from the power that the base spares.
    fallback_propellant_t_per_sol : float [t/sol]
        The same for the fallback.
    sol_day : float [d]
        Length of a sol in days.
    power_kw : (3,) [kW]
        Of no station, the partner's, the fallback.
    storm_propellant_factor : (3,)
        What a year with a global storm leaves of the propellant made.
    availability_frac : (3, 2, q)
        Quantiles of the part of a year in which vital and essential loads are carried, by station and by
        calm or stormy year.
    storm_per_mars_year : float
        Chance of a global storm in a Mars year.
    storm_sols : float [sol]
        Length of a storm where a stay is run by sols; 0: it lasts from window to window.
    """

    fallback_works_frac: float
    commissioning_sols: float
    propellant_t_per_sol: float
    fallback_propellant_t_per_sol: float
    sol_day: float
    power_kw: tuple[float, float, float] = (0.0, 0.0, 0.0)
    storm_propellant_factor: tuple[float, float, float] = (1.0, 1.0, 1.0)
    availability_frac: NDArray[np.float64] = field(default_factory=lambda: np.ones((3, 2, 2)))
    storm_per_mars_year: float = 0.0
    storm_sols: float = 0.0


@dataclass(frozen=True, slots=True)
class PlantRules:
    """The propellant plant where it is an element of its own; without it the plant comes with the station.

    Parameters
    ----------
    partner : PartnerRules
        Who brings it; who is not offered stands for the fleet's own plant.
    own_works_frac : float
        Chance, per window, that the fleet's own plant is landed and runs.
    commissioning_sols : float [sol]
        From landing to running.
    """

    partner: PartnerRules
    own_works_frac: float
    commissioning_sols: float


@dataclass(frozen=True, slots=True)
class CrewRisk:
    """Chances that a crew survives each part of its mission, apart from the landing, which is learned.

    Parameters
    ----------
    launch_frac, transit_frac : float
        Survive launch and refuelling; survive the way out.
    surface_frac : float
        Survive, as far as power goes, a Mars year with the partner's station running.
    surface_fallback_frac : float
        The same with the fallback.
    surface_bare_frac : float
        The same where no station stands: the crew lives on its own ship's power.
    landing_margin_frac : float
        Part of the landing failures that a crewed ship's extra care removes.
    storm_surface_frac : (3,) or None
        The three in a year with a global storm: none, partner's, fallback; None: as in a calm one.
    life_support_frac : float
        Survive a Mars year as far as life support and its spares go.
    return_frac : float
        Survive the way home.
    return_t : float [t]
        Propellant that the way home takes.
    own_stores_sols : float [sol]
        Stores aboard the crew's own ship.
    stores_sols_per_ship : float [sol]
        Stores that each landed cargo ship adds for this crew.
    stores_cap_sols : float [sol]
        Most stores kept for it.
    n_returns : int
        Ways home that open before a crew that has not left is no longer followed.
    min_stay_days : float [d]
        Shortest stay.
    """

    launch_frac: float
    transit_frac: float
    surface_frac: float
    surface_fallback_frac: float
    surface_bare_frac: float
    landing_margin_frac: float
    storm_surface_frac: tuple[float, float, float] | None = None
    life_support_frac: float = 1.0
    return_frac: float = 1.0
    return_t: float = 0.0
    own_stores_sols: float = 1e6
    stores_sols_per_ship: float = 0.0
    stores_cap_sols: float = 0.0
    n_returns: int = 3
    min_stay_days: float = 0.0


@dataclass(frozen=True, slots=True)
class HomeChain:
    """A chain of elements that brings a crew home: what must land, what it then makes, and the trip's risk.

    Parameters
    ----------
    name : str
        Of the route.
    first_window : int
        First window whose cargo ships take parts of it aboard.
    needs_t : float [t]
        That must have landed, or be in orbit about Mars, before it can be started.
    aboard_t : float [t]
        Of it that each landed cargo ship can have brought.
    works_frac : float
        Chance, per window from then on, that it is set up and runs.
    commissioning_sols : float [sol]
        From the landing of its last part to running.
    made_t_per_sol : float [t/sol]
        Propellant made while it runs.
    uses_spare_power : bool
        Whether it makes what the station's spare power gives instead, with the station's plant.
    return_t : float [t]
        Propellant made on Mars that one departure takes; 0 where all of it was brought.
    holds_t : float [t]
        That its tanks hold: what is made beyond it is not kept.
    return_frac : float
        Survive the way home by it.
    flies_once : bool
        Whether its vehicle is gone with the crew, so that another must land for the next.
    needs_site : bool
        Whether it wins water, so that ice or wet soil must have been confirmed on the spot.
    needs_reactor : bool
        Whether it brings fission units, which wait for what the station waits for.
    """

    name: str
    first_window: int
    needs_t: float
    aboard_t: float
    works_frac: float
    commissioning_sols: float
    made_t_per_sol: float
    uses_spare_power: bool
    return_t: float
    holds_t: float
    return_frac: float
    flies_once: bool = False
    needs_site: bool = False
    needs_reactor: bool = False


@dataclass(frozen=True, slots=True)
class CampaignRules:
    """All that a campaign is run by.

    Parameters
    ----------
    ready_frac : float
        Chance that the fleet flies a given window, before it has flown any: money and will.
    ready_again_frac : float
        The same once it has flown one.
    prior_success, prior_failure : float
        Beta prior of a landing.
    failure_discount_frac : float
        Part of a failure that is mended.
    success_frac : float or None
        Fixes the chance of every landing, a crew's too, instead of learning it.
    crew_first_window : int
        No crew ship leaves before this window.
    gates : GateLimits
    partner : PartnerRules
    station : StationRules
    crew : CrewRisk
    systems : tuple of SystemRule
        What must be ready beside money and will.
    plant : PlantRules or None
        The propellant plant, where a flight of its own brings it.
    site_frac : float
        Chance, per fleet of which a ship lands, that it confirms the site.
    chains : tuple of HomeChain
        Ways home with elements of their own, at most :data:`MOST_CHAINS`; a crew leaves by whichever is
        ready. Without any, it leaves once the station's spare power has made ``crew.return_t``.
    set_up : SetUp or None
        How long those on Mars take to set up what has landed, by robots at hand and luck; None: the fixed
        times of the station, the plant and the chains.
    """

    ready_frac: float
    ready_again_frac: float
    prior_success: float
    prior_failure: float
    failure_discount_frac: float
    success_frac: float | None
    crew_first_window: int
    gates: GateLimits
    partner: PartnerRules
    station: StationRules
    crew: CrewRisk
    systems: tuple[SystemRule, ...] = ()
    plant: PlantRules | None = None
    site_frac: float = 1.0
    chains: tuple[HomeChain, ...] = ()
    set_up: SetUp | None = None
