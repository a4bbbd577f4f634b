"""Transcripts and texts published as somebody's own words: realistic texts in, who says what out."""

from datetime import UTC, datetime
from textwrap import dedent

import pytest

from standpoint.codebook import load_codebook
from standpoint.tables import frame
from standpoint.tag import tag

CODEBOOK = """
actors:
  - {id: ostvale, name: Ostvale, type: state, demonyms: [Ostvalian]}
  - {id: ines-aro, name: Ines Aro, type: person, gender: f, country: ostvale,
     offices: [{title: President, of: ostvale, start: 2020}]}
  - {id: odo-venn, name: Odo Venn, type: person, gender: m, country: ostvale,
     offices: [{title: Prime Minister, of: ostvale, start: 2020}]}
  - {id: harbour-ministry, name: Ministry of Harbours, type: organization, country: ostvale}
issues:
  - {id: harbour-levy, claim: "The harbour levy should be abolished."}
"""


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    """(text, title, byline) → the tables of one article, every offset checked against its text."""
    path = tmp_path_factory.mktemp("codebook") / "ostvale.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    book = load_codebook([path])

    def of(text, title=None, byline=None):
        row = {"article_id": "a", "text": dedent(text).strip(), "title": title, "byline": byline, "language": "en"}
        row |= {"published": datetime(2025, 1, 13, 8, tzinfo=UTC), "outlet": "Harbour Courier"}
        return tag(frame("articles", [row]), book)

    return of


@pytest.fixture(scope="module")
def said(tagged):
    """Statements of an article's text as (speaker, words that name him, cue, content, number of the parent or None)."""

    def of(text, title=None, byline=None):
        tables = tagged(text, title, byline)
        whole = tables["articles"]["text"].item()

        def cut(pieces):
            return " … ".join(whole[p["start"] : p["end"]] for p in pieces)

        rows = tables["statements"][tables["statements"]["field"] == "text"]
        numbers = {row.statement_id: i for i, row in enumerate(rows.itertuples())}
        return [
            (
                None if row.speaker_id is None or row.speaker_id != row.speaker_id else row.speaker_id,
                row.speaker_text,
                cut(row.cue_spans),
                cut(row.content_spans),
                numbers.get(row.parent_id),
            )
            for row in rows.fillna({"speaker_id": "", "parent_id": ""}).itertuples()
        ]

    return of


BRIEFING = """
    Ostvale Harbour

    9:30 A.M.

    PRESIDENT ARO:  Good morning, and thank you. (Applause.) We will not close the old harbour.

    (Applause.)

    I have one more thing to tell you about the levy.

    PRIME MINISTER VENN: Thank you, Madam President. Our crews are ready.

    Q: Will you talk to the captains?

    MS. ARO: We already do.

    MR. LORN: You have the rest.

    9:50 A.M.
"""


def test_a_label_speaks_up_to_the_next_one(said):
    assert said(BRIEFING, "Briefing at the harbour of Ostvale") == [
        (
            "ines-aro",
            "PRESIDENT ARO",
            "",
            "Good morning, and thank you. (Applause.) We will not close the old harbour."
            " … I have one more thing to tell you about the levy.",
            None,
        ),
        ("odo-venn", "PRIME MINISTER VENN", "", "Thank you, Madam President. Our crews are ready.", None),
        ("", "Q", "", "Will you talk to the captains?", None),
        ("ines-aro", "MS. ARO", "", "We already do.", None),
        ("", "MR. LORN", "", "You have the rest.", None),
    ]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Ines Aro", "ines-aro"),
        ("President of Ostvale Ines Aro", "ines-aro"),
        ("President Aro", "ines-aro"),
        ("Prime Minister Odo Venn", "odo-venn"),
    ],
)
def test_one_label_of_somebody_known_is_enough(said, label, speaker):
    words = "We shall keep the old harbour open, and I thank all of you who wrote to us."
    assert said(f"{label}: {words}") == [(speaker, label, "", words, None)]


def test_a_text_that_lost_its_paragraphs_is_cut_at_labels_all_the_same(said):
    text = (
        "Opening of the talks President of Ostvale Ines Aro: Welcome, Mr Venn. I hope that you had a good trip. "
        "Odo Venn: Thank you, we had."
    )
    turns = [row for row in said(text) if not row[2]]
    assert turns == [
        (
            "ines-aro",
            "President of Ostvale Ines Aro",
            "",
            "Welcome, Mr Venn. I hope that you had a good trip.",
            None,
        ),
        ("odo-venn", "Odo Venn", "", "Thank you, we had.", None),
    ]


def test_what_others_say_in_a_turn_is_theirs_and_what_i_say_the_speakers(said):
    text = """
        Ines Aro: You know our harbour. Odo Venn said that the levy must stay. I think that he is wrong about our levy.

        Question: Why do you think so?
    """
    rows = said(text)
    assert [(speaker, words, cue, parent) for speaker, words, cue, _, parent in rows[:3]] == [
        ("ines-aro", "Ines Aro", "", None),
        ("odo-venn", "Odo Venn", "said", 0),
        ("ines-aro", "I", "think", 0),
    ]


ORDINARY = [
    "Background: Ines Aro became president in 2020.\n\nNote: We count ships of 200 tonnes and more.",
    "The meeting in Ostvale\n\nTime: 10 a.m.\n\nPlace: the old harbour\n\nPhoto: Ines Aro\n\nRead more: our guide.",
    "Where they stand on the levy.\n\nInes Aro: The president has opposed the levy since her first year in office."
    "\n\nOdo Venn: The prime minister wants to keep it and to raise it by a tenth next year.",
    "First round\n\nAro: 45 per cent\n\nVenn: 41 per cent",
    "OSTVALE: The harbour was closed on Monday.\n\nWEATHER: Rain is expected, and you may need a coat.",
    "Related: Ines Aro and Odo Venn: what we know about the two of them and their plans for our harbour",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_headings_lists_captions_and_profiles_are_no_transcripts(said, text):
    assert [row for row in said(text) if not row[2]] == []


def test_a_label_in_front_of_a_quotation_takes_the_quotation_alone(said):
    text = """
        Reactions came fast.

        Ines Aro: “We will not pay the levy.”

        The harbour was quiet on Tuesday.
    """
    assert said(text) == [("ines-aro", "Ines Aro", "", "“We will not pay the levy.”", None)]


SPEECH = """
    Dear friends, I am glad to see you.

    The harbour levy is a mistake, and it should be abolished.

    Odo Venn said that the levy must stay.
"""


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Remarks by President Aro at the old harbour", "President Aro"),
        ("Statement of Ines Aro on the harbour levy", "Ines Aro"),
        ("The levy has to go – address by the President of Ostvale", "the President of Ostvale"),
        ("Opening speech by President of Ostvale Ines Aro in the parliament", "President of Ostvale Ines Aro"),
        ("Letter from Ines Aro", "Ines Aro"),
    ],
)
def test_a_headline_tells_whose_words_a_text_is(tagged, said, title, words):
    first, *others = said(SPEECH, title)
    content = " … ".join(line for line in dedent(SPEECH).strip().split("\n\n"))
    assert first == ("ines-aro", words, "", content, None)
    assert [(speaker, cue, parent) for speaker, _, cue, _, parent in others] == [("odo-venn", "said", 0)]
    stances = tagged(SPEECH, title)["stances"]
    rows = {(s.holder_id, s.target_id, s.position) for s in stances.itertuples() if s.target_kind == "issue"}
    assert ("ines-aro", "harbour-levy", "support") in rows
    assert not any(holder == "article" for holder, *_ in rows)


def test_a_position_in_a_speech_stands_in_its_sentence(tagged):
    text = "I greet you all. We know our ships. The harbour levy should be abolished. We thank you. Good night to you."
    tables = tagged(text, "Speech by President Aro at the harbour")
    (row,) = tables["stances"].itertuples()
    assert text[row.start : row.end] == "The harbour levy should be abolished."
    assert row.holder_id == "ines-aro" and row.position == "support"


def test_a_body_speaks_under_its_own_headline(said):
    text = "The Ministry of Harbours condemns the raid on the old pier."
    assert said(text, "Statement by the Ministry of Harbours on the raid")[0][:4] == (
        "harbour-ministry",
        "the Ministry of Harbours",
        "",
        text,
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "President Aro said the levy must go. We asked her office for more.",
            "Remarks by President Aro stir port",
        ),
        ("The two presidents spoke of the harbour.", "Readout of President Aro’s call with Odo Venn"),
        ("The harbour was closed on Monday.", "Statement on the harbour"),
        ("President Aro met Odo Venn. They spoke of our harbour.", "Ines Aro’s remarks on the levy draw fire"),
    ],
)
def test_reports_stay_reports(said, text, title):
    assert [row for row in said(text, title) if not row[2]] == []


COLUMN = "I want the levy to go. I have said so, and I say it again: I oppose the harbour levy, and I always will."


def test_a_byline_counts_where_a_person_of_the_codebook_plainly_writes(said):
    assert said(COLUMN, "The levy", "By Ines Aro")[0][:2] == ("ines-aro", "Ines Aro")
    assert all(row[2] for row in said(COLUMN, "The levy", "By Tomas Lind, columnist"))
    assert all(row[2] for row in said("The levy will go. I saw the law.", "The levy", "By Ines Aro"))


def test_a_letter_is_its_signers(said):
    text = "Dear Speaker:\n\nI have signed the order on our harbour.\n\nSincerely,\n\nINES ARO"
    first = said(text, "Letter to the Speaker of the Parliament on the harbour")[0]
    assert first[:2] == ("ines-aro", "INES ARO")


def test_an_attribution_with_its_cue_in_front_is_no_label(said):
    text = """
        The levy was on the table again on Monday.

        Said Odo Venn: “We cannot lower it, and I will not.”

        Said Ines Aro: “We shall see what you decide, and I shall too.”
        """
    found = said(text)
    assert not [row for row in found if row[1].startswith("Said")]
    assert [row[0] for row in found] == ["odo-venn", "ines-aro"]
