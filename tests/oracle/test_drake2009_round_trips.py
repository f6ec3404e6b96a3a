"""B. G. Drake (ed.), "Design Reference Architecture 5.0", NASA/SP-2009-566, 2009; read in a secondary source.

Conjunction class: 174 days out, 539 at Mars, 201 home, 914 in all, for the crew of 2037. Opposition class:
217 + 30 + 403 = 650 days. Tolerances are wide: the study trades burns against days otherwise than the search,
and what must agree is the kind of trip.
"""


def test_rows(as_stated):
    as_stated("drake2009_round_trips")
