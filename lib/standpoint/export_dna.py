"""Positions as an event list of Discourse Network Analyzer (Leifeld, https://github.com/leifeld/dna)."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from standpoint.publication import Edition
from standpoint.store import Tagged

COLUMNS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position", "stop_position", "text",
    "coder", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
)  # fmt: skip
BARE = ("statement_id", "time", "agreement", "start_position", "stop_position", "coder", "document_id")
CODER = 1
UNDATED = pd.Timestamp("1970-01-01", tz="UTC")  # DNA has no statement without a time


def write(edition: Edition, path: Path) -> None:
    """Write the event list as DNA writes it: UTF-8, semicolons, one row a position on an issue, in order of time."""
    rows = events(edition.tagged())
    lines = [";".join(f'"{column}"' for column in COLUMNS)]
    lines += [";".join(_cell(column, row[column]) for column in COLUMNS) for row in rows.to_dict("records")]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="\n")


def left_out(edition: Edition) -> str:
    """What the event list does not hold, with how many positions that is; "" where it holds them all."""
    rows = _positions(edition.tagged())
    in_headlines = rows["field"] == "title"
    counts = {
        "positions of holders without a name": (rows["holder_id"].isna() & ~in_headlines).sum(),
        "positions in headlines": in_headlines.sum(),
    }
    return ", ".join(f"{what} ({n:,})" for what, n in counts.items() if n)


def events(tagged: Tagged) -> pd.DataFrame:
    """The rows of the event list: a stance on an issue, its holder as person or organization, its claim as concept.

    `agreement` is 1 for support and 0 for oppose. Positions are code points into the article's text; DNA has no
    headlines in a text, so stances in headlines are left out, as are those of a holder without a name. An article that
    argues in its own voice is its outlet's. Articles are numbered in order of publication.
    """
    rows = _positions(tagged)
    rows = rows[(rows["field"] != "title") & rows["holder_id"].notna()]
    articles = {row["article_id"]: (i, row) for i, row in enumerate(tagged.articles.to_dict("records"), 1)}
    actors = tagged.actors.set_index("actor_id")[["name", "actor_type"]].to_dict("index")
    claims = {issue.id: issue.claim for issue in tagged.codebook.issues.values()}
    found = []
    for row in rows.to_dict("records"):
        number, article = articles[row["article_id"]]
        own = {"name": _given(article["outlet"]), "actor_type": "organization"}
        holder = own if row["holder_id"] == "article" else actors[row["holder_id"]]
        is_person = holder["actor_type"] == "person"
        published = article["published"] if pd.notna(article["published"]) else UNDATED
        found.append(
            {
                "time": f"{published:%Y-%m-%d %H:%M:%S}",
                "person": holder["name"] if is_person else "",
                "organization": "" if is_person else holder["name"],
                "concept": claims.get(row["target_id"], row["target_id"]),
                "agreement": int(row["position"] == "support"),
                "start_position": int(row["start"]),
                "stop_position": int(row["end"]),
                "text": article["text"][row["start"] : row["end"]],
                "coder": CODER,
                "document_id": number,
                **_document(article),
            }
        )
    found.sort(key=lambda row: (row["time"], row["document_id"], row["start_position"]))
    return pd.DataFrame([{"statement_id": i, **row} for i, row in enumerate(found, 1)], columns=list(COLUMNS))


def escaped(text: str) -> str:
    """A text as DNA writes it into a cell: it has no way to keep a semicolon or a quotation mark."""
    return text.replace(";", ",").replace('"', "'")


def _positions(tagged: Tagged) -> pd.DataFrame:
    return tagged.stances[tagged.stances["target_kind"] == "issue"]


def _document(article: Mapping[str, object]) -> dict[str, str]:
    return {
        "document_title": _given(article["title"]),
        "document_author": _given(article["byline"]),
        "document_source": _given(article["outlet"]),
        "document_section": "",
        "document_type": _given(article["agency"]) and "agency copy",
    }


def _given(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _cell(column: str, value: object) -> str:
    return str(value) if column in BARE else f'"{escaped(str(value))}"'
