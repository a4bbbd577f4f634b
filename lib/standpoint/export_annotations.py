"""Tags as annotations for other programs: W3C Web Annotations (JSON-LD), and tasks of Label Studio."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from standpoint.publication import Edition
from standpoint.store import Tagged
from standpoint.templating import web_link

# W3C, Web Annotation Data Model and Vocabulary (2017): https://www.w3.org/TR/annotation-model/. The terms that are
# used, mapped to their IRIs, stand in the file itself, so that no reader has to fetch a context.
OA, AS, DC, RDF, XSD = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2001/XMLSchema#",
)
CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "Annotation": f"{OA}Annotation",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "body": {"@id": f"{OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "via": {"@id": f"{OA}via", "@type": "@id"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    **{name: f"{OA}{name}" for name in ("tagging", "identifying", "classifying", "describing", "assessing")},
    "start": {"@id": f"{OA}start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{XSD}nonNegativeInteger"},
    **{name: {"@id": f"{OA}{name}"} for name in ("exact", "prefix", "suffix")},
    "value": {"@id": f"{RDF}value"},
    "format": {"@id": f"{DC}format"},
    "language": {"@id": f"{DC}language"},
    "label": {"@id": "http://www.w3.org/2000/01/rdf-schema#label"},
}
AROUND = 32  # characters before and after a span that tell it from its equals
ROLES = ("actor", "speaker", "cue", "content", "act", "support", "oppose")


def web_annotations(edition: Edition, path: Path) -> None:
    """Write one AnnotationPage: an annotation for every mention, every piece of a statement, and every stance.

    Offsets are Unicode code points, as the W3C asks, into the article's text or headline, whose id is a urn; a quote
    with what stands around it follows, for a text that has changed.
    """
    tagged = edition.tagged()
    name = quote(tagged.corpus.name, safe="")
    items = [_annotation(span, name) for span in spans(tagged)]
    whole = {
        "@context": CONTEXT,
        "id": f"urn:standpoint:{name}",
        "type": "AnnotationPage",
        "label": tagged.corpus.title,
    }
    path.write_text(json.dumps({**whole, "items": items}, ensure_ascii=False, indent=1), "utf-8", "replace")


def label_studio(edition: Edition, folder: Path) -> None:
    """Write tasks.json, an article a task with its tags as predictions, and labels.xml, the labelling interface."""
    tagged = edition.tagged()
    by_article: dict[str, list[dict[str, Any]]] = {}
    for span in spans(tagged):
        by_article.setdefault(span["article"]["article_id"], []).append(span)
    tasks = []
    for article in tagged.articles.to_dict("records"):
        results = [_region(i, span) for i, span in enumerate(by_article.get(article["article_id"], ()), 1)]
        data = {k: _given(article[k]) for k in ("article_id", "outlet", "title", "text")}
        data["published"] = article["published"].isoformat() if pd.notna(article["published"]) else ""
        tasks.append(
            {"data": data, "predictions": [{"model_version": f"standpoint {edition.version}", "result": results}]}
        )
    labels = "".join(f'<Label value="{role}"/>' for role in ROLES)
    config = (
        f'<View><Labels name="in_title" toName="title">{labels}</Labels><Text name="title" value="$title"/>'
        f'<Labels name="in_text" toName="text">{labels}</Labels><Text name="text" value="$text"/></View>\n'
    )
    (folder / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False, indent=1), "utf-8", "replace")
    (folder / "labels.xml").write_text(config, "utf-8")


def spans(tagged: Tagged) -> Iterator[dict[str, Any]]:
    """Every tagged span: `id`, `article` (its row), `field`, `start`, `end`, `role`, and what is said of it: `name` of
    the actor, speaker or holder, `claim` and `because` of a stance."""
    articles = {row["article_id"]: row for row in tagged.articles.to_dict("records")}
    names = dict(zip(tagged.actors["actor_id"], tagged.actors["name"], strict=True))
    claims = {issue.id: issue.claim for issue in tagged.codebook.issues.values()}

    def span(kind: str, row: dict[str, Any], key: str, start: int, end: int, role: str, **said: str) -> dict[str, Any]:
        where = {"article": articles[row["article_id"]], "field": row["field"], "start": int(start), "end": int(end)}
        return {"id": f"{kind}:{key}", **where, "role": role, "name": "", "claim": "", "because": "", **said}

    for row in tagged.mentions.to_dict("records"):
        key = f"{row['article_id']}:{row['field']}:{row['start']}:{row['end']}"
        yield span("mentions", row, key, row["start"], row["end"], "actor", name=names.get(row["actor_id"], ""))
    for row in tagged.statements.to_dict("records"):
        speaker = names.get(row["speaker_id"], "") if pd.notna(row["speaker_id"]) else ""
        speaker = speaker or _given(row["speaker_text"])
        roles = ("actor", "act", "content") if row["kind"] == "act" else ("speaker", "cue", "content")
        for role, column in zip(roles, ("source_spans", "cue_spans", "content_spans"), strict=True):
            for i, piece in enumerate(row[column] if row[column] is not None else ()):
                key = f"{row['statement_id']}:{role}:{i}"
                yield span("statements", row, key, piece["start"], piece["end"], role, name=speaker)
    for row in tagged.stances.to_dict("records"):
        holder = names.get(row["holder_id"], row["holder_id"])
        claim = claims.get(row["target_id"]) or names.get(row["target_id"], row["target_id"])
        said = {"name": holder, "claim": claim, "because": _given(row["because"])}
        yield span("stances", row, row["stance_id"], row["start"], row["end"], row["position"], **said)


def _annotation(span: dict[str, Any], corpus: str) -> dict[str, Any]:
    article, field, start, end = span["article"], span["field"], span["start"], span["end"]
    text = article[field]
    source = {
        "id": f"urn:standpoint:{corpus}:{quote(article['article_id'], safe='')}:{field}",
        "type": "Text",
        "format": "text/plain",
        **({"language": article["language"]} if _given(article["language"]) else {}),
        **({"via": url} if (url := web_link(_given(article["url"]))) else {}),
    }
    bodies = [("tagging", span["role"]), ("identifying", span["name"]), ("classifying", span["claim"])]
    bodies.append(("describing", span["because"]))
    return {
        "id": f"urn:standpoint:{corpus}:{quote(span['id'], safe=':')}",
        "type": "Annotation",
        "motivation": "assessing" if span["claim"] else "tagging",
        "body": [
            {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
            for purpose, value in bodies
            if value
        ],
        "target": {
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - AROUND) : start],
                    "suffix": text[end : end + AROUND],
                },
            ],
        },
    }


def _region(i: int, span: dict[str, Any]) -> dict[str, Any]:
    text = span["article"][span["field"]]
    value = {"start": span["start"], "end": span["end"], "text": text[span["start"] : span["end"]]}
    return {
        "id": f"{span['article']['article_id']}-{i}",
        "type": "labels",
        "from_name": f"in_{span['field']}",
        "to_name": span["field"],
        "value": {**value, "labels": [span["role"]]},
        "meta": {"text": [said for said in (span["name"], span["claim"], span["because"]) if said]},
    }


def _given(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)
