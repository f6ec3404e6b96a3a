"""What keeps ships on Earth, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: What binds a fleet, as it reads before "binds" or "bind".
LIMIT_WORDS = {
    "pace": "the pace of launches",
    "licences": "what pads are licensed or reviewed for",
    "turnaround": "the turnaround of pads",
    "stated": "the number of launches stated",
    "ships built": "the number of ships built",
}

#: Fleets that a sentence tells one by one before it goes to the last.
MOST_TOLD = 3


def short_of_ships(fleets: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Fleets of a verdict that cannot be filled as they were meant."""
    return [one for one in fleets if one["binds"]]


def fleet_sentence(one: Mapping[str, Any]) -> str:
    """How much of one fleet can be filled, and what binds.

    Examples
    --------
    >>> fleet_sentence({"window": 2033, "cargo_ships_meant": 50, "crew_ships_meant": 2, "cargo_ships": 29,
    ...                 "crew_ships": 2, "launches": 203, "launches_per_cargo_ship": 6.54, "binds": "pace"})
    'Of 52 ships meant for 2033, 31 can be filled: 203 launches, 6.5 a ship; the pace of launches binds.'
    """
    meant, sent = ships_meant(one), one["cargo_ships"] + one["crew_ships"]
    if not one["binds"]:
        return f"All {meant} ships meant for {one['window']} can be filled."
    return (
        f"Of {meant} ships meant for {one['window']}, {sent or 'none'} can be filled: "
        f"{one['launches']} launches, {one['launches_per_cargo_ship']:.1f} a ship; "
        f"{LIMIT_WORDS[one['binds']]} binds."
    )


def fleets_sentence(fleets: Sequence[Mapping[str, Any]]) -> str:
    """The fleets that cannot be filled, the first ones and the last; empty where all can."""
    short = short_of_ships(fleets)
    told = [*short[:MOST_TOLD], *short[MOST_TOLD:][-1:]]
    return " ".join(fleet_sentence(one) for one in told)


def crew_fleet_sentence(fleets: Sequence[Mapping[str, Any]]) -> str:
    """The first fleet with crew ships that cannot be filled, or the first of all; empty where all can."""
    short = short_of_ships(fleets)
    crewed = [one for one in short if one["crew_ships_meant"]]
    return fleet_sentence((crewed or short)[0]) if short else ""


def ships_meant(one: Mapping[str, Any]) -> int:
    """Ships of a fleet, with and without people, as it was meant."""
    return int(one["cargo_ships_meant"] + one["crew_ships_meant"])


def of_fleets(fleets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Notice of the ships that stay on Earth; none where all can be filled."""
    short = short_of_ships(fleets)
    if not short:
        return []
    meant = sum(ships_meant(one) for one in fleets)
    sent = sum(one["cargo_ships"] + one["crew_ships"] for one in fleets)
    return [
        {
            "model": "fleets",
            "what": fleets_sentence(fleets),
            "limit": "launches of a synod for ships and tankers, ships built",
            "value": f"{sent} of {meant} ships filled",
        }
    ]
