"""JPL status reports of Opportunity: energy of the day from optical depth and dust factor.

302 reports, sols 1939 to 4300, give one constant with a scatter of 8 % rms; 24 of them, spread evenly, are
quoted. All 302 are checked where KILOSOL_OPPORTUNITY_ENERGY names a CSV with the columns Sol,
TerrestialDate, Wh, TauFactor, SADustFactor. Tolerance 10 % rms. The dust factors are themselves output of a
model at JPL, so that the check is of light and season, and partly circular in dust.
"""

import csv
import datetime
import os
from pathlib import Path

import numpy as np
import pytest

from kilosol import mars, solar
from kilosol.evidence import shared


def triple_junction_wh_m2(season: np.ndarray, tau: np.ndarray) -> np.ndarray:
    """What a triple-junction array makes of the light, and of the cell's temperature by season."""
    place = mars.site("Meridiani")
    light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo, use="triple")
    year = mars.ground_year(place, mars.replay_tau("quiet"))
    cells = solar.cell_temperature_k(
        year.global_w_m2, year.air_k, year.ground_k, year.sky_k, electric_frac=0.16
    )
    gain = (solar.temperature_factor(cells) * year.global_w_m2).reshape(669, 24).sum(axis=1)
    by_sol = gain / year.global_w_m2.reshape(669, 24).sum(axis=1)
    return light * np.interp(mars.sol_of_ls(season), np.arange(669) + 0.5, by_sol)


def scatter(energy_wh: np.ndarray, expected_wh: np.ndarray) -> tuple[float, float]:
    """The one constant of least squares, and the relative scatter about it."""
    constant = float((energy_wh * expected_wh).sum() / (expected_wh**2).sum())
    return constant, float(np.sqrt(np.mean((constant * expected_wh / energy_wh - 1) ** 2)))


@pytest.mark.skipif("KILOSOL_OPPORTUNITY_ENERGY" not in os.environ, reason="no file of all reports named")
@pytest.mark.parametrize("model", ["disort", "appelbaum"])
def test_all_302_reports(model: str) -> None:
    with Path(os.environ["KILOSOL_OPPORTUNITY_ENERGY"]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    days = [
        datetime.datetime.strptime(r["TerrestialDate"].title(), "%d-%b-%Y").toordinal() + 1721425.0
        for r in rows
    ]
    energy_wh, tau, dust = (
        np.array([float(r[key]) for r in rows]) for key in ("Wh", "TauFactor", "SADustFactor")
    )
    season = mars.ls_deg(np.array(days))
    place = mars.site("Meridiani")
    if model == "disort":
        light = triple_junction_wh_m2(season, tau)
    else:
        light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo, "appelbaum")
    assert len(rows) == 302
    assert scatter(energy_wh, light * dust)[1] <= 0.10


def test_rows(as_stated):
    as_stated("jpl2016_opportunity_energy")


def test_without_the_season_of_light_the_scatter_would_be_far_larger() -> None:
    """The check of the rows can fail."""
    energy_wh, _, dust = np.array([row[1:] for row in shared("jpl2016_opportunity_energy")["reports"]]).T
    assert np.std(energy_wh / dust) / np.mean(energy_wh / dust) > 0.12
