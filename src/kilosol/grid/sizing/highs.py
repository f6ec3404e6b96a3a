"""A linear programme handed to HiGHS as sparse arrays, and what came back. Imports highspy when called.

HiGHS falls back to another solver without an error where its interior-point extra is absent, so the log is
read for the solver that really ran.

References
----------
.. [1] Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
   Programming Computation 10 (2018) 119-142, doi 10.1007/s12532-017-0130-5 (key huangfu2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from kilosol.errors import NotConverged, OutOfRange

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix

Solver = Literal["hipo", "ipx", "simplex"]

#: Words of the log that only a run of that solver writes; the first found counts.
_MARKS: tuple[tuple[str, Solver], ...] = (("Hipo: ", "hipo"), ("IPX version", "ipx"))

#: Gap at which an interior point hands over to crossover.
OPTIMALITY = 1e-8


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """Solution of a linear programme.

    Parameters
    ----------
    has_optimum : bool
        False where no point satisfies the rows, or where the cost has no end; the arrays are empty then.
    objective : float
        At the optimum; infinite where there is none.
    values : (n_columns,)
    row_prices : (n_rows,)
        Change of the objective per unit of each row's limit.
    solver : {"hipo", "ipx", "simplex"}
        Which solver really ran.
    """

    has_optimum: bool
    objective: float
    values: NDArray[np.float64]
    row_prices: NDArray[np.float64]
    solver: Solver


def solve_linear(
    cost: NDArray[np.float64],
    matrix: csc_matrix,
    row_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    column_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    solver: Solver | None = None,
    to_vertex: bool = False,
) -> LinearSolution:
    """Least cost @ x with rows and columns within bounds.

    Parameters
    ----------
    cost : (n_columns,)
    matrix : (n_rows, n_columns)
    row_bounds, column_bounds : pairs of arrays
        Lowest and highest; infinite where open.
    solver : {"hipo", "ipx", "simplex"}, optional
        Which to use; the best at hand if left out. One asked for by name must really run.
    to_vertex : bool
        Whether an interior point must go on to a vertex: slower, and exact but for rounding.

    Returns
    -------
    LinearSolution

    Raises
    ------
    NotConverged
        If the solver stops short of an optimum, or another than the one asked for ran.

    Examples
    --------
    >>> from scipy.sparse import csc_matrix
    >>> found = solve_linear(np.array([1.0, 2.0]), csc_matrix([[1.0, 1.0]]), (np.ones(1), np.array([np.inf])),
    ...                      (np.zeros(2), np.full(2, np.inf)))
    >>> found.objective, found.values.tolist()
    (1.0, [1.0, 0.0])
    """
    for one in ("hipo", "ipx", "simplex") if solver is None else (solver,):
        found = _run(cost, matrix, row_bounds, column_bounds, one, to_vertex, must=one in (solver, "simplex"))
        if found is not None:
            return found
    raise NotConverged("no solver of HiGHS found an optimum")


def _run(
    cost: NDArray[np.float64],
    matrix: csc_matrix,
    row_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    column_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    solver: Solver,
    to_vertex: bool,
    *,
    must: bool,
) -> LinearSolution | None:
    """Solve with one solver; None where it did not run or gave up, unless it must."""
    import highspy

    highs = highspy.Highs()
    log: list[str] = []
    highs.setOptionValue("log_to_console", False)
    highs.cbLogging += lambda event: log.append(event.message)
    highs.setOptionValue("solver", solver)
    highs.setOptionValue("ipm_optimality_tolerance", OPTIMALITY)
    highs.setOptionValue("threads", 1)
    # Left to choose, HiGHS goes on to a vertex where the interior point was not precise.
    highs.setOptionValue("run_crossover", "on" if to_vertex else "choose")
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = column_bounds
    lp.row_lower_, lp.row_upper_ = row_bounds
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise OutOfRange("linear programme", "values that HiGHS refuses", "finite and consistent")
    highs.run()
    status = highs.getModelStatus()
    ran = _ran(log, highs.getInfo())
    if ran is not None and ran != solver:
        if must:
            raise NotConverged(f"HiGHS was asked for {solver} and ran {ran}: its extra package is missing")
        return None
    none: NDArray[np.float64] = np.zeros(0)
    ends = highspy.HighsModelStatus
    if status in (ends.kInfeasible, ends.kUnbounded, ends.kUnboundedOrInfeasible):
        return LinearSolution(False, float("inf"), none, none, ran or solver)
    if status != ends.kOptimal:
        if must:
            raise NotConverged(f"HiGHS ended with {highs.modelStatusToString(status)!r}")
        return None
    solution = highs.getSolution()
    return LinearSolution(
        True,
        float(highs.getInfo().objective_function_value),
        np.asarray(solution.col_value),
        np.asarray(solution.row_dual),
        ran or solver,
    )


def _ran(log: list[str], info: object) -> Solver | None:
    """Which solver ran; None where presolve left nothing to solve."""
    text = "".join(log)
    for mark, name in _MARKS:
        if mark in text:
            return name
    return "simplex" if getattr(info, "simplex_iteration_count", 0) > 0 else None
