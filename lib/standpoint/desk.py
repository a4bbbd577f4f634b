"""The analyst's desk in JupyterLab: choose corpus, days, outlets, actors and issues; click a chart, read its sentences.

Everything that a desk shows is made in the kernel and escaped there; the browser draws the SVG and tells which row was
clicked (templates/desk.js).
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from standpoint import closereading, desk_charts, desk_codebook, desk_sentences, store, svg, workspace
from standpoint.charts import Chart, counted, day
from standpoint.corpus import bundled, load_corpus
from standpoint.desk_widgets import Widgets
from standpoint.errors import InputError
from standpoint.files import write_text
from standpoint.highlight import safe
from standpoint.measures import media, start_of
from standpoint.presence import TYPES
from standpoint.view import View, table
from standpoint.workspace import codebook_for, spans_for, tagged_corpus, up_to_date

MOST_ACTORS = 300  # named in the list to choose from; the box above it finds the others
HINT = "Click a bar, a point or a label, or choose a number below: its sentences stand here."


def corpora() -> View:
    """The corpora of data/corpora: what they are about, how large they are, of when, and when they were tagged."""
    rows = []
    for name in bundled():
        try:
            corpus = load_corpus(name)
        except InputError as error:
            rows.append({"corpus": name, "about": str(error), "articles": "", "period": "", "tagged": ""})
            continue
        states = sorted((workspace.STORE / corpus.name).glob(f"*/{store.STATE}"), key=lambda p: p.stat().st_mtime)
        tagged = datetime.fromtimestamp(states[-1].stat().st_mtime, UTC) if states else None
        rows.append(
            {
                "corpus": corpus.name,
                "about": corpus.title,
                "articles": len(store.state(states[-1].parent).get("keys", ())) if states else "not counted yet",
                "period": " to ".join(dict.fromkeys(d for d in (corpus.since, corpus.until) if d)),
                "tagged": f"{tagged:%Y-%m-%d %H:%M} UTC" if tagged else "not yet",
            }
        )
    return table(pd.DataFrame(rows))


def desk(corpus: str | Path = "climate-finance", codebook: str | Path = "") -> widgets.Widget:
    """A desk, opened on a corpus (a name, or a path) and, if given, a YAML file of further codebook entries.

    Raises InputError where they cannot be opened.
    """
    tagged_corpus(corpus, codebook=codebook)  # the first time, with a bar that shows before the desk does
    return Desk(str(corpus), str(codebook)).box


class Desk(Widgets):
    """A desk at work: `tagged` is the selection, `shown` the chart that is drawn of it."""

    def __init__(self, corpus: str, codebook: str = ""):
        super().__init__(corpus, codebook)
        self._temporary = tempfile.TemporaryDirectory(prefix="standpoint-desk-")
        self._folder = Path(self._temporary.name)
        self._file = codebook
        self._opened = ""  # the name of the corpus that is shown
        self._texts: dict[str, str] = {}  # corpus → its codebook as edited
        self._drawn: dict[desk_charts.Drawing, Chart] = {}
        self._still = False  # while the program, not the analyst, sets widgets
        self._busy = False  # while there is something to stop
        self._open()
        self._listen()

    def _listen(self) -> None:
        self.corpus.observe(lambda _: self.open(), "value")
        for choice in (self.days, self.outlets, self.actors, self.issues):
            choice.observe(lambda _: self.select(), "value")
        self.find.observe(lambda _: self._list_actors(), "value")
        self.all.on_click(lambda _: self._choose_everything())
        for which in self.which:
            which.observe(lambda _: self.draw(), "value")
        self.questions.observe(lambda _: self.draw(), "selected_index")
        self.chart.observe(lambda change: self.choose(change["new"]), "row")
        self.rows.observe(lambda change: self.choose(-1 if change["new"] is None else change["new"]), "value")
        self.article.observe(lambda _: self._read_whole(), "value")
        self.apply.on_click(lambda _: self.retag())
        self.save.on_click(lambda _: self._save())

    @contextmanager
    def _at_work(self, words: str) -> Iterator[None]:
        """Say what is going on, and how it ended: an interrupt or an error leaves all as it was shown before."""
        if self._busy:
            yield
            return
        names = ("_loaded", "_tables", "_base", "tagged", "shown", "_drawn")
        before = {name: getattr(self, name) for name in names}
        self._tell(f"{words} … (■ in the notebook’s toolbar stops it)")
        self._busy, trouble = True, ""
        try:
            yield
        except KeyboardInterrupt:
            trouble = "Stopped."
        except InputError as error:
            trouble = safe(str(error))
        except Exception as error:
            trouble = f"Failed ({type(error).__name__}: {safe(str(error))})."
            raise
        finally:
            self._busy = False
            self.progress.layout.visibility = "hidden"
            if trouble:
                for name, value in before.items():
                    setattr(self, name, value)
                with self._without_drawing():
                    self.corpus.value = self._opened
                self._tell(f"{trouble} What is shown is what was shown before.")

    def _tell(self, words: str) -> None:
        self.status.value = f'<div role="status">{escape(words)}</div>'

    def _start(self, articles: int) -> None:
        self._done = self.progress.value = 0
        self.progress.max = max(articles, 1)

    def _tick(self, articles: int) -> None:
        self._done += articles
        if self._done - self.progress.value >= self.progress.max / 50:
            self.progress.layout.visibility = "visible"
            self.progress.max = max(self.progress.max, self._done)
            self.progress.value = self._done

    def open(self) -> None:
        """Open the corpus that is chosen, tagged first where that is needed, and draw."""
        if not self._still:
            with self._at_work(f"Opening {self.corpus.value}"):
                self._open()

    def _open(self) -> None:
        corpus = load_corpus(self.corpus.value)
        book = codebook_for(corpus, self._file)
        self._start(100)
        folder = up_to_date(corpus, book, self._tick)
        loaded = store.load(folder, corpus, book)
        text = Path(self._file).read_text(encoding="utf-8-sig") if self._file else desk_codebook.opening(book)
        self._base = (folder, book)
        self._use(folder, loaded)
        if self._opened:
            self._texts[self._opened] = self.text.value
        self._opened = self.corpus.value
        self.text.value, self.told.value = self._texts.get(self._opened, text), ""

    def retag(self) -> None:
        """Tag the corpus with the codebook as it is edited, in a folder of the desk's own, and draw."""
        corpus, before, started = self._loaded.corpus, self._loaded, time.monotonic()
        self.told.value = ""
        with self._at_work("Tagging with your codebook"):
            try:
                book = desk_codebook.codebook_of(self.text.value, corpus, self._folder)
            except InputError as error:
                self.told.value = desk_codebook.fault(error, self.text.value)
                self._say_what_is_selected()
                return
            folder, base = self._base
            if book.fingerprint != base.fingerprint:
                self._start(len(before.articles))
                folder = self._folder / book.fingerprint
                store.tag_corpus(corpus, book, folder, spans=spans_for(corpus), progress=self._tick)
            self._use(folder, store.load(folder, corpus, book))
            for other in self._folder.iterdir():
                if other.is_dir() and other != folder:
                    shutil.rmtree(other, ignore_errors=True)
            change = len(self._loaded.stances) - len(before.stances)
            self.told.value = (
                f"<p>Applied in {time.monotonic() - started:.1f} seconds: {counted(len(book.issues), 'issue')} asked, "
                f"{counted(len(self._loaded.stances), 'stance')} found ({change:+,}).</p>"
            )

    def _use(self, folder: Path, loaded: store.Tagged) -> None:
        """Offer what a tagged corpus holds; what was chosen and is still there stays chosen."""
        self._tables, self._loaded = folder, loaded
        days = start_of(loaded.articles["published"].dropna(), "D")
        span = pd.date_range(days.min(), days.max()) if len(days) else []
        options = [(day(d), f"{d:%Y-%m-%d}") for d in span] or [("no dates", "")]
        with self._without_drawing():
            if options != list(self.days.options):
                self.days.options = options
                self.days.index = (0, len(options) - 1)
            _offer(self.outlets, [(safe(o), o) for o in loaded.articles["outlet"].dropna().value_counts().index])
            _offer(self.issues, [(safe(i.claim), i.id) for i in loaded.codebook.issues.values()])
            self._list_actors()
        self._select()

    @contextmanager
    def _without_drawing(self) -> Iterator[None]:
        before, self._still = self._still, True
        try:
            yield
        finally:
            self._still = before

    def _list_actors(self) -> None:
        named = self._loaded.mentions["actor_id"].value_counts()
        known = self._loaded.actors[self._loaded.actors["actor_type"].isin(TYPES)]  # those that charts count
        names = known[~known["actor_id"].isin(media(self._loaded))].set_index("actor_id")["name"]
        wanted = self.find.value.strip().casefold()
        chosen = [i for i in self.actors.value if i in names.index]
        found = [i for i in named.index if i in names.index and wanted in str(names[i]).casefold()]
        listed = list(dict.fromkeys([*chosen, *found[:MOST_ACTORS]]))
        with self._without_drawing():
            _offer(self.actors, [(f"{safe(str(names[i]))} ({named[i]:,})", i) for i in listed])

    def _choose_everything(self) -> None:
        with self._without_drawing():
            self.days.index = (0, len(self.days.options) - 1)
            self.outlets.value = self.issues.value = self.actors.value = ()
            self.find.value = ""
        self.select()

    def select(self) -> None:
        """Load what is chosen of the corpus, and draw."""
        if not self._still:
            with self._at_work("Selecting"):
                self._select()

    def _select(self) -> None:
        all_days = self.days.index == (0, len(self.days.options) - 1)
        part = loaded = self._loaded
        if self.outlets.value or not all_days:
            since, until = ("", "") if all_days else self.days.value
            part = store.load(
                self._tables, loaded.corpus, loaded.codebook, since=since, until=until, outlets=self.outlets.value
            )
        self.tagged, self._drawn = desk_charts.on_issues(part, self.issues.value), {}
        self._draw()

    def draw(self) -> None:
        """Draw the chart that is chosen; one that was drawn of this selection before is there at once."""
        if not self._still:
            with self._at_work("Drawing"):
                self._draw()

    def _draw(self) -> None:
        drawing = self.which[self.questions.selected_index].value
        if drawing not in self._drawn:
            self._drawn[drawing] = desk_charts.draw(drawing, self.tagged, self.actors.value)
        self._show(self._drawn[drawing])
        self._say_what_is_selected()

    def _say_what_is_selected(self) -> None:
        drawing = self.which[self.questions.selected_index].value
        of_all = " This chart is of all actors." if self.actors.value and not drawing.actors else ""
        self._tell(f"{self.tagged!r}.{of_all}")

    def _show(self, chart: Chart) -> None:
        labels = desk_sentences.labels(chart)
        with self._without_drawing():
            self.shown = chart
            self.chart.row = -1
            self.chart.svg = svg.render(chart.figure, f"desk-{chart.name}", chart.title, chart.alt, labels, "")
            self.rows.options = [(label, i) for i, label in enumerate(labels)]
            self.rows.value = None
            self.sentences.value = desk_sentences.hint(HINT)
            self.article.options = []
            self.whole.value = ""

    def choose(self, row: int) -> None:
        """Show the sentences behind a row of the chart."""
        if self._still or not 0 <= row < len(self.shown.data):
            return
        found = desk_sentences.behind(self.shown, row, self.tagged)
        total = len(desk_sentences.references(self.shown, row))
        articles = found.drop_duplicates("article_id")
        with self._without_drawing():
            self.chart.row = self.rows.value = row
            self.sentences.value = desk_sentences.panel(self.rows.label, found, total)
            self.article.options = [("choose one to read", "")] + [
                (desk_sentences.headline(a), a["article_id"]) for a in articles.to_dict("records")
            ]
            self.article.value = ""
            self.whole.value = ""

    def _read_whole(self) -> None:
        if not self._still:
            read = closereading.marked(self.tagged, self.article.value).html if self.article.value else ""
            self.whole.value = read

    def _save(self) -> None:
        try:
            path = write_text(Path(self.path.value).expanduser(), self.text.value)
        except OSError as error:
            self.told.value = f"<p>Not saved: {escape(error.strerror or str(error))}.</p>"
            return
        name = escape(str(path.resolve()))
        self.told.value = f"<p>Saved. A report takes it with <code>--codebook {name}</code>.</p>"


def _offer(choice: widgets.SelectMultiple, options: list[tuple[str, str]]) -> None:
    """New options; those of the chosen that are still there stay chosen."""
    kept = tuple(v for v in choice.value if v in {value for _, value in options})
    choice.options = options
    choice.value = kept
