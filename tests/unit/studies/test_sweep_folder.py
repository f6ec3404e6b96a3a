"""The folder of a sweep: torn lines, full disks, other sweeps; the cases themselves are stood in for."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from kilosol.errors import DataError, OutOfRange, ScenarioError
from kilosol.planning.memory.digests import code_digest
from kilosol.scenario import load_scenario
from kilosol.studies import sweep, workers
from kilosol.studies.axes import parse_axis
from kilosol.studies.sweep import run_sweep

BASE = load_scenario("as-of-2026-11")
AXES = [parse_axis("crew.people=4,6,8"), parse_axis("weather.global_storm=true,false")]


class Stand:
    """Stands in for a plan; may stop, fail or run other code."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.stop_at: int | None = None
        self.code = code_digest()

    def __call__(self, order: dict[str, Any]) -> dict[str, Any]:
        if len(self.done) == self.stop_at:
            raise KeyboardInterrupt
        self.done.append(order["case"])
        people = order["values"]["crew.people"]
        row = {
            "case": order["case"],
            "code": self.code,
            "kpis": {},
            "words": {},
            "judgements": {},
            "error": "",
        }
        if people == 8:
            return {**row, "error": "too many"}
        return {**row, "kpis": {"station_kg": 1000.0 * people}, "words": {"design": "d"}}


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    made = Stand()
    monkeypatch.setattr(workers, "run_case", made)
    return made


def test_a_row_for_each_case_with_units_and_errors_kept(stand: Stand, tmp_path: Path) -> None:
    found = run_sweep(BASE, AXES, tmp_path / "s", n_workers=1)
    assert found["station_kg"].values.tolist()[:4] == [4000.0, 4000.0, 6000.0, 6000.0]
    assert np.isnan(found["station_kg"].values[4:]).all()
    assert found["error"].values.tolist() == ["", "", "", "", "too many", "too many"]
    assert found["station_kg"].attrs["units"] == "kg"
    assert found["crew_people"].attrs["key"] == "crew.people"
    with xr.open_dataset(tmp_path / "s" / "sweep.nc", engine="h5netcdf") as read:
        xr.testing.assert_identical(read.load(), found)
    assert (tmp_path / "s" / "sweep.csv").read_text(encoding="utf-8").startswith("case,crew_people,")


def test_an_interrupted_sweep_goes_on_and_ends_with_the_same_bytes(stand: Stand, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run_sweep(BASE, AXES, whole, n_workers=1)
    stand.done.clear()
    stand.stop_at = 3
    with pytest.raises(KeyboardInterrupt):
        run_sweep(BASE, AXES, broken, n_workers=1)
    # Killed in the middle of a line.
    with (broken / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"case": 3, "co')
    stand.stop_at = None
    run_sweep(BASE, AXES, broken, n_workers=1)
    assert stand.done == [0, 1, 2, 3, 4, 5]
    assert (broken / "sweep.nc").read_bytes() == (whole / "sweep.nc").read_bytes()
    lines = (broken / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["case"] for line in lines] == [0, 1, 2, 3, 4, 5]


def torn(raw: bytes) -> bytes:
    return raw[: raw.rfind(b"\n", 0, -1) + 40]


def zeroed_end(raw: bytes) -> bytes:
    return torn(raw) + bytes(len(raw) - len(torn(raw)))


def zeroed_middle(raw: bytes) -> bytes:
    # A block of the disk that never came, inside of the fourth line.
    at = raw.index(b'"case": 3')
    return raw[:at] + bytes(30) + raw[at + 30 :]


def changed_digit(raw: bytes) -> bytes:
    # Valid JSON, and not what was written.
    assert raw.count(b"6000.0") == 2
    return raw.replace(b"6000.0", b"6000.5")


def of_another_file(raw: bytes) -> bytes:
    return (
        raw[: raw.rfind(b"\n", 0, -1) + 1]
        + b'{"case": 5, "kpis": {}, "words": {}, "error": "", "code": "x"}\n'
    )


@pytest.mark.parametrize(
    ("damage", "n_kept"),
    [(torn, 5), (zeroed_end, 5), (zeroed_middle, 3), (changed_digit, 2), (of_another_file, 5)],
)
def test_lines_that_a_power_failure_left_are_told_and_their_cases_run_again(
    stand: Stand, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Any, n_kept: int
) -> None:
    folder = tmp_path / "s"
    run_sweep(BASE, AXES, folder, n_workers=1)
    whole = {p.name: p.read_bytes() for p in folder.iterdir()}
    (folder / "rows.jsonl").write_bytes(damage(whole["rows.jsonl"]))
    stand.done.clear()
    run_sweep(BASE, AXES, folder, n_workers=1)
    assert stand.done == list(range(n_kept, 6))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == whole
    (told,) = caplog.messages
    assert f"damaged after {n_kept} finished cases" in told
    assert str(folder / "rows.jsonl") in told


def test_an_untouched_diary_is_not_called_damaged(
    stand: Stand, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        run_sweep(BASE, AXES, tmp_path / "s", n_workers=1)
    assert stand.done == [0, 1, 2, 3, 4, 5]
    assert caplog.messages == []


def test_each_row_is_on_the_disk_before_the_next_case_is_taken(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[tuple[int, int]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        sync(handle)
        if Path(f"/proc/self/fd/{handle}").readlink().name == "rows.jsonl":
            brought.append((len(stand.done), (tmp_path / "s" / "rows.jsonl").read_bytes().count(b"\n")))

    monkeypatch.setattr(os, "fsync", noted)
    run_sweep(BASE, AXES, tmp_path / "s", n_workers=1)
    assert brought == [(n, n) for n in range(1, 7)]


def test_rows_of_another_sweep_or_other_code_are_not_mixed_in(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sweep(BASE, AXES, tmp_path / "s", n_workers=1)
    with pytest.raises(DataError, match="another sweep"):
        run_sweep(BASE, AXES[:1], tmp_path / "s", n_workers=1)
    monkeypatch.setattr(sweep, "code_digest", lambda: "other")
    with pytest.raises(DataError, match="another version"):
        run_sweep(BASE, AXES, tmp_path / "s", n_workers=1)
    stand.code = "third"
    with pytest.raises(DataError, match="a worker runs another version"):
        run_sweep(BASE, AXES, tmp_path / "t", n_workers=1)
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="holds no sweep"):
        run_sweep(BASE, AXES, tmp_path / "u", n_workers=1)


def test_a_full_disk_is_one_sentence_and_the_sweep_goes_on_later(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "s"

    def full(handle: int) -> None:
        # The third row's own; folders and the description came before.
        if len(stand.done) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DataError, match=r"No space left on device; 2 finished cases are kept") as refused:
            run_sweep(BASE, AXES, folder, n_workers=1)
        assert "run the same command again" in str(refused.value)
    assert run_sweep(BASE, AXES, folder, n_workers=1).sizes["case"] == 6
    assert sorted(stand.done) in ([0, 1, 2, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])


def test_workers_must_be_some_and_a_dead_scheduler_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutOfRange, match="at least 1"):
        run_sweep(BASE, AXES, tmp_path / "s", n_workers=0)
    monkeypatch.setattr(workers, "DASK_TIMEOUT", "300ms")
    with pytest.raises(ScenarioError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run_sweep(BASE, AXES, tmp_path / "s", scheduler="tcp://127.0.0.1:9")
    for address in ("nonsense", "nonsense://x", "tcp://host", ""):
        with pytest.raises(ScenarioError, match=f"needs an address such as tcp://.*, got '{address}'"):
            run_sweep(BASE, AXES, tmp_path / "s", scheduler=address)
    # Nothing was begun: the folder is free for any other sweep.
    assert not (tmp_path / "s").exists()
