"""What was said, and by whom: only words that stand in a source as they are go between quotation marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kilosol.planning.wording import day


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
        return f"{said}: “{claim['quote']}” Judged here: {text}."
    return f"{said}, in our words: {text}."
