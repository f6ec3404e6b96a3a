"""Systems without stores and capacity credits that the test suite of PRAS prints.

PRAS 0.8, TestData and the tests of PRASCapacityCredits (MIT licence, NLR, read 2025). Units fail with
chance 0.1 and are mended with 0.9 in every step. Single node A: three of 10 MW and a varying 5, 6, 7, 8; LOLE
0.355 and EUE 1.59, in steps of an hour or of five minutes (then a twelfth of the energy). Single node B:
capacities that change with the step; 0.96 and 7.11. Three nodes joined without limit: 1.17877 and 11.73276. A
fourth unit of 10 MW in A is worth between 8 and 9 MW firm and carries between 7 and 8 MW more load.
"""

import numpy as np
import pytest

from kilosol.evidence.cases import adequacy
from kilosol.grid import Unit, assess, equivalent_firm_capacity, load_carrying_capability


def test_credits_are_where_the_energies_meet():
    """What the definitions say, checked with `assess` alone."""
    units, load, _ = adequacy._pras_systems()["single node A"]
    more = [Unit("fourth", 10.0, 1, 9.0, 1.0, step_chances=(0.1, 0.9))]
    firm = equivalent_firm_capacity(units, more, load).value
    flat = load_carrying_capability(units, more, load).value

    def eue(whole, wanted):
        return assess(whole, wanted, samples=64).eue_kwh.value

    assert eue([*units, Unit("firm", firm, 1, np.inf, 0.0)], load) == pytest.approx(
        eue(units + more, load), rel=1e-4
    )
    assert eue(units + more, np.array(load) + flat) == pytest.approx(eue(units, load), rel=1e-4)


def test_rows(as_stated):
    as_stated("pras2025_systems")
