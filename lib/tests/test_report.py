"""The pages of a report: what they show, what they link to, and what they must never do."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import tiny
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from standpoint import library, publication, rendering, report, shades
from standpoint.export import Finding, publish
from standpoint.ledger import Entry
from standpoint.sections import section
from standpoint.svg import led_from
from standpoint.templating import prose, web_link

VOID = {"meta", "link", "br", "img", "input", "hr", "wbr", "col", "path", "use", "rect"}


class Page(HTMLParser):
    """The elements, ids, links, scripts and text of a page; `open` is empty at the end where every tag is closed."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.tags, self.ids, self.links, self.words, self.open = path, [], [], [], [], []
        self.scripts: list[str] = []
        self.attributes: list[tuple[str, dict]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, found))
        self.ids += [found["id"]] if "id" in found else []
        self.links += [v for k, v in found.items() if k in ("href", "xlink:href") and tag == "a"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes another element in {self.path}"

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def entry(notebook: str, run: str, state: str = "done", **rest) -> dict:
    return {
        "notebook": notebook,
        "run": run,
        "state": state,
        "attempts": 1,
        "seconds": 1.5,
        "cell": "",
        "message": "",
    } | {
        "when": "2025-02-01T04:00:00+00:00",
        **rest,
    }


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    """A report of three corpora: one that went well, one with a failed notebook, one that could not be read."""
    out = tmp_path_factory.mktemp("reports")
    path = tiny.write_corpus(out)
    tagged = tiny.tag(path, out / ".tagged")
    chart = tiny.chart(tagged)
    findings = [
        Finding("The Courier <i>leads</i>.", "outlets", 0),
        Finding("So says a chart.", "outlets"),
        Finding("Nobody wrote.", "outlets", 2),
        Finding("No chart.", "nowhere"),
    ]
    cells = [
        new_markdown_cell("# What should a reader know?\n\nAn answer: `five` findings."),
        new_code_cell("chart", outputs=[new_output("execute_result", {"text/plain": "not the chart"})]),
        new_markdown_cell("## Who prints most?"),
        new_code_cell("chart", outputs=[new_output("execute_result", {"text/plain": repr(chart)})]),
        new_markdown_cell("Higher bars mean **more**."),
        new_markdown_cell("## The text"),
        new_code_cell("text", outputs=[new_output("display_data", {"text/html": '<mark title="cue">said</mark> so'})]),
    ]
    about = {"version": "0.1.0", "filters": {"since": "", "until": ""}, "codebook": "", "problem": ""}
    reading = {"source_file": "tiny.jsonl", "format": "JSON Lines", "expected": 4, "read": 3, "kept": 3, "merged": 0}
    rejected = {"source_file": "tiny.jsonl", "place": "line 9", "problem": "has no <text>.", "remedy": "add one."}
    good = about | {
        "title": "Harbours & fees",
        "description": "A <script> of a description.",
        "since": "2025-01-13",
        "until": "2025-01-15",
        "licence": "CC0-1.0",
        "sources": [{"fact": "Fees rose", "where": "Gazette"}],
        "reading": [reading | {"rejected": 1}],
        "rejected": [rejected],
        "warnings": ["tiny.jsonl, line 2: the date has no time zone"],
    }
    folder = out / "tiny" / "00-briefing" / "0123456789"
    publish([chart], tagged, folder, notebook="00-briefing", findings=findings)
    nbformat.write(new_notebook(cells=cells), folder / "notebook.ipynb")
    rendering.notebook_page(folder)
    rendering.evidence_pages(folder)
    library.write(out / "tiny" / "articles", "key", tagged)
    failed = entry(
        "02-actors",
        "failed",
        "failed",
        cell="Who is it? (cell 7)",
        message="ValueError: <script>x</script>",
        attempts=3,
    )
    broken = out / "broken" / "00-briefing"
    broken.mkdir(parents=True)
    records = {
        "tiny": good | {"name": "tiny", "notebooks": [entry("00-briefing", "0123456789"), failed]},
        "broken": about | {"name": "broken", "problem": "corpus.yaml, line 4: period is “soon”.", "notebooks": []},
    }
    for name, record in records.items():
        (out / name / "corpus.json").write_text(json.dumps(record), encoding="utf-8")
    report.write(out)
    return out


@pytest.fixture(scope="module")
def pages(reports) -> list[Page]:
    return [Page(path) for path in sorted(reports.rglob("*.html"))]


@pytest.fixture(scope="module")
def corpus_page(reports) -> Page:
    return Page(reports / "tiny" / "index.html")


@pytest.fixture(scope="module")
def evidence_page(reports) -> Page:
    return Page(reports / "tiny" / "00-briefing" / "0123456789" / "outlets.evidence.html")


# What no page may do


def test_every_page_is_whole_html_with_a_title_and_a_language(pages):
    assert len(pages) == 3 + 3 + 4, "three of indexes, a question, its notebook and evidence, and the articles'"
    for page in pages:
        assert page.open == [], page.path
        assert ("html", {"lang": "en"}) in page.attributes and page.tags.count("h1") == 1 and "title" in page.tags


def test_no_page_holds_a_form_a_frame_or_an_event_handler(pages):
    for page in pages:
        assert not {"form", "iframe", "object", "embed", "base"} & set(page.tags), page.path
        assert not [k for _, found in page.attributes for k in found if k.startswith("on")], page.path


def test_every_page_forbids_what_is_not_in_it_and_all_scripts_but_its_own_by_their_hash(pages):
    for page in pages:
        policy = next(a["content"] for t, a in page.attributes if a.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-")
        hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in page.scripts]
        allowed = re.search("script-src ([^;]*)", policy)[1].split()
        assert [a for a in allowed if a != "'strict-dynamic'"] == hashes, page.path
        assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(allowed)


def test_no_page_loads_anything_from_elsewhere(pages):
    for page in pages:
        for tag, found in page.attributes:
            for name in ("src", "srcset", "data", "poster"):
                assert found.get(name, "data:").startswith("data:"), (page.path, tag)
            if tag == "link":
                assert found["href"] == "data:,"
        assert "@import" not in page.path.read_text() and "url(http" not in page.path.read_text()


def test_ids_are_given_once_a_page(pages):
    for page in pages:
        assert len(page.ids) == len(set(page.ids)), page.path


def test_every_link_leads_to_a_file_and_an_anchor_that_exist(pages, reports):
    by_path = {page.path: page for page in pages}
    for page in pages:
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            assert not parts.scheme, (page.path, link)
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            assert target.is_file(), (page.path, link)
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in by_path[target].ids, (page.path, link)


def test_links_to_the_web_are_http_only_and_tell_the_site_nothing(pages):
    outward = [a for page in pages for t, a in page.attributes if t == "a" and ":" in a.get("href", "")]
    assert {a["href"] for a in outward} == {'https://lighthouse.example/a2?x=1&y="2"'}
    assert all("noopener" in a["rel"] for a in outward)


def test_hostile_text_is_shown_as_it_was_written(evidence_page, corpus_page):
    for words in ("<script>alert('title')</script>", "Harbour <b>Courier</b>", "articles</b>"):
        assert words in evidence_page.text
    assert "A <script> of a description." in corpus_page.text
    assert "has no <text>." in corpus_page.text
    assert "<i>leads</i>" in corpus_page.text


def test_terminal_codes_and_turned_text_are_taken_out(pages):
    for page in pages:
        assert not re.search("[\x1b\u202e\u2066]", page.path.read_text(encoding="utf-8")), page.path


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "x",
        "",
        None,
        "http://[x",
    ],
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert web_link(url) == ""


# What the page of a corpus shows


def test_the_findings_come_first_and_lead_to_what_they_rest_on(corpus_page):
    evidence = "00-briefing/0123456789/outlets.evidence.html"
    assert corpus_page.links.index(f"{evidence}#row-0") < corpus_page.links.index("index.html#00-briefing-outlets")
    assert "So says a chart. the chart" in corpus_page.text
    assert "Nobody wrote. the chart" in corpus_page.text, "a row without sentences leads to its chart"
    assert re.search(r"No chart\. (?!the)", corpus_page.text)


def test_on_a_narrow_screen_a_chart_fits_and_its_title_and_note_stand_beside_it_as_text(reports):
    page = (reports / "tiny" / "index.html").read_text(encoding="utf-8")
    (style,) = re.findall(r"@media \(max-width: 40rem\) .*", page)
    assert ".drawing svg { min-width: 0; }" in style
    assert '[id$="-finding"]' in style, "the title in the picture gives way to the one above it"
    assert re.search(r'<p class="narrow title" aria-hidden="true">The Courier prints most', page)


def test_how_to_read_a_chart_is_not_told_where_there_is_none(tmp_path):
    tagged = tiny.tag(tiny.write_corpus(tmp_path), tmp_path / "tagged")
    drawn, silent = tiny.chart(tagged), tiny.chart(tagged, "silent", "Too little data to say")
    silent.too_little = True
    here = tmp_path / "01-corpus" / "ab"
    publish([drawn, silent], tagged, here, notebook="01-corpus")
    part = {"reading": ["Read me."], "code": [], "html": []}
    parts = [part | {"heading": c.name, "charts": [repr(c)]} for c in (drawn, silent)]
    (here / "outline.json").write_text(json.dumps({"question": "What?", "lead": [], "setup": [], "parts": parts}))
    made = section(tmp_path, entry("01-corpus", "ab"), {"name": "tiny", "title": "Tiny"})
    assert [part["reading"] for part in made["parts"]] == [["Read me."], []]
    published = publication.of_notebook(here, tagged).charts
    assert [chart.reading for chart in published] == ["Read me.", ""]


def test_a_chart_stands_under_the_heading_it_has_in_the_notebook_with_the_words_on_how_to_read_it(corpus_page):
    order = [
        corpus_page.text.index(w) for w in ("Who prints most?", "Higher bars mean more.", "n = 3 articles", "The text")
    ]
    assert order == sorted(order)


def test_a_chart_is_drawn_in_the_page_and_each_bar_is_a_link(corpus_page):
    assert corpus_page.tags.count("svg") == 1
    drawn = [a["xlink:href"] for t, a in corpus_page.attributes if t == "a" and "xlink:href" in a]
    assert drawn == [f"00-briefing/0123456789/outlets.evidence.html#row-{i}" for i in range(3)]


def test_a_chart_comes_with_its_files_and_a_table_in_which_numbers_are_links(corpus_page):
    for suffix in ("csv", "png", "svg", "evidence.html"):
        assert f"00-briefing/0123456789/outlets.{suffix}" in corpus_page.links
    linked = [a["href"] for t, a in corpus_page.attributes if a.get("title") == "Show the sentences"]
    assert linked == [f"00-briefing/0123456789/outlets.evidence.html#row-{i}" for i in (0, 0, 0, 1, 1, 1)], (
        "the outlet, its articles and its share; the row that counts nothing has no link"
    )
    assert "67%" in corpus_page.text


def test_highlighted_text_that_a_notebook_shows_is_on_the_page(corpus_page):
    assert "mark" in corpus_page.tags and "said so" in corpus_page.text


def test_a_failed_notebook_says_so_in_its_place(reports, corpus_page):
    assert "1 notebook of 2 failed" in corpus_page.text
    assert "Failed in part" in corpus_page.text
    page = Page(reports / "tiny" / "02-actors.html")
    assert "This notebook failed under “Who is it? (cell 7)”. ValueError: <script>x</script>" in page.text


def test_the_reading_in_tells_counts_rejections_with_remedies_and_warnings(corpus_page):
    assert "4 expected, 3 read, 3 kept, 0 merged, 1 rejected" in corpus_page.text
    assert "tiny.jsonl line 9 has no <text>. add one." in corpus_page.text
    assert "the date has no time zone" in corpus_page.text
    assert "Fees rose (Gazette)" in corpus_page.text


def test_counts_that_do_not_add_up_are_told(reports, tmp_path):
    record = json.loads((reports / "tiny" / "corpus.json").read_text())
    record["reading"][0]["kept"] = 2
    record["notebooks"] = []
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "corpus.json").write_text(json.dumps(record))
    report.write(tmp_path)
    assert "the counts do not add up" in Page(tmp_path / "tiny" / "index.html").text


def test_a_chart_has_a_citation_with_corpus_days_n_program_run_and_address(corpus_page):
    run = re.search(r"run ([0-9a-f]{10}) of 1 Feb 2025", corpus_page.text)
    assert run, "the run and its day"
    told = "The Courier prints most <b>articles</b>. Harbours & fees, articles of 13 Jan 2025 to 15 Jan 2025, "
    told += f"n = 3 articles. Standpoint 0.1.0, run {run[1]} of 1 Feb 2025. "
    assert told + "tiny/index.html#00-briefing-outlets" in corpus_page.text
    assert [a["data-cites"] for _, a in corpus_page.attributes if "data-cites" in a] == ["00-briefing-outlets-cite"]


def test_the_code_of_a_part_is_there_but_folded_away(corpus_page):
    folded = [a for t, a in corpus_page.attributes if t == "details" and a.get("class") == "code"]
    assert len(folded) >= 2 and all("open" not in a for a in folded)


def test_a_chart_in_a_page_has_a_dark_counterpart_for_every_colour_and_words_stay_as_they_are():
    text = "fill: #ffffff"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text style="fill: #1a1a1a">{text}</text></svg>'
    drawn = led_from(svg, "here")
    assert f"fill:#1a1a1a;fill:light-dark(#1a1a1a,{shades.dark('#1a1a1a')})" in drawn and f">{text}<" in drawn
    assert shades.dark("#ffffff") < "#202428" and shades.dark("#1a1a1a") > "#e0e0e0"


def test_a_scale_of_tints_stays_a_scale_on_a_dark_page():
    scale = ["#f4f7f9", "#deebf3", "#cfe3f0", "#a6cee3", "#81b1cd", "#0072b2"]
    lightness = [shades._oklab(shades.dark(colour))[0] for colour in scale]
    assert lightness == sorted(lightness) and lightness[0] < 0.3 < 0.6 < lightness[-1]


# The other pages


def test_a_question_has_a_page_with_the_way_back_on_and_to_the_next(reports):
    page = Page(reports / "tiny" / "02-actors.html")
    assert "All corpora › Harbours & fees › 02-actors" in page.text
    turned = {a["rel"]: a["href"] for t, a in page.attributes if a.get("rel") in ("prev", "next")}
    assert turned == {"prev": "index.html"}


def test_runs_that_are_still_kept_are_listed_by_day_and_lead_to_the_notebook_as_it_ran(reports, tmp_path):
    (tmp_path / "tiny/00-briefing/aa").mkdir(parents=True)
    (tmp_path / "tiny/00-briefing/aa/notebook.html").touch()
    ran = [
        Entry("1", "tiny", "00-briefing", "done", run="aa", when="2025-01-30T04:00:00+00:00"),
        Entry("2", "tiny", "00-briefing", "done", run="gone", when="2025-01-29T04:00:00+00:00"),
        Entry("3", "tiny", "00-briefing", "failed", run="aa", when="2025-01-28T04:00:00+00:00"),
    ]
    found = report.earlier(tmp_path / "tiny", "tiny", ran, {"00-briefing": "bb"})
    assert found == [{"time": "30 Jan 2025, 04:00", "pages": {"00-briefing": "00-briefing/aa/notebook.html"}}]
    assert report.earlier(tmp_path / "tiny", "tiny", ran, {"00-briefing": "aa"}) == []


def test_pages_of_questions_that_are_no_longer_asked_go(reports, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "corpus.json").write_text((reports / "broken" / "corpus.json").read_text())
    (tmp_path / "broken" / "07-old.html").touch()
    report.write(tmp_path)
    assert sorted(p.name for p in (tmp_path / "broken").glob("*.html")) == ["index.html"]


def test_an_evidence_page_has_a_section_a_row_with_key_sentences_outlet_and_day(evidence_page):
    assert [i for i in evidence_page.ids if i.startswith("row-")] == ["row-0", "row-1", "row-2"]
    assert re.search(r"Key tiny@[0-9a-f]{10}/outlets/0", evidence_page.text)
    assert "Lighthouse & Daily, 14 Jan 2025 : =SUM(A1:A9)" in evidence_page.text
    assert "No sentence: this number counts nothing." in evidence_page.text
    assert len([link for link in evidence_page.links if link.startswith("../../articles/")]) == 3


def test_the_first_page_lists_corpora_findings_and_the_state_of_every_notebook(reports):
    page = Page(reports / "index.html")
    assert page.text.index("Harbours & fees") < page.text.index("The Courier <i>leads</i>.")
    assert "3 articles" in page.text and "2 outlets" in page.text
    assert "broken could not be read: corpus.yaml, line 4: period is “soon”." in page.text
    assert "done , 1.5 s" in page.text and "failed : ValueError: <script>x</script>" in page.text
    assert "tiny/00-briefing/0123456789/outlets.evidence.html#row-0" in page.links


def test_a_corpus_that_could_not_be_read_has_a_page_that_says_why(reports):
    assert (
        "This corpus could not be read. corpus.yaml, line 4: period is “soon”."
        in Page(reports / "broken" / "index.html").text
    )


@pytest.mark.parametrize(
    "markdown, text",
    [
        ("a `name` and **bold** and *leaning*", "a name and bold and leaning"),
        ("see [the page](https://a.example) now", "see the page now"),
        ("2 * 3 * 4 and snake_case", "2 * 3 * 4 and snake_case"),
    ],
)
def test_prose_of_a_notebook_is_shown_without_its_marks(markdown, text):
    assert prose(markdown) == text
