"""No process of any size makes mass, elements or energy; schedules move with their inputs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kilosol.errors import OutOfRange
from kilosol.loads import (
    Process,
    StationWork,
    base_packages,
    boil_off_t,
    commissioning_packages,
    heat_balance,
    molar_mass_g_mol,
    propellant_breakdown,
    to_make_t,
    work_schedule,
)

temperatures = st.floats(250.0, 1500.0)
pairs = st.sampled_from([("H2O", "H2"), ("CO2", "CO")])


def split(feed, left, kwh, heat, kelvin, batch=1.0):
    mol = batch / molar_mass_g_mol(feed)
    made = {left: mol * molar_mass_g_mol(left), "O2": mol * molar_mass_g_mol("O2") / 2}
    return Process("split", {feed: batch}, made, "O2", kwh, heat_kwh_per_kg=heat, temperature_k=kelvin)


@given(pairs, temperatures, st.floats(0.0, 12.0), st.floats(0.0, 6.0))
def test_a_process_stands_just_where_both_floors_are_met(pair, kelvin, kwh, heat):
    generous = split(*pair, 100.0, 0.0, kelvin)
    work, energy = generous.gibbs_kwh_per_kg, generous.enthalpy_kwh_per_kg
    if kwh >= work and kwh + heat >= energy:
        process = split(*pair, kwh, heat, kelvin)
        assert process.released_kwh_per_kg == pytest.approx(kwh + heat - energy, abs=1e-9)
    elif kwh < work * (1 - 1e-6) or kwh + heat < energy * (1 - 1e-6):
        with pytest.raises(OutOfRange, match="floor"):
            split(*pair, kwh, heat, kelvin)


@given(st.floats(1e-3, 1e3), temperatures)
def test_floors_do_not_hang_on_the_batch(batch, kelvin):
    one, other = (split("CO2", "CO", 12.0, 0.0, kelvin, b) for b in (1.0, batch))
    assert one.gibbs_kwh_per_kg == pytest.approx(other.gibbs_kwh_per_kg, rel=1e-9)
    assert one.enthalpy_kwh_per_kg == pytest.approx(other.enthalpy_kwh_per_kg, rel=1e-9)


@given(st.floats(0.0, 2000.0), st.floats(10.0, 1000.0), st.sampled_from(["low", "mid", "high"]))
def test_doubling_the_propellant_doubles_every_step(tonnes, days, case):
    one, two = (propellant_breakdown(t, days, case) for t in (tonnes, 2 * tonnes))
    assert [s.kw for s in two.steps] == pytest.approx([2 * s.kw for s in one.steps], abs=1e-9)


@given(st.floats(0.0, 2000.0), st.floats(0.0, 1000.0), st.floats(0.0, 0.01))
def test_tanks_lose_no_more_than_they_hold(tonnes, days, rate):
    assert 0 <= boil_off_t(tonnes, days, rate) <= tonnes
    assert to_make_t(tonnes, days, rate) >= tonnes


@given(st.floats(100.0, 330.0), st.floats(0.0, 20.0), st.floats(0.0, 50.0), st.floats(0.0, 20.0))
def test_heat_closes(outside, people, electric, pipe):
    one = heat_balance(outside, people, electric, piped_kw=pipe)
    gap = one.inside_kw + one.heater_kw + one.piped_kw - one.loss_kw - one.cooling_kw
    assert gap == pytest.approx(0.0, abs=1e-9)
    assert min(one.heater_kw, one.cooling_kw) == 0.0


@settings(max_examples=25)
@given(st.integers(2, 400), st.floats(0.1, 4.0))
def test_more_work_is_never_sooner(robots, factor):
    def sols(n_reactors):
        station = StationWork(7.0 * n_reactors + 1.0, 1.0, n_reactors, 0.0, 1000.0)
        work = (*commissioning_packages(station), *base_packages(5.0, 4))
        return work_schedule(work, robots, seed=5, n_draws=200).milestone_sol

    # Sols without end compare too; the draws are the same.
    assert (sols(factor) >= sols(0.05)).all()
