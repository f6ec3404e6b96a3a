"""``kilosol check``: what is wrong with a scenario file."""

from __future__ import annotations

from kilosol.cli.output import Json, say, say_json
from kilosol.errors import ScenarioError


def check_scenario(file: str, *, json: Json = False) -> int:
    """Check a scenario and list every problem with its line.

    Loads that the ships do not carry, crews without a flight and gates that no luck opens are named too.
    Gates on the station's power, record and propellant are left to `plan` and `campaign`, which size one.

    Parameters
    ----------
    file
        Path to a scenario file, or name of a preset.
    """
    from kilosol.api.scenarios import check
    from kilosol.scenario import scenario_hash

    try:
        scenario = check(file)
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
