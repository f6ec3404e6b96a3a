"""Rows that describe every key a scenario may hold: for docs, forms and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from kilosol.scenario.fields import Section, field_unit
from kilosol.scenario.models import Scenario

Kind = Literal["number", "integer", "flag", "text", "date", "choice", "choices", "texts"]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One key of a scenario.

    Parameters
    ----------
    key : str
        Dotted key; rows of an array of tables are written ``flights[]``.
    kind : str
        ``number``, ``integer``, ``flag``, ``text``, ``date``, ``choice``, ``choices`` or ``texts``.
    unit : str
        House unit; empty where there is none.
    is_required : bool
        Whether every file must state it.
    default : object
        What an optional key is when left out; None: decided elsewhere (a site's own latitude, say).
    low, high : float or None
        Allowed range.
    is_low_open, is_high_open : bool
        Whether the bound itself is not allowed.
    choices : tuple of str
        Allowed words, where only some are.
    description : str
        One line.
    """

    key: str
    kind: Kind
    unit: str
    is_required: bool
    default: object
    low: float | None
    high: float | None
    is_low_open: bool
    is_high_open: bool
    choices: tuple[str, ...]
    description: str

    @property
    def listed_choices(self) -> str:
        """The allowed words as a file writes them: ``'low' or 'mid' or 'high'``."""
        return " or ".join(c if c.isdecimal() else repr(c) for c in self.choices)

    @property
    def allowed(self) -> str:
        """The range or the choices in words: ``a number from 0 to 1000 t``.

        Examples
        --------
        >>> {row.key: row for row in field_rows()}["ship.payload_t"].allowed
        'a number above 0, at most 1000 t'
        """
        if self.choices:
            listed = self.listed_choices
            return listed if self.kind == "choice" else f"a list of {listed}"
        nouns: dict[Kind, str] = {
            "number": "a number",
            "integer": "a whole number",
            "flag": "true or false",
            "text": "text in quotes",
            "date": "a date without quotes, such as 2026-11-20",
            "texts": "a list of texts",
        }
        noun = nouns[self.kind]
        if self.low is None or self.high is None:
            return noun
        unit = f" {self.unit}" if self.unit not in ("", "1") else ""
        if self.is_low_open:
            return f"{noun} above {self.low:g}, at most {self.high:.15g}{unit}"
        if self.is_high_open:
            return f"{noun} from {self.low:g} to below {self.high:.15g}{unit}"
        return f"{noun} from {self.low:g} to {self.high:.15g}{unit}"


@lru_cache(maxsize=1)
def field_rows() -> tuple[FieldRow, ...]:
    """Every key of a scenario, in the order of the file.

    Returns
    -------
    tuple of FieldRow

    Examples
    --------
    >>> field_rows()[0].key
    'schema_version'
    """
    return tuple(_walk(Scenario, ""))


def _walk(section: type[Section], prefix: str) -> Iterator[FieldRow]:
    for name, field in section.model_fields.items():
        key = prefix + (field.alias or name)
        inner, is_list = _inner_section(field)
        if inner is not None:
            yield from _walk(inner, f"{key}[]." if is_list else f"{key}.")
        else:
            yield _row(key, name, field)


def _inner_section(field: FieldInfo) -> tuple[type[Section] | None, bool]:
    kinds = (field.annotation, *get_args(field.annotation))
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Section):
            return kind, kind is not field.annotation
    return None, False


def _row(key: str, name: str, field: FieldInfo) -> FieldRow:
    kind, choices = _kind(field.annotation)
    low = high = None
    is_low_open = is_high_open = False
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge | annotated_types.Gt):
            is_low_open = isinstance(rule, annotated_types.Gt)
            low = _bound(rule.gt if isinstance(rule, annotated_types.Gt) else rule.ge)
        elif isinstance(rule, annotated_types.Le | annotated_types.Lt):
            is_high_open = isinstance(rule, annotated_types.Lt)
            high = _bound(rule.lt if isinstance(rule, annotated_types.Lt) else rule.le)
    return FieldRow(
        key=key,
        kind=kind,
        unit=(field_unit(name, field) or "") if kind in ("number", "integer") else "",
        is_required=field.is_required(),
        default=None if field.is_required() else field.default,
        low=low,
        high=high,
        is_low_open=is_low_open,
        is_high_open=is_high_open,
        choices=choices,
        description=field.description or "",
    )


def _bound(value: Any) -> float:
    return float(value)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    plain: dict[Any, Kind] = {float: "number", int: "integer", bool: "flag", str: "text", date: "date"}
    if annotation in plain:
        return plain[annotation], ()
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "choice", tuple(str(c) for c in inside)
    if origin is tuple:
        kind, choices = _kind(inside[0])
        return ("choices", choices) if kind == "choice" else ("texts", ())
    if origin in (UnionType, Union):
        return _kind(next(kind for kind in inside if kind is not type(None)))
    raise TypeError(f"no way to describe a field of {annotation}")
