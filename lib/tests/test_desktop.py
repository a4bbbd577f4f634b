"""The report in a real browser: `make check-desktop`. Without chromium these tests fail; they do not skip."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from browser import Browser
from PIL import Image

from standpoint.run import Request, report

pytestmark = pytest.mark.desktop
WIDE, NARROW = (1280, 3000), (480, 3000)


@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "chromium is missing: install Debian's package chromium"
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A report on a bundled corpus, made as `standpoint report` makes it."""
    out = tmp_path_factory.mktemp("report")
    outcome = report(Request(("climate-finance",)), out=out)
    assert not outcome.failures, outcome.failures
    return out


def browse(chromium: str, page: Path, folder: Path, *options: str) -> subprocess.CompletedProcess:
    base = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}"]
    return subprocess.run([*base, *options, page.as_uri()], capture_output=True, text=True, timeout=120)


def picture(chromium: str, page: Path, folder: Path, size: tuple[int, int], *options: str) -> np.ndarray:
    shot = folder / "shot.png"
    browse(chromium, page, folder, f"--screenshot={shot}", f"--window-size={size[0]},{size[1]}", *options)
    with Image.open(shot) as image:
        assert image.size == size
        return np.asarray(image.convert("L"), dtype=float)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "phone"])
@pytest.mark.parametrize("page", ["index.html", "climate-finance/index.html", "climate-finance/04-stances.html"])
def test_pages_are_drawn_and_fit_the_window(chromium, pages, tmp_path, page, size):
    drawn = picture(chromium, pages / page, tmp_path, size)
    ink = drawn < 128
    assert ink.mean() > 0.002, "the page is blank"
    assert ink[:, -3:].mean() < 0.01, "something runs over the right edge"


def test_dark_where_the_reader_asks_for_dark(chromium, pages, tmp_path):
    page = pages / "climate-finance" / "index.html"
    light = picture(chromium, page, tmp_path, WIDE)
    dark = picture(chromium, page, tmp_path, WIDE, "--blink-settings=preferredColorScheme=0")
    assert np.median(light) > 200
    assert np.median(dark) < 80


def test_what_the_browser_sees_has_charts_and_links_that_lead_somewhere(chromium, pages, tmp_path):
    found = sorted((pages / "climate-finance").glob("*.html"))
    assert len(found) == 7, "the briefing, and six questions"
    drawn = 0
    for page in found:
        seen = browse(chromium, page, tmp_path, "--dump-dom").stdout
        drawn += seen.count("<svg")
        targets = set(re.findall(r'xlink:href="([^"#]+\.html)#row-\d+"', seen))
        assert targets and all((page.parent / target).is_file() for target in targets)
        assert not re.findall(r'(?:src|href)="(?!#|data:|https?://)(/[^"]*)"', seen), (
            "a link leaves the report's folder"
        )
    assert drawn >= 15


def test_a_click_on_a_number_opens_marked_sentences(chromium, pages, tmp_path):
    page = next((pages / "climate-finance").glob("04-stances/*/positions.evidence.html"))
    seen = browse(chromium, page, tmp_path, "--dump-dom").stdout
    assert 'id="row-0"' in seen and "<mark" in seen
    assert re.search(r"\b20(?:24|25)\b", seen), "no date beside the sentences"


# With a keyboard, in the page


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


MARKS = "[].map.call(document.querySelectorAll('#search-list mark'), e => e.textContent)"


def test_search_is_reached_walked_and_left_by_keys_and_opens_the_statement(browser, pages):
    browser.open(pages / "climate-finance" / "index.html")
    browser.keys("/", "fossil")
    browser.wait(f"{MARKS}.length && {MARKS}.every(m => m.toLowerCase() === 'fossil')")
    assert browser.run("return document.querySelectorAll('#search-list a').length") > 5
    assert re.fullmatch(
        r"\d+ articles and \d+ statements.*\.",
        browser.run("return document.getElementById('search-status').textContent"),
    )
    kinds = browser.run("return [].map.call(document.querySelectorAll('#search-list .kind'), e => e.textContent)")
    assert set(kinds) == {"Article", "Statement"}
    browser.keys("Down", "Down", "Up")
    assert browser.run("return document.activeElement === document.querySelector('#search-list a')")
    browser.keys("Escape")
    assert browser.run("return document.activeElement.id") == "search-field"
    assert browser.run("return document.getElementById('search-results').hidden")
    browser.keys("silva fossil")
    link = browser.wait(
        "[].map.call(document.querySelectorAll('#search-list a'), e => e.href).find(h => /#statement/.test(h))"
    )
    browser.open(link)
    assert "Silva" in browser.run("return document.querySelector(':target').textContent")


def test_accents_are_not_needed_and_the_first_page_searches_every_corpus(browser, pages):
    browser.open(pages / "index.html")
    browser.keys("/", "belem")
    browser.wait(f"{MARKS}.includes('Belém')")
    browser.keys("Enter")
    browser.wait("location.pathname.includes('/climate-finance/articles/')")


def test_a_chosen_theme_is_kept_from_page_to_page(browser, pages):
    browser.open(pages / "index.html")
    before = browser.run("return getComputedStyle(document.body).backgroundColor")
    browser.click("#theme")
    after = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (
        before != after
        and browser.run("return document.getElementById('theme').getAttribute('aria-pressed')") == "true"
    )
    browser.open(pages / "climate-finance" / "02-actors.html")
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == after
    fills = "return [].map.call(document.querySelectorAll('.drawing svg text'), e => getComputedStyle(e).fill)"
    light = [min(map(int, re.findall(r"\d+", fill)[:3])) for fill in browser.run(fills)]
    assert light and min(light) > 120, "dark words on a dark chart"
    browser.click("#theme")
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == before


@pytest.mark.parametrize("allowed", [True, False], ids=["clipboard", "no clipboard"])
def test_a_citation_is_copied_or_stands_selected(browser, pages, allowed):
    browser.open(pages / "climate-finance" / "02-actors.html")
    ways = "writeText: t => (window.copied = t, Promise.resolve())" if allowed else "writeText: () => Promise.reject()"
    browser.run(
        f"Object.defineProperty(navigator, 'clipboard', {{value: {{{ways}}}}}); document.execCommand = () => false"
    )
    browser.click("button[data-cites]")
    told = browser.wait("document.querySelector('button[data-cites] + [role=status]').textContent")
    copied = browser.run("return window.copied || String(getSelection())")
    assert told == ("Copied." if allowed else "Selected: copy it with Ctrl+C or ⌘C.")
    assert re.fullmatch(
        r".+[.!?”] Climate finance, from Baku to Belém, articles of 11 Nov 2024 to \d+ Mar 2025, n = [\d,]+ .+\. "
        r"Standpoint [\d.]+, run [0-9a-f]{10} of \d+ \w+ \d{4}\. climate-finance/02-actors\.html#02-actors-[a-z-]+",
        " ".join(copied.split()),
    )


def test_pages_do_all_this_where_nothing_may_be_kept_and_no_address_but_files_is_known(browser, pages):
    browser.open(pages / "climate-finance" / "index.html")
    assert browser.run("return location.protocol") == "file:"
    assert (
        browser.run(
            "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('file:'))"
        )
        == []
    )
    assert [m for m in browser.said() if "favicon" not in m] == []


# For who cannot see or use a mouse

AXE = "https://github.com/dequelabs/axe-core"
AXE_RUN = """
    function told(v) { return [v.impact, v.id, v.nodes.length, v.nodes[0].html, v.nodes[0].failureSummary]; }
    function failed(error) { done([['failed', String(error)]]); }
    axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations.map(told)), failed);
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core: STANDPOINT_AXE names the file, or the package axe-core-python holds it."""
    named, package = os.environ.get("STANDPOINT_AXE"), importlib.util.find_spec("axe_core_python")
    path = Path(named) if named else Path(package.submodule_search_locations[0]) / "axe.min.js" if package else None
    if not path or not path.is_file():
        pytest.skip(f"axe-core is not here: install axe-core-python, or set STANDPOINT_AXE to axe.min.js ({AXE})")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width, dark", [(1440, False), (390, True)], ids=["desk, light", "phone, dark"])
def test_axe_finds_no_serious_problem(axe, browser, pages, width, dark):
    corpus = pages / "climate-finance"
    kinds = [pages / "index.html", *(corpus / f"{name}.html" for name in ("index", "04-stances", "articles/index"))]
    kinds += [next(p for p in sorted((corpus / "articles").glob("*.html")) if p.name != "index.html")]
    kinds += sorted(corpus.glob("04-stances/*/positions.evidence.html"))[:1]
    kinds += sorted(corpus.glob("02-actors/*/notebook.html"))[:1]
    browser.devtools(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500
    )
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.devtools("Emulation.setEmulatedMedia", features=scheme)
    try:
        for page in kinds:
            browser.open(page)
            browser.run("localStorage.clear(); document.querySelectorAll('details').forEach(d => d.open = true)")
            if browser.run("return !!document.getElementById('search-field')"):
                browser.keys("/", "silva")
                browser.wait("document.querySelectorAll('#search-list a').length")
            browser.run(axe)
            found = browser.later(AXE_RUN)
            assert [v for v in found if v[0] not in ("minor", "moderate")] == [], page
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")
        browser.devtools("Emulation.setEmulatedMedia", features=[])
