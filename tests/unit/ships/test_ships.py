import numpy as np
import pytest

from kilosol import data
from kilosol.errors import OutOfRange, UnknownName
from kilosol.ships import (
    departure_propellant_t,
    mars_entries,
    mars_entry_successes,
    oxygen_and_methane_t,
    payload_t,
    refuelling_days,
    return_propellant_t,
    ship,
    ship_names,
    starship_flights,
    starship_successes,
    tanker_flights,
)
from kilosol.transfer import injection_delta_v_km_s, jd_from_iso


def test_masses_add_up_burn_by_burn():
    # Fly the ship: leave, lose the boil-off, land; the tanks must end empty and the payload must be there.
    dry, propellant, isp, c3, landing, lost = 125.0, 1600.0, 375.0, 12.0, 0.7, 0.1
    payload = payload_t(c3, dry, propellant, isp, landing_delta_v_km_s=landing, cruise_boil_off_frac=lost)
    exhaust = isp * 9.80665e-3
    mass = dry + payload + propellant
    mass *= np.exp(-injection_delta_v_km_s(c3, 300) / exhaust)
    left = mass - dry - payload
    mass -= lost * left
    mass *= np.exp(-landing / exhaust)
    assert mass == pytest.approx(dry + payload)


def test_payload_and_propellant_are_inverse():
    c3 = np.linspace(0, 40, 9)
    need = departure_propellant_t(100.0, 125.0, c3, 375.0, 0.6)
    np.testing.assert_allclose(payload_t(c3, 125.0, need, 375.0, landing_delta_v_km_s=0.6), 100.0)


def test_a_ship_too_heavy_has_a_negative_payload():
    assert payload_t(25.0, 400.0, 600.0, 375.0) < 0


def test_heavier_ships_and_dearer_windows_land_less():
    assert payload_t(9.0, 210.5, 1600.0, 375.0) == pytest.approx(payload_t(9.0, 125.0, 1600.0, 375.0) - 85.5)
    assert (np.diff(payload_t(np.array([8.0, 12.0, 25.0]), 125.0, 1600.0, 375.0)) < 0).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: payload_t(9.0, -1.0, 1600.0, 375.0),
        lambda: payload_t(9.0, 125.0, 1600.0, 0.0),
        lambda: payload_t(9.0, 125.0, 1600.0, 375.0, cruise_boil_off_frac=1.0),
        lambda: departure_propellant_t(-1.0, 125.0, 9.0, 375.0),
        lambda: departure_propellant_t(100.0, 125.0, 9.0, 375.0, -0.1),
        lambda: return_propellant_t(-1.0, 6.9, 375.0),
        lambda: oxygen_and_methane_t(100.0, -1.0),
        lambda: tanker_flights(-1.0, 120.0),
        lambda: tanker_flights(100.0, 0.0),
        lambda: tanker_flights(100.0, 120.0, 1.0),
        lambda: refuelling_days(-1),
    ],
)
def test_bad_inputs_are_refused(call):
    with pytest.raises(OutOfRange, match="must be"):
        call()


def test_published_refuelling_flights():
    # Rapp: 12 flights for 1200 t at 100 t each. NASA's high teens for the same load need some 70 t a flight.
    assert tanker_flights(1200.0, 100.0) == 12
    assert 16 <= tanker_flights(1200.0, 75.0, 0.05) <= 19


def test_whole_tankers_are_not_rounded_up_and_nothing_needs_none():
    assert tanker_flights([0.0, 114.0, 114.1, 342.0], 120.0, 0.05).tolist() == [0, 1, 2, 3]
    assert tanker_flights(3 * 0.1, 0.1).item() == 3


def test_refuelling_lasts_from_first_to_last_flight():
    assert refuelling_days([0, 1, 12], 6.0).tolist() == [0.0, 0.0, 66.0]


def test_ships_of_the_table():
    assert ship("v3-heavy").dry_mass_t > ship("v3").dry_mass_t
    assert [ship(name).propellant_t for name in ship_names()] == [1200, 1500, 1600, 1600]
    with pytest.raises(UnknownName, match="ship 'v9'"):
        ship("v9")


def test_reading_a_ship_enters_the_ledger():
    with data.recording() as used:
        ship("v3")
    assert used["ships/starship-v3.payload_t"].tier == "C"


def test_records_agree_with_their_dates_and_notes():
    flights = data.columns("ships/starship_flights")
    assert [jd_from_iso(t.date) for t in starship_flights()] == flights["launch_jd"].tolist()
    entries = data.columns("ships/mars_entries")
    assert [jd_from_iso(t.date) for t in mars_entries()] == entries["landing_jd"].tolist()
    assert (np.diff(flights["launch_jd"]) > 0).all()
    assert (np.diff(entries["landing_jd"]) > 0).all()


def test_counts_of_the_records():
    assert (mars_entry_successes().sum(), mars_entry_successes().size) == (10, 16)
    assert (mars_entry_successes(nasa_only=True).sum(), mars_entry_successes(nasa_only=True).size) == (9, 10)
    # Ships were lost in ascent or coast on flights 1, 2, 7 and 8; of 9 the coast was reached.
    assert np.flatnonzero(~starship_successes("ascent")).tolist() == [0, 1, 6, 7]
    assert starship_successes("booster").size == 13
    with pytest.raises(UnknownName, match="part of a flight"):
        starship_successes("landing")
