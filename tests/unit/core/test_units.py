import pytest

from kilosol.errors import OutOfRange
from kilosol.units import SUFFIX_UNITS, parse, unit_of


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("mass_kg", "kg"),
        ("kg", "kg"),
        ("c3_km2_s2", "km2/s2"),
        ("arrival_vinf_km_s", "km/s"),
        ("specific_power_w_kg", "W/kg"),
        ("dose_msv_year", "mSv/yr"),
        ("n_units", "1"),
        ("ready_frac", "1"),
        ("design", None),
        ("skg", None),
        ("departure_jd", "d"),
    ],
)
def test_a_name_promises_its_unit(name, unit):
    assert unit_of(name) == unit


def test_the_longest_suffix_wins():
    for suffix, unit in SUFFIX_UNITS.items():
        assert unit_of(f"some_{suffix}") == unit, suffix


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("40 kW", "kW", 40.0),
        ("0.04 MWe", "kW", 40.0),
        ("100 W", "kW", 0.1),
        ("0.1 kilotonne", "t", 100.0),
        ("3", "kg", 3.0),
        ("-1.5e2", "deg", -150.0),
        ("1 sol", "h", 24.65979),
        ("7.5 km/s", "km/s", 7.5),
        ("9 km**2/s**2", "km2/s2", 9.0),
        ("50 %", "1", 0.5),
        ("2 years", "yr", 2.0),
        ("48 hours", "d", 2.0),
    ],
)
def test_typed_quantities_are_converted(text, unit, value):
    assert parse(text, unit) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("text", ["40 kg", "forty", "", "4 kW kW", "1 parsek", "--", "3 +"])
def test_what_is_no_power_is_refused(text):
    with pytest.raises(OutOfRange, match="converts to kW"):
        parse(text, "kW")
