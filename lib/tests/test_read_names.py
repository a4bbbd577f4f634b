"""Names as the learned reader gives them, mended: cut where they begin and end, without what is no name."""

import pytest

from standpoint.read_names import whole
from standpoint.reader import Named

O, P, L = "organization", "person", "place"
NAMES = [
    ("Transport for London said so.", [("Transport for", O), ("London", L)], ["Transport for London"]),
    ("The Court of Appeals for the 6th Circuit ruled.", [("Court of Appeals for", O)], ["Court of Appeals"]),
    ("Senate of the Republic of Ostvale", [("Senate of the", O), ("Republic of Ostvale", L)], None),
    ("The Women’s Forum in Tolvaer met.", [("Women’s Forum in", O), ("Tolvaer", L)], ["Women’s Forum", "Tolvaer"]),
    ("Ovik Oil and Tarn Ferries paid.", [("Ovik Oil and", O), ("Tarn Ferries", O)], ["Ovik Oil", "Tarn Ferries"]),
    ("The Office of the mayor and the board wrote.", [("Office of", O)], []),
    ("It left from The Lorvik Herald.", [("The", O)], []),
    ("Ines van der Aro spoke.", [("Ines van", P)], ["Ines van der Aro"]),
    ("Odo bin Venn, a merchant, sold.", [("Odo bin", P)], ["Odo bin Venn"]),
    ("Vermont Rep. Ines Aro left.", [("Vermont Rep", O), ("Ines Aro", P)], ["Ines Aro"]),
    ("Ines Aro (Tex.), R-Fla., spoke.", [("Ines Aro", P), ("Tex", O), ("R-Fla", P)], ["Ines Aro"]),
    ("They drove to Miami, Fla., that day.", [("Fla.", L)], ["Fla."]),
    ("Clara Lund, M.D., wrote.", [("Clara Lund", P), ("M.D.", P)], ["Clara Lund"]),
    ("Lund, a prominent Ohio Democrat, wrote.", [("Lund", P), ("Ohio Democrat", O)], ["Lund"]),
    ("Lund wrote to the Lorvik Democrat.", [("Lund", P), ("Lorvik Democrat", O)], ["Lund", "Lorvik Democrat"]),
    ("The Federal government paid.", [("Federal", O)], []),
    ("The EU-Ostvale deal", [("EU-", O), ("Ostvale", L)], ["EU", "Ostvale"]),
    ("NOTES ON PROMINENT OVIKBANK STAFF\n\nOvikbank said.", [("PROMINENT", O), ("OVIKBANK", O)], ["OVIKBANK"]),
    ("RATES RISE AT OVIKBANK", [("OVIKBANK", O)], ["OVIKBANK"]),  # a headline by itself: nothing to compare it with
]


@pytest.mark.parametrize("text, read, expected", NAMES)
def test_a_name_is_cut_where_it_begins_and_ends(text, read, expected):
    at = {name: text.index(name) for name, _ in read}
    named = [Named(at[name], at[name] + len(name), kind, 0.9) for name, kind in read]
    assert [text[n.start : n.end] for n in whole(text, named)] == ([text] if expected is None else expected)
