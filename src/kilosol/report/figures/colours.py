"""What colours mean in figures: sources, stores and load classes, drawn in the palette's light form."""

from __future__ import annotations

from kilosol.report.palette import CLAIM_STATUS, PALETTE, STATUS_SIGNS, STATUS_WORDS

__all__ = [
    "CLAIM_STATUS",
    "LOAD_CLASSES",
    "PALETTE",
    "SOURCES",
    "SOURCE_NAMES",
    "STATUS_SIGNS",
    "STATUS_WORDS",
    "colour",
    "contrast",
    "swaps",
]

SOURCES = ("fission", "solar", "battery", "fuel_cell", "reserve")
SOURCE_NAMES = {
    "fission": "Fission",
    "solar": "Solar",
    "battery": "Battery",
    "fuel_cell": "Fuel cell",
    "reserve": "Reserve",
}
LOAD_CLASSES = ("vital", "essential", "deferrable", "sheddable")


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
