"""Typed quantities: what is read, what is refused, and that nothing is ever worked out."""

import math
import re
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilosol.data import table
from kilosol.quantities import MOST_LETTERS, NoQuantity, quantity, unit_names
from kilosol.units import SUFFIX_UNITS, parse

DOCS = Path(__file__).parents[3] / "docs" / "models" / "scenario.md"


@pytest.mark.parametrize("unit", sorted(set(SUFFIX_UNITS.values())))
def test_every_house_unit_is_a_quantity_of_itself(unit):
    # "1 1/yr" and "1 /yr" say the same; a bare 1 is a number without unit.
    text = "1" if unit == "1" else f"2.5 {unit}"
    assert quantity(text, unit) == (1.0 if unit == "1" else 2.5)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("0.1 kt", "t", 100.0),
        ("100000 kg", "t", 100.0),
        ("1.5e3kg", "t", 1.5),
        ("+.5 MW", "kW", 500.0),
        ("40", "kW", 40.0),
        (" 1_000  W ", "kW", 1.0),
        ("9 km^2/s^2", "km2/s2", 9.0),
        ("9 km2 s-2", "km2/s2", 9.0),
        ("9 km²·s⁻²", "km2/s2", 9.0),
        ("9 km ** 2 / s ** 2", "km2/s2", 9.0),
        ("0.05/yr", "1/yr", 0.05),
        ("0.05 1/yr", "1/yr", 0.05),
        ("20 kg/kWe", "kg/kW", 20.0),
        ("50 mSv/year", "mSv/yr", 50.0),
        ("0.02 rem/d", "mSv/d", 0.2),
        ("2 weeks", "d", 14.0),
        ("1 Mars yr", "sol", 668.5909),
        ("30 °", "deg", 30.0),
        ("2.2 lb", "kg", 0.997903214),
        ("1 ft", "m", 0.3048),
        ("1 kilowatt_hour", "J", 3.6e6),
        ("1 GWh", "MWh", 1000.0),
        ("3 µSv/h", "mSv/h", 0.003),
        ("20 %", "1", 0.2),
        ("1000 m/s", "km/s", 1.0),
    ],
)
def test_quantities_are_converted_to_the_last_digit(text, unit, value):
    assert quantity(text, unit) == value


@given(st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-9))
def test_a_product_is_rounded_once(value):
    # The text of a float gives it back; the factor of a thousand is exact.
    assert quantity(f"{value!r} MW", "kW") == float(Fraction(value) * 1000)


REFUSED = {
    "1 t**99**99**99": "one power", "1 t^9^9^9^9": "one power", "1 kg**2**3**4**5": "written as",
    "9**9**9**9": "one power|written as", "1 t^5": "one power", "1 t^0": "one power",
    "1 t/0": "written as", "1 (t)": "written as", "t": "begin with a number", "": "", "nan": "begin with",
    "inf t": "begin with", "1e999 t": "no computer number", "1e-999 t": "no computer number",
    "1e999999999999 t": "no computer", "1__0 t": "is no number", "1_ t": "is no number",
    "٣ t": "begin with", "１ t": "begin with", "5² t": "written as", "1 2 t": "written as",
    "1,5 t": "written as", "1 t t t t t t t": "at most 6", "0x10 t": "written as|one power",
    "1 tonn": "did you mean 'tonne'", "1 T": "did you mean 't'", "1 KG": "did you mean 'kg'",
    "1 kW": "does not convert to t", "1 __import__('os')": "written as|no unit", "1 t\x00": "written as",
    "1" * (MOST_LETTERS + 1): f"at most {MOST_LETTERS} characters, this one 61", "--1 t": "begin with",
    "1e t": "no unit is called 'e'", "1 \ud800": "written as", "\ufeff1 t": "begin with",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_none_is_refused_with_its_cure(text):
    with pytest.raises(NoQuantity, match="converts to t") as caught:
        quantity(text, "t")
    assert re.search(REFUSED[text], str(caught.value))
    assert len(str(caught.value)) < 400


def test_names_of_units_are_given_once_and_never_twice():
    names = unit_names()
    assert len(names) == len(set(names))
    # Each is of one kind with itself, and its power of none: no name hides another.
    for name in names:
        assert quantity(f"3 {name}", name) == 3.0


def test_sizes_are_those_of_the_cited_tables():
    cited = table("constants")
    assert quantity("1 au", "km") == cited.number("au_km")
    assert quantity("1 sol", "s") == cited.number("sol_s")
    assert quantity("1 d", "s") == cited.number("day_s")
    assert quantity("1 mars_year", "sol") == cited.number("mars_year_sol")
    assert quantity("180 deg", "rad") == pytest.approx(math.pi, rel=1e-15)


def test_the_units_that_are_documented_are_read():
    text = DOCS.read_text(encoding="utf-8")
    section = text.split("## Units")[1].split("\n## ")[0]
    rows = re.findall(r"^\| [a-z ,]+ \| (`[^|]+) \|", section, re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(listed) > 40
    assert set(listed) <= set(unit_names())


#: Whatever is done to a text, none of these may take long: each once did, or does in other tools.
HOSTILE = [
    "1" * 10**6 + "!", "1" * 20_000, "1" + "e" * 10**6, "1_" * 10**5, "1 " + "t**9" * 10**5,
    "9" * 10**6 + " t", "1 " + "t" * 10**6, "1 " + "/" * 10**6, "1" + " " * 10**6 + "t", "-" * 10**6,
    "²" * 10**6, "٣" * 10**6,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_long_texts_are_refused_before_they_are_looked_at(text):
    quantity("1 t", "t")
    begun = time.process_time()
    with pytest.raises(NoQuantity, match="at most 60 characters"):
        parse(text, "kW")
    # Processor time of this process; measured 0.1 ms.
    assert time.process_time() - begun < 0.1
