"""Ground temperatures and radiator sinks of another run of the same kind of model, and Curiosity's air.

Sixteen sites, yearly lowest, mean and highest ground temperature, printed to 1 K: mean within 1.5 K, highest
2.2 K, lowest 4.5 K (that run held frost at 147 K everywhere, here it follows the winter's pressure: 147 to
151 K). Sinks by latitude: 247-262, 199-207, 156-165 K from the equator to 20 N; 245, 190, 133 at 40 N; 240,
186, 130 at 47 N; 231, 173, 128 at Phoenix: 3 K. Air at Gale by 30 degrees of Ls (REMS): 4 K rms.
"""

import pytest

from kilosol import mars

QUIET = mars.replay_tau("quiet")


@pytest.fixture(scope="module")
def years() -> dict[str, mars.GroundYear]:
    return {name: mars.ground_year(mars.site(name), QUIET) for name in mars.site_names()}


def test_downward_heat_of_the_sky(years: dict[str, mars.GroundYear]) -> None:
    """12 to 26 W/m2 in the yearly mean, sky 121 to 146 K: Mars is drier than that by MEDA's measurements."""
    for year in years.values():
        down = 5.670374e-8 * (year.sky_k**4).mean()
        assert 11.5 < down < 27
        assert 115 < year.sky_k.mean() < 148


def test_rows(as_stated):
    as_stated("kilosol2026_ground")
