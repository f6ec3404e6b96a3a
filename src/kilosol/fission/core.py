"""Transport of neutrons in one dimension: multiplication and flux of spheres and slabs in few groups.

Discrete ordinates (S_N) on Gauss directions of each hemisphere, diamond difference in space, isotropic and
linearly anisotropic scattering, any number of groups with scattering up and down, layers, edges that leak
or reflect.
The sweeps are compiled (:mod:`kilosol.fission.transport_kernels`) and give the response of each group's flux
to a source in each cell; scattering is then solved exactly, not by iteration, so that media that hardly
absorb cost no more. Cross-sections are the caller's: what is printed here is as good as they are.

References
----------
.. [1] A. Sood, R. A. Forster, D. K. Parsons, Progress in Nuclear Energy 42, 55, 2003 (key sood2003):
   problems with exact answers.
.. [2] E. E. Lewis, W. F. Miller, Computational Methods of Neutron Transport, 1984 (key lewis1984).
.. [3] J. E. Morel, G. R. Montry, Transport Theory and Statistical Physics 13, 615, 1984 (key morel1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.errors import NotConverged
from kilosol.limits import require

Shape = Literal["sphere", "slab"]
Edge = Literal["vacuum", "reflective"]
Array = NDArray[np.float64]

# Directions and cells by default: k of the critical spheres of [1] is then within 2e-4.
N_DIRECTIONS, N_CELLS = 32, 100
# Fewer directions do not integrate the flux that linear scattering asks for.
_FEWEST_DIRECTIONS, _MOST_DIRECTIONS = 4, 64
# More cells than this ask for more memory than a planning question is worth.
_MOST_CELLS = 2000
# Relative change of k between two iterations at which it is taken as found, and where that is given up.
_K_TOLERANCE, _MOST_ITERATIONS = 1e-11, 100_000
# Relative change of the flux at which groups that feed each other are taken as settled.
_GROUP_TOLERANCE, _MOST_GROUP_ROUNDS = 1e-10, 2000


@dataclass(frozen=True, slots=True)
class Medium:
    """Macroscopic cross-sections of a medium, groups from fast to slow.

    Parameters
    ----------
    total_per_cm : (groups,) [1/cm]
        Total, positive; a float for one group.
    scatter_per_cm : (groups, groups) [1/cm]
        Isotropic moment, from the row's group into the column's.
    nu_fission_per_cm : (groups,) [1/cm]
        Neutrons per fission times the fission cross-section; 0 by default.
    spectrum_frac : (groups,)
        Part of the fission neutrons born in each group; all in the first by default.
    scatter_p1_per_cm : (groups, groups) [1/cm]
        First Legendre moment without the factor 3: the mean cosine times the scattering; 0 by default.
    """

    total_per_cm: ArrayLike
    scatter_per_cm: ArrayLike
    nu_fission_per_cm: ArrayLike = 0.0
    spectrum_frac: ArrayLike | None = None
    scatter_p1_per_cm: ArrayLike | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a sphere or slab, from the centre or the left outwards.

    Parameters
    ----------
    medium : Medium
        What it is made of.
    thickness_cm : float [cm]
        Of the shell or slice, positive.
    n_cells : int, optional
        Its cells; by default shared out so that all layers together have 100.
    """

    medium: Medium
    thickness_cm: float
    n_cells: int | None = None


@dataclass(frozen=True, slots=True)
class TransportResult:
    """Flux of a sphere or slab.

    Parameters
    ----------
    k : float
        Effective multiplication; NaN where a fixed source was asked for.
    flux : (groups, cells)
        Scalar flux; one fission neutron born in all where k was asked for, per unit of the source else.
    edge_cm : (cells + 1,) [cm]
        Radii or places between the cells.
    leakage_frac : float
        Part of the neutrons born that leave.
    """

    k: float
    flux: Array
    edge_cm: Array
    leakage_frac: float


@dataclass(frozen=True, slots=True)
class _Problem:
    """The same as arrays over cells: the last axis runs over cells, moments follow each other."""

    shape: Shape
    edge: Array
    volume: Array
    total: Array
    scatter: Array
    tilt: Array
    nu_fission: Array
    spectrum: Array
    n_moments: int
    n_directions: int
    mirror: tuple[bool, bool]


def multiplication(
    layers: Sequence[Layer],
    shape: Shape = "sphere",
    *,
    n_directions: int = N_DIRECTIONS,
    left: Edge = "vacuum",
    right: Edge = "vacuum",
) -> TransportResult:
    """Effective multiplication factor of a sphere or slab and its flux.

    Parameters
    ----------
    layers : sequence of Layer
        From the centre, or from the left, outwards. At least one multiplies.
    shape : {"sphere", "slab"}
        Geometry; a slab's thickness is the whole, or a half with ``left="reflective"``.
    n_directions : int
        Even, 4 to 64.
    left, right : {"vacuum", "reflective"}
        Edges; a sphere has only the right one.

    Returns
    -------
    TransportResult

    Raises
    ------
    OutOfRange
        If an argument is outside its range.

    Notes
    -----
    The fission source of every cell answers that of every other; k is that matrix's largest eigenvalue, by
    power iteration. Second order in the cells [2]_.

    References
    ----------
    .. [1] A. Sood et al., 2003 (key sood2003).
    .. [2] E. E. Lewis, W. F. Miller, 1984 (key lewis1984).

    Examples
    --------
    A sphere that is exactly critical (Ua-1-0-SP of [1]_):

    >>> uranium = Medium(0.3264, 0.248064, 2.70 * 0.06528)
    >>> found = multiplication([Layer(uranium, 7.428998)])
    >>> abs(found.k - 1) < 5e-4
    True
    """
    problem = _problem(layers, shape, n_directions, (left, right))
    require(np.any(problem.nu_fission > 0), "layers", "none that multiplies", "at least one that does")
    flux, matrix = _fission_answers(problem, _group_solvers(problem))
    k, born = _dominant(matrix)
    born = born / float(born @ problem.volume)
    return _result(problem, k, flux @ born, born)


def source_flux(
    layers: Sequence[Layer],
    source_per_cm3: ArrayLike,
    shape: Shape = "sphere",
    *,
    n_directions: int = N_DIRECTIONS,
    left: Edge = "vacuum",
    right: Edge = "vacuum",
) -> TransportResult:
    """Flux from a fixed isotropic source, fission included where the assembly multiplies.

    Parameters
    ----------
    layers : sequence of Layer
        As for :func:`multiplication`; below critical.
    source_per_cm3 : (groups, layers) [1/cm3]
        Neutrons born per second and volume in each group and layer; (layers,) for one group.
    shape, n_directions, left, right
        As for :func:`multiplication`.

    Returns
    -------
    TransportResult
        Flux in 1/cm2 per second. ``k`` is NaN.

    Raises
    ------
    OutOfRange
        If an argument is outside its range or the assembly is not below critical.

    Examples
    --------
    All that a source in a pure absorber gives is absorbed or leaks:

    >>> found = source_flux([Layer(Medium(1.0, 0.0), 3.0)], [1.0])
    >>> round(found.leakage_frac, 2)
    0.24
    """
    problem = _problem(layers, shape, n_directions, (left, right))
    groups, n = problem.total.shape
    given = np.asarray(source_per_cm3, dtype=np.float64)
    given = given.reshape(1, -1) if given.ndim < 2 else given
    size = (groups, len(layers))
    require(given.shape == size, "source_per_cm3", f"an array of shape {given.shape}", f"of shape {size}")
    require((given >= 0) & np.isfinite(given), "source_per_cm3", source_per_cm3, "0 or more [1/cm3]")
    cells = _cells_by_layer(layers)
    source = np.repeat(given, cells, axis=1)
    if np.any(problem.nu_fission > 0):
        k = multiplication(layers, shape, n_directions=n_directions, left=left, right=right).k
        require(k < 1, "layers", f"an assembly of k = {k:.4f}", "below critical, k < 1")
    solvers = _group_solvers(problem)
    flux = _flux_of(problem, solvers, source[:, :, None])[:, :, 0]
    born = source.sum(axis=0)
    if np.any(problem.nu_fission > 0):
        answers, matrix = _fission_answers(problem, solvers)
        k = _dominant(matrix)[0]
        require(k < 1, "layers", f"an assembly of k = {k:.4f}", "below critical, k < 1")
        first = (problem.nu_fission * flux).sum(axis=0)
        fissions = np.linalg.solve(np.eye(n) - matrix, first)
        flux = flux + answers @ fissions
        born = born + fissions
    return _result(problem, float("nan"), flux, born)


def _problem(layers: Sequence[Layer], shape: Shape, n_directions: int, edges: tuple[Edge, Edge]) -> _Problem:
    require(len(layers) > 0, "layers", "none", "at least one")
    require(shape in ("sphere", "slab"), "shape", repr(shape), "'sphere' or 'slab'")
    few, many = _FEWEST_DIRECTIONS, _MOST_DIRECTIONS
    is_good = n_directions % 2 == 0 and few <= n_directions <= many
    require(is_good, "n_directions", n_directions, f"even, from {few} to {many}")
    for name, edge in zip(("left", "right"), edges, strict=True):
        require(edge in ("vacuum", "reflective"), name, repr(edge), "'vacuum' or 'reflective'")
    for layer in layers:
        thickness = layer.thickness_cm
        require(0 < thickness < np.inf, "thickness_cm", thickness, "positive [cm]")
    media = [_checked(layer.medium) for layer in layers]
    n_groups = media[0][0].size
    require(
        all(m[0].size == n_groups for m in media), "layers", "media of unequal groups", "one number of groups"
    )
    cells = _cells_by_layer(layers)
    require(2 <= sum(cells) <= _MOST_CELLS, "n_cells", sum(cells), f"2 to {_MOST_CELLS} in all")
    widths = np.concatenate(
        [np.full(n, layer.thickness_cm / n) for n, layer in zip(cells, layers, strict=True)]
    )
    edge_cm = np.concatenate([[0.0], np.cumsum(widths)])
    volume = 4 * np.pi * np.diff(edge_cm**3) / 3 if shape == "sphere" else np.diff(edge_cm)
    total, scatter, tilt, nu_fission, spectrum = (
        np.repeat(np.stack(parts, axis=-1), cells, axis=-1) for parts in zip(*media, strict=True)
    )
    return _Problem(
        shape=shape,
        edge=edge_cm,
        volume=volume,
        total=total,
        scatter=scatter,
        tilt=tilt,
        nu_fission=nu_fission,
        spectrum=spectrum,
        n_moments=2 if np.any(tilt) else 1,
        n_directions=n_directions,
        mirror=(edges[0] == "reflective", edges[1] == "reflective"),
    )


def _cells_by_layer(layers: Sequence[Layer]) -> list[int]:
    whole = sum(layer.thickness_cm for layer in layers)
    shared = [max(2, round(N_CELLS * layer.thickness_cm / whole)) for layer in layers]
    return [
        mine if layer.n_cells is None else layer.n_cells for mine, layer in zip(shared, layers, strict=True)
    ]


def _checked(medium: Medium) -> tuple[Array, Array, Array, Array, Array]:
    """Total, scatter, tilt, nu fission and spectrum as arrays of equal groups."""
    total = np.atleast_1d(np.asarray(medium.total_per_cm, dtype=np.float64))
    groups = total.size
    require((total > 0) & np.isfinite(total), "total_per_cm", medium.total_per_cm, "positive [1/cm]")
    scatter = _square("scatter_per_cm", medium.scatter_per_cm, groups)
    require(scatter >= 0, "scatter_per_cm", medium.scatter_per_cm, "0 or more [1/cm]")
    require(
        scatter.sum(axis=1) <= total * (1 + _GROUP_TOLERANCE),
        "scatter_per_cm", medium.scatter_per_cm, "at most the total of its group",
    )  # fmt: skip
    given = 0.0 if medium.scatter_p1_per_cm is None else medium.scatter_p1_per_cm
    tilt = _square("scatter_p1_per_cm", given, groups)
    fission = np.broadcast_to(np.asarray(medium.nu_fission_per_cm, dtype=np.float64), (groups,))
    require(fission >= 0, "nu_fission_per_cm", medium.nu_fission_per_cm, "0 or more [1/cm]")
    if medium.spectrum_frac is None:
        spectrum = np.zeros(groups)
        spectrum[0] = 1.0
    else:
        spectrum = np.atleast_1d(np.asarray(medium.spectrum_frac, dtype=np.float64))
        good = spectrum.shape == (groups,) and np.all(spectrum >= 0) and np.isclose(spectrum.sum(), 1, 1e-3)
        require(good, "spectrum_frac", medium.spectrum_frac, f"{groups} parts of sum 1")
    return total, scatter, tilt, fission, spectrum


def _square(name: str, given: ArrayLike, groups: int) -> Array:
    values = np.asarray(given, dtype=np.float64)
    if values.ndim == 0:
        values = values * np.eye(groups)
    require(
        values.shape == (groups, groups), name, f"an array of shape {values.shape}", f"({groups}, {groups})"
    )
    return values


def _responses(problem: _Problem) -> list[Array]:
    """Moments of each group's flux to a source moment in each cell, without scattering."""
    # Compiled on first use, so that importing the package stays cheap.
    from kilosol.fission.transport_kernels import slab_response, sphere_response

    # Gauss points of each hemisphere: the flux jumps at mu = 0 where a slab ends.
    half, half_weight = np.polynomial.legendre.leggauss(problem.n_directions // 2)
    mu = np.concatenate([(half - 1) / 2, (half + 1) / 2])
    weight = np.concatenate([half_weight, half_weight]) / 2
    if problem.shape == "slab":
        width = np.diff(problem.edge)
        return [slab_response(s, width, mu, weight, problem.n_moments, problem.mirror) for s in problem.total]
    return [
        sphere_response(s, problem.edge, mu, weight, problem.n_moments, problem.mirror[1])
        for s in problem.total
    ]


def _group_solvers(problem: _Problem) -> list[Array]:
    """Moments of each group's flux to a source moment in each cell, its own scattering solved."""
    size = problem.volume.size * problem.n_moments
    solvers: list[Array] = []
    for g, response in enumerate(_responses(problem)):
        within = _moments(problem, g, g)
        solved: Array = np.asarray(
            np.linalg.solve(np.eye(size) - response * within, response), dtype=np.float64
        )
        solvers.append(solved)
    return solvers


def _moments(problem: _Problem, from_group: int, into: int) -> Array:
    """Scattering between two groups by moment and cell."""
    both = np.concatenate([problem.scatter[from_group, into], problem.tilt[from_group, into]])
    return both[: problem.volume.size * problem.n_moments]


def _flux_of(problem: _Problem, solvers: list[Array], born: Array) -> Array:
    """Scalar flux (groups, cells, sources) of isotropic sources (groups, cells, sources)."""
    groups, n = problem.total.shape
    flux = np.zeros((groups, n * problem.n_moments, born.shape[2]))
    climbs = any(problem.scatter[g, h].any() for g in range(groups) for h in range(g))
    for _ in range(_MOST_GROUP_ROUNDS):
        moved = 0.0
        for g in range(groups):
            source = np.zeros(flux.shape[1:])
            source[:n] = born[g]
            for h in range(groups):
                if h != g and (between := _moments(problem, h, g)).any():
                    source += between[:, None] * flux[h]
            new = solvers[g] @ source
            moved = max(moved, float(np.abs(new - flux[g]).max()))
            flux[g] = new
        if not climbs or moved <= _GROUP_TOLERANCE * float(np.abs(flux).max()):
            return flux[:, :n]
    raise NotConverged(
        f"scattering up and down between groups did not settle in {_MOST_GROUP_ROUNDS} rounds; "
        "the medium may scatter more than it loses"
    )


def _fission_answers(problem: _Problem, solvers: list[Array]) -> tuple[Array, Array]:
    """Flux (groups, cells, born) and fission neutrons (cells, born) of a fission neutron in each cell."""
    born = problem.spectrum[:, :, None] * np.eye(problem.volume.size)
    flux = _flux_of(problem, solvers, born)
    return flux, np.einsum("gi,gij->ij", problem.nu_fission, flux)


def _dominant(matrix: Array) -> tuple[float, Array]:
    """Largest eigenvalue and its vector, of a matrix that lets nothing but neutrons through."""
    vector = np.ones(matrix.shape[0])
    vector[~matrix.any(axis=1)] = 0.0
    k = 0.0
    for _ in range(_MOST_ITERATIONS):
        new = matrix @ vector
        found = float(np.abs(new).sum() / np.abs(vector).sum())
        vector = new / np.abs(new).max()
        if abs(found - k) <= _K_TOLERANCE * found:
            return found, np.abs(vector)
        k = found
    raise NotConverged(f"k did not settle in {_MOST_ITERATIONS} rounds; the assembly is very large and loose")


def _result(problem: _Problem, k: float, flux: Array, born: Array) -> TransportResult:
    absorbs = problem.total - problem.scatter.sum(axis=1)
    inside = float((absorbs * flux).sum(axis=0) @ problem.volume)
    # In a state of multiplication k a fission neutron counts for one in k.
    return TransportResult(k, flux, problem.edge, 1 - inside / float(born @ problem.volume))
