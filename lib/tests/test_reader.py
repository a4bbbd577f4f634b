"""The learned reader: windows keep offsets, labels decode as told, attributions become statements."""

import json
import re

import numpy as np
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from standpoint.actors import Mention, find_mentions
from standpoint.attributed import attributed
from standpoint.claim_reader import ClaimReader
from standpoint.errors import InputError
from standpoint.introduced import Article
from standpoint.listed import ActorFinder, Found
from standpoint.reader import Attribution, Named, Reader, joined
from standpoint.relation_reader import RelationReader
from standpoint.second_look import SecondLook
from standpoint.statements import StatementFinder
from standpoint.text import quotations, sentences
from standpoint.windows import windows

TEXT = (
    "Anna Kovac said the port would reopen. “It is ready,” she said. “Ships may come.”\n\nThe harbour union disagreed."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    letters = {c: i + 1 for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}
    vocabulary = {"[UNK]": 0} | letters | {f"##{c}": i + 100 for c, i in letters.items()}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def test_windows_tell_where_sentences_paragraphs_and_quotations_lie(tokenizer):
    (window,) = windows(tokenizer, TEXT, sentences(TEXT), quotations(TEXT))
    opening = [TEXT[a : a + 4] for a, mark in zip(window.starts, window.breaks, strict=True) if mark == 2]
    assert opening == ["Anna", "The "]
    quoted = {a for a, inside in zip(window.starts, window.quoted, strict=True) if inside}
    assert TEXT.index("ready") in quoted and TEXT.index("harbour") not in quoted


@settings(deadline=None)
@given(st.text("ab “”.\n'Z9", max_size=300), st.integers(6, 30))
def test_windows_hold_every_word_once_and_stay_within_their_limit(tokenizer, text, limit):
    pieces = []
    for window in windows(tokenizer, text, sentences(text), quotations(text), limit):
        assert len(window.pieces) <= limit
        pieces += list(zip(window.starts, window.ends, strict=True))[1:-1]
    assert pieces == sorted(pieces)
    covered = {i for a, b in pieces for i in range(a, b)}
    assert covered == {i for a, b in sentences(text) for i in range(a, b) if not text[i].isspace()}


def test_sources_and_contents_join_the_cue_that_they_point_to():
    parts = [
        ("source", 0, 4, 0.9, [1]),
        ("cue", 5, 9, 0.8, [2]),
        ("content", 10, 20, 0.7, [3, 4]),
        ("content", 30, 40, 0.6, [6]),
        ("cue", 50, 54, 0.9, [7]),
    ]
    links = np.zeros((8, 8))
    for piece, cue in ((1, 2), (2, 2), (3, 2), (4, 2), (6, 0), (7, 7)):
        links[piece, cue] = 5
    first, alone = joined(parts, links)
    assert (first.source, first.cue, first.content) == (((0, 4),), ((5, 9),), ((10, 20),))
    assert (alone.source, alone.cue, alone.content) == ((), (), ((30, 40),))  # the last cue introduces nothing


def test_attributions_become_statements_and_a_quotation_without_a_cue_goes_on(book):
    def at(words: str) -> tuple[int, int]:
        return TEXT.index(words), TEXT.index(words) + len(words)

    mentions = [Mention(*at("Anna Kovac"), "e1", "person:anna-kovac", "name", 0.9)]
    mentions.append(Mention(*at("she"), "e1", "person:anna-kovac", "pronoun", 0.7))
    found = {"person:anna-kovac": Found("Anna Kovac", "person", False)}
    said = TEXT.index("she said") + 4
    read = [
        Attribution((at("Anna Kovac"),), (at("said"),), (at("the port would reopen"),), 0.9),
        Attribution((at("she"),), ((said, said + 4),), (at("It is ready"),), 0.8),
        Attribution((), (), (at("Ships may come"),), 0.3),
    ]
    patterns = StatementFinder(book.cues["en"]).patterns
    rows = attributed(TEXT, sentences(TEXT), quotations(TEXT), mentions, found, read, [], patterns)
    assert [(s.kind, s.speaker_id, [TEXT[a:b] for a, b in s.content]) for s in rows] == [
        ("indirect", "person:anna-kovac", ["the port would reopen"]),
        ("direct", "person:anna-kovac", ["“It is ready,”", "“Ships may come.”"]),
    ]


def test_whoever_spoke_in_the_sentence_adds_to_it(book):
    text = "Anna Kovac said the port would reopen, adding that ships may come. Noting the cold, the crew stayed."

    def at(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    mentions = [Mention(*at("Anna Kovac")[0], "e1", "person:anna-kovac", "name", 0.9)]
    found = {"person:anna-kovac": Found("Anna Kovac", "person", False)}
    read = [
        Attribution(at("Anna Kovac"), at("said"), at("the port would reopen"), 0.9),
        Attribution((), at("adding"), at("that ships may come"), 0.9),
        Attribution((), at("Noting"), at("the cold"), 0.9),
    ]
    patterns = StatementFinder(book.cues["en"]).patterns
    rows = attributed(text, sentences(text), quotations(text), mentions, found, read, [], patterns)
    assert [s.speaker_id for s in rows] == ["person:anna-kovac", "person:anna-kovac", None]


@pytest.mark.parametrize(
    ("load", "name"),
    [
        (Reader, "reader.onnx"),
        (ClaimReader, "words.npz"),
        (RelationReader, "relations.onnx"),
        (SecondLook, "second_look.onnx"),
    ],
)
def test_a_damaged_model_file_is_named(tmp_path, load, name):
    (tmp_path / "reader.json").write_text(json.dumps({"sha256": {name: "00" * 32}}))
    (tmp_path / name).write_bytes(b"half a file")
    with pytest.raises(InputError, match=rf"{re.escape(name)}.*damaged"):
        load(tmp_path)


NAMED = [
    (
        "Kovac spoke. Zakho and Kovac agreed, said Kovac. Mr. Novakowski left before Haldor did.",
        [("Kovac", "person", 0), ("Kovac", "place", 1), ("Kovac", "person", 2), ("Zakho", "place", 0)],
        [
            ("Kovac", "person:kovac"),
            ("Zakho", "place:zakho"),
            ("Kovac", "person:kovac"),  # one name, one kind
            ("Kovac", "person:kovac"),
            ("Novakowski", "person:novakowski"),  # passed over, but addressed
            ("Haldor", "person:haldor"),  # passed over, but the surname of somebody whom the codebook lists
        ],
    ),
    ("Clinton county voted. Hunt began.", [], []),  # what opens a sentence may be no name
    (
        "Jo Berg met Mara Lind.\nMINISTER BERG: I agree. MS. LIND: So do I.",  # transcripts set speakers in capitals
        [("Jo Berg", "person", 0), ("Mara Lind", "person", 0), ("BERG", "person", 0), ("LIND", "person", 0)],
        [
            ("Jo Berg", "person:jo-berg"),
            ("Mara Lind", "person:mara-lind"),
            ("BERG", "person:jo-berg"),
            ("LIND", "person:mara-lind"),
        ],
    ),
    (
        "Vermont Sen. Ines Aro met Jo Berg of Maine.",  # a state before or behind a name is no part of it
        [("Vermont Sen. Ines Aro", "person", 0), ("Jo Berg of Maine", "person", 0)],
        [("Ines Aro", "person:ines-aro"), ("Jo Berg", "person:jo-berg")],
    ),
    (
        "Ursula van der Berg met Ricardo De La Torva. Van der Berg left, De La Torva stayed.",
        [
            ("Ursula van der Berg", "person", 0),
            ("Ricardo De La Torva", "person", 0),
            ("Van der Berg", "person", 0),
            ("De La Torva", "organization", 1),
        ],
        [
            ("Ursula van der Berg", "person:ursula-van-der-berg"),
            ("Ricardo De La Torva", "person:ricardo-de-la-torva"),
            ("Van der Berg", "person:ursula-van-der-berg"),
            ("De La Torva", "person:ricardo-de-la-torva"),
        ],
    ),
    (
        "Emil J. Haldor III met Odo Aro Jr. on Monday. Haldor and Aro talked.",  # a number is no part of a surname
        [
            ("Emil J. Haldor III", "person", 0),
            ("Odo Aro Jr.", "person", 0),
            ("Haldor", "person", 1),
            ("Aro", "person", 1),
        ],
        [
            ("Emil J. Haldor III", "emil-haldor"),
            ("Odo Aro Jr.", "person:odo-aro-jr"),
            ("Haldor", "emil-haldor"),
            ("Aro", "person:odo-aro-jr"),
        ],
    ),
    (
        "Odo Aro met Odo Aro Jr. on Monday. Aro left.",  # beside his father, a junior is not who the surname means
        [("Odo Aro", "person", 0), ("Odo Aro Jr.", "person", 0), ("Aro", "person", 2)],
        [("Odo Aro", "person:odo-aro"), ("Odo Aro Jr.", "person:odo-aro-jr"), ("Aro", "person:odo-aro")],
    ),
    (
        "White House Press Secretary Jo Berg, D-Ohio, met Georgia Lund (R-Utah) and “[Ines] Aro.”",
        [
            ("White House Press Secretary Jo Berg, D-Ohio", "person", 0),
            ("Georgia Lund (R-Utah", "person", 0),
            ("Ines] Aro", "person", 0),
        ],
        [
            ("White House", "united-states"),
            ("Jo Berg", "person:jo-berg"),
            ("Georgia Lund", "person:georgia-lund"),
            ("Ines] Aro", "person:ines-aro"),
        ],
    ),
    (
        "Lund, R-S.C., met Ines Aro of the ports' union.",  # a seat is no name, nor is an apostrophe part of one
        [
            ("Lund", "person", 0),
            ("R-S.C.", "organization", 0),
            ("Ines Aro", "person", 0),
            ("ports'", "organization", 0),
        ],
        [("Lund", "person:lund"), ("Ines Aro", "person:ines-aro"), ("ports", "organization:ports")],
    ),
    (
        "Ines Aro’s brilliance - and Odo Venn - won.",
        [("Ines Aro’s brilliance", "person", 0), ("Odo Venn -", "person", 0)],
        [("Ines Aro", "person:ines-aro"), ("Odo Venn", "person:odo-venn")],
    ),
    (
        "Senate Democrats met the House Republicans.",  # members are their party, whatever chamber they sit in
        [("Senate Democrats", "organization", 0), ("House Republicans", "organization", 0)],
        [("Democrats", "democratic-party"), ("Republicans", "republican-party")],
    ),
    (
        "Odo Norway spoke. Norway left Norway on Monday.",  # a country's name may be somebody's
        [("Odo Norway", "person", 0), ("Norway", "person", 1), ("Norway", "place", 2)],
        [("Odo Norway", "person:odo-norway"), ("Norway", "person:odo-norway"), ("Norway", "norway")],
    ),
    (
        "Odo Norway spoke. Norway said it was late.",  # who speaks is he, whatever it was read as
        [("Odo Norway", "person", 0), ("Norway", "place", 1)],
        [("Odo Norway", "person:odo-norway"), ("Norway", "person:odo-norway")],
    ),
    (
        "Emma Reuters spoke, Reuters reported. Ms. Reuters left. The ship waited for Reuters.",
        [
            ("Emma Reuters", "person", 0),
            ("Reuters", "organization", 1),
            ("Reuters", "person", 2),
            ("Reuters", "person", 3),
        ],
        [
            ("Emma Reuters", "person:emma-reuters"),
            ("Reuters", "reuters"),
            ("Reuters", "person:emma-reuters"),
            ("Reuters", "person:emma-reuters"),
        ],
    ),
    (
        "The Northern Arctic Treaty Officers (NATO) met. NATO left.",  # an abbreviation means whom the article says
        [("Northern Arctic Treaty Officers", "organization", 0)],
        [
            ("Northern Arctic Treaty Officers", "organization:northern-arctic-treaty-officers"),
            ("NATO", "organization:northern-arctic-treaty-officers"),
            ("NATO", "organization:northern-arctic-treaty-officers"),
        ],
    ),
    (
        "Dick Lund met Richard J. Lund’s sons, Richard K. Lund and Odo Lund.",  # a short form, but not another initial
        [(n, "person", 0) for n in ("Dick Lund", "Richard J. Lund", "Richard K. Lund", "Odo Lund")],
        [
            ("Dick Lund", "person:dick-lund"),
            ("Richard J. Lund", "person:dick-lund"),
            ("Richard K. Lund", "person:richard-k-lund"),
            ("Odo Lund", "person:odo-lund"),
        ],
    ),
    (
        "Lorvik Port Authority met. The port authority of Sund left, and the port authority said no.",  # in short
        [("Lorvik Port Authority", "organization", 0)],
        [
            ("Lorvik Port Authority", "organization:lorvik-port-authority"),
            ("the port authority", "organization:lorvik-port-authority"),
        ],
    ),
    (
        "Lorvik Port Authority met Sund Port Authority. The port authority said no.",  # which of the two?
        [("Lorvik Port Authority", "organization", 0), ("Sund Port Authority", "organization", 0)],
        [
            ("Lorvik Port Authority", "organization:lorvik-port-authority"),
            ("Sund Port Authority", "organization:sund-port-authority"),
        ],
    ),
    (
        "Top Democrats met. Some House Republicans left.",
        [("Top Democrats", "organization", 0), ("Some House Republicans", "organization", 0)],
        [("Democrats", "democratic-party"), ("Republicans", "republican-party")],
    ),
    (
        "Ervin Haldor spoke.\n\nWHAT HALDOR SAID ABOUT FERRIES\n\nHaldor left.",  # in a heading he is no body
        [("Ervin Haldor", "person", 0), ("HALDOR", "organization", 0), ("Haldor", "person", 1)],
        [("Ervin Haldor", "person:ervin-haldor"), ("HALDOR", "person:ervin-haldor"), ("Haldor", "person:ervin-haldor")],
    ),
    (
        "Haldor and Tarn tied at sundown. “No,” @realHugoTarn wrote. Josef R. Tolk Jr. left.",
        [
            ("Haldor and Tarn", "person", 0),
            ("sundown", "person", 0),
            ("realHugoTarn", "person", 0),
            ("Josef R. Tolk Jr.", "person", 0),
        ],
        [
            ("Haldor", "person:haldor"),
            ("Tarn", "hugo-tarn"),
            ("realHugoTarn", "hugo-tarn"),
            ("Josef R. Tolk Jr.", "josef-tolk"),
        ],
    ),
    (
        "Rhys O’Tolver met Emil H. Haldor Jr. on Monday. O'Tolver and Mr. Haldor spoke.",  # one spelling of a name
        [
            ("Rhys O’Tolver", "person", 0),
            ("Emil H. Haldor Jr.", "person", 0),
            ("O'Tolver", "person", 0),
            ("Haldor", "person", 1),
        ],
        [
            ("Rhys O’Tolver", "person:rhys-o-tolver"),
            ("Emil H. Haldor Jr.", "emil-haldor"),
            ("O'Tolver", "person:rhys-o-tolver"),
            ("Haldor", "emil-haldor"),
        ],
    ),
    (
        "Hugo Tarn met Hugo J. Tarn Jr. there.",  # but a son is not his father
        [("Hugo Tarn", "person", 0), ("Hugo J. Tarn Jr.", "person", 0)],
        [("Hugo Tarn", "hugo-tarn"), ("Hugo J. Tarn Jr.", "person:hugo-j-tarn-jr")],
    ),
    ("The White House spoke.", [("The White House", "organization", 0)], [("White House", "united-states")]),
]


@pytest.mark.parametrize("text, seen, expected", NAMED)
def test_names_that_the_reader_passed_over_or_read_in_two_ways(book, text, seen, expected):
    starts = {name: [i for i in range(len(text)) if text.startswith(name, i)] for name, _, _ in seen}
    named = sorted(Named(starts[n][k], starts[n][k] + len(n), kind, 0.9) for n, kind, k in seen)
    article = Article(ActorFinder(tiny.with_people(book)))
    mentions = find_mentions(article, text, sentences(text), quotations(text), named)
    assert [(text[m.start : m.end], m.actor_id) for m in mentions] == expected


def test_a_later_title_is_the_role_of_one_whom_the_article_has_named(book):
    text = "Dick Lund spoke. President Richard Lund left. The president slept."
    names = ("Dick Lund", "President Richard Lund")
    named = [Named(text.index(n), text.index(n) + len(n), "person", 0.9) for n in names]
    article = Article(ActorFinder(tiny.with_people(book)))
    mentions = find_mentions(article, text, sentences(text), [], named)
    assert [m.actor_id for m in mentions] == ["person:dick-lund"] * 3
    assert article.found["person:dick-lund"].role == "President"


@pytest.mark.parametrize(
    "headline, kind, named",
    [
        ("Fishy: council hid a report on the quay", "person", False),
        ("Fishy: council hid a report on the quay", "organization", False),
        ("Lorvik: storm takes roofs off the sheds", "place", True),
        ("Lund: council hid a report on the quay", "person", True),
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_a_word_that_labels_a_headline_is_nobody_unless_the_article_names_him(book, headline, kind, named, apart):
    body = "Clara Lund said on Monday that the council had hidden a report on the quay for two years. "
    body += "It did not answer questions that were sent to it in writing last week, and again on Sunday, it was said."
    article = Article(ActorFinder(book))
    word = headline.partition(":")[0]
    text = headline if apart else f"{headline}\n\n{body}"
    if apart:
        find_mentions(article, body, sentences(body), [], [Named(0, 10, "person", 0.9)])
    seen = [Named(0, len(word), kind, 0.9)]
    if not apart:
        seen.append(Named(text.index("Clara Lund"), text.index("Clara Lund") + 10, "person", 0.9))
    mentions = find_mentions(article, text, sentences(text), [], seen)
    assert (0 in [m.start for m in mentions]) is named


def test_a_headline_alone_may_be_somebodys_words(book):
    article, text = Article(ActorFinder(book)), "Haldor: the quay must stay"
    (only,) = find_mentions(article, text, sentences(text), [], [Named(0, 6, "person", 0.9)])
    assert only.actor_id == "person:haldor"
