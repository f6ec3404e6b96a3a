"""A user's own load and dust take the place of the model's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kilosol.errors import ScenarioError
from kilosol.planning.series import load_of_file, tau_of_file
from kilosol.planning.stages import find_demand
from kilosol.planning.stages.weather import find_weather
from kilosol.scenario import load_scenario

HEAD = "vital_kw,essential_kw,deferrable_kw,sheddable_kw\n"


def test_a_sol_of_load_becomes_the_year_and_the_verdict_says_its_mean(tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    path.write_text(HEAD + "".join(f"{10 + (h >= 12)},5,2,1\n" for h in range(24)), encoding="utf-8")
    found = find_demand(load_scenario("as-of-2026-11", {"base.load_series": str(path)}))
    assert found.base_kw.shape == (4, 669 * 24)
    assert found.base_kw[0, :24].tolist() == [10.0] * 12 + [11.0] * 12
    assert found.verdict["crew"] == {
        "vital_kw": 10.5,
        "essential_kw": 5.0,
        "deferrable_kw": 2.0,
        "sheddable_kw": 1.0,
    }


def test_a_storm_in_the_series_is_seen_and_a_clear_year_gives_more_power(tmp_path: Path) -> None:
    years = {"clear": [0.5] * 669, "storm": [0.5] * 300 + [6.0] * 60 + [0.5] * 309}
    found = {}
    for name, tau in years.items():
        path = tmp_path / f"{name}.csv"
        path.write_text("sol,tau\n" + "".join(f"{s},{t}\n" for s, t in enumerate(tau)), encoding="utf-8")
        assert tau_of_file(str(path)).tolist() == tau
        found[name] = find_weather(load_scenario("as-of-2026-11", {"weather.tau_series": str(path)}))
    assert (found["storm"].storm_start_sol, found["storm"].storm_end_sol) == (300.0, 360.0)
    assert found["clear"].storm_start_sol == -1.0
    storm = slice(310 * 24, 350 * 24)
    assert found["storm"].solar_w_m2[storm].mean() < 0.5 * found["clear"].solar_w_m2[storm].mean()
    assert np.array_equal(found["storm"].calm_w_m2, found["clear"].calm_w_m2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hour,vital_kw\n0,1\n", "lacks essential_kw, deferrable_kw, sheddable_kw"),
        (HEAD + "1,1,1,1\n", "must be 24"),
        (HEAD + "1,1,1,-2\n" * 24, "got '-2'"),
        (HEAD + "1,1,x,2\n" * 24, "got 'x'"),
        (HEAD + "1,1\n" * 24, "got 'nothing'"),
        ("", "lacks"),
    ],
)
def test_a_wrong_series_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "load.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_of_file(str(path), 669 * 24)
    assert said in str(refused.value)
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_of_file(str(tmp_path / "none.csv"), 669 * 24)
