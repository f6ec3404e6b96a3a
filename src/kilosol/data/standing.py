"""How a value was come by, and the best tier that this allows: tiers by reading, not by name.

A value read in its source may be of tier A, one read where it is quoted of B, one recalled of C; one that
was computed for Kilosol bears the tier of its weakest input, and of D where it names none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from kilosol.data.bibliography import references
from kilosol.data.cited import BEST_TIERS, Seen, Tier
from kilosol.errors import did_you_mean

ASSUMPTION = "assumption"

_WAYS = (
    '"primary" (read in the source itself: tier A at best), "secondary" (in a text that quotes it: B), '
    '"recalled" (from memory: C) or "computed" (of inputs = ["table.key", ...]: as the weakest of them)'
)


def seen_of(entry: Mapping[str, Any]) -> Seen | None:
    """How the value of an entry was come by: as it says, or else as its source was read.

    Parameters
    ----------
    entry : mapping
        With its ``source`` and, where it says so, ``seen``.

    Returns
    -------
    str or None
        None for an assumption, and where the entry does not say and its source is in no bibliography.

    Examples
    --------
    >>> seen_of({"source": "poston2020"}), seen_of({"source": "poston2020", "seen": "recalled"})
    ('secondary', 'recalled')
    """
    if "seen" in entry:
        return cast(Seen, entry["seen"])
    reference = references().get(str(entry["source"]))
    return reference.seen if reference else None


def weaker(one: Tier, other: Tier) -> Tier:
    """The weaker of two tiers: A is the strongest, D the weakest.

    Examples
    --------
    >>> weaker("A", "C")
    'C'
    """
    return max(one, other)


def standing_problems(entry: Mapping[str, Any]) -> list[str]:
    """What is wrong with source, tier, ``seen`` and ``inputs`` of one entry, taken by itself.

    Parameters
    ----------
    entry : mapping
        With ``source`` and ``tier``, and where they are stated ``seen`` and ``inputs``.

    Returns
    -------
    list of str
        Empty if nothing is.

    Examples
    --------
    >>> standing_problems({"source": "poston2020", "tier": "A"})
    ["tier A is above B, the best of what was seen as 'secondary'"]
    """
    tier, stated = entry["tier"], entry.get("seen")
    if tier not in get_args(Tier):
        return [f"tier must be A, B, C or D, got {tier!r}"]
    problems = _problems_of_inputs(entry.get("inputs", []))
    if stated is not None and stated not in get_args(Seen):
        return [*problems, f"seen must be one of {', '.join(get_args(Seen))}, got {stated!r}"]
    if entry["source"] == ASSUMPTION:
        if tier != "D":
            problems.append("an assumption must have tier D")
        if stated is not None:
            problems.append(f"an assumption has no source that could be seen, got seen = {stated!r}")
        return problems
    seen = seen_of(entry)
    if seen is None:
        source = str(entry["source"])
        near = did_you_mean(source, references())
        return [*problems, f"source {source!r} is not in references.bib{near}; say how it was seen: {_WAYS}"]
    best: Tier = BEST_TIERS[seen]
    if weaker(tier, best) != tier:
        problems.append(f"tier {tier} is above {best}, the best of what was seen as {seen!r}")
    if seen == "computed" and tier != "D" and not entry.get("inputs"):
        problems.append(
            f"computed, with tier {tier}, but names no inputs = [...]; without them it has tier D"
        )
    return problems


def _problems_of_inputs(inputs: object) -> list[str]:
    if isinstance(inputs, list) and all(isinstance(one, str) and one.strip() for one in inputs):
        return []
    return [f"inputs must be a list of paths or source keys, got {inputs!r}"]
