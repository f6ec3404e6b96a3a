"""``kilosol city`` as its users run it: the same city as a plan's, and inputs refused by name."""

import json
import subprocess
import sys


def kilosol(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kilosol.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_city_answers_with_its_reasons() -> None:
    done = kilosol("city", "announced-2025", "--draws", "200", "--seed", "3", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["seed"] == 3
    city = found["city"]
    assert city["cities"] == 200
    assert all(0.0 <= p <= 1.0 for p in city["p_by_year"].values())
    assert city["limit_by_year"]["2050"] in ("ships", "closure", "power", "labour", "capital", "people")
    assert 12.0 < found["energy"]["kwe_per_person"] < 30.0
    assert found["requirements"]["chance"] >= found["requirements"]["base_chance"]


def test_no_draws_and_a_closure_above_one_are_refused() -> None:
    for words, said in (
        (("--draws", "0"), "draws"),
        (("--set", "city.max_closure_frac=1.2"), "max_closure_frac"),
    ):
        done = kilosol("city", *words)
        assert done.returncode == 2
        assert said in done.stderr
