"""Lines of one value: on a cone they are circles, gaps open them, and a saddle is parted by its middle."""

import numpy as np
import pytest

from kilosol.report.figures.isolines import isolines


def test_a_cone_has_one_closed_circle():
    i, j = np.mgrid[0:41, 0:41]
    found = isolines(np.hypot(i - 20.0, j - 20.0), 12.3)
    assert len(found) == 1
    assert found[0][0] == pytest.approx(found[0][-1])
    # Linear interpolation of a cone errs by less than a tenth of a cell at this radius.
    assert np.hypot(*(found[0] - 20.0).T) == pytest.approx(12.3, abs=0.02)
    # All the way round, no step longer than a cell's diagonal.
    assert np.hypot(*np.diff(found[0], axis=0).T).max() < 1.42


def test_a_gap_opens_the_line():
    i, j = np.mgrid[0:41, 0:41]
    z = np.hypot(i - 20.0, j - 20.0)
    z[:, 30:] = np.nan
    (line,) = isolines(z, 12.3)
    assert line[:, 1].max() <= 29.0
    assert abs(line[0, 0] - line[-1, 0]) > 10.0


def test_a_saddle_is_parted_by_its_middle():
    # Two high corners face each other; a high middle joins them, a low one parts them.
    high = isolines(np.array([[1.0, 0.4], [0.4, 1.0]]), 0.5)
    low = isolines(np.array([[1.0, -1.0], [-1.0, 1.0]]), 0.5)
    assert len(high) == len(low) == 2

    def cuts_off_first_corner(lines):
        return any(line.max() < 1 for line in lines)

    assert cuts_off_first_corner(low)
    assert not cuts_off_first_corner(high)


def test_no_line_where_the_value_is_not_met():
    assert isolines(np.ones((3, 3)), 2.0) == []
    assert isolines(np.full((3, 3), np.nan), 2.0) == []
