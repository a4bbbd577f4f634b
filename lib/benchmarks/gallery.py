"""The pictures of docs/gallery.md, from real runs: `python lib/benchmarks/gallery.py [desk] [report] [deck]`.

Makes the report of a bundled corpus where it is not there yet, opens pages and JupyterLab in chromium, and the deck in
LibreOffice. Needs Debian's chromium, chromium-driver, libreoffice-impress and poppler-utils.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

LIB = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(LIB), str(LIB / "tests")]

from browser import Browser  # noqa: E402
from lab import CHART, PATIENCE, lab, run_all_cells, start_page  # noqa: E402

from standpoint import cli  # noqa: E402
from standpoint.places import NOTEBOOKS, REPORTS, ROOT  # noqa: E402

CORPUS = "ukraine-diplomacy"
IMAGES = ROOT / "docs" / "images"
MOST_BYTES, WIDTH = 150_000, 1200
SLIDES = 4


def main(asked: list[str]) -> None:
    """Take the pictures that are asked for, all of them by default."""
    takes: dict[str, Callable[[Path], None]] = {"desk": desk, "report": report, "deck": deck}
    if unknown := set(asked) - set(takes):
        sys.exit(f"no pictures called {', '.join(sorted(unknown))}; there are {', '.join(takes)}")
    for name in asked or takes:
        with tempfile.TemporaryDirectory(prefix="standpoint-gallery-") as folder:
            takes[name](Path(folder))


def desk(folder: Path) -> None:
    """The desk: an actor's bar clicked, its sentences beside it."""
    with lab(folder) as at, Browser(folder / "profile", window=(1500, 1300)) as browser:
        start_page(browser, at)
        run_all_cells(browser)
        browser.click(f"{CHART}[data-row='1']")
        browser.wait("document.querySelectorAll('.standpoint-sentences mark').length > 1", PATIENCE)
        browser.run("document.querySelector('.standpoint-status').closest('.jp-Cell').scrollIntoView()")
        take(browser, folder, "desk")


def report(folder: Path) -> None:
    """The index, the briefing, and the page of each question."""
    _reported()
    pages = {"index": REPORTS / "index.html", "briefing": REPORTS / CORPUS / "index.html"}
    pages |= {p.stem: REPORTS / CORPUS / f"{p.stem}.html" for p in sorted(NOTEBOOKS.glob("0[1-9]*.ipynb"))}
    with Browser(folder / "profile", window=(1280, 1000)) as browser:
        for name, page in pages.items():
            browser.open(page)
            take(browser, folder, name)


def deck(folder: Path) -> None:
    """The first slides of the deck, as LibreOffice shows them."""
    _reported()
    _standpoint("export", CORPUS, "--to", "pptx", "--out", str(folder / "deck"))
    (slides,) = (folder / "deck").rglob("*.pptx")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(slides)]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    pages = ["pdftoppm", "-png", "-scale-to-x", "640", "-scale-to-y", "-1", "-l", str(SLIDES)]
    subprocess.run([*pages, str(folder / f"{slides.stem}.pdf"), str(folder / "slide")], check=True, timeout=300)
    shots = [Image.open(path) for path in sorted(folder.glob("slide*.png"))]
    wide, high = shots[0].size
    sheet = Image.new("RGB", (2 * wide + 12, (len(shots) + 1) // 2 * (high + 12) - 12), "#c9c9c9")
    for i, shot in enumerate(shots):
        sheet.paste(shot, (i % 2 * (wide + 12), i // 2 * (high + 12)))
    keep(sheet, "deck")


def _reported() -> None:
    """The report of the corpus: what has not changed since the last one is not made again."""
    _standpoint("report", CORPUS)


def _standpoint(*arguments: str) -> None:
    if status := cli.main(list(arguments)):
        sys.exit(f"standpoint {' '.join(arguments)}: exit status {status}")


def take(browser: Browser, folder: Path, name: str) -> None:
    """What the window shows, as docs/images/<name>.png."""
    with Image.open(browser.picture(folder / f"{name}.png")) as shot:
        keep(shot.convert("RGB"), name)


def keep(picture: Image.Image, name: str) -> None:
    """A picture as docs/images/<name>.png: at most WIDTH wide, in as many colours as MOST_BYTES allow."""
    picture.thumbnail((WIDTH, 4 * WIDTH), Image.Resampling.LANCZOS)
    path = IMAGES / f"{name}.png"
    for colours in (256, 128, 64, 32, 16):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
