"""The codebook: merged from files, checked, and wrong in words that point at the line."""

import pytest

from standpoint.codebook import load_codebook
from standpoint.errors import InputError


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ten_line_codebook_asks_its_own_issues(tmp_path):
    mine = write(
        tmp_path / "wages.yaml",
        """\
issues:
  - id: minimum-wage
    claim: "The minimum wage should be raised."
    en:
      terms: [minimum wage, hourly pay floor]
      against: [job killer]
actors:
  - {id: low-pay-forum, name: Low Pay Forum, type: organization}
""",
    )
    book = load_codebook([mine])
    assert list(book.issues) == ["minimum-wage"]
    assert book.issues["minimum-wage"].wording["en"].terms == ("minimum wage", "hourly pay floor")
    assert book.actors["low-pay-forum"].name == "Low Pay Forum"
    assert book.actors["nato"].name == "NATO"


def test_topics_choose_among_the_seed_issues(tmp_path, book):
    chosen = load_codebook([write(tmp_path / "c.yaml", "topics: [climate]")])
    assert set(chosen.issues) == {i.id for i in book.issues.values() if i.topic == "climate"}
    assert len(chosen.issues) >= 4


def test_an_issue_of_a_seed_id_keeps_the_seed_wording_it_does_not_replace(tmp_path, book):
    mine = write(tmp_path / "c.yaml", 'issues:\n  - {id: defence-spending, claim: "Europe should spend more on arms."}')
    issue = load_codebook([mine]).issues["defence-spending"]
    assert issue.claim == "Europe should spend more on arms."
    assert issue.wording["en"] == book.issues["defence-spending"].wording["en"]


def test_equal_codebooks_have_equal_fingerprints_and_an_edit_changes_them(tmp_path):
    one = write(tmp_path / "one.yaml", 'issues:\n  - {id: a, claim: "Trams should be free."}')
    two = write(tmp_path / "two.yaml", 'issues:\n  - {claim: "Trams should be free.", id: a}')
    three = write(tmp_path / "three.yaml", 'issues:\n  - {id: a, claim: "Trams should be fast."}')
    assert load_codebook([one]).fingerprint == load_codebook([two]).fingerprint
    assert load_codebook([one]).fingerprint != load_codebook([three]).fingerprint


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("actors:\n  - {id: x, name: X, type: alien}\n", 2, "'alien' is not one of"),
        (
            "actors:\n  - id: x\n    name: X\n    type: person\n    nmae: Y\n",
            5,
            "key 'nmae' is unknown; did you mean `name`?",
        ),
        (
            "actors:\n  - {id: x, name: X, type: person, country: atlantis}\n",
            2,
            "names 'atlantis', which is no actor's id",
        ),
        (
            "actors:\n  - {id: x, name: X, type: state, short_names: [It], short_beside: [atlantis]}\n",
            2,
            "the short_beside names 'atlantis', which is no actor's id",
        ),
        (
            "actors:\n  - {id: x, name: X, type: state}\n  - {id: x, name: Y, type: state}\n",
            3,
            "the id 'x' stands twice",
        ),
        (
            "actors:\n  - id: x\n    name: X\n    type: person\n    offices:\n"
            "      - {title: President, of: ukraine, start: 2020-05-01, end: 2019-01-01}\n",
            6,
            "ends (2019-01-01) before it starts",
        ),
        ("issues:\n  - {id: y, claim: Tariffs}\n", 2, "is not a proposition"),
        ("issues:\n  - {id: y, claim: Should tariffs be raised?}\n", 2, "is a question"),
        ("topics: [gardening]\n", 1, "no issue has the topic 'gardening'"),
        ("issues:\n  - {id: y, claim: 'unclosed}\n", None, "is not valid YAML"),
        ("a: &x [1]\nb: *x\n", 1, "uses a YAML anchor or alias"),
        ("actors:\n  - {id: x, id: y, name: X, type: state}\n", 2, "the key 'id' stands twice"),
        ("wrong: 1\n", 1, "the key 'wrong' is unknown. To fix it: leave it out"),
        (
            "issues:\n  - id: y\n    claim: Trams should be free.\n    term:\n      - tram\n",
            4,
            "'term' is unknown; did you mean `terms`, under `en:`? To fix it: leave it out, or use one of these: "
            "id, claim, topic, threshold, a key such as en.",
        ),
        (
            "issues:\n  - id: y\n    claim: Trams should be free.\n    en:\n      term: [tram]\n",
            5,
            "issues.0.en: the key 'term' is unknown; did you mean `terms`?",
        ),
    ],
)
def test_errors_name_the_file_the_line_and_the_remedy(tmp_path, text, line, says):
    path = write(tmp_path / "mine.yaml", text)
    with pytest.raises(InputError) as caught:
        load_codebook([path])
    message = str(caught.value)
    assert "mine.yaml" in message and says in message and "To fix it:" in message
    if line:
        assert f"line {line}:" in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("topics: []\nactors:\n  - {id: aro, name: 'Ines Aro, type: person}\n\n", 3, "not closed (found"),
        ("topics: [trams\nissues: []\nactors: []\n", 1, "a bracket is opened here, and by line 2 it is not closed"),
        ("issues:\n  - 'a\n  - 'b'\n", 2, "that is opened in line 2 is closed only in line 3"),
        ("issues:\n  - [a, b\n  - c]\n  d\n", None, "is not valid YAML"),
        ("topics: [a]\n  x: 'y'\n", 2, "is not valid YAML"),
    ],
)
def test_what_is_not_closed_is_told_where_it_begins(tmp_path, text, line, says):
    with pytest.raises(InputError) as caught:
        load_codebook([write(tmp_path / "mine.yaml", text)])
    assert says in str(caught.value) and "To fix it:" in str(caught.value)
    assert line is None or caught.value.line == line


def test_all_faults_of_a_file_are_told_at_once_each_with_its_line(tmp_path):
    path = write(
        tmp_path / "mine.yaml",
        """\
issues:
  - id: trams
    claim: "Trams should be free."
    term: [tram]
  - {id: trams, claim: Trams}
actors:
  - {id: x, id: y, name: X, type: alien}
wrong: 1
""",
    )
    with pytest.raises(InputError) as caught:
        load_codebook([path])
    assert [(fault.line, fault.problem) for fault in caught.value.all] == [
        (4, "issues.0: the key 'term' is unknown; did you mean `terms`, under `en:`?"),
        (5, "the id 'trams' stands twice under issues."),
        (5, "trams: the claim 'Trams' is not a proposition."),
        (7, "the key 'id' stands twice."),
        (7, "actors.0.type: 'alien' is not one of ['person', 'organization', 'state', 'place', 'group']."),
        (8, "the file: the key 'wrong' is unknown."),
    ]
    assert len(str(caught.value).splitlines()) == 6


def test_all_references_that_lead_nowhere_are_told_at_once(tmp_path):
    text = "topics: [gardening]\nactors:\n" + "".join(
        f"  - {{id: {name}, name: X, type: person, country: nowhere}}\n" for name in ("x", "y")
    )
    with pytest.raises(InputError) as caught:
        load_codebook([write(tmp_path / "mine.yaml", text)])
    assert [fault.line for fault in caught.value.all] == [1, 3, 4]


def test_a_yaml_bomb_is_refused_at_once(tmp_path):
    bomb = "a: &a [x, x, x]\n" + "\n".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]" for i in range(12)
    )
    with pytest.raises(InputError, match="anchor or alias"):
        load_codebook([write(tmp_path / "bomb.yaml", bomb)])


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"nested too deeply|not valid YAML"):
        load_codebook([write(tmp_path / "deep.yaml", "[" * 20_000)])


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.yaml: cannot be read"):
        load_codebook([tmp_path / "nowhere.yaml"])


def test_words_that_yaml_reads_as_something_else_stay_words(tmp_path):
    mine = write(
        tmp_path / "c.yaml", "actors:\n  - {id: norway, name: Norway, type: state, aliases: [NO, Yes, 2024-01-01]}"
    )
    assert load_codebook([mine]).actors["norway"].aliases == ("NO", "Yes", "2024-01-01")
