"""Names as the learned reader gives them, mended: cut where they begin and end, without what is no name."""

import pytest

from standpoint.read_names import whole
from standpoint.reader import Named

BODY, WHO, WHERE = "organization", "person", "place"
NAMES = [
    ("Transport for London said so.", [("Transport for", BODY), ("London", WHERE)], ["Transport for London"]),
    ("The Court of Appeals for the 6th Circuit ruled.", [("Court of Appeals for", BODY)], ["Court of Appeals"]),
    ("Senate of the Republic of Ostvale", [("Senate of the", BODY), ("Republic of Ostvale", WHERE)], None),
    (
        "The Women’s Forum in Lorvik.",
        [("Women’s Forum in", BODY), ("Lorvik", WHERE)],
        ["Women’s Forum", "Lorvik"],
    ),
    ("Ovik Oil and Tarn Ferries paid.", [("Ovik Oil and", BODY), ("Tarn Ferries", BODY)], ["Ovik Oil", "Tarn Ferries"]),
    ("The Office of the mayor and the board wrote.", [("Office of", BODY)], []),
    ("It left from The Lorvik Herald.", [("The", BODY)], []),
    ("Ines van der Aro spoke.", [("Ines van", WHO)], ["Ines van der Aro"]),
    ("Odo bin Venn, a merchant, sold.", [("Odo bin", WHO)], ["Odo bin Venn"]),
    ("Vermont Rep. Ines Aro left.", [("Vermont Rep", BODY), ("Ines Aro", WHO)], ["Ines Aro"]),
    ("Ines Aro (Tex.), R-Fla., spoke.", [("Ines Aro", WHO), ("Tex", BODY), ("R-Fla", WHO)], ["Ines Aro"]),
    ("They drove to Miami, Fla., that day.", [("Fla.", WHERE)], ["Fla."]),
    ("Clara Lund, M.D., wrote.", [("Clara Lund", WHO), ("M.D.", WHO)], ["Clara Lund"]),
    ("Lund, a prominent Ohio Democrat, wrote.", [("Lund", WHO), ("Ohio Democrat", BODY)], ["Lund"]),
    ("Lund wrote to the Lorvik Democrat.", [("Lund", WHO), ("Lorvik Democrat", BODY)], ["Lund", "Lorvik Democrat"]),
    ("The Federal government paid.", [("Federal", BODY)], []),
    ("The EU-Ostvale deal", [("EU-", BODY), ("Ostvale", WHERE)], ["EU", "Ostvale"]),
    ("NOTES ON PROMINENT OVIKBANK STAFF\n\nOvikbank said.", [("PROMINENT", BODY), ("OVIKBANK", BODY)], ["OVIKBANK"]),
    ("RATES RISE AT OVIKBANK", [("OVIKBANK", BODY)], ["OVIKBANK"]),  # a headline by itself: nothing to compare it with
]


@pytest.mark.parametrize("text, read, expected", NAMES)
def test_a_name_is_cut_where_it_begins_and_ends(text, read, expected):
    at = {name: text.index(name) for name, _ in read}
    named = [Named(at[name], at[name] + len(name), kind, 0.9) for name, kind in read]
    assert [text[n.start : n.end] for n in whole(text, named)] == ([text] if expected is None else expected)
