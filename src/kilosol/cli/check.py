"""``kilosol check``: what is wrong with a scenario file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import ScenarioError

if TYPE_CHECKING:
    from kilosol.scenario import Scenario


def check_scenario(file: str, *, json: Json = False) -> int:
    """Check a scenario and list every problem with its line.

    Loads that the ships do not carry, crews without a flight and gates that no luck opens are named too.
    Gates on the station's power, record and propellant are left to `plan` and `campaign`, which size one.

    Parameters
    ----------
    file
        Path to a scenario file, or name of a preset.
    """
    from kilosol.scenario import load_scenario, scenario_hash

    try:
        scenario = load_scenario(file)
        _refuse_what_cannot_be(scenario)
    except ScenarioError as error:
        if not json:
            raise
        found = [{"where": p.where, "key": p.what, "message": p.message} for p in error.problems]
        say_json({"ok": False, "problems": found})
        return error.exit_code
    if json:
        say_json({"ok": True, "name": scenario.name, "hash": scenario_hash(scenario), "problems": []})
    else:
        say(f"ok: {scenario.name}, {len(scenario.flights)} flights listed, hash {scenario_hash(scenario)}")
    return 0


def _refuse_what_cannot_be(scenario: Scenario) -> None:
    from kilosol.planning.infeasible import find_impossible, find_infeasible_gates
    from kilosol.planning.stages import find_transfers
    from kilosol.planning.stages.landing import fleets_of

    transfers = find_transfers(scenario)
    problems = find_impossible(scenario, transfers)
    problems += find_infeasible_gates(scenario, transfers, fleets_of(scenario, transfers))
    if problems:
        raise ScenarioError(f"scenario {scenario.name}", problems)
