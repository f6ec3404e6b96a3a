import re

import pytest

from kilosol.errors import DataError, OutOfRange, UnknownName
from kilosol.fission import fission_unit, unit_from_text, unit_names

EXPECTED = {
    "krusty", "kilopower-1", "kilopower-10", "hp-stirling-40", "gc-brayton-40", "fsp-2010-40",
    "compass-2022-40", "fsp-100", "nets-stirling-10", "nets-stirling-20", "nets-stirling-80",
    "nets-stirling-100", "sp-100", "topaz-1", "bes-5", "romashka", "selena-nikiet-1", "selena-nikiet-2",
    "selena-kurchatov", "shelf-m", "elena-am", "zeus", "fsp-2022-40", "kilopower-10-mars", "mars-hpr-3",
    "mars-hpr-3-u233", "mtas-heu", "mtas-haleu", "snap-10a", "tem", "topaz-2",
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
    assert sheet.fuel in ("HEU", "HALEU", "not stated")
    assert sheet.maturity in ("flown", "tested", "layout", "estimated")
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
        "tem",
        "fsp-2022-40",
    }
    assert {name for name in unit_names() if fission_unit(name).is_claimed} == claimed
    # Units that flew or were tested claim nothing: their figures are only recalled.
    recalled = {"romashka", "snap-10a", "bes-5", "topaz-1", "topaz-2"}
    assert {name for name in unit_names() if fission_unit(name).tier == "C"} == claimed | recalled


def test_second_selena_claims_a_third_of_the_nasa_mass():
    from kilosol.fission import station_mass_kg

    claimed = fission_unit("selena-nikiet-2").mass_kg
    assert station_mass_kg(500.0).mass_kg / claimed == pytest.approx(3, abs=0.2)


def test_nearest_name_is_offered():
    with pytest.raises(UnknownName, match="kilopower-10"):
        fission_unit("kilopwer-10")
    with pytest.raises(UnknownName):
        fission_unit("dose")


def test_low_enrichment_costs_mass():
    low, high = fission_unit("mtas-haleu"), fission_unit("mtas-heu")
    assert (low.fuel, high.fuel) == ("HALEU", "HEU")
    assert low.specific_mass_kg_kwe == pytest.approx(13)
    assert high.specific_mass_kg_kwe == pytest.approx(11)


def test_the_selenas_stay_apart():
    kurchatov, nikiet = fission_unit("selena-kurchatov"), fission_unit("selena-nikiet-1")
    assert kurchatov.offered_by != nikiet.offered_by
    assert kurchatov.conversion == "thermoelectric"
    assert nikiet.conversion == "unknown"


OWN = """
title = "Mine"
conversion = "stirling"
fuel = "HEU"
[values]
power_kwe = { value = 25.0, unit = "kW", source = "assumption", where = "mine", tier = "D" }
hot_k = { value = 1000.0, unit = "K", source = "assumption", where = "mine", tier = "D" }
cold_k = { value = 450.0, unit = "K", source = "assumption", where = "mine", tier = "D" }
"""


def test_own_unit():
    own = unit_from_text(OWN, "mine.toml")
    assert (own.power_kwe, own.fuel, own.tier, own.mass_kg) == (25.0, "HEU", "D", None)
    assert own.figure("hot_k") == 1000.0
    assert own.figure("u235_kg") is None


@pytest.mark.parametrize(
    ("before", "after", "error", "said"),
    [
        ("value = 450.0", "value = 1450.0", OutOfRange, "hot_k must be above cold_k = 1450"),
        ("value = 25.0", "value = -25.0", OutOfRange, "power_kwe must be positive"),
        ('"stirling"', '"magic"', OutOfRange, "conversion must be one of stirling, brayton"),
        ('"HEU"', '"thorium"', OutOfRange, "fuel must be one of HEU, HALEU"),
        ('title = "Mine"', "", DataError, "lacks title"),
        ("power_kwe", "power_kwt", DataError, "lacks values.power_kwe"),
        ("[values]", "[values", DataError, "not TOML"),
        ('where = "mine", tier = "D" }\ncold_k', 'tier = "D" }\ncold_k', DataError, "lacks 'where'"),
    ],
)
def test_own_unit_gone_wrong(before, after, error, said):
    assert before in OWN
    with pytest.raises(error, match=re.escape(said)):
        unit_from_text(OWN.replace(before, after), "mine.toml")
