"""Outages that are stated: the trip of the design case; and how units fail."""

import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import (
    FissionBlock,
    Plant,
    Reliability,
    plant_components,
    tripped_output_kw,
    unit_failures,
    whole_plant_reliability,
)


def block(n_units=1, unit_kwe=40.0):
    return FissionBlock("unit", n_units, unit_kwe, 7000.0, 1e5, 500.0)


class TestTrip:
    def test_the_largest_units_go_first(self):
        station = (block(2, 10.0), block(1, 40.0))
        np.testing.assert_allclose(tripped_output_kw(station, 1, 1.0, 1.0, 3, 1.0), [60.0, 20.0, 60.0])
        np.testing.assert_allclose(tripped_output_kw(station, 2, 1.0, 1.0, 3, 1.0), [60.0, 10.0, 60.0])

    def test_no_more_can_trip_than_stand(self):
        assert tripped_output_kw((block(),), 7, 0.0, 9.0, 3, 1.0).tolist() == [0.0, 0.0, 0.0]
        assert tripped_output_kw((), 1, 0.0, 9.0, 3, 1.0).tolist() == [0.0, 0.0, 0.0]

    def test_part_of_a_step(self):
        np.testing.assert_allclose(tripped_output_kw((block(),), 1, 0.5, 1.0, 3, 1.0), [20.0, 20.0, 40.0])

    def test_fewer_than_none_is_refused(self):
        with pytest.raises(OutOfRange, match="n_tripped"):
            tripped_output_kw((block(),), -1, 0.5, 1.0, 3, 1.0)


@pytest.mark.parametrize(
    ("beta", "factor", "said"),
    [
        (-0.1, 1.0, "common_cause_frac"),
        (1.1, 1.0, "common_cause_frac"),
        (0.1, -1.0, "failure_factor"),
        (0.1, np.nan, "failure_factor"),
    ],
)
def test_reliability_that_cannot_be_is_refused(beta, factor, said):
    with pytest.raises(OutOfRange, match=said):
        Reliability(beta, factor)


def test_a_units_outages_are_as_long_as_cited_whatever_part_of_them_are_trips():
    unit = FissionBlock("unit", 2, 40.0, 7000.0, 15000.0, 500.0, 8.0)
    for frac in (0.0, 0.3, 0.9):
        how = unit_failures(unit, Reliability(0.05, 1.0, (), frac, 24.0))
        assert how.out_hour == pytest.approx(500.0)
        assert how.unavailability == pytest.approx(500.0 / 15500.0)
        assert how.restart_hour == 8.0
    never = unit_failures(unit, Reliability(0.05, failure_factor=0.0))
    assert never.unavailability == 0.0


def test_what_stands_in_a_plant_fails_and_what_does_not_is_not_there():
    how = whole_plant_reliability()
    bare = plant_components(Plant(), how)
    assert bare == ()
    solar = plant_components(Plant(solar_m2=100.0, battery_kwh=10.0, battery_kw=5.0), how)
    assert {part.branch for part in solar} == {"array", "battery"}
    assert {part.is_link for part in solar if part.branch == "array"} == {True, False}
    units = (block(2, 10.0), block(1, 20.0))
    station = [c for c in plant_components(Plant(units), how) if c.branch == "station" and not c.is_link]
    assert [c.share_frac for c in station] == [0.5, 0.5]
