"""Evidence pages and pages of articles lead to each other, at the sentence, and no link of theirs is dead."""

import re

import pytest
import tiny

from standpoint import crosslinks, library, rendering
from standpoint.export import publish
from standpoint.highlight import Highlight, html

RUN = ("00-briefing", "0123456789")
TO_ARTICLE = re.compile(r'href="(\.\./\.\./articles/([0-9a-f]{12}\.html)#(\w+))">in its article</a>')
BACK = re.compile(r'href="(\.\./00-briefing/0123456789/outlets\.evidence\.html)#(row-\d+)"')


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crosslinks")
    return tiny.tag(tiny.write_corpus(folder), folder / "tagged")


@pytest.fixture
def folder(tagged, tmp_path):
    """A corpus's report folder with one chart and, as its run left them, evidence pages without links."""
    run = tmp_path.joinpath(*RUN)
    publish([tiny.chart(tagged)], tagged, run, notebook=RUN[0])
    rendering.evidence_pages(run)
    return tmp_path


def evidence(folder) -> str:
    return folder.joinpath(*RUN, "outlets.evidence.html").read_text(encoding="utf-8")


def test_a_sentence_leads_to_its_article_and_the_article_back_to_the_number(folder, tagged):
    library.write(folder / "articles", "k", tagged)
    crosslinks.link(folder, [RUN])
    there = TO_ARTICLE.findall(evidence(folder))
    assert len(there) == 3, "each of the three articles counts once"
    for _, file, anchor in there:
        page = (folder / "articles" / file).read_text(encoding="utf-8")
        assert f' id="{anchor}"' in page
        (_, row), *_ = BACK.findall(page)
        assert f' id="{row}"' in evidence(folder)


def test_an_article_that_the_library_does_not_cover_has_no_link(folder, tagged, monkeypatch):
    library.write(folder / "articles", "k", tagged)
    crosslinks.link(folder, [RUN])
    monkeypatch.setattr(library, "ARTICLES", 1)
    for path in (folder / "articles").iterdir():
        path.unlink()
    library.write(folder / "articles", "another", tagged)
    crosslinks.link(folder, [RUN])
    (_, file, _), *more = TO_ARTICLE.findall(evidence(folder))
    assert not more and (folder / "articles" / file).is_file()


def test_without_a_library_there_are_no_links_and_what_is_up_to_date_is_left_alone(folder, tagged):
    crosslinks.link(folder, [RUN])
    assert not TO_ARTICLE.findall(evidence(folder))
    library.write(folder / "articles", "k", tagged)
    crosslinks.link(folder, [RUN])
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    crosslinks.link(folder, [RUN])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")} == before


def test_a_place_between_two_sentences_leads_to_the_one_before_it():
    article = {"article_id": "a"}
    page = {library.file_of("a"): {"headline", "s0", "s120"}}
    file = library.file_of("a")
    assert crosslinks._place(page, article | {"field": "text", "start": 119}) == f"{file}#s0"
    assert crosslinks._place(page, article | {"field": "text", "start": 500}) == f"{file}#s120"
    assert crosslinks._place(page, article | {"field": "title", "start": 0}) == f"{file}#headline"
    assert crosslinks._place(page, {"article_id": "b", "field": "text", "start": 0}) == ""


def test_an_anchor_stands_before_its_sentence_inside_the_marks_that_cross_it():
    text = "He said so. She agreed."
    shown = html(text, [Highlight(3, 15, "content")], anchors=[0, 12])
    assert re.sub(r"<small.*?</small>|<mark[^>]*>|</mark>", "", shown) == (
        '<span id="s0"></span>He said so. <span id="s12"></span>She agreed.'
    )
