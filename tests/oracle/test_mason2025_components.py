"""The NETS-2025 designs (Mason et al., NTRS 20250000841) as sums of components.

Stirling 40 kWe: 6820 kg within 15 percent, net 23 percent within 2 points, 140 m2 within 2 percent. One
coefficient of the sum (control electronics) was judged from this total, so the weight of the test lies on
what follows: the same sum at 10 to 100 kWe within 20 percent, the statement that 4 x 10 kWe weigh 10 t and
2 x 20 kWe 8 t within 10 percent, Brayton 40 kWe within 15 percent (its machines' coefficient was judged
from this one), radiators of the Stirling family within 10 percent, heat from 49 to 429 kWt.
"""

import pytest

from kilosol.fission import design_station, fission_unit, station_of

FAMILY = [
    ("nets-stirling-10", 10),
    ("nets-stirling-20", 20),
    ("nets-stirling-80", 80),
    ("nets-stirling-100", 100),
]


def test_stirling_40():
    unit = station_of(fission_unit("hp-stirling-40"))
    assert unit.total_kg == pytest.approx(6820, rel=0.15)
    assert unit.net_frac == pytest.approx(0.23, abs=0.02)
    assert unit.radiator_m2 == pytest.approx(140, rel=0.02)
    assert unit.reject_kw == pytest.approx(119, rel=0.01)
    assert unit.mass_kg["shield"] == pytest.approx(1370, rel=0.15)
    assert 0.46 <= unit.carnot_share_frac <= 0.57


def test_stirling_40_from_its_power_alone():
    unit = design_station(40.0)
    assert unit.thermal_kwt == pytest.approx(175, rel=0.02)
    assert unit.total_kg == pytest.approx(6820, rel=0.15)


def test_brayton_40():
    unit = station_of(fission_unit("gc-brayton-40"))
    assert unit.total_kg == pytest.approx(7502, rel=0.15)
    assert unit.net_frac == pytest.approx(0.17, abs=0.02)
    assert unit.reject_kw == pytest.approx(180, rel=0.06)
    assert design_station(40.0, "brayton").thermal_kwt == pytest.approx(230, rel=0.05)


@pytest.mark.parametrize(("name", "power"), FAMILY)
def test_the_family(name, power):
    published = fission_unit(name)
    unit = station_of(published)
    assert unit.total_kg == pytest.approx(published.mass_kg, rel=0.20)
    assert unit.radiator_m2 == pytest.approx(published.radiator_m2, rel=0.10)
    assert design_station(power).thermal_kwt == pytest.approx(published.thermal_kwt, rel=0.12)


@pytest.mark.parametrize(("n", "power", "published_t"), [(4, 10.0, 10.0), (2, 20.0, 8.0)])
def test_several_small_units(n, power, published_t):
    # Each unit holds its share of the limit.
    unit = design_station(power, limit_msv_year=50.0 / n)
    assert n * unit.total_kg / 1e3 == pytest.approx(published_t, rel=0.10)


def test_distance_is_flat_from_one_to_two_kilometres():
    # Published optimum at 1.8 km, flat from 1 to 2.5.
    masses = [
        station_of(fission_unit("hp-stirling-40"), d).total_kg
        for d in (500.0, 1000.0, 1500.0, 1800.0, 2000.0)
    ]
    assert masses[0] > 1.08 * masses[1]
    assert max(masses[1:]) < 1.08 * min(masses[1:])
