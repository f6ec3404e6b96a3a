"""What the oracle tests share: the registry of published values."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kilosol.evidence import recompute, rows


@pytest.fixture
def as_stated() -> Callable[[str], None]:
    """Recompute all rows of a case: claimed ones must hold, and known misses must still be misses.

    All at once, so that rows which share a run share it here too, whatever worker takes the test.
    """

    def check(case: str) -> None:
        found = [recompute(row) for row in rows(case)]
        if all(one.skipped for one in found):
            pytest.skip(found[0].skipped)
        assert [str(one) for one in found if not one.is_as_stated and not one.skipped] == []

    return check
