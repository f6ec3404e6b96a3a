"""Thousands of drawn weather years, by interpolation in optical depth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kilosol.grid import Weathers
from kilosol.mars import ground_year, random_years_tau
from kilosol.planning.stages.weather import design_tau, place_of
from kilosol.scenario import Scenario
from kilosol.solar import design_year_output_w_m2, dust_factor
from kilosol.streams import generator

#: Optical depths at which the light is worked out; linear between them errs by less than half a per cent.
N_DEPTHS, LEAST_TAU, MOST_TAU = 48, 0.05, 12.0

#: Years drawn from one stream.
CHUNK = 256


class DrawnWeather:
    """Light and dust of numbered years; the same number gives the same year.

    Parameters
    ----------
    scenario : Scenario
        Site, cleaning and chance of a storm.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario, self._place = scenario, place_of(scenario)
        self._cleaning = scenario.power.array_cleaning_sols
        self._depths = np.geomspace(LEAST_TAU, MOST_TAU, N_DEPTHS)
        calm = design_tau(scenario, False)
        ground = ground_year(self._place, calm)
        outputs = []
        for depth in self._depths:
            tau = np.full(calm.size, depth)
            clean = design_year_output_w_m2(self._place, tau, self._cleaning, ground=ground)
            outputs.append(clean / np.repeat(dust_factor(tau, self._cleaning), 24))
        # Light over optical depth and sol, by the hour, on clean arrays; and its change to the next depth.
        light = np.stack(outputs).reshape(N_DEPTHS, calm.size, 24)
        self._light = light[:-1].reshape(-1, 24)
        self._change = np.diff(light, axis=0).reshape(-1, 24)

    def __call__(self, first: int, count: int) -> Weathers:
        """Years `first` to `first + count`."""
        tau = np.concatenate(
            [self._chunk(c) for c in range(first // CHUNK, (first + count - 1) // CHUNK + 1)]
        )[first % CHUNK :][:count]
        return Weathers(self._output(tau), tau)

    def _chunk(self, chunk: int) -> NDArray[np.float64]:
        return random_years_tau(
            generator(self._scenario.seed, "sizing-weather", chunk),
            CHUNK,
            latitude_deg=self._place.latitude_deg,
            storm_frac=self._scenario.weather.storm_per_mars_year,
            pressure_pa=self._place.pressure_pa,
        )

    def _output(self, tau: NDArray[np.float64]) -> NDArray[np.float64]:
        held = np.clip(tau, LEAST_TAU, MOST_TAU)
        below = np.clip(np.searchsorted(self._depths, held), 1, N_DEPTHS - 1) - 1
        low, high = self._depths[below], self._depths[below + 1]
        at = below * tau.shape[1] + np.arange(tau.shape[1])
        # In place: this is run through once for every drawn year.
        light = self._change[at]
        light *= ((held - low) / (high - low))[:, :, None]
        light += self._light[at]
        light *= np.stack([dust_factor(t, self._cleaning) for t in tau])[:, :, None]
        return np.asarray(light.reshape(tau.shape[0], -1))
