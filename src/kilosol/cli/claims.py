"""``kilosol claims``: dated public claims against a plan, and forecasts that can be scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from kilosol.cli.output import Json, kept_first, refuse_unwritable, say, say_json, say_table, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kilosol.scenario import Scenario
    from kilosol.studies.claim_report import Judged
    from kilosol.studies.forecast import Forecast


def judge_claims(
    file: Path | None = None,
    *,
    scenario: str = "as-of-2026-11",
    only: str | None = None,
    set_values: Annotated[tuple[str, ...], Parameter(name="--set", negative="")] = (),
    forecast: Path | None = None,
    out: Path | None = None,
    json: Json = False,
) -> None:
    """Dated public claims against a plan: what is decided, by which number, and what would have to be true.

    Parameters
    ----------
    file
        TOML of claims; by default the log that ships (2024 to 2026).
    scenario
        Name of a preset or path to a scenario file.
    only
        Identifier of a single claim.
    set_values
        key=value set over the scenario; repeatable.
    forecast
        File of dated forecasts: those of this plan are added, and those whose event is decided are scored.
    out
        Write the page of claims to this HTML file.
    """
    refuse_unwritable(out)
    refuse_unwritable(forecast, "--forecast")
    from kilosol.cli.interrupt import interruptible
    from kilosol.errors import UnknownName
    from kilosol.planning.claims import read_claims, shipped_claims
    from kilosol.scenario import load_scenario, parse_override

    claims = shipped_claims() if file is None else read_claims(file)
    if only is not None:
        if only not in {c.id for c in claims}:
            raise UnknownName("claim", only, [c.id for c in claims])
        claims = tuple(c for c in claims if c.id == only)
    chosen = load_scenario(scenario, dict(parse_override(text) for text in set_values))

    from kilosol.studies.claim_report import report_claims

    found = interruptible(lambda: report_claims(chosen, claims), cancel=lambda: None)
    shipped, own = ([], []) if forecast is None else _forecasts(chosen, forecast)

    def keep() -> None:
        from kilosol.report.claims_page import render_claims
        from kilosol.studies.forecast import write_forecasts

        if forecast is not None:
            write_forecasts(forecast, own)
        if out is not None:
            write_page(out, render_claims(chosen, found, [*shipped, *own]))

    with kept_first(keep):
        _show(found, None if forecast is None else [*shipped, *own], json=json)
    for path in () if json else filter(None, (forecast, out)):
        say(str(path))


def _show(found: Sequence[Judged], forecasts: list[Forecast] | None, *, json: bool) -> None:
    if json:
        told: dict[str, Any] = {"claims": [one.as_dict() for one in found]}
        if forecasts is not None:
            told["forecasts"] = [f.as_dict() for f in forecasts]
            told["brier"] = _brier(forecasts)
        say_json(told)
        return
    for one in found:
        say(f"{one.word.upper()}  {one.claim.id}")
        for sentence in one.sentences:
            say(f"  {sentence}")
        say(f"  Source: {one.claim.source}.\n")
    if forecasts is not None:
        _show_forecasts(forecasts)


def _forecasts(scenario: Scenario, path: Path) -> tuple[list[Forecast], list[Forecast]]:
    """Forecasts that ship, and those of the file with those of this plan, scored where decided."""
    from kilosol.studies import forecast as forecasts
    from kilosol.studies.subjects import planned

    kept = [forecasts.resolved(f, scenario.as_of) for f in forecasts.read_forecasts(path)]
    had = {(f.event, f.by, f.made_on) for f in kept}
    new = [f for f in forecasts.make_forecasts(planned(scenario)) if (f.event, f.by, f.made_on) not in had]
    return [*forecasts.shipped_forecasts(scenario.as_of)], [*kept, *new]


def _brier(forecasts: list[Forecast]) -> dict[str, Any]:
    from kilosol.studies.forecast import mean_brier

    authors = dict.fromkeys(f.by for f in forecasts if f.brier is not None)
    return {who: mean_brier([f for f in forecasts if f.by == who]) for who in authors}


def _show_forecasts(forecasts: list[Forecast]) -> None:
    rows = [
        [
            f.text,
            f.by,
            f.made_on.isoformat(),
            f"{f.probability:.2f}",
            {None: "open", True: "yes", False: "no"}[f.outcome],
            "" if f.brier is None else f"{f.brier:.3f}",
        ]
        for f in forecasts
    ]
    say_table(("event", "by", "made on", "chance", "happened", "Brier"), rows, right=("chance", "Brier"))
    for who, score in _brier(forecasts).items():
        say(f"{who}: mean Brier score {score:.3f} (0 is perfect, 0.25 is an even chance)")
