"""Numbers as a reader meets them: thin spaces, sensible digits, units in their usual dress."""

from __future__ import annotations

import math
import re
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Narrow no-break space: groups thousands and parts a number from its unit without a line break.
THIN = "\u202f"
MISSING = "–"
#: No-break space, in running text.
TIE = "\u00a0"
_NUMBER_AND_UNIT = re.compile(r"(\d) (t|kg|kW|kWe|MW|km|km/s|km²/s²|mSv|h|m|days|people|%)(?![\w/])")

_UNIT_DRESS = {
    "1": "",
    "m2": "m²",
    "m3": "m³",
    "km2/s2": "km²/s²",
    "km3/s2": "km³/s²",
    "m/s2": "m/s²",
    "W/m2": "W/m²",
    "kg/m2": "kg/m²",
    "kg/m3": "kg/m³",
    "g/cm2": "g/cm²",
    "g/cm3": "g/cm³",
    "cm2/g": "cm²/g",
    "W/m2/K": "W/m²/K",
    "Wh/m2": "Wh/m²",
    "m2/kW": "m²/kW",
    "MUSD": "million USD",
    "deg": "°",
}
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
#: Below this share a simulated chance is not told from none; the same distance below certainty.
_SMALLEST_SHARE = 0.001


def number(value: object, digits: int = 3) -> str:
    """Number with `digits` significant digits, never an exponent, thousands parted by thin spaces.

    Parameters
    ----------
    value : float, int or None
        What to print; None and not-a-number print as a dash.
    digits : int
        Significant digits; digits before the decimal point beyond them become zeros.

    Returns
    -------
    str

    Examples
    --------
    >>> number(12345.6).replace(THIN, "_"), number(0.01234), number(None), number(-2.0)
    ('12_300', '0.0123', '–', '−2')
    """
    got = as_float(value)
    if got is None:
        return MISSING
    if math.isinf(got):
        return "∞" if got > 0 else "−∞"
    if got == 0:
        return "0"
    # Rounding first keeps 9.996 from printing as 10.00.
    got = float(f"{got:.{digits}g}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(got))))
    text = f"{abs(got):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("−" if got < 0 else "") + text.replace(",", THIN)


def exact(value: object, digits: int = 6) -> str:
    """Number as a table of constants shows it: up to `digits` digits, powers of ten where they help.

    Examples
    --------
    >>> exact(1.32712e11), exact(0.05), exact(2e-7)
    ('1.32712 × 10¹¹', '0.05', '2 × 10⁻⁷')
    """
    got = as_float(value)
    if got is None:
        return MISSING
    magnitude = abs(got)
    if got != 0 and not 1 / 1000 / 10 <= magnitude < 1e6 * 1000:
        mantissa, exponent = f"{got:.{digits - 1}e}".split("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        times = "" if mantissa == "1" else f"{mantissa} × "
        return f"{times}10{str(int(exponent)).translate(_SUPERSCRIPT)}".replace("-", "−")
    return number(got, digits if magnitude < 1e6 else 10)


def quantity(value: object, unit_text: str, digits: int = 3) -> str:
    """Number and unit; only a dash where there is no number.

    Examples
    --------
    >>> quantity(8.93, "km2/s2", 2).replace(THIN, " ")
    '8.9 km²/s²'
    """
    text = number(value, digits)
    dressed = unit(unit_text)
    return text if text == MISSING or not dressed else f"{text}{THIN}{dressed}"


def unit(text: str) -> str:
    """House unit in its usual dress: ``km2/s2`` is km²/s², the unit 1 is left out."""
    return _UNIT_DRESS.get(text, text)


def mass(value_kg: object) -> str:
    """Mass in kilograms below a tonne, in tonnes above, with one decimal below a hundred.

    Examples
    --------
    >>> mass(9800.0).replace(THIN, " "), mass(640).replace(THIN, " ")
    ('9.8 t', '640 kg')
    """
    got = as_float(value_kg)
    if got is None:
        return MISSING
    if abs(got) < 1000:
        return quantity(got, "kg")
    tonnes = got / 1000
    return quantity(round(tonnes, 1) if abs(tonnes) < 100 else tonnes, "t")


def power(value_kw: object, digits: int = 2) -> str:
    """Power in W, kW, MW or GW, whichever reads best.

    Examples
    --------
    >>> power(38.0).replace(THIN, " "), power(1.2e7).replace(THIN, " "), power(0.25).replace(THIN, " ")
    ('38 kW', '12 GW', '250 W')
    """
    got = as_float(value_kw)
    if got is None:
        return MISSING
    for above, factor, name in ((1e6, 1 / 1e6, "GW"), (1000, 1 / 1000, "MW"), (1, 1, "kW")):
        if abs(got) >= above:
            return quantity(got * factor, name, digits if abs(got * factor) < 100 else 3)
    return quantity(got * 1000, "W", digits) if got else quantity(0, "kW")


def tied(text: str) -> str:
    """Text in which a number and its unit stay on one line.

    Examples
    --------
    >>> tied("16.9 t in 10 % of 480 days, 5 tanker flights").replace(TIE, "_")
    '16.9_t in 10_% of 480_days, 5 tanker flights'
    """
    return _NUMBER_AND_UNIT.sub(rf"\1{TIE}\2", text)


def percent(share: object) -> str:
    """Share as a percentage; what rounds to nothing or to all is said as a bound.

    Examples
    --------
    >>> [percent(p).replace(THIN, " ") for p in (0.0, 0.0004, 0.034, 0.6612, 0.9996)]
    ['< 0.1 %', '< 0.1 %', '3.4 %', '66 %', '> 99.9 %']
    """
    got = as_float(share)
    if got is None:
        return MISSING
    if got < _SMALLEST_SHARE:
        return f"<{THIN}0.1{THIN}%"
    if got > 1 - _SMALLEST_SHARE:
        return f">{THIN}99.9{THIN}%"
    hundred = got * 100
    decimals = 1 if hundred < 10 or hundred > 90 else 0
    text = f"{hundred:.{decimals}f}".removesuffix(".0")
    return f"{text}{THIN}%"


def hours(value_hour: object, digits: int = 2) -> str:
    """Hours, or days where more than two of them.

    Examples
    --------
    >>> hours(31.2).replace(THIN, " "), hours(500).replace(THIN, " "), hours(None)
    ('31 h', '21 d', '–')
    """
    got = as_float(value_hour)
    if got is None or abs(got) < 2 * 24:
        return quantity(got, "h", digits)
    return quantity(got / 24, "d", digits)


def people(value: object) -> str:
    """Head count: whole below a thousand, rounded above, millions in words.

    Examples
    --------
    >>> people(6.0), people(1234567).replace(THIN, " "), people(0.2)
    ('6', '1.2 million', '0')
    """
    got = as_float(value)
    if got is None:
        return MISSING
    if got >= 1e6:
        return f"{number(got / 1e6, 2)}{THIN}million"
    return number(round(got), 3 if got < 1000 else 2)


def long_date(iso: object) -> str:
    """Day in words; what is not an ISO date comes back as it is.

    Examples
    --------
    >>> long_date("2028-12-02"), long_date("")
    ('2 December 2028', '–')
    """
    day = as_date(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else (str(iso or "") or MISSING)


def month(iso: object) -> str:
    """Month in words: ``October 2029``."""
    day = as_date(iso)
    return f"{_MONTHS[day.month - 1]} {day.year}" if day else (str(iso or "") or MISSING)


def as_date(iso: object) -> date | None:
    """Date of an ISO text (time of day is dropped), or None."""
    try:
        return date.fromisoformat(str(iso)[:10])
    except ValueError:
        return None


def iso_days(dates: ArrayLike) -> NDArray[np.str_]:
    """Dates of a dataset as ISO texts of their days; empty where there is none.

    Examples
    --------
    >>> iso_days(np.array(["2031-01-28T06:00", "NaT"], dtype="datetime64[ns]")).tolist()
    ['2031-01-28', '']
    """
    days = np.asarray(dates).astype("datetime64[D]")
    return np.where(np.isnat(days), "", np.datetime_as_string(days, unit="D"))


def as_float(value: object) -> float | None:
    """Float of a number, or None for nothing, text that is no number, and not-a-number."""
    if value is None:
        return None
    try:
        got = float(value)  # type: ignore[arg-type]  # whatever has __float__; the rest raises
    except (TypeError, ValueError):
        return None
    return None if math.isnan(got) else got
