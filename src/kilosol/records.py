"""Dataclasses as NumPy records, in which compiled loops find their numbers by name.

A compiled function reads and writes the fields of a record like those of the dataclass that it is made from,
and costs what a numbered array costs: one pointer, however many fields. Functions are annotated with the
dataclass, so that a type checker knows every field that they name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, TypeVar, cast, get_type_hints

import numpy as np

Instance = TypeVar("Instance")

#: How the plain types of fields are kept; everything else is an array.
_KINDS: dict[object, str] = {bool: "?", int: "i8", float: "f8"}


def record_dtype(instance: Any) -> np.dtype[Any]:
    """Layout of a dataclass's record: its plain fields by their annotation, its arrays by what they hold.

    Parameters
    ----------
    instance : dataclass
        Its arrays give the shapes; what is no array of NumPy's but a tuple is kept as floats.

    Returns
    -------
    dtype
        Aligned, of the dataclass's fields in their order.

    Examples
    --------
    >>> @dataclasses.dataclass
    ... class Ship:
    ...     n_crew: int
    ...     loads_t: tuple[float, float]
    >>> record_dtype(Ship(4, (1.0, 2.0))).names
    ('n_crew', 'loads_t')
    """
    hints = get_type_hints(type(instance))
    layout: list[tuple[Any, ...]] = []
    for field in dataclasses.fields(instance):
        kind = _KINDS.get(hints[field.name])
        if kind is not None:
            layout.append((field.name, kind))
            continue
        value = getattr(instance, field.name)
        array = value if isinstance(value, np.ndarray) else np.asarray(value, dtype=np.float64)
        layout.append((field.name, array.dtype, array.shape))
    return np.dtype(layout, align=True)


def record_of(instance: Instance) -> Instance:
    """The record of a dataclass: a copy of its numbers, with the same names.

    Parameters
    ----------
    instance : dataclass

    Returns
    -------
    record
        Typed as the dataclass, since its fields are read in the same way.

    Examples
    --------
    >>> @dataclasses.dataclass
    ... class Ship:
    ...     n_crew: int
    ...     loads_t: tuple[float, float]
    >>> ship = record_of(Ship(4, (1.0, 2.0)))
    >>> int(ship.n_crew), ship.loads_t.tolist()
    (4, [1.0, 2.0])
    """
    return records_of([instance])[0]


def records_of(instances: Sequence[Instance], like: Instance | None = None) -> Sequence[Instance]:
    """Records of several dataclasses of one kind, one after the other.

    Parameters
    ----------
    instances : sequence of dataclass
        All with arrays of the same shapes.
    like : dataclass, optional
        One of the kind, which gives the layout where there is none.

    Returns
    -------
    (n,) record array
    """
    known = instances[0] if like is None else like
    found = np.zeros(len(instances), dtype=record_dtype(known)).view(np.recarray)
    for k, one in enumerate(instances):
        for field in dataclasses.fields(cast(Any, one)):
            found[field.name][k] = getattr(one, field.name)
    return cast(Any, found)  # type: ignore[no-any-return]


def empty_records(shape: int | tuple[int, ...], like: Instance) -> Any:
    """Records of a kind with nothing in them, of any shape."""
    return np.zeros(shape, dtype=record_dtype(like)).view(np.recarray)


def as_floats(records: Any) -> Any:
    """The numbers of records that hold floats alone, in the same memory: one more axis, of all fields."""
    plain = np.asarray(records)
    width = plain.dtype.itemsize // np.dtype(np.float64).itemsize
    return plain.view(np.float64).reshape(*plain.shape, width)


def of_floats(numbers: Any, like: Instance) -> Sequence[Instance]:
    """Records of a kind that holds floats alone, from numbers whose last axis is that of the fields."""
    plain = np.ascontiguousarray(numbers, dtype=np.float64)
    found = plain.view(record_dtype(like))[..., 0].view(np.recarray)
    return cast(Any, found)  # type: ignore[no-any-return]
