"""The desk in JupyterLab, as the analyst uses it: `make check-desktop`."""

import pytest
from browser import Browser
from lab import CHART, PATIENCE, lab, run_all_cells, start_page, text

pytestmark = pytest.mark.desktop


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The start page, opened and run."""
    folder = tmp_path_factory.mktemp("lab")
    with lab(folder) as at, Browser(folder / "profile", window=(1440, 1200)) as browser:
        start_page(browser, at)
        run_all_cells(browser)
        yield browser


def waits(browser: Browser, selector: str, words: str) -> None:
    browser.wait(f"(document.querySelector({selector!r})?.textContent ?? '').includes({words!r})", PATIENCE)


def test_it_opens_with_the_questions_the_corpora_and_a_chart(desk):
    links = desk.run("return [...document.querySelectorAll('.jp-RenderedMarkdown a')].map(a => a.textContent)")
    assert {"00-briefing", "04-stances", "06-close-reading"} <= set(links)
    assert "climate-finance" in text(desk, ".jp-RenderedHTMLCommon table.dataframe")
    assert "independent stories, 7 outlets, 11 Nov 2024 to" in text(desk, ".standpoint-status")


def test_she_chooses_an_actor_clicks_the_bar_and_reads_the_sentence(desk):
    name = text(desk, ".standpoint-actors option:nth-child(2)").rpartition(" (")[0]
    desk.click(".standpoint-actors option:nth-child(2)")
    waits(desk, ".standpoint-chart svg > title", f"Named in the news: {name}")
    desk.click(f"{CHART}[data-row='0']")
    waits(desk, ".standpoint-sentences h3", name)
    desk.wait("document.querySelectorAll('.standpoint-sentences mark').length > 1", PATIENCE)
    desk.wait("document.querySelector('.standpoint-chart a.chosen')?.dataset.row === '0'", PATIENCE)


def test_a_point_is_reached_and_chosen_by_the_keyboard_alone(desk):
    name = text(desk, ".standpoint-actors option:nth-child(3)").rpartition(" (")[0]
    desk.click(".standpoint-actors option:nth-child(3)")
    waits(desk, ".standpoint-chart svg > title", name)
    waits(desk, ".standpoint-sentences", "its sentences stand here")
    desk.run(f"document.querySelector({CHART!r}).focus()")
    label = desk.run("return document.activeElement.getAttribute('aria-label')")
    desk.keys("Enter")
    waits(desk, ".standpoint-sentences h3", label.split(",")[0])
    desk.wait("document.activeElement.getAttribute('aria-pressed') === 'true'", PATIENCE)


def test_a_codebook_that_she_edits_is_applied_or_its_fault_is_told(desk):
    desk.run("document.querySelector('.standpoint-text').closest('.jupyter-widget-Accordion-child')"
             "?.querySelector('.jupyter-widget-Collapse-header')?.click()")  # fmt: skip
    desk.wait("document.querySelector('.standpoint-text textarea').offsetHeight > 50", PATIENCE)
    write = (
        "const area = document.querySelector('.standpoint-text textarea');"
        "area.value = arguments[0] + area.value.replace(/^#.*\\n/gm, '').replace(/^issues:\\n/m, '');"
        "for (const kind of ['input', 'change']) area.dispatchEvent(new Event(kind, {bubbles: true}));"
    )
    desk.run(write, "issues:\n- {id: a, claim: no}\n")
    desk.click(".standpoint-apply")
    waits(desk, ".standpoint-told", "Line 2:")
    desk.run("document.querySelector('.standpoint-text textarea').value = ''")
    desk.run(write, 'issues:\n- {id: loss-fund, claim: "Rich countries should pay for loss and damage."}\n')
    desk.click(".standpoint-apply")
    waits(desk, ".standpoint-told", "Applied in")
    assert "Rich countries should pay for loss and damage." in text(desk, ".standpoint-issues").replace("\xa0", " ")


def test_the_stop_button_ends_what_is_under_way_and_the_desk_goes_on(desk):
    shown = text(desk, ".standpoint-chart svg > title")
    desk.run(
        "const area = document.querySelector('.standpoint-text textarea');"
        "area.value = area.value.replace('loss and damage', 'all damage');"
        "for (const kind of ['input', 'change']) area.dispatchEvent(new Event(kind, {bubbles: true}));"
    )
    desk.click(".standpoint-apply")
    waits(desk, ".standpoint-status", "Tagging with your codebook")
    desk.click(".jp-NotebookPanel-toolbar [data-command='notebook:interrupt-kernel']")
    waits(desk, ".standpoint-status", "Stopped. What is shown is what was shown before.")
    assert text(desk, ".standpoint-chart svg > title") == shown
    desk.click(f"{CHART}[data-row='1']")
    desk.wait("document.querySelectorAll('.standpoint-sentences mark').length > 1", PATIENCE)
