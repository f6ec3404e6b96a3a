"""Counter-based random streams: one for each (seed, subsystem, block of draws).

Philox is keyed, not advanced: the stream of a subsystem does not depend on which other subsystems
drew before it, nor on how many workers share the draws. Two scenarios with the same seed therefore
share their luck (common random numbers), and a difference between them is a real one.

References
----------
.. [1] J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011
   (key salmon2011 in references.bib).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


def stream_key(seed: int, subsystem: str, block: int = 0) -> NDArray[np.uint64]:
    """Key of the Philox counter of one subsystem, shape (2,); as for :func:`generator`.

    Examples
    --------
    >>> [f"{word:016x}" for word in stream_key(7, "landing")]
    ['f401f33cba6fdcc6', 'd147d5c48673f6b5']
    """
    digest = hashlib.blake2b(f"{seed}/{subsystem}/{block}".encode(), digest_size=16).digest()
    return np.frombuffer(digest, dtype=np.uint64)


def generator(seed: int, subsystem: str, block: int = 0) -> np.random.Generator:
    """Random generator of one subsystem.

    Parameters
    ----------
    seed : int
        The scenario's seed.
    subsystem : str
        Name of what draws, for example ``"landing"``; each name has its own stream.
    block : int
        Index of the block of draws (a campaign, a scenario year or a batch of them).

    Returns
    -------
    numpy.random.Generator
        Generator on a Philox counter keyed by all three.

    Examples
    --------
    >>> a = generator(7, "landing").random(2)
    >>> b = generator(7, "storms").random(2)
    >>> bool((a == generator(7, "landing").random(2)).all()), bool((a == b).any())
    (True, False)
    """
    return np.random.Generator(np.random.Philox(key=stream_key(seed, subsystem, block)))
