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

#: Word and sign that stand beside a status colour. Every answer rests on assumptions: none is a fact.
STATUS_WORDS = {"good": "Good", "warn": "Caution", "bad": "Problem", "neutral": "Estimate"}
STATUS_SIGNS = {"good": "✓", "warn": "△", "bad": "✕", "neutral": "●"}
#: Verdict of a claim -> status.
CLAIM_STATUS = {
    "supported": "good",
    "possible": "neutral",
    "unlikely": "warn",
    "contradicted": "bad",
    "superseded": "warn",
    "condition not met": "warn",
    "cannot be judged as offered": "warn",
}
