"""Dust on arrays: InSight (Lorenz et al., 2021), Pathfinder (Landis, 1997) and Opportunity.

InSight lost 0.19 % a sol at tau 0.6 to 0.7, steadily over years; typical rates of four missions are 0.2 %;
Pathfinder measured 0.28 % at tau 0.5 on new, clean glass, which a single law does not give: it is
stated as a limit here. Opportunity at tau 1.2 to 3: 0.40 %. Tolerance 15 %, the spread between missions.
"""

import numpy as np
import pytest

from kilosol.solar import dust_factor


def test_insight_decline_is_exponential() -> None:
    factor = dust_factor(np.full(669, 0.7))
    assert np.diff(np.log(factor)) == pytest.approx(np.full(668, -0.0019), rel=0.02)


def test_rows(as_stated):
    as_stated("lorenz2021_soiling")
