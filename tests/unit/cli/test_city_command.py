from types import SimpleNamespace

import pytest

from kilosol.cli import main

CITY = {
    "p_by_year": {"2050": 0.0}, "p_million_t_by_year": {"2050": 0.0}, "limit_by_year": {},
    "horizon_year": 2050,
    "people_p10": 1.0, "people_p50": 20.0, "people_p90": 40.0, "power_p50_kw": 400.0, "closure_p50_frac": 0.1,
    "import_p50_kg_per_person_year": 3000.0, "closure_by_class_p50_frac": {"food": 0.1},
    "power_by_origin_mean_kw": {"large reactors": 400.0}, "imported_power_most_people": 15000.0,
    "imported_power_end_year": None,
}  # fmt: skip
ENERGY = {
    "kwe_per_person": 21.0,
    "by_use_kwe": {"food": 21.0},
    "after_one_change_kwe": {"half the wear": 18.0},
}
FOUND = {
    "changes": [], "base_chance": 0.6, "above": 0.5, "year": 2046, "is_reached": True, "chance": 0.6,
}  # fmt: skip


@pytest.fixture
def _quick(monkeypatch):
    """The command without its minutes of simulation."""
    import kilosol.report.city_page
    import kilosol.studies.city_run

    verdict = {"city": CITY, "energy": ENERGY, "requirements": FOUND, "fleets": []}
    monkeypatch.setattr(
        kilosol.studies.city_run, "run_city", lambda *_, **__: SimpleNamespace(verdict=verdict)
    )
    monkeypatch.setattr(kilosol.report.city_page, "render_city", lambda _: "<!doctype html>page")


@pytest.mark.usefixtures("_quick")
def test_says_where_imported_power_ends_and_writes_the_page(capsys, tmp_path) -> None:
    page = tmp_path / "city.html"
    assert main(["city", "--out", str(page)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "people imported power stops being possible" in said
    assert "with 20 people, does not pass that by 2050" in said
    assert page.read_text(encoding="utf-8") == "<!doctype html>page"


@pytest.mark.usefixtures("_quick")
def test_a_page_that_cannot_be_written_is_named(capsys, tmp_path) -> None:
    assert main(["city", "--out", str(tmp_path / "missing" / "city.html")]) == 2
    assert "--out" in capsys.readouterr().err
