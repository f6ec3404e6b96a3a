"""Sixteen numbers as one value of a compiled loop.

A loop over lanes that the optimiser is left to turn into vector instructions keeps every state in memory
and loses its vectors to the first array too many. Here a value *is* a vector, so the states of sixteen lanes
stay in registers from step to step, and a kernel reads like one for a single lane: ``a + b``,
``least(a, b)``, ``chosen(is_up, a, 0.0)``. A plain number beside a vector stands for all its lanes, and the
same functions of plain numbers alone give plain numbers: one source compiles for one lane and for sixteen.
Processors with shorter vectors take several instructions for one of these. Nothing is reassociated; only
:func:`product_and` may be rounded once or twice.

The types live within compiled functions only: :func:`of_step` and :func:`put` are the doors to arrays.
Importing this module imports Numba.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
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


def _of_one_kind(context: Any, builder: Any, kinds: Any, values: Any, *, as_vectors: bool) -> list[Any]:
    """Values all as vectors, or all as plain numbers."""
    given = zip(kinds, values, strict=True)
    if as_vectors:
        return [_widened(context, builder, of, value) for of, value in given]
    return [context.cast(builder, value, of, types.float64) for of, value in given]


def _are_numbers(*kinds: Any) -> bool:
    return all(of == NUMBERS or _is_number(of) for of in kinds)


def _of_two(result: Any, of_plain: Any, emit: Callable[[Any, Any, Any], Any]) -> Any:
    """Compiled function of two values, vectors or plain numbers; of two plain ones it gives a plain one."""

    @intrinsic
    def of_two(_typing: Any, a: Any, b: Any) -> Any:
        if not _are_numbers(a, b):
            return None
        is_vector = NUMBERS in (a, b)

        def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            pair = _of_one_kind(context, builder, signature.args, values, as_vectors=is_vector)
            return emit(builder, *pair)

        return (result if is_vector else of_plain)(a, b), build

    return of_two


def _compared(sign: str) -> Callable[[Any, Any, Any], Any]:
    return lambda builder, a, b: builder.fcmp_ordered(sign, a, b)


#: Nothing here is no number, and no zero has a sign that matters: said so, the greater of a number and zero
#: takes one instruction instead of two.
_PLAIN = ("nnan", "nsz")


def _better(sign: str) -> Callable[[Any, Any, Any], Any]:
    def emit(builder: Any, a: Any, b: Any) -> Any:
        return builder.select(builder.fcmp_ordered(sign, a, b, flags=_PLAIN), a, b, flags=_PLAIN)

    return emit


#: The lesser and the greater, lane by lane.
least, most = (_of_two(NUMBERS, types.float64, _better(sign)) for sign in ("<", ">"))

#: Where the first is above, at least, or equal to the second.
above = _of_two(FLAGS, types.boolean, _compared(">"))
at_least = _of_two(FLAGS, types.boolean, _compared(">="))
equal = _of_two(FLAGS, types.boolean, _compared("=="))

_SUMS = {
    operator.add: _of_two(NUMBERS, types.float64, lambda builder, a, b: builder.fadd(a, b)),
    operator.sub: _of_two(NUMBERS, types.float64, lambda builder, a, b: builder.fsub(a, b)),
    operator.mul: _of_two(NUMBERS, types.float64, lambda builder, a, b: builder.fmul(a, b)),
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
    """``a`` in the lanes that are flagged, ``b`` in the others; one flag stands for all lanes."""
    if flags not in (FLAGS, types.boolean) or not _are_numbers(a, b):
        return None
    is_vector = flags == FLAGS or NUMBERS in (a, b)

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pair = _of_one_kind(context, builder, signature.args[1:], values[1:], as_vectors=is_vector)
        return builder.select(values[0], *pair)

    return (NUMBERS if is_vector else types.float64)(flags, a, b), build


@intrinsic
def product_and(_typing: Any, a: Any, b: Any, c: Any) -> Any:
    """``a * b + c``, of vectors rounded once where the processor can: the sum then costs nothing more."""
    if not _are_numbers(a, b, c):
        return None
    is_vector = NUMBERS in (a, b, c)

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        three = _of_one_kind(context, builder, signature.args, values, as_vectors=is_vector)
        if not is_vector:
            return builder.fadd(builder.fmul(three[0], three[1]), three[2])
        of_three = ir.FunctionType(_NUMBERS, [_NUMBERS] * 3)
        name = f"llvm.fmuladd.v{LANES}f64"
        fused = builder.module.globals.get(name) or ir.Function(builder.module, of_three, name)
        return builder.call(fused, three)

    return (NUMBERS if is_vector else types.float64)(a, b, c), build


@intrinsic
def any_of(_typing: Any, flags: Any) -> Any:
    """Whether any lane is flagged."""
    if flags not in (FLAGS, types.boolean):
        return None

    def build(_context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if signature.args[0] == types.boolean:
            return values[0]
        bits = ir.IntType(LANES)
        return builder.icmp_unsigned("!=", builder.bitcast(values[0], bits), ir.Constant(bits, 0))

    return types.boolean(flags), build


@intrinsic
def is_asked(_typing: Any, flags: Any) -> Any:
    """The flag of a single lane; always true of a vector's, known when the code is made.

    One lane asks only what can be asked of it: a processor guesses such branches well, and then need not wait
    for the level of a store that is neither filled nor drawn on. Among sixteen lanes some lane nearly always
    asks, and a branch is only in the way.
    """
    if flags not in (FLAGS, types.boolean):
        return None

    def build(context: Any, _builder: Any, signature: Any, values: Any) -> Any:
        if signature.args[0] == types.boolean:
            return values[0]
        return context.get_constant(types.boolean, True)

    return types.boolean(flags), build


@intrinsic
def zero_of(_typing: Any, kind: Any) -> Any:
    """Zero, as many as the value given has lanes."""
    if not _are_numbers(kind):
        return None

    def build(context: Any, builder: Any, signature: Any, _values: Any) -> Any:
        zero = context.get_constant(types.float64, 0.0)
        return _spread(builder, zero) if signature.args[0] == NUMBERS else zero

    return (NUMBERS if kind == NUMBERS else types.float64)(kind), build


@intrinsic
def unless_none(_typing: Any, asked: Any, value: Any) -> Any:
    """The value, or None where nothing is asked: known when the code is made, so what it took is left out."""
    is_none = asked == types.none

    def build(context: Any, _builder: Any, _signature: Any, values: Any) -> Any:
        return context.get_dummy_value() if is_none else values[1]

    return (types.none if is_none else value)(asked, value), build


@intrinsic
def or_one(_typing: Any, part: Any) -> Any:
    """The number, or one where there is None: a product with it then costs nothing."""
    is_none = part == types.none
    if not (is_none or _is_number(part)):
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if is_none:
            return context.get_constant(types.float64, 1.0)
        return context.cast(builder, values[0], signature.args[0], types.float64)

    return types.float64(part), build


def _place(context: Any, builder: Any, of_array: Any, values: Any) -> Any:
    array = context.make_array(of_array)(context, builder, values[0])
    return builder.bitcast(builder.gep(array.data, [values[1]]), _NUMBERS.as_pointer())


def _holds_lanes(array: Any) -> bool:
    return isinstance(array, types.Array) and array.dtype == types.float64 and array.layout == "C"


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
    """Value of a step or row of a table: a number where all lanes share it (n,), else a vector (n, LANES)."""
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


@intrinsic
def put(_typing: Any, rows: Any, _k: Any, value: Any) -> Any:
    """Set a row of a table, a number in (n,) or a vector in (n, LANES); nobody looks whether it is there."""
    if not _holds_lanes(rows) or (rows.ndim == 1) != _is_number(value):
        return None

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if signature.args[2] == NUMBERS:
            first = builder.mul(values[1], ir.Constant(values[1].type, LANES))
            place = _place(context, builder, signature.args[0], (values[0], first))
            builder.store(values[2], place, align=_ALIGNED_TO_BYTES)
        else:
            array = context.make_array(signature.args[0])(context, builder, values[0])
            number = context.cast(builder, values[2], signature.args[2], types.float64)
            builder.store(number, builder.gep(array.data, [values[1]]))
        return context.get_dummy_value()

    return types.void(rows, types.intp, value), build


#: Steps that are put side by side before the next row is read: a line of the cache of each row.
_STEPS_TOGETHER = 8


@compiled
def side_by_side(rows: NDArray[np.float64], which: NDArray[np.int64]) -> NDArray[np.float64]:
    """Some rows of series (rows, n) step by step, shape (n, as many as are named)."""
    n, width = rows.shape[1], which.size
    by_step = np.empty((n, width))
    for begin in range(0, n, _STEPS_TOGETHER):
        for k in range(width):
            for i in range(begin, min(begin + _STEPS_TOGETHER, n)):
                by_step[i, k] = rows[which[k], i]
    return by_step
