"""Whether somebody should leave an office: sentences in, exact positions out."""

import pandas as pd
import pytest

from standpoint.codebook import load_codebook
from standpoint.tables import frame
from standpoint.tag import tag

RESIGN, ELECTED = "Clara Lund should resign as mayor.", "Clara Lund should be elected mayor."
BOOK = """issues: [{{id: it, claim: "{claim}"}}]
actors:
  - {{id: sund, name: Sund, type: place}}
  - {{id: lund, name: Clara Lund, type: person, gender: f, offices: [{{title: Mayor, of: sund}}]}}
  - {{id: venn, name: Peter Venn, type: person, gender: m}}
  - {{id: berg, name: Anna Berg, type: person, gender: f}}
"""


@pytest.fixture
def positions(tmp_path):
    """(claim, text) → who takes which position on the claim."""

    def of(claim, text):
        file = tmp_path / "book.yaml"
        file.write_text(BOOK.format(claim=claim), encoding="utf-8")
        row = {"article_id": "a", "text": f"{text}\n\nThe hall was full on Tuesday.", "language": "en"}
        row |= {"published": pd.Timestamp("2025-01-13", tz="UTC")}
        rows = tag(frame("articles", [row]), load_codebook([file]))["stances"]
        return {(r.holder_id, r.position) for r in rows.itertuples() if r.target_id == "it"}

    return of


CALLED, DEFENDED, STAYS = {("venn", "support")}, {("venn", "oppose")}, {("lund", "oppose")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peter Venn urged Clara Lund to resign.", CALLED),
        ("Peter Venn called for the resignation of Clara Lund.", CALLED),
        ("Clara Lund met the press. Peter Venn again demanded that the mayor step down.", CALLED),
        ("Peter Venn said Clara Lund should pack her bags.", CALLED),
        ("Clara Lund was in Sund. “She must go,” Peter Venn said.", CALLED),
        ("Peter Venn urged Clara Lund not to resign.", DEFENDED),
        ("Peter Venn said Clara Lund shouldn’t resign.", DEFENDED),
        ("Peter Venn said Clara Lund should stay in office.", DEFENDED),
        ("Peter Venn defended Clara Lund against calls for her resignation.", DEFENDED),
        ("Clara Lund ruled out resigning.", STAYS),
        ("Clara Lund rejected calls to resign.", STAYS),
        ("Clara Lund refused to step down.", STAYS),
        ("Clara Lund said she would not resign.", STAYS),
        ("“I will not resign,” Clara Lund said.", STAYS),
        ("“We call on Clara Lund to resign,” Peter Venn said.", CALLED),
        ("Peter Venn said he wanted Clara Lund to resign.", CALLED),
        ("Peter Venn said there was no need for Clara Lund to resign.", DEFENDED),
        # facts, questions, what others want, others, and other things
        ("Clara Lund resigned on Monday.", set()),
        ("Clara Lund announced her resignation.", set()),
        ("Peter Venn asked whether Clara Lund should resign.", set()),
        ("Clara Lund refused to say whether she would resign.", set()),
        ("Peter Venn urged Anna Berg to resign, and Clara Lund kept silent.", set()),
        ("Clara Lund said Anna Berg should resign.", set()),
        ("Peter Venn told Clara Lund that the town should stay calm.", set()),
        ("Clara Lund quit smoking, Peter Venn said.", set()),
        ("Clara Lund said the town should stay calm.", set()),
        ("Clara Lund must go further, Peter Venn said.", set()),
        ("Clara Lund said the council must go.", set()),
        ("“Clara Lund’s staff want her to resign,” Peter Venn said.", set()),
        ("Clara Lund was in Sund. Peter Venn said the mayor should listen.", set()),
    ],
)
def test_who_calls_for_a_resignation_and_who_is_against_it(positions, text, expected):
    assert positions(RESIGN, text) == expected


def test_who_wants_somebody_to_go_does_not_want_her_elected(positions):
    assert positions(ELECTED, "Peter Venn urged Clara Lund to resign.") == {("venn", "oppose")}
