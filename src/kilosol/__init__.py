"""Kilosol plans the power of a Mars campaign, from the first launch window to a self-sustaining city.

>>> import kilosol as ks
>>> plan = ks.plan("announced-2025")  # doctest: +SKIP
>>> plan.verdict  # doctest: +SKIP
"""

from kilosol._version import __version__

__all__ = ["__version__"]
