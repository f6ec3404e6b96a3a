"""Whose unit a plan counts with where it says "the partner's".

A partner may offer a station and publish nothing that a plan could count with. The scenario then names a
design of somebody else that stands in, and whoever tells of the partner's station must say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kilosol.data import table
from kilosol.scenario import Scenario

_BETWEEN_NAMES = re.compile(r"[,;()]|\band\b")


def partner_unit(scenario: Scenario) -> dict[str, Any]:
    """The unit that a plan takes for the partner's.

    Returns
    -------
    dict
        ``from``, ``unit_title``, ``unit_by``, ``stands_in`` (whether it is somebody else's design) and
        ``unpublished`` (what the partner did not say of its own).
    """
    offer = scenario.partners.station
    about = table(f"fission/{offer.technology}").text
    by = str(about.get("offered_by", "not stated"))
    stands_in = not is_of(by, offer.provider)
    return {
        "offered": offer.offered,
        "from": offer.provider,
        "unit_title": str(about["title"]),
        "unit_by": by,
        "stands_in": stands_in,
        "unpublished": list(offer.unpublished) if stands_in else [],
    }


def is_of(makers: str, provider: str) -> bool:
    """Whether one of a unit's makers is one of those who offer it, by their names.

    Examples
    --------
    >>> is_of("NASA Glenn Research Center", "Russia (Rosatom, Roscosmos)")
    False
    >>> is_of("NIKIET, Rosatom", "Russia (Rosatom, Roscosmos)"), is_of("NASA Glenn Research Center", "NASA")
    (True, True)
    """
    one, other = (
        [name.casefold().split() for name in _BETWEEN_NAMES.split(text) if name.strip()]
        for text in (makers, provider)
    )
    # "NASA" offers what its Glenn Research Center designed; "United States" is not "United Kingdom".
    return any(a[: len(b)] == b or b[: len(a)] == a for a in one for b in other)


def stand_in_sentence(partner: Mapping[str, Any]) -> str:
    """That a design of somebody else stands in for the partner's unit; empty where none does.

    Parameters
    ----------
    partner : mapping
        As :func:`partner_unit` gives it, or ``station.partner`` of a verdict.

    Examples
    --------
    >>> partner = {"offered": True, "stands_in": True, "from": "X", "unit_title": "U", "unit_by": "Y"}
    >>> stand_in_sentence({**partner, "unpublished": ["power", "mass", "date"]})
    'U, a design of Y, stands in for the unit that X offered without power, mass or date.'
    >>> stand_in_sentence({**partner, "stands_in": False, "unpublished": []})
    ''
    """
    if not partner["offered"] or not partner.get("stands_in", False):
        return ""
    lacks = partner["unpublished"]
    without = f" without {_either(lacks)}" if lacks else ""
    return (
        f"{partner['unit_title']}, a design of {partner['unit_by']}, stands in for the unit that "
        f"{partner['from']} offered{without}."
    )


def unit_phrase(partner: Mapping[str, Any]) -> str:
    """The partner's unit in a few words: its own, or what stands in for it.

    Examples
    --------
    >>> unit_phrase({"stands_in": True}), unit_phrase({"stands_in": False})
    ("the stand-in for the partner's unit", "the partner's unit")
    """
    return "the stand-in for the partner's unit" if partner.get("stands_in", False) else "the partner's unit"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
