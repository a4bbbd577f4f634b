"""The articles of a report: a page each, with all that was found in it marked, and the index that the search reads."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from standpoint import closereading
from standpoint.files import read_json, write_text
from standpoint.highlight import ROLES, UNSAFE, html, legend, safe
from standpoint.store import Tagged
from standpoint.templating import page, web_link
from standpoint.text import sentences
from standpoint.workspace import tagged_corpus

FOLDER, RECORD, INDEX = "articles", "library.json", "search.js"
ARTICLES, CHARACTERS = 2_000, 3_000_000  # the newest that get a page and are searched: so many, and of so much text
BY_ARTICLE = ("statements", "mentions", "stances", "sourcing")


def make(folder: Path, key: str, asked: str, codebook: str, since: str, until: str) -> None:
    """Write the library of a corpus, tagged if it is not, limited to the days; see `write`."""
    write(folder, key, tagged_corpus(asked, since=since, until=until, codebook=codebook, quiet=True))


def write(folder: Path, key: str, tagged: Tagged) -> None:
    """Write into `folder` a page an article, index.html over them, search.js, and last library.json.

    Of a large corpus the newest articles are covered: up to ARTICLES, and up to CHARACTERS of text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    covered = _covered(tagged.articles)
    about = {"corpus": tagged.corpus.name, "title": tagged.corpus.title}
    listed, articles, statements = [], [], []
    for one in _each(tagged, covered):
        article = one.articles.iloc[0]
        shown = _facts(one, article)
        said = _said(one)
        write_text(folder / shown["file"], page("article", about=about, article=shown, **_read(one, article, said)))
        listed.append(shown)
        statements += [{"article": len(articles)} | _found(article, s) for s in said]
        articles.append({k: shown[k] for k in ("file", "title", "outlet", "day")} | {"text": _plain(article["text"])})
    counts = {"covered": len(covered), "total": len(tagged.articles)}
    shelf = {"name": safe(tagged.corpus.title), **counts, "articles": articles, "statements": statements}
    write_text(folder / INDEX, script(shelf))
    write_text(folder / "index.html", page("articles", about=about, articles=listed, **counts))
    outlets = tagged.articles["outlet"].nunique()
    write_text(folder / RECORD, json.dumps({"key": key, **counts, "outlets": int(outlets)}))


def script(shelf: dict[str, Any]) -> str:
    """The index as a script, since a page from a file may load nothing else: no text in it can end a string or tag."""
    data = json.dumps(shelf, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return f"standpointIndex({data});\n"


def record(folder: Path) -> dict[str, Any]:
    """What library.json of a corpus's report folder says: `key`, `covered`, `total`, `outlets`; {} without one."""
    return read_json(folder / FOLDER / RECORD)


def file_of(article_id: str) -> str:
    """The name of an article's page: of the id only a hash, as ids are not ours."""
    return f"{hashlib.sha256(article_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.html"


def _covered(articles: pd.DataFrame) -> list[str]:
    newest = articles.sort_values(["published", "article_id"], ascending=[False, True], na_position="last")
    newest = newest.head(ARTICLES)
    within = newest["text"].fillna("").str.len().cumsum() <= CHARACTERS
    return newest.loc[within, "article_id"].tolist()


def _each(tagged: Tagged, ids: list[str]) -> Iterator[Tagged]:
    """The corpus cut to one article at a time, actors and stories whole."""
    parts = {name: dict(tuple(getattr(tagged, name).groupby("article_id"))) for name in ("articles", *BY_ARTICLE)}
    for article_id in ids:
        mine = {name: found.get(article_id, getattr(tagged, name).iloc[:0]) for name, found in parts.items()}
        yield replace(tagged, **mine)


def _facts(one: Tagged, article: pd.Series) -> dict[str, Any]:
    published = article["published"]
    dated = not pd.isna(published)
    return {
        "file": file_of(article["article_id"]),
        "title": _plain(article["title"]) or "No headline",
        "outlet": _plain(article["outlet"]) or "outlet unknown",
        "agency": _plain(article["agency"]),
        "byline": _plain(article["byline"]),
        "day": f"{published:%Y-%m-%d}" if dated else "",
        "date": f"{published.day} {published:%b %Y}" if dated else "no date",
        "url": web_link(article["url"] if isinstance(article["url"], str) else ""),
        "article_id": article["article_id"],
        "statements": len(one.statements),
        "stances": len(one.stances),
    }


def _read(one: Tagged, article: pd.Series, said: list[dict[str, Any]]) -> dict[str, Any]:
    """The text with its marks, what they mean, and the positions taken."""
    spans = {f: closereading.highlights(one, article["article_id"], f) for f in ("title", "text")}
    roles = [role for role in ROLES if any(h.role == role for part in spans.values() for h in part)]
    stances = closereading.stood(one, article["article_id"]).to_dict("records")
    texts = {f: article[f] if isinstance(article[f], str) else "" for f in spans}
    return {
        "headline": Markup(html(texts["title"], spans["title"])),
        "text": Markup(html(texts["text"], spans["text"], [start for start, _ in sentences(texts["text"])])),
        "legend": Markup(legend(roles)),
        "said": said,
        "stances": stances,
    }


def _said(one: Tagged) -> list[dict[str, Any]]:
    """The article's statements as close reading tells them, numbered from 1, each with the place of its sentence."""
    if one.statements.empty:
        return []
    told = closereading.said(one, one.articles["article_id"].iloc[0]).to_dict("records")
    places = one.statements[["field", "sentence_start", "sentence_end"]].itertuples(index=False)
    return [
        words | {"number": i, "field": place.field, "start": int(place.sentence_start), "end": int(place.sentence_end)}
        for i, (words, place) in enumerate(zip(told, places, strict=True), 1)
    ]


def _found(article: pd.Series, said: dict[str, Any]) -> dict[str, Any]:
    """A statement for the index: its speaker and the place of its sentence, in UTF-16 units as scripts count."""
    text = _plain(article[said["field"]])
    start, end = (len(text[: said[k]].encode("utf-16-le", "surrogatepass")) // 2 for k in ("start", "end"))
    facts = {"number": said["number"], "speaker": _plain(said["speaker"]), "title": int(said["field"] == "title")}
    return facts | {"start": start, "end": end}


def _plain(text: object) -> str:
    """A text for the index: control characters and turning marks become spaces, so that every place stays."""
    return UNSAFE.sub(lambda m: " " * len(m[0]), text) if isinstance(text, str) else ""
