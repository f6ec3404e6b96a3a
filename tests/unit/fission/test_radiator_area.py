"""The radiator's integral: against quadrature, at its limits, in batches, and what it refuses."""

import numpy as np
import pytest
from scipy.integrate import quad

from kilosol.data import table
from kilosol.errors import OutOfRange
from kilosol.fission import dusty_panel, radiator_area_m2, windy_radiator_area_m2

SIGMA = 5.670374419e-8


def by_quadrature(heat, inlet, outlet, emissivity, sink, factor=0.70):
    """The definition, integrated numerically strip by strip."""
    integral, _ = quad(lambda t: 1.0 / (t**4 - sink**4), outlet, inlet, epsabs=0.0, epsrel=1e-12, limit=200)
    return heat * 1e3 / (factor * emissivity * SIGMA * (inlet - outlet)) * integral


CASES = [
    (119.0, 433.0, 403.0, 0.85, 270.0),
    (126.4, 420.0, 370.0, 0.84, 220.0),
    (180.0, 504.0, 379.0, 0.85, 270.0),
    (30.0, 820.0, 300.0, 0.9, 299.0),
    (30.0, 900.0, 500.0, 0.9, 49.9),
    (30.0, 900.0, 500.0, 0.9, 50.1),
    (30.0, 900.0, 500.0, 0.9, 3.0),
    (30.0, 400.001, 400.0, 0.9, 150.0),
]


@pytest.mark.parametrize("case", CASES)
def test_area_is_the_integral(case):
    assert radiator_area_m2(*case) == pytest.approx(by_quadrature(*case), rel=1e-9)


def test_panel_factor_divides():
    ideal = radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0, 1.0)
    assert radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0) == pytest.approx(ideal / 0.70)
    assert radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0, panel_factor=0.5) == pytest.approx(2 * ideal)


def test_a_mean_temperature_would_be_wrong_over_a_long_span():
    true = float(radiator_area_m2(180.0, 504.0, 379.0, 0.85, 270.0))
    mean_k = (504.0 + 379.0) / 2
    of_mean_k = 180e3 / (0.70 * 0.85 * SIGMA * (mean_k**4 - 270.0**4))
    ends = [0.70 * 0.85 * SIGMA * (t**4 - 270.0**4) for t in (504.0, 379.0)]
    assert true > 1.05 * of_mean_k
    assert true > 1.1 * 180e3 / np.mean(ends)


def test_equal_temperatures_are_the_limit():
    flat = radiator_area_m2(50.0, 400.0, 400.0, 0.85, 250.0)
    assert flat == pytest.approx(50e3 / (0.70 * 0.85 * SIGMA * (400.0**4 - 250.0**4)))
    for drop in (1e-10, 1e-8, 1e-6, 1e-3):
        assert radiator_area_m2(50.0, 400.0 + drop, 400.0, 0.85, 250.0) == pytest.approx(flat, rel=1e-5)


def test_no_sink_at_all():
    # Integral of dT / T^4 is (To^-3 - Ti^-3) / 3.
    exact = 20e3 / (0.85 * SIGMA * 100.0) * (400.0**-3 - 500.0**-3) / 3
    assert radiator_area_m2(20.0, 500.0, 400.0, 0.85, 0.0, 1.0) == pytest.approx(exact, rel=1e-12)


def test_batches_are_what_one_at_a_time_would_be():
    sink = np.array([0.0, 30.0, 164.0, 245.0, 300.0])
    inlet = np.array([[433.0], [403.0]])
    together = radiator_area_m2(100.0, inlet, 403.0, 0.85, sink)
    assert together.shape == (2, 5)
    for i in range(2):
        for j in range(5):
            assert together[i, j] == radiator_area_m2(100.0, inlet[i, 0], 403.0, 0.85, sink[j])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((-1.0, 433.0, 403.0, 0.85, 270.0), "heat_kw"),
        ((np.nan, 433.0, 403.0, 0.85, 270.0), "heat_kw"),
        ((100.0, 400.0, 433.0, 0.85, 270.0), "inlet_k"),
        ((100.0, np.inf, 433.0, 0.85, 270.0), "inlet_k"),
        ((100.0, 433.0, 270.0, 0.85, 270.0), "outlet_k"),
        ((100.0, 433.0, 403.0, 1.2, 270.0), "emissivity"),
        ((100.0, 433.0, 403.0, 0.0, 270.0), "emissivity"),
        ((100.0, 433.0, 403.0, 0.85, -1.0), "sink_k"),
        ((100.0, 433.0, 403.0, 0.85, 270.0, 0.0), "panel_factor"),
        ((100.0, 433.0, 403.0, 0.85, 270.0, 1.5), "panel_factor"),
    ],
)
def test_bad_input_is_named(arguments, word):
    with pytest.raises(OutOfRange, match=f"^{word} must be"):
        radiator_area_m2(*arguments)


def test_wind_helps_a_radiator():
    still = radiator_area_m2(119.0, 433.0, 403.0, 0.85, 210.0)
    windy = windy_radiator_area_m2(119.0, 433.0, 403.0, 0.85, 210.0, air_k=210.0, convection_w_m2_k=1.5)
    calm = windy_radiator_area_m2(119.0, 433.0, 403.0, 0.85, 210.0, air_k=210.0, convection_w_m2_k=0.0)
    assert calm == pytest.approx(still, rel=1e-9)
    # 1 to 2 W/m2K carry 14 to 22 percent of the heat.
    assert 0.70 < windy / still < 0.90


def test_dust_darkens_a_panel():
    clean, covered = dusty_panel(0.0), dusty_panel(1.0)
    assert clean[0] == 0.85
    assert covered[1] > 3 * clean[1]
    with pytest.raises(OutOfRange, match="cover_frac must be"):
        dusty_panel(1.5)


def test_default_panel_factor_is_the_cited_one():
    cited = table("fission/radiator").number("panel_frac")
    assert radiator_area_m2(119.0, 433.0, 403.0, 0.85, 270.0) == radiator_area_m2(
        119.0, 433.0, 403.0, 0.85, 270.0, cited
    )
