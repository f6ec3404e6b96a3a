"""Sizing of a plant: quickly on its design year, thoroughly over drawn years, and its lower bound."""
