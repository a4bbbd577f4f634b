"""A row of a chart in words, and the sentences that it was counted from, as HTML for the side of the chart."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from standpoint.charts import Chart, counted, day
from standpoint.evidence import find_sentences
from standpoint.export import label, percent, shares_in, shown
from standpoint.highlight import ROLES, html, legend, safe
from standpoint.store import Tagged
from standpoint.templating import web_link

SHOWN = 40  # sentences, spread evenly over those there are


def labels(chart: Chart) -> list[str]:
    """Each row of the chart in a few words, without control characters."""
    table = chart.data.drop(columns="evidence", errors="ignore")
    shares = shares_in(table.columns)
    return [
        safe(label({column: percent(v) if column in shares else shown(v) for column, v in row.items()}))
        for row in table.to_dict("records")
    ]


def behind(chart: Chart, row: int, tagged: Tagged) -> pd.DataFrame:
    """The sentences that a row was counted from, as evidence.find_sentences gives them: at most SHOWN."""
    refs = references(chart, row)
    if len(refs) > SHOWN:
        refs = [refs[i * len(refs) // SHOWN] for i in range(SHOWN)]
    return find_sentences(refs, tagged)


def references(chart: Chart, row: int) -> list[str]:
    """What a row was counted from, each once."""
    found = chart.data["evidence"].iloc[row] if "evidence" in chart.data else []
    return list(dict.fromkeys(found if found is not None else []))


def panel(title: str, sentences: pd.DataFrame, total: int) -> str:
    """Sentences with what counted in them marked, and outlet, date and headline of each; everything is escaped."""
    head = f'<h3 style="margin:.2em 0 .4em;line-height:1.35">{escape(title)}</h3>'
    if sentences.empty:
        return head + "<p>No sentence: this number counts nothing.</p>"
    rows = sentences.to_dict("records")
    roles = {h["role"] for row in rows for h in row["highlights"]}
    several = f"{len(rows):,} of {counted(total, 'sentence')}, spread evenly" if total > len(rows) else ""
    count = several or counted(total, "sentence")
    marked = f" · {legend([r for r in ROLES if r in roles])}" if roles else ""
    return f'{head}<p style="font-size:.85em">{count}{marked}</p>' + "".join(map(_passage, rows))


def hint(words: str) -> str:
    """What stands there while no row is chosen."""
    return f'<p style="color:var(--jp-ui-font-color2,#555)">{escape(words)}</p>'


def headline(article: Mapping[str, Any]) -> str:
    """ "Harbour Courier, 13 Jan 2025: Fees rise": an article in a list; nothing is escaped."""
    return f"{_where(article)}: {_title(article)}"


def _where(article: Mapping[str, Any]) -> str:
    outlet = article["outlet"] if isinstance(article["outlet"], str) else "outlet unknown"
    return safe(f"{outlet}, {day(article['published']) if pd.notna(article['published']) else 'no date'}")


def _title(article: Mapping[str, Any]) -> str:
    return safe(article["title"] if isinstance(article["title"], str) and article["title"] else "no headline")


def _passage(row: Mapping[str, Any]) -> str:
    title = escape(_title(row))
    url = web_link(row["url"] if isinstance(row["url"], str) else "")
    if url:
        title = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    note = f"<br><small>{escape(safe(row['note']))}</small>" if row["note"] else ""
    return (
        '<div style="margin:.7em 0;padding:.1em 0 .1em .8em;border-left:3px solid #c9c9c9;line-height:1.6">'
        f"{html(row['sentence'], row['highlights'])}"
        f'<div style="font-size:.85em;line-height:1.4;margin-top:.25em">{escape(_where(row))}: {title}{note}</div>'
        "</div>"
    )
