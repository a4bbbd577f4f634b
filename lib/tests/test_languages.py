"""A corpus in several languages: each article is loaded and counted, and read only where there are cues for it."""

import json

import pytest
from test_notebooks import run

from standpoint import contrast, coverage, flows, presence, workspace
from standpoint.charts import source_note
from standpoint.cli import main
from standpoint.evidence import find_sentences
from standpoint.languages import language_of
from standpoint.workspace import tagged_corpus

ENGLISH = [
    "The president of the dockers’ union, Mara Lind, said that the port would stay open until the talks with Germany "
    "were over. Officials of the harbour declined to comment on what she had said to them.",
    "Millers in Ukraine bought less grain than in the year before, and the price of bread has risen for a third month. "
    "The ministry said that it was looking at what could be done for bakers in small towns.",
    "The council of the island voted to keep the night ferry until June. Its chair, Tomas Okoye, said that four "
    "hundred people crossed the strait on it every week, most of them nurses on their way to work.",
]
GERMAN = [
    "HAMBURG (dpa) - Mara Lind sagte am Montag, dass der Hafen offen bleibe und die Gebühren nicht steigen. Die "
    "Ukraine und die NATO hätten ihr das versichert, hieß es aus dem Rathaus.",
    "Der Winter war mild, und die Bauern säen früher als sonst. Auf dem Markt kosten Kartoffeln die Hälfte, und wer "
    "Äpfel sucht, muss bis nach Polen fahren, sagte eine Händlerin.",
]
CROATIAN = (
    "Vlada je u srijedu odobrila prijedlog povećanja minimalne plaće, o kojem će raspravljati parlament. "
    "Predsjednik sindikata rekao je da radnici u gradu trebaju više novca za stanovanje."
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Three articles in English, two in German, one in Croatian; no file says which."""
    folder = tmp_path_factory.mktemp("mixed")
    rows = [
        {"article_id": f"a{i}", "title": f"{i}", "outlet": "CH"[i % 2], "published": f"2025-01-{10 + i}", "text": text}
        for i, text in enumerate([*ENGLISH, *GERMAN, CROATIAN])
    ]
    (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.fixture(scope="module")
def tagged(mixed, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "STORE", tmp_path_factory.mktemp("store"))
        yield tagged_corpus(mixed, quiet=True)


def test_a_language_without_cues_is_never_tagged_as_if_english(tagged):
    assert tagged.articles["language"].tolist()[:5] == ["en"] * 3 + ["de"] * 2
    assert tagged.articles["language"].iloc[5] in ("hr", "bs")
    for table in ("mentions", "statements", "stances", "sourcing"):
        assert set(getattr(tagged, table)["article_id"]) <= {"a0", "a1", "a2"}, table
    assert set(tagged.statements["article_id"]) == {"a0", "a1", "a2"}
    assert tagged.articles["agency"].fillna("").tolist() == ["", "", "", "dpa", "", ""]


@pytest.mark.parametrize(("text", "codes"), [(CROATIAN, {"hr", "bs"}), (GERMAN[0], {"de"}), (ENGLISH[0], {"en"})])
def test_languages_that_are_alike_are_not_taken_for_the_corpus_s_own(text, codes):
    assert language_of(text, "en") in codes


def test_the_languages_are_counted(tagged):
    found = coverage.languages(tagged)
    assert found[["language", "status", "articles", "n"]].values.tolist()[:2] == [
        ["English", "read", 3, 6],
        ["German", "left untagged", 2, 6],
    ]
    assert find_sentences(found.loc[1, "evidence"], tagged)["article_id"].tolist() == ["a3", "a4"]


def test_a_note_says_what_was_left_untagged(tagged):
    told = "articles in a language without cues: German 2, "
    assert [w for w in tagged.warnings if w.startswith(told)]
    assert "Left untagged: 3 articles in German and " in source_note(tagged, 6, "articles")


def test_shares_are_of_what_could_be_read(tagged):
    assert set(presence.actors_in_news(tagged)["n"]) == {3}
    assert flows.chain_depth(tagged)["articles"].sum() == 3
    assert flows.agency_flow(tagged)["publications"].sum() == 6
    assert not set(contrast.distinctive_words(tagged)["word"]) & {"und", "die"}


def test_the_check_and_the_first_notebook_tell_them(tagged, mixed, tmp_path, capsys):
    assert main(["corpus", "check", str(mixed)]) == 0
    assert "articles in a language without cues: German 2, " in capsys.readouterr().out
    outputs = run("01-corpus", corpus=str(mixed), out=str(tmp_path))
    about = json.loads((tmp_path / "languages.json").read_text())
    assert about["title"].startswith("3 of 6 articles, 50%, are in German and ")
    assert any("left untagged" in out and "<li>" in out for out in outputs)
