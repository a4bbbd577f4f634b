"""Evidence: the references that a number was counted from → the sentences, with what counted in them marked.

A reference names a row of a table: `articles:<article_id>`, `mentions:<article_id>:<field>:<start>:<end>`,
`statements:<statement_id>`, `stances:<stance_id>`, `sourcing:<chain_id>:<hop>`. A word of an article has no row:
`words:<article_id>:<field>:<start>:<end>` says where it stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from standpoint.highlight import Highlight
from standpoint.text import containing, sentences

if TYPE_CHECKING:
    from standpoint.store import Tagged

SCHEMA = pa.schema(
    [
        ("ref", pa.string()),
        ("article_id", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.timestamp("us", tz="UTC")),
        ("title", pa.string()),
        ("url", pa.string()),
        ("field", pa.string()),
        ("start", pa.int64()),
        ("sentence", pa.string()),
        ("highlights", pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64()), ("role", pa.string())]))),
        ("note", pa.string()),
    ]
)
KINDS = ("articles", "mentions", "words", "statements", "stances", "sourcing")
PLACES = {"mentions": "actor", "words": "word"}  # references that say themselves where → the role of what stands there
LONGEST = 1500  # characters shown around what counted; a sentence without a full stop may be a megabyte long

Row = dict[str, Any]


def find_sentences(refs: Iterable[str], tagged: "Tagged") -> pd.DataFrame:
    """One row a reference, in their order: where it stands, the sentence, and `highlights` relative to the sentence.

    `start` is the sentence's offset in its field; `note` says for a stance who holds which position on what, and why
    it was read so, for a link its whole chain. A link that no words of the text show (a byline) opens the headline. A
    reference that is given twice counts once. Raises KeyError for one that names no row.
    """
    refs = list(dict.fromkeys(refs))
    wanted: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for ref in refs:
        kind, _, rest = ref.partition(":")
        if kind not in wanted or not rest:
            raise KeyError(f"{ref!r} is not a reference: it starts with none of {', '.join(KINDS)}")
        wanted[kind].append(rest)
    stances = _rows(tagged.stances, "stance_id", wanted["stances"])
    of_stances = [s["statement_id"] for s in stances.values() if s["statement_id"]]
    statements = _rows(tagged.statements, "statement_id", [*wanted["statements"], *of_stances])
    of_places = [place.rsplit(":", 3)[0] for kind in PLACES for place in wanted[kind]]
    chains = _chains(tagged.sourcing, wanted["sourcing"])
    linked = [link for chain in chains.values() for link in chain.values()]
    ids = [row["article_id"] for row in (*stances.values(), *statements.values(), *linked)]
    articles = _rows(tagged.articles, "article_id", [*wanted["articles"], *of_places, *ids])
    names = _names(tagged)
    cut: dict[tuple[str, str], list[tuple[int, int]]] = {}
    out = []
    for ref in refs:
        kind, _, rest = ref.partition(":")
        try:
            if kind == "articles":
                field, spans, note = _opening(articles[rest]), [], ""
                article = articles[rest]
            elif kind in PLACES:
                article_id, field, start, end = rest.rsplit(":", 3)
                article, spans, note = articles[article_id], [Highlight(int(start), int(end), PLACES[kind])], ""
            elif kind == "statements":
                row = statements[rest]
                article, field, spans, note = articles[row["article_id"]], row["field"], _said(row), ""
            elif kind == "sourcing":
                chain_id, _, hop = rest.rpartition(":")
                row = chains[chain_id][int(hop)]
                article, note = articles[row["article_id"]], _told(chains[chain_id])
                spans = [Highlight(row["start"], row["end"], "source")] if row["start"] < row["end"] else []
                field = "text" if spans else _opening(article)
            else:
                row = stances[rest]
                article, field, note = articles[row["article_id"]], row["field"], _why(row, names)
                spans = [Highlight(row["start"], row["end"], "stance")]
                said = statements.get(row["statement_id"])
                near = (h for h in (_said(said) if said else ()) if abs(h.start - row["start"]) < LONGEST // 3)
                spans += [h for h in near if h.role != "content"]  # a speaker's label may stand pages above
        except (KeyError, ValueError) as error:
            raise KeyError(f"the reference {ref!r} names no row of {kind}") from error
        out.append({"ref": ref, "field": field, "note": note, **_shown(article, field, spans, cut)})
    return pa.Table.from_pylist(out, schema=SCHEMA).to_pandas(types_mapper=pd.ArrowDtype)


def _rows(table: pd.DataFrame, key: str, ids: Sequence[str]) -> dict[str, Row]:
    if not ids:
        return {}
    return {row[key]: row for row in _records(table[table[key].isin(set(ids))])}


def _records(table: pd.DataFrame) -> list[Row]:
    return pa.Table.from_pandas(table, preserve_index=False).to_pylist()


def _chains(sourcing: pd.DataFrame, links: Sequence[str]) -> dict[str, dict[int, Row]]:
    """chain_id → hop → link, of every chain that one of these links (`<chain_id>:<hop>`) belongs to."""
    out: dict[str, dict[int, Row]] = {}
    ids = {link.rpartition(":")[0] for link in links}
    for row in _records(sourcing[sourcing["chain_id"].isin(ids)]) if ids else ():
        out.setdefault(row["chain_id"], {})[row["hop"]] = row
    return out


def _told(chain: Mapping[int, Row]) -> str:
    """A chain in words, nearest the page first."""
    links = [f"{link['from_name']} {link['relation']} {link['to_name']}" for _, link in sorted(chain.items())]
    return f"{', '.join(links)}."


def _opening(article: Row) -> str:
    return "title" if article["title"] else "text"


def _said(statement: Row) -> list[Highlight]:
    roles = ("actor", "act", "content") if statement["kind"] == "act" else ("speaker", "cue", "content")
    pieces = (statement["source_spans"], statement["cue_spans"], statement["content_spans"])
    return [Highlight(s["start"], s["end"], role) for role, part in zip(roles, pieces, strict=True) for s in part or ()]


def _names(tagged: "Tagged") -> dict[str, str]:
    actors = dict(zip(tagged.actors["actor_id"], tagged.actors["name"], strict=True))
    return (
        actors
        | {i.id: f"“{i.claim.rstrip('.')}”" for i in tagged.codebook.issues.values()}
        | {"article": "The article itself"}
    )


def _why(stance: Row, names: Mapping[str, str]) -> str:
    holder = names.get(stance["holder_id"], stance["holder_id"]) or "A speaker without a name"
    target = names.get(stance["target_id"], stance["target_id"])
    reported = (
        f", as {names.get(stance['reported_by'], stance['reported_by'])} tells it" if stance["reported_by"] else ""
    )
    because = f" {stance['because'].rstrip('.')}." if stance["because"] else ""
    return f"{holder} {stance['position']}s {target}{reported}.{because} Rule: {stance['basis']}."


def _shown(article: Row, field: str, spans: Sequence[Highlight], cut: dict) -> Row:
    """The passage that holds the spans (whole sentences; the first where there are none) and its article's facts."""
    text = article[field] or ""
    for h in spans:
        if not 0 <= h.start < h.end <= len(text):
            raise ValueError(f"{tuple(h)} lies outside the {field}")
    start, end = 0, len(text)
    if field == "text":
        key = (article["article_id"], field)
        if key not in cut:
            cut[key] = sentences(text)
        found = cut[key]
        first, last = min((h.start for h in spans), default=0), max((h.end for h in spans), default=1) - 1
        a, b = containing(found, first), containing(found, last)
        start = found[a][0] if a >= 0 else (found[0][0] if found and not spans else min(first, end))
        end = found[b][1] if b >= 0 else (found[0][1] if found and not spans else min(last + 1, end))
    if end - start > LONGEST:
        start = max(start, min((h.start for h in spans), default=start) - LONGEST // 3)
        end = min(end, start + LONGEST)
    highlights = [
        {"start": max(h.start, start) - start, "end": min(h.end, end) - start, "role": h.role}
        for h in spans
        if h.start < end and h.end > start
    ]
    facts = {k: article[k] for k in ("article_id", "outlet", "published", "title", "url")}
    return {**facts, "start": start, "sentence": text[start:end], "highlights": highlights}
