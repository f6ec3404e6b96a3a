"""Tables of landings, the city, claims and limits of the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kilosol.data import references
from kilosol.report.figures.colours import CLAIM_STATUS
from kilosol.report.figures.growth import QUANTILES
from kilosol.report.figures.landings import reason_words
from kilosol.report.number_text import (
    MISSING,
    as_float,
    long_date,
    mass,
    number,
    people,
    percent,
    power,
    tied,
)
from kilosol.report.tables import Badge, Cell, Table, columns
from kilosol.results import Results

#: Told in place of a chance where no crew ever reaches the phase.
_NOT_MADE = "no crew sets out"


def landing_table(results: Results) -> Table:
    """Chance of a landing by year."""
    run = results.landing
    rows = [
        [
            str(int(year)),
            percent(run["p_landed"].values[i]),
            f"{percent(run['p_low'].values[i])} to {percent(run['p_high'].values[i])}",
        ]
        for i, year in enumerate(run["year"].values)
    ]
    return Table(
        "Chance that people have landed by the end of the year",
        columns("Year", "Chance|95 % interval"),
        rows,
        is_long=True,
    )


def gates_table(results: Results) -> Table:
    """What stopped the chances to fly a crew."""
    run = results.landing
    pairs = zip(run["reason"].values, run["blocked_frac"].values, strict=True)
    rows = [[_sentence_case(reason_words(str(r))), percent(f)] for r, f in sorted(pairs, key=lambda p: -p[1])]
    return Table("What holds the crew back", columns("Reason", "Part of the chances to fly"), rows)


def losses_table(results: Results) -> Table:
    """Chance of losing the crew by cause."""
    run = results.landing
    nobody_flies = as_float(run.attrs.get("not_flown_frac")) == 1.0
    nobody_leaves = as_float(run.attrs.get("sets_out_home_frac")) == 0.0
    rows = [
        [
            _sentence_case(str(c)),
            "no crew flies" if nobody_flies else _NOT_MADE if c == "return" and nobody_leaves else percent(p),
        ]
        for c, p in zip(run["cause"].values, run["p_lost"].values, strict=True)
    ]
    rows.append(["All causes", MISSING if nobody_flies else percent(run.attrs.get("p_loss_of_crew"))])
    return Table(
        "Chance of losing the first crew that flies",
        columns("Phase", "Chance"),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )


def fates_table(fates: Mapping[str, Any] | None, horizon_year: int | str) -> Table | None:
    """What becomes of the first crew, each fate with what it is a part of; None for an older verdict."""
    if fates is None:
        return None
    if fates["lost_frac"] is None:
        rows = [["No crew flies", "of all campaigns", percent(fates["not_flown_frac"])]]
    else:
        flown = "of the first crews that fly"
        rows = [
            ["No crew flies", "of all campaigns", percent(fates["not_flown_frac"])],
            ["Lost", flown, percent(fates["lost_frac"])],
            ["Home", flown, percent(fates["home_frac"])],
            [
                f"Still on Mars in {horizon_year}, without a way home",
                flown,
                percent(fates["still_there_frac"]),
            ],
            *(
                [
                    ["of them stranded: two ways home have passed", flown, percent(fates["stranded_frac"])],
                    ["of them waiting for the next way home", flown, percent(fates["waiting_frac"])],
                ]
                if "stranded_frac" in fates
                else []
            ),
        ]
    return Table("What becomes of the first crew", columns("Fate|Part", "Share"), rows)


def city_table(results: Results) -> Table:
    """The city by year: median and spread."""
    run = results.city
    rows = []
    for i, year in enumerate(run["year"].values):
        one = run.isel(year=i)
        low, mid, high = (one.sel(quantile=q, method="nearest") for q in QUANTILES)
        rows.append(
            [
                str(int(year)),
                people(float(mid["people"])),
                f"{people(float(low['people']))} to {people(float(high['people']))}",
                power(float(mid["power_kw"])),
                mass(float(mid["capital_t"]) * 1000),
                percent(float(mid["closure_frac"])),
                number(float(mid["import_kg_per_person_year"]), 2),
                percent(float(one["p_self_sustaining"])),
                percent(float(one["p_million_t"])),
            ]
        )
    heads = (
        "People, median|P10 to P90|Power|Industry|Closure|Imports, kg a person and year|Stands alone"
        "|A million tonnes landed"
    )
    return Table("The city by year", columns("Year", heads), rows, is_long=True)


def claims_table(verdict: Mapping[str, Any]) -> Table:
    """Public claims with what the plan says of them."""
    rows: list[list[Cell]] = []
    for claim in verdict.get("claims", ()):
        word = str(claim.get("verdict", ""))
        chance = as_float(claim.get("probability"))
        rows.append(
            [
                claim_words(claim),
                Badge(word, CLAIM_STATUS.get(word, "neutral")),
                tied(str(claim.get("why", ""))),
                f"{claim.get('by', '')}, {long_date(claim.get('date'))}",
                source_text(str(claim.get("source", ""))),
                MISSING if chance is None else percent(chance),
            ]
        )
    return Table(
        "Claims and what the plan says of them",
        columns("Claim|Verdict|Why|By|Source", "Chance"),
        rows,
        stacks=True,
    )


def claim_words(claim: Mapping[str, Any]) -> str:
    """What was said: word for word where its words are known, and always as it is judged."""
    text = str(claim.get("text", ""))
    return f"“{claim['quote']}” Judged here: {text}" if claim.get("quote") else f"In our words: {text}"


def notices_table(notices: Sequence[Mapping[str, Any]]) -> Table:
    """What each model leaves out."""
    kept = [n for n in notices if not n.get("is_outside")]
    return _notices("What is first fidelity here, and its limits", "What it does", kept)


def outside_table(notices: Sequence[Mapping[str, Any]]) -> Table | None:
    """Models that this plan uses outside the range in which they were checked; None where there are none."""
    kept = [n for n in notices if n.get("is_outside")]
    return (
        _notices("Outside the range of its model in this plan", "What happens there", kept) if kept else None
    )


def _notices(title: str, what: str, notices: Sequence[Mapping[str, Any]]) -> Table:
    rows = [
        [str(n.get("model", "")), str(n.get("what", "")), str(n.get("limit", "")), _value(n.get("value"))]
        for n in notices
    ]
    return Table(title, columns(f"Model|{what}|Limit|Value", ""), rows, stacks=True)


def source_text(key: str) -> str:
    """A source in words, by its key; the key itself where the bibliography lacks it."""
    if key == "assumption":
        return "Assumption: no published source"
    known = references().get(key)
    return str(known) if known else (key or MISSING)


def _sentence_case(text: str) -> str:
    text = text.replace("_", " ")
    return text[:1].upper() + text[1:]


def _value(value: object) -> str:
    if value is None or value == "":
        return MISSING
    got = as_float(value)
    return number(got) if got is not None and not isinstance(value, bool) else str(value)
