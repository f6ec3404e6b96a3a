"""What a worker tells: stages and an end, one line of JSON each, whatever happens inside."""

import io
import json

import numpy as np
import pytest

from kilosol import api
from kilosol.errors import Infeasible
from kilosol.studies.draws_of_runs import Luck, read_luck
from kilosol.web import worker


class Planned:
    luck = Luck(np.array([2031, 0]), np.array([-1, -2]), np.array([True]))

    @staticmethod
    def report_parts():
        return "<section>parts</section>"


def told(folder):
    out = io.StringIO()
    worker._plan(folder, worker._Told(out))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_plan_is_told_by_stages_and_leaves_its_page(tmp_path, monkeypatch):
    def plan(scenario, *, out, progress):
        progress.stage("transfers", 1, 7)
        print("chatter of a library")  # noqa: T201
        progress.done()
        return Planned()

    monkeypatch.setattr(api, "plan", plan)
    first, last = told(tmp_path)
    assert first == {"kind": "stage", "name": "transfers", "index": 1, "total": 7}
    assert last["kind"] == "done"
    assert (tmp_path / "body.html").read_text() == "<section>parts</section>"
    assert set(json.loads((tmp_path / "theme.json").read_text())) == {"template", "swaps"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["body.html", "luck.npz", "theme.json"]
    assert read_luck(tmp_path / "luck.npz").first_landing_year.tolist() == [2031, 0]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Infeasible("no design holds"), "no design holds"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (MemoryError(), "more memory than there is"),
        (ZeroDivisionError("division by zero"), "a fault of Kilosol, not of the scenario (ZeroDivisionError"),
    ],
)
def test_every_failure_is_told_in_a_sentence(tmp_path, monkeypatch, capsys, error, words):
    def plan(*_words, **_more):
        raise error

    monkeypatch.setattr(api, "plan", plan)
    (last,) = told(tmp_path)
    assert last["kind"] == "failed"
    assert words in last["message"]
    assert list(tmp_path.iterdir()) == []
    assert ("Traceback" in capsys.readouterr().err) == isinstance(error, ZeroDivisionError)
