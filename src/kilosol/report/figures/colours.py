"""What colours mean, once for every figure, table and page.

Each colour has a light and a dark form under the same name; figures are drawn in the light form and a
page swaps the hex texts when the reader's system asks for dark. The sources follow Okabe and Ito's
palette, safe for colour-blind readers; load classes are one hue that fades from vital to sheddable, so
that they differ by lightness and not by hue.
"""

from __future__ import annotations

#: Name -> (light, dark).
PALETTE: dict[str, tuple[str, str]] = {
    # Page and text.
    "ink": ("#1d1b19", "#f1eeea"),
    "muted": ("#5f5a55", "#b3ada6"),
    "line": ("#dfdad3", "#3d3935"),
    "paper": ("#f7f5f1", "#171513"),
    "card": ("#fffefc", "#211f1c"),
    "accent": ("#a8441b", "#f0986c"),
    # Sources and stores.
    "fission": ("#0072b1", "#57b3e8"),
    "solar": ("#bf7a00", "#f0b040"),
    "battery": ("#00805e", "#3fc69f"),
    "fuel_cell": ("#a6588a", "#e09cc6"),
    "reserve": ("#45403b", "#8f8880"),
    "demand": ("#1e1c1a", "#f2efeb"),
    # Load classes, most needed first.
    "vital": ("#6f2410", "#fbd3bd"),
    "essential": ("#b4532e", "#e08b63"),
    "deferrable": ("#d99a78", "#a05a3a"),
    "sheddable": ("#e6d3c6", "#66493b"),
    # Status, always beside a word or a sign.
    "good": ("#17703f", "#62cf95"),
    "warn": ("#8a5a00", "#e6b455"),
    "bad": ("#b01f24", "#ff8d85"),
    "neutral": ("#56616b", "#a9b6c2"),
    # Limits and shading.
    "limit": ("#b11e23", "#ff8e86"),
    "storm": ("#c9a26a", "#8a6a3a"),
    "trip": ("#8f8fb0", "#5f5f8a"),
}

SOURCES = ("fission", "solar", "battery", "fuel_cell", "reserve")
SOURCE_NAMES = {
    "fission": "Fission",
    "solar": "Solar",
    "battery": "Battery",
    "fuel_cell": "Fuel cell",
    "reserve": "Reserve",
}
LOAD_CLASSES = ("vital", "essential", "deferrable", "sheddable")
#: Word and sign that stand beside a status colour.
STATUS_WORDS = {"good": "Good", "warn": "Caution", "bad": "Problem", "neutral": "Fact"}
STATUS_SIGNS = {"good": "✓", "warn": "△", "bad": "✕", "neutral": "●"}
#: Verdict of a claim -> status.
CLAIM_STATUS = {
    "supported": "good",
    "possible": "neutral",
    "unlikely": "warn",
    "contradicted": "bad",
    "stale": "warn",
}


def colour(name: str) -> str:
    """Light form of a named colour, the one figures are drawn in.

    Examples
    --------
    >>> colour("fission")
    '#0072b1'
    """
    return PALETTE[name][0]


def swaps() -> list[tuple[str, str]]:
    """Pairs (light, dark) that turn a light figure into a dark one."""
    return list(PALETTE.values())


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours by WCAG 2.2, 1 to 21.

    Parameters
    ----------
    first, second : str
        Hex colours, ``#rrggbb``.

    Returns
    -------
    float [1]

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + _FLARE) / (low + _FLARE)


# WCAG 2.2, definition of relative luminance (sRGB): definitions, not measured.
_FLARE = 0.05
_SRGB_KNEE, _SRGB_SLOPE, _SRGB_OFFSET, _SRGB_GAMMA = 0.04045, 12.92, 0.055, 2.4
_SRGB_WEIGHTS = (0.2126, 0.7152, 0.0722)


def _luminance(hex_colour: str) -> float:
    shares = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        s / _SRGB_SLOPE if s <= _SRGB_KNEE else ((s + _SRGB_OFFSET) / (1 + _SRGB_OFFSET)) ** _SRGB_GAMMA
        for s in shares
    ]
    return sum(w * v for w, v in zip(_SRGB_WEIGHTS, linear, strict=True))
