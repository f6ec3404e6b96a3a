"""Values of a scenario as the fields of a form hold them, and back."""

from __future__ import annotations

import re
from datetime import date

from kilosol.scenario import FieldRow

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")


def as_text(value: object) -> str:
    """A value as a form field holds it: TOML without quotes.

    Examples
    --------
    >>> as_text(True), as_text(0.05), as_text(("fission", "solar")), as_text(None)
    ('true', '0.05', 'fission, solar', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def tidied(row: FieldRow, text: str, before: str) -> str:
    """Typed text; the same words in another order, or the same number otherwise written, are no change.

    Parameters
    ----------
    row : FieldRow
        What the schema says of the field.
    text, before : str
        As typed, and as the form began.
    """
    text = text.strip()
    if row.kind in ("choices", "texts"):
        return before if sorted(words_in(text)) == sorted(words_in(before)) else ", ".join(words_in(text))
    if row.kind in ("number", "integer") and before:
        try:
            return before if float(text) == float(before) else text
        except ValueError:
            return text
    return text


def words_in(text: str) -> list[str]:
    """Words of a list that was typed with commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def value_of(row: FieldRow, text: str) -> object:
    """Value of a typed text; lists are typed with commas."""
    if row.kind in ("choices", "texts"):
        return words_in(text)
    if row.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if row.kind == "flag":
        return {"true": True, "false": False}.get(text.lower(), text)
    if row.kind in ("number", "integer"):
        # Anything else is read as a quantity, or refused, by the scenario itself.
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text
    return text
