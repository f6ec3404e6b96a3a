"""Lines of one value over a grid, traced here so that a page need not: with gaps that takes seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

#: An edge of the grid: the place of its first corner, and whether it runs along the rows.
_Edge = tuple[int, int, bool]


def isolines(z: NDArray[np.float64], level: float) -> list[NDArray[np.float64]]:
    """Lines along which a field over a grid has one value (marching squares).

    Parameters
    ----------
    z : (n_rows, n_columns)
        The field; cells with a gap at a corner hold no line.
    level : float
        The value.

    Returns
    -------
    list of (n_points, 2)
        Each line as places (row, column) counted in cells; a closed one ends where it begins.

    Examples
    --------
    >>> import numpy as np
    >>> isolines(np.array([[0.0, 0.0], [1.0, 1.0]]), 0.25)[0].tolist()
    [[0.25, 1.0], [0.25, 0.0]]
    """
    beside: dict[_Edge, list[_Edge]] = defaultdict(list)
    for one, other in _pieces(z, level):
        beside[one].append(other)
        beside[other].append(one)
    lines = []
    # Open lines begin at an end; what is left after them is closed.
    for begin in sorted(beside, key=lambda edge: len(beside[edge])):
        line = _walked(beside, begin)
        if len(line) > 1:
            lines.append(np.array([_place(z, level, edge) for edge in line]))
    return lines


def _pieces(z: NDArray[np.float64], level: float) -> Iterator[tuple[_Edge, _Edge]]:
    """Pairs of edges that the line joins within one cell."""
    above = z >= level
    corners = np.stack([above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]])
    known = np.isfinite(z[:-1, :-1] + z[:-1, 1:] + z[1:, 1:] + z[1:, :-1])
    for i, j in np.argwhere(known & corners.any(axis=0) & ~corners.all(axis=0)).tolist():
        # Top, right, bottom and left edge, in the order of the corners.
        edges = ((i, j, True), (i, j + 1, False), (i + 1, j, True), (i, j, False))
        cell = corners[:, i, j]
        crossed = [edge for k, edge in enumerate(edges) if cell[k] != cell[(k + 1) % 4]]
        if len(crossed) == 4 and bool(cell[0]) != bool(z[i : i + 2, j : j + 2].mean() >= level):
            # A saddle: the middle decides which corners belong together.
            crossed = [crossed[3], crossed[0], crossed[1], crossed[2]]
        for k in range(0, len(crossed), 2):
            yield crossed[k], crossed[k + 1]


def _walked(beside: dict[_Edge, list[_Edge]], begin: _Edge) -> list[_Edge]:
    """Edges along one line, which is taken out of the pieces."""
    line = [begin]
    while beside[line[-1]]:
        here = line[-1]
        onward = beside[here].pop()
        beside[onward].remove(here)
        line.append(onward)
    return line


def _place(z: NDArray[np.float64], level: float, edge: _Edge) -> tuple[float, float]:
    """Where the line crosses an edge, by linear interpolation."""
    i, j, is_along_row = edge
    first, second = float(z[i, j]), float(z[i, j + 1] if is_along_row else z[i + 1, j])
    part = (level - first) / (second - first)
    return (i, j + part) if is_along_row else (i + part, j)
