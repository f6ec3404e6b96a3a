"""How numbers and dates read in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kilosol.campaign.gates import BECAUSE

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


#: Why a crew stays at home, as it reads after "by".
REASON_WORDS = BECAUSE


#: A difference of two runs is more than luck beyond so many of its standard errors.
SIGMAS_BEYOND_LUCK = 2.0

#: Value of a notice on what keeps every crew at home.
NEVER = "never opens"


def percent(p: float) -> str:
    """Chance in words; a count of none or of all among draws is a bound, never nothing or certainty.

    Examples
    --------
    >>> [percent(p) for p in (0.0, 0.0004, 0.034, 0.5, 0.9996, 1.0)]
    ['under 0.1 %', 'under 0.1 %', '3.4 %', '50 %', 'over 99.9 %', 'over 99.9 %']
    """
    if p < 0.001:
        return "under 0.1 %"
    if p > 0.999:
        return "over 99.9 %"
    return f"{100.0 * p:.0f} %" if 0.1 <= p <= 0.99 else f"{100.0 * p:.1f} %"


def chance(p: float) -> str:
    """Chance of a campaign in words, no finer than a whole per cent: of campaigns the shape counts.

    Below one per cent the bound or the share is told as by :func:`percent`: nothing is not little.

    Examples
    --------
    >>> [chance(p) for p in (0.0, 0.004, 0.0908, 0.187, 0.997)]
    ['under 0.1 %', '0.4 %', '9 %', '19 %', '99.7 %']
    """
    return f"{100.0 * p:.0f} %" if 0.01 <= p <= 0.99 else percent(p)


def rough(value: float, limit: float | None = None, digits: int = 1) -> str:
    """Number with no more digits than a model known to a factor of two gives.

    Parameters
    ----------
    value : float
    limit : float, optional
        What it is compared with: it gets another digit where it would read as that, and is not.
    digits : int
        Significant digits.

    Examples
    --------
    >>> rough(86.81), rough(1105.9, digits=2), rough(53.0, 50.0), rough(0.0)
    ('90', '1\u202f100', '53', '0')
    """
    if value == 0.0:
        return "0"
    got = float(f"{value:.{digits}g}")
    if limit is not None and got == limit and value != limit:
        got = float(f"{value:.{digits + 1}g}")
    return thousands(got) if abs(got) >= 1.0 else f"{got:g}"


def partner_words(value: Mapping[str, Any], horizon_year: int) -> str:
    """What the partner's offer is worth: the difference of two runs with the same luck.

    By the horizon most campaigns have landed with it or without, so the year in which it tells most is named.

    Examples
    --------
    >>> value = {"years_sooner_mean": 0.52, "p_landed_gain": -0.003, "p_landed_gain_stderr": 0.0012}
    >>> value["p_landed_gain_by_year"] = {"2031": 0.0, "2033": 0.091, "2034": 0.091, "2050": -0.003}
    >>> partner_words(value, 2050)  # doctest: +ELLIPSIS
    "... 0.5 years sooner. It adds most by 2033: 9.1 points ...; by 2050 the gain is -0.3 ± 0.1."
    >>> partner_words(value | {"p_landed_gain": 0.001}, 2050)  # doctest: +ELLIPSIS
    "...; by 2050 no gain is left that luck could not make (0.1 ± 0.1)."
    """
    gain, error = 100.0 * value["p_landed_gain"], 100.0 * value["p_landed_gain_stderr"]
    years, by_year = value["years_sooner_mean"], value["p_landed_gain_by_year"]
    when = f"{abs(years):.1f} years {'sooner' if years >= 0.0 else 'later'}"
    said = f"The partner's offer brings people {when}."
    best = max(by_year, key=by_year.__getitem__)
    if by_year[best] > 0.0:
        said += f" It adds most by {best}: {100.0 * by_year[best]:.1f} points to the chance of a landing"
    else:
        said += " In no year does it add to the chance of a landing"
    if abs(gain) > SIGMAS_BEYOND_LUCK * error:
        return f"{said}; by {horizon_year} the gain is {gain:.1f} ± {error:.1f}."
    return f"{said}; by {horizon_year} no gain is left that luck could not make ({gain:.1f} ± {error:.1f})."


def thousands(number: float) -> str:
    """Whole number with thin spaces between thousands.

    Examples
    --------
    >>> thousands(12345.6)
    '12\u202f346'
    """
    return f"{number:,.0f}".replace(",", "\u202f")


def day(iso: str) -> str:
    """Date as people write it.

    Examples
    --------
    >>> day("2028-12-01")
    '1 December 2028'
    """
    year, month, date = iso.split("-")
    return f"{int(date)} {MONTHS[int(month) - 1]} {year}"


def month(iso: str) -> str:
    """Month and year of a date.

    Examples
    --------
    >>> month("2028-12-01")
    'December 2028'
    """
    year, number, _ = iso.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def imported_power_words(city: Mapping[str, Any]) -> str:
    """From how many people on imported power stops being possible, and when the median city has them.

    Parameters
    ----------
    city : mapping
        ``city`` of the verdict.

    Examples
    --------
    >>> city = {"imported_power_most_people": 900.0, "imported_power_end_year": 2041}
    >>> city |= {"people_p50": 1200.0, "horizon_year": 2050}
    >>> imported_power_words(city).split(": ")[1]
    'the median city passes that in 2041.'
    """
    most = city["imported_power_most_people"]
    if most < 1.0:
        return "No cargo lands in the last ten years, so imports can keep up nobody's power."
    year = city["imported_power_end_year"]
    end = (
        f"the median city passes that in {year}."
        if year is not None
        else f"the median city, with {thousands(city['people_p50'])} people, does not pass that by "
        f"{city['horizon_year']}."
    )
    return (
        f"Above {thousands(most)} people imported power stops being possible, for even if all the cargo of "
        f"the last ten years were power it would not make up for the wear: {end}"
    )


def power(kw: float) -> str:
    """Power with a fitting unit.

    Examples
    --------
    >>> power(52.3), power(1042.0)
    ('52 kW', '1.0 MW')
    """
    return f"{kw / 1000.0:.1f} MW" if kw >= 1000.0 else f"{kw:.0f} kW"
