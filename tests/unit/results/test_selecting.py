"""Dates and sols of datasets: kept as such, selected by, with units, through a file and back."""

from __future__ import annotations

import io
from typing import Any

import h5py
import numpy as np
import pytest
import synthetic_run
import xarray as xr

from kilosol.report.number_text import iso_days
from kilosol.results import STAGES, Results, coordinates, describe, save, selectable, variables
from kilosol.results.csv_text import csv_of
from kilosol.results.netcdf import as_netcdf
from kilosol.results.registry import DATES
from kilosol.units import unit_of

#: Coordinates whose unit is not that of their name.
OWN_UNITS = {"distance": "m", "sol_index": "sol", "window": "yr"}


def read_back(dataset: xr.Dataset) -> xr.Dataset:
    return selectable(xr.load_dataset(io.BytesIO(as_netcdf({"": dataset})), engine="h5netcdf"))


def hours() -> xr.Dataset:
    sol = np.arange(72) / 24.0
    return describe(
        xr.Dataset(
            {"tau": ("sol_index", [0.4, 0.5, 0.6]), "generation_kw": ("step", np.arange(72.0))},
            coords={"sol": ("step", sol), "ls_deg": ("step", sol / 2)},
        )
    )


def test_dates_are_selected_by() -> None:
    chart = synthetic_run.results().porkchop
    assert (
        chart.sel(departure="2028-12").departure.dt.month.values.tolist()
        == [12] * chart.sel(departure="2028-12").sizes["departure"]
    )
    near = chart.c3_km2_s2.sel(departure="2028-12-01", arrival="2029-10-16", method="nearest")
    assert np.isfinite(near.item())


def test_sols_are_selected_by() -> None:
    found = hours().sel(sol=slice(1.0, 1.5))
    assert found.generation_kw.values.tolist() == list(range(24, 37))
    assert hours().tau.sel(sol_index=2).item() == 0.6


@pytest.mark.parametrize("stage", STAGES)
def test_everything_says_its_unit_and_what_it_is(stage: str) -> None:
    dataset = synthetic_run.results().stages()[stage]
    for name, array in dataset.variables.items():
        assert array.attrs["long_name"], name
        assert name in DATES or array.attrs["units"], name


@pytest.mark.parametrize("dataset", [*synthetic_run.results().stages().values(), hours()])
def test_a_file_and_back_is_the_same(dataset: xr.Dataset) -> None:
    back = read_back(dataset)
    xr.testing.assert_identical(back, dataset)
    assert set(back.xindexes) == set(dataset.xindexes)
    assert set(read_back(back).xindexes) == set(dataset.xindexes)


def test_an_arc_that_is_not_flown_has_no_date() -> None:
    windows = read_back(synthetic_run.results().windows)
    assert np.isnat(windows.departure.sel(window=2037, arc="crew"))
    assert iso_days(windows.arrival.sel(window=2037).values).tolist() == ["", "2038-09-01", ""]


def test_datasets_of_earlier_files_are_made_selectable() -> None:
    """Where dates were texts and sols were only listed."""
    old = xr.Dataset(
        {
            "c3_km2_s2": (("departure", "arrival"), [[9.0]]),
            "date": ("point", np.array(["2031-01-28", ""], object)),
        },
        coords={"departure": ["2031-01-28"], "arrival": ["2031-08-06"]},
    )
    found = selectable(old)
    assert found.c3_km2_s2.sel(departure="2031-01-28", arrival="2031-08-06").item() == 9.0
    assert np.isnat(found.date.values).tolist() == [False, True]


def test_a_csv_holds_days_and_no_nanoseconds() -> None:
    lines = csv_of(synthetic_run.results().windows).splitlines()
    assert lines[0].startswith("window,arc,departure,arrival,")
    assert lines[1].startswith("2028,I,2028-")
    assert any(line.startswith("2037,I,,,") for line in lines)


def test_units_of_coordinates_are_those_of_their_names() -> None:
    assert not {c.name for c in coordinates()} & (
        {v.name for v in variables()} - DATES - {"departure_jd", "arrival_jd"}
    )
    for one in coordinates():
        assert one.units == OWN_UNITS.get(one.name, unit_of(one.name) or "1"), one.name
        assert one.long_name[-1] != "."


def test_a_stage_may_not_invent_coordinates() -> None:
    with pytest.raises(KeyError, match="colour"):
        describe(xr.Dataset({"mass_kg": ("colour", [1.0])}, {"colour": ["red"]}))


def test_the_root_says_whose_results_these_are(tmp_path: Any) -> None:
    about = {"version": "1.2", "scenario": "mine", "scenario_hash": "0a", "seed": 7, "created": "now"}
    folder = save(tmp_path / "run", synthetic_run.results(), {}, "", about, "")
    with h5py.File(folder / "results.nc") as file:
        root = {key: file.attrs[key] for key in file.attrs if not key.startswith("_")}
        assert root.pop("seed") == 7
        assert root == {
            "title": "Results of a Kilosol plan by stage",
            "kilosol_version": "1.2",
            "scenario": "mine",
            "scenario_hash": "0a",
        }


def test_reprs_are_short() -> None:
    found: Results = synthetic_run.results()
    assert len(repr(found).splitlines()) == 1 + len(STAGES)
    assert max(len(line) for line in repr(found).splitlines()) < 200
    assert found._repr_html_().count("<tr>") == 1 + len(STAGES)
