"""Typed quantities: a number and a product of units, each with one small whole power; nothing else is read.

Text of a user never reaches an evaluator. The grammar, with one space wherever spaces may stand::

    quantity = number [units]
    number   = digits, "_" between them, one point, an exponent; ASCII only
    units    = ["/"] factor { ("*" | "·" | " " | "/") factor }        at most MOST_FACTORS factors
    factor   = name [["^" | "**"] power]   or a leading 1, as in 1/yr
    power    = [sign] 1 to MOST_POWER

A name is one of :func:`unit_names`: a symbol with one of the prefixes that it takes, or a word.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kilosol.errors import OutOfRange

#: Most characters of a quantity: the longest that anybody means has half as many.
MOST_LETTERS = 60
#: Most units in one quantity, and the highest power of one: the Stefan-Boltzmann constant has four and 4.
MOST_FACTORS, MOST_POWER = 6, 4

_NUMBER = re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?")
_FACTOR = re.compile(
    r"(?P<sign> ?[*/·] ?| ?)(?P<name>[A-Za-z_°µμΩ%‰]+|1)(?P<power>(?: ?(?:\^|\*\*) ?)?[-+]?[0-9]+)?"
)
_RAISED = str.maketrans("¹²³⁴⁻", "1234-")

_PREFIXES = {
    "p": (-12, "pico"), "n": (-9, "nano"), "u": (-6, "micro"), "µ": (-6, ""), "μ": (-6, ""),
    "m": (-3, "milli"), "c": (-2, "centi"), "h": (2, "hecto"), "k": (3, "kilo"), "M": (6, "mega"),
    "G": (9, "giga"), "T": (12, "tera"), "P": (15, "peta"),
}  # fmt: skip

#: Symbols, words, size in units that stand further up, and the prefixes that it takes.
#: What has no size is a dimension of its own. Sizes are exact by definition (SI brochure, BIPM 2019; the
#: pound and the foot of 1959); the au, the sol and the Mars year stand in `data/tables/constants.toml` with
#: their sources; a year is one of 365.25 d.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("g", "gram grams gramme grammes", "", "n u µ μ m k M"),
    ("m", "metre metres meter meters", "", "n u µ μ m c k M G"),
    ("s", "sec second seconds", "", "n u µ μ m k M"),
    ("K", "kelvin kelvins", "", "m k"),
    ("A", "ampere amperes amp amps", "", "m k"),
    ("mol", "mole moles", "", "u µ μ m k"),
    ("rad", "radian radians", "", "m"),
    ("Sv", "sievert sieverts", "", "p n u µ μ m"),
    ("Gy", "gray grays", "", "u µ μ m k"),
    ("USD", "", "", "k M G"),
    ("cents", "cent", "", ""),
    ("%", "percent", "0.01", ""),
    ("‰", "permille", "0.001", ""),
    ("ppm", "", "0.000001", ""),
    ("t", "tonne tonnes metric_ton", "1000000 g", "k M"),
    ("lb", "lbs pound pounds", "453.59237 g", ""),
    ("ft", "foot feet", "0.3048 m", ""),
    ("inch", "inches", "0.0254 m", ""),
    ("mi", "mile miles", "1609.344 m", ""),
    ("au AU", "astronomical_unit", "149597870.7 km", ""),
    ("min", "minute minutes", "60 s", ""),
    ("h hr hrs", "hour hours", "3600 s", ""),
    ("d", "day days", "86400 s", ""),
    ("", "week weeks", "7 d", ""),
    ("yr", "year years", "365.25 d", ""),
    ("", "month months", "30.4375 d", ""),
    ("", "sol sols", "88775.244 s", ""),
    ("mars_year", "mars_years", "668.5909 sol", ""),
    ("deg °", "degree degrees", "0.017453292519943295 rad", ""),
    ("N", "newton newtons", "1 kg m/s2", "m k M"),
    ("J", "joule joules", "1 N m", "m k M G T P"),
    ("W We Wt", "watt watts", "1 J/s", "n u µ μ m k M G T"),
    ("Wh", "watt_hour watt_hours", "1 W h", "m k M G T"),
    ("Wd", "watt_day watt_days", "1 W d", "k M G"),
    ("eV", "electronvolt electronvolts", "1.602176634e-19 J", "m k M G"),
    ("Pa", "pascal pascals", "1 N/m2", "m h k M G"),
    ("bar", "bars", "100000 Pa", "m"),
    ("atm", "", "101325 Pa", ""),
    ("V", "volt volts", "1 W/A", "u µ μ m k M"),
    ("ohm Ω", "ohms", "1 V/A", "u µ μ m k M"),
    ("Hz", "hertz", "1 /s", "m k M G"),
    ("Bq", "becquerel becquerels", "1 /s", "k M G T P"),
    ("krad", "", "10 Gy", ""),
    ("rem", "", "0.01 Sv", "m"),
    ("b", "barn barns", "1e-28 m2", ""),
    ("L l", "litre litres liter liters", "0.001 m3", "m"),
)

_Dimensions = tuple[tuple[str, int], ...]


class NoQuantity(OutOfRange):
    """A text that is no quantity of the unit asked for.

    Parameters
    ----------
    text : str
        As typed.
    unit : str
        House unit.
    hint : str
        What is wrong with it, and the nearest unit where one is near.
    """

    def __init__(self, text: str, unit: str, hint: str) -> None:
        self.hint = hint
        cut = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}..."
        allowed = f"a number, or a quantity that converts to {unit}"
        super().__init__("value", f"{cut!r}{hint}", allowed)


class _Wrong(Exception):
    """Why a text is no quantity, as the end of a sentence."""


class _UnknownUnit(_Wrong):
    """A unit that no table holds."""


@dataclass(frozen=True, slots=True)
class _Units:
    size: Fraction
    dimensions: _Dimensions


@lru_cache(maxsize=1)
def _units() -> dict[str, _Units]:
    """Every name that a unit has, with its size in the units that have none."""
    known: dict[str, _Units] = {"1": _Units(Fraction(1), ())}
    for symbols, words, size, prefixes in _TABLE:
        figures, _, others = size.partition(" ")
        base = _Units(Fraction(1), ((symbols, 1),))
        if size:
            made_of = _read(others, known)
            base = _Units(Fraction(figures) * made_of.size, made_of.dimensions)
        # "W We Wt" are symbols of one size; the first of the words takes prefixes in words.
        for symbol in symbols.split():
            known[symbol] = base
            for prefix in prefixes.split():
                power, long = _PREFIXES[prefix]
                scaled = _Units(base.size * Fraction(10) ** power, base.dimensions)
                known.setdefault(prefix + symbol, scaled)
                if long:
                    known |= {long + word: scaled for word in words.split()}
        known |= dict.fromkeys(words.split(), base)
    return known


def unit_names() -> tuple[str, ...]:
    """Names that a unit may have in a typed quantity.

    Examples
    --------
    >>> {"kW", "kWe", "kilowatt", "t", "kt", "sol", "km"} <= set(unit_names())
    True
    """
    return tuple(name for name in _units() if name != "1")


def quantity(text: str, unit: str) -> float:
    """Value of a typed quantity.

    Parameters
    ----------
    text : str
        For example ``"40 kW"``, ``"9 km2/s2"`` or ``"3"``, then already in `unit`.
    unit : str
        Unit of the value wanted, in the same grammar.

    Returns
    -------
    float
        Finite; rounded once, from the exact product.

    Raises
    ------
    NoQuantity
        If the text is none, or of another kind than `unit`.

    Examples
    --------
    >>> quantity("0.1 kt", "t"), quantity("50 %", "1"), quantity("9 km**2/s**2", "km2/s2")
    (100.0, 0.5, 9.0)
    """
    wanted = _wanted(unit)
    try:
        number, units = _split(text)
        value = _number(number)
        if not units:
            return value
        found = _read(units, _units())
        if found.dimensions != wanted.dimensions:
            raise _Wrong(f"; {units!r} does not convert to {unit}")
        return _scaled(value, found.size / wanted.size)
    except _UnknownUnit as error:
        name = str(error)
        raise NoQuantity(text, unit, f"; no unit is called {name!r}{_nearest(name, wanted)}") from None
    except _Wrong as error:
        raise NoQuantity(text, unit, str(error)) from None


@lru_cache(maxsize=256)
def _wanted(unit: str) -> _Units:
    return _read(_joined(unit), _units())


def _joined(units: str) -> str:
    # The one name of two words.
    return units.replace("Mars yr", "mars_year").replace("Mars year", "mars_year")


def _split(text: str) -> tuple[str, str]:
    """Number and units, each as written."""
    if len(text) > MOST_LETTERS:
        raise _Wrong(f"; a quantity has at most {MOST_LETTERS} characters, this one {len(text)}")
    text = " ".join(text.split())
    found = _NUMBER.match(text)
    if found is None:
        raise _Wrong("" if not text else "; it must begin with a number")
    return found[0], _joined(text[found.end() :].strip().translate(_RAISED))


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        # "1__0", "1_": digits are parted one by one.
        raise _Wrong(f"; {text!r} is no number") from None
    if not math.isfinite(value) or (value == 0.0 and re.match("[-+0_.]*[1-9]", text)):
        raise _Wrong("; no computer number is that large or that near to 0")
    return value


def _scaled(value: float, factor: Fraction) -> float:
    try:
        return float(Fraction(value) * factor)
    except OverflowError:
        raise _Wrong("; no computer number is that large") from None


def _read(units: str, known: dict[str, _Units]) -> _Units:
    """Size and dimensions of a product of units."""
    size = Fraction(1)
    powers: dict[str, int] = {}
    position = n_factors = 0
    while position < len(units):
        found = _FACTOR.match(units, position)
        sign = found["sign"].strip() if found else ""
        n_factors += 1
        if found is None or (n_factors == 1 and sign not in ("", "/")) or n_factors > MOST_FACTORS:
            raise _Wrong(f"; units are written as km2/s2 or kg/kW, at most {MOST_FACTORS} of them")
        if n_factors > 1 and not found["sign"]:
            raise _Wrong("; units are written as km2/s2 or kg/kW, with a sign or a space between them")
        position = found.end()
        power = _power(found["power"]) * (-1 if sign == "/" else 1)
        one = known.get(found["name"])
        if one is None:
            raise _UnknownUnit(found["name"])
        size *= one.size**power
        for dimension, times in one.dimensions:
            powers[dimension] = powers.get(dimension, 0) + times * power
    return _Units(size, tuple(sorted((d, p) for d, p in powers.items() if p)))


def _power(text: str | None) -> int:
    if text is None:
        return 1
    digits = text.lstrip(" ^*")
    if len(digits) > len("+1") or not 1 <= abs(int(digits)) <= MOST_POWER:
        raise _Wrong(f"; a unit has one power, a whole number from 1 to {MOST_POWER}")
    return int(digits)


def _nearest(name: str, wanted: _Units) -> str:
    """The unit that was meant: the same letters, or the nearest name; of the kind wanted first."""
    known = {n: u for n, u in _units().items() if n != "1"}
    alike = [n for n, u in known.items() if u.dimensions == wanted.dimensions]
    for names, closeness in ((alike, 0.6), (list(known), 0.75)):
        same = [n for n in names if n.lower() == name.lower()]
        near = same or difflib.get_close_matches(name, names, n=1, cutoff=closeness)
        if near:
            return f"; did you mean {near[0]!r}?"
    return ""
