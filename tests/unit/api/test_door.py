"""Functions of the door against what they stand for, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kilosol as ks
from kilosol import transfer
from kilosol.api.pages import with_page
from kilosol.cli import main
from kilosol.mars import site
from kilosol.sheets.station_sheet import StationSheet


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def plain(values: Any) -> Any:
    """Values as JSON says them: what is no number is null."""
    return json.loads(json.dumps(values), parse_constant=lambda _: None)


def test_transfers_are_those_of_the_package() -> None:
    out, home = transfer.cited_limits(), transfer.cited_limits(target="earth")
    assert str(ks.windows(2031, 2033)) == str(transfer.launch_windows(2031, 2033, limits=out))
    assert str(ks.windows(2031, 2033, homeward=True)) == str(transfer.return_windows(2031, 2033, limits=home))
    low = transfer.cited_limits(9.0)
    assert str(ks.windows(2031, max_c3=9.0)) == str(transfer.launch_windows(2031, 2031, limits=low))
    assert ks.arc("2031-01-28", "2031-08-06", center="earth") == transfer.arc(
        "2031-01-28", "2031-08-06", center="earth"
    )
    chart = ks.porkchop("2031-01-01..2031-03-02", ("2031-08-01", "2031-12-01"), points=5)
    assert chart.depart_jd.size == chart.arrive_jd.size == 5
    assert np.diff(chart.depart_jd).tolist() == [15.0] * 4


def test_the_best_in_landed_mass_is_of_the_ship_that_is_named() -> None:
    (heavy,) = ks.windows(2031, 2031, objective="landed-mass", ship="v3-heavy")
    assert heavy.type1.c3_km2_s2 >= ks.windows(2031, 2031)[0].type1.c3_km2_s2
    with pytest.raises(ks.UnknownName):
        ks.windows(2031, 2031, ship="v9")


def test_a_way_home_keeps_limits_and_lands_no_cargo() -> None:
    with pytest.raises(ks.ScenarioError, match="landed-mass with homeward"):
        ks.windows(2031, 2033, homeward=True, objective="landed-mass", max_c3=9.0)
    for window in ks.windows(2031, 2033, homeward=True, max_tof=200.0):
        assert window.crew is None or window.crew.tof_days <= 200.0


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ("2031-01-01", "two dates"),
        ("2031-01-01..2031-02-01..2031-03-01", "two dates"),
        ("2031-02-01..2031-01-01", "after the first"),
        (("2031-02-01", "soon"), "ISO date"),
    ],
)
def test_spans_that_are_none(span: Any, words: str) -> None:
    with pytest.raises(ks.OutOfRange, match=words):
        ks.porkchop(span, "2031-08-01..2031-12-01", points=3)
    with pytest.raises(ks.OutOfRange, match=words):
        ks.porkchop("2031-01-01..2031-03-01", span, points=3)


def test_a_place_reads_alike_at_both_doors(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dust = tmp_path / "dust.csv"
    dust.write_text("sol,tau\n" + "".join(f"{sol},0.6\n" for sol in range(669)), encoding="utf-8")
    words = ("--lat", "39", "--lon", "-158", "--elevation-km", "-3.9", "--dust", str(dust))
    found = ks.site("camp", lat=39.0, lon=-158.0, elevation_km=-3.9, dust=dust)
    assert printed(capsys, "site", "camp", *words) == plain(found.values())
    assert repr(found) == "SiteSheet of camp (dust: dust.csv)"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ((), {}),
        (("--lat", "3"), {"lat": 3.0}),
        (
            ("--lat", "3", "--lon", "400", "--elevation-km", "0"),
            {"lat": 3.0, "lon": 400.0, "elevation_km": 0.0},
        ),
        (("AP-1", "--dust", "my35"), {"name": "AP-1", "dust": "my35"}),
        (("AP-1", "--dust", "no.csv"), {"name": "AP-1", "dust": "no.csv"}),
        (("AP-11",), {"name": "AP-11"}),
    ],
)
def test_both_doors_refuse_alike_and_name_options_as_they_are_written_there(
    words: tuple[str, ...], options: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", *words]) == 2
    typed = capsys.readouterr().err.strip()
    with pytest.raises(ks.KilosolError) as caught:
        ks.site(**options)
    assert caught.value.exit_code == 2
    called = str(caught.value)
    assert "--" not in called
    assert (
        typed.replace("--elevation-km", "elevation_km")
        .replace("--", "")
        .replace("the command line", "the call")
        == called
    )


def test_a_station_reads_alike_at_both_doors(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "station.html"
    found = ks.station("kilopower-10", units=3, distance_m=500.0, solar=False, site=site("AP-1"), out=page)
    words = ("kilopower-10", "--units", "3", "--distance-m", "500", "--no-solar")
    assert printed(capsys, "station", *words) == plain(found.values())
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert isinstance(found, StationSheet)
    assert len(repr(found)) < 100


def test_a_replay_of_ones_own_reads_alike_at_both_doors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(ks.UnknownName, match="did you mean 'krusty-15c'"):
        ks.replay("krusty-15")
    broken = tmp_path / "mine.toml"
    broken.write_text("title = ", encoding="utf-8")
    with pytest.raises(ks.ScenarioError) as caught:
        ks.replay(broken)
    assert main(["station", "replay", str(broken)]) == 2
    assert capsys.readouterr().err.strip() == str(caught.value)


def test_sources_are_listed_and_checked() -> None:
    (one,) = ks.sources("constants.au_km")
    assert (one.unit, one.source != "") == ("km", True)
    assert all(c.is_assumption for c in ks.sources("loads/", assumptions=True))
    assert len(ks.sources(check=True)) > 1000
    with pytest.raises(ks.UnknownName, match="value or source"):
        ks.sources("constants.au_kms")


def test_new_and_check(tmp_path: Path) -> None:
    assert set(ks.new()) == {"announced-2025", "as-of-2026-11", "reference"}
    file = ks.new(tmp_path / "mine.toml", preset="announced-2025")
    assert ks.check(file).name == "announced-2025"
    with pytest.raises(ks.ScenarioError, match="overwrite it with force=True"):
        ks.new(file)
    assert ks.new(file, force=True) == file
    file.write_text(file.read_text(encoding="utf-8").replace("people =", "peeple ="), encoding="utf-8")
    with pytest.raises(ks.ScenarioError) as caught:
        ks.check(file)
    assert any("peeple" in p.what for p in caught.value.problems)
    assert main(["new", str(file)]) == 2


def test_the_selfcheck_of_one_case() -> None:
    found = ks.selfcheck(package="bate1971_hohmann")
    assert found.is_good
    assert repr(found).startswith("Selfcheck: ")


@pytest.mark.parametrize(
    "call",
    [
        lambda out: ks.site("AP-1", out=out),
        lambda out: ks.station(out=out),
        lambda out: ks.replay("krusty-15c", out=out),
        lambda out: ks.selfcheck(package="ships", out=out),
        lambda out: ks.campaign(out=out),
        lambda out: ks.city(out=out),
        lambda out: ks.claims(out=out),
        lambda out: ks.claims(forecast=out),
        lambda out: ks.compare("as-of-2026-11", "announced-2025", out=out),
        lambda out: ks.export(out=out.with_suffix(".csv")),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_any_work(call: Any, tmp_path: Path) -> None:
    with pytest.raises(ks.ScenarioError, match=r"(out|forecast): cannot be written: there is no folder"):
        call(tmp_path / "nowhere" / "page.html")


@pytest.mark.parametrize("call", [ks.grid, ks.sensitivity, ks.sweep])
def test_a_folder_that_cannot_be_written_is_refused_before_any_work(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ks.ScenarioError, match="out: cannot be written"):
        call(out=tmp_path / "file" / "folder")


def test_an_answer_outlives_the_disk(tmp_path: Path) -> None:
    def full(_: str) -> str:
        raise OSError(28, "No space left on device", "page.html")

    with pytest.raises(ks.NotKept, match="No space left") as caught:
        with_page(tmp_path / "page.html", lambda: "the answer", full)
    assert caught.value.answer == "the answer"


def test_wrong_input_is_told_before_the_engine(tmp_path: Path) -> None:
    for call in (ks.plan, ks.city, ks.campaign, ks.grid, ks.sweep, ks.sensitivity):
        with pytest.raises(ks.ScenarioError) as caught:
            call("as-of-2026-11", set={"crew.peeple": 4, "ship.payload_t": -1})
        assert len(caught.value.problems) == 2
    with pytest.raises(ks.UnknownName, match="landed_2040_frac"):
        ks.sensitivity(kpi="landed_2040_fraction", out=tmp_path / "study")
    with pytest.raises(ks.UnknownName, match="claim"):
        ks.claims(only="mars-2031-peoples")
    with pytest.raises(ks.OutOfRange, match="years must be 1 or more"):
        ks.grid(years=0)
    with pytest.raises(ks.OutOfRange, match="port must be 0 to 65535"):
        ks.serve(port=70000, folder=tmp_path)
