"""The command line: ``kilosol plan`` and the other commands, one small module each.

Everything heavy is imported inside the commands, so that ``kilosol --help`` answers at once.
"""

from kilosol.cli.app import main

__all__ = ["main"]
