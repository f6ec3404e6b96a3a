"""What comes out: datasets by stage with units, the verdict, and the folder that holds them."""

from kilosol.results.absent import ABSENT, absent_in
from kilosol.results.registry import Variable, describe, variables
from kilosol.results.rounding import rounded
from kilosol.results.stages import STAGES, Results
from kilosol.results.store import cleanup_temporaries, load, save

__all__ = [
    "ABSENT",
    "STAGES",
    "Results",
    "Variable",
    "absent_in",
    "cleanup_temporaries",
    "describe",
    "load",
    "rounded",
    "save",
    "variables",
]
