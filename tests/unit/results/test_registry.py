import re

import pytest
import xarray as xr

from kilosol.results import describe, variables
from kilosol.units import SUFFIX_UNITS, unit_of

#: Where a compound name says more than its suffix: kilowatt hours *per Mars year*, kilograms *a year*.
COMPOUND = {"eue_kwh_per_mars_year", "lolh_hour_per_mars_year", "import_kg_per_person_year"}


@pytest.mark.parametrize("variable", variables(), ids=lambda v: v.name)
def test_units_are_those_of_the_name(variable):
    if variable.name in COMPOUND:
        assert re.search(r"/(Mars )?yr$", variable.units)
    else:
        assert variable.units == (unit_of(variable.name) or "1")
    assert variable.long_name
    assert variable.long_name[-1] != "."


def test_names_that_look_like_they_carry_a_unit_do():
    """A last part that is a unit's name must be in the closed list."""
    looks = {u.lower() for u in SUFFIX_UNITS.values()} | set(SUFFIX_UNITS)
    for variable in variables():
        last = variable.name.rsplit("_", 1)[-1]
        if last in looks and variable.name not in ("t",):
            assert variable.units != "1" or last in ("frac", "factor"), variable.name


def test_described_datasets_carry_units_and_words():
    data = describe(xr.Dataset({"mass_kg": ("x", [1.0]), "technology": ("x", ["a"])}))
    assert data.mass_kg.attrs == {"units": "kg", "long_name": "landed mass"}
    assert data.technology.attrs["units"] == "1"


def test_a_stage_may_not_invent_words():
    with pytest.raises(KeyError, match="mass_of_everything_kg"):
        describe(xr.Dataset({"mass_of_everything_kg": ("x", [1.0])}))
