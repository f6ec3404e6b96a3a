"""``kilosol campaign`` from end to end: JSON and page, with all blocks."""

import json

import pytest

from kilosol.cli import main


@pytest.mark.slow
def test_json_and_page_hold_all_answers(tmp_path, capsys):
    page = tmp_path / "campaign.html"
    assert main(["campaign", "--draws", "2000", "--json", "--out", str(page)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"landing", "beside", "diary", "landing_belief", "survival", "by_sols", "logistics"} <= set(found)
    # The surfaces are refined until direct simulation is met.
    assert all(one["surface_error_frac"] <= 0.02 + 1e-9 for one in found["survival"])
    fine = found["by_sols"]
    apart = abs(fine["p_loss_on_mars"] - fine["p_loss_on_mars_of_windows"])
    assert apart < 6.0 * fine["stderr"] + 0.01
    text = page.read_text(encoding="utf-8")
    for heading in (
        "What must have landed",
        "run by sols",
        "What is believed of a landing",
        "Diary of campaign",
    ):
        assert heading in text
    ends = found["p_by_year_interval"]
    for year, p in found["landing"]["p_by_year"].items():
        assert ends["low"][year] <= p <= ends["high"][year]
        assert ends["high"][year] - ends["low"][year] < 0.05
    assert "The partner&#39;s offer brings people" in page.read_text(encoding="utf-8").replace(
        "&#x27;", "&#39;"
    )
