"""Who is named: realistic sentences in, exact surfaces, canonical names and forms out."""

import itertools
import re

import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from standpoint.actors import find_mentions
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.reader import Named
from standpoint.text import quotations, sentences

CASES = [
    (
        "The list began with NATO Secretary General Mark Rutte and Dutch Prime Minister Dick Schoof in The Hague.",
        [
            ("NATO", "NATO", "name"),
            ("Mark Rutte", "Mark Rutte", "name"),
            ("Dutch Prime Minister", "Dick Schoof", "role"),
            ("Dick Schoof", "Dick Schoof", "name"),
            ("The Hague", "The Hague", "name"),
        ],
    ),
    (
        "The list began with the NATO chief. It ended with NATO’s secretary general.",
        [("NATO chief", "Mark Rutte", "role"), ("NATO’s secretary general", "Mark Rutte", "role")],
    ),
    (
        "Minister Rossi flew to Kyiv; Secretary Austin and the Paris Agreement were not mentioned.",
        [("Rossi", "Rossi", "name"), ("Kyiv", "Kyiv", "name"), ("Austin", "Lloyd Austin", "name")],
    ),
    (
        "The Danube Security Forum (DSF) published a study. The DSF said it was final.",
        [
            ("Danube Security Forum", "Danube Security Forum", "name"),
            ("DSF", "Danube Security Forum", "alias"),
            ("DSF", "Danube Security Forum", "alias"),
        ],
    ),
    (
        "The list began with Melania Trump and Eric Trump. It ended with Trump.",
        [
            ("Melania Trump", "Melania Trump", "name"),
            ("Eric Trump", "Eric Trump", "name"),
            ("Trump", "Donald Trump", "alias"),
        ],
    ),
    (
        "The list began with French President Emmanuel Macron and Angela Merkel. She was chancellor until 2021.",
        [
            ("French President", "Emmanuel Macron", "role"),
            ("Emmanuel Macron", "Emmanuel Macron", "name"),
            ("Angela Merkel", "Angela Merkel", "name"),
            ("She", "Angela Merkel", "pronoun"),
        ],
    ),
    (
        "The EU agreed. The Union will pay.",
        [("EU", "European Union", "alias"), ("Union", "European Union", "alias")],
    ),
    ("The miners' Union went on strike.", []),
    (
        "The North Korean leader Kim Jong Un and South Korean singers are named. South Korean leader John Doe is not.",
        [
            ("North Korean leader", "Kim Jong Un", "role"),
            ("Kim Jong Un", "Kim Jong Un", "name"),
            ("South Korean", "South Korea", "demonym"),
            ("South Korean", "South Korea", "demonym"),
            ("John Doe", "John Doe", "name"),
        ],
    ),
    (
        "The U.S. Justice Department sued. The department said so, the ministry did not.",
        [
            ("U.S. Justice Department", "Justice Department", "alias"),
            ("The department", "Justice Department", "role"),
        ],
    ),
    # one body, however it is written; an office of it is a body of its own
    (
        "The U.S. Department of the Treasury agreed. Treasury’s Office of Foreign Assets Control (OFAC) did, too.",
        [
            ("U.S. Department of the Treasury", "Treasury Department", "alias"),
            ("Treasury", "Treasury Department", "alias"),
            ("Office of Foreign Assets Control", "Office of Foreign Assets Control", "name"),
            ("OFAC", "Office of Foreign Assets Control", "alias"),
        ],
    ),
    (
        "The United States Department of State and the U.S. Department of Justice agreed.",
        [
            ("United States Department of State", "State Department", "alias"),
            ("U.S. Department of Justice", "Justice Department", "alias"),
        ],
    ),
    (
        "The Department of Defense (DoD) and HHS agreed.",
        [
            ("Department of Defense", "Pentagon", "alias"),
            ("DoD", "Pentagon", "alias"),
            ("HHS", "Department of Health and Human Services", "alias"),
        ],
    ),
    # where a text was written is no actor of what follows
    ("WASHINGTON — Norway agreed.", [("Norway", "Norway", "name")]),
    ("WASHINGTON, March 3 – Norway agreed.\n\nPRAGUE, 4 May\nIt did.", [("Norway", "Norway", "name")]),
    ("Washington — Norway agreed.", [("Norway", "Norway", "name")]),
    ("Saitama, Japan, Dec. 9 — Norway agreed.", [("Norway", "Norway", "name")]),
    ("Norway — at last — agreed.", [("Norway", "Norway", "name")]),
    ("The turkey was eaten in Turkey.", [("Turkey", "Turkey", "name")]),
    ("RBC-Ukraine reported it.", [("RBC-Ukraine", "RBC-Ukraine", "name")]),
    (
        "Mayor Tomas Lind and analyst Petra Okoye disagreed. Lind left.",
        [("Tomas Lind", "Tomas Lind", "name"), ("Petra Okoye", "Petra Okoye", "name"), ("Lind", "Tomas Lind", "alias")],
    ),
    # a day behind "administration" is no part of its name
    ("The report mentioned the Obama administration Monday.", [("Obama administration", "United States", "metonym")]),
    ("The list began with Donald Trump Jr. on Monday.", [("Donald Trump Jr.", "Donald Trump Jr.", "name")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_mentions(read, text, expected):
    assert read(text)[0] == expected


def test_a_department_that_no_codebook_lists_is_one_actor(finder):
    text = "The Tolvaer Department agreed. The Department of Tolvaer and the Fire Department left."
    reading = Article(finder)
    ids = [m.actor_id for m in find_mentions(reading, text, sentences(text), quotations(text))]
    assert ids[0] == ids[1] == "organization:department-of-tolvaer"
    assert ids[2:] == ["organization:fire-department"]


def test_a_name_that_the_reader_lets_begin_in_a_dateline_is_the_person_behind_it(finder):
    text = "WASHINGTON — Ines Aro agreed."
    named = [Named(0, text.index(" agreed"), "person", 0.9)]
    found = find_mentions(Article(finder), text, sentences(text), quotations(text), named)
    assert [(text[m.start : m.end], m.actor_id) for m in found] == [("Ines Aro", "person:ines-aro")]


def as_read(finder, text: str, *named: tuple[str, str]) -> list[tuple[str, str, str]]:
    """(surface, id, role) of the mentions of a text in which the learned reader saw these names as of these kinds."""
    names = [Named(m.start(), m.end(), kind, 0.5) for name, kind in named for m in re.finditer(re.escape(name), text)]
    reading = Article(finder, "2025-05-06")
    found = find_mentions(reading, text, sentences(text), quotations(text), sorted(names))
    return [(text[m.start : m.end], m.actor_id, reading.found[m.actor_id].role) for m in found]


@pytest.mark.parametrize("kind", ["person", "organization", "place"])
@pytest.mark.parametrize("place", ["the port of Tolvaer", "The northern harbour of Tolvaer", "the town of Tolvaer"])
def test_the_port_of_a_name_shows_a_place_whatever_it_was_read_as(finder, kind, place):
    text = f"They would sell {place}. Tolvaer is poor."
    assert as_read(finder, text, ("Tolvaer", kind)) == [("Tolvaer", "place:tolvaer", "")] * 2


@pytest.mark.parametrize("kind", ["organization", "place"])
@pytest.mark.parametrize(
    "text",
    [
        "Spokeswoman Ilse Grann left.",
        "White House spokeswoman Ilse Grann left.",
        "A spokeswoman for the port authority, Ilse Grann, left.",
        "The union’s chairwoman, Ilse Grann, left.",
        "It was told to Judge Ilse Grann on Monday.",
    ],
)
def test_a_full_name_beside_the_office_of_a_person_is_a_person_whatever_it_was_read_as(finder, kind, text):
    assert as_read(finder, text, ("Ilse Grann", kind))[-1][:2] == ("Ilse Grann", "person:ilse-grann")


def test_a_known_first_name_in_front_of_an_office_is_a_person_whatever_it_was_read_as(finder):
    found = as_read(finder, "Clara Lund, the minister for ports, left.", ("Clara Lund", "organization"))
    assert found == [("Clara Lund", "person:clara-lund", "")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talks of the minister, Best Harbour, and the crews failed.", "Best Harbour"),
        ("Best Harbour, the minister said, would pay.", "Best Harbour"),
        ("Spokeswoman Best Harbour Association left.", "Best Harbour Association"),
        ("The judge Ilse Grann Museum named is here.", "Ilse Grann"),
        ("A spokeswoman for Best Harbour left.", "Best Harbour"),
    ],
)
def test_a_name_that_merely_stands_near_an_office_stays_what_it_was_read_as(finder, text, name):
    (found,) = as_read(finder, text, (name, "organization"))
    assert found[1].startswith("organization:")


def test_of_is_no_title(finder):
    assert as_read(finder, "A friend of Tolvaer left.", ("Tolvaer", "person")) == [("Tolvaer", "person:tolvaer", "")]
    text = "Secretary of State Clara Lund left."
    assert as_read(finder, text, ("Secretary of State Clara Lund", "person")) == [
        ("Clara Lund", "person:clara-lund", "Secretary of State")
    ]


def test_an_office_names_who_held_it_at_the_articles_date(read):
    text = "The list began with the NATO chief."
    assert read(text, "2019-05-01")[0] == [("NATO chief", "Jens Stoltenberg", "role")]
    assert read(text, "2025-05-01")[0] == [("NATO chief", "Mark Rutte", "role")]
    assert read(text, "1990-01-01")[0] == [("NATO", "NATO", "name")]


def test_a_former_office_holder_is_not_the_present_one(read):
    assert read("A former NATO chief arrived.")[0] == [("NATO", "NATO", "name")]


@pytest.mark.parametrize("part", ["committee on ports", "energy panel"])
def test_the_chair_of_a_part_of_a_body_does_not_lead_the_body(read, part):
    whole = "The head of the House of Representatives"
    assert read(f"{whole} arrived.", "2014-03-04")[0] == [(whole[4:], "John Boehner", "role")]
    house = ("House of Representatives", "United States House of Representatives", "alias")
    assert read(f"{whole} {part} arrived.", "2014-03-04")[0] == [house]


def test_an_office_that_somebody_is_to_hold_is_not_who_holds_it(read):
    text = "NATO wants Ines Aro as president of the United States."
    assert read(text)[0] == [
        ("NATO", "NATO", "name"),
        ("Ines Aro", "Ines Aro", "name"),
        ("United States", "United States", "name"),
    ]


def test_he_is_whom_the_sentence_before_ends_by_introducing(read):
    mentions, _ = read("Mr. Peter Venn said it depends on the new US President Tomas Aro. He has promised much.")
    assert mentions[-1] == ("He", "Tomas Aro", "pronoun")


def test_he_is_the_subject_of_the_sentence_before_otherwise(read):
    mentions, _ = read("Mr. Peter Venn will meet Mr. Tomas Aro in spring. He takes office on Monday.")
    assert mentions[-1] == ("He", "Peter Venn", "pronoun")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The House passed the bill, and the Senate will vote on it.", True),
        ("The House passed the bill on Monday.", False),
        ("The Senate heard the House Intelligence Committee.", False),
        ("The Senate praised the White House.", False),
    ],
)
def test_a_short_name_counts_beside_an_actor_that_it_is_known_by(read, text, named):
    mentions, _ = read(text)
    assert (("House", "United States House of Representatives", "alias") in mentions) == named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("African Americans and Mexican Americans voted.", ["African Americans", "Mexican Americans"]),
        ("An African-American judge and French Canadians spoke.", ["African Americans", "French Canadians"]),
        ("Latin American leaders met Russians, Germans and Poles.", ["Latin America", "Russia", "Germany", "Poland"]),
    ],
)
def test_a_people_of_two_names_is_neither_of_two_states(read, text, names):
    mentions, _ = read(text)
    assert [name for _, name, _ in mentions] == names


@pytest.mark.parametrize(
    ("day", "text", "carney"),
    [
        ("2013-02-01", "The list began with Spokesman Jay Carney. It ended with Carney.", "Jay Carney"),
        ("2013-02-01", "The list began with Carney. It ended with Spokesman Jay Carney.", "Mark Carney"),
        # who leads Canada by then
        ("2025-06-01", "The list began with Spokesman Jay Carney. It ended with Carney.", "Mark Carney"),
    ],
)
def test_a_surname_means_whom_the_article_introduced_unless_its_bearer_leads_a_state(book, day, text, carney):
    article = Article(ActorFinder(book), day)
    mentions = find_mentions(article, text, sentences(text), quotations(text))
    (alone,) = (m for m in mentions if text[m.start : m.end] == "Carney")
    assert article.found[alone.actor_id].name == carney


UNION = """actors:
  - {id: tolvaer, name: Tolvaer, type: state, demonyms: [Tolvaeran]}
  - id: sailors
    name: Tolvaeran Sailors' Union
    type: organization
    aliases: [Sailors' Union, Sailors’ League]
  - id: una-o-dowd
    name: Una O’Dowd
    type: person
    gender: f
    offices: [{title: President, of: sailors, start: 2024-01-01}]
outlets: [{id: helmsman, name: Helmsman’s Daily}]
"""


@pytest.mark.parametrize("mark", "'’")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Tolvaeran Sailors' Union met.", [("Tolvaeran Sailors' Union", "Tolvaeran Sailors' Union", "name")]),
        (
            "The Sailors' Union and the Sailors' League met.",
            [
                ("Sailors' Union", "Tolvaeran Sailors' Union", "alias"),
                ("Sailors' League", "Tolvaeran Sailors' Union", "alias"),
            ],
        ),
        (
            "Una O'Dowd told the Helmsman's Daily.",
            [("Una O'Dowd", "Una O’Dowd", "name"), ("Helmsman's Daily", "Helmsman’s Daily", "name")],
        ),
        ("Ms. O'Dowd left.", [("O'Dowd", "Una O’Dowd", "name")]),
        ("The Sailors' Union's president left.", [("Sailors' Union's president", "Una O’Dowd", "role")]),
    ],
)
def test_a_name_of_the_codebook_is_found_with_either_apostrophe(union, mark, text, expected):
    text = text.replace("'", mark)
    reading = Article(union, "2025-01-13")
    found = find_mentions(reading, text, sentences(text), quotations(text))
    rows = [(text[m.start : m.end], reading.found[m.actor_id].name, m.form) for m in found]
    assert rows == [(surface.replace("'", mark), name, form) for surface, name, form in expected]


@pytest.fixture(scope="module")
def union(tmp_path_factory):
    path = tmp_path_factory.mktemp("codebook") / "union.yaml"
    path.write_text(UNION, encoding="utf-8")
    return ActorFinder(load_codebook([path]))


OWN = """
actors:
  - {id: vale, name: Vale, type: state}
  - {id: treasury, name: Vale Treasury, type: organization}
  - {id: ina-orrick, name: Ina Orrick, type: person, gender: f, offices: [{title: Harbour Minister, of: vale}]}
  - {id: lev-stane, name: Lev Stane, type: person}
  - {id: mira-stane, name: Mira Stane, type: person}
"""


ORRICK, MR_ORRICK = ("Orrick", "Ina Orrick", "name"), ("Orrick", "Orrick", "name")


@pytest.mark.parametrize(
    ("text", "learned", "rules"),
    [
        ("This week Orrick resigned.", [ORRICK], [ORRICK]),
        ("Ms. Orrick resigned.", [ORRICK], [ORRICK]),
        ("Mr. Orrick resigned.", [MR_ORRICK], [MR_ORRICK]),  # she is no Mr.
        (
            "Otto Orrick, a farmer, came. Orrick waited.",
            [("Otto Orrick", "Otto Orrick", "name"), ("Orrick", "Otto Orrick", "alias")],
            [("Otto Orrick", "Otto Orrick", "name"), ("Orrick", "Otto Orrick", "alias")],
        ),
        ("This week Stane resigned.", [("Stane", "Stane", "name")], []),  # there are two
        (
            "Orrick said no. The harbour minister left.",
            [ORRICK, ("The harbour minister", "Ina Orrick", "role")],
            [ORRICK, ("The harbour minister", "Ina Orrick", "role")],
        ),
    ],
)
def test_a_surname_alone_means_the_one_person_of_that_name_whom_the_analyst_lists(own, text, learned, rules):
    named = [Named(*m.span(), "person", 0.9) for m in re.finditer(r"(?:Otto )?Orrick|Stane", text)]
    for names, expected in ((named, learned), (None, rules)):
        reading = Article(own, "2025-01-13")
        found = find_mentions(reading, text, sentences(text), quotations(text), named=names)
        assert [(text[m.start : m.end], reading.found[m.actor_id].name, m.form) for m in found] == expected


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("codebook") / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return ActorFinder(load_codebook([path]))


@pytest.fixture(scope="module")
def finder(book):
    return ActorFinder(tiny.with_people(book))


WORDS = st.sampled_from(
    "NATO Falk Odo the EU Union Kremlin’s He said Tarn Jr. Mr. O'Neill van der Berg Ministry of U.S. 中国 🙂".split(" ")
    + "e\u0301 “ ” \n , . ( ) \u00a0".split(" ")
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_mentions_slice_to_their_surface_in_order_without_overlap(finder, text):
    mentions = find_mentions(Article(finder, "2025-01-13"), text, sentences(text), quotations(text))
    assert all(0 <= m.start < m.end <= len(text) and text[m.start : m.end].strip() for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))


def test_the_chair_of_a_caucus_is_not_the_speaker_of_its_chamber(read):
    text = "Rep. Clara Lund, the chairman of the House Democratic Caucus, was early."
    mentions, _ = read(text)
    assert mentions == [("Clara Lund", "Clara Lund", "name"), ("Democratic", "Democratic Party", "demonym")]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Ricardo Orrosel Nevar resigned. Orrosel said so.", ["Ricardo Orrosel Nevar"]),
        ("Ricardo Orrosel Nevar and Ana Orrosel Vey met. Orrosel left.", ["Orrosel"]),  # there are two
        ("Ricardo Orrosel Nevar met Ana Orrosel. Orrosel left.", ["Ana Orrosel"]),
    ],
)
def test_a_surname_in_front_of_the_last_means_its_only_bearer(finder, text, alone):
    names = [Named(*m.span(), "person", 0.9) for m in re.finditer(r"(?:Ricardo|Ana) \w+(?: Nevar| Vey)?|Orrosel", text)]
    reading = Article(finder, "2025-01-13")
    found = find_mentions(reading, text, sentences(text), quotations(text), named=names)
    assert [reading.found[m.actor_id].name for m in found if text[m.start : m.end] == "Orrosel"] == alone


def test_an_address_by_office_is_no_name(finder):
    text = "“Thank you, Mr. President. We are done,” Ines Aro said. Mr. Venn left."
    article = Article(finder, "2025-01-13")
    found = find_mentions(article, text, sentences(text), quotations(text), named=[])
    assert [text[m.start : m.end] for m in found] == ["Venn"]


def test_a_family_name_in_front_and_half_of_the_given_name_are_somebody_else(finder):
    text = "The list has Kim Il, a farmer. Kim Jong Un is not on it, and Kim is no farmer."
    named = [Named(text.index("Kim Il"), text.index("Kim Il") + 6, "person", 0.9)]
    found = find_mentions(Article(finder, "2025-01-13"), text, sentences(text), quotations(text), named=named)
    ids = [m.actor_id for m in found if text[m.start : m.end].startswith("Kim")]
    assert ids == ["person:kim-il", "kim-jong-un", "kim-jong-un"]
