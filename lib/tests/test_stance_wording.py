"""Positions told in everyday wording: acts in parliaments, idioms, nouns that undo a thing, what it would do."""

import pandas as pd
import pytest

from standpoint.codebook import load_codebook
from standpoint.tables import frame
from standpoint.tag import tag

DAM = "The dam at Sund should be built."
WAGE = "The minimum wage should be raised."
TAX = "The car tax should be scrapped."
TROOPS = "The soldiers should be withdrawn from Ostvale."
FARM = "A wind farm should be built off the coast of Lanthe."
CURFEW = "The curfew in Lanthe should be lifted."


@pytest.fixture
def position(tmp_path):
    """(claim, sentence) → the positions of those who are named, each sentence tagged in an article."""

    def of(claim, sentence):
        file = tmp_path / "issues.yaml"
        file.write_text(f'issues:\n  - id: it\n    claim: "{claim}"\n', encoding="utf-8")
        row = {"article_id": "a", "text": f"{sentence}\n\nThe hall was full on Tuesday.", "language": "en"}
        row |= {"published": pd.Timestamp("2025-01-13", tz="UTC")}
        rows = tag(frame("articles", [row]), load_codebook([file]))["stances"]
        return [r.position for r in rows.itertuples() if r.target_id == "it" and r.holder_id]

    return of


@pytest.mark.parametrize(
    ("claim", "sentence", "expected"),
    [
        # what is done in parliaments and courts
        (DAM, "Clara Lund voted to block the dam at Sund.", "oppose"),
        (DAM, "Clara Lund voted to discuss the dam at Sund in June.", None),
        (DAM, "Clara Lund co-sponsored a bill to build the dam at Sund.", "support"),
        (DAM, "Clara Lund sued to stop the dam at Sund.", "oppose"),
        (WAGE, "Clara Lund filibustered a higher minimum wage.", "oppose"),
        (TAX, "Clara Lund shelved a bill to scrap the car tax.", "oppose"),
        (DAM, "Clara Lund advanced to the final as the dam at Sund was opened.", None),
        # nouns that undo what stands in front of them, and verbs that do not
        (TAX, "Clara Lund welcomed the car tax cut.", "support"),
        (WAGE, "Clara Lund denounced the minimum wage freeze.", "support"),
        ("Tariffs on steel should be raised.", "Clara Lund said tariffs on steel cut imports by half.", None),
        # idioms
        (TROOPS, "Clara Lund called for bringing the soldiers home from Ostvale.", "support"),
        (TROOPS, "Clara Lund said that pulling soldiers out of Ostvale was a mistake.", "oppose"),
        (WAGE, "Clara Lund lifted the minimum wage to 15 crowns.", "support"),
        (CURFEW, "Clara Lund said the curfew in Lanthe had to stay.", "oppose"),
        (DAM, "Clara Lund slammed critics of the dam at Sund.", "support"),
        (DAM, "Clara Lund met critics of the dam at Sund.", None),
        (WAGE, "Clara Lund said there was enough data on the minimum wage.", None),
        (WAGE, "Clara Lund said the minimum wage is the one pay that nobody has to beg for.", None),
        # what judges, and what only has its stem
        (DAM, "Clara Lund said the dam at Sund would be effective.", "support"),
        (DAM, "Clara Lund said the effect of the dam at Sund was being studied.", None),
        (DAM, "Clara Lund said the dam at Sund was a decision for the towns.", None),
        (DAM, "Clara Lund said there was a reason why the dam at Sund was asked about.", None),
        (DAM, "Clara Lund said the dam at Sund was a matter for the division in Lanthe.", None),
        (DAM, "Clara Lund said the dam at Sund was used to move goods.", None),
        # what is too weak
        ("Gun laws should be stricter.", "Clara Lund said the gun laws were too weak.", "support"),
        ("Peace talks should be held.", "Clara Lund said Ostvale was too weak for peace talks.", None),
        # what it would do, to others
        (FARM, "Clara Lund said the wind farm off Lanthe would spoil the view.", "oppose"),
        (FARM, "Clara Lund said the wind farm off Lanthe would save the village.", "support"),
        (FARM, "Clara Lund said the wind farm off Lanthe would not save a job.", "oppose"),
        (FARM, "Clara Lund said the wind farm off Lanthe would have 40 masts.", None),
        (TAX, "Clara Lund warned that scrapping the car tax would cost 3,000 jobs.", "oppose"),
        (TAX, "Clara Lund said the car tax would cost drivers 300 crowns.", None),
        # what it is called, where the claim wants less of it
        (CURFEW, "Clara Lund described the curfew in Lanthe as draconian.", "support"),
        (CURFEW, "Clara Lund described the curfew in Lanthe as the first since 1990.", None),
        (CURFEW, "Clara Lund said the curfew in Lanthe deters crime.", None),
    ],
)
def test_a_position_in_everyday_wording(position, claim, sentence, expected):
    assert position(claim, sentence) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("claim", "sentence", "expected"),
    [
        # "off" and "from" keep a thing away behind "kept" alone
        (FARM, "Clara Lund praised the wind farm off the coast of Lanthe.", "support"),
        ("Trucks should be kept off the bridge.", "Clara Lund demanded trucks on the bridge.", "oppose"),
        # a claim's idioms are read as a passage's are
        ("The car tax should be rolled back.", "Clara Lund vowed to roll back the car tax.", "support"),
        ("The car tax should be capped.", "Clara Lund called for a cap on the car tax.", "support"),
        # who should leave or take an office
        ("Governor Odo Falk should be impeached.", "Clara Lund voted to impeach Odo Falk.", "support"),
        ("Governor Odo Falk should be impeached.", "Clara Lund opposed the impeachment of Odo Falk.", "oppose"),
        ("Odo Falk should be confirmed as judge.", "Clara Lund blocked the nomination of Odo Falk as judge.", "oppose"),
    ],
)
def test_what_a_claim_in_everyday_wording_wants(position, claim, sentence, expected):
    assert position(claim, sentence) == [expected]


HOSPITAL = "The rural hospitals should be closed."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Clara Lund recommended that the plan to close the rural hospitals be thrown out.", ["oppose"]),
        ("Clara Lund threw out the plan to close the rural hospitals.", ["oppose"]),
        ("Clara Lund said her party would fight the closures of rural hospitals.", ["oppose"]),
        ("Clara Lund voted for a tax and against the closure of rural hospitals.", ["oppose"]),
        ("Clara Lund defended the closure of the rural hospitals.", ["support"]),
        ("Clara Lund said the rural hospitals must shut.", ["support"]),
        ("Clara Lund stood close to the rural hospital of Sund, she said.", []),
        (
            "The closure of the rural hospitals was backed by Peter Venn and opposed by Clara Lund.",
            ["support", "oppose"],
        ),
    ],
)
def test_closing_is_wanted_or_fought_by_whatever_word(position, sentence, expected):
    assert position(HOSPITAL, sentence) == expected


def test_a_headline_is_not_the_opinion_of_the_article(tmp_path):
    file = tmp_path / "issues.yaml"
    file.write_text(f'issues:\n  - id: it\n    claim: "{HOSPITAL}"\n', encoding="utf-8")
    row = {"article_id": "a", "language": "en", "published": pd.Timestamp("2025-01-13", tz="UTC")}
    row |= {"title": "Rural hospitals must be closed", "text": "The hall was full on Tuesday. It rained."}
    assert not len(tag(frame("articles", [row]), load_codebook([file]))["stances"])
    row |= {"title": None, "text": "Rural hospitals must be closed."}
    assert tag(frame("articles", [row]), load_codebook([file]))["stances"]["position"].tolist() == ["support"]


def test_a_word_that_describes_the_thing_of_one_issue_is_not_about_it_where_another_is(tmp_path):
    file = tmp_path / "issues.yaml"
    pay = "Hospital doctors should be paid more."
    file.write_text(
        f'issues:\n  - {{id: close, claim: "{HOSPITAL}"}}\n  - {{id: pay, claim: "{pay}"}}\n', encoding="utf-8"
    )
    text = "Clara Lund said the rural hospitals must be closed. Peter Venn said hospital doctors must be paid more."
    text += " Anna Berg said hospitals need a budget."
    row = {"article_id": "a", "text": text, "language": "en", "published": pd.Timestamp("2025-01-13", tz="UTC")}
    found = tag(frame("articles", [row]), load_codebook([file]))["stances"]
    rows = {(r.target_id, r.holder_id) for r in found.itertuples() if r.target_kind == "issue"}
    assert rows == {("close", "person:clara-lund"), ("pay", "person:peter-venn")}
