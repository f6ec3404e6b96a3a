import numpy as np
import pytest

from kilosol.errors import OutOfRange
from kilosol.grid import FissionBlock, Reliability, outage_timelines, tripped_output_kw
from kilosol.grid.outages import block_output_kw

NEVER = (np.full((1, 1), np.inf), np.full((1, 1), np.inf))


def block(n_units=1, unit_kwe=40.0):
    return FissionBlock("unit", n_units, unit_kwe, 7000.0, 1e5, 500.0)


def outages(*rows):
    """Rows of (start, end) pairs as two arrays padded with outages that never come."""
    most = max(len(row) for row in rows)
    starts, ends = np.full((len(rows), most), np.inf), np.full((len(rows), most), np.inf)
    for u, row in enumerate(rows):
        for k, (start, end) in enumerate(row):
            starts[u, k], ends[u, k] = start, end
    return starts, ends


class TestBlockOutput:
    def test_a_step_loses_the_part_that_is_covered(self):
        output = block_output_kw(block(), outages([(1.25, 3.5)]), NEVER, 5, 1.0)
        np.testing.assert_allclose(output, [40.0, 10.0, 0.0, 20.0, 40.0], atol=1e-12)

    @pytest.mark.parametrize("step_hour", [0.1, 1.0, 1.0274912, 24.0])
    def test_no_energy_is_lost_or_gained_at_the_edges_of_steps(self, step_hour):
        rng = np.random.default_rng(5)
        edges = np.sort(rng.uniform(0, 200 * step_hour, (30, 2)), axis=1)
        for start, end in edges:
            output = block_output_kw(block(), outages([(start, end)]), NEVER, 200, step_hour)
            lost_kwh = (40.0 - output).sum() * step_hour
            assert lost_kwh == pytest.approx(40.0 * (end - start), rel=1e-9)

    def test_an_outage_may_begin_before_and_end_after_the_period(self):
        output = block_output_kw(block(), outages([(-3.0, 1.5), (3.0, 99.0)]), NEVER, 4, 1.0)
        np.testing.assert_allclose(output, [0.0, 20.0, 40.0, 0.0], atol=1e-12)

    def test_units_add_up_and_a_shared_outage_takes_all(self):
        own = outages([(0.0, 2.0)], [(1.0, 3.0)], [])
        shared = outages([(3.0, 4.5)])
        output = block_output_kw(block(3), own, shared, 6, 1.0)
        np.testing.assert_allclose(output, [80.0, 40.0, 80.0, 0.0, 60.0, 120.0], atol=1e-12)

    def test_output_is_never_negative(self):
        own = outages([(0.1, 0.4), (0.4, 0.9), (0.9, 7.7)], [(0.0, 7.0)])
        output = block_output_kw(block(2, 10.1), own, outages([(0.2, 7.3)]), 7, 1.0)
        assert output.min() >= 0.0


class TestTimelines:
    def test_outages_of_a_unit_follow_one_another(self):
        starts, ends = outage_timelines(np.random.default_rng(2), 50, 5000.0, 100.0, 10.0)
        assert (ends > starts).all()
        assert (starts[:, 1:] >= ends[:, :-1]).all()
        assert (ends[:, -1] >= 5000.0).all()

    def test_units_that_begin_up_are_up_at_the_start(self):
        rng = np.random.default_rng(2)
        starts, _ = outage_timelines(rng, 500, 100.0, 10.0, 90.0, begins_stationary=False)
        assert starts.min() > 0.0
        starts, _ = outage_timelines(rng, 500, 100.0, 10.0, 90.0)
        assert 0.8 < (starts[:, 0] == 0.0).mean() < 0.97

    def test_what_never_fails_is_never_out(self):
        starts, ends = outage_timelines(np.random.default_rng(2), 3, 1e6, np.inf, 10.0)
        assert block_output_kw(block(3), (starts, ends), NEVER, 9, 1.0).tolist() == [120.0] * 9

    @pytest.mark.parametrize(
        ("mtbf_hour", "repair_hour"), [(0.0, 1.0), (-5.0, 1.0), (5.0, 0.0), (np.nan, 1.0)]
    )
    def test_mean_times_are_positive(self, mtbf_hour, repair_hour):
        with pytest.raises(OutOfRange, match="mean time must be positive"):
            outage_timelines(np.random.default_rng(2), 3, 10.0, mtbf_hour, repair_hour)


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
