"""What would have to be true: the last rung of the ladder leaves no gate and no system to wait for."""

from __future__ import annotations

from typing import Any

from kilosol.scenario import load_scenario
from kilosol.scenario.sections import Gates
from kilosol.studies.claim_report import LADDER
from kilosol.studies.subjects import changed

#: Gates on the record of landings: how the fleet flies is a rung of its own.
_RECORD = {"preset", "style", "min_landings", "min_success_frac", "landing_bound_frac"}


def test_the_top_of_the_ladder_opens_every_gate_but_the_record_of_landings() -> None:
    changes: dict[str, Any] = {}
    for _, values in LADDER:
        changes |= values
    scenario = changed(load_scenario("as-of-2026-11", {"gates.preset": "cautious"}), changes)
    assert scenario.systems == ()
    assert scenario.fleet.ready_frac == scenario.landing.success_frac == 1.0
    still = {name for name in Gates.model_fields if name not in _RECORD and getattr(scenario.gates, name)}
    assert still == set()
