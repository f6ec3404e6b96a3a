"""All rows recomputed: what holds, what fails, what is known not to be reproduced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kilosol.data import references
from kilosol.errors import UnknownName
from kilosol.evidence.findings import Finding, recompute
from kilosol.evidence.registry import KIND_WORDS, PACKAGES, Row, case, case_names

#: How states are listed: what needs eyes first.
STATES = ("fails", "no longer missed", "known miss", "not run", "holds")


@dataclass(frozen=True, slots=True, repr=False)
class Selfcheck:
    """Findings of one check.

    Parameters
    ----------
    findings : tuple of Finding
        By package, case and row.
    left_out : int
        Slow rows that were not asked for.
    """

    findings: tuple[Finding, ...]
    left_out: int

    def __repr__(self) -> str:
        return f"Selfcheck: {self.summary}"

    def of(self, state: str) -> tuple[Finding, ...]:
        """Findings in a state, see :attr:`Finding.state`."""
        return tuple(one for one in self.findings if one.state == state)

    def of_package(self, package: str) -> tuple[Finding, ...]:
        """Findings of one package."""
        return tuple(one for one in self.findings if one.row.package == package)

    @property
    def packages(self) -> tuple[str, ...]:
        """Packages that have findings, in order."""
        return tuple(name for name in PACKAGES if self.of_package(name))

    @property
    def is_good(self) -> bool:
        """Whether every row that ran is as the registry states."""
        return all(one.is_as_stated for one in self.findings if not one.skipped)

    @property
    def summary(self) -> str:
        """The finding in a sentence; what we worked out ourselves is counted apart."""
        run = [one for one in self.findings if not one.skipped]
        theirs = [one for one in run if not one.row.is_own]
        own = [one for one in run if one.row.is_own]
        parts = []
        for group, words in ((theirs, "values of others"), (own, "of our own separate computations")):
            if group:
                held = sum(one.holds for one in group)
                parts.append(f"{held} of {len(group)} {words}")
        text = f"{' and '.join(parts) or 'No value'} are reproduced within their stated tolerance"
        for state, one_word, more in (
            ("fails", "that we claim is NOT", "that we claim are NOT"),
            (
                "known miss",
                "is known not to be, with its reason",
                "are known not to be, each with its reason",
            ),
            ("no longer missed", "listed as missed is met", "listed as missed are met"),
        ):
            n = len(self.of(state))
            if n:
                text += f"; {n} {one_word if n == 1 else more}"
        return text

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was not run, and what the values beside ours are."""
        counts = {kind: sum(one.row.kind == kind for one in self.findings) for kind in KIND_WORDS}
        parts = [f"{n} {KIND_WORDS[kind]}" for kind, n in counts.items() if n]
        told = [f"Values set beside ours: {', '.join(parts) or 'none'}."]
        if self.left_out:
            told.append(f"{self.left_out} slow rows left out; the full check runs them.")
        not_run = self.of("not run")
        if not_run:
            told.append(f"{len(not_run)} not run: {'; '.join(sorted({one.skipped for one in not_run}))}.")
        return tuple(told)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "summary": self.summary,
            "is_good": self.is_good,
            "left_out": self.left_out,
            "counts": {state: len(self.of(state)) for state in STATES},
            "rows": [_entry(one) for one in self.findings],
        }


def _entry(one: Finding) -> dict[str, Any]:
    row = one.row
    return {
        "case": row.case,
        "package": row.package,
        "what": row.what,
        "unit": row.unit,
        "published": row.published[0] if len(row.published) == 1 else list(row.published),
        "ours": one.ours,
        "difference": one.difference,
        "difference_frac": one.difference_frac,
        "allowed_below": one.below,
        "allowed_above": one.above,
        "share_of_tolerance": one.share,
        "state": one.state,
        "why": one.skipped or row.missed,
        "kind": row.kind,
        "is_own": row.is_own,
        "source": row.source,
        "reference": str(references()[row.source]),
        "read": references()[row.source].note,
        "where": row.where,
        "note": row.note,
    }


def chosen_rows(package: str | None = None) -> tuple[Row, ...]:
    """Rows of a package, or all, by package and case.

    Parameters
    ----------
    package : str, optional
        Package of Kilosol, or the name of one case.

    Returns
    -------
    tuple of Row

    Raises
    ------
    UnknownName
        If neither a package nor a case bears the name; the nearest is told.

    Examples
    --------
    >>> {row.package for row in chosen_rows("ships")}
    {'ships'}
    """
    if package is not None and package not in PACKAGES and package not in case_names():
        raise UnknownName("package or case of the selfcheck", package, (*PACKAGES, *case_names()))
    cases = [one for name in PACKAGES for one in map(case, case_names()) if one.package == name]
    return tuple(row for one in cases if package in (None, one.package, one.name) for row in one.rows)


def run_selfcheck(
    chosen: Sequence[Row], *, is_full: bool = False, tell: Callable[[str, int, int], None] | None = None
) -> Selfcheck:
    """Recompute rows.

    Parameters
    ----------
    chosen : sequence of Row
        From :func:`chosen_rows`.
    is_full : bool
        Whether slow rows run too.
    tell : callable, optional
        Called with a case's name, its index and the number of cases when it begins.

    Returns
    -------
    Selfcheck
    """
    now = [row for row in chosen if is_full or not row.is_slow]
    names = list(dict.fromkeys(row.case for row in now))
    findings: list[Finding] = []
    begun = ""
    for row in now:
        if tell is not None and row.case != begun:
            tell(row.case.replace("_", " "), names.index(row.case), len(names))
        begun = row.case
        findings.append(recompute(row))
    return Selfcheck(tuple(findings), len(chosen) - len(now))
