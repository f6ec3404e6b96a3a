"""What was said, and by whom: only words that stand in a source as they are go between quotation marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kilosol.planning.wording import day

#: Judgements that a number decides.
LED_BY = ("supported", "possible", "unlikely", "contradicted")

_STANDS = {
    "superseded": "Its author has since given other words.",
    "condition not met": "The condition it hangs on was not met.",
    "cannot be judged as offered": "As offered it cannot be judged.",
}
_COUNTED = {
    "superseded": ("superseded", "superseded"),
    "condition not met": ("whose condition was not met", "whose condition was not met"),
    "cannot be judged as offered": ("that cannot be judged as offered", "that cannot be judged as offered"),
}


def stands(verdict: str, probability: str = "") -> str:
    """How a claim stands in a plan, as a sentence; with its chance in words, where it has one.

    Examples
    --------
    >>> stands("unlikely", "with a chance of 9 %")
    'In this plan that is unlikely, with a chance of 9 %.'
    >>> stands("superseded")
    'Its author has since given other words.'
    """
    if verdict in _STANDS:
        return _STANDS[verdict]
    return f"In this plan that is {verdict}{', ' if probability else ''}{probability}."


def counted(verdict: str, n: int) -> str:
    """A judgement after a count: ``3 superseded``, ``1 that cannot be judged as offered``.

    Examples
    --------
    >>> counted("possible", 2)
    'possible'
    """
    return _COUNTED.get(verdict, (verdict, verdict))[n > 1]


def claim_said(claim: Mapping[str, Any]) -> str:
    """A claim with its author and day, as a sentence.

    Parameters
    ----------
    claim : mapping
        ``text`` (what is judged, in our words), ``by``, ``date`` (ISO) and ``quote`` (word for word; empty
        or absent where no source is at hand that gives the words).

    Examples
    --------
    >>> claim = {"text": "People land by 2029.", "by": "E. X", "date": "2025-03-15", "quote": ""}
    >>> claim_said(claim)
    'E. X, 15 March 2025, in our words: People land by 2029.'
    >>> claim_said({**claim, "quote": "We may land as soon as 2029."})
    'E. X, 15 March 2025: “We may land as soon as 2029.” Judged here: People land by 2029.'
    """
    text = claim["text"].rstrip(".")
    said = f"{claim['by']}, {day(str(claim['date']))}"
    if claim.get("quote"):
        end = "" if claim["quote"][-1] in ".!?" else "."
        return f"{said}: “{claim['quote']}”{end} Judged here: {text}."
    return f"{said}, in our words: {text}."
