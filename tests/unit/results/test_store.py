import json
import os

import h5py
import numpy as np
import pytest
import xarray as xr

from kilosol.errors import DataError
from kilosol.results import STAGES, Results, cleanup_temporaries, describe, load, save, store
from kilosol.results.whole import write_whole

VERDICT = {"scenario": {"name": "test"}, "p": 0.25, "text": "größer"}


def results(mass=3.0):
    design = describe(xr.Dataset({"mass_kg": ("design", [mass, 4.0])}, coords={"design": ["a", "b"]}))
    design.attrs["chosen"] = "a"
    return Results(**dict.fromkeys(STAGES, design))


def write(folder, mass=3.0):
    return save(folder, results(mass), VERDICT, 'name = "test"\n', {"seed": 7}, "<html></html>")


def test_what_is_saved_is_loaded(tmp_path):
    folder = write(tmp_path / "deep" / "run")
    found, verdict, provenance = load(folder)
    assert verdict == VERDICT
    assert provenance == {"seed": 7}
    assert list(found.stages()) == list(STAGES)
    for dataset in found.stages().values():
        xr.testing.assert_identical(dataset, results().station)
    assert found.station.mass_kg.attrs["units"] == "kg"
    assert (folder / "scenario.toml").read_text(encoding="utf-8") == 'name = "test"\n'
    assert (folder / "report.html").is_file()
    assert "größer" in (folder / "verdict.json").read_text(encoding="utf-8")


def test_an_earlier_run_is_replaced_whole(tmp_path):
    write(tmp_path / "run", mass=1.0)
    write(tmp_path / "run", mass=9.0)
    assert load(tmp_path / "run")[0].station.mass_kg[0] == 9.0
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("error", [KeyboardInterrupt("stop"), OSError("stop")], ids=str)
def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch, error):
    def stop(*_):
        raise error

    monkeypatch.setattr(store, "_write_datasets", stop)
    with pytest.raises((KeyboardInterrupt, DataError), match="stop"):
        write(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_the_earlier_run(tmp_path, monkeypatch):
    write(tmp_path / "run", mass=1.0)
    monkeypatch.setattr(store, "_write_datasets", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "run", mass=9.0)
    monkeypatch.undo()
    assert load(tmp_path / "run")[0].station.mass_kg[0] == 1.0
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    foreign = tmp_path / "home"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DataError, match="not a results folder"):
        write(foreign)
    assert [p.name for p in foreign.iterdir()] == ["thesis.txt"]
    with pytest.raises(DataError, match="not a results folder"):
        write(foreign / "thesis.txt")


def test_a_folder_that_is_no_run_is_not_loaded(tmp_path):
    with pytest.raises(DataError, match=r"holds no verdict\.json and results\.nc"):
        load(tmp_path)


def test_a_killed_write_is_tidied_by_its_own_process(tmp_path, monkeypatch):
    left = tmp_path / ".run.1.part"
    left.mkdir()
    monkeypatch.setattr(store, "_UNDER_WAY", {left})
    cleanup_temporaries()
    assert not left.exists()


def test_json_has_no_word_for_infinity():
    with pytest.raises(ValueError, match="JSON"):
        store.as_json({"p": np.inf})
    assert json.loads(store.as_json(VERDICT)) == VERDICT


def test_a_folder_of_another_version_says_what_to_do(tmp_path):
    folder = write(tmp_path / "run")
    with h5py.File(folder / "results.nc", "a") as file:
        del file["flight"]
    with pytest.raises(DataError, match=r"another version: its results.nc lacks flight; .*`kilosol plan "):
        load(folder)


def test_damaged_datasets_are_named(tmp_path):
    folder = write(tmp_path / "run")
    (folder / "results.nc").write_bytes(b"not netCDF")
    with pytest.raises(DataError, match="cannot be read as netCDF"):
        load(folder)


def test_a_notebook_sees_stages_dimensions_and_units():
    page = results()._repr_html_()
    assert page.count("<tr>") == len(STAGES) + 1
    assert "mass_kg [kg]" in page
    assert "design 2" in page


def test_a_notebook_shows_names_as_text():
    design = describe(xr.Dataset({"mass_kg": ("<b>", [1.0])}))
    assert "<b>" not in Results(**dict.fromkeys(STAGES, design))._repr_html_()


#: A process number that no system gives out.
DEAD = 2**22 + 1


def test_a_run_that_a_kill_left_without_its_name_gets_it_back(tmp_path):
    folder = write(tmp_path / "run", mass=1.0)
    folder.rename(tmp_path / f".run.{DEAD}.old")
    assert load(folder)[0].station.mass_kg[0] == 1.0
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_what_a_kill_left_half_written_is_removed_by_the_next_run(tmp_path):
    (tmp_path / f".run.{DEAD}.part").mkdir()
    write(tmp_path / "run", mass=2.0)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_folders_of_a_running_process_are_left_alone(tmp_path):
    theirs = tmp_path / f".run.{os.getppid()}.part"
    theirs.mkdir()
    write(tmp_path / "run")
    assert theirs.is_dir()


def test_what_a_user_has_put_beside_a_run_stays_when_it_is_made_anew(tmp_path):
    folder = write(tmp_path / "run", mass=1.0)
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    (folder / "figures").mkdir()
    (folder / "figures" / "one.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "sensitivity.json").write_text("of the earlier run", encoding="utf-8")
    (folder / f".report.html.{DEAD}.part").write_text("half", encoding="utf-8")
    write(folder, mass=2.0)
    assert load(folder)[0].station.mass_kg[0] == 2.0
    assert (folder / "notes.md").read_text(encoding="utf-8") == "mine"
    assert (folder / "figures" / "one.svg").is_file()
    assert len(list(folder.iterdir())) == 7
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_it_stays_too_where_the_process_was_killed_meanwhile(tmp_path):
    folder = write(tmp_path / "run", mass=1.0)
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    folder.rename(tmp_path / f".run.{DEAD}.old")
    write(tmp_path / "new", mass=2.0).rename(folder)
    assert load(folder)[0].station.mass_kg[0] == 2.0
    assert (folder / "notes.md").read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("name", ["loop", "a\0b", "a" * 300, "file/below", "file", "pipe"])
def test_a_place_where_no_folder_can_be_is_told(tmp_path, name):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DataError, match=r"choose another|cannot be written"):
        write(tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "verdict.json").is_file()


def test_a_page_at_the_end_of_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "loop.html").symlink_to("loop.html")
    with pytest.raises(OSError, match="Too many levels"):
        write_whole(tmp_path / "loop.html", "x")
