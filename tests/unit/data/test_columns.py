import sys

import numpy as np
import pytest

from kilosol.data import columns, recording
from kilosol.errors import DataError, UnknownName

ABOUT = """
title = "Test"
source = "rucker2016"
where = "table 3"
tier = "B"
note = "short"
[columns]
tau = "1"
mass_kg = "kg"
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a table into a folder of its own and read it from there."""
    # The package hides its module behind the function of the same name.
    monkeypatch.setattr(sys.modules["kilosol.data.columns"], "ROOT", tmp_path)

    def write(csv_text, about=ABOUT):
        (tmp_path / "long.csv").write_text(csv_text, encoding="utf-8")
        (tmp_path / "long.toml").write_text(about, encoding="utf-8")
        # The cache knows names, not folders.
        return columns.__wrapped__("long")

    return write


def test_columns_and_their_source(written):
    found = written("tau,mass_kg\n0.1,5\n0.2,7\n")
    assert list(found) == ["tau", "mass_kg"]
    with recording() as used:
        np.testing.assert_array_equal(found["mass_kg"], [5.0, 7.0])
    cited = used["long.mass_kg"]
    assert (cited.value, cited.unit, cited.source, cited.note) == ((5.0, 7.0), "kg", "rucker2016", "short")


def test_a_header_must_be_as_described(written):
    with pytest.raises(DataError, match="header"):
        written("mass_kg,tau\n5,0.1\n")


def test_a_described_unit_must_be_what_the_name_promises(written):
    with pytest.raises(DataError, match="mass_kg: its name promises 'kg', described as 't'"):
        written("tau,mass_kg\n0.1,5\n", ABOUT.replace('mass_kg = "kg"', 'mass_kg = "t"'))


def test_unknown_columns_and_tables_point_to_the_nearest(written):
    with pytest.raises(UnknownName, match="did you mean 'mass_kg'"):
        written("tau,mass_kg\n0.1,5\n")["mass_k"]
    with pytest.raises(UnknownName, match="long table"):
        columns("no/such/table")
