"""The report in a real browser: `make check-desktop`. Without chromium these tests fail; they do not skip."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
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
@pytest.mark.parametrize("page", ["index.html", "climate-finance/index.html"])
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


def test_what_the_browser_sees_has_charts_links_and_no_script(chromium, pages, tmp_path):
    page = pages / "climate-finance" / "index.html"
    seen = browse(chromium, page, tmp_path, "--dump-dom").stdout
    assert seen.count("<svg") >= 15
    assert "<script" not in seen
    targets = set(re.findall(r'xlink:href="([^"#]+\.html)#row-\d+"', seen))
    assert targets and all((page.parent / target).is_file() for target in targets)
    assert not re.findall(r'(?:src|href)="(?!#|data:|https?://)(/[^"]*)"', seen), "a link leaves the report's folder"


def test_a_click_on_a_number_opens_marked_sentences(chromium, pages, tmp_path):
    page = next((pages / "climate-finance").glob("04-stances/*/positions.evidence.html"))
    seen = browse(chromium, page, tmp_path, "--dump-dom").stdout
    assert 'id="row-0"' in seen and "<mark" in seen
    assert re.search(r"\b20(?:24|25)\b", seen), "no date beside the sentences"
