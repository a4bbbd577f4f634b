"""Hostile text through the whole report, every export and a real browser: nothing executes, nothing gets out.

Escaping and the pages' content-security policy each have to hold alone: pages are opened as they are, and without it.
"""

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import attacks
import pytest
from browser import Browser
from defusedxml import ElementTree as SafeTree

from standpoint import exports, publication
from standpoint.places import STORE
from standpoint.run import Request, report
from standpoint.snapshot import find, told
from standpoint.workspace import tagged_corpus

pytestmark = pytest.mark.desktop
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
TURNED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HARM = """
    var found = [];
    if (window.pwned) found.push('something executed ' + window.pwned + ' times');
    document.querySelectorAll('*').forEach(function (e) {
      for (var a of e.attributes) {
        if (/^on/i.test(a.name)) found.push(e.tagName + ' ' + a.name);
        var leads = /^(href|src|xlink:href|action|data|srcdoc)$/i.test(a.name);
        if (leads && /^\\s*(javascript|vbscript|data:text)/i.test(a.value))
          found.push(e.tagName + ' ' + a.value);
      }
    });
    found = found.concat([].map.call(document.querySelectorAll(
      'iframe, frame, object, embed, base, form, meta[http-equiv=refresh], animate, body style, body script'
    ), function (e) { return e.outerHTML.slice(0, 80); }));
    return found;
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """A report of all seven notebooks on the attacks, with every export of it in exports/."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = attacks.write(folder / "attacks")
    outcome = report(Request((str(corpus),)), out=folder / "out")
    assert not outcome.failures, outcome.failures
    edition = publication.of_report(folder / "out" / "attacks", lambda: tagged_corpus(corpus, quiet=True))
    exports.write(edition, ",".join(exports.KINDS), folder / "out" / "exports")
    yield folder / "out"
    shutil.rmtree(STORE / "attacks", ignore_errors=True)


@pytest.fixture(scope="module")
def bare(out, tmp_path_factory):
    """The same files with the policy taken out of every page, so that escaping stands alone."""
    copy = tmp_path_factory.mktemp("bare") / "out"
    shutil.copytree(out, copy)
    for page in copy.rglob("*.html"):
        text, taken = POLICY.subn("", page.read_text(encoding="utf-8"))
        assert taken == 1, f"{page} has no policy"
        page.write_text(text, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


def harm_in(browser: Browser, page: Path) -> list[str]:
    """What a page did that it must not, once it is open and a mouse has gone over all that it holds."""
    browser.open(page)
    if dialog := browser.dialog():
        return [f"a dialog says {dialog!r}"]
    names = ["pointerenter", "mouseover", "focus", "click"]
    wake = "for (var e of document.querySelectorAll('main *')) for (var n of arguments[0]) "
    browser.run(wake + "if (n !== 'click' || e.tagName !== 'A') e.dispatchEvent(new Event(n, {bubbles: true}))", names)
    return browser.run(HARM)


def test_nothing_in_a_page_or_drawing_executes_with_the_policy_or_without_it(out, bare, browser):
    seen = 0
    for folder in (out, bare):
        for page in sorted([*folder.rglob("*.html"), *folder.rglob("*.svg")]):
            assert harm_in(browser, page) == [], page
            assert not [m for m in browser.said() if "Content Security Policy" in m], page
            seen += 1
    assert seen > 2 * (7 + len(attacks.ATTACKS) * 2), "the report, its articles, evidence, notebooks and exports"


def test_the_attacks_reach_the_pages_and_are_shown_as_words(out, browser):
    browser.open(out / "attacks" / "04-stances.html")
    shown = browser.run("return document.body.textContent")
    assert "<script>" in shown and "harbour fee" in shown
    shown = []
    for page in sorted((out / "attacks" / "articles").glob("*.html")):
        browser.open(page)
        shown.append(browser.run("return document.querySelector('main').textContent"))
    everything = "\n".join(shown)
    for kind in ("script", "cdata", "image", "svg", "attribute", "markdown", "template", "mathtext", "formula", "huge"):
        assert attacks.ATTACKS[kind] in everything, kind


def test_search_citation_and_theme_handle_hostile_text_as_text(bare, browser):
    for page in ("index.html", "attacks/index.html", "attacks/03-voices.html"):
        for query in ("script", "onerror", "pwned", '"{{ 7"', "__proto__", "<img"):
            browser.open(bare / page)
            browser.click("#search-field")
            browser.keys(query)
            browser.wait("document.querySelectorAll('#search-list a').length", 60)
            assert browser.run(HARM) == [], (page, query)
        browser.keys("Down", "Enter")
        browser.wait("location.pathname.includes('/articles/')")
        assert browser.run(HARM) == []
    browser.open(bare / "attacks" / "index.html")
    browser.click("#theme")
    browser.click("button[data-cites]")
    assert browser.run(HARM) == []


def test_the_policy_alone_stops_what_escaping_would_have_let_through(out, browser, tmp_path):
    """As if escaping had failed: the attacks stand in the page as HTML."""
    for name in ("attacks/index.html", "attacks/04-stances.html"):
        page = out / name
        into = page.with_name("slipped.html")
        slipped = "".join(v for k, v in attacks.ATTACKS.items() if k not in ("base", "comment", "lone"))
        slipped += "<script src='articles/search.js'></script>"
        hole = '<main id="main" tabindex="-1">'
        text = page.read_text(encoding="utf-8")
        assert hole in text
        try:
            into.write_text(text.replace(hole, hole + slipped), encoding="utf-8")
            browser.said()
            browser.open(into)
            assert browser.dialog() is None
            assert browser.run("return window.pwned || 0") == 0
            assert any("Content Security Policy" in m for m in browser.said()), "it did not even try"
            into.write_text(POLICY.sub("", text.replace(hole, hole + slipped)), encoding="utf-8")
            browser.open(into)
            assert browser.run("return window.pwned || 0") > 0, "the attacks are none: this test would prove nothing"
        finally:
            into.unlink()


def test_no_file_has_a_name_of_an_articles_making_or_lies_elsewhere(out):
    names = [p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()]
    assert not [n for n in names if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./-]*|\.lock|ledger\.jsonl", n)]
    assert not Path("/tmp/standpoint-was-here").exists()


def test_no_sheet_has_a_formula(out):
    tables = [p for p in out.rglob("*.csv") if not p.name.endswith(".dna.csv")]  # those go to DNA, to the character
    for path in tables:
        rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
        bad = [cell for row in rows for cell in row if re.match(r"[=@\t\r]|[+-](?![\d.])", cell)]
        assert not bad, path
    assert len(tables) > 30


def test_no_terminal_is_told_what_to_do(out):
    for about in out.rglob("attacks/0*/*/*.json"):
        for key in json.loads(about.read_text(encoding="utf-8")).get("keys", [])[:3]:
            assert not TURNED.search(told(find(key, reports=out))), key


def test_documents_of_every_export_are_well_formed_and_hold_no_turned_or_control_characters(out):
    parsed = 0
    for path in (out / "exports").rglob("*"):
        if path.suffix in (".pptx", ".docx", ".xlsx"):
            with zipfile.ZipFile(path) as file:
                for name in (n for n in file.namelist() if n.endswith((".xml", ".rels"))):
                    root = SafeTree.fromstring(file.read(name), forbid_dtd=True)
                    outward = [x.get("Target") for x in root.iter() if x.get("TargetMode") == "External"]
                    assert not [t for t in outward if not t.startswith("https://harbour.example/")], (path, name)
                    parsed += 1
        elif path.suffix in (".svg", ".gexf", ".graphml", ".xml"):
            SafeTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", path.read_text(encoding="utf-8")))
            parsed += 1
        elif path.suffix in (".json", ".jsonld"):
            json.loads(path.read_text(encoding="utf-8"))
            parsed += 1
    assert parsed > 60
