"""The desk's chart in a page of its own: bars are buttons for mouse and keyboard, a hostile label is only a label."""

import base64
import json

import pytest
import tiny
from browser import Browser

from standpoint import desk_sentences, svg
from standpoint.desk_widgets import FILES

pytestmark = pytest.mark.desktop
PAGE = """<!doctype html><meta charset="utf-8"><style>{css}</style><div id="chart"></div>
<script type="module">
import widget from "data:text/javascript;base64,{script}";
const data = {data}, told = {{}};
window.saved = 0;
window.model = {{
  get: (name) => data[name],
  set: (name, value) => {{ data[name] = value; for (const f of told[`change:${{name}}`] ?? []) f(); }},
  save_changes: () => {{ window.saved += 1; }},
  on: (name, f) => {{ (told[name] ??= []).push(f); }},
}};
widget.render({{ model: window.model, el: document.getElementById("chart") }});
</script>"""


@pytest.fixture
def drawn(tmp_path):
    """A chart of hostile outlets, drawn by templates/desk.js for a model that keeps what it is told."""
    chart = tiny.chart(tiny.tag(tiny.write_corpus(tmp_path), tmp_path / "tagged"), title="<img src=x onerror=alert(1)>")
    picture = svg.render(chart.figure, "desk", chart.title, chart.alt, desk_sentences.labels(chart), "")
    page = PAGE.format(
        css=(FILES / "desk.css").read_text(encoding="utf-8"),
        script=base64.b64encode((FILES / "desk.js").read_bytes()).decode(),
        data=json.dumps({"svg": picture, "row": -1}).replace("<", "\\u003c"),
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with Browser(tmp_path / "profile", window=(900, 600)) as browser:
        browser.open(tmp_path / "page.html")
        browser.wait("Boolean(document.querySelector('#chart svg'))", 60)
        yield browser


def test_bars_are_buttons_for_mouse_and_keyboard_and_labels_are_only_labels(drawn):
    row = "return window.model.get('row')"
    drawn.click("#chart a[data-row='1']")
    assert drawn.run(row) == 1 and drawn.run("return window.saved") == 1
    assert drawn.run("return [...document.querySelectorAll('#chart .chosen')].map(a => a.dataset.row)") == ["1"]
    assert drawn.run("return document.querySelector('#chart').classList.contains('has-choice')")
    drawn.keys("Tab", "Enter")
    assert drawn.run(row) == 2
    drawn.run("document.querySelector('#chart a[role=button]').focus()")
    drawn.keys("Enter")
    assert drawn.run(row) == 0
    assert drawn.run("return document.activeElement.getAttribute('aria-pressed')") == "true"
    assert drawn.run("return document.activeElement.getAttribute('aria-label')").startswith("Harbour <b>Courier</b>")
    drawn.run("window.model.set('row', -1)")
    assert not drawn.run("return document.querySelector('#chart').classList.contains('has-choice')")
    stops = "return [...document.querySelectorAll('#chart a[tabindex]')].map(a => a.dataset.row)"
    assert drawn.run(stops) == ["0", "1", "2"]
    assert drawn.run("return document.querySelectorAll('#chart img, #chart script, #chart b').length") == 0
    assert (
        drawn.run("return document.querySelector('#chart svg > title').textContent") == "<img src=x onerror=alert(1)>"
    )
    assert drawn.dialog() is None and not drawn.run("return location.hash")
    drawn.run("window.model.set('svg', '<p>no picture</p>')")
    assert drawn.run("return document.querySelector('#chart').childElementCount") == 0
