"""What an outlet made of a story: sentences of the original that it cut, those that it added, and both headlines."""

from difflib import SequenceMatcher
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from standpoint.highlight import safe
from standpoint.shingles import hashed
from standpoint.store import Tagged
from standpoint.text import sentences
from standpoint.view import View

# what became of a sentence → its word, colours and line: told apart by word and line, not by colour alone.
SHOWN = {
    "cut": "background:#f7d3b8;color:#111;text-decoration:line-through",
    "added": "background:#bfe0f5;color:#111;border-bottom:2px solid #0b5c8f",
}
LABEL = "font-size:.68em;font-weight:600;margin:0 .3em 0 .1em;text-decoration:none;display:inline-block"


class Change(NamedTuple):
    """A sentence and what became of it: kept, cut or added."""

    what: str
    sentence: str


def versions(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """All versions of the article's story, the original first: outlet, agency, published, headline, n_words, kept.

    Where the original is missing, the first one's `version` is "earliest reprint".
    """
    stories = tagged.stories
    story = stories.loc[stories["article_id"] == article_id, "story_id"].iloc[0]
    rows = stories[stories["story_id"] == story].merge(tagged.articles, on="article_id")
    rows = rows.assign(version="reprint", headline=rows["title"])
    rows = rows.sort_values(["is_original", "published"], ascending=[False, True], kind="stable", ignore_index=True)
    rows.loc[0, "version"] = "earliest reprint" if missing_original(rows.iloc[0]) else "original"
    columns = ["article_id", "outlet", "agency", "published", "headline", "n_words", "kept", "is_original", "version"]
    return rows[columns]


def missing_original(first: Any) -> str:
    """Why the earliest version of a story is not its original, but stands for it, in words; "" where it is."""
    if not first.is_original:
        return "the original is not among the articles chosen"
    agency = _text(first.agency)
    return f"{agency}’s own copy is not in the corpus" if agency and agency != _text(first.outlet) else ""


def changes(original: str, version: str) -> list[Change]:
    """The sentences of two texts as one run, in the order of the version; case and punctuation change nothing."""
    old, new = ([text[a:b] for a, b in sentences(text)] for text in (original, version))
    keys = [[found.tobytes() for found in hashed(side)] for side in (old, new)]
    out: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            out += [Change("kept", s) for s in new[c:d]]
        else:
            out += [Change("cut", s) for s in old[a:b]] + [Change("added", s) for s in new[c:d]]
    return out


def difference(tagged: Tagged, article_id: str) -> View:
    """What the article changes of its story's original; of an original, what the reprint that keeps least changed.

    Where the original is missing, the earliest reprint stands for it, and the view says so.
    Text is untrusted: all of it is escaped; what is added is inline-styled <mark>.
    """
    rows = versions(tagged, article_id)
    if len(rows) == 1:
        return View("<p><em>No other version of this article is in the corpus.</em></p>", "No other version.")
    articles = tagged.articles.set_index("article_id")
    original, others = rows.iloc[0], rows.iloc[1:]
    own = others[others["article_id"] == article_id]
    version = own.iloc[0] if len(own) else others.iloc[others["kept"].argmin()]
    compared = (articles.loc[row["article_id"]] for row in (original, version))
    note = safe(missing_original(original))
    note = f"{note[0].upper()}{note[1:]}: the earliest reprint stands for it. " if note else ""
    return _shown(*compared, _name(original), _name(version), note)


def _shown(original: pd.Series, version: pd.Series, first: str, second: str, note: str = "") -> View:
    """What a text changed of another, with `first` and `second` as their names, after a `note`."""
    found = changes(original["text"], version["text"])
    counts = {what: sum(c.what == what for c in found) for what in ("kept", "cut", "added")}
    summary = (
        f"{note}{second} keeps {counts['kept']:,} of the {counts['kept'] + counts['cut']:,} sentences of "
        f"{first}, cuts {counts['cut']:,} and adds {counts['added']:,}."
    )
    old, new = (_text(row["title"]) for row in (original, version))
    headlines = [Change("kept", new)] if old == new else [Change("cut", old), Change("added", new)]
    page = (
        f"<p>{escape(summary)}</p>"
        f'<h3 style="line-height:1.6">{_html([c for c in headlines if c.sentence])}</h3>'
        f'<div style="max-width:46em;line-height:1.9">{_html(found)}</div>'
    )
    plain = [f"[{c.what}: {safe(c.sentence)}]" if c.what != "kept" else safe(c.sentence) for c in [*headlines, *found]]
    return View(page, " ".join(" ".join([summary, *plain]).split()))


def updates(tagged: Tagged) -> pd.DataFrame:
    """The older versions that were set aside, latest first: outlet, published, headline, then those of the newest."""
    newest = tagged.articles[["article_id", "published", "title"]].set_axis(
        ["newest_id", "newest_published", "newest_headline"], axis=1
    )
    rows = tagged.older.rename(columns={"title": "headline", "version_of": "newest_id"}).merge(newest, on="newest_id")
    rows = rows.sort_values("published", ascending=False, kind="stable")
    columns = ["outlet", "published", "headline", "newest_published", "newest_headline", "article_id", "newest_id"]
    return rows[columns].reset_index(drop=True)


def changed(tagged: Tagged, article_id: str) -> View:
    """What the article changes of its story's original, and where its outlet updated it, of the version before."""
    views = [difference(tagged, article_id)]
    if (tagged.older["version_of"] == article_id).any():
        views.append(revision(tagged, article_id))
    return View("".join(view.html for view in views), "\n".join(view.text for view in views))


def revision(tagged: Tagged, article_id: str) -> View:
    """What the newest version of the article changed of the one before it: sentences cut and added, both headlines."""
    older = tagged.older[tagged.older["version_of"] == article_id]
    if older.empty:
        return View("<p><em>One version of this article is in the corpus.</em></p>", "One version.")
    newest, before = tagged.articles[tagged.articles["article_id"] == article_id].iloc[0], older.iloc[-1]
    return _shown(before, newest, "the version before it", f"The newest of {len(older) + 1:,} versions")


def _html(found: list[Change]) -> str:
    return " ".join(
        escape(safe(c.sentence))
        if c.what == "kept"
        else f'<mark style="{SHOWN[c.what]}" title="{c.what}"><small style="{LABEL}">{c.what}</small>'
        f"{escape(safe(c.sentence))}</mark>"
        for c in found
    ).replace("\n", "<br>")


def _name(row: pd.Series) -> str:
    return safe(_text(row["outlet"]) or "an unnamed outlet")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
