"""What becomes of the first crew: one rule for every face that tells it.

Over all campaigns a first crew does not fly, or it flies and then is lost, comes home, or is still on Mars
at the horizon. Of those that fly the last three add up to one; where nobody flies they are not defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kilosol.campaign import CAUSES, FATES
from kilosol.planning.wording import chance, thousands

#: Fates of the kernel that are one to people: still there when the plan ends. Those wait whose next way home
#: may find the vehicle full; those are stranded who have let so many pass that nobody follows them on.
_WAITING, _STRANDED = ("on Mars", "under way"), ("stays",)


def first_crew_fates(crew_fate: NDArray[np.int64], lost_by: NDArray[np.int64]) -> dict[str, Any]:
    """Fates of the first crew over campaigns.

    Parameters
    ----------
    crew_fate : (n,)
        Index into :data:`kilosol.campaign.FATES`.
    lost_by : (n,)
        Index into :data:`kilosol.campaign.CAUSES`; negative where no crew was lost.

    Returns
    -------
    dict
        ``not_flown_frac`` of all campaigns; of those that fly ``lost_frac``, ``home_frac``, ``waiting_frac``
        and ``stranded_frac``, which add up to one; ``still_there_frac``, the last two together; and
        ``sets_out_home_frac``, the part that leaves Mars.
        None where nobody flies.

    Examples
    --------
    >>> import numpy as np
    >>> fate = np.array([FATES.index(name) for name in ("home", "stays", "never left", "on Mars")])
    >>> found = first_crew_fates(fate, np.array([-1, -1, -2, -1]))
    >>> found["not_flown_frac"], found["home_frac"] + found["lost_frac"] + found["still_there_frac"]
    (0.25, 1.0)
    """
    count = {name: int((crew_fate == i).sum()) for i, name in enumerate(FATES)}
    n_flew = crew_fate.size - count["never left"]
    lost_on_return = int((lost_by == CAUSES.index("return")).sum())
    of_flown = {
        "lost_frac": count["lost"],
        "home_frac": count["home"],
        "still_there_frac": sum(count[name] for name in (*_WAITING, *_STRANDED)),
        "waiting_frac": sum(count[name] for name in _WAITING),
        "stranded_frac": sum(count[name] for name in _STRANDED),
        "sets_out_home_frac": count["home"] + lost_on_return,
    }
    return {
        "not_flown_frac": count["never left"] / crew_fate.size,
        **{name: n / n_flew if n_flew else None for name, n in of_flown.items()},
    }


def fates_sentence(fates: Mapping[str, Any], draws: int, horizon_year: int) -> str:
    """The four fates beside each other, each with what it is a part of.

    Examples
    --------
    >>> fates = {"not_flown_frac": 0.11, "lost_frac": 0.19, "home_frac": 0.0, "still_there_frac": 0.81}
    >>> fates |= {"waiting_frac": 0.01, "stranded_frac": 0.8}
    >>> print(fates_sentence(fates, 2000, 2050).replace(chr(0x202F), " "))
    In 11 % of 2 000 simulated campaigns no crew flies by 2050. Of the first crews that fly, 19 % are lost, \
under 0.1 % come home and 81 % are still on Mars in 2050 without a way home, 80 % stranded and 1 % waiting.
    """
    n = thousands(draws)
    if fates["lost_frac"] is None:
        return f"No crew flies by {horizon_year} in any of {n} simulated campaigns."
    return (
        f"In {chance(fates['not_flown_frac'])} of {n} simulated campaigns no crew flies by {horizon_year}. "
        f"Of the first crews that fly, {chance(fates['lost_frac'])} are lost, "
        f"{chance(fates['home_frac'])} come home and {chance(fates['still_there_frac'])} are still on Mars "
        f"in {horizon_year} without a way home{_of_those(fates)}."
    )


def _of_those(fates: Mapping[str, Any]) -> str:
    """How many of those still there are stranded, and how many wait; older verdicts do not know it."""
    if "stranded_frac" not in fates or fates["still_there_frac"] == 0.0:
        return ""
    return f", {chance(fates['stranded_frac'])} stranded and {chance(fates['waiting_frac'])} waiting"


def nobody_sets_out_home(fates: Mapping[str, Any] | None) -> bool:
    """Whether crews fly and not one leaves Mars; unknown to verdicts of older versions, so not said there.

    Examples
    --------
    >>> nobody_sets_out_home({"sets_out_home_frac": 0.0}), nobody_sets_out_home(None)
    (True, False)
    """
    return fates is not None and fates["sets_out_home_frac"] == 0.0
