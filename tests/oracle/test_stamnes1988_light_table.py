"""The shipped table of light against discrete ordinates themselves (Stamnes et al. 1988, by PythonicDISORT).

Optics of dust after Wolff, effective radius 1.5 um. Three kinds of check: numbers worked out apart with the
same method and other bands (printed to three digits; tolerance 0.0016), columns solved here anew (0.1 %: the
table's interpolation, rms 0.01 %), and conservation, where dust and ground absorb nothing (0.03 % of the
light for what is not quite 1).
"""

import hashlib
import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import kilosol.data
from kilosol import mars
from kilosol.data import binary

ROOT = Path(__file__).parents[2]
NAME = "light_wolff2009_disort"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    pytest.importorskip("PythonicDISORT")
    spec = importlib.util.spec_from_file_location("build_light_table", ROOT / "tools/build_light_table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def raw() -> dict[str, np.ndarray]:
    with np.load(binary(f"{NAME}.npz")) as held:
        return {name: held[name] for name in held.files}


def test_the_file_is_the_one_described() -> None:
    path = binary(f"{NAME}.npz")
    about = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == about["sha256"]
    assert path.stat().st_size < 200_000
    assert kilosol.data.references()[about["source"]]


def test_look_up_against_columns_solved_anew(builder: ModuleType, raw: dict[str, np.ndarray]) -> None:
    rng = np.random.default_rng(5)
    for _ in range(8):
        tau, mu, ground = (
            np.exp(rng.uniform(np.log(0.05), np.log(15))),
            rng.uniform(0.02, 1),
            rng.uniform(0, 0.5),
        )
        exact = sum(
            raw["energy_frac"][b]
            * builder.column(
                tau * raw["extinction_ratio"][b], raw["single_albedo"][b], raw["asymmetry"][b], mu, ground
            )[2]
            for b in range(raw["group"].size)
        )
        assert mars.transmittance(tau, mu, ground) == pytest.approx(exact, rel=0.001)


@pytest.mark.parametrize(("tau", "mu"), [(0.3, 0.9), (2.0, 0.7), (8.0, 0.3)])
def test_nothing_is_lost_where_nothing_absorbs(builder: ModuleType, tau: float, mu: float) -> None:
    """Single-scattering and ground albedo near 1: as much leaves at the top as came in, up = down below."""
    top, up, down, _ = builder.column(tau, 0.999999, 0.7, mu, 0.9999)
    assert top == pytest.approx(1.0, abs=3e-4)
    assert up == pytest.approx(down, rel=2e-4)


def test_energy_closes_in_every_band(builder: ModuleType, raw: dict[str, np.ndarray]) -> None:
    """In = out at the top + absorbed by dust + absorbed by ground; bright ground as T0 / (1 - a s) says."""
    for b in (0, 6, 11):
        optics = [raw[k][b] for k in ("single_albedo", "asymmetry")]
        black = builder.column(1.5 * raw["extinction_ratio"][b], *optics, 0.6, 0.0)
        bright = builder.column(1.5 * raw["extinction_ratio"][b], *optics, 0.6, 0.4)
        assert black[0] + black[2] <= 1
        assert bright[1] == pytest.approx(0.4 * bright[2], rel=1e-6)
        sky = np.exp(np.interp(np.log(1.5), np.log(raw["tau"]), np.log(raw["sky_albedo"][b])))
        assert bright[2] == pytest.approx(black[2] / (1 - 0.4 * sky), rel=2e-4)


def test_more_streams_change_little(builder: ModuleType, raw: dict[str, np.ndarray]) -> None:
    for tau, mu in ((1.0, 0.7), (6.0, 0.4)):
        sixteen = builder.column(tau, 0.92, 0.71, mu, 0.2)[2]
        assert builder.column(tau, 0.92, 0.71, mu, 0.2, streams=32)[2] == pytest.approx(sixteen, rel=5e-4)
        assert builder.column(tau, 0.92, 0.71, mu, 0.2, streams=8)[2] == pytest.approx(sixteen, rel=3e-3)


def tilted_sky(tau: float, mu: float, tilt_deg: float, streams: int = 32) -> tuple[float, float]:
    """Diffuse light on the horizontal and on a tilt towards the Sun, summed over the sky's intensities."""
    from PythonicDISORT import pydisort

    single, g, half = 0.95, 0.70, streams // 2
    solved = pydisort(
        np.array([tau]), np.array([single]), streams, (g ** np.arange(200))[None, :], mu, 1 / mu, 0.0,
        NLeg=streams, NFourier=streams, f_arr=np.array([g**streams]), NT_cor=True,
    )  # fmt: skip
    nodes, weights = np.polynomial.legendre.leggauss(half)
    nodes, weights = (nodes + 1) / 2, weights / 2
    azimuth = (np.arange(120) + 0.5) / 120 * 2 * np.pi
    cosine = -solved[0][half:]
    weight = np.array([weights[np.argmin(np.abs(nodes - c))] for c in cosine])[:, None] * 2 * np.pi / 120
    sky = np.asarray(solved[4](tau, azimuth))[half:] * weight
    tilt = np.radians(tilt_deg)
    seen = cosine[:, None] * np.cos(tilt) + np.sqrt(1 - cosine**2)[:, None] * np.sin(tilt) * np.cos(azimuth)
    return float((sky * cosine[:, None]).sum()), float((sky * np.maximum(seen, 0)).sum())


@pytest.mark.parametrize(
    ("tau", "zenith", "tilt", "tolerance"),
    [(0.5, 30, 30, 0.04), (0.5, 60, 60, 0.04), (1.0, 60, 30, 0.04), (2.0, 60, 60, 0.04), (1.0, 75, 30, 0.07)],
)
def test_ring_about_the_sun_on_tilted_surfaces(
    builder: ModuleType, tau: float, zenith: float, tilt: float, tolerance: float
) -> None:
    """The share exp(-(1 - w g) tau / mu) against the intensities; an even sky errs by up to 35 %."""
    mu = float(np.cos(np.radians(zenith)))
    flat, exact = tilted_sky(tau, mu, tilt)
    beam, ring = np.exp(-tau / mu), np.exp(-(1 - 0.95 * 0.70) * tau / mu)
    light = mars.SurfaceLight(*(np.asarray(x) for x in (beam + flat, beam, flat, ring)))
    towards = float(np.cos(np.radians(zenith - tilt)))
    found = float(mars.tilted_w_m2(light, mu, towards, tilt, ground_albedo=0.0))
    whole = exact + beam * towards / mu
    assert found == pytest.approx(whole, rel=tolerance)
    even = mars.SurfaceLight(*(np.asarray(x) for x in (beam + flat, beam, flat, 0.0)))
    assert float(mars.tilted_w_m2(even, mu, towards, tilt, ground_albedo=0.0)) < whole * (1 - tolerance)


def test_rows(as_stated):
    as_stated("stamnes1988_light_table")
