"""B. G. Drake (ed.), "Design Reference Architecture 5.0", NASA/SP-2009-566, 2009; read in a secondary source.

Conjunction class: 174 days out, 539 at Mars, 201 home, 914 in all, for the crew of 2037. Opposition class:
217 + 30 + 403 = 650 days. Asked for legs of at most 174 and 201 days, the search must give the stay and the
whole within 10 days. Of the opposition trip only the length is compared: the study trades burns against days
otherwise.
"""


def test_rows(as_stated):
    as_stated("drake2009_round_trips")
