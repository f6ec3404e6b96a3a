"""Sixteen numbers as one value of a compiled loop.

A loop over lanes that the optimiser is left to turn into vector instructions keeps every state in memory
and loses its vectors to the first array too many. Here a value *is* a vector, so the states of sixteen lanes
stay in registers from step to step, and a kernel reads like one for a single lane: ``a + b``,
``least(a, b)``, ``chosen(is_up, a, 0.0)``. A plain number beside a vector stands for all its lanes.
Processors with shorter vectors take several instructions for one of these. Nothing is reassociated; only
:func:`product_and` may be rounded once or twice.

The types live within compiled functions only: :func:`load` and :func:`store` are the doors to arrays.
Importing this module imports Numba.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model
from numpy.typing import NDArray

from kilosol.compiled import compiled

#: Numbers side by side. Sixteen doubles are two of the widest registers: while one half waits for a result
#: the other works. Eight wait too often, thirty-two spill from the registers.
LANES = 16

_NUMBERS = ir.VectorType(ir.DoubleType(), LANES)
_FLAGS = ir.VectorType(ir.IntType(1), LANES)
_ALL_FROM_FIRST = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)

#: The widest register there is.
_REGISTER, _REGISTER_BYTES = ir.VectorType(ir.DoubleType(), 8), 64

#: Arrays of doubles need not lie at multiples of a vector's length.
_ALIGNED_TO_BYTES = 8


class NumbersType(types.Type):  # type: ignore[misc]
    """Type of a vector of numbers."""

    def __init__(self) -> None:
        super().__init__(name=f"float64 x {LANES}")


class FlagsType(types.Type):  # type: ignore[misc]
    """Type of a vector of yes and no."""

    def __init__(self) -> None:
        super().__init__(name=f"boolean x {LANES}")


NUMBERS, FLAGS = NumbersType(), FlagsType()


@register_model(NumbersType)
class _NumbersModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, _NUMBERS)


@register_model(FlagsType)
class _FlagsModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, _FLAGS)


def _spread(builder: Any, number: Any) -> Any:
    """One number in all lanes."""
    nothing = ir.Constant(_NUMBERS, ir.Undefined)
    first = builder.insert_element(nothing, number, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, nothing, _ALL_FROM_FIRST)


def _widened(context: Any, builder: Any, of: Any, value: Any) -> Any:
    """A value as a vector, whatever its type."""
    if of == NUMBERS:
        return value
    return _spread(builder, context.cast(builder, value, of, types.float64))


def _is_number(of: Any) -> bool:
    return isinstance(of, (types.Float, types.Integer, types.Literal))


def _of_two(result: Any, emit: Callable[[Any, Any, Any], Any]) -> Any:
    """Compiled function of two values, of which one at least is a vector."""

    @intrinsic
    def of_two(_typing: Any, a: Any, b: Any) -> Any:
        if not (a == NUMBERS and (b == NUMBERS or _is_number(b))) and not (b == NUMBERS and _is_number(a)):
            return None

        def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            left, right = (
                _widened(context, builder, of, value)
                for of, value in zip(signature.args, values, strict=True)
            )
            return emit(builder, left, right)

        return result(a, b), build

    return of_two


def _compared(sign: str) -> Callable[[Any, Any, Any], Any]:
    return lambda builder, a, b: builder.fcmp_ordered(sign, a, b)


#: The lesser and the greater, lane by lane.
least = _of_two(NUMBERS, lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b))
most = _of_two(NUMBERS, lambda builder, a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b))

#: Where the first is above, at least, or equal to the second.
above = _of_two(FLAGS, _compared(">"))
at_least = _of_two(FLAGS, _compared(">="))
equal = _of_two(FLAGS, _compared("=="))

_SUMS = {
    operator.add: _of_two(NUMBERS, lambda builder, a, b: builder.fadd(a, b)),
    operator.sub: _of_two(NUMBERS, lambda builder, a, b: builder.fsub(a, b)),
    operator.mul: _of_two(NUMBERS, lambda builder, a, b: builder.fmul(a, b)),
}


def _teach(sign: Any, of_two: Any) -> None:
    @overload(sign)
    def written(a: Any, b: Any) -> Any:
        def done(a: Any, b: Any) -> Any:
            return of_two(a, b)

        return done if NUMBERS in (a, b) else None


for _sign, _function in _SUMS.items():
    _teach(_sign, _function)


@intrinsic
def chosen(_typing: Any, flags: Any, a: Any, b: Any) -> Any:
    """``a`` in the lanes that are flagged, ``b`` in the others."""
    if flags != FLAGS:
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        left, right = (
            _widened(context, builder, of, value)
            for of, value in zip(signature.args[1:], values[1:], strict=True)
        )
        return builder.select(values[0], left, right)

    return NUMBERS(flags, a, b), build


@intrinsic
def product_and(_typing: Any, a: Any, b: Any, c: Any) -> Any:
    """``a * b + c``, rounded once where the processor can: the sum then costs nothing beside the product."""
    if NUMBERS not in (a, b, c):
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        three = [
            _widened(context, builder, of, value) for of, value in zip(signature.args, values, strict=True)
        ]
        of_three = ir.FunctionType(_NUMBERS, [_NUMBERS] * 3)
        fused = cgutils.get_or_insert_function(builder.module, of_three, f"llvm.fmuladd.v{LANES}f64")
        return builder.call(fused, three)

    return NUMBERS(a, b, c), build


@intrinsic
def any_of(_typing: Any, flags: Any) -> Any:
    """Whether any lane is flagged."""

    def build(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        bits = ir.IntType(LANES)
        return builder.icmp_unsigned("!=", builder.bitcast(values[0], bits), ir.Constant(bits, 0))

    return (types.boolean(flags), build) if flags == FLAGS else None


def _place(context: Any, builder: Any, of_array: Any, values: Any) -> Any:
    array = context.make_array(of_array)(context, builder, values[0])
    return builder.bitcast(builder.gep(array.data, [values[1]]), _NUMBERS.as_pointer())


def _holds_lanes(array: Any) -> bool:
    return isinstance(array, types.Array) and array.dtype == types.float64 and array.layout == "C"


@intrinsic
def load(_typing: Any, array: Any, _at: Any) -> Any:
    """Vector from an array's numbers, from a flat place on; nobody looks whether it has so many."""
    if not _holds_lanes(array):
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.load(_place(context, builder, signature.args[0], values), align=_ALIGNED_TO_BYTES)

    return NUMBERS(array, types.intp), build


@intrinsic
def store(_typing: Any, array: Any, _at: Any, vector: Any) -> Any:
    """Put a vector into an array, from a flat place on; nobody looks whether it has room."""
    if not _holds_lanes(array) or vector != NUMBERS:
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = _place(context, builder, signature.args[0], values)
        builder.store(values[2], place, align=_ALIGNED_TO_BYTES)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), build


@intrinsic
def align_stack(_typing: Any) -> Any:
    """Have the calling function's stack begin at a multiple of a register's length.

    A loop with more vectors than registers keeps some on the stack. Numba's functions do not align it, and a
    vector across two lines of the cache costs twice; one aligned place that is really used changes that.
    """

    def build(context: Any, builder: Any, _signature: Any, _values: Any) -> Any:
        place = builder.alloca(_REGISTER)
        place.align = _REGISTER_BYTES
        takes_place = ir.FunctionType(ir.VoidType(), [place.type])
        builder.asm(takes_place, "", "r", [place], side_effect=True)
        return context.get_dummy_value()

    return types.void(), build


@intrinsic
def of_step(_typing: Any, series: Any, _i: Any) -> Any:
    """Value of a step: a number where all lanes share a series (n,), a vector from one (n, LANES)."""
    if not _holds_lanes(series):
        return None
    is_shared = series.ndim == 1

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if not is_shared:
            first = builder.mul(values[1], ir.Constant(values[1].type, LANES))
            place = _place(context, builder, signature.args[0], (values[0], first))
            return builder.load(place, align=_ALIGNED_TO_BYTES)
        array = context.make_array(signature.args[0])(context, builder, values[0])
        return builder.load(builder.gep(array.data, [values[1]]))

    return (types.float64 if is_shared else NUMBERS)(series, types.intp), build


#: Steps that are put side by side before the next row is read: a line of the cache of each row.
_STEPS_TOGETHER = 8


@compiled
def side_by_side(rows: NDArray[np.float64], first: int, width: int) -> NDArray[np.float64]:
    """Series (rows, n) step by step, shape (n, width), from a first row on; after the last comes row 0."""
    n_rows, n = rows.shape
    by_step = np.empty((n, width))
    for begin in range(0, n, _STEPS_TOGETHER):
        for k in range(width):
            row = (first + k) % n_rows
            for i in range(begin, min(begin + _STEPS_TOGETHER, n)):
                by_step[i, k] = rows[row, i]
    return by_step
