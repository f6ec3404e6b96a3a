import pytest

from kilosol.errors import UnknownName
from kilosol.fission import fission_unit, unit_names

EXPECTED = {
    "krusty", "kilopower-1", "kilopower-10", "hp-stirling-40", "gc-brayton-40", "fsp-2010-40",
    "compass-2022-40", "fsp-100", "nets-stirling-10", "nets-stirling-20", "nets-stirling-80",
    "nets-stirling-100", "sp-100", "topaz-1", "bes-5", "romashka", "selena-nikiet-1", "selena-nikiet-2",
    "selena-kurchatov", "shelf-m", "elena-am", "zeus",
}  # fmt: skip


def test_all_units_are_there():
    assert set(unit_names()) == EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sheet_is_sane(name):
    sheet = fission_unit(name)
    assert sheet.power_kwe > 0
    assert sheet.offered_by
    assert sheet.readiness
    assert 0 < sheet.availability_frac < 1
    if sheet.net_frac is not None:
        assert 0 < sheet.net_frac < 0.35
    if sheet.hot_k is not None and sheet.cold_k is not None and sheet.net_frac is not None:
        assert sheet.net_frac < 1 - sheet.cold_k / sheet.hot_k


def test_unpublished_stays_unpublished():
    sheet = fission_unit("selena-kurchatov")
    assert sheet.mass_kg is None
    assert sheet.specific_mass_kg_kwe is None
    assert sheet.net_frac is None
    assert fission_unit("gc-brayton-40").radiator_m2 is None


def test_claims_are_marked():
    claimed = {
        "fsp-100",
        "selena-nikiet-1",
        "selena-nikiet-2",
        "selena-kurchatov",
        "elena-am",
        "shelf-m",
        "zeus",
    }
    assert {name for name in unit_names() if fission_unit(name).tier == "C"} == claimed


def test_second_selena_claims_a_third_of_the_nasa_mass():
    from kilosol.fission import station_mass_kg

    claimed = fission_unit("selena-nikiet-2").mass_kg
    assert station_mass_kg(500.0).mass_kg / claimed == pytest.approx(3, abs=0.2)


def test_nearest_name_is_offered():
    with pytest.raises(UnknownName, match="kilopower-10"):
        fission_unit("kilopwer-10")
    with pytest.raises(UnknownName):
        fission_unit("dose")
