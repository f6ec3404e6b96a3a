"""What a thorough sizing says of its designs."""

import pytest

from kilosol.planning.designs import Design
from kilosol.studies import grid_study


@pytest.mark.parametrize(("n_units", "title"), [(5, "5 × Kilopower, 10 kWe"), (8, "8 × Kilopower, 10 kWe")])
def test_a_station_of_units_alone_is_called_by_the_units_that_it_came_to(n_units, title):
    planned = Design("own-fission", "5 × Kilopower, 10 kWe", "fission", "kilopower-10")
    assert grid_study._title(planned, n_units) == title


def test_other_designs_keep_the_title_of_the_plan():
    hybrid = Design("own-hybrid", "Kilopower, 10 kWe with solar", "hybrid", "kilopower-10", with_solar=True)
    assert grid_study._title(hybrid, 2) == hybrid.title
