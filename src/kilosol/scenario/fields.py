"""The frozen base of every scenario table, and the one way to declare a number in it."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from kilosol.units import parse, unit_of

#: Nearer to 0 no number of a scenario is meant: a slip of the exponent, and a quotient that overflows.
TINIEST = 1e-9


class TooSmall(ValueError):
    """A number that is not 0, and nearer to it than any that is meant."""


class Section(BaseModel):
    """One table of a scenario: frozen, strict, without unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _quantity_in_house_unit(cls, value: object, info: ValidationInfo) -> object:
        """Turn ``"0.1 kt"`` into a number in the unit that the field promises."""
        if isinstance(value, float):
            return _meant(value)
        if not isinstance(value, str) or info.field_name is None:
            return value
        field = cls.model_fields[info.field_name]
        unit = field_unit(info.field_name, field)
        if unit is None or not _is_number(field):
            return value
        number = _meant(parse(value, unit))
        return int(number) if field.annotation is int and number.is_integer() else number


def _meant(value: float) -> float:
    if 0.0 < abs(value) < TINIEST:
        raise TooSmall(f"is nearer to 0 than {TINIEST:g}")
    return value


def _is_number(field: FieldInfo) -> bool:
    kinds = get_args(field.annotation) or (field.annotation,)
    return float in kinds or int in kinds


def field_unit(name: str, field: FieldInfo) -> str | None:
    """Unit of a scenario field.

    Parameters
    ----------
    name : str
        The field's name.
    field : pydantic.fields.FieldInfo
        Its declaration, which may state the unit where the name alone would mislead.

    Returns
    -------
    str or None
        House unit, ``"1"`` for fractions and counts, None for words, dates and bare numbers.
    """
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "unit" in extra:
        return str(extra["unit"]) or None
    return unit_of(name)


def _stated(unit: str | None) -> dict[str, JsonValue] | None:
    return None if unit is None else {"unit": unit}


def number(low: float, high: float, description: str, *, unit: str | None = None, **more: Any) -> Any:
    """Declare a number with its allowed range.

    Parameters
    ----------
    low, high : float
        Smallest and largest allowed value.
    description : str
        What it is, for the docs and the forms.
    unit : str, optional
        House unit where the name does not end in one; ``""`` for a number that only seems to have one.
    **more
        Passed to :func:`pydantic.Field`, for example ``default``.
    """
    return Field(ge=low, le=high, description=description, json_schema_extra=_stated(unit), **more)


def above(low: float, high: float, description: str, *, unit: str | None = None, **more: Any) -> Any:
    """Declare a number like :func:`number`, with `low` itself not allowed."""
    return Field(gt=low, le=high, description=description, json_schema_extra=_stated(unit), **more)


def below(low: float, high: float, description: str, *, unit: str | None = None, **more: Any) -> Any:
    """Declare a number like :func:`number`, with `high` itself not allowed."""
    return Field(ge=low, lt=high, description=description, json_schema_extra=_stated(unit), **more)


def words(description: str, **more: Any) -> Any:
    """Declare a field that holds text, a date, a choice or a flag."""
    return Field(description=description, **more)
