"""The widgets of a desk and where they stand; what they do is told in desk.py."""

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from standpoint.corpus import bundled
from standpoint.desk_charts import QUESTIONS

FILES = Path(__file__).with_name("templates")


class ChartView(anywidget.AnyWidget):
    """An SVG whose rows can be clicked, or reached by the tab key: `row` is the one that was chosen last, else -1."""

    _esm = (FILES / "desk.js").read_text(encoding="utf-8")
    _css = (FILES / "desk.css").read_text(encoding="utf-8")
    svg = traitlets.Unicode().tag(sync=True)
    row = traitlets.Int(-1).tag(sync=True)


class Widgets:
    """A desk's widgets, in `box`: choices, questions, chart and numbers, sentences, the whole article, the codebook."""

    def __init__(self, corpus: str, codebook: str = ""):
        self.corpus = widgets.Dropdown(
            options=list(dict.fromkeys([*bundled(), corpus])), value=corpus, description="Corpus"
        )
        self.days = widgets.SelectionRangeSlider(
            options=["no dates"], index=(0, 0), description="Days", continuous_update=False,
            layout=widgets.Layout(flex="1 1 24em"),
        )  # fmt: skip
        self.outlets, self.issues, self.actors = (
            widgets.SelectMultiple(rows=6, layout=widgets.Layout(width="auto")) for _ in range(3)
        )
        self.find = widgets.Text(placeholder="find an actor", layout=widgets.Layout(width="auto"))
        self.all = widgets.Button(description="Everything", tooltip="Choose all days, outlets, actors and issues again")
        self.status = widgets.HTML()
        self.progress = widgets.IntProgress(layout=widgets.Layout(width="100%", visibility="hidden"))
        self.which = [
            widgets.ToggleButtons(
                options=[(d.question, d) for d in drawings], style=widgets.ToggleButtonsStyle(button_width="auto")
            )
            for drawings in QUESTIONS.values()
        ]
        self.questions = widgets.Tab(children=self.which, titles=tuple(QUESTIONS), selected_index=1)
        self.chart = ChartView(layout=widgets.Layout(width="100%"))
        self.rows = widgets.Select(rows=5, layout=widgets.Layout(width="100%"))
        self.sentences = widgets.HTML()
        self.article = widgets.Dropdown(layout=widgets.Layout(width="100%"))
        self.whole = widgets.HTML()
        self.text = widgets.Textarea(layout=widgets.Layout(width="100%", height="20em"))
        self.apply = widgets.Button(description="Apply", button_style="primary")
        self.path = widgets.Text(codebook or "codebook.yaml", description="File")
        self.save = widgets.Button(description="Save", tooltip="Write the codebook to this file")
        self.told = widgets.HTML()
        for name in ("days", "outlets", "actors", "issues", "sentences", "status", "text", "apply", "told"):
            getattr(self, name).add_class(f"standpoint-{name}")  # for style and for tests
        self.box = self._laid_out()

    def _laid_out(self) -> widgets.VBox:
        def titled(title: str, *children: widgets.Widget, grow: str = "1 1 14em") -> widgets.VBox:
            return widgets.VBox([widgets.HTML(f"<b>{title}</b>"), *children], layout=widgets.Layout(flex=grow))

        wrap = widgets.Layout(width="100%", flex_flow="row wrap", grid_gap="4px 12px")
        choices = [
            titled("Outlets", self.outlets),
            titled("Actors", self.find, self.actors),
            titled("Issues", self.issues, grow="2 1 20em"),
        ]
        left = [self.chart, widgets.HTML("<b>The numbers</b>"), self.rows]
        right = [self.sentences, widgets.HTML("<b>The whole article</b>"), self.article]
        beside = [
            widgets.VBox(left, layout=widgets.Layout(flex="3 1 30em", min_width="0")),
            widgets.VBox(right, layout=widgets.Layout(flex="2 1 20em", min_width="0", max_height="52em")),
        ]
        self.sentences.layout.overflow = "auto"
        buttons = widgets.HBox([self.apply, self.path, self.save], layout=wrap)
        codebook = widgets.Accordion([widgets.VBox([self.text, buttons, self.told])], titles=("Codebook",))
        return widgets.VBox(
            [
                widgets.HBox([self.corpus, self.days, self.all], layout=wrap),
                widgets.HBox(choices, layout=wrap),
                self.status,
                self.progress,
                self.questions,
                widgets.HBox(beside, layout=wrap),
                self.whole,
                codebook,
            ]
        )
