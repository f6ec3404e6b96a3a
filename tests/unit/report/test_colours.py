"""Colours are told apart by everyone: contrast by WCAG 2.2, confusion by simulated dichromacy."""

from itertools import combinations

import numpy as np
import pytest

from kilosol.report.figures.colours import CLAIM_STATUS, PALETTE, SOURCES, STATUS_WORDS, contrast

TEXT = ("ink", "muted", "accent", "good", "warn", "bad", "neutral", "limit")

#: Viénot, Brettel and Mollon 1999, linear RGB: what protanopes and deuteranopes see.
DICHROMACY = {
    "protanopia": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
}


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("name", TEXT)
def test_text_is_readable_on_page_and_card(name, mode):
    for ground in ("paper", "card"):
        assert contrast(PALETTE[name][mode], PALETTE[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("name", SOURCES)
def test_areas_stand_out_from_the_card(name, mode):
    assert contrast(PALETTE[name][mode], PALETTE["card"][mode]) >= 3


def _linear(hex_colour):
    srgb = np.array([int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("kind", list(DICHROMACY))
def test_sources_differ_for_colour_blind_readers(kind, mode):
    seen = {n: np.cbrt(np.clip(DICHROMACY[kind] @ _linear(PALETTE[n][mode]), 0, 1)) for n in SOURCES}
    for first, second in combinations(SOURCES, 2):
        assert np.abs(seen[first] - seen[second]).max() > 0.07, (first, second)


def test_swapping_is_unambiguous():
    light = [pair[0] for pair in PALETTE.values()]
    assert len(set(light)) == len(light)
    assert all(c == c.lower() and len(c) == 7 for pair in PALETTE.values() for c in pair)


def test_claims_use_known_statuses():
    assert set(CLAIM_STATUS.values()) <= set(STATUS_WORDS)
