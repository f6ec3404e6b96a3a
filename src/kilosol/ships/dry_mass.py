"""What a ship weighs empty: claims and independent estimates side by side, and a distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kilosol.data import table
from kilosol.errors import OutOfRange, UnknownName
from kilosol.ships.vehicle import ship_names

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MassStatement:
    """What one source says of the dry mass.

    Parameters
    ----------
    name : str
        Key of the statement.
    mass_t, low_t, high_t : float [t]
        Value, and its range where the source gives one.
    is_claim : bool
        Whether the maker says so; otherwise an independent estimate or a measurement.
    source, where : str
        Key of the source, and the place in it.
    """

    name: str
    mass_t: float
    low_t: float
    high_t: float
    is_claim: bool
    source: str
    where: str


def dry_mass_statements() -> tuple[MassStatement, ...]:
    """Claims and independent estimates of Starship's dry mass, lightest first.

    Examples
    --------
    >>> [(s.name, s.mass_t, s.is_claim) for s in dry_mass_statements()][:2]
    [('claim_2021_t', 100.0, True), ('estimate_public_t', 125.0, False)]
    """
    values = table("ships/dry_mass")
    said = []
    for key in values:
        cited = values[key]
        mass = float(cited)
        low = mass if cited.low is None else cited.low
        high = mass if cited.high is None else cited.high
        said.append(MassStatement(key, mass, low, high, key.startswith("claim"), cited.source, cited.where))
    return tuple(sorted(said, key=lambda one: one.mass_t))


@dataclass(frozen=True, slots=True)
class MassDistribution:
    """Triangular distribution of a mass.

    Parameters
    ----------
    low_t, mode_t, high_t : float [t]
        Ends and peak.
    """

    low_t: float
    mode_t: float
    high_t: float

    @property
    def mean_t(self) -> float:
        """Mean [t]."""
        return (self.low_t + self.mode_t + self.high_t) / 3

    def quantile_t(self, share_frac: ArrayLike) -> Array:
        """Mass below which a share of the distribution lies.

        Parameters
        ----------
        share_frac : (*batch,) [1]
            0 to 1; uniform draws give draws of the mass.

        Returns
        -------
        (*batch,) [t]

        Examples
        --------
        >>> MassDistribution(100.0, 125.0, 210.5).quantile_t([0.0, 0.5, 1.0]).round(1).tolist()
        [100.0, 141.8, 210.5]
        """
        share = np.asarray(share_frac, dtype=np.float64)
        if not ((share >= 0) & (share <= 1)).all():
            raise OutOfRange("share_frac", share_frac, "between 0 and 1")
        width = self.high_t - self.low_t
        if width == 0:
            return np.full(share.shape, self.mode_t)
        left = self.mode_t - self.low_t
        rising = self.low_t + np.sqrt(share * width * left)
        falling = self.high_t - np.sqrt((1 - share) * width * (width - left))
        return np.where(share * width <= left, rising, falling)


def dry_mass_distribution(name: str) -> MassDistribution:
    """Distribution of a version's dry mass, from the value and range of its table.

    Parameters
    ----------
    name : str
        One of :func:`kilosol.ships.ship_names`.

    Returns
    -------
    MassDistribution

    Raises
    ------
    UnknownName
        If no such version ships.

    Notes
    -----
    First fidelity: a triangle over the stated range, peak at the table's value. The range of version 3 runs
    from the maker's goal to the bottom-up study, see :func:`dry_mass_statements`.

    Examples
    --------
    >>> dry_mass_distribution("v3")
    MassDistribution(low_t=100.0, mode_t=125.0, high_t=210.5)
    """
    if name not in ship_names():
        raise UnknownName("ship", name, ship_names())
    cited = table(f"ships/starship-{name}")["dry_mass_t"]
    mass = float(cited)
    return MassDistribution(
        mass if cited.low is None else cited.low, mass, mass if cited.high is None else cited.high
    )
