"""The chart of one article: who speaks where in it, and where positions are taken."""

from typing import Any

import pandas as pd

from standpoint.charts import (
    AMBER,
    BLUE,
    INK,
    ORANGE,
    SKY,
    Chart,
    chart,
    counted,
    day,
    frame,
    house,
    listed,
    too_little,
    words,
)
from standpoint.charts_axes import (
    label_rows,
    row_height,
)
from standpoint.closereading import of
from standpoint.store import Tagged
from standpoint.units import in_units

# what stands at a place → its sign, colour and filling.
SIGNS = {
    "direct": ("o", BLUE, BLUE),
    "mixed": ("o", SKY, BLUE),
    "indirect": ("o", "white", BLUE),
    "act": ("D", AMBER, INK),
    "support": ("^", BLUE, INK),
    "oppose": ("v", ORANGE, INK),
}
MEANS = {"support": "supports", "oppose": "opposes"}
NAMES = 14


def marks(tagged: Tagged, article_id: str) -> pd.DataFrame:
    """Statements, acts and stances of the article in order: `who`, `what`, `at` (share of the text before it)."""
    names = dict(zip(tagged.actors["actor_id"], tagged.actors["name"], strict=True)) | {"article": "the article itself"}
    claims = {issue.id: issue.claim for issue in tagged.codebook.issues.values()} | names
    length = max(len(of(tagged.articles, article_id)["text"].iloc[0]), 1)
    rows = [
        (
            names.get(r.speaker_id) or r.speaker_text or "unnamed",
            r.kind,
            "",
            r.field,
            _start(r),
            f"statements:{r.statement_id}",
        )
        for r in of(tagged.statements, article_id).itertuples()
    ]
    rows += [
        (
            names.get(r.holder_id) or "unnamed",
            r.position,
            claims.get(r.target_id, r.target_id),
            r.field,
            r.start,
            f"stances:{r.stance_id}",
        )
        for r in of(tagged.stances, article_id).itertuples()
    ]
    out = [
        {
            "who": who,
            "what": what,
            "target": target,
            "at": 0.0 if field == "title" else start / length,
            "n": 1,
            "unit": "marks",
            "evidence": [ref],
        }
        for who, what, target, field, start, ref in rows
    ]
    columns = ["who", "what", "target", "at", "n", "unit", "evidence"]
    return pd.DataFrame(out, columns=columns).sort_values("at", kind="stable", ignore_index=True)


def _start(statement: Any) -> int:
    """Where its content starts: several statements may share a sentence."""
    spans = statement.content_spans
    return min([s["start"] for s in ([] if spans is None else spans)], default=statement.sentence_start)


def article_map(data: pd.DataFrame, tagged: Tagged, article_id: str) -> Chart:
    """Each speaker a line from the first word to the last: round for statements, triangles for positions."""
    name, unit = "article-map", "statements and stances"
    article, n = of(tagged.articles, article_id).iloc[0], len(data)
    if data.empty:
        return too_little(name, "who speaks in this article", data, tagged, n, unit, least="1 statement or stance")
    speech = data[data["what"].isin(["direct", "mixed", "indirect"])]["who"].value_counts()
    headline = words(article["title"] if pd.notna(article["title"]) else article_id, 70, 1)
    title = (
        f"“{headline}”: {counted(len(speech), 'speaker')}, {words(speech.index[0], 40, 1)} most often "
        f"({int(speech.iloc[0]):,} of {counted(int(speech.sum()), 'statement')})"
        if len(speech)
        else f"“{headline}”: nobody speaks"
    )
    people = list(dict.fromkeys(data["who"]))
    stands = data["what"].isin(list(MEANS)).any()
    rest = f"; {counted(len(people) - NAMES, 'further name')} in the table" if len(people) > NAMES else ""
    outlet = words(article["outlet"], 60, 1) if pd.notna(article["outlet"]) else "no outlet"
    date = "no date" if pd.isna(article["published"]) else day(article["published"])
    source = (
        f"{outlet}, {date}; n = {in_units(n, unit)}{rest}. {'The table names whom or what. ' if stands else ''}"
        f"Corpus: {words(tagged.corpus.title, 80, 1)}. Source: Standpoint, {tagged.reader} reader."
    )
    people = people[:NAMES]
    with house():
        figure = frame(
            title,
            "Who is given the word where, from the first word to the last; triangles: positions on someone or a claim",
            source,
            row_height(len(people)) + 0.25,
        )
        ax = figure.subplots()
        at = dict(zip(people, label_rows(ax, people, 30), strict=True))
        for i, row in data[data["who"].isin(people)].iterrows():
            sign, face, edge = SIGNS[row["what"]]
            lift = 0.24 if row["what"] in ("support", "oppose") else 0
            dots = ax.scatter(
                [row["at"]], [at[row["who"]] - lift], s=36, marker=sign, facecolor=face, edgecolor=edge, zorder=3
            )
            dots.set_urls([f"#row-{i}"])
        kinds = [kind for kind in SIGNS if kind in set(data["what"])]
        handles = [
            ax.scatter([], [], marker=SIGNS[k][0], facecolor=SIGNS[k][1], edgecolor=SIGNS[k][2], label=MEANS.get(k, k))
            for k in kinds
        ]
        ax.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=len(kinds),
            borderaxespad=0,
            handletextpad=0.2,
        )
        ax.set(xlim=(-0.02, 1.02), xticks=[0, 0.5, 1], xticklabels=["first word", "middle", "last word"])
        ax.set_xlabel("place in the article")
        ax.grid(axis="y", linewidth=0.5)
    alt = f"{counted(len(people), 'name')} in order of appearance: {listed(people, 10)}."
    return chart(name, title, alt, figure, data, n, unit, source)
