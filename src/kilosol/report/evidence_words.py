"""Findings of the selfcheck as words: the same in the terminal, on the page and in the documentation."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from kilosol.data import references
from kilosol.evidence import Finding
from kilosol.report.number_text import MISSING, exact, unit

#: Julian date of the first instant of 1 January 2000; most digits shown; a share that is but rounding.
_JD_2000, _MOST_DIGITS, _ROUNDING = 2451544.5, 9, 1e-6

#: State -> badge status.
STATUS = {
    "holds": "good",
    "fails": "bad",
    "known miss": "warn",
    "no longer missed": "bad",
    "not run": "neutral",
}


def value_text(one: Finding, value: float) -> str:
    """A value with as many digits as its tolerance makes sense of.

    Parameters
    ----------
    one : Finding
        Its row tells unit and tolerance.
    value : float
        Published or ours.

    Returns
    -------
    str
        A date where the unit is one.
    """
    if math.isnan(value):
        return MISSING
    if one.row.unit == "date":
        day = datetime(2000, 1, 1) + timedelta(days=value - _JD_2000)
        return day.date().isoformat()
    return exact(value, _digits(one, value))


def published_text(one: Finding) -> str:
    """The published value as it was printed, or both ends of its range."""
    if one.row.unit == "date":
        return value_text(one, one.row.published[0])
    return " to ".join(exact(value, _printed_digits(value)) for value in one.row.published)


def unit_text(one: Finding) -> str:
    """The unit of the row's numbers; nothing for pure numbers and dates."""
    return "" if one.row.unit == "date" else unit(one.row.unit)


def difference_text(one: Finding) -> str:
    """The difference with its sign; of dates, in days."""
    if math.isnan(one.difference):
        return MISSING
    if one.row.unit == "date":
        return "same day" if abs(one.difference) <= 1 / 2 else f"{_signed(one.difference, 2)} d"
    # What is less than rounding is said to be nothing.
    least = (one.below + one.above) * _ROUNDING
    return "0" if abs(one.difference) <= least else _signed(one.difference, 2)


def percent_text(one: Finding) -> str:
    """The difference as a percentage of the published value."""
    share = one.difference_frac
    if math.isnan(share):
        return MISSING
    return "0" if abs(share) < _ROUNDING else f"{_signed(100 * share, 2)} %"


def allowed_text(one: Finding) -> str:
    """How far ours may lie from the published value."""
    if len(one.row.published) > 1 and one.below == one.above == 0:
        return "the range"
    if one.below == one.above:
        text = f"± {exact(one.below, 2)}"
    else:
        text = f"−{exact(one.below, 2)} / +{exact(one.above, 2)}".replace("−0 /", "none below,")
        text = text.replace("/ +0", "none above") if one.above == 0 else text
    return f"{text} d" if one.row.unit == "date" else text


def source_text(one: Finding) -> str:
    """Who says so, where, and how it was read."""
    reference = references()[one.row.source]
    name = f"{reference.author.split(',')[0].split(' and ')[0]} {reference.year}"
    begin = "our own separate computation, not a publication:" if one.row.is_own else f"{name},"
    return f"{begin} {one.row.where} [{one.row.source}]"


def _digits(one: Finding, value: float) -> int:
    allowed = min((x for x in (one.below, one.above) if 0 < x < math.inf), default=0.0)
    least = max(_printed_digits(end) for end in one.row.published)
    if value == 0 or allowed == 0:
        return max(least, 4)
    return min(max(math.ceil(math.log10(abs(value) / allowed)) + 2, least, 3), _MOST_DIGITS)


def _printed_digits(value: float) -> int:
    """Significant digits of a number as it is written, without what trails."""
    mantissa = f"{value:.{_MOST_DIGITS - 1}e}".split("e")[0]
    return len(mantissa.rstrip("0").replace(".", "").replace("-", "")) or 1


def _signed(value: float, digits: int) -> str:
    text = exact(value, digits)
    return text if value < 0 else f"+{text}"
