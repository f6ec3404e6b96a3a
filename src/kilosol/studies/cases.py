"""One case of a study: a plan with some inputs changed, told in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from functools import cache
from typing import Any

from kilosol import data
from kilosol.errors import Cancelled
from kilosol.planning.memory.cache import Memory
from kilosol.planning.memory.digests import code_digest
from kilosol.planning.memory.disk_cache import Shelf, cache_folder
from kilosol.planning.run import Answered, answer_plan
from kilosol.scenario import read_scenario
from kilosol.studies.axes import split_case
from kilosol.studies.kpis import judgements, kpi_values, kpi_words


@cache
def process_memory() -> Memory:
    """The memory that all studies of this process share."""
    folder = cache_folder()
    return Memory(None if folder is None else Shelf(folder))


def run_changed(toml: str, values: Mapping[str, Any], memory: Memory | None = None) -> Answered:
    """Plan of a scenario with keys and cited values changed.

    Parameters
    ----------
    toml : str
        The scenario.
    values : mapping
        Dotted key of the scenario, or path of a cited value -> value.
    memory : Memory, optional
        Answers of stages to build on.

    Returns
    -------
    Answered
    """
    keys, dials = split_case(values)
    scenario = read_scenario(toml, "the varied scenario", keys)
    with data.overriding(dials), memory.remembering() if memory is not None else nullcontext():
        return answer_plan(scenario)


def run_case(order: Mapping[str, Any]) -> dict[str, Any]:
    """Row of one case: its numbers, or the error that stopped it.

    Parameters
    ----------
    order : mapping
        ``case`` (its number), ``toml`` (the scenario), ``values`` (what is changed). Plain JSON, so that it
        travels to any process or machine.

    Returns
    -------
    dict
        ``case``, ``code`` (digest of the code that ran), ``kpis``, ``words``, ``judgements`` and ``error``.
    """
    row: dict[str, Any] = {"case": order["case"], "code": code_digest(), "kpis": {}, "words": {}, "error": ""}
    row["judgements"] = {}
    try:
        verdict = run_changed(order["toml"], order["values"], process_memory()).verdict
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - one bad case must not end a sweep of thousands
        row["error"] = _one_line(error)
        return row
    row["kpis"] = {name: value if value == value else None for name, value in kpi_values(verdict).items()}
    row["words"] = kpi_words(verdict)
    row["judgements"] = judgements(verdict)
    return row


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__
