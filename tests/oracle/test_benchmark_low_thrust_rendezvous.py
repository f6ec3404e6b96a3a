"""The standard low-thrust rendezvous from the Earth to Mars: 348.795 days, 0.5 N, 2000 s, 1000 kg.

The case is carried by at least six public optimisers; its final mass in the literature is 603.9 kg (recalled;
another transcription of 40 segments gives 603.88 kg). Tolerance 0.3 %: what 20 to 40 impulses are from a
continuous thrust. The gravitational parameter is the case's own.
"""

import pytest

from kilosol.transfer import thrust_leg

EARTH = [-140699693.0, -51614428.0, 980.0], [9.774596, -28.07828, 4.337725e-4]
MARS = [-172682023.0, 176959469.0, 7948912.0], [-16.427384, -14.860506, 0.0921486]


def test_full_thrust_or_none():
    leg = thrust_leg(
        *EARTH,
        *MARS,
        348.795,
        mass_kg=1000.0,
        thrust_n=0.5,
        isp_s=2000.0,
        n_segments=20,
        mu_km3_s2=132712440018.0,
    )
    # Both halves meet within what a metre is to the distance.
    assert leg.mismatch_km < 1
    # Full thrust or none: all propellant goes out at full throttle.
    flow_kg_day = 0.5 / (2000.0 * 9.80665) * 86400
    assert leg.thrust_days * flow_kg_day == pytest.approx(leg.propellant_kg, rel=1e-3)


def test_rows(as_stated):
    as_stated("benchmark_low_thrust_rendezvous")
