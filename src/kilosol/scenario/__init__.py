"""What the user states: the scenario's models, its TOML files and the presets that ship.

A scenario is read by :func:`load_scenario`, never changed, and written as it ran by :func:`to_toml`.
"""

from kilosol.scenario.dump import scenario_hash, to_toml
from kilosol.scenario.load import load_scenario, read_scenario
from kilosol.scenario.models import Scenario
from kilosol.scenario.overrides import parse_override
from kilosol.scenario.presets import preset_names, preset_text
from kilosol.scenario.schema import FieldRow, field_rows

__all__ = [
    "FieldRow",
    "Scenario",
    "field_rows",
    "load_scenario",
    "parse_override",
    "preset_names",
    "preset_text",
    "read_scenario",
    "scenario_hash",
    "to_toml",
]
