"""A tiny corpus with hostile text, tagged; charts over it; notebooks that publish them; and a codebook's people."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import pandas as pd
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from standpoint import store
from standpoint.codebook import Actor, Codebook, Office
from standpoint.corpus import load_corpus
from standpoint.names import slug
from standpoint.workspace import codebook_for

ARTICLES = [
    {
        "article_id": "a1",
        "title": "Harbour fees <script>alert('title')</script>",
        "outlet": "Harbour <b>Courier</b>",
        "published": "2025-01-13T08:00:00Z",
        "url": "javascript:alert('url')",
        "text": "The minister said the fee was “fair”. <script>alert('text')</script> "
        "Otto Lindauer said Germany would pay.",
    },
    {
        "article_id": "a2",
        "title": "=SUM(A1:A9)",
        "outlet": "Lighthouse & Daily",
        "published": "2025-01-14T08:00:00Z",
        "url": 'https://lighthouse.example/a2?x=1&y="2"',
        "text": "Otto Lindauer said that the price of $5 to $9 was wrong. "
        "A \x1b[31mred\x1b[0m line and \u202edetrevni\u202c text.",
    },
    {
        "article_id": "a3",
        "title": "A quiet day",
        "outlet": "Harbour <b>Courier</b>",
        "published": "2025-01-15T08:00:00Z",
        "text": "Nothing happened in the harbour. The gulls were quiet.",
    },
]


def person(name: str, country: str, *aliases: str, gender: str = "m", offices: tuple[Office, ...] = ()) -> Actor:
    """Somebody as a codebook lists them."""
    return Actor(
        id=slug(name),
        name=name,
        type="person",
        aliases=aliases,
        gender=gender,
        country=country,
        surname=name.split()[-1],
        offices=offices,
    )


# No test puts words into a real person's mouth: these are invented, as are the council and the state that some serve.
PEOPLE = [
    Actor("sund-council", "Sund Council", "organization", article="the"),
    Actor("vestmark", "Vestmark", "state", metonyms=("Amber Palace",)),
    person("Anton Dremov", "russia", "Dremov", offices=(Office("Spokesman", "vestmark", "2012-05-01"),)),
    person("Boris Stolvin", "russia", "Stolvin"),
    person("Danylo Sorn", "ukraine", "Sorn"),
    person("Emil Haldor", "united-states"),
    person(
        "Ervin Holbán",
        "hungary",
        "Holbán",
        "Ervin Holban",
        "Holban",
        offices=(Office("Prime Minister", "hungary", "2010-05-29"),),
    ),
    person("Hugo Tarn", "united-states", "Tarn", "Hugo J. Tarn", "realHugoTarn"),
    person(
        "Joost Venhuis",
        "netherlands",
        "Venhuis",
        offices=(Office("Secretary General", "sund-council", "2024-10-01"),),
    ),
    person("Josef Tolk", "united-states", "Tolk", "Josef R. Tolk", "Josef R. Tolk Jr."),
    person("Kaia Ravn", "estonia", "Ravn", gender="f"),
    person("Odo Falk", "united-kingdom", "Falk"),
    person(
        "Otto Lindauer",
        "germany",
        "Lindauer",
        offices=(Office("Secretary General", "sund-council", "2014-10-01", "2024-10-01"),),
    ),
    person("Pavel Ostrog", "slovakia", "Ostrog"),
    person("Ulla von der Holm", "germany", "von der Holm", gender="f"),
]


def with_people(book: Codebook) -> Codebook:
    """The codebook with invented people, for what is done with people whom a codebook lists."""
    return replace(book, actors=book.actors | {actor.id: actor for actor in PEOPLE})


@dataclass
class TinyChart:
    """What a chart has to have for `publish`."""

    name: str
    title: str
    figure: Figure
    data: pd.DataFrame
    alt: str = "Bars, one for each outlet."
    n: int = 3
    unit: str = "articles"
    source: str = "Source: a test."
    too_little: bool = False

    def __repr__(self) -> str:
        return f"{self.title} (n = {self.n:,} {self.unit})"


def write_corpus(folder: Path, name: str = "tiny") -> Path:
    """A file of articles, as a corpus that can be named by its path."""
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in ARTICLES), encoding="utf-8")
    return path


def tag(path: Path, folder: Path) -> store.Tagged:
    """The corpus at that path, tagged into the folder."""
    corpus = load_corpus(path)
    book = codebook_for(corpus)
    store.tag_corpus(corpus, book, folder)
    return store.load(folder, corpus, book)


def chart(
    tagged: store.Tagged, name: str = "outlets", title: str = "The Courier prints most <b>articles</b>"
) -> TinyChart:
    """Articles by outlet, each bar a link to its row; the last row counts nothing."""
    data = (
        tagged.articles.groupby("outlet", sort=True)["article_id"]
        .apply(lambda ids: [f"articles:{i}" for i in ids])
        .reset_index(name="evidence")
    )
    data = pd.concat([data, pd.DataFrame({"outlet": ["Nobody"], "evidence": [[]]})], ignore_index=True)
    data.insert(1, "articles", data["evidence"].map(len))
    data.insert(2, "share", data["articles"] / max(data["articles"].sum(), 1))
    figure = Figure(figsize=(6, 3))
    for i, bar in enumerate(figure.subplots().bar(range(len(data)), data["articles"])):
        bar.set_url(f"#row-{i}")
    return TinyChart(name, title, figure, data)


PARAMETERS = 'corpus = "tiny"\nsince = ""\nuntil = ""\noutlets = []\ncodebook = ""\nout = ""'
IMPORTS = """import sys
sys.path.insert(0, {tests!r})
import tiny
from standpoint.export import Finding, publish
from standpoint.workspace import tagged_corpus"""


def write_notebook(path: Path, *code: str, question: str = "What is here?", publishes: bool = True) -> Path:
    """A notebook that opens as ours do, runs the code under a heading, and publishes the chart of `chart`."""
    imports = IMPORTS.format(tests=str(Path(__file__).parent))
    cells = [
        new_markdown_cell(f"# {question}\n\nAn answer looks like this: “three”.\n\nIt cannot show `more`."),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        new_code_cell(imports),
        new_code_cell("tagged = tagged_corpus(corpus, since=since, until=until, outlets=outlets, codebook=codebook)"),
        new_markdown_cell("## Which outlet prints most?"),
        new_code_cell("chart = tiny.chart(tagged)\nchart"),
        new_markdown_cell("Higher bars mean *more* articles."),
        *(cell for source in code for cell in (new_markdown_cell("## The part under test"), new_code_cell(source))),
    ]
    if publishes:
        findings = 'findings=[Finding("The Courier leads.", "outlets", 0)]'
        cells.append(new_code_cell(f'publish([chart], tagged, out, notebook="{path.stem}", {findings})'))
    for i, cell in enumerate(cells):
        cell["id"] = f"cell-{i}"
    notebook = new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path
