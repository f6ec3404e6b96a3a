"""Public claims as the app lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kilosol.data import references
from kilosol.report.number_text import percent
from kilosol.report.palette import CLAIM_STATUS


def claims_of(verdict: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Claims as a plan judged them, each with its status, its chance in words and its source."""
    return [_told(claim) for claim in verdict["claims"]]


@lru_cache(maxsize=1)
def unjudged() -> list[dict[str, Any]]:
    """Claims that ship, before any plan has judged them."""
    text = files("kilosol.data").joinpath("claims.toml").read_text(encoding="utf-8")
    return [_told(claim) for claim in tomllib.loads(text)["claims"]]


def _told(claim: Mapping[str, Any]) -> dict[str, Any]:
    verdict, chance = claim.get("verdict", ""), claim.get("probability")
    source = references().get(claim["source"])
    return {
        "text": claim["text"], "quote": claim.get("quote", ""), "by": claim["by"], "date": str(claim["date"]),
        "verdict": verdict,
        "status": CLAIM_STATUS.get(verdict, "neutral"), "why": claim.get("why", ""),
        "chance": "" if chance is None else percent(chance),
        "source": str(source) if source else claim["source"],
    }  # fmt: skip
