"""What every single campaign and year of a plan came to: what plans of one seed are compared by."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kilosol.planning.run import Run

#: Name of the file that keeps it.
FILE_NAME = "luck.npz"


@dataclass(frozen=True, slots=True)
class Luck:
    """Draws of a plan, one by one.

    Parameters
    ----------
    first_landing_year : (n_draws,)
        Year in which people first landed; 0 or less where they did not.
    lost_by : (n_draws,)
        What the first crew was lost by; -1: it was not, -2: none flew.
    year_lives : (n_years,)
        Whether the crew of a drawn Mars year comes through its longest vital outage.
    """

    first_landing_year: NDArray[np.int64]
    lost_by: NDArray[np.int64]
    year_lives: NDArray[np.bool_]


def luck_of(run: Run) -> Luck:
    """Single campaigns and years of a run."""
    campaigns, power = run.answers.landing.campaigns, run.answers.power
    return Luck(
        first_landing_year=campaigns.first_landing_year,
        lost_by=campaigns.lost_by,
        year_lives=power.chosen.adequacy.longest_vital_hour <= power.ride_through_hour,
    )


def luck_bytes(luck: Luck) -> bytes:
    """As a file keeps it.

    Examples
    --------
    >>> import numpy as np
    >>> luck_bytes(Luck(np.array([2031]), np.array([-1]), np.array([True])))[:2]
    b'PK'
    """
    out = io.BytesIO()
    np.savez_compressed(out, **{f.name: getattr(luck, f.name) for f in fields(luck)})
    return out.getvalue()


def read_luck(path: Path) -> Luck | None:
    """What a file keeps; None where there is none, or none that can be read.

    Parameters
    ----------
    path : Path
        The file; nothing in it is ever run.
    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            return Luck(**{f.name: kept[f.name] for f in fields(Luck)})
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
