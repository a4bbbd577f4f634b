"""Close reading of one article: its text with everything found in it marked, and its facts in tables."""

import pandas as pd

from standpoint.errors import InputError
from standpoint.explain import ABSTAINED, explain
from standpoint.export import shown
from standpoint.highlight import ROLES, Highlight, html, legend, plain
from standpoint.issues import FIRM
from standpoint.reader import reader
from standpoint.reprints import missing_original
from standpoint.reprints import versions as versions_of
from standpoint.store import Tagged
from standpoint.tagger import Tagger
from standpoint.view import View


def choose(tagged: Tagged, article: str = "") -> str:
    """The id of the article to read: the given one, or the one with most stances, then most statements.

    Raises InputError where the corpus holds no articles, or none of that id.
    """
    ids = list(tagged.articles["article_id"])
    if not ids:
        raise InputError("no article to read: the corpus is empty", remedy="widen since, until and outlets")
    if article:
        if article not in ids:
            raise InputError(
                f"no article {article!r} in corpus {tagged.corpus.name}",
                remedy=f"name one of its ids, such as {ids[0]}",
            )
        return article
    counts = [table["article_id"].value_counts() for table in (tagged.stances, tagged.statements)]
    return max(ids, key=lambda i: tuple(int(count.get(i, 0)) for count in counts))


def marked(tagged: Tagged, article_id: str) -> View:
    """Headline and text of the article, with actors, speakers, cues, contents, acts, stances and credits marked."""
    article = of(tagged.articles, article_id).iloc[0]
    title, text = (_text(article[field]) for field in ("title", "text"))
    spans = {field: highlights(tagged, article_id, field) for field in ("title", "text")}
    roles = [role for role in ROLES if any(h.role == role for part in spans.values() for h in part)]
    page = (
        f'<p style="font-size:.85em">{legend(roles)}</p>'
        f'<h3 style="line-height:1.6">{html(title, spans["title"])}</h3>'
        f'<div style="max-width:46em;line-height:1.9">{html(text, spans["text"])}</div>'
    )
    return View(page, f"{plain(title, spans['title'])}\n\n{plain(text, spans['text'])}")


def highlights(tagged: Tagged, article_id: str, field: str) -> list[Highlight]:
    """The spans to mark in one field; a name inside a speaker's span is marked as the speaker alone."""
    out = []
    for row in _field(tagged.statements, article_id, field).itertuples():
        roles = ("actor", "act", "content") if row.kind == "act" else ("speaker", "cue", "content")
        for role, spans in zip(roles, (row.source_spans, row.cue_spans, row.content_spans), strict=True):
            out += [Highlight(int(s["start"]), int(s["end"]), role) for s in _list(spans)]
    speakers = [h for h in out if h.role in ("speaker", "actor")]
    for row in _field(tagged.mentions, article_id, field).itertuples():
        if not any(h.start <= row.start and row.end <= h.end for h in speakers):
            out.append(Highlight(int(row.start), int(row.end), "actor"))
    for row in _field(tagged.stances, article_id, field).itertuples():
        out.append(Highlight(int(row.start), int(row.end), "stance"))
    if field == "text":
        links = of(tagged.sourcing, article_id)
        links = links[links["statement_id"].isna()]  # a link that quotes is a statement, and marked as one
        out += [Highlight(int(a), int(b), "source") for a, b in zip(links["start"], links["end"], strict=True) if a < b]
    length = len(_text(of(tagged.articles, article_id).iloc[0][field]))
    return [h for h in out if 0 <= h.start < h.end <= length]


def facts(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """What is known of the article, one fact a row: `fact`, `value`."""
    article = of(tagged.articles, article_id).iloc[0]
    story = of(tagged.stories, article_id).iloc[0]
    versions = versions_of(tagged, article_id)
    first = versions.iloc[0]
    missing = missing_original(first)
    stands_in = bool(missing and first["is_original"])
    whose = f"{shown(first['outlet']) or 'an unnamed outlet'}’s, the earliest," if stands_in else "the original’s"
    kept = "" if pd.isna(story["kept"]) else f", keeps {float(story['kept']):.0%} of {whose} words"
    version = f"reprint{kept}" if first["article_id"] != article_id else versions["version"].iloc[0]
    older = int((tagged.older["version_of"] == article_id).sum())
    spoken = of(tagged.statements, article_id)
    rows = {
        "headline": article["title"],
        "outlet": article["outlet"],
        "agency": article["agency"],
        "published": article["published"],
        "byline": article["byline"],
        "words": article["n_words"],
        "link": article["url"],
        "version": version
        + f", one of {len(versions):,} in the corpus"
        + (f"; {missing}" if missing else "")
        + (f"; the newest of {older + 1:,} versions" if older else ""),
        "actors": of(tagged.mentions, article_id)["actor_id"].nunique(),
        "statements": int((spoken["kind"] != "act").sum()),
        "stances": len(of(tagged.stances, article_id)),
        "article_id": article_id,
    }
    return pd.DataFrame({"fact": list(rows), "value": [shown(value) for value in rows.values()]})


def said(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """The article's statements in order: speaker, kind, cue, content."""
    texts = {field: _text(of(tagged.articles, article_id).iloc[0][field]) for field in ("title", "text")}
    names = _names(tagged)
    rows = [
        {
            "speaker": names.get(row.speaker_id) or row.speaker_text or "unnamed",
            "kind": row.kind,
            "cue": _cut(texts[row.field], row.cue_spans),
            "content": _cut(texts[row.field], row.content_spans),
        }
        for row in of(tagged.statements, article_id).itertuples()
    ]
    return pd.DataFrame(rows, columns=["speaker", "kind", "cue", "content"])


def stood(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """The article's stances in order: who supports or opposes what, and why it was read so."""
    names = _names(tagged) | {issue.id: issue.claim for issue in tagged.codebook.issues.values()}
    names["article"] = "the article itself"
    rows = [
        {
            "holder": names.get(row.holder_id) or "unnamed",
            "position": row.position,
            "target": names.get(row.target_id, row.target_id),
            "because": row.because,
            "rule": row.basis,
        }
        for row in of(tagged.stances, article_id).itertuples()
    ]
    return pd.DataFrame(rows, columns=["holder", "position", "target", "because", "rule"])


def decided(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """Each decision on a position in reading order, taken or left open, and why.

    Columns `holder`, `position` ("support", "oppose", or "left open"), `target`, `words` (the sentence), `because`,
    `rule` and `confidence` (0 to 1). Passages with too little of an issue are left out, as by `standpoint explain`. The
    article is read again, since the tables hold what was taken alone.
    """
    article = of(tagged.articles, article_id).iloc[0].to_dict()
    article = {name: None if pd.isna(value) else value for name, value in article.items()}
    rows = explain(article, Tagger(tagged.codebook, reader() if tagged.reader == "learned" else None))
    rows = rows[(rows["decision"] != ABSTAINED) | (rows["relevance"] >= FIRM)]
    claims = {issue.id: issue.claim for issue in tagged.codebook.issues.values()}
    return pd.DataFrame(
        {
            "holder": rows["holder"],
            "position": rows["decision"].replace(ABSTAINED, "left open"),
            "target": [claims.get(target, target) for target in rows["target"]],
            "words": [" ".join(words.split()) for words in rows["words"]],
            "because": rows["why"],
            "rule": rows["rule"],
            "confidence": rows["confidence"].astype(float).round(2),
        }
    ).reset_index(drop=True)


def chain(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """By which links words reached the page, nearest the page first: from, relation, to."""
    links = of(tagged.sourcing, article_id)[["hop", "from_name", "relation", "to_name"]]
    return links.drop_duplicates().reset_index(drop=True)


def of(table: pd.DataFrame, article_id: str) -> pd.DataFrame:
    """The rows of a table that belong to the article."""
    return table[table["article_id"] == article_id]


def _field(table: pd.DataFrame, article_id: str, field: str) -> pd.DataFrame:
    return table[(table["article_id"] == article_id) & (table["field"] == field)]


def _names(tagged: Tagged) -> dict[str, str]:
    return dict(zip(tagged.actors["actor_id"], tagged.actors["name"], strict=True))


def _list(spans: object) -> list[dict[str, int]]:
    return [] if spans is None or spans is pd.NA else list(spans)


def _cut(text: str, spans: object) -> str:
    return " … ".join(text[s["start"] : s["end"]] for s in _list(spans))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
