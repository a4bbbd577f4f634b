"""Who says what: realistic sentences in, exact speaker, kind, source, cue and content out."""

import pytest

from standpoint.actors import Mention
from standpoint.listed import Found
from standpoint.sources import speaker_of
from standpoint.statements import StatementFinder

CASES = [
    (
        "“We will not pay twice,” Finance Minister Olena Marchenko said on Tuesday, “and nobody should ask us to.”",
        [
            (
                "Olena Marchenko",
                "direct",
                "Finance Minister Olena Marchenko",
                "said",
                "“We will not pay twice,” … “and nobody should ask us to.”",
            )
        ],
    ),
    (
        "The harbour will close in May, Mayor Tomas Lind said.",
        [("Tomas Lind", "indirect", "Mayor Tomas Lind", "said", "The harbour will close in May")],
    ),
    (
        "Mayor Tomas Lind, in particular, said the harbour will close in May.",
        [("Tomas Lind", "indirect", "Mayor Tomas Lind, in particular,", "said", "the harbour will close in May")],
    ),
    (
        "Jana Kolarova, an analyst at the Danube Security Forum, said the pledge was “a floor, not a ceiling”.",
        [
            (
                "Jana Kolarova",
                "mixed",
                "Jana Kolarova, an analyst at the Danube Security Forum,",
                "said",
                "the pledge was “a floor, not a ceiling”",
            )
        ],
    ),
    (
        "“It is a start,” said Ana Teixeira, a policy analyst at the Atlantic Climate Forum. “It is not a finish.”",
        [
            (
                "Ana Teixeira",
                "direct",
                "Ana Teixeira, a policy analyst at the Atlantic Climate Forum",
                "said",
                "“It is a start,” … “It is not a finish.”",
            )
        ],
    ),
    (
        "According to a senior official, the talks stalled.",
        [(None, "indirect", "a senior official", "According to", "the talks stalled")],
    ),
    (
        "A spokesman for the Danube Security Forum denied the report.",
        [("Danube Security Forum", "indirect", "A spokesman for the Danube Security Forum", "denied", "the report")],
    ),
    (
        "Ukrainian officials said Moscow had refused to negotiate.",
        [
            (None, "indirect", "Ukrainian officials", "said", "Moscow had refused to negotiate"),
            ("Russia", "indirect", "Moscow", "had refused", "to negotiate"),
        ],
    ),
    (
        "The minister told reporters in Brussels that sanctions would stay.",
        [(None, "indirect", "The minister", "told", "that sanctions would stay")],
    ),
    (
        "Peter Venn came. Allies must do more, warned Venn.",
        [("Peter Venn", "indirect", "Venn", "warned", "Allies must do more")],
    ),
    (
        "Peter Venn came. Many of the closures, Venn said, have involved public bases.",
        [("Peter Venn", "indirect", "Venn", "said", "Many of the closures … have involved public bases")],
    ),
    (
        "Peter Venn came. “We are ready,” Venn told reporters.\n"
        "“The alliance is ready, and it will stay ready.”\nThe meeting ended.",
        [
            (
                "Peter Venn",
                "direct",
                "Venn",
                "told",
                "“We are ready,” … “The alliance is ready, and it will stay ready.”",
            )
        ],
    ),
    (
        "Peter Venn came.\n“The first part is long.\n“The second part ends here,” Venn said.",
        [("Peter Venn", "direct", "Venn", "said", "“The first part is long. … “The second part ends here,”")],
    ),
    # a sentence a line
    (
        "Peter Venn came.\n"
        "“We are ready.\nThe alliance is ready.\nIt will stay ready,” Venn told reporters.\nThe meeting ended.",
        [
            (
                "Peter Venn",
                "direct",
                "Venn",
                "told",
                "“We are ready.\nThe alliance is ready.\nIt will stay ready,”",
            )
        ],
    ),
    (
        'Peter Venn came.\nVenn said: "We are ready.\nThe alliance is ready."\nThe meeting ended.',
        [("Peter Venn", "direct", "Venn", "said", '"We are ready.\nThe alliance is ready."')],
    ),
    (
        "The mayor rejected calls for an inquiry and accused Washington of bad faith.",
        [
            (None, "indirect", "The mayor", "rejected", "calls for an inquiry"),
            (None, "indirect", "The mayor", "accused", "Washington of bad faith"),
        ],
    ),
    (
        "Peter Venn came. Venn said the plan was sound, adding that Russia was rearming.",
        [
            ("Peter Venn", "indirect", "Venn", "said", "the plan was sound"),
            ("Peter Venn", "indirect", "Venn", "adding", "that Russia was rearming"),
        ],
    ),
    (
        "Maria Silva and Peter Novak argued that the deal was unfair.",
        [("Maria Silva", "indirect", "Maria Silva and Peter Novak", "argued", "that the deal was unfair")],
    ),
    ("The company's claims that it paid were false.", []),
    ("The bridge was said to be safe.", []),
    ("She walked to the station and bought a paper.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_statements(read, text, expected):
    assert read(text)[1] == expected


def test_a_pronoun_speaks_for_the_person_named_before(read):
    _, statements = read("Ms. Anna Berg met Mr. Peter Venn in Berlin. She said the talks had gone well.")
    assert statements == [("Anna Berg", "indirect", "She", "said", "the talks had gone well")]


def test_his_uncle_is_not_he(read):
    _, statements = read("Peter Venn is missing. “It is late,” his uncle, John Brandt, said. His uncle said no more.")
    assert [speaker for speaker, *_ in statements] == ["John Brandt", None]


def test_an_unclosed_quotation_is_not_guessed_at(read):
    _, statements = read("“We will go on, the mayor began. Nobody heard the end.")
    assert all(kind != "direct" for _, kind, *_ in statements)


def test_a_second_quotation_with_a_cue_of_its_own_is_a_second_statement(read):
    text = "“We want peace to last,” Peter Venn told reporters. “We have to do more,” he added."
    found = read(text)[1]
    assert [(speaker, cue, content) for speaker, _, _, cue, content in found] == [
        ("Peter Venn", "told", "“We want peace to last,”"),
        ("Peter Venn", "added", "“We have to do more,”"),
    ]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Vale's Harbour Committee", "Harbour Committee"),
        ("Vale’s Harbour Committee on Tuesday", "Harbour Committee"),
        ("the Harbour Committee late on Tuesday", "Harbour Committee"),
        ("the Ostvalian Harbour Committee", "Harbour Committee"),
        ("Vale's Harbour Committee of elders", None),  # another body, perhaps
        ("Vale and the Harbour Committee", None),  # which of the two?
    ],
)
def test_a_body_that_belongs_to_another_speaks_for_itself(source, named):
    names = {
        "Vale": Found("Vale", "state", True),
        "Harbour Committee": Found("Harbour Committee", "organization", False),
    }
    spans = sorted((source.index(n), n) for n in names if n in source)
    mentions = [Mention(at, at + len(n), n, n, "name", 0.9) for at, n in spans]
    assert speaker_of(source, (0, len(source)), mentions, names) == named


def test_a_source_that_begins_behind_its_name_is_his():
    text = "The port will open, said Ines Aro, who added that it was late. Odo Venn (R-Tex.) on Monday agreed."
    names = {"Ines Aro": Found("Ines Aro", "person", False), "Odo Venn": Found("Odo Venn", "person", False)}
    mentions = [Mention(text.index(n), text.index(n) + len(n), n, n, "name", 0.9) for n in names]
    sources = [(text.index(words), text.index(words) + len(words)) for words in ("who", "R-Tex.) on Monday")]
    assert [speaker_of(text, source, mentions, names) for source in sources] == ["Ines Aro", "Odo Venn"]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("The lawyer for Mrs. Aro, Odo Venn,", "Odo Venn"),
        ("An Aro adviser, Odo Venn,", "Odo Venn"),
        ("Aro, a friend of Odo Venn,", "Aro"),
        ("Aro, who had met Odo Venn,", "Aro"),
        ("An Aro aide", None),
        ("Two close allies of the minister", None),
        ("The merchant, who has endorsed Aro,", None),
        ("A spokesman for Aro", "Aro"),
    ],
)
def test_who_is_named_only_to_say_who_speaks_does_not_speak(source, named):
    names = {"Aro": Found("Aro", "person", False), "Odo Venn": Found("Odo Venn", "person", False)}
    spans = sorted((source.index(n), n) for n in names if n in source)
    mentions = [Mention(at, at + len(n), n, n, "name", 0.9) for at, n in spans]
    assert speaker_of(source, (0, len(source)), mentions, names) == named


@pytest.mark.parametrize(
    "actor_type, listed, speaks",
    [("person", False, True), ("organization", False, True), ("place", False, False), ("place", True, True)],
)
def test_a_headline_may_name_its_speaker_in_front_of_a_colon_but_a_place_only_says_where(
    book, actor_type, listed, speaks
):
    text, found = "Lorvik: storm took roofs off the sheds", {"lorvik": Found("Lorvik", actor_type, listed)}
    told = StatementFinder(book.cues["en"]).headline(text, [Mention(0, 6, "e1", "lorvik", "name", 0.6)], found)
    assert [(s.speaker_id, text[slice(*s.content[0])]) for s in told] == [("lorvik", text[8:])] * speaks


@pytest.mark.parametrize("headline, speaks", [("Norway: Three held after fire", False), ("Norway: We will pay", True)])
def test_a_country_in_front_of_a_headline_says_where_unless_it_says_we(book, headline, speaks):
    found = {"norway": Found("Norway", "state", True)}
    told = StatementFinder(book.cues["en"]).headline(headline, [Mention(0, 6, "e1", "norway", "name", 0.9)], found)
    assert [s.speaker_id for s in told] == ["norway"] * speaks
