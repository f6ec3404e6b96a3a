"""Ships: what must hold for any input."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol.ships import departure_propellant_t, payload_t, return_propellant_t, tanker_flights


@settings(deadline=None, max_examples=80)
@given(
    payload=st.floats(1, 300),
    dry=st.floats(50, 300),
    c3=st.floats(0, 60),
    isp=st.floats(300, 460),
    dv=st.floats(0, 1.5),
)
def test_propellant_for_a_payload_lands_that_payload(payload, dry, c3, isp, dv):
    need = departure_propellant_t(payload, dry, c3, isp, dv)
    landed = payload_t(c3, dry, need, isp, landing_delta_v_km_s=dv)
    assert abs(landed - payload) < 1e-9 * (payload + dry)


@settings(deadline=None, max_examples=80)
@given(need=st.floats(0, 5000), delivery=st.floats(10, 300), lost=st.floats(0, 0.9))
def test_tankers_bring_enough_and_one_fewer_would_not(need, delivery, lost):
    n = int(tanker_flights(need, delivery, lost))
    each = delivery * (1 - lost)
    assert n * each >= need - 1e-6 * each
    assert (n - 1) * each < need or n == 0


@settings(deadline=None, max_examples=50)
@given(mass=st.floats(1, 500), a=st.floats(0, 5), b=st.floats(0, 5))
def test_two_burns_need_what_one_of_their_sum_needs(mass, a, b):
    second = return_propellant_t(mass, b, 375.0)
    first = return_propellant_t(mass + second, a, 375.0)
    both = return_propellant_t(mass, a + b, 375.0)
    assert abs(first + second - both) < 1e-9 * (mass + both)
