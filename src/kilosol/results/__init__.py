"""What comes out: datasets by stage with units, the verdict, and the folder that holds them."""

from kilosol.results.absent import ABSENT, absent_in
from kilosol.results.registry import Variable, describe, variables
from kilosol.results.rounding import rounded
from kilosol.results.stages import STAGES, Results
from kilosol.results.store import cleanup_temporaries, load, refuse_unwritable, save
from kilosol.results.targets import DEFAULT_FOLDER, default_folder

__all__ = [
    "ABSENT",
    "DEFAULT_FOLDER",
    "STAGES",
    "Results",
    "Variable",
    "absent_in",
    "cleanup_temporaries",
    "default_folder",
    "describe",
    "load",
    "refuse_unwritable",
    "rounded",
    "save",
    "variables",
]
