"""The articles of a report: which have a page, what the index for the search holds, and that it is a safe script."""

import json
import re

import pytest
import tiny

from standpoint import library


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    return tiny.tag(tiny.write_corpus(folder), folder / "tagged")


def shelf_in(folder) -> dict:
    source = (folder / library.INDEX).read_text(encoding="utf-8")
    assert source.startswith("standpointIndex(") and source.endswith(");\n")
    return json.loads(source.removeprefix("standpointIndex(").removesuffix(");\n"))


def test_every_article_has_a_page_the_newest_first_and_a_statement_leads_to_its_sentence(tagged, tmp_path):
    library.write(tmp_path, "k", tagged)
    shelf = shelf_in(tmp_path)
    assert [a["day"] for a in shelf["articles"]] == ["2025-01-15", "2025-01-14", "2025-01-13"]
    found = [
        (s["speaker"], shelf["articles"][s["article"]]["text"][s["start"] : s["end"]]) for s in shelf["statements"]
    ]
    assert ("Otto Lindauer", "<script>alert('text')</script> Otto Lindauer said Germany would pay.") in found, (
        "a name and a sentence"
    )
    for s in shelf["statements"]:
        page = (tmp_path / shelf["articles"][s["article"]]["file"]).read_text(encoding="utf-8")
        assert f'id="statement-{s["number"]}"' in page
    assert library.record(tmp_path.parent) == {}
    assert json.loads((tmp_path / library.RECORD).read_text()) == {"key": "k", "covered": 3, "total": 3, "outlets": 2}


def test_of_a_large_corpus_the_newest_are_covered_and_the_list_says_so(tagged, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "ARTICLES", 2)
    library.write(tmp_path, "k", tagged)
    shelf = shelf_in(tmp_path)
    assert (shelf["covered"], shelf["total"]) == (2, 3)
    assert [a["day"] for a in shelf["articles"]] == ["2025-01-15", "2025-01-14"]
    assert "The newest 2 of 3 articles" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert len(list(tmp_path.glob("*.html"))) == 3


def test_no_text_can_end_the_script_or_a_tag_and_places_are_counted_as_scripts_count(tmp_path):
    hostile = "</script><script>alert(1)</script> \u2028 ]]> \u202e"
    shelf = {"name": hostile, "articles": [], "statements": []}
    source = library.script(shelf)
    assert not re.search("[<>&\u2028\u2029]", source)
    assert json.loads(source[len("standpointIndex(") : -3])["name"] == hostile
    article = {"text": "😀 “Fine,” he said.", "title": ""}
    said = {"number": 1, "speaker": "he", "field": "text", "start": 2, "end": 18}
    assert [library._found(article, said)[k] for k in ("start", "end")] == [3, 19]


@pytest.mark.parametrize("article_id", ["../../etc/passwd", "a\0b", "<script>", "x" * 5000, "\ud83d"])
def test_a_page_is_never_named_by_an_articles_id(article_id):
    assert re.fullmatch(r"[0-9a-f]{12}\.html", library.file_of(article_id))
