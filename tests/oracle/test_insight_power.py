"""InSight's energy over four years, from its first sol alone: light, dust in the air, dust on the arrays.

The press gave one energy when the arrays were new (4588 Wh) and a handful afterwards, down to 285 Wh on sol
1440. Nothing is fitted but the first: within 15 %, with the climatology of the place or the optical depth of
the day. Sol 1391 lay under a regional storm and is judged under its own optical depth.
"""

import numpy as np

from kilosol import mars, solar
from kilosol.evidence.cases import solar as case


def test_rows(as_stated):
    as_stated("insight_power")


def test_dust_that_grew_with_the_pressure_would_dim_the_lander_too_fast() -> None:
    """The check of the rows can fail: the climatology times 712 / 637."""
    place, sols = mars.site("InSight"), np.arange(1445)
    season = mars.ls_deg(2458450.3 + sols * 88775.244 / 86400)
    tau = mars.climatology_tau(season) * place.pressure_pa / 637
    light = mars.daily_insolation_wh_m2(place.latitude_deg, season, tau, place.albedo, use="triple")
    energy = light * solar.dust_factor(tau, start_frac=1.0)
    assert 4588 * energy[1351] / energy[0] < 0.80 * 420 < case.insight_energy(1352)


def test_the_plans_efficiency_lies_between_what_was_flown_and_what_is_hoped_for() -> None:
    assert 0.159 < solar.array.efficiency_frac() < 0.22
