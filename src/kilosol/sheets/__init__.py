"""Sheets: one thing by itself, as an engineer asks for it: a station, its shield, a site, a replayed run."""
